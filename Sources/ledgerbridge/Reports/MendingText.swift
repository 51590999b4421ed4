import BridgeDomain
import BridgeEngine
import BridgeReports
import BridgeRuntime

/// Who can mend a problem, and where in the books' or the trade system's own menus, for a terminal.
struct MendingText: Sendable {
    let context: Context
    /// Where in the books' own menus things are; nil where the bridge is not in the configuration any more.
    let menus: BooksMenus?
    private let tradeMenus: BooksMenus?

    init(context: Context, bridge: BridgeID) {
        self.context = context
        let configuration = context.configuration
        let own = configuration.bridges.first { $0.policy.bridge == bridge }
        menus = own.flatMap { configuration.target(of: $0)?.setup.menus }
        tradeMenus = own.flatMap { configuration.source(of: $0)?.menus }
    }

    /// One problem. `isRefusal`: the books said it.
    func lines(_ problem: Problem, party: PartyKind?, isRefusal: Bool) -> [String] {
        lines(Mending(problem, party: party, isRefusal: isRefusal, books: menus, trade: tradeMenus))
    }

    /// Every problem of a code: where each may be mended at another place, `show` says where.
    func lines(cause code: ProblemCode) -> [String] {
        guard BooksPart.parts(of: code).count > 1 else { return lines(Mending(cause: code, books: menus)) }
        return [who(Mender(code))]
    }

    /// Where a part of the books is mended; nil where nobody says.
    func place(of part: BooksPart?) -> String? { part.flatMap { menus?.text($0)?[context.language] } }

    private func lines(_ mending: Mending) -> [String] {
        [who(mending.mender), mending.place?[context.language]].compactMap(\.self)
    }

    private func who(_ mender: Mender) -> String {
        context.words.pick("Wie dit kan verhelpen: ", "Who can mend this: ") + mender.text[context.language]
    }
}

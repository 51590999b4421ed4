import BridgeDomain
import BridgeEngine
import BridgeReports
import BridgeRuntime

/// Who can mend a problem, and where in the books' own menus, for a terminal.
struct MendingText: Sendable {
    let context: Context
    /// Where in the books' own menus things are; nil where the bridge is not in the configuration any more.
    let menus: BooksMenus?

    init(context: Context, bridge: BridgeID) {
        self.context = context
        let configuration = context.configuration
        menus = configuration.bridges.first { $0.policy.bridge == bridge }.flatMap { configuration.target(of: $0)?.setup.menus }
    }

    /// One problem. `isRefusal`: the books said it.
    func lines(_ problem: Problem, party: PartyKind?, isRefusal: Bool) -> [String] {
        [who(Mender(problem.code, isRefusal: isRefusal))]
            + [place(of: BooksPart.part(of: problem, party: party, isRefusal: isRefusal))].compactMap(\.self)
    }

    /// Every problem of a code: where each may be mended at another place, `show` says where.
    func lines(cause code: ProblemCode) -> [String] {
        let parts = BooksPart.parts(of: code)
        return [who(Mender(code)), parts.count == 1 ? place(of: parts[0]) : nil].compactMap(\.self)
    }

    /// Where a part of the books is mended; nil where nobody says.
    func place(of part: BooksPart?) -> String? { part.flatMap { menus?.text($0)?[context.language] } }

    private func who(_ mender: Mender) -> String {
        context.words.pick("Wie dit kan verhelpen: ", "Who can mend this: ") + mender.text[context.language]
    }
}

import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeReports

/// Who can mend a problem, with the page of ours where that is done, if it is done here, and the place in the books' own menus, if it is done there.
struct MendingLine: Sendable {
    private let call: Call
    private let bridge: Console.Bridge
    private let mending: Mending
    private let party: PartyKey?

    /// One problem. `isRefusal`: the books said it.
    init(_ call: Call, _ bridge: Console.Bridge, _ problem: Problem, party: PartyKey?, isRefusal: Bool = false) {
        self.call = call
        self.bridge = bridge
        self.party = party
        mending = Mending(problem, party: party?.kind, isRefusal: isRefusal, books: bridge.menus, trade: bridge.tradeMenus)
    }

    /// Every problem of a code: where each of them may be mended at another place, the documents say where.
    init(_ call: Call, _ bridge: Console.Bridge, cause code: ProblemCode) {
        self.call = call
        self.bridge = bridge
        party = nil
        mending = Mending(cause: code, books: bridge.menus)
    }

    var html: HTML {
        pieces {
            el(.p, .class("hint")) {
                call.say(Say.whoMends) + " "
                if let address {
                    el(.a, .href(address)) { call.say(mending.mender.text) }
                } else {
                    call.say(mending.mender.text)
                }
            }
            mending.place.map { text in el(.p, .class("hint")) { call.say(text) } }
        }
    }

    private var address: Address? {
        switch mending.mender {
        case .rules: MappingPage.address(bridge)
        case .party: party.map { Address("/parties", [bridge.id.text, $0.kind.rawValue, $0.code.text]) } ?? PartiesPage.address(bridge)
        case .trade, .tradeParties, .books, .entry, .settings: nil
        }
    }
}

extension Console.Bridge {
    /// Where in the books' own menus a part is mended, as a line of its own; nothing where nobody says.
    @HTMLBuilder func place(of part: BooksPart?, _ call: Call) -> HTML {
        part.flatMap { menus?.text($0) }.map { text in el(.p, .class("hint")) { call.say(text) } }
    }
}

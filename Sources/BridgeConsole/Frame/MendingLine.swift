import BridgeDomain
import BridgeHTML
import BridgeReports

/// Who can mend a problem, with the page of ours where that is done, if it is done here.
struct MendingLine: Sendable {
    let call: Call
    let bridge: Console.Bridge
    let code: ProblemCode
    var party: PartyKey?

    var html: HTML {
        let mender = Mender(code)
        return el(.p, .class("hint")) {
            call.say(Say.whoMends) + " "
            if let address = address(mender) {
                el(.a, .href(address)) { call.say(mender.text) }
            } else {
                call.say(mender.text)
            }
        }
    }

    private func address(_ mender: Mender) -> Address? {
        switch mender {
        case .rules: MappingPage.address(bridge)
        case .party: party.map { Address("/parties", [bridge.id.text, $0.kind.rawValue, $0.code.text]) } ?? PartiesPage.address(bridge)
        case .trade, .tradeParties, .books, .entry, .settings: nil
        }
    }
}

import BridgeActs
import BridgeDomain

// What a change of the rules says that waits for another person.
extension Say {
    static let proposal = Text(nl: "Voorgestelde regels", en: "Proposed rules")
    static let noProposal = Text(nl: "Er wacht geen wijziging op goedkeuring.", en: "No change waits for approval.")
    static func proposalOf(_ who: String, _ moment: String) -> Text {
        Text(
            nl: "Een wijziging van de regels door \(who) (\(moment)) wacht op goedkeuring door iemand anders",
            en: "A change of the rules by \(who) (\(moment)) waits for another person's approval")
    }
    static let proposalKept = Text(
        nl: "De wijziging is voorgesteld. Ze geldt zodra iemand anders haar goedkeurt.",
        en: "The change is proposed. It holds as soon as somebody else approves it.")
    static let proposalDropped = Text(
        nl: "De wijziging is weg; de regels blijven zoals ze zijn.", en: "The change is gone; the rules stay as they are.")
    static let ownProposal = Text(
        nl: "U maakte deze wijziging zelf: iemand anders keurt haar goed.", en: "You made this change yourself: somebody else approves it.")
    static let othersApprove = Text(
        nl: "Een controller of beheerder keurt haar goed of wijst haar af.", en: "A controller or administrator approves or refuses it.")
    static let withdrawProposal = Text(nl: "Voorstel intrekken", en: "Withdraw the proposal")
    static let refuseProposal = Text(nl: "Afwijzen", en: "Refuse")
    static let refuseHint = Text(nl: "Nodig om af te wijzen; staat in de historie.", en: "Needed to refuse; stands in the history.")
    static func approveProposal(_ version: Int) -> Text {
        Text(nl: "Goedkeuren als versie \(version)", en: "Approve as version \(version)")
    }
    static func proposeAs(_ version: Int) -> Text { Text(nl: "Voorstellen als versie \(version)", en: "Propose as version \(version)") }
    static let fourEyesAsked = Text(
        nl: "Deze brug vraagt vier ogen: de wijziging geldt pas als iemand anders haar goedkeurt.",
        en: "This bridge asks for four eyes: the change holds once somebody else approves it.")
}

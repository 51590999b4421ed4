import BridgeActs
import BridgeDomain

// What the pages that ask for confirmation say.
extension Say {
    static func verb(_ verb: DocumentVerb) -> (name: Text, effect: Text) {
        switch verb {
        case .retry:
            (
                Text(nl: "Opnieuw proberen", en: "Try again"),
                Text(
                    nl: "Het document wordt opnieuw nagekeken en gemapt. Is de oorzaak verholpen, dan gaat het verder naar de boeken.",
                    en: "The document is checked and mapped anew. If the cause was mended, it goes on to the books.")
            )
        case .approve:
            (
                Text(nl: "Goedkeuren", en: "Approve"),
                Text(nl: "Het document gaat naar de boeken zodra het kan.", en: "The document goes to the books as soon as it can.")
            )
        case .hold:
            (
                Text(nl: "Vasthouden", en: "Hold"),
                Text(
                    nl: "Het document blijft hier tot iemand 'Opnieuw proberen' kiest.",
                    en: "The document stays here until somebody chooses 'Try again'.")
            )
        case .bookedByHand:
            (
                Text(nl: "Met de hand geboekt", en: "Booked by hand"),
                Text(
                    nl: "Zeg dat het document al in de boeken staat. Er wordt niets meer verzonden.",
                    en: "Say that the document stands in the books already. Nothing is sent any more.")
            )
        case .withdraw:
            (
                Text(nl: "Intrekken", en: "Withdraw"),
                Text(
                    nl: "Het document wordt niet geboekt. 'Opnieuw proberen' brengt het terug.",
                    en: "The document is not booked. 'Try again' brings it back.")
            )
        }
    }
    static func done(_ verb: DocumentVerb, _ state: String) -> Text {
        let name = Say.verb(verb).name
        return Text(nl: "\(name.dutch): gedaan. De stand is nu: \(state).", en: "\(name.english): done. The state is now: \(state).")
    }
    static let back = Text(nl: "Terug naar het document", en: "Back to the document")
    static let reason = Text(nl: "Waarom", en: "Why")
    static let reasonHint = Text(nl: "Staat in de historie, bij uw naam.", en: "Stands in the history, beside your name.")
    static let reasonMissing = ActRefusal.reasonMissing.text
    static let byHandHint = Text(nl: "Het nummer in de boekhouding.", en: "The number in the books.")
}

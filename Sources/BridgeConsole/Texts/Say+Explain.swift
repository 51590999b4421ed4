import BridgeDomain
import BridgeReports

// What explaining a difference says.
extension Say {
    static let explainDifference = Text(nl: "Een verschil verklaren", en: "Explain a difference")
    static let explainingHidesNothing = Text(
        nl: "Het verschil blijft staan waar het staat, met de verklaring erbij. Verandert het, dan is het weer open.",
        en: "The difference stays where it stands, with the explanation beside it. When it changes, it is open again.")
    static let explanation = Text(nl: "Verklaring", en: "Explanation")
    static let explainVerb = Text(nl: "Verklaren", en: "Explain")
    static let changeExplanation = Text(nl: "Wijzigen", en: "Change")
    static let reopenVerb = Text(nl: "Weer openen", en: "Open again")
    static let explained = Text(nl: "verklaard", en: "explained")
    static let explainedWithDocuments = Text(
        nl: "verklaard bij de documenten die verschillen", en: "explained with the documents that differ")
    static let backToReconcile = Text(nl: "Terug naar de aansluiting", en: "Back to Reconcile")
    static let explanationKept = Text(nl: "De verklaring is bewaard.", en: "The explanation was kept.")
    static let explanationTaken = Text(nl: "Het verschil is weer open.", en: "The difference is open again.")
    static func openAgain(_ amount: String, _ text: String) -> Text {
        let (nl, en) = amount.isEmpty ? ("", "") : (" (toen \(amount))", " (then \(amount))")
        return Text(nl: "weer open, want veranderd\(nl). Eerder: \(text)", en: "open again, since it changed\(en). Before: \(text)")
    }
    static func figure(_ figure: Difference.Figure) -> Text {
        Text(nl: Terms(.dutch).figure(figure), en: Terms(.english).figure(figure))
    }
    static func explainedToo(_ count: String, isOne: Bool, _ amount: String) -> Text {
        let (nl, en) = amount.isEmpty ? ("", "") : (": \(amount)", ": \(amount)")
        return Text(
            nl: "Van \(count) \(isOne ? "document" : "documenten") is het verschil verklaard\(nl).",
            en: "Of \(count) \(isOne ? "document" : "documents") the difference is explained\(en).")
    }
    static func allExplained(_ count: String, isOne: Bool, _ amount: String) -> Text {
        let (nl, en) = amount.isEmpty ? ("", "") : (": verschil \(amount)", ": difference \(amount)")
        return Text(
            nl: "\(count) \(isOne ? "document staat" : "documenten staan") anders in de boeken dan verzonden\(nl). Alles is verklaard.",
            en: "\(count) \(isOne ? "document stands" : "documents stand") in the books otherwise than sent\(en). All of it is explained.")
    }
    static let differingFigures = Text(nl: "Bedragen van deze maand die verschillen", en: "Figures of this month that differ")
    static let reconcileCSV = Text(nl: "Als CSV", en: "As CSV")
}

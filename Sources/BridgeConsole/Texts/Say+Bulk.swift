import BridgeDomain

// What doing one thing with a whole list says.
extension Say {
    static func withAll(_ verb: Text) -> Text { Text(nl: "\(verb.dutch): alle", en: "\(verb.english): all") }
    static func theSet(_ shown: String, _ count: Int, _ amount: String) -> Text {
        let (sum, all) = (amount.isEmpty ? "" : ", \(amount)", documentCount(shown, count))
        return Text(nl: "\(all.dutch)\(sum).", en: "\(all.english)\(sum).")
    }
    static let thereIsMore = Text(
        nl: "Dit zijn de nieuwste: er zijn er meer. Doe het daarna nog eens.",
        en: "These are the newest: there are more. Do it again after.")
    static let theSetCounted = Text(nl: "De documenten, geteld", en: "The documents, counted")
    static let period = Text(nl: "Periode", en: "Period")
    static let firstAndLast = Text(nl: "Eerste en laatste", en: "First and last")
    static func doWithAll(_ verb: Text, _ shown: String, _ count: Int) -> Text {
        count == 1
            ? Text(nl: "\(verb.dutch): dit document", en: "\(verb.english): this document")
            : Text(nl: "\(verb.dutch): deze \(shown)", en: "\(verb.english): these \(shown)")
    }
    static let whichDocuments = Text(nl: "Welke documenten", en: "Which documents")
    static func andMore(_ count: String) -> Text { Text(nl: "En nog \(count).", en: "And \(count) more.") }
    static let toTheList = Text(nl: "Naar de lijst", en: "To the list")
    static let withAllOfThem = Text(nl: "Met alle documenten van deze lijst", en: "With all documents of this list")
    static func doneWithAll(_ verb: Text, _ changed: (shown: String, count: Int), _ of: (shown: String, count: Int)) -> Text {
        let all = documentCount(of.shown, of.count)
        return Text(
            nl: "\(verb.dutch): gedaan. \(changed.shown) van \(all.dutch) \(changed.count == 1 ? "veranderde" : "veranderden") van stand.",
            en: "\(verb.english): done. \(changed.shown) of \(all.english) changed \(changed.count == 1 ? "its" : "their") state.")
    }
}

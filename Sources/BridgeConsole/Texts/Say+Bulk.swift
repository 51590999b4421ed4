import BridgeDomain

// What doing one thing with a whole list says.
extension Say {
    static func withAll(_ verb: Text) -> Text { Text(nl: "\(verb.dutch): alle", en: "\(verb.english): all") }
    static func theSet(_ count: String, isOne: Bool, _ amount: String) -> Text {
        let sum = amount.isEmpty ? "" : ", \(amount)"
        return Text(
            nl: "\(count) \(isOne ? "document" : "documenten")\(sum).", en: "\(count) \(isOne ? "document" : "documents")\(sum).")
    }
    static let thereIsMore = Text(
        nl: "Dit zijn de nieuwste: er zijn er meer. Doe het daarna nog eens.",
        en: "These are the newest: there are more. Do it again after.")
    static let theSetCounted = Text(nl: "De documenten, geteld", en: "The documents, counted")
    static let period = Text(nl: "Periode", en: "Period")
    static let firstAndLast = Text(nl: "Eerste en laatste", en: "First and last")
    static func doWithAll(_ verb: Text, _ count: String) -> Text {
        Text(nl: "\(verb.dutch): deze \(count)", en: "\(verb.english): these \(count)")
    }
    static let whichDocuments = Text(nl: "Welke documenten", en: "Which documents")
    static func andMore(_ count: String) -> Text { Text(nl: "En nog \(count).", en: "And \(count) more.") }
    static let toTheList = Text(nl: "Naar de lijst", en: "To the list")
    static let withAllOfThem = Text(nl: "Met alle documenten van deze lijst", en: "With all documents of this list")
    static func doneWithAll(_ verb: Text, _ changed: String, _ of: String) -> Text {
        Text(
            nl: "\(verb.dutch): gedaan. \(changed) van \(of) documenten veranderden van stand.",
            en: "\(verb.english): done. \(changed) of \(of) documents changed their state.")
    }
}

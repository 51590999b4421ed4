import BridgeDomain

// What *Documents* says, and words of tables that other pages use as well.
extension Say {
    static let nothingFound = Text(nl: "Geen document voldoet hieraan.", en: "No document meets this.")
    static func shown(_ count: Int) -> Text {
        count == 1
            ? Text(nl: "1 document.", en: "1 document.")
            : Text(nl: "\(count) documenten, nieuwste eerst.", en: "\(count) documents, newest first.")
    }
    static func newestShown(_ count: Int) -> Text {
        Text(nl: "\(count) documenten, nieuwste eerst; er zijn er meer.", en: "\(count) documents, newest first; there are more.")
    }
    static func nothingYet(_ looked: String) -> Text {
        Text(
            nl: "Onder de nieuwste \(looked) documenten heeft er geen dit bedrag; kijk verder bij oudere.",
            en: "Among the newest \(looked) documents none has this amount; look further among older ones.")
    }
    static let partiesNamed = Text(nl: "Relaties met deze naam", en: "Parties of this name")
    static let somePartiesNamed = Text(
        nl: "Relaties met deze naam; er kunnen er meer zijn", en: "Parties of this name; there may be more")
    static let grossAmount = Text(nl: "Brutobedrag", en: "Gross amount")
    static let filters = Text(nl: "Filters", en: "Filters")
    static let all = Text(nl: "Alles", en: "All")
    static let search = Text(nl: "Zoeken", en: "Search")
    static let searchText = Text(nl: "Nummer, kenmerk, boekstuk of relatie", en: "Number, reference, entry or party")
    static let dateFrom = Text(nl: "Datum vanaf", en: "Date from")
    static let dateTo = Text(nl: "Datum tot en met", en: "Date up to")
    static let morePages = Text(nl: "Meer bladzijden", en: "More pages")
    static let older = Text(nl: "Oudere documenten", en: "Older documents")
    static let newest = Text(nl: "Nieuwste documenten", en: "Newest documents")
    static let documentNumber = Text(nl: "Nummer", en: "Number")
    static let number = Text(nl: "Aantal", en: "Count")
    static let kind = Text(nl: "Soort", en: "Kind")
    static let date = Text(nl: "Datum", en: "Date")
    static let party = Text(nl: "Relatie", en: "Party")
    static let amount = Text(nl: "Bedrag", en: "Amount")
    static let net = Text(nl: "Netto", en: "Net")
    static let vat = Text(nl: "Btw", en: "VAT")
    static let gross = Text(nl: "Bruto", en: "Gross")
    static let state = Text(nl: "Stand", en: "State")
    static let why = Text(nl: "Waarom", en: "Why")
}

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
    static let filters = Text(nl: "Filters", en: "Filters")
    static let all = Text(nl: "Alles", en: "All")
    static let search = Text(nl: "Zoeken", en: "Search")
    static let searchText = Text(nl: "Nummer, kenmerk, boekstuk of relatiecode", en: "Number, reference, entry or party code")
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

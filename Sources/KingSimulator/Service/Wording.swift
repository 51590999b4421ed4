/// The texts of refusals. The first two are observed, the rest are the reference's proposals (king §6) and the simulator's own.
enum Wording {
    static func incomplete(_ tag: String) -> String { "De selectie is incompleet, zie veld: \(tag)" }
    static func unconvertible(_ field: String, _ value: String) -> String {
        "Kan de waarde '\(value)' van veld \(field) niet converteren (CS312)"
    }

    static let wrongKeys = "Partnerkey of omgevingscode is onjuist"
    static let wrongUser = "Gebruikersnaam of wachtwoord is onjuist"
    static let sessionGone = "Sessie is verlopen"
    static let busy = "Er loopt al een opdracht voor deze administratie"
    static let splitOpen = "Uitsplitsing sluit niet"
    static let keyExists = "Zoeksleutel bestaat al"
    static let noneFound = "Het record bestaat niet"
    static let severalFound = "De selectie levert meer dan één record op"
    static let inUse = "Het record is in gebruik en kan niet worden verwijderd"
    static let numbersUsedUp = "Er zijn geen vrije nummers meer in het bereik"
    static let textsOnly = "Van een geboekte journaalpost kunnen alleen omschrijvingen worden gewijzigd"
    static let unreadable = "De XML kan niet worden gelezen"
    static let warningTest = "Controleer de boeking"

    static func unknownAction(_ name: String) -> String { "Actie \(name) is onbekend" }
    static func missingParameter(_ name: String) -> String { "Parameter \(name) ontbreekt" }
    static func unknown(_ field: String, _ value: String) -> String { "\(field) \(value) bestaat niet" }
    static func unknownField(_ field: String, _ table: String) -> String { "Veld \(field) bestaat niet in tabel \(table)" }
    static func twice(_ field: String) -> String { "Veld \(field) komt meer dan eens voor" }
    static func required(_ field: String) -> String { "Veld \(field) is verplicht" }
    static func notWritable(_ field: String) -> String { "Veld \(field) mag niet worden gewijzigd" }
    static func notAllowed(_ table: String) -> String { "Tabel \(table) kan zo niet worden gewijzigd" }
    static func tooLong(_ field: String, _ length: Int) -> String { "De waarde van veld \(field) is langer dan \(length) tekens" }
    static func outOfRange(_ field: String, _ value: String) -> String { "\(field) \(value) valt buiten het bereik" }
    static func taken(_ field: String, _ value: String) -> String { "\(field) \(value) bestaat al" }
    static func blocked(_ table: String, _ number: String) -> String { "\(table) \(number) is geblokkeerd" }
    static func blockedHere(_ what: String, journal: String) -> String { "\(what) in DAGBOEK \(journal) is geblokkeerd" }
    static func closed(_ year: String, _ period: String) -> String { "Periode \(year)/\(period) is afgesloten" }
    static func outsidePeriod(_ date: String, _ year: String, _ period: String) -> String {
        "Datum \(date) valt niet in periode \(year)/\(period)"
    }
    static func differs(_ field: String) -> String { "Uitsplitsing: veld \(field) verschilt tussen de regels" }
    static func notSplitAccount(_ account: String) -> String { "Uitsplitsing: TEGREK moet rekening \(account) zijn" }
    static func onlyOnRelation(_ field: String) -> String { "Veld \(field) is alleen toegestaan op een debiteur- of crediteurregel" }
    static func controlAccount(_ account: String) -> String { "GRB \(account) is een verzamelrekening" }
    static func vatSign(_ value: String) -> String { "Het teken van BEDRBTW \(value) is onjuist" }
    static func noVATAccount(_ code: String) -> String { "BTW \(code) heeft geen grootboekrekening" }
    static func vatDiffers(_ code: String) -> String { "BEDRBTW wijkt af van het percentage van BTW \(code)" }
    static func warned(_ code: String) -> String { "Let op: BTW \(code)" }
    static func duplicateInvoice(_ invoice: String) -> String { "Factuur \(invoice) bestaat al" }
    static func noOriginal(_ invoice: String) -> String { "CREDITNOTAFACT \(invoice) bestaat niet" }
}

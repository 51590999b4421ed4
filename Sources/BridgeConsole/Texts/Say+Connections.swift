import BridgeDomain

// What *Connections* says.
extension Say {
    static let connections = Text(nl: "Verbindingen", en: "Connections")
    static func connectionsNeed(_ shown: String, _ count: Int, of all: String) -> Text {
        if count == 0 { return Text(nl: "Alle verbindingen werken.", en: "All connections work.") }
        return Text(
            nl: "\(shown) van \(all) \(all == "1" ? "verbinding" : "verbindingen") \(count == 1 ? "heeft" : "hebben") iemand nodig.",
            en: "\(shown) of \(all) \(all == "1" ? "connection" : "connections") \(count == 1 ? "needs" : "need") somebody.")
    }
    static let theBooks = Text(nl: "Boekhouding", en: "Books")
    static let setupChecked = Text(nl: "Inrichting nagekeken", en: "Set-up checked")
    static let consent = Text(nl: "Toestemming", en: "Consent")
    static let noConsentAsked = Text(
        nl: "niet nodig: het geheim van de configuratie is genoeg", en: "not needed: the secret of the configuration is enough")
    static let noConsentYet = Text(nl: "nog niet gegeven", en: "not given yet")
    static func consentOf(_ user: String) -> Text { Text(nl: "van \(user)", en: "of \(user)") }
    static func consentOrdered(_ name: String) -> Text { Text(nl: "in opdracht van \(name)", en: "by order of \(name)") }
    static let consentGiven = Text(nl: "gegeven op", en: "given on")
    static let consentUntil = Text(nl: "ongebruikt geldig tot", en: "valid, unused, until")
    static func administrations(_ names: String) -> Text { Text(nl: "administraties \(names)", en: "administrations \(names)") }
    static let giveConsent = Text(nl: "Toestemming geven", en: "Give consent")
    static let renewConsent = Text(nl: "Toestemming vernieuwen", en: "Renew the consent")
    static let openConsent = Text(
        nl: "Open de pagina van de boekhouding in een nieuw tabblad, en geef daar toestemming",
        en: "Open the page of the books in another tab, and give consent there")
    static let noConsent = Text(
        nl: "De boekhouding heeft toestemming van een persoon nodig.", en: "The books need a person's consent.")
    static let keptUntilConsent = Text(
        nl: "Tot dan wordt niets geboekt. Documenten houden hun stand en gaan daarna vanzelf verder.",
        en: "Nothing is posted until then. Documents keep their state, and go on by themselves afterwards.")
    static func thenEndsAt(_ redirect: String) -> Text {
        Text(
            nl: "De browser eindigt op een adres dat begint met \(redirect). Dat die pagina zelf niets toont, geeft niet.",
            en: "The browser ends at an address that begins with \(redirect). It does not matter that the page itself shows nothing.")
    }
    static let pasteAddress = Text(
        nl: "Kopieer dat hele adres en plak het hieronder, meteen: het geldt maar kort.",
        en: "Copy that whole address and paste it below, at once: it is good for a short time only.")
    static let endedAt = Text(nl: "Adres waar de browser eindigde", en: "Address the browser ended at")
    static let consentKept = Text(nl: "De toestemming is bewaard.", en: "The consent was kept.")
    static let toConnections = Text(nl: "Naar de verbindingen", en: "To the connections")
    static let backToConnections = Text(nl: "Terug naar de verbindingen", en: "Back to the connections")
}

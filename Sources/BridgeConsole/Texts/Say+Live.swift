import BridgeDomain

// What the script shows, and the keys.
extension Say {
    static let keys = Text(nl: "Sneltoetsen", en: "Keyboard")
    static let keyNext = Text(nl: "naar de volgende regel van de lijst", en: "to the next line of the list")
    static let keyPrevious = Text(nl: "naar de vorige regel van de lijst", en: "to the previous line of the list")
    static let keyOpen = Text(nl: "opent de gekozen regel", en: "opens the chosen line")
    static let keySearch = Text(nl: "zoeken", en: "search")
    static let keyHelp = Text(nl: "deze uitleg", en: "this help")
    static let keyClose = Text(nl: "sluit een venster", en: "closes a window")
    static let keysOn = Text(nl: "Sneltoetsen staan aan in deze browser", en: "Keys are on in this browser")
    static let whoMends = Text(nl: "Wie dit kan verhelpen:", en: "Who can mend this:")
    static let close = Text(nl: "Sluiten", en: "Close")
    static let menu = Text(nl: "Menu", en: "Menu")
    static func printed(_ moment: String, _ name: String) -> Text {
        Text(
            nl: "Afgedrukt uit LedgerBridge door \(name), stand van \(moment)", en: "Printed from LedgerBridge by \(name), as of \(moment)")
    }
    static let asOf = Text(nl: "Stand van", en: "As of")
    static let followed = Text(nl: "De cijfers volgen vanzelf.", en: "The figures follow by themselves.")
    static let noLonger = Text(
        nl: "U bent niet meer aangemeld: deze cijfers worden niet meer bijgewerkt.",
        en: "You are no longer signed in: these figures are not updated any more.")
}

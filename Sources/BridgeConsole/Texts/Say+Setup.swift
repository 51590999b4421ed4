import BridgeActs
import BridgeDomain

// What setting a connection up says.
extension Say {
    static func setUp(_ bridge: String) -> Text { Text(nl: "Instellen: \(bridge)", en: "Set up: \(bridge)") }
    static let setUpStepByStep = Text(nl: "Instellen, stap voor stap", en: "Set up, step by step")
    static func nextStep(_ place: Int, of count: Int, _ name: Text) -> Text {
        Text(nl: "Nu stap \(place) van \(count): \(name.dutch).", en: "Now step \(place) of \(count): \(name.english).")
    }
    static let setUpDone = Text(nl: "Alles wat te zien is, is gedaan.", en: "Everything that can be seen is done.")
    static let stepDone = Text(nl: "gedaan", en: "done")
    static let stepNext = Text(nl: "nu", en: "now")
    static let stepLater = Text(nl: "daarna", en: "after that")
    static let stepYours = Text(nl: "ziet u zelf na", en: "for you to check")
    static let testRights = Text(nl: "Elk recht proberen dat nodig is", en: "Try every right that is needed")
    static let testExplained = Text(
        nl: "Vraagt bron en boekhouding wat de brug nodig heeft en verandert niets. Kost enkele oproepen.",
        en: "Asks source and books for what the bridge needs, and changes nothing. Costs a few calls.")
    static let testResult = Text(nl: "Wat de proef liet zien", en: "What the test showed")
    static let triedAndAllowed = Text(nl: "Geprobeerd en toegestaan", en: "Tried and allowed")
    static let testGood = Text(nl: "Alles wat nodig is, mag en is er.", en: "Everything that is needed is allowed and there.")
    static let testFindings = Text(
        nl: "Er kan geboekt worden; dit vraagt nog aandacht.", en: "Posting is possible; this still wants attention.")
    static let testBlocked = Text(nl: "Zo kan er niet geboekt worden.", en: "Nothing can be posted like this.")
}

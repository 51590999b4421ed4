import BridgeDomain

// What *History* says.
extension Say {
    static let history = Text(nl: "Historie", en: "History")
    static func chainBroken(_ record: String) -> Text {
        Text(
            nl: "De historie is veranderd: regel \(record) volgt niet uit die ervoor. 'ledgerbridge verify' zegt wat er is.",
            en: "History was changed: record \(record) does not follow from the one before. 'ledgerbridge verify' says what it is.")
    }
    static func chainChecked(_ moment: String, _ who: String, _ records: String, faults: String?) -> Text {
        guard let faults else {
            return Text(
                nl: "De hele historie is nagekeken op \(moment) door \(who): \(records) regels, niets veranderd.",
                en: "The whole history was checked on \(moment) by \(who): \(records) records, nothing changed.")
        }
        return Text(
            nl: "De historie is nagekeken op \(moment) door \(who): \(faults) afwijkingen. 'ledgerbridge verify' noemt ze.",
            en: "History was checked on \(moment) by \(who): \(faults) faults. 'ledgerbridge verify' names them.")
    }
    static let chainUnchecked = Text(
        nl: "Wat hier staat volgt op elkaar; de hele historie is hier nog niet nagekeken.",
        en: "What stands here follows from each other; the whole history was not checked here yet.")
    static func chainUnderWay(_ count: String) -> Text {
        Text(nl: "Wordt nagekeken: \(count) regels tot nu toe.", en: "Being checked: \(count) records so far.")
    }
    static let checkChain = Text(nl: "De hele historie nakijken", en: "Check the whole history")
    static let noActs = Text(nl: "Niets voldoet hieraan.", en: "Nothing meets this.")
    static let noActsHere = Text(
        nl: "Tot hier voldoet niets hieraan; er is ouder werk dat nog niet bekeken is.",
        en: "Nothing meets this so far; there is older work that was not looked at yet.")
    static let whoActed = Text(nl: "Wie", en: "Who")
    static let whatWasDone = Text(nl: "Wat", en: "What")
    static let aboutWhat = Text(nl: "Waarover", en: "About")
    static let detail = Text(nl: "Bijzonderheden", en: "Details")
    static let newestActs = Text(nl: "Nieuwste", en: "Newest")
    static let olderActs = Text(nl: "Ouder", en: "Older")
    static let asCSV = Text(nl: "Als CSV", en: "As CSV")
    static let backToHistory = Text(nl: "Terug naar de historie", en: "Back to the history")
}

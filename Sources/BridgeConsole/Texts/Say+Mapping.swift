import BridgeDomain
import BridgeReports

// What *Mapping* and its pages say.
extension Say {
    static let mapping = Text(nl: "Regels", en: "Mapping")
    static let noRules = Text(nl: "Er zijn nog geen regels bewaard.", en: "No rules are saved yet.")
    static func everythingMapped(_ version: Int) -> Text {
        Text(
            nl: "Geen document wacht op een regel. Versie \(version) geldt.",
            en: "No document waits for a rule. Version \(version) is in force.")
    }
    static func waitForRules(_ count: String, isOne: Bool, _ amount: String) -> Text {
        let (nl, en) = amount.isEmpty ? ("", "") : (", samen \(amount)", ", \(amount) together")
        return Text(
            nl: "\(count) \(isOne ? "document wacht" : "documenten wachten") op een regel\(nl).",
            en: "\(count) \(isOne ? "document waits" : "documents wait") for a rule\(en).")
    }
    static let withoutRule = Text(nl: "Waarden zonder regel", en: "Values without a rule")
    static let value = Text(nl: "Waarde", en: "Value")
    static let changeRules = Text(nl: "Regels wijzigen", en: "Change the rules")
    static let tryDocument = Text(nl: "Proberen op een document", en: "Try on a document")
    static let tryIt = Text(nl: "Proberen", en: "Try")
    static func use(_ shown: String, _ count: Int) -> Text {
        if count == 0 {
            return Text(nl: "Er is nog geen document om het gebruik aan te zien.", en: "There is no document to see their use from yet.")
        }
        let all = documentCount(shown, count)
        return Text(nl: "Gebruik over de nieuwste \(all.dutch).", en: "Use over the newest \(all.english).")
    }
    static func lookAtMore(_ count: String) -> Text {
        Text(nl: "Over de nieuwste \(count)", en: "Over the newest \(count)")
    }
    static let whenHeading = Text(nl: "Als", en: "When")
    static let gives = Text(nl: "Geeft", en: "Gives")
    static let holds = Text(nl: "Geldt", en: "Holds")
    static let timesUsed = Text(nl: "Gebruikt", en: "Used")
    static let ruleName = Text(nl: "Naam", en: "Name")
    static let always = Text(nl: "altijd", en: "always")
    static let otherwise = Text(nl: "als geen regel past", en: "when no rule matches")
    static let never = Text(nl: "nooit", en: "never")
    static func holdsFrom(_ from: String?, _ to: String?) -> Text {
        let nl = [from.map { "vanaf \($0)" }, to.map { "tot en met \($0)" }].compactMap(\.self).joined(separator: " ")
        let en = [from.map { "from \($0)" }, to.map { "up to \($0)" }].compactMap(\.self).joined(separator: " ")
        return Text(nl: nl, en: en)
    }
    static func moreRules(_ count: String) -> Text {
        Text(nl: "En nog \(count): zie de tekst van de versie.", en: "And \(count) more: see the version's text.")
    }
    static let versionsHeading = Text(nl: "Versies van de regels", en: "Versions of the rules")
    static let version = Text(nl: "Versie", en: "Version")
    static let when = Text(nl: "Wanneer", en: "When")
    static let who = Text(nl: "Wie", en: "Who")
    static func versionTitle(_ version: Int) -> Text { Text(nl: "Regels, versie \(version)", en: "Rules, version \(version)") }
    static let builtIn = Text(nl: "Wat geldt zolang er geen regels zijn", en: "What holds while there are no rules")
    static func savedBy(_ who: String, _ moment: String) -> Text {
        Text(nl: "Bewaard door \(who) op \(moment).", en: "Saved by \(who) on \(moment).")
    }
    static let startFromThis = Text(nl: "Hiermee verder", en: "Start from this")
    static let toMapping = Text(nl: "Naar de regels", en: "To the rules")

    // MARK: Trying
    static let noSuchNumber = Text(nl: "Er is geen document met dit nummer.", en: "There is no document of this number.")
    static let severalDocuments = Text(nl: "Meer documenten hebben dit nummer:", en: "Several documents have this number:")
    static let notReadable = Text(
        nl: "Dit document kon niet gelezen worden; het document zelf zegt waarom.",
        en: "This document could not be read; the document itself says why.")
    static func mappedBy(_ version: Int) -> Text {
        Text(nl: "Versie \(version) maakt er deze boeking van.", en: "Version \(version) makes this entry of it.")
    }
    static func notMappedBy(_ version: Int) -> Text {
        Text(nl: "Versie \(version) maakt er geen boeking van.", en: "Version \(version) makes no entry of it.")
    }
    static let because = Text(nl: "Omdat", en: "Because")
    static let decidedOnce = Text(nl: "Eenmaal per document beslist", en: "Decided once per document")
    static let whyRuleByRule = Text(nl: "Waarom, regel voor regel", en: "Why, rule by rule")

    // MARK: Changing
    static let rulesText = Text(nl: "De regels", en: "The rules")
    static let rulesTextHint = Text(
        nl: "Er verandert niets voor u bewaart; eerst ziet u wat het doet.",
        en: "Nothing changes before you save; you first see what it does.")
    static let showEffect = Text(nl: "Toon wat het doet", en: "Show what it does")
    static func saveAs(_ version: Int) -> Text { Text(nl: "Bewaren als versie \(version)", en: "Save as version \(version)") }
    static let comment = Text(nl: "Waarom", en: "Why")
    static let commentHint = Text(nl: "Staat in de historie.", en: "Stands in the history.")
    static let rulesBad = Text(nl: "Deze regels zijn niet te gebruiken:", en: "These rules cannot be used:")
    static let rulesUnchanged = Text(nl: "Dit zijn de regels die al gelden.", en: "These are the rules that are in force already.")
    static let changedSinceShown = Text(
        nl: "De tekst is veranderd sinds u zag wat hij doet. Dit doet hij nu; er is nog niets bewaard.",
        en: "The text changed since you saw what it does. This is what it does now; nothing is saved yet.")
    static func effectOnWaiting(_ all: (shown: String, count: Int), freed: (shown: String, count: Int)) -> Text {
        let (waiting, isOne) = (documentCount(all.shown, all.count), freed.count == 1)
        return Text(
            nl: "Van \(waiting.dutch) \(all.count == 1 ? "dat" : "die") op een regel \(all.count == 1 ? "wacht" : "wachten") "
                + "\(isOne ? "gaat" : "gaan") er \(freed.shown) door.",
            en: "Of \(waiting.english) that \(all.count == 1 ? "waits" : "wait") for a rule \(freed.shown) \(isOne ? "goes" : "go") on.")
    }
    static func effectOnNewest(_ shown: String, _ count: Int, _ changed: String) -> Text {
        if count == 0 {
            return Text(nl: "Er is nog geen document waarvoor iets anders zou gelden.", en: "There is no document yet that would change.")
        }
        let all = documentCount(shown, count)
        return Text(
            nl: "Van de nieuwste \(all.dutch) zou voor \(changed) iets anders gelden.",
            en: "Of the newest \(all.english) \(changed) would change.")
    }
    static let bookedStays = Text(
        nl: "Wat geboekt is, blijft zoals het geboekt is.", en: "What is booked stays as it was booked.")
    static let effectHeading = Text(nl: "Wat er verandert", en: "What changes")
    static let goes = Text(nl: "Nu", en: "Now")
    static let comes = Text(nl: "Dan", en: "Then")
    static func change(_ change: RulesEffect.Change) -> Text {
        switch change {
        case .freed: Text(nl: "gaat door", en: "goes on")
        case .stopped: Text(nl: "blijft staan", en: "is stopped")
        case .otherwise: Text(nl: "wordt anders geboekt", en: "is booked otherwise")
        case .stillStopped: Text(nl: "blijft staan, zoals nu", en: "stays stopped, as now")
        case .same: Text(nl: "blijft zoals het is", en: "stays as it is")
        }
    }
    static func rulesSaved(_ version: Int, _ shown: String, _ judged: Int) -> Text {
        judged == 1
            ? Text(
                nl: "Versie \(version) is bewaard; 1 geparkeerd document is opnieuw bekeken.",
                en: "Version \(version) is saved; 1 parked document was judged again.")
            : Text(
                nl: "Versie \(version) is bewaard; \(shown) geparkeerde documenten zijn opnieuw bekeken.",
                en: "Version \(version) is saved; \(shown) parked documents were judged again.")
    }
}

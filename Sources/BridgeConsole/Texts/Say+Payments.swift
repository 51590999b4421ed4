import BridgeActs
import BridgeDomain
import BridgeJournal

// What *Payments* says.
extension Say {
    static let paymentsAreOff = Text(
        nl: "Deze brug leest geen betalingen; zet in de configuratie payments_back: true.",
        en: "This bridge reads no payments; set payments_back: true in the configuration.")

    /// What needs somebody, each kind that there is.
    static func paymentsNeed(_ totals: PaymentTotals, _ formatting: Formatting) -> Text {
        var (dutch, english): ([String], [String]) = ([], [])
        func add(_ count: Int, _ nl: (one: String, many: String), _ en: (one: String, many: String)) {
            guard count > 0 else { return }
            dutch.append("\(formatting.count(count)) \(count == 1 ? nl.one : nl.many)")
            english.append("\(formatting.count(count)) \(count == 1 ? en.one : en.many)")
        }
        add(totals.trouble, ("betaling past niet", "betalingen passen niet"), ("payment does not fit", "payments do not fit"))
        add(
            totals.refused, ("melding is geweigerd door het handelssysteem", "meldingen zijn geweigerd door het handelssysteem"),
            ("notice was refused by the trade system", "notices were refused by the trade system"))
        add(
            totals.items, ("document heeft een rest die niet klopt", "documenten hebben een rest die niet klopt"),
            ("document has a remainder that is not right", "documents have a remainder that is not right"))
        guard !dutch.isEmpty else {
            return Text(nl: "Geen betaling heeft iemand nodig.", en: "No payment needs anybody.")
        }
        return Text(nl: dutch.joined(separator: "; ") + ".", en: english.joined(separator: "; ") + ".")
    }
    static func paymentsWait(_ shown: String, _ count: Int, since: String?) -> Text {
        let (nl, en) = (since.map { ", de oudste sinds \($0)" } ?? "", since.map { ", the oldest since \($0)" } ?? "")
        return Text(
            nl: "\(shown) \(count == 1 ? "melding wacht" : "meldingen wachten") op het handelssysteem\(nl).",
            en: "\(shown) \(count == 1 ? "notice waits" : "notices wait") for the trade system\(en).")
    }
    static let doesNotFit = Text(nl: "Past niet", en: "Does not fit")
    static let refusedBySource = Text(nl: "Geweigerd", en: "Refused")
    static let waitsToBeTold = Text(nl: "Wacht op melding", en: "Waits to be told")
    static let noPayments = Text(nl: "Er zijn geen betalingen gelezen.", en: "No payments were read.")
    static let noPaymentsLike = Text(nl: "Zulke betalingen zijn er niet.", en: "There are no such payments.")
    static let remains = Text(nl: "Rest", en: "Remains")
    static let toldBack = Text(nl: "Teruggemeld", en: "Told back")
    static let nobodysYet = Text(nl: "nog van niemand", en: "nobody's yet")
    static let remaindersHeading = Text(nl: "Documenten waarvan de rest niet klopt", en: "Documents whose remainder is not right")
    static let notices = Text(nl: "Meldingen aan het handelssysteem", en: "Notices to the trade system")
    static let madeOn = Text(nl: "Gemaakt", en: "Made")
    static let tellAgain = Text(nl: "Opnieuw melden", en: "Tell again")
    static let tellAgainEffect = Text(
        nl: "Doe dit nadat de oorzaak is verholpen. Elke melding houdt haar sleutel: wat al bekend is, wordt niet dubbel geteld.",
        en: "Do this after the cause was mended. Each notice keeps its key: what is known already is not counted twice.")
    static func refusedNotices(_ shown: String, _ count: Int) -> Text {
        if count == 0 { return Text(nl: "Er is niets geweigerd.", en: "Nothing was refused.") }
        return Text(
            nl: "\(shown) \(count == 1 ? "melding is" : "meldingen zijn") geweigerd en \(count == 1 ? "gaat" : "gaan") opnieuw.",
            en: "\(shown) \(count == 1 ? "notice was" : "notices were") refused and \(count == 1 ? "goes" : "go") again.")
    }
    static func firstShown(_ count: Int) -> Text {
        Text(nl: "Dit zijn de eerste \(count).", en: "These are the first \(count).")
    }
    static func toldAgain(_ shown: String) -> Text {
        Text(nl: "Opnieuw gemeld: \(shown).", en: "Told again: \(shown).")
    }
    static let backToPayments = Text(nl: "Terug naar de betalingen", en: "Back to the payments")
}

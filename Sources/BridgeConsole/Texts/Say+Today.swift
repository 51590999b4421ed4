import BridgeDomain
import BridgeJournal
import BridgeReports

// What *Today* says.
extension Say {
    static func needYou(_ shown: String, _ count: Int, _ amount: String) -> Text {
        if count == 0 { return Text(nl: "Er is geen document dat iemand nodig heeft.", en: "No document needs anybody.") }
        let (nl, en) = amount.isEmpty ? ("", "") : (", samen \(amount)", ", \(amount) together")
        return count == 1
            ? Text(nl: "1 document heeft iemand nodig\(nl).", en: "1 document needs somebody\(en).")
            : Text(nl: "\(shown) documenten hebben iemand nodig\(nl).", en: "\(shown) documents need somebody\(en).")
    }
    static func lateToo(_ shown: String, _ count: Int) -> Text {
        Text(nl: count == 1 ? "1 is te laat." : "\(shown) zijn te laat.", en: count == 1 ? "1 is late." : "\(shown) are late.")
    }
    static let needsPerson = Text(nl: "Heeft iemand nodig", en: "Needs somebody")
    static let waiting = Text(nl: "Wacht", en: "Waits")
    static let underWay = Text(nl: "Onderweg", en: "Under way")
    static let booked = Text(nl: "Geboekt", en: "Booked")
    static let aside = Text(nl: "Terzijde", en: "Set aside")
    static let receivedLately = Text(
        nl: "Ontvangen in \(BridgeFacts.hoursShown) uur", en: "Received in \(BridgeFacts.hoursShown) hours")
    static let bookedLately = Text(nl: "Geboekt in \(BridgeFacts.hoursShown) uur", en: "Booked in \(BridgeFacts.hoursShown) hours")
    static func moreCauses(_ shown: String, _ count: Int) -> Text {
        Text(
            nl: "en nog \(shown) \(count == 1 ? "andere oorzaak" : "andere oorzaken"): alle documenten die iemand nodig hebben",
            en: "and \(shown) other \(count == 1 ? "cause" : "causes"): all documents that need somebody")
    }
    static func heldBy(_ hold: Hold, _ shown: String, _ count: Int, _ sums: String) -> Text {
        let amount = sums.isEmpty ? "" : ", \(sums)"
        let (nl, en) = (count == 1 ? "document" : "documenten", count == 1 ? "document" : "documents")
        return hold == .approval
            ? Text(
                nl: "\(shown) \(nl) \(count == 1 ? "wacht" : "wachten") op goedkeuring\(amount)",
                en: "\(shown) \(en) \(count == 1 ? "waits" : "wait") for approval\(amount)")
            : Text(
                nl: "\(shown) \(nl) door iemand vastgehouden\(amount)", en: "\(shown) \(en) held by somebody\(amount)")
    }
    static func sendingResumes(_ moment: String) -> Text {
        Text(
            nl: "De oproepen die de boekhouding toelaat zijn op: het versturen gaat verder om \(moment).",
            en: "The calls the books allow are used up: sending resumes at \(moment).")
    }

    // MARK: Charts
    static let flow = Text(nl: "Documenten per uur", en: "Documents per hour")
    static func flowSummary(_ received: String, _ booked: String) -> Text {
        Text(
            nl: "Documenten per uur, de laatste \(BridgeFacts.hoursShown) uur: \(received) ontvangen, \(booked) geboekt",
            en: "Documents per hour, the last \(BridgeFacts.hoursShown) hours: \(received) received, \(booked) booked")
    }
    static func busiest(_ count: String) -> Text { Text(nl: "hoogste: \(count) per uur", en: "highest: \(count) an hour") }
    static let hour = Text(nl: "Uur vanaf", en: "Hour from")
    static let receivedInHour = Text(nl: "Ontvangen", en: "Received")
    static let numbersBehindChart = Text(nl: "De getallen achter deze grafiek", en: "The numbers behind this chart")
    static let ages = Text(nl: "Hoe lang wacht wat wacht", en: "How long what waits has waited")
    static let age = Text(nl: "Ontvangen", en: "Received")
    static func age(_ place: Int) -> Text {
        switch place {
        case 0: Text(nl: "tot 4 uur geleden", en: "up to 4 hours ago")
        case 1: Text(nl: "4 tot 24 uur", en: "4 to 24 hours")
        case 2: Text(nl: "1 tot 3 dagen", en: "1 to 3 days")
        case 3: Text(nl: "3 tot 7 dagen", en: "3 to 7 days")
        case 4: Text(nl: "1 tot 4 weken", en: "1 to 4 weeks")
        default: Text(nl: "langer dan 4 weken", en: "more than 4 weeks")
        }
    }
    static let share = Text(nl: "Verdeling", en: "Share")
    static let setupFindings = Text(nl: "Verbinding en inrichting", en: "Connection and set-up")
    static let nothingIsPosted = Text(nl: "Er wordt niets geboekt.", en: "Nothing is posted.")
    static let late = Text(nl: "Te laat", en: "Late")
    static let differing = Text(nl: "Anders in de boeken", en: "Different in the books")
    static func andExplained(_ shown: String) -> Text { Text(nl: "en \(shown) verklaard", en: "and \(shown) explained") }
    static let noDocumentsYet = Text(nl: "Er zijn nog geen documenten.", en: "There are no documents yet.")
    static let divided = Text(nl: "Documenten per stand", en: "Documents by state")
    static let numbersBehind = Text(nl: "De getallen achter deze balk", en: "The numbers behind this bar")
    static let cause = Text(nl: "Oorzaak en wat te doen", en: "Cause and what to do")
    static let oldest = Text(nl: "Oudste", en: "Oldest")
    static let calls = Text(nl: "Oproepen naar de boekhouding", en: "Calls to the books")
    static let used = Text(nl: "Gebruikt", en: "Used")
    static let limit = Text(nl: "Grens", en: "Limit")
    static let left = Text(nl: "Over", en: "Left")
    static let afresh = Text(nl: "Opnieuw vanaf", en: "Afresh from")
    static let window = Text(nl: "Per", en: "Per")
    static let now = Text(nl: "nu", en: "now")
    static func window(_ name: String) -> Text {
        switch name {
        case "minute": Text(nl: "minuut", en: "minute")
        case "day": Text(nl: "dag", en: "day")
        default: Text(nl: name, en: name)
        }
    }
    static func nextRun(_ moment: String?, _ shown: String, _ count: Int, _ sums: String) -> Text {
        let (nl, en) = (moment ?? "zodra iemand haar start", moment ?? "when somebody starts it")
        let amount = sums.isEmpty ? "" : ", \(sums)"
        return Text(
            nl: "Volgende overdracht: \(nl), \(shown) \(count == 1 ? "document" : "documenten")\(amount).",
            en: "Next run: \(en), \(shown) \(count == 1 ? "document" : "documents")\(amount).")
    }
    static func onTheirWay(_ shown: String, _ count: Int, _ calls: String, until moment: String?) -> Text {
        let (nl, en) = (count == 1 ? "document" : "documenten", count == 1 ? "document" : "documents")
        guard let moment else { return Text(nl: "\(shown) \(nl) onderweg naar de boeken.", en: "\(shown) \(en) on the way to the books.") }
        return Text(
            nl: "\(shown) \(nl) onderweg naar de boeken: \(calls) oproepen, naar verwachting tot \(moment).",
            en: "\(shown) \(en) on the way to the books: \(calls) calls, expected to take until \(moment).")
    }

    /// What needs somebody and is not a document.
    enum Other: Hashable, Sendable {
        case proposedParties, differingParties, payments, refusedPayments, attachments
    }

    /// What needs somebody beside documents, in words.
    static func others(_ facts: BridgeFacts, _ formatting: Formatting) -> [(about: Other, text: Text)] {
        var lines: [(about: Other, text: Text)] = []
        if facts.proposed > 0 {
            let count = formatting.count(facts.proposed) + (facts.proposed >= BridgeFacts.proposedMax ? "+" : "")
            let isOne = facts.proposed == 1
            lines.append(
                (
                    .proposedParties,
                    Text(
                        nl: "\(count) \(isOne ? "koppeling" : "koppelingen") van relaties voorgesteld",
                        en: "\(count) \(isOne ? "link" : "links") of parties proposed")
                ))
        }
        if facts.differingParties > 0 {
            let waits = facts.undecidedParties > 0
            let shown = waits ? facts.undecidedParties : facts.differingParties
            let count = formatting.count(shown) + (shown >= BridgeFacts.proposedMax ? "+" : "")
            let isOne = shown == 1
            let (nl, en) =
                waits
                ? (
                    "\(isOne ? "relatie wacht" : "relaties wachten") op een beslissing",
                    "\(isOne ? "party waits" : "parties wait") for a decision"
                )
                : (
                    "\(isOne ? "relatie staat" : "relaties staan") anders in de boeken",
                    "\(isOne ? "party differs" : "parties differ") from the books"
                )
            lines.append((.differingParties, Text(nl: "\(count) \(nl)", en: "\(count) \(en)")))
        }
        let stuck = facts.payments.trouble + facts.payments.items
        if stuck > 0 {
            lines.append(
                (
                    .payments,
                    Text(
                        nl: stuck == 1
                            ? "1 betaling of rest die niet past" : "\(formatting.count(stuck)) betalingen of resten die niet passen",
                        en: stuck == 1
                            ? "1 payment or remainder that does not fit"
                            : "\(formatting.count(stuck)) payments or remainders that do not fit")
                ))
        }
        let refused = facts.payments.refused
        if refused > 0 {
            let count = formatting.count(refused)
            lines.append(
                (
                    .refusedPayments,
                    Text(
                        nl: "\(count) \(refused == 1 ? "betaling is" : "betalingen zijn") geweigerd door het handelssysteem",
                        en: "\(count) \(refused == 1 ? "payment was" : "payments were") refused by the trade system")
                ))
        }
        if facts.attachments.refused > 0 {
            let count = formatting.count(facts.attachments.refused)
            lines.append(
                (
                    .attachments,
                    facts.attachments.refused == 1
                        ? Text(nl: "1 bestand dat niet in de boeken kwam", en: "1 file that did not come into the books")
                        : Text(nl: "\(count) bestanden die niet in de boeken kwamen", en: "\(count) files that did not come into the books")
                ))
        }
        return lines
    }
}

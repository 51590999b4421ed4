import BridgeDomain
import BridgeJournal
import BridgeReports

// What the pages say, page by page.
extension Say {
    // MARK: Today
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
    static let late = Text(nl: "Te laat", en: "Late")
    static let differing = Text(nl: "Anders in de boeken", en: "Different in the books")
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

    /// What needs somebody and is not a document, with the command that shows it.
    static func others(_ facts: BridgeFacts, _ formatting: Formatting) -> [Text] {
        var lines: [Text] = []
        if facts.proposed > 0 {
            let count = formatting.count(facts.proposed) + (facts.proposed >= BridgeFacts.proposedMax ? "+" : "")
            lines.append(
                Text(
                    nl: "\(count) koppelingen van relaties voorgesteld: ledgerbridge party list --state proposed",
                    en: "\(count) links of parties proposed: ledgerbridge party list --state proposed"))
        }
        let stuck = facts.payments.refused + facts.payments.trouble + facts.payments.items
        if stuck > 0 {
            lines.append(
                Text(
                    nl: "\(formatting.count(stuck)) betalingen of resten die niet passen: ledgerbridge payments --stuck",
                    en: "\(formatting.count(stuck)) payments or remainders that do not fit: ledgerbridge payments --stuck"))
        }
        if facts.attachments.refused > 0 {
            let count = formatting.count(facts.attachments.refused)
            lines.append(
                Text(nl: "\(count) bestanden die niet in de boeken kwamen.", en: "\(count) files that did not come into the books."))
        }
        return lines
    }

    // MARK: Documents
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

    // MARK: Document
    static func title(_ key: DocumentKey, _ terms: Terms) -> String {
        let kind = terms.kind(key.kind)
        return kind.prefix(1).uppercased() + kind.dropFirst() + " \(key.number)"
    }

    /// The question of the page, answered in one sentence with the amount.
    static func standing(_ posting: PostingRecord, _ terms: Terms, _ formatting: Formatting, _ zone: TimeZoneRule) -> Text {
        let amount = posting.gross.map { formatting.money($0) }
        let (nl, en) = (amount.map { "\($0) is " } ?? "Dit document is ", amount.map { "\($0) is " } ?? "This document is ")
        let hold = posting.hold.map { terms.hold($0) }
        switch posting.state {
        case .booked:
            let number = posting.targetNumber ?? "?"
            let moment = posting.bookedAt.map { formatting.moment($0, in: zone) } ?? "?"
            return Text(nl: "\(nl)geboekt als \(number) op \(moment).", en: "\(en)booked as \(number) on \(moment).")
        case .parked, .rejected:
            return Text(
                nl: "\(nl)niet geboekt: er is iets dat iemand moet verhelpen.",
                en: "\(en)not booked: there is something somebody has to mend.")
        case .held: return Text(nl: "\(nl)nog niet geboekt: \(hold ?? "wacht").", en: "\(en)not booked yet: \(hold ?? "held").")
        case .ready: return Text(nl: "\(nl)klaar om geboekt te worden.", en: "\(en)ready to be booked.")
        case .inFlight: return Text(nl: "\(nl)onderweg naar de boeken.", en: "\(en)on the way to the books.")
        case .outcomeUnknown:
            return Text(
                nl: "\(nl)verzonden, maar het antwoord ging verloren. Er wordt eerst in de boeken gezocht; niets gaat twee keer.",
                en: "\(en)sent, but the answer was lost. The books are searched first; nothing goes twice.")
        case .withdrawn: return Text(nl: "\(nl)ingetrokken.", en: "\(en)withdrawn.")
        case .nothingToPost: return Text(nl: "\(nl)niets om te boeken.", en: "\(en)nothing to post.")
        }
    }
    static let whatIsWrong = Text(nl: "Wat er mis is", en: "What is wrong")
    static let whatCanBeDone = Text(nl: "Wat u kunt doen", en: "What you can do")
    static let entryNumber = Text(nl: "Boekstuk", en: "Entry")
    static let daybookHeading = Text(nl: "Dagboek", en: "Daybook")
    static let daybook = Text(nl: "dagboek", en: "daybook")
    static let warning = Text(nl: "Waarschuwing", en: "Warning")
    static let readBack = Text(nl: "Teruggelezen", en: "Read back")
    static let agrees = Text(nl: "gelijk", en: "equal")
    static let differs = Text(nl: "anders", en: "different")
    static let since = Text(nl: "sinds", en: "since")
    static let nextLook = Text(nl: "Volgende poging", en: "Next attempt")
    static let approvedBy = Text(nl: "Goedgekeurd door", en: "Approved by")
    static let sourceID = Text(nl: "Kenmerk van de bron", en: "The source's identifier")
    static let versions = Text(nl: "Versies", en: "Versions")
    static let asItCame = Text(nl: "Zoals het kwam", en: "As it came")
    static let theEntry = Text(nl: "De boeking", en: "The entry")
    static func entryHead(_ entry: Entry) -> Text {
        Text(
            nl: "Dagboek \(entry.daybook), periode \(entry.period), kenmerk \(entry.reference), \(entry.currency.code)",
            en: "Daybook \(entry.daybook), period \(entry.period), reference \(entry.reference), \(entry.currency.code)")
    }
    static let linesOfDocument = Text(nl: "Regels van het document", en: "Lines of the document")
    static let linesOfEntry = Text(nl: "Regels van de boeking", en: "Lines of the entry")
    static let line = Text(nl: "Regel", en: "Line")
    static let description = Text(nl: "Omschrijving", en: "Description")
    static let quantity = Text(nl: "Aantal", en: "Quantity")
    static let price = Text(nl: "Prijs", en: "Price")
    static let ledgerAccount = Text(nl: "Rekening", en: "Account")
    static let debit = Text(nl: "Debet", en: "Debit")
    static let credit = Text(nl: "Credit", en: "Credit")
    static let ofLines = Text(nl: "Van regel", en: "Of line")
    static let rule = Text(nl: "Regel die het bepaalde", en: "Rule that decided it")
    static let numberTwice = Text(nl: "Tweemaal hetzelfde nummer", en: "The same number twice")
    static let cameFirst = Text(nl: "Het document dat het eerst kwam", en: "The document that came first")
    static let creditNotes = Text(nl: "Factuur en creditnota's", en: "Invoice and credit notes")
    static let remaining = Text(nl: "Rest:", en: "Remaining:")
    static let payments = Text(nl: "Betalingen", en: "Payments")
    static let bankDate = Text(nl: "Bankdatum", en: "Bank date")
    static let paid = Text(nl: "Betaald", en: "Paid")
    static let whatBooksHold = Text(nl: "Wat de boeken nu hebben", en: "What the books hold now")
    static let vatAmount = Text(nl: "Btw-bedrag", en: "VAT amount")
    static func readAs(_ number: String) -> Text {
        Text(nl: "Boekstuk \(number), gelezen op", en: "Entry \(number), read on")
    }
    static let asTheBooksToldIt = Text(nl: "Zoals de boeken het zeiden", en: "As the books told it")
    static let attempts = Text(nl: "Pogingen", en: "Attempts")
    static let started = Text(nl: "Begonnen", en: "Started")
    static let callMade = Text(nl: "Oproep", en: "Call")
    static let took = Text(nl: "Duur", en: "Took")
    static let verdict = Text(nl: "Uitkomst", en: "Verdict")
    static let details = Text(nl: "Antwoord", en: "Answer")
    static let whatHappened = Text(nl: "Wat er gebeurde", en: "What happened")

    // MARK: Verbs
    static func verb(_ verb: DocumentVerb) -> (name: Text, effect: Text) {
        switch verb {
        case .retry:
            (
                Text(nl: "Opnieuw proberen", en: "Try again"),
                Text(
                    nl: "Het document wordt opnieuw nagekeken en gemapt. Is de oorzaak verholpen, dan gaat het verder naar de boeken.",
                    en: "The document is checked and mapped anew. If the cause was mended, it goes on to the books.")
            )
        case .approve:
            (
                Text(nl: "Goedkeuren", en: "Approve"),
                Text(nl: "Het document gaat naar de boeken zodra het kan.", en: "The document goes to the books as soon as it can.")
            )
        case .hold:
            (
                Text(nl: "Vasthouden", en: "Hold"),
                Text(
                    nl: "Het document blijft hier tot iemand 'Opnieuw proberen' kiest.",
                    en: "The document stays here until somebody chooses 'Try again'.")
            )
        case .bookedByHand:
            (
                Text(nl: "Met de hand geboekt", en: "Booked by hand"),
                Text(
                    nl: "Zeg dat het document al in de boeken staat. Er wordt niets meer verzonden.",
                    en: "Say that the document stands in the books already. Nothing is sent any more.")
            )
        case .withdraw:
            (
                Text(nl: "Intrekken", en: "Withdraw"),
                Text(
                    nl: "Het document wordt niet geboekt. 'Opnieuw proberen' brengt het terug.",
                    en: "The document is not booked. 'Try again' brings it back.")
            )
        }
    }
    static func done(_ verb: DocumentVerb, _ state: String) -> Text {
        let name = Say.verb(verb).name
        return Text(nl: "\(name.dutch): gedaan. De stand is nu: \(state).", en: "\(name.english): done. The state is now: \(state).")
    }
    static let back = Text(nl: "Terug naar het document", en: "Back to the document")
    static let reason = Text(nl: "Waarom", en: "Why")
    static let reasonHint = Text(nl: "Staat in de historie, bij uw naam.", en: "Stands in the history, beside your name.")
    static let reasonMissing = Text(nl: "Zeg waarom: de historie moet het vertellen.", en: "Say why: the history has to tell it.")
    static let byHandHint = Text(nl: "Het nummer in de boekhouding.", en: "The number in the books.")
    static let numberMissing = Text(nl: "Vul het nummer in de boekhouding in.", en: "Fill in the number in the books.")
}

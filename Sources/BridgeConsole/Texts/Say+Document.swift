import BridgeDomain
import BridgeJournal
import BridgeReports

// What *Document* says.
extension Say {
    static let openInBooks = Text(nl: "openen in de boekhouding", en: "open in the books")
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
    static let noDaybookYet = Text(nl: "nog geen", en: "none yet")
    static let daybookHeading = Text(nl: "Dagboek", en: "Daybook")
    static let daybook = Text(nl: "dagboek", en: "daybook")
    static let warning = Text(nl: "Waarschuwing", en: "Warning")
    static let readBack = Text(nl: "Teruggelezen", en: "Read back")
    static let agrees = Text(nl: "gelijk", en: "equal")
    static let differs = Text(nl: "anders", en: "different")
    static let differsExplained = Text(nl: "anders, verklaard", en: "different, explained")
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
    static let rule = Text(nl: "Bepaald door", en: "Decided by")
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
    static let onTheWire = Text(nl: "Over de lijn", en: "On the wire")
    static let requestAndAnswer = Text(nl: "verzoek en antwoord", en: "request and answer")
    static let nothingKept = Text(nl: "niets bewaard", en: "nothing kept")
    static let nothingKeptWhy = Text(
        nl:
            "Van deze poging is niets bewaard: ze loopt nog, er werd niets verzonden, het aanmelden mislukte, het programma viel uit terwijl ze "
            + "liep, of ze is van voor verzoek en antwoord bewaard werden.",
        en:
            "Nothing is kept of this attempt: it is under way, nothing was sent, signing in failed, the program stopped in it, or it was made "
            + "before requests and answers were kept.")
    static let whatIsNeverKept = Text(
        nl: "Sleutels, sessies en wachtwoorden worden nooit bewaard: daarom ontbreken de kopregels, en staat er soms ••• in een tekst.",
        en: "Keys, sessions and passwords are never kept: that is why there are no headers, and why a text may say ••• in places.")
    static func attemptTitle(_ purpose: String, _ subject: String) -> Text {
        Text(nl: "Poging: \(purpose), \(subject)", en: "Attempt: \(purpose), \(subject)")
    }
    static func attemptLead(_ moment: String, _ took: String?, _ verdict: String) -> Text {
        Text(
            nl: "Op \(moment)\(took.map { ", in \($0)" } ?? ""): \(verdict).",
            en: "On \(moment)\(took.map { ", in \($0)" } ?? ""): \(verdict).")
    }
    static func callNumber(_ number: Int, of count: Int) -> Text {
        Text(nl: count == 1 ? "Oproep" : "Oproep \(number) van \(count)", en: count == 1 ? "Call" : "Call \(number) of \(count)")
    }
    static func callsLeftOut(_ count: Int) -> Text {
        Text(
            nl: "\(Formatting(.dutch).count(count)) oproepen hiertussen zijn niet bewaard.",
            en: "\(Formatting(.english).count(count)) calls in between are not kept.")
    }
    static let requestText = Text(nl: "Verzoek", en: "Request")
    static let answerText = Text(nl: "Antwoord", en: "Answer")
    static let noText = Text(nl: "Geen tekst.", en: "No text.")
    static let asOneFile = Text(nl: "Alles als één bestand", en: "All of it as one file")
    static let whatHappened = Text(nl: "Wat er gebeurde", en: "What happened")
}

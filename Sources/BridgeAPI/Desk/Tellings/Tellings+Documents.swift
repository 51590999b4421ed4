import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeReports

extension Telling where Value == PostingRecord {
    /// A document in a list.
    static var summary: Telling { Telling("DocumentSummary", "A document, as lists show it.", members) }

    static var members: [Told<PostingRecord>] {
        [
            Told.text("bridge", "Its bridge.", .always, max: 100) { $0.bridge.text },
            Told.text("administration", "Its administration in the trade system.", .always, max: 200) { $0.document.administration.text },
            Told.word("kind", DocumentKind.allCases.map(\.rawValue), "What it is.", .always) { $0.document.kind.rawValue },
            Told.text("number", "Its number.", .always, max: 400) { $0.document.number.text },
            Told.text("source_id", "The trade system's own identifier.", .always, max: 400) { $0.sourceID.text },
            Told.whole("version", "The version that is, or was, delivered.", .always) { Int64($0.documentVersion) },
            Told.word("state", PostingState.allCases.map(\.rawValue), "Where it stands.", .always) { $0.state.rawValue },
            Told.text("waits_for", "What holds it: `approval`, `period:2026-11`, `party:debtor/C0412`, …") { $0.blocker },
            Told.text("party", "Its debtor or creditor: kind and code.", max: 200) { $0.party?.description },
            Told.date("invoice_date", "Its date.", .always) { $0.invoiceDate },
            Told.money("net", "Without VAT, as printed.") { $0.net },
            Told.money("vat", "VAT, as printed.") { $0.vat },
            Told.money("gross", "With VAT, as printed.") { $0.gross },
            Told.text("daybook", "The daybook it goes to.", max: 100) { $0.daybook?.text },
            Told.period("period", "The period it goes to.") { $0.period },
            Told.texts("problems", "What is wrong, by code.") { $0.problems.map(\.code.rawValue) },
            Told.text("entry_number", "The number of its entry in the books.", max: 400) { $0.targetNumber },
            Told.moment("booked_at", "When it was booked.") { $0.bookedAt },
            Told.truth("differs", "True when the books hold something else than was meant.") { $0.differs },
            Told.text("approved_by", "Who approved it.", max: 200) { $0.approvedBy },
            Told.moment("received_at", "When it came.", .always) { $0.receivedAt },
            Told.moment("changed_at", "When it last changed.", .always) { $0.changedAt },
            Told.moment("deadline", "After this moment it counts as late.") { $0.deadline },
            Told.whole("revision", "Rises with every change.", .always) { $0.revision },
        ]
    }
}

/// One document with everything that is known of it.
struct DocumentView: Sendable {
    var facts: DocumentFacts
    var difference: JudgedDifference?
    /// Where its entry stands in the accounting system's own pages.
    var entryPage: String?
    /// nil once it is done.
    var next: NextAttempt?
}

extension Telling where Value == DocumentView {
    static var document: Telling {
        Telling(
            "DocumentView", "A document: as it came, as it was booked, what is wrong and everything that happened.",
            [
                Told.object("document", .summary, "Where it stands.", .always) { $0.facts.posting },
                Told.problems(
                    "problems", "What is wrong, what the books hold differently, what to do, who can and where to click.",
                    party: { $0.facts.posting.party?.kind }, isRefusal: { $0.facts.posting.state == .rejected }
                ) { $0.facts.problems },
                Told.text("warning", "What the books said beside accepting the entry.") { $0.facts.warning },
                Told.object("next_attempt", .nextAttempt, "When it goes on, and why then; left out once it is done.") { $0.next },
                Told.text("entry_page", "Its entry in the accounting system's own pages.") { $0.entryPage },
                Told.list("lines", .line, "Its lines, as they came.") { $0.facts.document?.lines ?? [] },
                Told.object("entry", .entry, "The entry that was made of it.") { $0.facts.entry },
                Told.object("booked", .booked, "What the books held when last read.") { $0.facts.booked },
                Told.object("difference", .difference, "What the books hold otherwise, and what was said of it.") { $0.difference },
                Told.list("attempts", .attempt, "Calls made for it, oldest first.") { $0.facts.attempts },
                Told.list("history", .record, "What happened, in order; at most \(DocumentFacts.historyMax).") { $0.facts.history },
                Told.list("originals", .original, "Of a credit note: what it credits.") { $0.facts.credit?.originals ?? [] },
                Told.list("credit_notes", .credit, "Credit notes on it.") { $0.facts.credit?.credits ?? [] },
                Told.money("remaining", "What is left of it after its credit notes.") { $0.facts.credit?.remaining },
                Told.money("unpaid", "What is still to be paid, where the bridge reads payments.") { $0.facts.settled?.remaining },
                Told.text("rival", "The document that was there first under the same number.", max: 400) {
                    $0.facts.rival?.document.description
                },
            ])
    }
}

extension Telling where Value == NextAttempt {
    static var nextAttempt: Telling {
        Telling(
            "NextAttempt", "When a document goes on, and why then.",
            [
                Told.moment("at", "Left out where it goes on when something else happens, or not by itself.") { $0.at },
                Told.said("why", "Why then.", .always) { $0.why },
            ])
    }
}

extension Telling where Value == DocumentLine {
    static var line: Telling {
        Telling(
            "DocumentViewLine", "A line as it came.",
            [
                Told.whole("number", "Its number.", .always) { Int64($0.number) },
                Told.text("kind", "What it is.", .always, max: 100) { $0.kind.rawValue },
                Told.text("description", "What was sold.", .always) { $0.description },
                Told.text("product", "Its product.") { $0.product },
                Told.text("product_group", "Its product group.") { $0.productGroup },
                Told.decimal("quantity", "How many.") { $0.quantity },
                Told.text("unit", "Of what.") { $0.unit },
                Told.decimal("unit_price", "The price of one.") { $0.unitPrice },
                Told.money("net", "Without VAT.", .always) { $0.net },
                Told.text("vat_code", "The trade system's code.", max: 100) { $0.vatCode?.text },
                Told.decimal("vat_rate", "In per cent.") { $0.vatRate },
            ])
    }
}

extension Telling where Value == Entry {
    static var entry: Telling {
        Telling(
            "Entry", "A balanced entry.",
            [
                Told.text("daybook", "The daybook.", .always, max: 100) { $0.daybook.text },
                Told.date("date", "The date it is booked on.", .always) { $0.date },
                Told.period("period", "The period.", .always) { $0.period },
                Told.text("reference", "By which it is found again in the books.", .always, max: 400) { $0.reference.text },
                Told.text("description", "What it says.", .always) { $0.description },
                Told.whole("mapping_version", "The version of the rules that made it.", .always) { Int64($0.mappingVersion) },
                Told.list("lines", .entryLine, "Its lines; they add up to nothing.") { $0.lines },
            ])
    }
}

extension Telling where Value == EntryLine {
    static var entryLine: Telling {
        Telling(
            "EntryLine", "A line of an entry.",
            [
                Told.text("role", "What it does in the entry: `party`, `amount`, `vat` or `rounding`.", .always, max: 50) {
                    $0.role.rawValue
                },
                Told.text("account", "The ledger account.", .always, max: 100) { $0.account.text },
                Told.text("description", "What it says.", .always) { $0.description },
                Told.money("amount", "Debit positive, credit negative.", .always) { $0.amount },
                Told.text("vat_code", "The VAT code of the books.", max: 100) { $0.vatCode?.text },
                Told.text("cost_centre", "The cost centre.", max: 100) { $0.costCentre?.text },
                Told.text("cost_unit", "The cost unit.", max: 100) { $0.costUnit?.text },
                Told.text("rule", "The rule that chose the account.", .always, max: 200) { $0.rule.text },
                Told.text("vat_rule", "The rule that chose the VAT code.", max: 200) { $0.vatRule?.text },
            ])
    }
}

extension Telling where Value == BookedRecord {
    static var booked: Telling {
        Telling(
            "BookedView", "What the books held when last read.",
            [
                Told.text("id", "The entry's identifier there.", .always, max: 400) { $0.targetID.text },
                Told.text("number", "Its number there.", .always, max: 400) { $0.targetNumber },
                Told.moment("read_at", "When it was read.", .always) { $0.readAt },
                Told.list("totals", .total, "What it adds up to, by daybook and VAT code.") { $0.totals },
            ])
    }
}

extension Telling where Value == EntryTotal {
    static var total: Telling {
        Telling(
            "EntryTotal", "What an entry adds to one VAT code of one daybook.",
            [
                Told.text("daybook", "The daybook.", .always, max: 100) { $0.daybook.text },
                Told.text("vat_code", "The VAT code; left out for amounts outside any.", max: 100) { $0.vatCode?.text },
                Told.money("net", "Without VAT.", .always) { $0.net },
                Told.money("vat", "VAT.", .always) { $0.vat },
            ])
    }
}

extension Telling where Value == AttemptRecord {
    static var attempt: Telling {
        Telling(
            "Attempt", "A call that was made.",
            [
                Told.whole("number", "1 for the first of its kind.", .always) { Int64($0.number) },
                Told.text("name", "What it is called in the path of its requests and answers.", .always, max: 100) {
                    AttemptFacts.address($0)
                },
                Told.text("purpose", "What it was for.", .always, max: 100) { $0.purpose.rawValue },
                Told.moment("started_at", "When it began.", .always) { $0.startedAt },
                Told.moment("ended_at", "When it ended; left out while it is under way, or where it never did.") { $0.endedAt },
                Told.text("verdict", "`done`, `found`, `notFound`, or what went wrong.", max: 200) { $0.verdict },
                Told.text("detail", "The accounting system's own words.", max: 20_000) { $0.detail },
                Told.count("calls", "How many of its calls are kept, with what was sent and answered.") { $0.calls },
            ])
    }
}

extension Telling where Value == AttemptFacts {
    static var attemptWhole: Telling {
        Telling(
            "AttemptView", "An attempt with what was sent to the books and what they answered. Keys, sessions and headers are never kept.",
            [
                Told.object("attempt", .attempt, "The attempt.", .always) { $0.attempt },
                Told.list("calls", .booksCall, "Its calls, in order; none where nothing was sent, or nothing is kept.") { $0.calls },
            ])
    }
}

extension Telling where Value == BooksCall {
    static var booksCall: Telling {
        Telling(
            "BooksCall", "A call to the books.",
            [
                Told.text("name", "Method and address without the host; of what goes in a file, that file or `next batch`.", .always) {
                    $0.name
                },
                Told.moment("started_at", "When it began.", .always) { $0.startedAt },
                Told.whole("milliseconds", "Until its answer was there, or was given up.", .always) { $0.milliseconds },
                Told.object("sent", .keptText, "What was sent.", .always) { $0.sent },
                Told.whole("status", "The status of its answer.") { $0.status.map { Int64($0) } },
                Told.object("answer", .keptText, "What was answered.") { $0.answer },
                Told.word("failure", BooksCall.Failure.allCases.map(\.rawValue), "Why no answer came.") { $0.failure?.rawValue },
                Told.count("omitted", "Calls since the one before that are not kept.") { $0.omitted },
            ])
    }
}

extension Telling where Value == KeptText {
    static var keptText: Telling {
        Telling(
            "KeptText", "A text, or its beginning.",
            [
                Told.text("text", "The text, secrets masked.", .always, max: 2 << 20) { $0.text },
                Told.count("bytes_left", "Bytes after it that are not kept.") { $0.bytesLeft },
            ])
    }
}

extension Telling where Value == HistoryRecord {
    static var record: Telling {
        Telling(
            "HistoryRecord", "An act of a person, a program or the machine, as it stands in the chained history.",
            [
                Told.whole("sequence", "1 for the first, without gaps.", .always) { $0.sequence },
                Told.moment("at", "When.", .always) { $0.entry.at },
                Told.text("who", "Who: `person:…` or `machine:…`.", .always, max: 400) { $0.entry.who.description },
                Told.text("bridge", "Its bridge; left out where it concerns the whole house.", max: 100) { $0.entry.bridge?.text },
                Told.text("subject", "What it is about.", .always, max: 1_000) { $0.entry.subject },
                Told.text("act", "What was done, in a word.", .always, max: 200) { $0.entry.act },
                Told.spoken("sentence", "The same, in words for people.", .always) { record, language in
                    Terms(language).act(record.entry.act)
                },
                Told.spoken("detail", "Why, in a sentence.", .always, max: 100_000) { record, language in
                    Terms(language).detail(record.entry)
                },
                Told.text("kept_detail", "The same as it is kept and hashed, whatever the language.", .always, max: 100_000) {
                    $0.entry.detail
                },
                Told.text(
                    "content_hash", "The hash of what the act made durable: a document, an entry, a party; left out where it made nothing.",
                    max: 200
                ) { $0.entry.contentHash },
                Told.text("previous_hash", "The hash of the record before.", .always, max: 64) { $0.previousHash },
                Told.text("hash", "Its own hash.", .always, max: 64) { $0.hash },
            ])
    }
}

extension Telling where Value == CreditStanding.Original {
    static var original: Telling {
        Telling(
            "CreditedDocument", "A document that a credit note credits.",
            [
                Told.text("document", "Administration, kind and number.", .always, max: 400) { $0.document.description },
                Told.money("gross", "Its amount.") { $0.gross },
                Told.word("state", PostingState.allCases.map(\.rawValue), "Where it stands; left out where it never came.") {
                    $0.state?.rawValue
                },
            ])
    }
}

extension Telling where Value == CreditStanding.Credit {
    static var credit: Telling {
        Telling(
            "CreditNote", "A credit note on a document.",
            [
                Told.text("document", "Administration, kind and number.", .always, max: 400) { $0.document.description },
                Told.money("gross", "Its amount.") { $0.gross },
                Told.word("state", PostingState.allCases.map(\.rawValue), "Where it stands.", .always) { $0.state.rawValue },
            ])
    }
}

import BridgeActs
import BridgeDomain
import BridgeJournal
import BridgeReports

// How payments are told: what the books say was paid, what remains, and what the trade system knows of it.

/// A payment with what it takes off which document.
struct PaymentAnswer: Sendable {
    var payment: PaymentRecord
    var lines: [PaymentLine]
}

extension Telling where Value == PaymentAnswer {
    static var payment: Telling {
        Telling(
            "BankPayment", "An entry of the books that settles items.",
            [
                Told.text("id", "Its identifier.", .always) { $0.payment.id.text },
                Told.text("daybook", "The daybook it stands in.", .always) { $0.payment.daybook.text },
                Told.text("number", "Its number in the books.", .always) { $0.payment.number },
                Told.date("date", "The bank's date.", .always) { $0.payment.date },
                Told.truth("gone", "True when the books no longer hold it.") { $0.payment.isGone },
                Told.list("lines", .paymentLine, "What it takes off which document.") { $0.lines },
            ])
    }
}

extension Telling where Value == PaymentLine {
    static var paymentLine: Telling {
        Telling(
            "PaymentLine", "What a payment takes off one document, or off nobody's item.",
            [
                Told.text("document", "Which document of ours; left out where it is none.") { $0.settlement.document?.description },
                Told.text("reference", "The reference the item carries in the books.") { $0.settlement.reference?.text },
                Told.word("kind", "In which way.", .always) { $0.settlement.kind },
                Told.money("amount", "From the party's side: what lowers an invoice is above zero.", .always) { $0.settlement.amount },
                Told.money("remaining", "What is open of the document.") { $0.remaining },
                Told.word(
                    "told", ["told", "waiting", "refused", "problem", "unallocated", "not_taken"], "Whether the trade system knows of it.",
                    .always
                ) { $0.telling.word },
                Told.moment("told_at", "When it was told.") { line in if case .told(let at) = line.telling { at } else { nil } },
                Told.text("refused_because", "Why the trade system does not take it, as it said so.") { line in
                    if case .refused(let reason) = line.telling { reason } else { nil }
                },
                Told.object("refusal", .refusal, "The same for people, with who can mend it and where.") { line in
                    if case .refused = line.telling { line.notice } else { nil }
                },
                Told.problems("problems", "What does not fit.") { line in
                    if case .problem(let problem) = line.telling { [problem] } else { [] }
                },
            ])
    }
}

extension PaymentLine.Telling {
    fileprivate var word: String {
        switch self {
        case .told: "told"
        case .waiting: "waiting"
        case .refused: "refused"
        case .problem: "problem"
        case .unallocated: "unallocated"
        case .notTaken: "not_taken"
        }
    }
}

extension Telling where Value == NoticeRecord {
    static var notice: Telling {
        Telling(
            "PaymentNotice", "What the trade system is told of a payment.",
            [
                Told.text("payment", "The payment's identifier.", .always) { $0.payment.text },
                Told.count("number", "1 for the first notice of the payment.") { $0.number },
                Told.word("kind", "In which way it settles.", .always) { $0.kind },
                Told.date("date", "The bank's date.", .always) { $0.date },
                Told.money("amount", "The whole of it.", .always) { $0.amount },
                Told.list("allocations", .allocation, "Per document.") { $0.allocations },
                Told.word("state", ["waiting", "told", "refused"], "Where the telling stands.", .always) { $0.state.word },
                Told.text("reason", "Why the trade system does not take it, as it said so.") { $0.reason },
                Told.object("refusal", .refusal, "The same for people, with who can mend it and where.") {
                    $0.state == .refused ? $0 : nil
                },
                Told.moment("made_at", "When it was made.", .always) { $0.madeAt },
            ])
    }
}

extension Telling where Value == NoticeRecord {
    /// Why the trade system does not take it, for people.
    static var refusal: Telling {
        Telling(
            "NoticeRefusal", "A payment the trade system did not take, for people.",
            [
                Told.said("what", "What was refused of which payment and document, and what the trade system said.", .always) {
                    RefusedNotice($0, trade: nil).what
                },
                Told.said("mender", "Who can mend it.", .always) { RefusedNotice($0, trade: nil).mender },
                Told.place("where_to_click", "Where in the trade system's menus; left out where nobody knows.") { notice, reader in
                    RefusedNotice(notice, trade: reader.trade).place
                },
                Told.said("remedy", "What to do then.", .always) { RefusedNotice($0, trade: nil).remedy },
            ])
    }
}

extension NoticeRecord.State {
    fileprivate var word: String {
        switch self {
        case .waiting: "waiting"
        case .told: "told"
        case .refused: "refused"
        }
    }
}

extension Telling where Value == NoticeRecord.Allocation {
    static var allocation: Telling {
        Telling(
            "PaymentAllocation", "What is told of one document.",
            [
                Told.document { $0.document },
                Told.money("amount", "What is taken off it.", .always) { $0.amount },
                Told.money("open_after", "What then is open of it.", .always) { $0.openAfter },
            ])
    }
}

extension Telling where Value == SettledItemRecord {
    static var openItem: Telling {
        Telling(
            "OpenItem", "What is settled of one document, and what remains.",
            [
                Told.document { $0.document },
                Told.money("gross", "As invoiced: below zero for a credit note.", .always) { $0.gross },
                Told.money("settled", "What payments took off it.", .always) { $0.settled },
                Told.money("remaining", "What is open.", .always) { $0.remaining },
                Told.money("books_open", "What the books themselves say is open.") { $0.booksOpen },
                Told.problems("problems", "What a person should look at.") { $0.problems },
            ])
    }
}

/// What is to be looked at among a bridge's payments.
struct PaymentSummary: Sendable {
    var totals: PaymentTotals
    /// False where the bridge reads no payments.
    var reads: Bool
}

extension Telling where Value == PaymentSummary {
    static var paymentSummary: Telling {
        Telling(
            "PaymentSummary", "How much there is to look at among a bridge's payments.",
            [
                Told.truth("reads", "False where the bridge reads no payments.") { $0.reads },
                Told.truth("needs_person", "True where somebody has to look.") { $0.totals.needsPerson },
                Told.count("waiting", "Notices the trade system is to be told.") { $0.totals.waiting },
                Told.moment("oldest_waiting", "When the oldest of them was made.") { $0.totals.oldestWaiting },
                Told.count("refused", "Notices the trade system does not take.") { $0.totals.refused },
                Told.count("trouble", "Payments of which something does not fit.") { $0.totals.trouble },
                Told.count("foreign", "Payments that are partly on items of others.") { $0.totals.foreign },
                Told.count("items", "Documents whose remainder needs somebody.") { $0.totals.items },
            ])
    }
}

/// How many notices are told again.
struct ToldAgain: Sendable { var notices: Int }

extension Telling where Value == ToldAgain {
    static var toldAgain: Telling {
        Telling(
            "ToldAgain", "What is told again.", [Told.count("notices", "How many notices.") { $0.notices }])
    }
}

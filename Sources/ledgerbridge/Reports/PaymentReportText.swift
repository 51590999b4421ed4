import BridgeDomain
import BridgeJournal
import BridgeJSON
import BridgeReports

/// Payments as a table: one row for what a payment takes off one document.
struct PaymentReportText: Sendable {
    let context: Context
    let journal: any BridgeJournal
    let bridge: BridgeID

    private var words: Words { context.words }

    /// The rows of payments; only those on `document`, if one is given.
    func lines(_ payments: [PaymentRecord], on document: DocumentKey? = nil) async throws -> [PaymentLine] {
        try await PaymentLine.read(payments, on: document, bridge: bridge, journal: journal)
    }

    func table(_ lines: [PaymentLine]) -> String {
        var table = TextTable([
            .init(title: words.pick("Bankdatum", "Bank date")), .init(title: words.pick("Boekstuk", "Entry")),
            .init(title: words.pick("Soort", "Kind"), shrinks: true), .init(title: "Document", shrinks: true),
            .init(title: words.pick("Betaald", "Paid"), isNumber: true), .init(title: words.pick("Rest", "Remaining"), isNumber: true),
            .init(title: words.pick("Teruggemeld", "Told back"), shrinks: true),
        ])
        table.rows = lines.map { line in
            [
                context.formatting.date(line.payment.date), "\(line.payment.daybook) \(line.payment.number)",
                words.terms.settlement(line.settlement.kind),
                line.settlement.document?.number.text ?? line.settlement.reference?.text ?? words.pick("nog van niemand", "nobody's yet"),
                context.amount(line.settlement.amount), context.amount(line.remaining), told(line),
            ]
        }
        return context.text(table)
    }

    /// Sent back, or why not.
    private func told(_ line: PaymentLine) -> String {
        words.terms.telling(line.telling, moment: { context.moment($0) }, brief: words.brief)
    }

    /// Documents whose remainder a person should look at.
    func text(_ items: [SettledItemRecord]) -> String {
        let mending = MendingText(context: context, bridge: bridge)
        return items.map { item in
            let head = "\(item.document.number): \(words.pick("rest", "remaining")) \(context.amount(item.remaining))"
            let problems = item.problems.flatMap { problem in
                ["  • \(problem.message(context.language))", "    → \(problem.remedy(context.language))"]
                    + mending.lines(problem, party: nil, isRefusal: false).map { "      \($0)" }
            }
            return ([head] + problems).map { context.wrapped($0, indent: 4) }.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    func nothing(_ isOn: Bool) -> String {
        isOn
            ? words.pick("Geen betalingen.", "No payments.")
            : words.pick(
                "Deze brug leest geen betalingen; zet in de configuratie payments_back: true",
                "This bridge reads no payments; set payments_back: true in the configuration")
    }
}

extension PaymentLine {
    var json: JSON {
        .object([
            .init("payment", .string(payment.id.text)), .init("number", .string(payment.number)),
            .init("daybook", .string(payment.daybook.text)), .init("bank_date", .string(payment.date.description)),
            .init("kind", .string(settlement.kind.rawValue)), .init("document", .string(settlement.document?.description)),
            .init("item", .string(settlement.reference?.text ?? settlement.entry?.text)),
            .init("paid", .string(settlement.amount.description)), .init("remaining", .string(remaining?.description)),
            .init("gone", .bool(payment.isGone)), .init("told", .bool(notice?.state == .told)),
            .init("refused", .string(notice?.reason)), .init("problem", .string(settlement.problem?.code.rawValue)),
        ])
    }
}

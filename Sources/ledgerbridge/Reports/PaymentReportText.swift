import BridgeDomain
import BridgeJournal
import BridgeJSON

/// Payments as a table: one row for what a payment takes off one document.
struct PaymentReportText: Sendable {
    let context: Context
    let journal: any BridgeJournal
    let bridge: BridgeID

    /// A part of a payment beside what remains and what was told.
    struct Line: Sendable {
        var payment: PaymentRecord
        var settlement: Settlement
        var remaining: Money?
        /// nil where there is nothing to tell.
        var notice: NoticeRecord?

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

    private var words: Words { context.words }

    /// The rows of payments; only those on `document`, if one is given.
    func lines(_ payments: [PaymentRecord], on document: DocumentKey? = nil) async throws -> [Line] {
        let items = try await journal.settledItems(Array(Set(payments.flatMap(\.documents))), bridge: bridge)
        var lines: [Line] = []
        for payment in payments {
            let notices = try await journal.notices(of: payment.id, bridge: bridge)
            for settlement in payment.settlements where document == nil || settlement.document == document {
                let notice = notices.last { notice in
                    notice.kind == settlement.kind
                        && (settlement.document.map { key in notice.allocations.contains { $0.document == key } } ?? !notice.unallocated
                            .isZero)
                }
                lines.append(
                    Line(
                        payment: payment, settlement: settlement, remaining: settlement.document.flatMap { items[$0]?.remaining },
                        notice: settlement.problem == nil ? notice : nil))
            }
        }
        return lines
    }

    func table(_ lines: [Line]) -> String {
        var table = TextTable([
            .init(title: words.pick("Bankdatum", "Bank date")), .init(title: words.pick("Boekstuk", "Entry")),
            .init(title: words.pick("Soort", "Kind"), shrinks: true), .init(title: "Document", shrinks: true),
            .init(title: words.pick("Betaald", "Paid"), isNumber: true), .init(title: words.pick("Rest", "Remaining"), isNumber: true),
            .init(title: words.pick("Teruggemeld", "Told back"), shrinks: true),
        ])
        table.rows = lines.map { line in
            [
                context.formatting.date(line.payment.date), "\(line.payment.daybook) \(line.payment.number)",
                words.settlement(line.settlement.kind),
                line.settlement.document?.number.text ?? line.settlement.reference?.text ?? words.pick("nog van niemand", "nobody's yet"),
                context.amount(line.settlement.amount), context.amount(line.remaining), told(line),
            ]
        }
        return context.text(table)
    }

    /// Sent back, or why not.
    private func told(_ line: Line) -> String {
        if let problem = line.settlement.problem { return words.brief(problem) }
        guard let notice = line.notice else {
            return line.settlement.document == nil
                ? words.pick("zodra iemand zegt waarvoor", "once somebody says what for")
                : words.pick("nee: het handelssysteem neemt geen betalingen aan", "no: the trade system takes no payments")
        }
        switch notice.state {
        case .told: return notice.settledAt.map { context.moment($0) } ?? words.pick("ja", "yes")
        case .waiting: return words.pick("wacht", "waiting")
        case .refused: return words.pick("geweigerd", "refused") + ": " + (notice.reason ?? "")
        }
    }

    /// Documents whose remainder a person should look at.
    func text(_ items: [SettledItemRecord]) -> String {
        items.map { item in
            let head = "\(item.document.number): \(words.pick("rest", "remaining")) \(context.amount(item.remaining))"
            let problems = item.problems.flatMap { problem in
                ["  • \(problem.message(context.language))", "    → \(problem.remedy(context.language))"]
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

extension Words {
    /// A kind of settlement.
    func settlement(_ kind: SettlementKind) -> String {
        switch kind {
        case .payment: pick("betaling", "payment")
        case .directDebit: pick("incasso", "direct debit")
        case .refund: pick("terugbetaling", "refund")
        case .reversal: pick("stornering", "reversal")
        case .setOff: pick("verrekening", "set-off")
        case .paymentDifference: pick("betalingsverschil", "payment difference")
        case .writeOff: pick("afboeking", "write-off")
        case .exchangeDifference: pick("koersverschil", "exchange difference")
        case .bankCharge: pick("bankkosten", "bank charge")
        }
    }
}

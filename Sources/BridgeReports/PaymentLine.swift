public import BridgeDomain
public import BridgeJournal

/// What a payment takes off one document (or off nobody's item), beside what remains and what was told of it: one row, in a terminal and on a
/// page.
public struct PaymentLine: Hashable, Sendable {
    public var payment: PaymentRecord
    public var settlement: Settlement
    /// What is open of the document; nil where it is none of ours.
    public var remaining: Money?
    /// nil where there is nothing to tell.
    public var notice: NoticeRecord?

    /// What the trade system knows of it.
    public enum Telling: Hashable, Sendable {
        /// When, as far as that is known.
        case told(Timestamp?)
        case waiting
        /// The trade system does not take it, and why.
        case refused(String)
        /// It is not told: something does not fit, or is on an item of others.
        case problem(Problem)
        /// Told once somebody says what the money is for.
        case unallocated
        /// The trade system takes no payments.
        case notTaken
    }

    /// Whether it was told back, or why not.
    public var telling: Telling {
        if let problem = settlement.problem { return .problem(problem) }
        guard let notice else { return settlement.document == nil ? .unallocated : .notTaken }
        return switch notice.state {
        case .told: .told(notice.settledAt)
        case .waiting: .waiting
        case .refused: .refused(notice.reason ?? "")
        }
    }

    /// The rows of payments; only those on `document`, if one is given. Cost: one look-up per payment.
    public static func read(
        _ payments: [PaymentRecord], on document: DocumentKey? = nil, bridge: BridgeID, journal: any BridgeJournal
    ) async throws(JournalError) -> [PaymentLine] {
        let items = try await journal.settledItems(Array(Set(payments.flatMap(\.documents))), bridge: bridge)
        var lines: [PaymentLine] = []
        for payment in payments {
            let notices = try await journal.notices(of: payment.id, bridge: bridge)
            for settlement in payment.settlements where document == nil || settlement.document == document {
                let notice = notices.last { $0.isOf(settlement) }
                lines.append(
                    PaymentLine(
                        payment: payment, settlement: settlement, remaining: settlement.document.flatMap { items[$0]?.remaining },
                        notice: settlement.problem == nil ? notice : nil))
            }
        }
        return lines
    }
}

extension NoticeRecord {
    fileprivate func isOf(_ settlement: Settlement) -> Bool {
        guard kind == settlement.kind else { return false }
        return settlement.document.map { key in allocations.contains { $0.document == key } } ?? !unallocated.isZero
    }
}

extension Terms {
    /// A kind of settlement.
    public func settlement(_ kind: SettlementKind) -> String {
        let text =
            switch kind {
            case .payment: BilingualText(nl: "betaling", en: "payment")
            case .directDebit: BilingualText(nl: "incasso", en: "direct debit")
            case .refund: BilingualText(nl: "terugbetaling", en: "refund")
            case .reversal: BilingualText(nl: "stornering", en: "reversal")
            case .setOff: BilingualText(nl: "verrekening", en: "set-off")
            case .paymentDifference: BilingualText(nl: "betalingsverschil", en: "payment difference")
            case .writeOff: BilingualText(nl: "afboeking", en: "write-off")
            case .exchangeDifference: BilingualText(nl: "koersverschil", en: "exchange difference")
            case .bankCharge: BilingualText(nl: "bankkosten", en: "bank charge")
            }
        return text[language]
    }

    /// Whether a payment was told back, or why not. `moment` and `brief` write moments and problems.
    public func telling(_ telling: PaymentLine.Telling, moment: (Timestamp) -> String, brief: (Problem) -> String) -> String {
        switch telling {
        case .told(let at): at.map(moment) ?? BilingualText(nl: "ja", en: "yes")[language]
        case .waiting: BilingualText(nl: "wacht", en: "waiting")[language]
        case .refused(let reason): BilingualText(nl: "geweigerd: \(tradeReason(reason))", en: "refused: \(tradeReason(reason))")[language]
        case .problem(let problem): brief(problem)
        case .unallocated: BilingualText(nl: "zodra iemand zegt waarvoor", en: "once somebody says what for")[language]
        case .notTaken:
            BilingualText(
                nl: "nee: het handelssysteem neemt geen betalingen aan", en: "no: the trade system takes no payments")[language]
        }
    }
}

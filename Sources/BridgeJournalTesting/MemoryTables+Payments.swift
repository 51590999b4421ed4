import BridgeDomain
import BridgeJournal

/// Under what a notice is kept.
struct NoticeKey: Hashable, Sendable {
    var payment: PaymentID
    var number: Int
}

// Payments, notices and what is settled.
extension MemoryTables {
    mutating func put(_ record: PaymentRecord) throws(JournalError) {
        let key = Scoped(record.bridge, record.id)
        let before = payments[key]
        guard before?.revision ?? 0 == record.revision - 1 else { throw .changedMeanwhile(record.subject, revision: record.revision) }
        var stored = record
        stored.sequence = before?.sequence ?? Int64(payments.count + 1)
        set(\.payments, key, stored)
        for document in record.documents {
            let place = Scoped(record.bridge, document)
            set(\.paymentsOfDocument, place, paymentsOfDocument[place, default: []].union([record.id]))
        }
    }

    mutating func put(_ record: NoticeRecord) throws(JournalError) {
        let key = Scoped(record.bridge, NoticeKey(payment: record.payment, number: record.number))
        let before = notices[key]
        if let before, before.contentHash != record.contentHash { throw .otherNotice(record) }
        guard before?.revision ?? 0 == record.revision - 1 else { throw .changedMeanwhile(record.subject, revision: record.revision) }
        var stored = record
        stored.sequence = before?.sequence ?? Int64(notices.count + 1)
        set(\.notices, key, stored)
    }

    mutating func put(_ record: SettledItemRecord) { set(\.settledItems, Scoped(record.bridge, record.document), record) }

    func payments(dated day: CalendarDate, _ bridge: BridgeID, after id: PaymentID?, limit: Int) -> [PaymentRecord] {
        let found = payments.values.filter { payment in
            payment.bridge == bridge && payment.date == day && !payment.isGone && (id.map { $0 < payment.id } ?? true)
        }
        return Array(found.sorted { $0.id < $1.id }.prefix(limit))
    }

    func payments(of document: DocumentKey, _ bridge: BridgeID) -> [PaymentRecord] {
        let found = (paymentsOfDocument[Scoped(bridge, document)] ?? []).compactMap { payments[Scoped(bridge, $0)] }
        return Array(found.sorted { $0.sequence < $1.sequence }.prefix(JournalLimits.paymentsMax))
    }

    func payments(
        _ standings: Set<PaymentRecord.Standing>, _ bridge: BridgeID, before sequence: Int64?, limit: Int
    ) -> [PaymentRecord] {
        let found = payments.values.filter { payment in
            payment.bridge == bridge && standings.contains(payment.standing) && payment.sequence < sequence ?? .max
        }
        return Array(found.sorted { $0.sequence > $1.sequence }.prefix(limit))
    }

    func notices(of payment: PaymentID, _ bridge: BridgeID) -> [NoticeRecord] {
        let found = notices.values.filter { $0.bridge == bridge && $0.payment == payment }
        return Array(found.sorted { $0.number < $1.number }.prefix(JournalLimits.noticesMax))
    }

    func notices(_ state: NoticeRecord.State, _ bridge: BridgeID, after sequence: Int64, limit: Int) -> [NoticeRecord] {
        guard state != .told else { return [] }
        let found = notices.values.filter { $0.bridge == bridge && $0.state == state && $0.sequence > sequence }
        return Array(found.sorted { $0.sequence < $1.sequence }.prefix(limit))
    }

    func itemsToCheck(_ bridge: BridgeID, now: Timestamp, limit: Int) -> [SettledItemRecord] {
        let found = settledItems.values.compactMap { item -> (due: Timestamp, item: SettledItemRecord)? in
            guard item.bridge == bridge, let due = item.checkAt, due <= now else { return nil }
            return (due, item)
        }
        return found.sorted { ($0.due, "\($0.item.document)") < ($1.due, "\($1.item.document)") }.prefix(limit).map(\.item)
    }

    func itemsInTrouble(_ bridge: BridgeID, after document: DocumentKey?, limit: Int) -> [SettledItemRecord] {
        let last = document?.description ?? ""
        let found = settledItems.values.filter { $0.bridge == bridge && !$0.problems.isEmpty && "\($0.document)" > last }
        return Array(found.sorted { "\($0.document)" < "\($1.document)" }.prefix(limit))
    }

    func paymentTotals(_ bridge: BridgeID) -> PaymentTotals {
        let waiting = notices(.waiting, bridge, after: 0, limit: .max)
        let payments = payments.values.filter { $0.bridge == bridge }
        return PaymentTotals(
            waiting: waiting.count, oldestWaiting: waiting.first?.madeAt, refused: notices(.refused, bridge, after: 0, limit: .max).count,
            trouble: payments.count { $0.standing == .trouble }, foreign: payments.count { $0.standing == .foreign },
            items: itemsInTrouble(bridge, after: nil, limit: .max).count)
    }

    /// Payments and notices that history does not vouch for.
    func verifyPayments(_ vouched: [String: Set<String>], _ verifier: inout HistoryVerifier) {
        for record in payments.values.sorted(by: { $0.sequence < $1.sequence })
        where vouched[record.subject]?.contains(record.contentHash) != true {
            verifier.addUnvouched(subject: record.subject, "the payment")
        }
        for record in notices.values.sorted(by: { $0.sequence < $1.sequence })
        where vouched[record.subject]?.contains(record.contentHash) != true {
            verifier.addUnvouched(subject: record.subject, "notice \(record.number)")
        }
    }
}

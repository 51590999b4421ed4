import BridgeDomain
import BridgeJournal

// MARK: - Payments

extension Verification {
    /// What history says was kept of payments must be there: every notice, and of a payment the reading it last recorded (looked at in
    /// ``checkPayments(_:)``).
    mutating func checkKeptPayment(_ record: HistoryRecord, _ hash: String, _ bridge: BridgeID, _ reader: Reader) throws(JournalError) {
        let subject = record.entry.subject
        guard subject.hasPrefix(ContentHash.paymentMark), let number = try reader.tables.id(of: bridge) else { return }
        let payment = String(subject.dropFirst(ContentHash.paymentMark.count))
        if hash.hasPrefix(ContentHash.noticeMark) {
            let isThere =
                try reader.connection.statement(.noticeByHash).bind(number).bind(payment).bind(hash).first { $0.number() } != nil
            if !isThere { verifier.addMissing(sequence: record.sequence, subject: subject, "a notice") }
        } else if try reader.connection.statement(.paymentByID).bind(number).bind(payment).first({ $0.number() }) == nil {
            verifier.addMissing(sequence: record.sequence, subject: subject, "the payment")
        }
    }

    /// Each payment must be as history last recorded it, each notice as history recorded it.
    mutating func checkPayments(_ reader: Reader) throws(JournalError) {
        let rows = try reader.connection.statement(.paymentsToVerify).bind(place).bind(paymentsEnd).bind(Self.documentsPerStep)
            .all { row throws(JournalError) in
                let bridge = row.number()
                return (number: bridge, record: try PaymentRecord(row, try reader.tables.bridge(bridge)))
            }
        for row in rows { try checkPayment(row.record, row.number, reader) }
        place = rows.last?.record.sequence ?? paymentsEnd
        if rows.count < Self.documentsPerStep { next(.counters) }
    }

    private mutating func checkPayment(_ payment: PaymentRecord, _ bridge: Int64, _ reader: Reader) throws(JournalError) {
        let vouched = try reader.connection.statement(.vouchedPayment).bind(payment.subject).bind(bridge).all { $0.text() }
        if vouched.last(where: { $0.hasPrefix(ContentHash.paymentMark) }) != payment.contentHash {
            verifier.addUnvouched(subject: payment.subject, "the payment")
        }
        let notices = try reader.connection.statement(.noticesToVerify).bind(bridge).bind(payment.id.text)
            .all { row throws(JournalError) in try NoticeRecord(row) }
        for notice in notices where !vouched.contains(notice.contentHash) {
            verifier.addUnvouched(subject: payment.subject, "notice \(notice.number)")
        }
    }
}

extension Query {
    fileprivate static let noticeByHash = Query("SELECT sequence FROM notice WHERE bridge = ? AND payment = ? AND content_hash = ?")
    fileprivate static let paymentByID = Query("SELECT sequence FROM payment WHERE bridge = ? AND id = ?")
    fileprivate static let paymentsToVerify = Query(
        "SELECT bridge, \(paymentColumns) FROM payment WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?")
    fileprivate static let noticesToVerify = Query("SELECT \(noticeColumns) FROM notice WHERE bridge = ? AND payment = ?")
    fileprivate static let vouchedPayment = Query(
        """
        SELECT content_hash FROM history INDEXED BY history_subject
        WHERE subject = ? AND bridge = ? AND content_hash IS NOT NULL ORDER BY sequence
        """)
}

import BridgeDomain
import BridgeJournal

// Payments, notices and what is settled.
extension Writer {
    func put(_ record: PaymentRecord, _ settlements: [UInt8]) throws(JournalError) {
        let bridge = try tables.makeID(of: record.bridge)
        let stored = try connection.statement(.paymentPlace).bind(bridge).bind(record.id.text).first {
            (sequence: $0.number(), revision: $0.number())
        }
        guard stored?.revision ?? 0 == record.revision - 1 else { throw .changedMeanwhile(record.subject, revision: record.revision) }
        try connection.statement(.putPayment).bind(stored?.sequence).bind(bridge).bind(record.id.text).bind(record.number)
            .bind(record.daybook.text).bind(Int64(record.date.daysSinceEpoch)).bind(Int64(record.isGone ? 1 : 0))
            .bind(record.standing.rawValue).bind(record.revision).bind(record.changedAt).bind(settlements).run()
        let sequence = stored?.sequence ?? connection.lastInserted
        for document in record.documents {
            try connection.statement(.linkPayment).bind(try make(document, bridge).id).bind(sequence).run()
        }
    }

    func put(_ record: NoticeRecord, _ hash: String, _ content: [UInt8]) throws(JournalError) {
        let bridge = try tables.makeID(of: record.bridge)
        let stored = try connection.statement(.noticePlace).bind(bridge).bind(record.payment.text).bind(record.number).first {
            (sequence: $0.number(), revision: $0.number(), hash: $0.text())
        }
        if let stored, stored.hash != hash { throw .otherNotice(record) }
        guard stored?.revision ?? 0 == record.revision - 1 else { throw .changedMeanwhile(record.subject, revision: record.revision) }
        try connection.statement(.putNotice).bind(stored?.sequence).bind(bridge).bind(record.payment.text).bind(record.number)
            .bind(record.state.rawValue).bind(record.revision).bind(record.madeAt).bind(record.settledAt).bind(record.reason).bind(hash)
            .bind(content).run()
    }

    func put(_ record: SettledItemRecord, _ content: [UInt8]) throws(JournalError) {
        let bridge = try tables.makeID(of: record.bridge)
        try connection.statement(.putItem).bind(try make(record.document, bridge).id).bind(bridge).bind(record.document.description)
            .bind(record.checkAt).bind(Int64(record.problems.isEmpty ? 0 : 1)).bind(content).run()
    }
}

extension Query {
    fileprivate static let paymentPlace = Query("SELECT sequence, revision FROM payment WHERE bridge = ? AND id = ?")
    fileprivate static let putPayment = Query(
        """
        INSERT INTO payment (sequence, bridge, id, number, daybook, date, is_gone, standing, revision, changed_at, settlements)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (sequence) DO UPDATE SET number = excluded.number, daybook = excluded.daybook, date = excluded.date,
        is_gone = excluded.is_gone, standing = excluded.standing, revision = excluded.revision, changed_at = excluded.changed_at,
        settlements = excluded.settlements
        """)
    fileprivate static let linkPayment = Query("INSERT INTO payment_document (document, payment) VALUES (?, ?) ON CONFLICT DO NOTHING")
    fileprivate static let noticePlace = Query(
        "SELECT sequence, revision, content_hash FROM notice WHERE bridge = ? AND payment = ? AND number = ?")
    fileprivate static let putNotice = Query(
        """
        INSERT INTO notice (sequence, bridge, payment, number, state, revision, made_at, settled_at, reason, content_hash, content)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (sequence) DO UPDATE SET state = excluded.state, revision = excluded.revision, settled_at = excluded.settled_at,
        reason = excluded.reason
        """)
    fileprivate static let putItem = Query(
        """
        INSERT INTO settled_item (document, bridge, subject, check_at, has_problems, content) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET check_at = excluded.check_at, has_problems = excluded.has_problems, content = excluded.content
        """)
}

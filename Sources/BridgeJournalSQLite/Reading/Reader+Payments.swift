import BridgeDomain
import BridgeJournal

// Payments, notices and what is settled.
extension Reader {
    func payments(_ ids: [PaymentID], _ bridge: BridgeID) throws(JournalError) -> [PaymentID: PaymentRecord] {
        guard let number = try tables.id(of: bridge) else { return [:] }
        var found: [PaymentID: PaymentRecord] = [:]
        for id in ids {
            found[id] = try connection.statement(.payment).bind(number).bind(id.text).first { row throws(JournalError) in
                try PaymentRecord(row, bridge)
            }
        }
        return found
    }

    func payments(dated day: CalendarDate, _ bridge: BridgeID, after id: PaymentID?, limit: Int) throws(JournalError) -> [PaymentRecord] {
        guard let number = try tables.id(of: bridge) else { return [] }
        return try connection.statement(.paymentsOfDay).bind(number).bind(Int64(day.daysSinceEpoch)).bind(id?.text ?? "").bind(limit)
            .all { row throws(JournalError) in try PaymentRecord(row, bridge) }
    }

    func payments(of document: DocumentKey, _ bridge: BridgeID) throws(JournalError) -> [PaymentRecord] {
        guard let number = try tables.id(of: bridge), let document = try tables.id(of: document, bridge: number) else { return [] }
        return try connection.statement(.paymentsOfDocument).bind(document).bind(JournalLimits.paymentsMax)
            .all { row throws(JournalError) in try PaymentRecord(row, bridge) }
    }

    func payments(
        _ standings: Set<PaymentRecord.Standing>, _ bridge: BridgeID, before sequence: Int64?, limit: Int
    ) throws(JournalError) -> [PaymentRecord] {
        guard let number = try tables.id(of: bridge) else { return [] }
        var found: [PaymentRecord] = []
        for standing in standings {
            found += try connection.statement(.paymentList).bind(number).bind(standing.rawValue).bind(sequence ?? .max).bind(limit)
                .all { row throws(JournalError) in try PaymentRecord(row, bridge) }
        }
        return Array(found.sorted { $0.sequence > $1.sequence }.prefix(limit))
    }

    func notices(of payment: PaymentID, _ bridge: BridgeID) throws(JournalError) -> [NoticeRecord] {
        guard let number = try tables.id(of: bridge) else { return [] }
        return try connection.statement(.noticesOfPayment).bind(number).bind(payment.text).bind(JournalLimits.noticesMax)
            .all { row throws(JournalError) in try NoticeRecord(row) }
    }

    func notices(
        _ state: NoticeRecord.State, _ bridge: BridgeID, after sequence: Int64, limit: Int
    ) throws(JournalError) -> [NoticeRecord] {
        guard state != .told, let number = try tables.id(of: bridge) else { return [] }
        return try connection.statement(.openNotices).bind(number).bind(state.rawValue).bind(sequence).bind(limit)
            .all { row throws(JournalError) in try NoticeRecord(row) }
    }

    func settledItems(_ keys: [DocumentKey], _ bridge: BridgeID) throws(JournalError) -> [DocumentKey: SettledItemRecord] {
        guard let number = try tables.id(of: bridge) else { return [:] }
        var found: [DocumentKey: SettledItemRecord] = [:]
        for key in keys {
            guard let document = try tables.id(of: key, bridge: number) else { continue }
            found[key] = try connection.statement(.item).bind(document).first { row throws(JournalError) in try SettledItemRecord(row) }
        }
        return found
    }

    func itemsToCheck(_ bridge: BridgeID, now: Timestamp, limit: Int) throws(JournalError) -> [SettledItemRecord] {
        guard let number = try tables.id(of: bridge) else { return [] }
        return try connection.statement(.itemsToCheck).bind(number).bind(now).bind(limit)
            .all { row throws(JournalError) in try SettledItemRecord(row) }
    }

    func itemsInTrouble(_ bridge: BridgeID, after document: DocumentKey?, limit: Int) throws(JournalError) -> [SettledItemRecord] {
        guard let number = try tables.id(of: bridge) else { return [] }
        return try connection.statement(.itemsInTrouble).bind(number).bind(document?.description ?? "").bind(limit)
            .all { row throws(JournalError) in try SettledItemRecord(row) }
    }

    func paymentTotals(_ bridge: BridgeID) throws(JournalError) -> PaymentTotals {
        guard let number = try tables.id(of: bridge) else {
            return PaymentTotals(waiting: 0, oldestWaiting: nil, refused: 0, trouble: 0, foreign: 0, items: 0)
        }
        func notices(_ state: NoticeRecord.State) throws(JournalError) -> Int {
            try connection.statement(.countNotices).bind(number).bind(state.rawValue).first { $0.int() } ?? 0
        }
        func payments(_ standing: PaymentRecord.Standing) throws(JournalError) -> Int {
            try connection.statement(.countPayments).bind(number).bind(standing.rawValue).first { $0.int() } ?? 0
        }
        return PaymentTotals(
            waiting: try notices(.waiting), oldestWaiting: try self.notices(.waiting, bridge, after: 0, limit: 1).first?.madeAt,
            refused: try notices(.refused), trouble: try payments(.trouble), foreign: try payments(.foreign),
            items: try connection.statement(.countItems).bind(number).first { $0.int() } ?? 0)
    }
}

extension PaymentRecord {
    init(_ row: Statement, _ bridge: BridgeID) throws(JournalError) {
        let (sequence, id, number, daybook) = (row.number(), row.text(), row.text(), row.text())
        let (date, isGone, revision, changedAt) = (row.number(), row.number(), row.number(), row.number())
        self.init(
            bridge: bridge, id: PaymentID(id), number: number, daybook: DaybookCode(daybook),
            date: CalendarDate(daysSinceEpoch: Int32(truncatingIfNeeded: date)),
            settlements: try Codec.decode([Settlement].self, row.bytes(), at: "payment \(id)"),
            changedAt: Timestamp(milliseconds: changedAt))
        self.isGone = isGone == 1
        self.revision = revision
        self.sequence = sequence
    }
}

extension NoticeRecord {
    init(_ row: Statement) throws(JournalError) {
        let (sequence, state, revision) = (row.number(), row.int(), row.number())
        let (settledAt, reason) = (row.optionalNumber(), row.optionalText())
        self = try Codec.decode(NoticeRecord.self, row.bytes(), at: "notice \(sequence)")
        guard let state = State(rawValue: state) else { throw Codec.damaged("notice \(sequence)", "state \(state)") }
        self.state = state
        self.revision = revision
        self.sequence = sequence
        self.settledAt = settledAt.map { Timestamp(milliseconds: $0) }
        self.reason = reason
    }
}

extension SettledItemRecord {
    fileprivate init(_ row: Statement) throws(JournalError) {
        let subject = row.text()
        self = try Codec.decode(SettledItemRecord.self, row.bytes(), at: subject)
    }
}

extension Query {
    static let paymentColumns = "sequence, id, number, daybook, date, is_gone, revision, changed_at, settlements"
    static let noticeColumns = "sequence, state, revision, settled_at, reason, content"
    fileprivate static let payment = Query("SELECT \(paymentColumns) FROM payment WHERE bridge = ? AND id = ?")
    fileprivate static let paymentsOfDay = Query(
        """
        SELECT \(paymentColumns) FROM payment INDEXED BY payment_date WHERE bridge = ? AND date = ? AND is_gone = 0 AND id > ?
        ORDER BY id LIMIT ?
        """)
    fileprivate static let paymentsOfDocument = Query(
        """
        SELECT \(paymentColumns) FROM payment_document JOIN payment ON payment.sequence = payment_document.payment
        WHERE document = ? ORDER BY payment LIMIT ?
        """)
    fileprivate static let paymentList = Query(
        """
        SELECT \(paymentColumns) FROM payment INDEXED BY payment_standing WHERE bridge = ? AND standing = ? AND sequence < ?
        ORDER BY sequence DESC LIMIT ?
        """)
    fileprivate static let noticesOfPayment = Query(
        "SELECT \(noticeColumns) FROM notice WHERE bridge = ? AND payment = ? ORDER BY number LIMIT ?")
    fileprivate static let openNotices = Query(
        """
        SELECT \(noticeColumns) FROM notice INDEXED BY notice_open WHERE bridge = ? AND state = ? AND state <> 2 AND sequence > ?
        ORDER BY sequence LIMIT ?
        """)
    fileprivate static let item = Query("SELECT subject, content FROM settled_item WHERE document = ?")
    fileprivate static let itemsToCheck = Query(
        """
        SELECT subject, content FROM settled_item INDEXED BY settled_item_check WHERE bridge = ? AND check_at <= ?
        ORDER BY check_at, subject LIMIT ?
        """)
    fileprivate static let itemsInTrouble = Query(
        """
        SELECT subject, content FROM settled_item INDEXED BY settled_item_problem WHERE bridge = ? AND has_problems = 1 AND subject > ?
        ORDER BY subject LIMIT ?
        """)
    fileprivate static let countNotices = Query(
        "SELECT count(*) FROM notice INDEXED BY notice_open WHERE bridge = ? AND state = ? AND state <> 2")
    fileprivate static let countPayments = Query(
        "SELECT count(*) FROM payment INDEXED BY payment_standing WHERE bridge = ? AND standing = ?")
    fileprivate static let countItems = Query(
        "SELECT count(*) FROM settled_item INDEXED BY settled_item_problem WHERE bridge = ? AND has_problems = 1")
}

import BridgeDomain
import BridgeJournal

// Who is told what happens, and who is locked out.
extension Reader {
    func failures(_ ids: [String]) throws(JournalError) -> [String: FailureRecord] {
        var found: [String: FailureRecord] = [:]
        for id in ids {
            found[id] = try connection.statement(.failures).bind(id).first { row in
                let (failures, lastAt) = (row.int(), row.number())
                return FailureRecord(id: id, failures: failures, lastAt: Timestamp(milliseconds: lastAt), revision: row.number())
            }
        }
        return found
    }

    func webhooks() throws(JournalError) -> [WebhookRecord] {
        try connection.statement(.webhooks).bind(JournalLimits.webhooksMax).all { row throws(JournalError) in try WebhookRecord(row) }
    }

    func webhook(_ id: String) throws(JournalError) -> WebhookRecord? {
        try connection.statement(.webhook).bind(id).first { row throws(JournalError) in try WebhookRecord(row) }
    }

    func deliveriesDue(_ webhook: String, now: Timestamp, limit: Int) throws(JournalError) -> [DeliveryRecord] {
        try connection.statement(.deliveriesDue).bind(webhook).bind(now).bind(limit)
            .all { row throws(JournalError) in try DeliveryRecord(row) }
    }

    func deliveries(
        _ webhook: String, states: Set<DeliveryRecord.State>, before sequence: Int64?, limit: Int
    ) throws(JournalError) -> [DeliveryRecord] {
        let wanted = states.isEmpty ? Set(DeliveryRecord.State.allCases) : states
        let statement = try connection.statement(wanted == [.aside] ? .deliveriesAside : .deliveries).bind(webhook)
        statement.bind(sequence ?? .max)
        if wanted != [.aside] {
            for state in DeliveryRecord.State.allCases { statement.bind(wanted.contains(state) ? state.rawValue : -1) }
        }
        return try statement.bind(limit).all { row throws(JournalError) in try DeliveryRecord(row) }
    }

    func delivery(_ webhook: String, sequence: Int64) throws(JournalError) -> DeliveryRecord? {
        try connection.statement(.delivery).bind(webhook).bind(sequence).first { row throws(JournalError) in try DeliveryRecord(row) }
    }

    func deliveryTotals(_ webhook: String) throws(JournalError) -> DeliveryTotals {
        DeliveryTotals(
            waiting: try connection.statement(.countWaiting).bind(webhook).first { $0.int() } ?? 0,
            aside: try connection.statement(.countAside).bind(webhook).first { $0.int() } ?? 0)
    }

    func historyEnd() throws(JournalError) -> Int64 { try connection.statement(.historyEnd).first { $0.number() } ?? 0 }
}

extension WebhookRecord {
    fileprivate init(_ row: Statement) throws(JournalError) {
        let (position, failingSince) = (row.number(), row.optionalNumber())
        self = try Codec.decode(WebhookRecord.self, row.bytes(), at: "a webhook")
        standing = Standing(position: position, failingSince: failingSince.map { Timestamp(milliseconds: $0) })
    }
}

extension DeliveryRecord {
    fileprivate init(_ row: Statement) throws(JournalError) {
        self = try Codec.decode(DeliveryRecord.self, row.bytes(), at: "a message of a webhook")
    }
}

extension Query {
    fileprivate static let failures = Query("SELECT failures, last_at, revision FROM failure WHERE id = ?")
    fileprivate static let webhooks = Query("SELECT position, failing_since, content FROM webhook ORDER BY id LIMIT ?")
    fileprivate static let webhook = Query("SELECT position, failing_since, content FROM webhook WHERE id = ?")
    fileprivate static let deliveriesDue = Query(
        """
        SELECT content FROM delivery AS d INDEXED BY delivery_due WHERE webhook = ? AND state = 0 AND due_at <= ? AND NOT EXISTS
        (SELECT 1 FROM delivery AS e INDEXED BY delivery_line WHERE e.webhook = d.webhook AND e.line = d.line AND e.state = 0
        AND e.sequence < d.sequence) ORDER BY due_at, sequence LIMIT ?
        """)
    fileprivate static let deliveries = Query(
        "SELECT content FROM delivery WHERE webhook = ? AND sequence < ? AND state IN (?, ?, ?) ORDER BY sequence DESC LIMIT ?")
    fileprivate static let deliveriesAside = Query(
        """
        SELECT content FROM delivery INDEXED BY delivery_aside WHERE webhook = ? AND sequence < ? AND state = 2
        ORDER BY sequence DESC LIMIT ?
        """)
    fileprivate static let delivery = Query("SELECT content FROM delivery WHERE webhook = ? AND sequence = ?")
    fileprivate static let countWaiting = Query(
        "SELECT count(*) FROM delivery INDEXED BY delivery_due WHERE webhook = ? AND state = 0")
    fileprivate static let countAside = Query(
        "SELECT count(*) FROM delivery INDEXED BY delivery_aside WHERE webhook = ? AND state = 2")
    fileprivate static let historyEnd = Query("SELECT sequence FROM history_end")
}

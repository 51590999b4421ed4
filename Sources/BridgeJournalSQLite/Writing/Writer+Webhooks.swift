import BridgeDomain
import BridgeJournal

// Who is told what happens, and who is locked out.
extension Writer {
    func write(webhooks change: JournalChange) throws(JournalError) {
        switch change {
        case .putFailures(let record): try put(record)
        case .dropFailures(let id): try connection.statement(.dropFailures).bind(id).run()
        case .forgetFailures(let moment, let limit):
            guard limit > 0 else { return }
            try connection.statement(.forgetFailures).bind(moment).bind(limit).run()
        case .putWebhook(let record): try put(record)
        case .moveWebhook(let id, let standing):
            try connection.statement(.moveWebhook).bind(standing.position).bind(standing.failingSince).bind(id).run()
        case .putDelivery(let record): try put(record)
        case .forgetDeliveries(let webhook, let moment, let limit):
            guard limit > 0 else { return }
            try connection.statement(.forgetDeliveries).bind(webhook).bind(moment).bind(limit).run()
        default: preconditionFailure("a change of another kind")
        }
    }

    private func put(_ record: FailureRecord) throws(JournalError) {
        let stored = try connection.statement(.failureRevision).bind(record.id).first { $0.number() } ?? 0
        guard stored == record.revision - 1 else { throw .changedMeanwhile("failures of \(record.id)", revision: record.revision) }
        try connection.statement(.putFailures).bind(record.id).bind(record.failures).bind(record.lastAt).bind(record.revision).run()
    }

    private func put(_ record: WebhookRecord) throws(JournalError) {
        let stored = try connection.statement(.webhookRevision).bind(record.id).first { $0.number() } ?? 0
        guard stored == record.revision - 1 else { throw .changedMeanwhile("webhook \(record.id)", revision: record.revision) }
        try connection.statement(.putWebhook).bind(record.id).bind(record.revision).bind(record.standing.position)
            .bind(record.standing.failingSince).bind(try Codec.encode(record)).run()
    }

    private func put(_ record: DeliveryRecord) throws(JournalError) {
        let stored = try connection.statement(.deliveryRevision).bind(record.webhook).bind(record.sequence).first { $0.number() } ?? 0
        guard stored == record.revision - 1 else {
            throw .changedMeanwhile("message \(record.sequence) of webhook \(record.webhook)", revision: record.revision)
        }
        try connection.statement(.putDelivery).bind(record.webhook).bind(record.sequence).bind(record.line).bind(record.state.rawValue)
            .bind(record.at).bind(record.dueAt).bind(record.revision).bind(try Codec.encode(record)).run()
    }
}

extension Query {
    fileprivate static let failureRevision = Query("SELECT revision FROM failure WHERE id = ?")
    fileprivate static let putFailures = Query(
        """
        INSERT INTO failure (id, failures, last_at, revision) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at, revision = excluded.revision
        """)
    fileprivate static let dropFailures = Query("DELETE FROM failure WHERE id = ?")
    fileprivate static let forgetFailures = Query(
        "DELETE FROM failure WHERE id IN (SELECT id FROM failure WHERE last_at <= ? ORDER BY last_at, id LIMIT ?)")
    fileprivate static let webhookRevision = Query("SELECT revision FROM webhook WHERE id = ?")
    fileprivate static let putWebhook = Query(
        """
        INSERT INTO webhook (id, revision, position, failing_since, content) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET revision = excluded.revision, content = excluded.content
        """)
    fileprivate static let moveWebhook = Query("UPDATE webhook SET position = ?, failing_since = ? WHERE id = ?")
    fileprivate static let deliveryRevision = Query("SELECT revision FROM delivery WHERE webhook = ? AND sequence = ?")
    fileprivate static let putDelivery = Query(
        """
        INSERT INTO delivery (webhook, sequence, line, state, at, due_at, revision, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (webhook, sequence) DO UPDATE SET line = excluded.line, state = excluded.state, at = excluded.at,
        due_at = excluded.due_at, revision = excluded.revision, content = excluded.content
        """)
    fileprivate static let forgetDeliveries = Query(
        """
        DELETE FROM delivery WHERE id IN
        (SELECT id FROM delivery WHERE webhook = ? AND state = 1 AND at <= ? ORDER BY at, sequence LIMIT ?)
        """)
}

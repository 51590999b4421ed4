import BridgeDomain
import BridgeJSON
import BridgeJournal

// Tokens of the door, and the answers given there.
extension Writer {
    func put(_ record: TokenRecord) throws(JournalError) {
        let stored = try connection.statement(.tokenRevision).bind(record.id).first { $0.number() } ?? 0
        guard stored == record.revision - 1 else { throw .changedMeanwhile("token \(record.id)", revision: record.revision) }
        try connection.statement(.putToken).bind(record.id).bind(record.name).bind(record.hash).bind(Self.list(record.scopes))
            .bind(Self.list(record.bridges.map(\.text))).bind(record.createdAt).bind(record.createdBy.description).bind(record.expiresAt)
            .bind(record.revokedAt).bind(record.revision).bind(record.role).run()
    }

    func touchToken(_ id: String, at moment: Timestamp) throws(JournalError) {
        try connection.statement(.touchToken).bind(moment).bind(id).bind(moment).run()
    }

    func keep(_ record: AnswerRecord) throws(JournalError) {
        let kept = try connection.statement(.answerKept).bind(record.asker).bind(record.key).first { $0.number() }
        if let kept, kept > record.madeAt.milliseconds { throw .answered(record) }
        try connection.statement(.keepAnswer).bind(record.asker).bind(record.key).bind(record.keptUntil).bind(record.fingerprint)
            .bind(record.status).bind(record.contentType).bind(record.madeAt).bind(record.body).bind(record.tag).run()
    }

    func dropAnswer(_ asker: String, _ key: String) throws(JournalError) {
        try connection.statement(.dropAnswer).bind(asker).bind(key).run()
    }

    func forgetAnswers(runOutBy moment: Timestamp, limit: Int) throws(JournalError) {
        guard limit > 0 else { return }
        try connection.statement(.forgetAnswers).bind(moment).bind(limit).run()
    }

    private static func list(_ texts: [String]) -> String { JSON.array(texts.map { .string($0) }).description }
}

extension Query {
    fileprivate static let tokenRevision = Query("SELECT revision FROM token WHERE id = ?")
    fileprivate static let putToken = Query(
        """
        INSERT INTO token (id, name, hash, scopes, bridges, created_at, created_by, expires_at, revoked_at, revision, role)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET name = excluded.name, hash = excluded.hash, scopes = excluded.scopes, bridges = excluded.bridges,
        created_at = excluded.created_at, created_by = excluded.created_by, expires_at = excluded.expires_at,
        revoked_at = excluded.revoked_at, revision = excluded.revision, role = excluded.role
        """)
    fileprivate static let touchToken = Query("UPDATE token SET used_at = ? WHERE id = ? AND coalesce(used_at, -1) < ?")
    fileprivate static let answerKept = Query("SELECT kept_until FROM answer WHERE asker = ? AND key = ?")
    fileprivate static let keepAnswer = Query(
        """
        INSERT INTO answer (asker, key, kept_until, fingerprint, status, content_type, made_at, body, tag) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET kept_until = excluded.kept_until, fingerprint = excluded.fingerprint, status = excluded.status,
        content_type = excluded.content_type, made_at = excluded.made_at, body = excluded.body, tag = excluded.tag
        """)
    fileprivate static let dropAnswer = Query("DELETE FROM answer WHERE asker = ? AND key = ?")
    fileprivate static let forgetAnswers = Query(
        """
        DELETE FROM answer WHERE id IN
        (SELECT id FROM answer INDEXED BY answer_kept WHERE kept_until <= ? ORDER BY kept_until, asker, key LIMIT ?)
        """)
}

import BridgeDomain
import BridgeJournal

// Accounts of the console, and who is signed in.
extension Writer {
    func put(_ record: AccountRecord) throws(JournalError) {
        let stored = try connection.statement(.accountRevision).bind(record.id).first { $0.number() } ?? 0
        guard stored == record.revision - 1 else { throw .changedMeanwhile("account \(record.id)", revision: record.revision) }
        let factor = if let factor = record.secondFactor { try Codec.encode(factor) } else { nil as [UInt8]? }
        try connection.statement(.putAccount).bind(record.id).bind(record.name).bind(record.role).bind(record.language.rawValue)
            .bind(record.passwordHash).bind(record.createdAt).bind(record.createdBy.description).bind(record.closedAt)
            .bind(record.revision).bind(factor).bind(record.passwordLink?.hash).bind(record.passwordLink?.until).run()
    }

    func start(_ record: SessionRecord) throws(JournalError) {
        let there = try connection.statement(.sessionThere).bind(record.id).first { $0.number() }
        guard there == nil else { throw .sessionThere(record) }
        try connection.statement(.startSession).bind(record.id).bind(record.account).bind(record.startedAt).bind(record.seenAt)
            .bind(record.endsAt).run()
    }

    func touchSession(_ id: String, at moment: Timestamp) throws(JournalError) {
        try connection.statement(.touchSession).bind(moment).bind(id).bind(moment).run()
    }

    func endSession(_ id: String) throws(JournalError) { try connection.statement(.endSession).bind(id).run() }

    func endSessions(account: String) throws(JournalError) { try connection.statement(.endSessions).bind(account).run() }

    func forgetSessions(endedBy moment: Timestamp, limit: Int) throws(JournalError) {
        guard limit > 0 else { return }
        try connection.statement(.forgetSessions).bind(moment).bind(limit).run()
    }
}

extension Query {
    fileprivate static let accountRevision = Query("SELECT revision FROM account WHERE id = ?")
    fileprivate static let putAccount = Query(
        """
        INSERT INTO account (id, name, role, language, password_hash, created_at, created_by, closed_at, revision,
        second_factor, link_hash, link_until)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET name = excluded.name, role = excluded.role, language = excluded.language,
        password_hash = excluded.password_hash, created_at = excluded.created_at, created_by = excluded.created_by,
        closed_at = excluded.closed_at, revision = excluded.revision, second_factor = excluded.second_factor,
        link_hash = excluded.link_hash, link_until = excluded.link_until
        """)
    fileprivate static let sessionThere = Query("SELECT 1 FROM session WHERE id = ?")
    fileprivate static let startSession = Query(
        "INSERT INTO session (id, account, started_at, seen_at, ends_at) VALUES (?, ?, ?, ?, ?)")
    fileprivate static let touchSession = Query("UPDATE session SET seen_at = ? WHERE id = ? AND seen_at < ?")
    fileprivate static let endSession = Query("DELETE FROM session WHERE id = ?")
    fileprivate static let endSessions = Query("DELETE FROM session WHERE account = ?")
    fileprivate static let forgetSessions = Query(
        "DELETE FROM session WHERE id IN (SELECT id FROM session WHERE ends_at <= ? ORDER BY ends_at, id LIMIT ?)")
}

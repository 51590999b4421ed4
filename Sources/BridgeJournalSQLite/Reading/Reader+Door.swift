import BridgeDomain
import BridgeJSON
import BridgeJournal

// Tokens of the door, and the answers given there.
extension Reader {
    func token(_ id: String) throws(JournalError) -> TokenRecord? {
        try connection.statement(.token).bind(id).first { row throws(JournalError) in try TokenRecord(row) }
    }

    func tokens() throws(JournalError) -> [TokenRecord] {
        try connection.statement(.tokens).bind(JournalLimits.tokensMax).all { row throws(JournalError) in try TokenRecord(row) }
    }

    func answer(asker: String, key: String) throws(JournalError) -> AnswerRecord? {
        try connection.statement(.answer).bind(asker).bind(key).first { row in
            let (fingerprint, status, contentType) = (row.text(), row.int(), row.text())
            let (madeAt, keptUntil, tag) = (row.number(), row.number(), row.optionalText())
            return AnswerRecord(
                asker: asker, key: key, fingerprint: fingerprint, status: status, contentType: contentType, tag: tag, body: row.bytes(),
                madeAt: Timestamp(milliseconds: madeAt), keptUntil: Timestamp(milliseconds: keptUntil))
        }
    }
}

extension TokenRecord {
    fileprivate init(_ row: Statement) throws(JournalError) {
        let (id, name, hash, scopes, bridges) = (row.text(), row.text(), row.text(), row.text(), row.text())
        let (createdAt, creator) = (row.number(), row.text())
        guard let createdBy = Who(kept: creator) else { throw Codec.damaged("token \(id)", "who \(creator)") }
        self.init(
            id: id, name: name, hash: hash, scopes: try Self.list(scopes, id), bridges: try Self.list(bridges, id).map { BridgeID($0) },
            createdAt: Timestamp(milliseconds: createdAt), createdBy: createdBy,
            expiresAt: row.optionalNumber().map { Timestamp(milliseconds: $0) })
        revokedAt = row.optionalNumber().map { Timestamp(milliseconds: $0) }
        revision = row.number()
        role = row.optionalText()
        usedAt = row.optionalNumber().map { Timestamp(milliseconds: $0) }
    }

    private static func list(_ text: String, _ id: String) throws(JournalError) -> [String] {
        guard let elements = (try? JSON(parsing: text))?.array else { throw Codec.damaged("token \(id)", "list") }
        return elements.compactMap(\.string)
    }
}

extension Query {
    private static let columns = "id, name, hash, scopes, bridges, created_at, created_by, expires_at, revoked_at, revision, role, used_at"
    fileprivate static let token = Query("SELECT \(columns) FROM token WHERE id = ?")
    fileprivate static let tokens = Query("SELECT \(columns) FROM token ORDER BY id LIMIT ?")
    fileprivate static let answer = Query(
        "SELECT fingerprint, status, content_type, made_at, kept_until, tag, body FROM answer WHERE asker = ? AND key = ?")
}

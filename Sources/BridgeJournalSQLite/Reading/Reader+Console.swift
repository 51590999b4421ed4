import BridgeDomain
import BridgeJournal

// Accounts of the console, and who is signed in.
extension Reader {
    func account(_ id: String) throws(JournalError) -> AccountRecord? {
        try connection.statement(.account).bind(id).first { row throws(JournalError) in try AccountRecord(row) }
    }

    func accounts() throws(JournalError) -> [AccountRecord] {
        try connection.statement(.accounts).bind(JournalLimits.accountsMax).all { row throws(JournalError) in try AccountRecord(row) }
    }

    func session(_ id: String) throws(JournalError) -> SessionRecord? {
        try connection.statement(.session).bind(id).first { row in SessionRecord(row) }
    }

    func sessions() throws(JournalError) -> [SessionRecord] {
        try connection.statement(.sessions).bind(JournalLimits.sessionsMax).all { row in SessionRecord(row) }
    }
}

extension SessionRecord {
    fileprivate init(_ row: Statement) {
        let (id, account) = (row.text(), row.text())
        let (startedAt, seenAt, endsAt) = (row.number(), row.number(), row.number())
        self.init(
            id: id, account: account, startedAt: Timestamp(milliseconds: startedAt), endsAt: Timestamp(milliseconds: endsAt))
        self.seenAt = Timestamp(milliseconds: seenAt)
    }
}

extension AccountRecord {
    fileprivate init(_ row: Statement) throws(JournalError) {
        let (id, name, role, language, password) = (row.text(), row.text(), row.text(), row.text(), row.text())
        let (createdAt, creator) = (row.number(), row.text())
        guard let createdBy = Who(kept: creator) else { throw Codec.damaged("account \(id)", "who \(creator)") }
        guard let language = Language(rawValue: language) else { throw Codec.damaged("account \(id)", "language \(language)") }
        self.init(
            id: id, name: name, role: role, language: language, passwordHash: password, createdAt: Timestamp(milliseconds: createdAt),
            createdBy: createdBy)
        closedAt = row.optionalNumber().map { Timestamp(milliseconds: $0) }
        revision = row.number()
        if let factor = row.optionalBytes() { secondFactor = try Codec.decode(SecondFactor.self, factor, at: "account \(id)") }
        let (hash, until) = (row.optionalText(), row.optionalNumber())
        if let hash, let until { passwordLink = PasswordLink(hash: hash, until: Timestamp(milliseconds: until)) }
    }
}

extension Query {
    private static let columns =
        "id, name, role, language, password_hash, created_at, created_by, closed_at, revision, second_factor, link_hash, link_until"
    fileprivate static let account = Query("SELECT \(columns) FROM account WHERE id = ?")
    fileprivate static let accounts = Query("SELECT \(columns) FROM account ORDER BY id LIMIT ?")
    private static let sessionColumns = "id, account, started_at, seen_at, ends_at"
    fileprivate static let session = Query("SELECT \(sessionColumns) FROM session WHERE id = ?")
    fileprivate static let sessions = Query("SELECT \(sessionColumns) FROM session ORDER BY ends_at DESC, id DESC LIMIT ?")
}

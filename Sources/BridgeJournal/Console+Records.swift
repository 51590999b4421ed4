public import BridgeDomain

/// A person who may sign in at the console. The password itself is never kept, only a slow hash of it.
public struct AccountRecord: Hashable, Sendable, Codable {
    /// What the person signs in with: small letters, never changed or given to somebody else. History names them by it.
    public var id: String
    /// What people call them.
    public var name: String
    /// The role, in the words of the table of rights (`viewer`).
    public var role: String
    public var language: Language
    /// Argon2id in its text form, salt and costs included.
    public var passwordHash: String
    public var createdAt: Timestamp
    public var createdBy: Who
    /// Since when nobody can sign in with it; nil while one can.
    public var closedAt: Timestamp?
    /// The second step of signing in; nil where the password is enough.
    public var secondFactor: SecondFactor?
    /// The link by which a password can be chosen; nil when there is none.
    public var passwordLink: PasswordLink?
    /// Rises by one with every change, from 1; guards against two writers.
    public var revision: Int64

    /// A new account.
    public init(
        id: String, name: String, role: String, language: Language, passwordHash: String, createdAt: Timestamp, createdBy: Who
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.language = language
        self.passwordHash = passwordHash
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.revision = 1
    }
}

/// What proves that somebody has their telephone, beside their password.
public struct SecondFactor: Hashable, Sendable, Codable {
    /// The key of the codes, sealed; the journal never sees it open.
    public var sealedKey: String
    /// Since when codes are asked; nil while the person has not shown that the telephone makes them.
    public var since: Timestamp?
    /// The step of the last code that was used: none up to it opens anything again.
    public var lastStep: Int64
    /// Hashes of the codes for who lost the telephone; each is taken away when it is used.
    public var recoveryHashes: [String]

    /// A second factor.
    public init(sealedKey: String, since: Timestamp? = nil, lastStep: Int64 = 0, recoveryHashes: [String] = []) {
        self.sealedKey = sealedKey
        self.since = since
        self.lastStep = lastStep
        self.recoveryHashes = recoveryHashes
    }
}

/// A link by which one password can be chosen. Whoever reads the journal cannot use it: of its secret only a hash is kept.
public struct PasswordLink: Hashable, Sendable, Codable {
    /// SHA-256 of the link's secret, hexadecimal.
    public var hash: String
    /// From this moment on it opens nothing.
    public var until: Timestamp

    /// A link.
    public init(hash: String, until: Timestamp) {
        self.hash = hash
        self.until = until
    }
}

/// That somebody is signed in. Whoever reads the journal cannot act for them: the session's token is kept only as its hash.
public struct SessionRecord: Hashable, Sendable, Codable {
    /// SHA-256 of the session's token, hexadecimal.
    public var id: String
    /// ``AccountRecord/id``.
    public var account: String
    public var startedAt: Timestamp
    /// When it was last used, to the minute or so.
    public var seenAt: Timestamp
    /// When it ends, however much it is used.
    public var endsAt: Timestamp

    /// A session that begins.
    public init(id: String, account: String, startedAt: Timestamp, endsAt: Timestamp) {
        self.id = id
        self.account = account
        self.startedAt = startedAt
        self.seenAt = startedAt
        self.endsAt = endsAt
    }
}

extension JournalError {
    /// A session of that identifier is there already.
    public static func sessionThere(_ record: SessionRecord) -> JournalError {
        JournalError(.duplicate, "a session of that identifier is there already, of \(record.account)")
    }
}

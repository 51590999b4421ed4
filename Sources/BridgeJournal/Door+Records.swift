public import BridgeDomain

/// A token by which a program is let in at our door. The token itself is never kept, only its hash.
public struct TokenRecord: Hashable, Sendable, Codable {
    /// The public part of the token, by which it is found: names it in lists and history.
    public var id: String
    /// What people call its holder.
    public var name: String
    /// SHA-256 of the token's whole text, hexadecimal.
    public var hash: String
    /// What it opens, in the words of the door (`documents:write`).
    public var scopes: [String]
    /// What people of a role may that it may do (`bookkeeper`); nil where it has its scopes alone.
    public var role: String?
    /// The bridges it is for; empty for every bridge.
    public var bridges: [BridgeID]
    public var createdAt: Timestamp
    public var createdBy: Who
    /// From this moment on it opens nothing; nil when it does not run out.
    public var expiresAt: Timestamp?
    /// Since when it opens nothing; nil while it is in force.
    public var revokedAt: Timestamp?
    /// When it was last used, to the minute; noted by ``JournalChange/touchToken(id:at:)``, which is no change of the record: putting it leaves
    /// this as it is.
    public var usedAt: Timestamp?
    /// Rises by one with every change, from 1; guards against two writers.
    public var revision: Int64

    /// A new token.
    public init(
        id: String, name: String, hash: String, scopes: [String], role: String? = nil, bridges: [BridgeID], createdAt: Timestamp,
        createdBy: Who,
        expiresAt: Timestamp?
    ) {
        self.id = id
        self.name = name
        self.hash = hash
        self.scopes = scopes
        self.role = role
        self.bridges = bridges
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.expiresAt = expiresAt
        self.revision = 1
    }

    /// True while it opens anything.
    public func isInForce(at now: Timestamp) -> Bool { revokedAt == nil && expiresAt.map { now < $0 } ?? true }
}

/// The answer that was given to a request, kept so that the same request gets it again. Written in the unit that does the work: either
/// both are durable or neither is.
public struct AnswerRecord: Hashable, Sendable, Codable {
    /// Who asked: keys of different askers never meet.
    public var asker: String
    /// What the asker named the request by.
    public var key: String
    /// SHA-256 of what was asked, hexadecimal: the same key with another one is not the same request.
    public var fingerprint: String
    /// The status of the answer.
    public var status: Int
    /// The form of the body (`application/json`).
    public var contentType: String
    /// The tag of what it shows (`ETag`); nil where it has none.
    public var tag: String?
    public var body: [UInt8]
    public var madeAt: Timestamp
    /// From this moment on the answer may be forgotten, and the key used for something else.
    public var keptUntil: Timestamp

    /// The largest body that is kept: 8 MB.
    public static let bodyBytesMax = 8 << 20

    /// An answer to keep.
    public init(
        asker: String, key: String, fingerprint: String, status: Int, contentType: String, tag: String? = nil, body: [UInt8],
        madeAt: Timestamp, keptUntil: Timestamp
    ) {
        self.asker = asker
        self.key = key
        self.fingerprint = fingerprint
        self.status = status
        self.contentType = contentType
        self.tag = tag
        self.body = body
        self.madeAt = madeAt
        self.keptUntil = keptUntil
    }
}

extension JournalError {
    /// An answer under that key is kept already.
    public static func answered(_ record: AnswerRecord) -> JournalError {
        JournalError(.duplicate, "\(record.asker) has an answer under the key \(record.key) already")
    }

    /// An answer is beyond the bound.
    public static func answerTooLarge(_ record: AnswerRecord) -> JournalError {
        JournalError(
            .failed, "the answer under the key \(record.key) has \(record.body.count) bytes; at most \(AnswerRecord.bodyBytesMax) are kept")
    }
}

public import BridgeDomain
public import BridgeHash
public import BridgeJournal

/// Makes, lists and revokes the tokens of the door, and tells whether one that is shown opens it.
///
/// A token reads `lbt_<identifier>_<secret>`: the identifier finds it, 256 random bits prove it. Only the hash of the whole text is kept,
/// so a copy of the journal opens nothing; a fast hash suffices, because nobody guesses 256 bits.
public struct DoorTokens: Sendable {
    /// Characters of a holder's name.
    public static let nameMax = 100
    /// What every token begins with, so that one that was leaked is recognised for what it is.
    public static let mark = "lbt_"

    private static let identifierBytes = 8
    private static let secretBytes = 32
    /// `lbt_`, 16 and 64 hexadecimal digits, and what stands between them.
    private static let length = 4 + 16 + 1 + 64

    private let journal: any BridgeJournal
    private let clock: any TimeSource

    /// The tokens kept in a journal.
    public init(journal: any BridgeJournal, clock: any TimeSource) {
        self.journal = journal
        self.clock = clock
    }

    /// Makes a token and returns its text, which nobody can tell a second time. `bridges` may be empty: it is then for every bridge.
    public func create(
        name: String, scopes: Set<TokenScope>, role: Role? = nil, bridges: [BridgeID], expiresAt: Timestamp?, by who: Who,
        random: some RandomNumberGenerator = SecureRandom()
    ) async throws(JournalError) -> (record: TokenRecord, text: String) {
        var random = random
        let id = Hex.encode(Self.bytes(Self.identifierBytes, &random))
        let text = "\(Self.mark)\(id)_\(Hex.encode(Self.bytes(Self.secretBytes, &random)))"
        let now = clock.now()
        let record = TokenRecord(
            id: id, name: String(name.prefix(Self.nameMax)), hash: SHA256.hash(text.utf8).hex, scopes: scopes.map(\.rawValue).sorted(),
            role: role?.rawValue, bridges: bridges.sorted(), createdAt: now, createdBy: who, expiresAt: expiresAt)
        let opens = record.opens.joined(separator: ", ")
        let detail =
            bridges.isEmpty
            ? "\(record.name): \(opens) for every bridge"
            : "\(record.name): \(opens) for the bridges \(record.bridges.map(\.text).joined(separator: ", "))"
        try await journal.commit(
            JournalUnit([
                .putToken(record),
                .record(HistoryEntry(at: now, who: who, bridge: nil, subject: "token/\(id)", act: "created", detail: detail)),
            ]))
        return (record, text)
    }

    /// All tokens, in force or not.
    public func list() async throws(JournalError) -> [TokenRecord] { try await journal.tokens() }

    /// Ends a token at once; nil when there is none of that identifier. One that was revoked before stays as it is.
    public func revoke(_ id: String, by who: Who) async throws(JournalError) -> TokenRecord? {
        for attempt in 1... {
            guard var record = try await journal.token(id) else { return nil }
            guard record.revokedAt == nil else { return record }
            let now = clock.now()
            record.revokedAt = now
            record.revision += 1
            do throws(JournalError) {
                try await journal.commit(
                    JournalUnit([
                        .putToken(record),
                        .record(HistoryEntry(at: now, who: who, bridge: nil, subject: "token/\(id)", act: "revoked", detail: record.name)),
                    ]))
                return record
            } catch  where error.code == .conflict && attempt < Self.conflictsMax {
                continue
            }
        }
        return nil
    }

    private static let conflictsMax = 5

    /// Seconds between two notes of a token's use.
    static let touchSeconds: Int64 = 60

    /// Notes that a token is used, at most once a minute.
    public func noteUse(of token: TokenRecord) async throws(JournalError) {
        let now = clock.now()
        if let used = token.usedAt, now.milliseconds(since: used) < Self.touchSeconds * 1_000 { return }
        try await journal.commit(JournalUnit([.touchToken(id: token.id, at: now)]))
    }

    /// What the history calls a token.
    public static func who(_ token: TokenRecord) -> Who { .machine("\(whoMark)\(token.id) \(token.name)") }

    /// The person who counts for an act where two are needed: behind a token, who made it.
    public func maker(of who: Who) async throws(JournalError) -> Who {
        guard case .machine(let name) = who, name.hasPrefix(Self.whoMark) else { return who }
        var maker = who
        var id = String(name.dropFirst(Self.whoMark.count).prefix { $0 != " " })
        // A token may have been made by a program that had one, which was there before it.
        while true {
            guard let token = try await journal.token(id) else { return maker }
            maker = token.createdBy
            guard case .machine(let before) = maker, before.hasPrefix(Self.whoMark) else { return maker }
            id = String(before.dropFirst(Self.whoMark.count).prefix { $0 != " " })
        }
    }

    /// The token that acts under that name; nil for a person and for parts of the machine.
    func token(of who: Who) async throws(JournalError) -> TokenRecord? {
        guard case .machine(let name) = who, name.hasPrefix(Self.whoMark) else { return nil }
        return try await journal.token(String(name.dropFirst(Self.whoMark.count).prefix { $0 != " " }))
    }

    /// When the token of a program that makes another ends: what it makes must not outlive it. nil where a person makes it.
    public func end(of who: Who) async throws(JournalError) -> Timestamp? { try await token(of: who)?.expiresAt }

    private static let whoMark = "token/"

    /// What a request shows of itself.
    public enum Admission: Sendable {
        case token(TokenRecord)
        /// No token at all.
        case nothingShown
        /// Not one of ours, revoked or run out: which of them, only its holder may know.
        case refused(Reason)

        public enum Reason: Sendable {
            case unknown, revoked, expired
        }
    }

    /// Judges an `Authorization` field. Takes the same time whether the secret is nearly right or not at all.
    public func admit(_ authorization: String?) async throws(JournalError) -> Admission {
        guard let authorization else { return .nothingShown }
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return .nothingShown }
        let text = String(parts[1])
        guard text.utf8.count == Self.length, text.hasPrefix(Self.mark) else { return .refused(.unknown) }
        let id = String(text.dropFirst(Self.mark.count).prefix(Self.identifierBytes * 2))
        let record = try await journal.token(id)
        // The comparison is made even where there is nothing to compare with.
        let isRight = ConstantTime.equal(SHA256.hash(text.utf8).hex, record?.hash ?? String(repeating: "-", count: 64))
        guard let record, isRight else { return .refused(.unknown) }
        if record.revokedAt != nil { return .refused(.revoked) }
        return record.isInForce(at: clock.now()) ? .token(record) : .refused(.expired)
    }

    private static func bytes(_ count: Int, _ random: inout some RandomNumberGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
}

extension TokenRecord {
    /// Whether it may do this, by its scopes or its role.
    public func may(_ verb: Verb) -> Bool { Rights.allow(verb, scopes: scopes, role: role.flatMap { Role(rawValue: $0) }) }
    public func isFor(_ bridge: BridgeID) -> Bool { bridges.isEmpty || bridges.contains(bridge) }
    /// Its role and its scopes, as lists name them.
    public var opens: [String] { (role.map { [$0] } ?? []) + scopes }
}

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
    private var family: TokenFamily { TokenFamily(journal: journal) }

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

    /// Whether a token opens anything now, as the door judges.
    public func standing(of token: TokenRecord) async throws(JournalError) -> TokenStanding {
        try await family.standing(of: token, at: clock.now()).0
    }

    /// Ends a token at once, and with it every token that was made by it; nil when there is none of that identifier. One that was revoked before
    /// stays as it is. Refused as a conflict where it is not at the revision at which it was `seen` (nil: however it stands).
    public func revoke(_ id: String, seen: Int64? = nil, by who: Who) async throws(JournalError) -> TokenRecord? {
        for attempt in 1... {
            guard var record = try await journal.token(id) else { return nil }
            if let seen, record.revision != seen { throw .changedMeanwhile("token/\(id)", revision: seen + 1) }
            guard record.revokedAt == nil else { return record }
            let now = clock.now()
            record.revokedAt = now
            record.revision += 1
            let changes: [JournalChange] = [.putToken(record), TokenFamily.revoked(record, record.name, by: who, at: now)]
            let descended = try await family.ending(of: DoorTokens.who(record), by: who, at: now)
            do throws(JournalError) {
                try await journal.commit(JournalUnit(changes + descended))
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
        var maker = who
        // A token may have been made by a program that had one, which was there before it.
        while let id = maker.token, let token = try await journal.token(id) { maker = token.createdBy }
        return maker
    }

    /// When the token of a program that makes another ends: what it makes must not outlive it. nil where a person makes it.
    public func end(of who: Who) async throws(JournalError) -> Timestamp? {
        guard let id = who.token else { return nil }
        return try await journal.token(id)?.expiresAt
    }

    /// Whether that person decides who comes in. Somebody without an account is at the machine itself, which asks nobody.
    public func mayMake(_ who: Who) async throws(JournalError) -> Bool {
        guard case .person(let id) = who, let account = try await journal.account(id) else { return true }
        return account.closedAt == nil && Role(rawValue: account.role).map { Rights.allow(.manageAccounts, $0) } ?? false
    }

    static let whoMark = "token/"

    /// What a request shows of itself.
    public enum Admission: Sendable {
        /// What it opens now: no more than those may who made it.
        case token(TokenRecord)
        /// No token at all.
        case nothingShown
        /// Not one of ours, revoked or run out: which of them, only its holder may know.
        case refused(Reason)

        public enum Reason: Hashable, Sendable {
            case unknown
            /// It is one of ours, and not in force.
            case standing(TokenStanding)
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
        let (standing, opens) = try await family.standing(of: record, at: clock.now())
        return opens.map { .token($0) } ?? .refused(.standing(standing))
    }

    private static func bytes(_ count: Int, _ random: inout some RandomNumberGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
}

extension Who {
    /// The identifier of the token that acts under this name; nil for a person and for parts of the machine.
    public var token: String? {
        guard case .machine(let name) = self, name.hasPrefix(DoorTokens.whoMark) else { return nil }
        return String(name.dropFirst(DoorTokens.whoMark.count).prefix { $0 != " " })
    }
}

extension TokenRecord {
    /// Whether it may do this, by its scopes or its role.
    public func may(_ verb: Verb) -> Bool { Rights.allow(verb, scopes: scopes, role: role.flatMap { Role(rawValue: $0) }) }
    public func isFor(_ bridge: BridgeID) -> Bool { bridges.isEmpty || bridges.contains(bridge) }
    /// Its role and its scopes, as lists name them.
    public var opens: [String] { (role.map { [$0] } ?? []) + scopes }
}

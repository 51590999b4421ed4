public import BridgeDomain

/// A unit on its way to the disk: the caller may do something else meanwhile, and must ask what became of it.
public struct PendingCommit: Sendable {
    private let outcome: @Sendable () async -> Result<Void, JournalError>

    /// A commit whose outcome is asked for with `outcome`, once.
    public init(_ outcome: @escaping @Sendable () async -> Result<Void, JournalError>) { self.outcome = outcome }

    /// Returns when the unit is durable; throws when it was refused. To be called once.
    public func wait() async throws(JournalError) { try await outcome().get() }
}

// Questions and acts for many at once. A journal that answers one by one need do nothing; one that can do better does.
extension BridgeJournal {
    /// Commits before it returns.
    public func begin(_ unit: JournalUnit) async -> PendingCommit {
        let result: Result<Void, JournalError>
        do { result = .success(try await commit(unit)) } catch { result = .failure(error) }
        return PendingCommit { result }
    }

    /// One question per posting.
    public func entries(of postings: [PostingRecord], bridge: BridgeID) async throws(JournalError) -> [DocumentKey: EntryRecord] {
        var found: [DocumentKey: EntryRecord] = [:]
        for posting in postings {
            found[posting.document] = try await entry(posting.document, version: posting.documentVersion, bridge: bridge)
        }
        return found
    }

    /// One question per posting.
    public func documents(of postings: [PostingRecord], bridge: BridgeID) async throws(JournalError) -> [DocumentKey: DocumentRecord] {
        var found: [DocumentKey: DocumentRecord] = [:]
        for posting in postings {
            let versions = try await versions(posting.document, bridge: bridge)
            found[posting.document] = versions.last { $0.version == posting.documentVersion }
        }
        return found
    }

    /// One question per name.
    public func bindings(_ bridge: BridgeID, _ kind: Binding.Kind, ours: [String]) async throws(JournalError) -> [String: Binding] {
        var found: [String: Binding] = [:]
        for name in ours { found[name] = try await binding(bridge, kind, ours: name) }
        return found
    }

    /// Two questions.
    public func signedIn(_ id: String) async throws(JournalError) -> (session: SessionRecord, account: AccountRecord)? {
        guard let session = try await session(id), let account = try await account(session.account) else { return nil }
        return (session, account)
    }

    /// One question per document.
    public func credited(among originals: [DocumentKey], bridge: BridgeID) async throws(JournalError) -> Set<DocumentKey> {
        var found: Set<DocumentKey> = []
        for original in originals where try await !credits(of: original, bridge: bridge).isEmpty { found.insert(original) }
        return found
    }
}

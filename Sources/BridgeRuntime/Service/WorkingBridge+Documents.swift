import BridgeConnector
public import BridgeDomain
public import BridgeEngine
public import BridgeJournal
public import BridgeMapping
import BridgeReports

extension WorkingBridge {
    private var walk: DocumentWalk { DocumentWalk(journal: parts.journal, bridge: parts.policy.bridge) }

    /// The newest version of a posting's document and its party, as mapping would see them; nil when the document could not be read.
    public func documentAndParty(of posting: PostingRecord) async throws(JournalError) -> (Document, Party?)? {
        try await walk.documentAndParty(of: posting)
    }

    /// The party of a document, as the journal knows it.
    public func party(of document: Document) async throws(JournalError) -> Party? { try await walk.party(of: document) }

    /// Hands over every document that is not booked, withdrawn or settled, newest first.
    public func forEachWaiting(_ work: (Document, Party?) -> Void) async throws(JournalError) {
        try await walk.each(
            PostingFilter(bridge: parts.policy.bridge, states: [.parked, .held, .ready, .rejected]), limit: .max, work)
    }

    /// Hands over the newest `limit` documents, whatever their state.
    public func forEachNewest(_ limit: Int, _ work: (Document, Party?) -> Void) async throws(JournalError) {
        try await walk.each(PostingFilter(bridge: parts.policy.bridge), limit: limit, work)
    }

    /// The translator with other rules: for trying them before they are saved.
    public func translator(with rules: MappingRules, version: Int) -> MappingTranslator { parts.translator(with: rules, version: version) }

    /// Saves a new version of the mapping and judges again what was parked for want of a rule, or keeps it for another person to approve.
    /// Returns the version and what became of it.
    public func save(_ rules: MappingRules, yaml: String, by who: Who, comment: String) async throws(JournalError) -> (
        version: Int, outcome: SavedRules
    ) {
        let version = (try await parts.journal.mapping(parts.policy.bridge, version: nil)?.version ?? 0) + 1
        return (version, try await Desk(parts: parts, who: who).save(rules, yaml: yaml, version: version, comment: comment))
    }
}

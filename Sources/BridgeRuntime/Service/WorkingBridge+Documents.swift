import BridgeConnector
public import BridgeDomain
public import BridgeEngine
public import BridgeJournal
public import BridgeMapping

extension WorkingBridge {
    /// The newest version of a posting's document and its party, as mapping would see them; nil when the document could not be read.
    public func documentAndParty(of posting: PostingRecord) async throws(JournalError) -> (Document, Party?)? {
        let journal = parts.journal
        let bridge = parts.policy.bridge
        guard var document = try await journal.versions(posting.document, bridge: bridge).last?.document else { return nil }
        document.key = posting.document
        return (document, try await party(of: document))
    }

    /// The party of a document, as the journal knows it.
    public func party(of document: Document) async throws(JournalError) -> Party? {
        guard let key = document.party?.key else { return nil }
        return try await parts.journal.parties([key], bridge: parts.policy.bridge)[key]?.party
    }

    /// Hands over every document that is not booked, withdrawn or settled, newest first; pages through the journal, so memory stays flat.
    public func forEachWaiting(_ work: (Document, Party?) -> Void) async throws(JournalError) {
        try await forEach([.parked, .held, .ready, .rejected], limit: .max, work)
    }

    /// Hands over the newest `limit` documents, whatever their state.
    public func forEachNewest(_ limit: Int, _ work: (Document, Party?) -> Void) async throws(JournalError) {
        try await forEach([], limit: limit, work)
    }

    /// Documents read at a time.
    private static let pageMax = 500

    private func forEach(_ states: Set<PostingState>, limit: Int, _ work: (Document, Party?) -> Void) async throws(JournalError) {
        var left = limit
        var before: Int64?
        while left > 0 {
            let page = try await parts.journal.list(
                PostingFilter(bridge: parts.policy.bridge, states: states), before: before, limit: min(left, Self.pageMax))
            guard let last = page.last else { return }
            for posting in page {
                if let (document, party) = try await documentAndParty(of: posting) { work(document, party) }
            }
            left -= page.count
            before = last.sequence
        }
    }

    /// The translator with other rules: for trying them before they are saved.
    public func translator(with rules: MappingRules, version: Int) -> MappingTranslator {
        MappingTranslator(rules: rules, version: version, bridge: parts.policy, capabilities: parts.connector.capabilities)
    }

    /// Saves a new version of the mapping and judges again what was parked for want of a rule. Returns the version and how many were
    /// judged.
    public func save(_ rules: MappingRules, yaml: String, by who: Who, comment: String) async throws(JournalError) -> (
        version: Int, judged: Int
    ) {
        let version = (try await parts.journal.mapping(parts.policy.bridge, version: nil)?.version ?? 0) + 1
        let now = parts.clock.now()
        try await parts.journal.commit(
            JournalUnit([
                .keepMapping(
                    MappingRecord(bridge: parts.policy.bridge, version: version, yaml: yaml, savedAt: now, savedBy: who, comment: comment)),
                .record(
                    HistoryEntry(
                        at: now, who: who, bridge: parts.policy.bridge, subject: "mapping", act: "saved",
                        detail: "version \(version): \(comment)")),
            ]))
        var renewed = parts
        renewed.translator = translator(with: rules, version: version)
        return (version, try await Desk(parts: renewed, who: who).remap())
    }
}

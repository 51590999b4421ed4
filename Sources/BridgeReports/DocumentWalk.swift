public import BridgeDomain
public import BridgeJournal

/// Documents with their parties as mapping sees them, one after the other: for trying rules and counting what they do.
public struct DocumentWalk: Sendable {
    private let journal: any BridgeJournal
    private let bridge: BridgeID

    /// Documents read at a time.
    private static let pageMax = 500

    /// The documents of one bridge.
    public init(journal: any BridgeJournal, bridge: BridgeID) {
        self.journal = journal
        self.bridge = bridge
    }

    /// The newest version of a posting's document and its party; nil when the document could not be read.
    public func documentAndParty(of posting: PostingRecord) async throws(JournalError) -> (Document, Party?)? {
        guard var document = try await journal.versions(posting.document, bridge: bridge).last?.document else { return nil }
        document.key = posting.document
        return (document, try await party(of: document))
    }

    /// The party of a document, as the journal knows it.
    public func party(of document: Document) async throws(JournalError) -> Party? {
        guard let key = document.party?.key else { return nil }
        return try await journal.parties([key], bridge: bridge)[key]?.party
    }

    /// Hands over the newest `limit` documents that meet a filter, newest first; those that could not be read are left out. Pages through the
    /// journal, so memory stays flat. Cost: two look-ups each.
    public func each(_ filter: PostingFilter, limit: Int, _ work: (Document, Party?) -> Void) async throws(JournalError) {
        var left = limit
        var before: Int64?
        while left > 0 {
            let page = try await journal.list(filter, before: before, limit: min(left, Self.pageMax))
            guard let last = page.last else { return }
            for posting in page {
                if let (document, party) = try await documentAndParty(of: posting) { work(document, party) }
            }
            left -= page.count
            before = last.sequence
        }
    }
}

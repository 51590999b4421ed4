public import BridgeDomain
public import BridgeJournal

/// Documents with their parties as mapping sees them, one after the other: for trying rules and counting what they do.
public struct DocumentWalk: Sendable {
    private let journal: any BridgeJournal
    private let bridge: BridgeID

    /// Documents read at a time.
    private static let pageMax = 100

    /// The documents of one bridge.
    public init(journal: any BridgeJournal, bridge: BridgeID) {
        self.journal = journal
        self.bridge = bridge
    }

    /// A posting's document and its party; nil when the document could not be read.
    public func documentAndParty(of posting: PostingRecord) async throws(JournalError) -> (Document, Party?)? {
        try await documentsAndParties(of: [posting]).first
    }

    private func documentsAndParties(of postings: [PostingRecord]) async throws(JournalError) -> [(Document, Party?)] {
        let kept = try await journal.documents(of: postings, bridge: bridge)
        let documents = postings.compactMap { posting in
            var document = kept[posting.document]?.document
            document?.key = posting.document
            return document
        }
        let parties = try await journal.parties(Set(documents.compactMap { $0.party?.key }).sorted(), bridge: bridge)
        return documents.map { document in (document, document.party.flatMap { parties[$0.key]?.party }) }
    }

    /// The party of a document, as the journal knows it.
    public func party(of document: Document) async throws(JournalError) -> Party? {
        guard let key = document.party?.key else { return nil }
        return try await journal.parties([key], bridge: bridge)[key]?.party
    }

    /// Hands over the newest `limit` documents that meet a filter, newest first; those that could not be read are left out. Pages through the
    /// journal, so memory stays flat. Cost: three questions for each hundred.
    public func each(_ filter: PostingFilter, limit: Int, _ work: (Document, Party?) -> Void) async throws(JournalError) {
        var left = limit
        var before: Int64?
        while left > 0 {
            let page = try await journal.list(filter, before: before, limit: min(left, Self.pageMax))
            guard let last = page.last else { return }
            for (document, party) in try await documentsAndParties(of: page) { work(document, party) }
            left -= page.count
            before = last.sequence
        }
    }
}

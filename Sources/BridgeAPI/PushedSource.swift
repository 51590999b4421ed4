public import BridgeDomain
public import BridgeJournal
public import BridgeSource

/// The source of a bridge whose trade system pushes. There is nothing to fetch: the streams are empty, a document is read from the journal,
/// and what became of it is asked for at our door, where the journal answers; so a report needs no call.
public struct PushedSource: DocumentSource {
    private let bridge: BridgeID
    private let administration: SourceAdministrationInfo
    private let journal: any BridgeJournal

    /// The source of one bridge.
    public init(bridge: BridgeID, administration: SourceAdministrationInfo, journal: any BridgeJournal) {
        self.bridge = bridge
        self.administration = administration
        self.journal = journal
    }

    /// The bridge's own.
    public func administrations() async throws(SourceError) -> [SourceAdministrationInfo] { [administration] }

    /// Always empty.
    public func parties(_ kind: PartyKind, after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceParty> {
        SourcePage(items: [], next: cursor, hasMore: false)
    }

    /// Always empty.
    public func documents(after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceDocument> {
        SourcePage(items: [], next: cursor, hasMore: false)
    }

    /// The newest version that was pushed.
    public func document(_ id: SourceID) async throws(SourceError) -> SourceDocument {
        let kept = try await asked { () async throws(JournalError) -> (PostingRecord, DocumentRecord)? in
            guard let posting = try await journal.postings(source: id, bridge: bridge).first,
                let version = try await journal.versions(posting.document, bridge: bridge).last
            else { return nil }
            return (posting, version)
        }
        guard let (posting, version) = kept else { throw SourceError(.notFound, "no document \(id) was pushed to \(bridge)") }
        return SourceDocument(
            sourceID: id, key: posting.document, version: version.version, raw: version.raw, document: version.document,
            problems: version.problems, isWithdrawn: posting.problems.contains { $0.code == .withdrawnAtSource })
    }

    /// None: the trade system is not asked anything.
    public func codes(_ list: CodeList) async throws(SourceError) -> [ListedCode] { [] }

    /// What was accepted, per day, kind and currency. Reads every document of those days.
    public func controlTotals(from: CalendarDate, to: CalendarDate) async throws(SourceError) -> [ControlTotal] {
        guard from <= to else { return [] }
        var totals: [TotalKey: ControlTotal] = [:]
        var before: Int64?
        while true {
            let page = try await asked { () async throws(JournalError) in
                try await journal.list(
                    PostingFilter(bridge: bridge, invoiceDates: from...to), before: before, limit: Self.pageMax)
            }
            for posting in page where posting.state != .withdrawn { try await add(posting, &totals) }
            guard let last = page.last else { break }
            before = last.sequence
        }
        return totals.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Nothing to do: the journal that makes the report is the one that is asked.
    public func report(_ status: StatusReport, key: String) async throws(SourceError) {}

    /// Pushes come in through the door itself.
    public func nudge(headers: [(name: String, value: String)], body: [UInt8], now: Timestamp) -> SourceNudge? { nil }

    private static let pageMax = 500

    private struct TotalKey: Hashable, Comparable {
        var date: CalendarDate
        var kind: DocumentKind
        var currency: String

        static func < (left: TotalKey, right: TotalKey) -> Bool {
            (left.date, left.kind.rawValue, left.currency) < (right.date, right.kind.rawValue, right.currency)
        }
    }

    private func add(_ posting: PostingRecord, _ totals: inout [TotalKey: ControlTotal]) async throws(SourceError) {
        let document = try await asked { () async throws(JournalError) in
            try await journal.versions(posting.document, bridge: bridge).last { $0.version == posting.documentVersion }?.document
        }
        let key = TotalKey(date: posting.invoiceDate, kind: posting.document.kind, currency: posting.gross?.currency.code ?? "")
        var total =
            totals[key]
            ?? ControlTotal(date: key.date, kind: key.kind, documents: 0, lines: 0, net: nil, vat: nil, gross: nil)
        total.documents += 1
        total.lines += document.map { $0.lines.count + $0.ledgerLines.count } ?? 0
        total.net = Self.sum(total.net, posting.net)
        total.vat = Self.sum(total.vat, posting.vat)
        total.gross = Self.sum(total.gross, posting.gross)
        totals[key] = total
    }

    private static func sum(_ total: Money?, _ amount: Money?) -> Money? {
        guard let amount else { return total }
        return (total ?? .zero(amount.currency)) + amount
    }

    private func asked<Answer>(_ ask: () async throws(JournalError) -> Answer) async throws(SourceError) -> Answer {
        do throws(JournalError) { return try await ask() } catch { throw SourceError(.unavailable, error.message) }
    }
}

public import BridgeConnector
public import BridgeDomain
import BridgeHTTP
import BridgeJSON

extension ExactOnlineConnector {
    /// Entries fetched whole in one call.
    static let entriesPerFetch = 20
    /// The kinds of transaction that can be an entry of ours: sales and purchase entries and credit notes, other (reference
    /// `exact-online` §7.18). A payment that repeats our reference is none.
    static let ownTypes: Set<Int64> = [20, 21, 30, 31, 90]
    /// Ledger rows in pages of 60.
    static let ledgerRows = "financialtransaction/TransactionLines"

    /// Every entry that carries the reference: one call, and where ledger postings are in use a second when the first finds nothing,
    /// because those carry it in their lines' descriptions.
    public func entries(carrying reference: EntryReference, with master: MasterData) async throws(ConnectorError) -> [BookedEntry] {
        let found = try await entries(ExactFilter.reference(reference), master)
        guard found.isEmpty, settings.daybookUse.contains(.general) else { return found }
        return try await entries("\(ExactFilter.describedBy(reference)) and Type eq 90", master).filter { $0.reference == reference }
    }

    /// Entries booked or changed after `cursor` in daybooks of the kinds in use: one call per 1,000 ledger rows, and one per 20 entries
    /// of which only some rows changed.
    public func booked(after cursor: TargetCursor, with master: MasterData) async throws(ConnectorError) -> TargetPage<BookedEntry> {
        var cursor = try ExactCursor(cursor, movedNow: master.cursors[ExactCursor.movedKey])
        let from = cursor.marks["lines"] ?? ExactCursor.beginning
        let page = try await client.page(
            get(
                "sync/Financial/TransactionLines",
                [("$filter", ExactFilter.after(from)), ("$select", TransactionLine.select + ",Timestamp")]))
        let types = Set(settings.daybookUse.map(\.journalType))
        let daybooks = Set(master.daybooks.filter { types.contains($0.type) }.map(\.code))
        let sorted = BookedEntries(
            page: try lines(page.rows, "sync/Financial/TransactionLines", master), hasMore: page.next != nil, daybooks: daybooks)
        let whole = try await whole(sorted.incomplete, master)
        cursor.marks["lines"] = max(from, sorted.resumeAfter ?? from)
        return TargetPage(
            items: (sorted.complete + whole).compactMap { BookedEntry($0, with: master) }, next: cursor.target, hasMore: page.next != nil)
    }

    private func entries(_ filter: String, _ master: MasterData) async throws(ConnectorError) -> [BookedEntry] {
        entries(try await ownLines(filter, master), master)
    }

    func entries(_ lines: [TransactionLine], _ master: MasterData) -> [BookedEntry] {
        BookedEntries.grouped(lines).map(BookedEntries.withoutHead).compactMap { BookedEntry($0, with: master) }
    }

    /// Ledger rows that can be ours, all pages of them.
    func ownLines(
        _ filter: String, _ master: MasterData, in endpoint: String = ledgerRows
    ) async throws(ConnectorError) -> [TransactionLine] {
        let rows = try await client.rows(get(endpoint, [("$filter", filter), ("$select", TransactionLine.select)]))
        return try lines(rows, endpoint, master).filter { Self.ownTypes.contains($0.`Type`) }
    }

    func whole(
        _ entryIDs: [String], _ master: MasterData, select: String = TransactionLine.select
    ) async throws(ConnectorError) -> [[TransactionLine]] {
        let endpoint = "bulk/Financial/TransactionLines"
        var entries: [[TransactionLine]] = []
        var rest = entryIDs[...]
        while !rest.isEmpty {
            let filter = ExactFilter.any("EntryID", rest.prefix(Self.entriesPerFetch).map(ExactFilter.guid))
            let rows = try await client.rows(get(endpoint, [("$filter", filter), ("$select", select)]))
            entries += BookedEntries.grouped(try lines(rows, endpoint, master)).map(BookedEntries.withoutHead)
            rest = rest.dropFirst(Self.entriesPerFetch)
        }
        return entries
    }

    func lines(_ rows: [JSON], _ endpoint: String, _ master: MasterData) throws(ConnectorError) -> [TransactionLine] {
        var lines: [TransactionLine] = []
        lines.reserveCapacity(rows.count)
        for row in rows {
            guard let line = TransactionLine(row, books: master.currency) else { throw unreadable(endpoint) }
            lines.append(line)
        }
        return lines
    }
}

public import BridgeConnector
public import BridgeDomain

extension AFASProfitConnector {
    /// Entries fetched whole in one call: their filter stays below the 2,049 characters a query may have.
    static let entriesPerFetch = 20
    /// Rows of a page: some 25 columns, below 150,000 cells.
    static let ledgerTake = 4_000
    private static let stream = "lines"
    private static let key = ["UnitId", "EntryNo", "SeqNo"]

    /// Every entry that carries the reference as its voucher number, or its invoice number in a daybook that makes invoices: one call, and one
    /// more where rows of an entry are missing.
    public func entries(carrying reference: EntryReference, with master: MasterData) async throws(ConnectorError) -> [BookedEntry] {
        var groups = [[unit, AFASCondition("VoucherNo", reference.text)]]
        let number = AFASInvoiceNumber(settings.shortenings).number(of: reference)
        if let number { groups.append([unit, AFASCondition("InvoiceId", number)]) }
        let rows = try await ledgerRows(groups)
        // Texts compare without regard to case over there. Payments carry the invoice's number too: they are none of ours.
        let own = rows.filter { row in
            row.VoucherNo == reference.text || (row.InvoiceId == number && number != nil && makesInvoices(row.JournalId, master))
        }
        let wanted = Set(own.map(\.EntryNo))
        let grouped = AFASLedgerEntries(rows.filter { wanted.contains($0.EntryNo) })
        let whole = try await whole(grouped.incomplete)
        return booked(AFASLedgerEntries.joined(grouped.complete + whole).entries, master)
    }

    /// Entries booked or changed after `cursor`: one call per 4,000 rows, and one per 20 entries of which only some rows are in the page.
    public func booked(after cursor: TargetCursor, with master: MasterData) async throws(ConnectorError) -> TargetPage<BookedEntry> {
        var seen = memory.seen(at: cursor)
        var cursor = try AFASCursor(cursor)
        let page = try await changes.page(after: cursor.marks[Self.stream] ?? AFASMark(), &seen, now: clock.now())
        let grouped = AFASLedgerEntries(try typed(page.rows), isCut: page.hasMore)
        let whole = try await whole(grouped.incomplete)
        var found = AFASLedgerEntries.joined(grouped.complete + whole)
        for voucher in found.partial {
            // The other parts were booked at another time.
            let rows = try await ledgerRows([[unit, AFASCondition("VoucherNo", voucher)]]).filter { $0.VoucherNo == voucher }
            found.entries += AFASLedgerEntries.joined(AFASLedgerEntries(rows).complete).entries
        }
        cursor.marks[Self.stream] = page.next
        let news = found.entries.filter { entry in
            guard let time = entry.map(\.Modified).max() else { return false }
            return seen.isNews(String(entry[0].EntryNo), entry.map(\.content).hashValue, at: time)
        }
        cursor.goOn(with: &seen)
        memory.keep(seen, at: cursor.target)
        return TargetPage(items: booked(news, master), next: cursor.target, hasMore: page.hasMore)
    }

    /// Where the stream of entries ends now: one call.
    public func bookedEnd(with master: MasterData) async throws(ConnectorError) -> TargetCursor {
        var cursor = try AFASCursor(.start)
        cursor.marks[Self.stream] = try await changes.end()
        return cursor.target
    }

    /// The parts of a split entry that are booked: their entry numbers by part.
    func parts(carrying reference: EntryReference, within deadline: CallDeadline) async throws(ConnectorError) -> [Int: String] {
        let groups = [[unit, AFASCondition("VoucherNo", reference.text)]]
        var numbers: [Int: String] = [:]
        for row in try await ledgerRows(groups, within: deadline) where row.VoucherNo == reference.text {
            if let mark = AFASSplit.mark(in: row.Description) { numbers[mark.number] = String(row.EntryNo) }
        }
        return numbers
    }

    private var unit: AFASCondition { AFASCondition("UnitId", String(settings.administration)) }

    private var changes: AFASChanges {
        AFASChanges(
            client: client, stream: Self.stream, connector: settings.connectors.entryLines, time: "Modified",
            key: Self.key, conditions: [unit], take: Self.ledgerTake)
    }

    private func ledgerRows(
        _ groups: [[AFASCondition]], within deadline: CallDeadline? = nil
    ) async throws(ConnectorError) -> [AFASLedgerRow] {
        let query = AFASQuery(settings.connectors.entryLines, anyOf: groups, order: Self.key)
        return try typed(try await client.rows(query, take: Self.ledgerTake, within: deadline))
    }

    private func typed(_ rows: [AFASRow]) throws(ConnectorError) -> [AFASLedgerRow] {
        var typed: [AFASLedgerRow] = []
        typed.reserveCapacity(rows.count)
        for row in rows {
            guard let row = AFASLedgerRow(row, books: settings.bookCurrency, axes: settings.allocationAxes) else {
                throw ConnectorError(
                    .misused, "A row of \(settings.connectors.entryLines) lacks what every row has: run the connection check")
            }
            typed.append(row)
        }
        return typed
    }

    private func whole(_ numbers: [Int]) async throws(ConnectorError) -> [[AFASLedgerRow]] {
        var entries: [[AFASLedgerRow]] = []
        var rest = numbers[...]
        while !rest.isEmpty {
            let groups = rest.prefix(Self.entriesPerFetch).map { [unit, AFASCondition("EntryNo", String($0))] }
            entries += AFASLedgerEntries(try await ledgerRows(groups)).all
            rest = rest.dropFirst(Self.entriesPerFetch)
        }
        return entries
    }

    /// A daybook in which a number names an invoice and not what pays it. Where the type is not known, a look-up rather shows too much.
    private func makesInvoices(_ daybook: String, _ master: MasterData) -> Bool {
        let type = master.daybooks.first { $0.code == daybook }?.type.lowercased() ?? ""
        return !["bank", "kas", "cash", "memo", "general"].contains { type.hasPrefix($0) }
    }

    private func booked(_ entries: [[AFASLedgerRow]], _ master: MasterData) -> [BookedEntry] {
        entries.compactMap { rows in
            BookedEntry(rows, settings, makesInvoices: makesInvoices(rows.first?.JournalId ?? "", master))
        }
    }
}

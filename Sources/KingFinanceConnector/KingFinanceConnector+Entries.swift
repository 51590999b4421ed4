public import BridgeConnector
public import BridgeDomain

extension KingFinanceConnector {
    /// Every entry that carries the reference as its document number (`BOEKSTUK`): one call, and some for control accounts that are not known
    /// yet and for the link of a credit note.
    public func entries(carrying reference: EntryReference, with master: MasterData) async throws(ConnectorError) -> [BookedEntry] {
        try await booked(KingBookedRows.grouped(try await rows(carrying: reference)), master)
    }

    /// Entries booked or changed after `cursor`: one call per 5,000 rows of the days since, and some for splits that a page cuts, control
    /// accounts that are not known yet and links of credit notes.
    public func booked(after cursor: TargetCursor, with master: MasterData) async throws(ConnectorError) -> TargetPage<BookedEntry> {
        var seen = memory.seen(at: cursor)
        var cursor = try KingCursor(cursor)
        let begun = cursor.within?.begun ?? KingCursor.day(at: clock.now())
        let number = (cursor.within?.place ?? 0) + 1
        var selection = KingSelection("BOE", KingBookedRow.columns, order: KingBookedRow.order)
        selection.changedSince = cursor.since
        let page = try await client.page(selection, page: number)
        let isMoved = cursor.within.map { within in page.count.map { $0 < within.count } ?? false } ?? false
        var news: [KingBookedRows] = []
        for entry in try await whole(KingBookedRows.grouped(try typed(page.rows)), isCut: !page.isLast)
        where seen.isNews(entry.key, entry.hashValue) { news.append(entry) }
        if page.isLast, !isMoved {
            (cursor.since, cursor.within) = (begun, nil)
            seen.isOver()
        } else {
            // Rows went away meanwhile, and others took their places on pages that were read: from the first page again.
            cursor.within = .init(place: isMoved ? 0 : number, count: page.count ?? 0, begun: begun)
        }
        let items = try await booked(news, master)
        cursor.digest = seen.digest
        memory.keep(seen, at: cursor.target)
        return TargetPage(items: items, next: cursor.target, hasMore: cursor.within != nil)
    }

    /// Where the stream of entries ends now: today, without a call.
    public func bookedEnd(with master: MasterData) async throws(ConnectorError) -> TargetCursor {
        var cursor = KingCursor()
        cursor.since = KingCursor.day(at: clock.now())
        return cursor.target
    }

    /// Rows that carry a reference: King compares texts without regard to case.
    func rows(carrying reference: EntryReference, within deadline: CallDeadline? = nil) async throws(ConnectorError) -> [KingBookedRow] {
        let selection = KingSelection(
            "BOE", KingBookedRow.columns, where: [KingCondition("BOEKSTUK", .equal, reference.text)], order: KingBookedRow.order)
        return try typed(try await client.rows(selection, within: deadline)).filter { $0.reference == reference.text }
    }

    private func typed(_ rows: [KingRow]) throws(ConnectorError) -> [KingBookedRow] {
        var typed: [KingBookedRow] = []
        typed.reserveCapacity(rows.count)
        for row in rows {
            guard let row = KingBookedRow(row, books: settings.bookCurrency) else {
                throw ConnectorError(.misused, "A row of BOE lacks what every row has, or holds an amount that can be read in two ways")
            }
            typed.append(row)
        }
        return typed
    }

    /// Splits of which the page has only some rows are fetched by themselves.
    private func whole(_ entries: [KingBookedRows], isCut: Bool) async throws(ConnectorError) -> [KingBookedRows] {
        var whole: [KingBookedRows] = []
        for (place, entry) in entries.enumerated() {
            let isAtEdge = place == 0 || (isCut && place == entries.count - 1)
            guard !entry.isComplete, isAtEdge, let first = entry.rows.first, first.group != 0 else {
                whole.append(entry)
                continue
            }
            let key = [
                KingCondition("JR", .equal, String(first.year)), KingCondition("DAGB", .equal, first.journal),
                KingCondition("PN", .equal, String(first.period)), KingCondition("GRPROW", .equal, String(first.group)),
            ]
            let selection = KingSelection("BOE", KingBookedRow.columns, where: key, order: KingBookedRow.order)
            whole += KingBookedRows.grouped(try typed(try await client.rows(selection)))
        }
        return whole
    }

    // MARK: Entries of rows

    private func booked(_ found: [KingBookedRows], _ master: MasterData) async throws(ConnectorError) -> [BookedEntry] {
        if found.isEmpty { return [] }
        guard let basics = KingBasics(master, settings) else {
            throw ConnectorError(.unavailable, "King's number ranges are not read yet")
        }
        let relations = Set(found.flatMap(\.rows).flatMap { [basics.relation($0.account), basics.relation($0.contra)] }.compactMap(\.self))
        let vatAccounts = master.vatCodes.compactMap { code in
            code.more[KingMasterKey.vatAccount].map { (VATCode(code.code), AccountCode($0)) }
        }
        let maker = KingEntryMaker(
            basics: basics, vatAccounts: Dictionary(vatAccounts) { first, _ in first }, controls: try await controls.of(relations, client),
            books: settings.bookCurrency)
        var entries: [BookedEntry] = []
        for rows in found {
            guard let first = rows.rows.first, let made = maker.entry(rows) else { continue }
            entries.append(
                BookedEntry(
                    id: made.id, number: made.number, reference: EntryReference(rows.reference), daybook: DaybookCode(first.journal),
                    date: first.date, period: Period(year: first.year, number: first.period), relation: made.relation?.target,
                    lines: made.lines, creditedReferences: try await credited(rows, basics)))
        }
        return entries
    }
}

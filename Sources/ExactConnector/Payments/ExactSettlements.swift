public import BridgeConnector
import BridgeDomain
import BridgeJSON

/// Open items and what settles them (reference `exact-online` §8, §9.1).
///
/// Three streams of row versions tell everything: ledger rows with the entries that settle, payment terms with how items stand, and
/// `sync/Deleted` with what was removed, line by line and term by term. An entry is a whole bank statement; each party's lines of one day in
/// it are a payment of their own, named by its first line. So a removed line names the payment that went with it.
struct ExactSettlements: SettlementReading {
    let connector: ExactOnlineConnector

    /// Items asked about at once, and lines looked up: so many keys fit into a filter (``ExactOnlineConnector/filterMax``).
    static let itemsPerQuestion = 20
    /// Entity types of `sync/Deleted` (reference §9.1).
    private static let (lineType, termType): (Int64, Int64) = (1, 10)

    var openItemsAskedMax: Int { Self.itemsPerQuestion }
    var itemsAreTold: Bool { true }
    var removesByLine: Bool { true }

    private enum Mark { static let (lines, terms, deleted) = ("lines", "terms", "deleted") }

    /// A page of ledger rows: one call per 1,000, one per 20 entries of which only some rows changed, one per 20 lines that settle something;
    /// and at the end of that stream one call for items and one for what was removed.
    func settlements(after cursor: TargetCursor, with master: MasterData) async throws(ConnectorError) -> SettlementPage {
        var cursor = try ExactCursor(cursor, movedNow: master.cursors[ExactCursor.movedKey])
        let from = cursor.marks[Mark.lines] ?? ExactCursor.beginning
        let page = try await sync("Financial/TransactionLines", after: from, TransactionLine.settlingSelect)
        let rows = try connector.lines(page.rows, "sync/Financial/TransactionLines", master)
        let sorted = BookedEntries(page: rows, hasMore: page.hasMore) { !SettlingGroups.invoiceTypes.contains($0.`Type`) }
        let entries = sorted.complete + (try await connector.whole(sorted.incomplete, master, select: TransactionLine.settlingSelect))
        cursor.marks[Mark.lines] = max(from, sorted.resumeAfter ?? from)
        var groups = SettlingGroups(entries, master)
        var found = SettlementPage(entries: [], gone: groups.others.map { PaymentID($0) }, next: cursor.target, hasMore: page.hasMore)
        if !page.hasMore { try await readItems(&cursor, &found, master) }
        // A line that was removed after its page was read: what is left of its entry need not come again.
        let removed = Set(found.gone.dropFirst(groups.others.count).map(\.text))
        let stale = entries.filter { $0.contains { removed.contains($0.ID) } }.compactMap(\.first?.EntryID)
        if !stale.isEmpty {
            let fresh = try await connector.whole(stale, master, select: TransactionLine.settlingSelect)
            groups = SettlingGroups(entries.filter { !stale.contains($0.first?.EntryID ?? "") } + fresh, master)
        }
        found.entries = try await told(groups, master)
        found.gone += groups.others.map { PaymentID($0) }
        found.next = cursor.target
        return found
    }

    /// One call for 20 payments, and those for what their lines settle.
    func entries(thatHeld removed: [RemovedPayment], with master: MasterData) async throws(ConnectorError) -> [SettlingEntry] {
        let endpoint = "bulk/Financial/TransactionLines"
        // A number may be used again in another year; what is left of a payment has its day.
        let days = Set(removed.map(\.date))
        var entries: [[TransactionLine]] = []
        var rest = removed[...]
        while !rest.isEmpty {
            let filter = rest.prefix(Self.itemsPerQuestion).compactMap { payment in
                Int64(payment.number).map { "(JournalCode eq \(ExactFilter.text(payment.daybook.text)) and EntryNumber eq \($0))" }
            }
            rest = rest.dropFirst(Self.itemsPerQuestion)
            guard !filter.isEmpty else { continue }
            let rows = try await connector.client.rows(
                connector.get(
                    endpoint, [("$filter", filter.joined(separator: " or ")), ("$select", TransactionLine.settlingSelect)]))
            entries += BookedEntries.grouped(try connector.lines(rows, endpoint, master)).map(BookedEntries.withoutHead)
        }
        let held = entries.filter { $0.contains { days.contains($0.Date) && !SettlingGroups.invoiceTypes.contains($0.`Type`) } }
        return try await told(SettlingGroups(held, master), master)
    }

    private func told(_ groups: SettlingGroups, _ master: MasterData) async throws(ConnectorError) -> [SettlingEntry] {
        let names = try await names(of: groups.all.flatMap(\.lines), master)
        return groups.all.map { $0.entry(names, master) }
    }

    /// Where the streams stood when that day began: about as many calls as ``ExactOnlineConnector/bookedEnd(with:)`` takes.
    func settlementsBeginning(on day: CalendarDate, with master: MasterData) async throws(ConnectorError) -> TargetCursor {
        var cursor = try ExactCursor(.start, movedNow: master.cursors[ExactCursor.movedKey])
        let version = try await connector.lastVersion(changedBefore: day)
        // Row versions are shared by all tables.
        for mark in [Mark.lines, Mark.terms, Mark.deleted] { cursor.marks[mark] = version }
        return cursor.target
    }

    /// How items stand: for every 20 a call for debtors and one for creditors, and one for the entries of those that are in neither list.
    func openItems(_ names: [OpenItemName], with master: MasterData) async throws(ConnectorError) -> [OpenItem] {
        var items: [OpenItem] = []
        var rest = names[...]
        while !rest.isEmpty {
            items += try await standing(Array(rest.prefix(Self.itemsPerQuestion)), master)
            rest = rest.dropFirst(Self.itemsPerQuestion)
        }
        return items
    }
}

// MARK: - Streams

extension ExactSettlements {
    private func sync(
        _ endpoint: String, after version: Int64, _ select: String
    ) async throws(ConnectorError) -> (rows: [JSON], hasMore: Bool) {
        let page = try await connector.client.page(
            connector.get("sync/" + endpoint, [("$filter", ExactFilter.after(version)), ("$select", select + ",Timestamp")]))
        return (page.rows, page.next != nil)
    }

    private func readItems(_ cursor: inout ExactCursor, _ found: inout SettlementPage, _ master: MasterData) async throws(ConnectorError) {
        let from = cursor.marks[Mark.terms] ?? ExactCursor.beginning
        let page = try await sync("Cashflow/PaymentTerms", after: from, PaymentTerm.select + ",LineType")
        var terms: [PaymentTerm] = []
        for row in page.rows {
            guard let term = PaymentTerm(row, books: master.currency) else { throw connector.unreadable("sync/Cashflow/PaymentTerms") }
            terms.append(term)
        }
        let counts = Dictionary(terms.map { ($0.TransactionEntryID, 1) }, uniquingKeysWith: +)
        found.items += terms.compactMap { $0.news(besideOthers: counts[$0.TransactionEntryID] != 1) }
        cursor.marks[Mark.terms] = terms.map(\.Timestamp).reduce(from, max)
        let removed = try await readRemoved(&cursor, &found)
        found.hasMore = page.hasMore || removed
    }

    private func readRemoved(_ cursor: inout ExactCursor, _ found: inout SettlementPage) async throws(ConnectorError) -> Bool {
        let from = cursor.marks[Mark.deleted] ?? ExactCursor.beginning
        let page = try await sync("Deleted", after: from, "EntityKey,EntityType")
        var highest = from
        for row in page.rows {
            guard let key = row["EntityKey"]?.string, let type = ExactValue.integer(row["EntityType"]),
                let version = ExactValue.integer(row["Timestamp"])
            else { throw connector.unreadable("sync/Deleted") }
            highest = max(highest, version)
            if type == Self.lineType { found.gone.append(PaymentID(key)) }
            if type == Self.termType { found.goneItems.append(TargetID(key)) }
        }
        cursor.marks[Mark.deleted] = highest
        return page.hasMore
    }
}

// MARK: - What lines settle

extension ExactSettlements {
    /// Names of items by the key of the line that settles them.
    private func names(of lines: [TransactionLine], _ master: MasterData) async throws(ConnectorError) -> [String: OpenItemName] {
        let settling = lines.filter { SettlingGroups.side($0, master) != nil }
        let byKey = try await targets(settling.compactMap(\.OffsetID).map { "ID eq \(ExactFilter.guid($0))" }, master)
        // Money may be matched with other money: what a bank took back with what it had collected.
        let known = Dictionary(byKey.filter { $0.`Type` != SettlingGroups.moneyType }.map { ($0.ID, $0) }) { first, _ in first }
        // Some lines only repeat the number of their invoice.
        let numbered = settling.filter { $0.OffsetID.flatMap { known[$0] } == nil && ($0.InvoiceNumber ?? 0) > 0 }
        let byNumber = try await targets(
            Set(numbered.compactMap(\.InvoiceNumber)).sorted().map { "InvoiceNumber eq \($0)" }, master
        ).filter { SettlingGroups.invoiceTypes.contains($0.`Type`) && SettlingGroups.side($0, master) != nil }
        var names: [String: OpenItemName] = [:]
        for line in settling {
            guard let own = SettlingGroups.side(line, master) else { continue }
            let target =
                line.OffsetID.flatMap { known[$0] }
                ?? byNumber.first { $0.InvoiceNumber == line.InvoiceNumber && $0.Account == line.Account }
            guard let target, target.EntryID != line.EntryID else { continue }
            // Whose item it is says the entry that made it: an auction's statement is a sale, also on an account that collects creditors.
            names[line.ID] = OpenItemName(
                side: SettlingGroups.side(of: target.`Type`) ?? own, relation: line.Account.map { TargetID($0) },
                entry: TargetID(target.EntryID),
                reference: EntryReference(target.YourRef ?? ""))
        }
        return names
    }

    private func targets(_ conditions: [String], _ master: MasterData) async throws(ConnectorError) -> [TransactionLine] {
        let endpoint = "bulk/Financial/TransactionLines"
        var found: [TransactionLine] = []
        var rest = conditions[...]
        while !rest.isEmpty {
            let filter = rest.prefix(Self.itemsPerQuestion).joined(separator: " or ")
            let rows = try await connector.client.rows(
                connector.get(endpoint, [("$filter", filter), ("$select", TransactionLine.settlingSelect)]))
            found += try connector.lines(rows, endpoint, master)
            rest = rest.dropFirst(Self.itemsPerQuestion)
        }
        return found
    }
}

// MARK: - Items

extension ExactSettlements {
    private static let lists: [(PartyKind, String)] = [(.debtor, "cashflow/Receivables"), (.creditor, "cashflow/Payments")]

    private func standing(_ names: [OpenItemName], _ master: MasterData) async throws(ConnectorError) -> [OpenItem] {
        var terms: [PaymentTerm] = []
        for (side, _) in Self.lists { terms += try await self.terms(names.filter { $0.side == side }, in: side, master) }
        terms += try await termsOnOtherSide(names.filter { name in !terms.contains { $0.TransactionEntryID == name.entry?.text } }, master)
        let byEntry = Dictionary(grouping: terms, by: \.TransactionEntryID)
        let held = try await held(names.compactMap { $0.entry?.text }.filter { byEntry[$0] == nil })
        return names.map { name in
            guard let entry = name.entry?.text else { return OpenItem(name: name, standing: .gone) }
            guard let terms = byEntry[entry], let id = terms.map(\.ID).min() else {
                return OpenItem(name: name, standing: held.contains(entry) ? .settled : .gone)
            }
            return OpenItem(name: name, standing: PaymentTerm.standing(terms), id: TargetID(id))
        }
    }

    /// Items that are in the list of the other side: which one an item is in follows from its collective account, and an auction's statement, a
    /// sale, may stand on one of creditors.
    private func termsOnOtherSide(_ names: [OpenItemName], _ master: MasterData) async throws(ConnectorError) -> [PaymentTerm] {
        let collective = Set(master.daybooks.filter { $0.type == "20" }.compactMap { $0.more[ExactMasterKey.controlAccount] })
        guard master.accounts.contains(where: { $0.type == "22" && collective.contains($0.code) }) else { return [] }
        return try await terms(names.filter { $0.side == .debtor }, in: .creditor, master)
    }

    private func terms(_ names: [OpenItemName], in list: PartyKind, _ master: MasterData) async throws(ConnectorError) -> [PaymentTerm] {
        let entries = names.compactMap(\.entry)
        guard !entries.isEmpty, let endpoint = Self.lists.first(where: { $0.0 == list })?.1 else { return [] }
        let filter = ExactFilter.any("TransactionEntryID", entries.map { ExactFilter.guid($0.text) })
        let rows = try await connector.client.rows(connector.get(endpoint, [("$filter", filter), ("$select", PaymentTerm.select)]))
        var terms: [PaymentTerm] = []
        for row in rows {
            guard let term = PaymentTerm(row, books: master.currency, side: list) else { throw connector.unreadable(endpoint) }
            terms.append(term)
        }
        return terms
    }

    /// Which of these entries the books hold.
    private func held(_ entries: [String]) async throws(ConnectorError) -> Set<String> {
        guard !entries.isEmpty else { return [] }
        let rows = try await connector.client.rows(
            connector.get(
                "bulk/Financial/TransactionLines",
                [("$filter", ExactFilter.any("EntryID", entries.map(ExactFilter.guid))), ("$select", "EntryID")]))
        return Set(rows.compactMap { $0["EntryID"]?.string })
    }
}

extension ExactOnlineConnector {
    /// Exact Online tells of open items and what settles them, with the rights on cash flow that its consent asks for.
    public var settlementReading: (any SettlementReading)? { ExactSettlements(connector: self) }
}

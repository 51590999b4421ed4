import BridgeConnector
import BridgeDomain

/// Puts ledger rows together into entries (reference `exact-online` §6.3, §9.1).
///
/// The stream of rows has no entries: an entry's rows follow each other as they were written, a page may end between them, and a payment
/// changes only the party's row of an entry that was read long ago. An entry is complete when it has at least two rows that add up to
/// zero. What a page leaves incomplete at its end is read again with the next page; what is incomplete elsewhere must be fetched whole.
struct BookedEntries: Hashable, Sendable {
    /// Complete entries by order of their first row.
    var complete: [[TransactionLine]] = []
    /// Identifiers of entries of which only some rows are here.
    var incomplete: [String] = []
    /// The row version to go on after; nil when there were no rows.
    var resumeAfter: Int64?

    /// Sorts one page of rows, oldest change first.
    ///
    /// - Parameter hasMore: whether the stream goes on after this page; the entry of its last row may then be cut.
    init(page rows: [TransactionLine], hasMore: Bool, daybooks: Set<String>) {
        self.init(page: rows, hasMore: hasMore, isWanted: { daybooks.contains($0.JournalCode) })
    }

    /// The same for rows of any sort.
    init(page rows: [TransactionLine], hasMore: Bool, isWanted: (TransactionLine) -> Bool) {
        resumeAfter = rows.last?.Timestamp
        var cut: String?
        if hasMore, let last = rows.last?.EntryID, let start = rows.firstIndex(where: { $0.EntryID == last }) {
            if start > 0 {
                cut = last
                resumeAfter = rows[start - 1].Timestamp
            } else {
                // A page of one entry alone: going back would read it for ever.
                incomplete.append(last)
                cut = last
            }
        }
        for entry in Self.grouped(rows.filter { $0.EntryID != cut && isWanted($0) }) {
            let lines = Self.withoutHead(entry)
            if Self.isComplete(lines) { complete.append(lines) } else { incomplete.append(entry[0].EntryID) }
        }
        if let last = rows.last, cut == last.EntryID, !isWanted(last) { incomplete.removeAll { $0 == last.EntryID } }
    }

    /// Rows by entry, in the order in which the entries appear; a row that occurs twice counts once, as it was last.
    static func grouped(_ rows: [TransactionLine]) -> [[TransactionLine]] {
        var order: [String] = []
        var entries: [String: [TransactionLine]] = [:]
        for row in rows {
            if entries[row.EntryID] == nil { order.append(row.EntryID) }
            entries[row.EntryID, default: []].removeAll { $0.ID == row.ID }
            entries[row.EntryID, default: []].append(row)
        }
        return order.compactMap { entries[$0]?.sorted { $0.LineNumber < $1.LineNumber } }
    }

    /// The ledger rows of an entry without its head. Row 0 is the head in some answers and the party's line in others: it is a line when
    /// the entry adds up to zero with it, and only a head when the entry does so without it.
    static func withoutHead(_ entry: [TransactionLine]) -> [TransactionLine] {
        let lines = entry.filter { $0.LineNumber != 0 }
        guard lines.count < entry.count else { return entry }
        let hasAccount = entry.contains { $0.LineNumber == 0 && $0.GLAccountCode != nil }
        return isComplete(lines) || !hasAccount ? lines : entry
    }

    static func isComplete(_ lines: [TransactionLine]) -> Bool {
        guard lines.count >= 2, let currency = lines.first?.AmountDC.currency else { return false }
        return lines.map(\.AmountDC).total(currency).isZero
    }
}

extension BookedEntry {
    /// An entry of its rows; nil when there are none.
    init?(_ lines: [TransactionLine], with master: MasterData) {
        guard let first = lines.first else { return nil }
        let types = Dictionary(master.accounts.map { ($0.code, $0.type) }, uniquingKeysWith: { first, _ in first })
        let control = master.daybooks.first { $0.code == first.JournalCode }?.more[ExactMasterKey.controlAccount]
        func isParty(_ line: TransactionLine) -> Bool {
            guard let account = line.GLAccountCode else { return false }
            // 20 receivables, 22 payables; an account that was made after the code lists were read is known by its daybook.
            return types[account].map { $0 == "20" || $0 == "22" } ?? (account == control)
        }
        let partyLine = lines.first(where: isParty)
        self.init(
            id: TargetID(first.EntryID), number: String(first.EntryNumber),
            reference: EntryReference(Self.reference(lines)), daybook: DaybookCode(first.JournalCode), date: first.Date,
            period: Period(year: first.FinancialYear, number: first.FinancialPeriod),
            relation: (partyLine?.Account ?? lines.lazy.compactMap(\.Account).first).map { TargetID($0) },
            lines: lines.map { line in
                BookedLine(
                    account: AccountCode(line.GLAccountCode ?? ""), amount: line.AmountFC, bookAmount: line.AmountDC,
                    vatCode: line.VATCode.map { BridgeDomain.VATCode($0) }, costCentre: line.CostCenter.map { CostCentre($0) },
                    costUnit: line.CostUnit.map { BridgeDomain.CostUnit($0) }, isParty: isParty(line))
            })
    }

    /// A general journal entry has no reference: it is the first word of its lines' descriptions, as we post them.
    private static func reference(_ lines: [TransactionLine]) -> String {
        if let reference = lines.lazy.compactMap(\.YourRef).first { return reference }
        guard lines.first?.`Type` == 90 else { return "" }
        return lines.first?.Description.split(separator: " ").first.map(String.init) ?? ""
    }
}

import BridgeConnector
import BridgeDomain

/// Puts ledger rows together into entries.
///
/// A page may end within an entry, and a change may show some rows of one. An entry is complete when its rows are numbered without a gap from 1
/// and add up to zero.
struct AFASLedgerEntries: Hashable, Sendable {
    /// Complete entries in the order in which they appear.
    var complete: [[AFASLedgerRow]] = []
    /// Numbers of entries of which only some rows are here.
    var incomplete: [Int] = []
    /// All of them, whatever is here.
    private(set) var all: [[AFASLedgerRow]] = []

    /// - Parameter isCut: more rows follow; those of the last entry may be among them.
    init(_ rows: [AFASLedgerRow], isCut: Bool = false) {
        var order: [Int] = []
        var entries: [Int: [AFASLedgerRow]] = [:]
        for row in rows {
            if entries[row.EntryNo] == nil { order.append(row.EntryNo) }
            entries[row.EntryNo, default: []].append(row)
        }
        for number in order {
            let entry = (entries[number] ?? []).sorted { $0.SeqNo < $1.SeqNo }
            all.append(entry)
            if Self.isComplete(entry), !(isCut && number == rows.last?.EntryNo) {
                complete.append(entry)
            } else {
                incomplete.append(number)
            }
        }
    }

    private static func isComplete(_ entry: [AFASLedgerRow]) -> Bool {
        guard let currency = entry.first?.amount.currency, entry.count >= 2 else { return false }
        return entry.enumerated().allSatisfy { $1.SeqNo == $0 + 1 } && entry.map(\.amount).total(currency).isZero
    }

    /// Joins the parts of split entries; `partial` are the vouchers of which a part is missing.
    static func joined(_ entries: [[AFASLedgerRow]]) -> (entries: [[AFASLedgerRow]], partial: [String]) {
        var whole: [[AFASLedgerRow]] = []
        var parts: [String: [Int: [AFASLedgerRow]]] = [:]
        var counts: [String: Int] = [:]
        var order: [String] = []
        for entry in entries {
            guard let first = entry.first, let voucher = first.VoucherNo, let mark = AFASSplit.mark(in: first.Description), mark.count > 1
            else {
                whole.append(entry)
                continue
            }
            if parts[voucher] == nil { order.append(voucher) }
            parts[voucher, default: [:]][mark.number] = entry
            counts[voucher] = mark.count
        }
        var partial: [String] = []
        for voucher in order {
            let found = parts[voucher] ?? [:]
            if found.count == counts[voucher] {
                whole.append(found.sorted { $0.key < $1.key }.flatMap(\.value))
            } else {
                partial.append(voucher)
            }
        }
        return (whole, partial)
    }
}

extension BookedEntry {
    /// An entry of its rows; nil when there are none. Only in a daybook that makes invoices does the number of one name the entry: a payment
    /// carries it too.
    init?(_ rows: [AFASLedgerRow], _ settings: AFASSettings, makesInvoices: Bool) {
        guard let first = rows.first else { return nil }
        let numbers = rows.map(\.EntryNo).reduce(into: [Int]()) { if !$0.contains($1) { $0.append($1) } }
        let invoice =
            !makesInvoices ? nil : rows.lazy.compactMap(\.InvoiceId).first.map { AFASInvoiceNumber(settings.shortenings).reference(of: $0) }
        self.init(
            id: TargetID("\(settings.administration)/\(first.EntryNo)"), number: numbers.map { String($0) }.joined(separator: " + "),
            reference: rows.lazy.compactMap(\.VoucherNo).first.map { EntryReference($0) } ?? invoice ?? "",
            daybook: DaybookCode(first.JournalId), date: first.EntryDate, period: Period(year: first.Year, number: first.Period),
            relation: rows.lazy.compactMap(\.relation).first?.target,
            lines: rows.map { row in
                BookedLine(
                    account: AccountCode(row.LedgerAccount), amount: row.own, bookAmount: row.amount,
                    vatCode: row.VatCode.map { VATCode($0) }, costCentre: row.dimensions[settings.costCentreAxis].map { CostCentre($0) },
                    costUnit: row.dimensions[settings.costUnitAxis].map { CostUnit($0) }, isParty: row.relation != nil)
            })
    }
}

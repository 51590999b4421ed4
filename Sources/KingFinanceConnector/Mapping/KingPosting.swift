import BridgeConnector
import BridgeDomain

/// An order as the rows of one entry: one row, or one split that adds up to nothing on the split account (reference `king` §4.2, §4.3).
struct KingPosting: Sendable {
    let rows: [KingEntryRow]
    let head: KingEntryRow.Head
    /// The number of the open item it makes; nil for a ledger posting.
    let invoice: String?

    /// Makes the rows; fails with ``ConnectorError/Code/rejected`` and every problem when the books would refuse the entry, or should.
    init(_ order: PostingOrder, with master: MasterData, _ settings: KingFinanceSettings) throws(ConnectorError) {
        guard let basics = KingBasics(master, settings) else {
            throw ConnectorError(.unavailable, "King's number ranges are not read yet; nothing was sent")
        }
        var codes = KingCodes(master, settings)
        let builder = KingRowBuilder(order, basics, settings)
        builder.check(&codes)
        let rows = codes.problems.isEmpty ? builder.rows(&codes) : []
        guard codes.problems.isEmpty else {
            throw ConnectorError(
                .rejected, "The entry does not fit the set-up of the administration; nothing was sent", problems: codes.problems)
        }
        self.rows = rows
        invoice = builder.invoice
        head = KingEntryRow.Head(
            journal: order.entry.daybook, period: order.entry.period, date: order.entry.date, reference: order.entry.reference,
            rate: order.entry.exchangeRate.rounded(to: LineRate.decimalsMax), separator: settings.decimalSeparator)
    }

    var document: String { KingDocument.entry(rows.map { $0.cells(head) }) }
}

/// Lays an entry's lines on rows.
///
/// VAT goes with the row of its base, where King books it on the code's own account: on the total row when everything falls under one code, on
/// the parts when it does not. VAT that the buyer works out himself is owed and claimed in rows of its own, both with the code, so that they add
/// nothing to its base.
struct KingRowBuilder {
    let order: PostingOrder
    let basics: KingBasics
    let settings: KingFinanceSettings
    private let merged: [EntryLine]

    private var entry: Entry { order.entry }
    private var isForeign: Bool { entry.currency != entry.bookCurrency }

    init(_ order: PostingOrder, _ basics: KingBasics, _ settings: KingFinanceSettings) {
        self.order = order
        self.basics = basics
        self.settings = settings
        merged = Self.merged(order.entry.lines)
    }

    /// The number of the open item: ours, or in the mode of one number that of the original.
    var invoice: String? {
        guard entry.document.kind != .ledgerPosting else { return nil }
        if settings.creditLink == .sameNumber, entry.document.kind.isCredit, let original = entry.originalReferences.first {
            return original.text
        }
        return entry.reference.text
    }

    // MARK: Checks

    func check(_ codes: inout KingCodes) {
        codes.checkHead(entry)
        if merged.isEmpty { codes.report(Problem(.noLines, at: Place("lines"))) }
        if merged.count + 1 > KingFinanceContract.rowsMax {
            let most = "≤ \(KingFinanceContract.rowsMax)"
            codes.report(Problem(.tooManyLines, at: Place("lines"), found: "\(merged.count)", expected: most))
        }
        for line in merged {
            guard line.role == .party else {
                codes.check(line, of: entry)
                continue
            }
            if relation(line) == nil {
                let found = line.party?.code.text ?? entry.partyNumber ?? ""
                codes.report(Problem(.partyUnknown, at: codes.place(line, "party"), found: found))
            }
        }
    }

    /// Whose number stands on a party's line: on a ledger posting each line has its own.
    private func relation(_ line: EntryLine) -> KingRelationID? {
        let target = line.party.flatMap { order.lineRelations[$0] } ?? order.relation
        guard let id = target.flatMap({ KingRelationID($0) }) else { return nil }
        // A debtor's invoice on a creditor's number would be somebody else's.
        return id.kind == (line.party ?? entry.party)?.kind ?? id.kind ? id : nil
    }

    /// One VAT line per account and code; lines of nothing are none.
    private static func merged(_ lines: [EntryLine]) -> [EntryLine] {
        var merged: [EntryLine] = []
        for line in lines {
            if line.role == .vat,
                let place = merged.firstIndex(where: { $0.role == .vat && $0.account == line.account && $0.vatCode == line.vatCode })
            {
                merged[place].amount += line.amount
                merged[place].bookAmount += line.bookAmount
            } else {
                merged.append(line)
            }
        }
        return merged.filter { !$0.amount.isZero || !$0.bookAmount.isZero }
    }

    // MARK: Rows

    func rows(_ codes: inout KingCodes) -> [KingEntryRow] {
        let heads = merged.filter { $0.role == .party }
        let bases = merged.filter { $0.role != .party && $0.role != .vat }
        var placed = KingPlacedVAT(bases: bases, vat: merged.filter { $0.role == .vat })
        placed.place(&codes)
        var rows: [KingEntryRow]
        if heads.count == 1, entry.document.kind != .ledgerPosting, let code = placed.onlyCode, fits(heads[0], placed) {
            var total = row(heads[0], nil)
            (total.vatCode, total.vat) = (code, placed.total?.bookAmount)
            if isForeign { total.foreign?.vat = placed.total?.amount }
            rows = [total] + bases.map { row($0, nil) }
            for place in 1..<rows.count { (rows[place].vatCode, rows[place].vat) = (nil, nil) }
        } else {
            rows = heads.map { row($0, nil) } + zip(bases, placed.parts).map { row($0, $1) } + placed.apart.map { row($0, nil) }
        }
        rows = joined(rows)
        mark(&rows)
        return rows
    }

    /// VAT on the total row goes against its amount (reference `king` §4.3).
    private func fits(_ head: EntryLine, _ placed: KingPlacedVAT) -> Bool {
        guard let total = placed.total else { return true }
        return total.bookAmount.isNegative != head.bookAmount.isNegative
    }

    private func row(_ line: EntryLine, _ vat: EntryLine?) -> KingEntryRow {
        let relation = line.role == .party ? relation(line) : nil
        var row = KingEntryRow(account: relation?.number ?? line.account.text, contra: basics.splitAccount, amount: line.bookAmount)
        row.vat = vat?.bookAmount
        if isForeign { row.foreign = (line.amount, vat?.amount) }
        row.text = description(line)
        guard relation != nil else {
            (row.vatCode, row.costCentre, row.costUnit) = (line.vatCode, line.costCentre, line.costUnit)
            return row
        }
        row.invoice = invoice ?? line.documentReference.map { String($0.prefix(KingFinanceContract.referenceMax)) }
        if entry.document.kind != .ledgerPosting, !entry.document.kind.isCredit { row.dueDate = entry.dueDate }
        return row
    }

    private func description(_ line: EntryLine) -> String {
        let text = line.description.isEmpty ? entry.description : line.description
        let originals = entry.originalReferences.map(\.text).filter { !text.contains($0) }
        guard line.role == .party, entry.document.kind.isCredit, !originals.isEmpty else { return text }
        return "Credit \(originals.joined(separator: ", ")): \(text)"
    }

    /// Two rows that are each other's contra account are one, unless that would move a cost centre to the other account.
    private func joined(_ rows: [KingEntryRow]) -> [KingEntryRow] {
        guard rows.count == 2, rows[1].vatCode == nil, rows[1].costCentre == nil, rows[1].costUnit == nil, rows[1].invoice == nil,
            rows[0].vatCode == nil || rows[0].invoice != nil, basics.relation(rows[1].account) == nil
        else { return rows }
        var only = rows[0]
        only.contra = rows[1].account
        return [only]
    }

    private func mark(_ rows: inout [KingEntryRow]) {
        guard !rows.isEmpty else { return }
        let original = entry.document.kind == .creditNote && settings.creditLink == .updateOpenItem ? entry.originalReferences.first : nil
        rows[0].remark = KingMark(amount: KingValue.text(rows[0].amount, settings.decimalSeparator), original: original).text
    }
}

/// Which VAT goes with which base.
struct KingPlacedVAT {
    let bases: [EntryLine]
    let vat: [EntryLine]
    /// Beside each base: its part of the VAT; nil where it has none.
    private(set) var parts: [EntryLine?]
    /// VAT that has rows of its own.
    private(set) var apart: [EntryLine] = []

    init(bases: [EntryLine], vat: [EntryLine]) {
        self.bases = bases
        self.vat = vat
        parts = bases.map { _ in nil }
    }

    /// The code of everything, where that is one; nil where lines have several or none.
    var onlyCode: VATCode? {
        guard let code = bases.first?.vatCode, bases.allSatisfy({ $0.vatCode == code }), apart.isEmpty else { return nil }
        return vat.allSatisfy { $0.vatCode == code } ? code : nil
    }

    /// All VAT that goes with bases, where that falls under one code.
    var total: EntryLine? { vat.first }

    mutating func place(_ codes: inout KingCodes) {
        for line in vat {
            guard let code = line.vatCode else {
                apart.append(line)
                continue
            }
            let isSelfAssessed = vat.filter { $0.vatCode == code }.count > 1
            let places = bases.indices.filter { bases[$0].vatCode == code }
            if isSelfAssessed {
                apart.append(line)
            } else if codes.vatAccount(code) != line.account {
                let own = codes.vatAccount(code)?.text ?? "-"
                codes.report(
                    Problem(
                        .targetNotAllowed, at: codes.place(line, "vat_account"), found: "\(code): \(line.account)",
                        expected: "\(code): \(own)"))
            } else if !divide(line, over: places) {
                apart.append(line)
            }
        }
    }

    /// Divides a code's VAT over its bases in proportion, the remainder on the largest; false where a part would go against its base.
    private mutating func divide(_ line: EntryLine, over places: [Int]) -> Bool {
        let weights = places.map { bases[$0].bookAmount.minorUnits }
        guard let largest = weights.indices.max(by: { weights[$0].magnitude < weights[$1].magnitude }) else { return false }
        let amounts = line.bookAmount.allocated(over: weights, remainderAt: largest)
        let foreign = line.amount.allocated(over: weights, remainderAt: largest)
        for (place, amount) in zip(places, amounts) where !amount.isZero && amount.isNegative != bases[place].bookAmount.isNegative {
            return false
        }
        for (index, place) in places.enumerated() where !amounts[index].isZero || !foreign[index].isZero {
            var part = line
            (part.bookAmount, part.amount) = (amounts[index], foreign[index])
            parts[place] = part
        }
        return true
    }
}

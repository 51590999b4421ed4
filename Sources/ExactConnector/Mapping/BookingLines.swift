import BridgeConnector
import BridgeDomain

/// A line to post, in the service's codes, whatever endpoint it goes to. The VAT of the entry is folded into the lines it is of.
struct BookingLine: Hashable, Sendable {
    var line: EntryLine
    /// The account's identifier.
    var accountID: String
    /// Signed as the endpoint wants it; without VAT unless the VAT code is of the including type.
    var amount: Money
    var vatCode: String?
    /// nil where none may be sent.
    var vatAmount: Money?
    /// What the VAT is of, where that is not the amount: the customs value of an import.
    var vatBase: Money?
    var costCentre: String?
    var costUnit: String?
}

/// Turns an entry's lines into lines to post.
///
/// The service makes the party's line and the VAT lines itself; what it is told per line is the amount, the VAT code and the VAT. The
/// printed VAT of a code is divided over the code's lines in proportion to their amounts, to the cent, the remainder on the largest line:
/// the sums per code are exactly the entry's.
enum BookingLines {
    /// - Parameter sign: −1 where revenue is positive (sales), 1 where cost and debit are.
    static func make(_ entry: Entry, for use: ExactDaybookUse, sign: Int, codes: inout ExactCodes) -> [BookingLine] {
        var lines: [BookingLine] = []
        var vatCodes: [VATCode: MasterCode] = [:]
        for line in entry.lines where !isVAT(line, use) && (line.role != .party || use == .general) {
            let account = codes.account(line)
            let vatCode = line.role == .party ? nil : codes.vatCode(line, account: account, for: use)
            if let code = line.vatCode { vatCodes[code] = vatCode }
            lines.append(
                BookingLine(
                    line: line, accountID: account?.id.text ?? "", amount: sign < 0 ? -line.amount : line.amount, vatCode: vatCode?.code,
                    vatAmount: nil, vatBase: nil, costCentre: codes.costCentre(line), costUnit: codes.costUnit(line)))
        }
        if lines.isEmpty { codes.report(Problem(.noLines, at: Place("lines"))) }
        addVAT(entry, vatCodes, use, sign: sign, to: &lines, codes: &codes)
        return lines
    }

    /// The VAT of a code. A ledger-ready posting says so by a base beside a line's code that is not the line's own amount (reference
    /// `freshportal` §4.3): such a line must not go as one more base, since the service makes the VAT lines itself.
    private static func isVAT(_ line: EntryLine, _ use: ExactDaybookUse) -> Bool {
        if line.role == .vat { return true }
        guard use == .general, line.role == .amount, line.vatCode != nil, let base = line.vatBase else { return false }
        return base.magnitude != line.amount.magnitude
    }

    private static func addVAT(
        _ entry: Entry, _ vatCodes: [VATCode: MasterCode], _ use: ExactDaybookUse, sign: Int, to lines: inout [BookingLine],
        codes: inout ExactCodes
    ) {
        let vatLines = Dictionary(grouping: entry.lines.filter { isVAT($0, use) }, by: \.vatCode)
        for (code, vat) in vatLines
        where code == nil || !lines.contains(where: { $0.line.role != .party && $0.line.vatCode == code }) {
            // VAT without a code, or without an amount it is of: no message of the service can carry it.
            guard let first = vat.first(where: { !$0.amount.isZero }) else { continue }
            codes.report(Problem(.vatUnmapped, at: codes.place(first, "vat_code"), found: "\(first.amount) \(code?.text ?? "")"))
        }
        for (code, master) in vatCodes.sorted(by: { $0.key < $1.key }) {
            let places = lines.indices.filter { lines[$0].line.vatCode == code && lines[$0].line.role != .party }
            let base = places.map { lines[$0].amount }.total(entry.currency)
            let total = vatTotal(vatLines[code] ?? [], master, base: base, sign: sign, entry.currency)
            guard mayCarryVAT(master, use, total) else {
                if !total.isZero {
                    codes.report(
                        Problem(
                            .targetNotAllowed, at: Place("lines.vat_code"), found: "\(master.code) \(master.name): \(total)", expected: "0")
                    )
                }
                continue
            }
            share(total, isIncluded: master.type == "I", over: places, of: &lines)
            if let stated = statedBase(vatLines[code] ?? [], master, entry.currency), stated != base {
                shareBase(stated, over: places, of: &lines)
            }
        }
    }

    /// Where the buyer accounts for the VAT: what it is of, which for an import is the customs value and not what was invoiced.
    private static func statedBase(_ vat: [EntryLine], _ code: MasterCode, _ currency: Currency) -> Money? {
        guard isCharged(code) else { return nil }
        let bases = vat.filter { !$0.amount.isNegative }.compactMap(\.vatBase)
        return bases.isEmpty ? nil : bases.total(currency)
    }

    private static func shareBase(_ total: Money, over places: [Int], of lines: inout [BookingLine]) {
        let weights = places.map { lines[$0].amount.minorUnits }
        let largest = weights.indices.max { weights[$0].magnitude < weights[$1].magnitude } ?? 0
        for (place, part) in zip(places, total.allocated(over: weights, remainderAt: largest)) { lines[place].vatBase = part }
    }

    private static func share(_ total: Money, isIncluded: Bool, over places: [Int], of lines: inout [BookingLine]) {
        let weights = places.map { lines[$0].amount.minorUnits }
        let largest = weights.indices.max { weights[$0].magnitude < weights[$1].magnitude } ?? 0
        for (place, part) in zip(places, total.allocated(over: weights, remainderAt: largest)) {
            lines[place].vatAmount = part
            // A code of the including type reads the amount as including VAT (reference `exact-online` §6.2).
            if isIncluded { lines[place].amount += part }
        }
    }

    /// The VAT of a code, signed as the amounts are. Where the buyer accounts for it the entry holds it twice, payable and claimable, and
    /// the service wants it once, with the sign of its base.
    private static func vatTotal(_ vat: [EntryLine], _ code: MasterCode, base: Money, sign: Int, _ currency: Currency) -> Money {
        if isCharged(code) {
            let once = vat.map(\.amount).filter { !$0.isNegative }.total(currency)
            return base.isNegative ? -once : once
        }
        let total = vat.map(\.amount).total(currency)
        return sign < 0 ? -total : total
    }

    /// False for codes the service refuses a VAT amount with (type N) or that have none (zero rate, reverse charge on a sale).
    private static func mayCarryVAT(_ code: MasterCode, _ use: ExactDaybookUse, _ total: Money) -> Bool {
        if code.type == "N" || code.type == "B" || (use == .sales && isCharged(code)) { return false }
        let hasRate = code.more[ExactMasterKey.percentage].flatMap { ExactDecimal($0) }?.isZero == false
        return hasRate || !total.isZero
    }

    private static func isCharged(_ code: MasterCode) -> Bool { code.more[ExactMasterKey.charged] == "true" }
}

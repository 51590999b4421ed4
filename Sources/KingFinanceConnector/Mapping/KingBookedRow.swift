import BridgeConnector
import BridgeDomain

/// A row of the table of entries (`BOE`), as it is read.
struct KingBookedRow: Hashable, Sendable {
    static let columns = """
        JR DAGB PN RG GRPROW DAT REK TEGREK BEDRBOEK BTW BEDRBTW FACT BOEKSTUK OMSCHR OPM KPL KDR VAL BEDRBOEKVAL BEDRBTWVAL
        """
    static let order = ["JR", "DAGB", "PN", "RG"]

    var year: Int
    var journal: String
    var period: Int
    var number: Int
    /// The number of the first row of the split it belongs to; 0 for a row by itself.
    var group: Int
    var date: CalendarDate
    var account: String
    var contra: String
    var amount: Money
    var vatCode: VATCode?
    var vat: Money
    /// The same two in the row's own currency; nil where that is the currency of the books.
    var foreign: (amount: Money, vat: Money)?
    var invoice: String?
    var reference: String?
    var mark: KingMark?
    var costCentre: CostCentre?
    var costUnit: CostUnit?

    /// Reads a row; nil when it lacks what every row has.
    init?(_ row: KingRow, books: Currency) {
        guard let year = row.integer("JR"), let journal = row["DAGB"], let period = row.integer("PN"), let number = row.integer("RG"),
            let date = row.date("DAT"), let account = row["REK"], let amount = row.money("BEDRBOEK", books),
            let vat = row.money("BEDRBTW", books)
        else { return nil }
        (self.year, self.journal, self.period, self.number, self.date) = (year, journal, period, number, date)
        (self.account, self.amount, self.vat) = (account, amount, vat)
        contra = row["TEGREK"] ?? ""
        group = row.integer("GRPROW") ?? 0
        vatCode = row.vatCode.map { VATCode($0) }
        if let code = row["VAL"], code != books.code {
            guard let currency = Currency(code: code), let own = row.money("BEDRBOEKVAL", currency),
                let ownVAT = row.money("BEDRBTWVAL", currency)
            else { return nil }
            foreign = (own, ownVAT)
        }
        invoice = row["FACT"]
        reference = row["BOEKSTUK"]
        mark = KingMark(row["OPM"])
        costCentre = row.number("KPL").map { CostCentre($0) }
        costUnit = row.number("KDR").map { CostUnit($0) }
    }

    var contraAmount: Money { -(amount + vat) }
    var contraForeign: Money? { foreign.map { -($0.amount + $0.vat) } }
    /// Names the entry: year, journal, period and first row.
    var entry: String { "\(year)/\(journal)/\(period)/\(group == 0 ? number : group)" }

    static func == (left: Self, right: Self) -> Bool {
        left.entry == right.entry && left.number == right.number && left.content == right.content
    }
    func hash(into hasher: inout Hasher) {
        hasher.combine(entry)
        hasher.combine(number)
        hasher.combine(content)
    }

    /// Everything that can change.
    private var content: [String] {
        [
            date.description, account, contra, amount.amountText, vatCode?.text ?? "", vat.amountText, foreign?.amount.description ?? "",
            foreign?.vat.description ?? "", invoice ?? "", reference ?? "", mark?.text ?? "", costCentre?.text ?? "", costUnit?.text ?? "",
        ]
    }
}

/// The rows of one entry, first row first.
struct KingBookedRows: Hashable, Sendable {
    var rows: [KingBookedRow]

    /// Groups rows that stand in the order of their keys.
    static func grouped(_ rows: [KingBookedRow]) -> [KingBookedRows] {
        var entries: [KingBookedRows] = []
        for row in rows {
            if let last = entries.last?.rows.first, last.entry == row.entry {
                entries[entries.count - 1].rows.append(row)
            } else {
                entries.append(KingBookedRows(rows: [row]))
            }
        }
        return entries
    }

    /// False where a page began or ended within a split.
    var isComplete: Bool {
        guard let first = rows.first else { return false }
        if first.group == 0 { return rows.count == 1 }
        return first.number == first.group && rows.map(\.contraAmount).total(first.amount.currency).isZero
    }

    var key: String { rows.first?.entry ?? "" }
    var mark: KingMark? { rows.lazy.compactMap(\.mark).first }
    var reference: String { rows.lazy.compactMap(\.reference).first ?? "" }
}

/// Makes entries of rows. What an account gets follows from the documented rule of a row (reference `king` §4.2); VAT falls on the account of its
/// code, a debtor's or creditor's amount on the control account it has.
struct KingEntryMaker {
    let basics: KingBasics
    let vatAccounts: [VATCode: AccountCode]
    /// Control accounts of the debtors and creditors in the rows.
    let controls: [KingRelationID: AccountCode]
    let books: Currency

    func entry(_ found: KingBookedRows) -> (id: TargetID, number: String, lines: [BookedLine], relation: KingRelationID?)? {
        guard let first = found.rows.first else { return nil }
        // A code on the total row is that of every part.
        let isTotal = first.group != 0 && basics.relation(first.account) != nil
        var lines: [BookedLine] = []
        for (place, row) in found.rows.enumerated() {
            let code = row.vatCode ?? (isTotal && place > 0 ? first.vatCode : nil)
            lines += self.lines(row, code)
        }
        let relations = Set(found.rows.compactMap { basics.relation($0.account) ?? basics.relation($0.contra) })
        return (
            TargetID(first.entry),
            Self.number(
                "\(first.journal)-\(first.period)-\(first.number)", invoice: found.rows.lazy.compactMap(\.invoice).first,
                reference: found.rows.lazy.compactMap(\.reference).first), withoutSplit(lines),
            relations.count == 1 ? relations.first : nil
        )
    }

    /// What an entry is called, the same when it is posted and when it is read: its place in the journal, and behind it the number of the invoice
    /// where that is not ours, as in a journal that numbers invoices itself.
    static func number(_ place: String, invoice: String?, reference: String?) -> String {
        invoice.flatMap { $0 == reference ? nil : "\(place) (\($0))" } ?? place
    }

    private func lines(_ row: KingBookedRow, _ code: VATCode?) -> [BookedLine] {
        var lines = [line(row.account, row.amount, row.foreign?.amount, code, row.costCentre, row.costUnit)]
        if !row.vat.isZero {
            let account = code.flatMap { vatAccounts[$0] } ?? AccountCode("?")
            lines.append(line(account.text, row.vat, row.foreign?.vat, code, nil, nil))
        }
        lines.append(line(row.contra, row.contraAmount, row.contraForeign, code, nil, nil))
        return lines
    }

    private func line(
        _ number: String, _ amount: Money, _ foreign: Money?, _ code: VATCode?, _ centre: CostCentre?, _ unit: CostUnit?
    ) -> BookedLine {
        let relation = basics.relation(number)
        return BookedLine(
            account: relation.map { controls[$0] ?? AccountCode("?") } ?? AccountCode(number), amount: foreign ?? amount,
            bookAmount: amount,
            vatCode: relation == nil ? code : nil, costCentre: centre, costUnit: unit, isParty: relation != nil)
    }

    /// Without the lines on the split account, where they add up to nothing.
    private func withoutSplit(_ lines: [BookedLine]) -> [BookedLine] {
        let split = AccountCode(basics.splitAccount)
        let open = lines.filter { $0.account == split }.map(\.bookAmount).total(books)
        return open.isZero ? lines.filter { $0.account != split } : lines
    }
}

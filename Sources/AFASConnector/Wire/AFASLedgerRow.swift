import BridgeDomain
import BridgeJSON

/// A row of the customer's GetConnector of entry lines.
struct AFASLedgerRow: Hashable, Sendable {
    var EntryNo: Int
    var SeqNo: Int
    var Year: Int
    var Period: Int
    var JournalId: String
    var EntryDate: CalendarDate
    /// `1` ledger account, `2` debtor, `3` creditor.
    var AccountType: String
    var RelationId: String?
    var LedgerAccount: String
    /// In the currency of the books; debit positive.
    var amount: Money
    /// In the line's own currency; debit positive.
    var own: Money
    var VatCode: String?
    var VoucherNo: String?
    var InvoiceId: String?
    var Description: String
    /// Codes by axis.
    var dimensions: [Int: String]
    var Modified: AFASClock.Moment
    /// What the row is as a whole, to know it again.
    var content: Int

    /// Reads a row; nil when it lacks what every row has.
    init?(_ row: AFASRow, books: Currency, axes: [Int]) {
        guard let entry = row.integer("EntryNo"), let sequence = row.integer("SeqNo"), let year = row.integer("Year"),
            let period = row.integer("Period"), let journal = row.text("JournalId"), let date = row.date("EntryDate"),
            let type = row.text("AccountType"), let account = row.text("LedgerAccount"), let debit = row.money("AmtDebit", books),
            let credit = row.money("AmtCredit", books),
            let modified = row.moment("Modified")
        else { return nil }
        let currency = row.text("CurrencyId").map { Currency(code: $0) } ?? books
        guard let currency, let ownDebit = row.money("AmtDebitCurr", currency), let ownCredit = row.money("AmtCreditCurr", currency) else {
            return nil
        }
        EntryNo = entry
        SeqNo = sequence
        Year = year
        Period = period
        JournalId = journal
        EntryDate = date
        AccountType = type
        RelationId = row.text("RelationId")
        LedgerAccount = account
        amount = debit - credit
        own = currency == books ? debit - credit : ownDebit - ownCredit
        VatCode = row.text("VatCode")
        VoucherNo = row.text("VoucherNo")
        InvoiceId = row.text("InvoiceId")
        Description = row.text("Description") ?? ""
        var codes: [Int: String] = [:]
        for axis in axes { codes[axis] = row.text("DimAx\(axis)") }
        dimensions = codes
        Modified = modified
        content = row.json.hashValue
    }

    var relation: AFASRelationID? {
        switch AccountType {
        case "2": RelationId.map { AFASRelationID(.debtor, $0) }
        case "3": RelationId.map { AFASRelationID(.creditor, $0) }
        default: nil
        }
    }
}

import BridgeDomain
import BridgeJSON

/// A row of `TransactionLines`, of which `financialtransaction/`, `bulk/Financial/` and `sync/Financial/` give the same fields
/// (reference `exact-online` §7.18, §9).
struct TransactionLine: Hashable, Sendable {
    static let select =
        "ID,EntryID,EntryNumber,LineNumber,Type,JournalCode,Date,FinancialYear,FinancialPeriod,GLAccountCode,Account,AmountDC,AmountFC,"
        + "Currency,VATCode,YourRef,Description,CostCenter,CostUnit"

    /// The same with what a line settles.
    static let settlingSelect = select + ",InvoiceNumber,OffsetID"

    var ID: String
    var EntryID: String
    var EntryNumber: Int64
    var LineNumber: Int64
    var `Type`: Int64
    var JournalCode: String
    var Date: CalendarDate
    var FinancialYear: Int
    var FinancialPeriod: Int
    var GLAccountCode: String?
    var Account: String?
    var AmountDC: Money
    var AmountFC: Money
    var VATCode: String?
    var YourRef: String?
    var Description: String
    var CostCenter: String?
    var CostUnit: String?
    /// Of a line that settles: the number of the invoice; nil where it was not asked for too.
    var InvoiceNumber: Int64?
    /// The line it is matched with; nil where it is open, or was not asked for.
    var OffsetID: String?
    /// The row version; 0 where it was not asked for.
    var Timestamp: Int64

    /// Reads a row; nil when it lacks what every row has.
    init?(_ row: JSON, books: BridgeDomain.Currency) {
        guard let id = row["ID"]?.string, let entry = row["EntryID"]?.string, let number = ExactValue.integer(row["EntryNumber"]),
            let line = ExactValue.integer(row["LineNumber"]), let type = ExactValue.integer(row["Type"]),
            let journal = ExactValue.code(row["JournalCode"]), let date = ExactValue.date(row["Date"]),
            let year = ExactValue.integer(row["FinancialYear"]), let period = ExactValue.integer(row["FinancialPeriod"])
        else { return nil }
        let currency = ExactValue.code(row["Currency"]).map { BridgeDomain.Currency(code: $0) } ?? books
        guard let currency, let amountDC = Self.money(row["AmountDC"], books), let amountFC = Self.money(row["AmountFC"], currency) else {
            return nil
        }
        ID = id
        EntryID = entry
        EntryNumber = number
        LineNumber = line
        self.`Type` = type
        JournalCode = journal
        Date = date
        FinancialYear = Int(year)
        FinancialPeriod = Int(period)
        GLAccountCode = ExactValue.code(row["GLAccountCode"])
        Account = row["Account"]?.string
        AmountDC = amountDC
        AmountFC = amountFC
        VATCode = ExactValue.code(row["VATCode"])
        YourRef = ExactValue.code(row["YourRef"])
        Description = row["Description"]?.string ?? ""
        CostCenter = ExactValue.code(row["CostCenter"])
        CostUnit = ExactValue.code(row["CostUnit"])
        InvoiceNumber = ExactValue.integer(row["InvoiceNumber"])
        OffsetID = row["OffsetID"]?.string
        Timestamp = ExactValue.integer(row["Timestamp"]) ?? 0
    }

    /// A head row may have no amount.
    private static func money(_ value: JSON?, _ currency: BridgeDomain.Currency) -> Money? {
        guard let value, !value.isNull else { return .zero(currency) }
        return ExactValue.money(value, currency)
    }
}

import BridgeDomain
import BridgeJSON

/// `generaljournalentry/GeneralJournalEntries` as it is posted (reference `exact-online` §7.12, §7.13). The head has neither date nor
/// reference: both stand on the lines.
struct GeneralJournalEntry: Hashable, Sendable {
    var JournalCode: String
    var Currency: String
    var ExchangeRate: ExactDecimal?
    var FinancialYear: Int
    var FinancialPeriod: Int
    var GeneralJournalEntryLines: [GeneralJournalEntryLine]

    var json: JSON {
        ExactBody.object([
            ("JournalCode", .string(JournalCode)), ("Currency", .string(Currency)), ("ExchangeRate", ExchangeRate.map { .number($0) }),
            ("FinancialYear", .number(FinancialYear)), ("FinancialPeriod", .number(FinancialPeriod)),
            ("GeneralJournalEntryLines", .array(GeneralJournalEntryLines.map(\.json))),
        ])
    }
}

/// One line: debit positive, credit negative.
struct GeneralJournalEntryLine: Hashable, Sendable {
    var Date: CalendarDate
    var GLAccount: String
    /// The relation; needed on collective accounts.
    var Account: String?
    var AmountFC: Money
    var VATCode: String?
    /// Only together with ``VATCode``; the VAT line itself is then made by the service.
    var AmountVATFC: Money?
    var Description: String
    var CostCenter: String?
    var CostUnit: String?

    var json: JSON {
        ExactBody.object([
            ("Date", ExactValue.body(Date)), ("GLAccount", .string(GLAccount)), ("Account", Account.map { .string($0) }),
            ("AmountFC", ExactValue.body(AmountFC)), ("VATCode", VATCode.map { .string($0) }),
            ("AmountVATFC", AmountVATFC.map(ExactValue.body)), ("Description", .string(Description)),
            ("CostCenter", CostCenter.map { .string($0) }), ("CostUnit", CostUnit.map { .string($0) }),
        ])
    }
}

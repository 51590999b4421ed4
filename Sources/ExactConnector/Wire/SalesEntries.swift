import BridgeDomain
import BridgeJSON

/// `salesentry/SalesEntries` as it is posted: only what we set (reference `exact-online` §7.5, §7.6).
struct SalesEntry: Hashable, Sendable {
    var Journal: String
    var Customer: String
    var EntryDate: CalendarDate
    var DueDate: CalendarDate?
    var Currency: String
    /// Units of the books' currency per unit of ``Currency``; left out when they are the same.
    var Rate: ExactDecimal?
    var YourRef: String
    var Description: String
    var PaymentReference: String?
    var PaymentCondition: String?
    var ReportingYear: Int
    var ReportingPeriod: Int
    var SalesEntryLines: [EntryLineMessage]

    var json: JSON {
        ExactBody.object([
            ("Journal", .string(Journal)), ("Customer", .string(Customer)), ("EntryDate", ExactValue.body(EntryDate)),
            ("DueDate", DueDate.map(ExactValue.body)), ("Currency", .string(Currency)), ("Rate", Rate.map { .number($0) }),
            ("YourRef", .string(YourRef)), ("Description", .string(Description)),
            ("PaymentReference", PaymentReference.map { .string($0) }),
            ("PaymentCondition", PaymentCondition.map { .string($0) }), ("ReportingYear", .number(ReportingYear)),
            ("ReportingPeriod", .number(ReportingPeriod)), ("SalesEntryLines", .array(SalesEntryLines.map(\.json))),
        ])
    }
}

/// `SalesEntryLines` and `PurchaseEntryLines`: the fields we set are the same (reference §7.6, §7.8).
struct EntryLineMessage: Hashable, Sendable {
    var GLAccount: String
    /// Without VAT; with VAT when the VAT code is of the including type.
    var AmountFC: Money
    var VATCode: String?
    /// Overrides what the service would compute.
    var VATAmountFC: Money?
    /// What the VAT is of, where that is not the amount.
    var VATBaseAmountFC: Money?
    var Description: String?
    var CostCenter: String?
    var CostUnit: String?

    var json: JSON {
        ExactBody.object([
            ("GLAccount", .string(GLAccount)), ("AmountFC", ExactValue.body(AmountFC)), ("VATCode", VATCode.map { .string($0) }),
            ("VATAmountFC", VATAmountFC.map(ExactValue.body)), ("VATBaseAmountFC", VATBaseAmountFC.map(ExactValue.body)),
            ("Description", Description.map { .string($0) }),
            ("CostCenter", CostCenter.map { .string($0) }), ("CostUnit", CostUnit.map { .string($0) }),
        ])
    }
}

/// Bodies leave out what is not set: null where it is not expected has been answered with a fault (reference §4).
enum ExactBody {
    static func object(_ members: [(name: String, value: JSON?)]) -> JSON {
        .object(members.compactMap { member in member.value.map { JSON.Member(member.name, $0) } })
    }
}

import BridgeDomain
import BridgeJSON

/// `purchaseentry/PurchaseEntries` as it is posted (reference `exact-online` §7.7, §7.8).
struct PurchaseEntry: Hashable, Sendable {
    var Journal: String
    var Supplier: String
    var EntryDate: CalendarDate
    var DueDate: CalendarDate?
    var Currency: String
    var Rate: ExactDecimal?
    var YourRef: String
    var Description: String
    var PaymentReference: String?
    var PaymentCondition: String?
    var ReportingYear: Int
    var ReportingPeriod: Int
    var PurchaseEntryLines: [EntryLineMessage]

    var json: JSON {
        ExactBody.object([
            ("Journal", .string(Journal)), ("Supplier", .string(Supplier)), ("EntryDate", ExactValue.body(EntryDate)),
            ("DueDate", DueDate.map(ExactValue.body)), ("Currency", .string(Currency)), ("Rate", Rate.map { .number($0) }),
            ("YourRef", .string(YourRef)), ("Description", .string(Description)),
            ("PaymentReference", PaymentReference.map { .string($0) }),
            ("PaymentCondition", PaymentCondition.map { .string($0) }), ("ReportingYear", .number(ReportingYear)),
            ("ReportingPeriod", .number(ReportingPeriod)), ("PurchaseEntryLines", .array(PurchaseEntryLines.map(\.json))),
        ])
    }
}

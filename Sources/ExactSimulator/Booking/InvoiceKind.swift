/// What differs between sales and purchase entries.
struct InvoiceKind: Sendable {
    let lines: TableName
    let journalType: Int
    /// The account's property on the entry and its name in refusals.
    let party: Field
    let partyNoun: Text
    /// The account's own defaults.
    let condition: Field
    let vatCode: Field
    let control: Field
    /// 20 and 21, 30 and 31: invoice and credit note (reference §6.5).
    let type: Int
    let creditType: Int
    /// The type of control accounts: 20 receivable, 22 payable.
    let controlType: Int
    /// +1 when the account is debited by an invoice.
    let sign: Int64
    /// The side a VAT code may not be restricted to.
    let otherSide: String
    let topic: String

    static let sales = InvoiceKind(
        lines: .salesLines, journalType: 20, party: .Customer, partyNoun: .customer, condition: .PaymentConditionSales,
        vatCode: .SalesVATCode, control: .GLAR, type: 20, creditType: 21, controlType: 20, sign: 1, otherSide: "P",
        topic: "SalesEntries")

    static let purchase = InvoiceKind(
        lines: .purchaseLines, journalType: 22, party: .Supplier, partyNoun: .supplier, condition: .PaymentConditionPurchase,
        vatCode: .PurchaseVATCode, control: .GLAP, type: 30, creditType: 31, controlType: 22, sign: -1, otherSide: "S",
        topic: "PurchaseEntries")
}

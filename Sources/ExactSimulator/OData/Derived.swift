import BridgeDomain

/// Properties that are not stored but follow from other rows: names beside keys, descriptions beside codes.
enum Derived {
    static let common: [Field: Resource.Derivation] = [
        .Created: { row, _ in .moment(row.created) },
        .Modified: { row, _ in .moment(row.modified) },
        .Division: { _, books in .integer(books.settings.code) },
        .Creator: { _, _ in .guid(User.id) },
        .Modifier: { _, _ in .guid(User.id) },
        .CreatorFullName: { _, books in .string(books.userName) },
        .ModifierFullName: { _, books in .string(books.userName) },
        .DeletedBy: { _, _ in .guid(User.id) },
        .Timestamp: { row, _ in .integer(row.version) },
        .AccountName: { row, books in linked(row, .Account, .accounts, books)[.Name] },
        .AccountCode: { row, books in linked(row, .Account, .accounts, books)[.Code] },
        .CustomerName: { row, books in linked(row, .Account, .accounts, books)[.Name] },
        .SupplierName: { row, books in linked(row, .Account, .accounts, books)[.Name] },
        .GLAccountCode: { row, books in linked(row, .GLAccount, .ledgerAccounts, books)[.Code] },
        .GLAccountDescription: { row, books in linked(row, .GLAccount, .ledgerAccounts, books)[.Description] },
        .GLAccountType: { row, books in linked(row, .GLAccount, .ledgerAccounts, books)[.TypeCode] },
        .GLToPayCode: { row, books in linked(row, .GLToPay, .ledgerAccounts, books)[.Code] },
        .GLToPayDescription: { row, books in linked(row, .GLToPay, .ledgerAccounts, books)[.Description] },
        .GLToClaimCode: { row, books in linked(row, .GLToClaim, .ledgerAccounts, books)[.Code] },
        .GLToClaimDescription: { row, books in linked(row, .GLToClaim, .ledgerAccounts, books)[.Description] },
        .JournalDescription: { row, books in coded(row, .Journal, .journals, books) },
        .PaymentConditionDescription: { row, books in coded(row, .PaymentCondition, .paymentConditions, books) },
        .PaymentConditionSalesDescription: { row, books in coded(row, .PaymentConditionSales, .paymentConditions, books) },
        .PaymentConditionPurchaseDescription: { row, books in coded(row, .PaymentConditionPurchase, .paymentConditions, books) },
        .VATCodeDescription: { row, books in coded(row, .VATCode, .vatCodes, books) },
        .VATDescription: { row, books in coded(row, .VATCode, .vatCodes, books) },
        .SalesVATCodeDescription: { row, books in coded(row, .SalesVATCode, .vatCodes, books) },
        .PurchaseVATCodeDescription: { row, books in coded(row, .PurchaseVATCode, .vatCodes, books) },
        .CostCenterDescription: { row, books in coded(row, .CostCenter, .costCentres, books) },
        .CostUnitDescription: { row, books in coded(row, .CostUnit, .costUnits, books) },
        .DocumentNumber: { row, books in linked(row, .Document, .documents, books)[.HID] },
        .DocumentSubject: { row, books in linked(row, .Document, .documents, books)[.Subject] },
        .StatusDescription: { row, _ in .string(statusNames[row.integer(.Status)]) },
        .TypeDescription: { row, _ in .string(typeNames[row.integer(.TypeCode)]) },
    ]

    /// The user on whose behalf everything is done; one user is enough for a sandbox.
    enum User {
        static let id = GUID(high: 0x5D1E_44A2_0C7B_4E19, low: 0x9F3A_6B20_D8C5_7E41)
    }

    /// A few names that are derived in most tables are stored in some.
    static func isStored(_ field: Field, in table: TableName) -> Bool {
        table == .deletions && field == .DeletedDate
    }

    static func linked(_ row: Row, _ field: Field, _ table: TableName, _ books: Books) -> Row {
        let key = row[field]
        return (key.isNull ? nil : books[table][key]) ?? nothing
    }

    private static func coded(_ row: Row, _ field: Field, _ table: TableName, _ books: Books) -> Value {
        let code = row[field]
        return code.isNull ? .null : books[table].first(.Code, code)?[.Description] ?? .null
    }

    /// The entry a line or term belongs to.
    static func entry(_ row: Row, _ books: Books) -> Row {
        let key = row[.EntryID]
        return (key.isNull ? nil : books[.entries][key]) ?? nothing
    }

    /// A field of the entry a line belongs to.
    static func ofEntry(_ field: Field) -> Resource.Derivation { { row, books in entry(row, books)[field] } }

    /// The description of the journal of the entry a line belongs to.
    static let journalOfEntry: Resource.Derivation = { row, books in coded(entry(row, books), .Journal, .journals, books) }

    static let nothing = Row(key: .null)

    private static let statusNames = [0: "Open", 5: "Rejected", 20: "Open", 30: "Selected", 40: "Processed", 50: "Processed"]
    static let typeNames = [
        10: "Opening balance", 20: "Sales entry", 21: "Sales credit note", 30: "Purchase entry", 31: "Purchase credit note",
        40: "Cash flow", 82: "Exchange rate difference", 83: "Payment difference", 90: "Other",
    ]
}

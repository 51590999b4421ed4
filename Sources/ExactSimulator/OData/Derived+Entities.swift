import BridgeDomain

/// What differs from entity to entity.
extension Derived {
    static let ofAccounts: [Field: Resource.Derivation] = [
        .InvoiceAccountCode: { row, books in linked(row, .InvoiceAccount, .accounts, books)[.Code] },
        .InvoiceAccountName: { row, books in linked(row, .InvoiceAccount, .accounts, books)[.Name] },
        .SalesCurrencyDescription: { row, _ in row[.SalesCurrency] },
        .PurchaseCurrencyDescription: { row, _ in row[.PurchaseCurrency] },
        .CountryName: { row, _ in row.code(.Country).map { .string($0) } ?? .null },
    ]

    static let ofLedgerAccounts: [Field: Resource.Derivation] = [
        .TypeDescription: { row, _ in .string(LedgerAccountType.name(row.integer(.TypeCode))) }
    ]

    /// The percentage that holds now stands beside the code.
    static let ofVATCodes: [Field: Resource.Derivation] = [
        .Percentage: { row, books in
            books[.vatPercentages].rows(.VATCodeID, row.key).last.map { $0[.Percentage] } ?? .decimal(.zero)
        }
    ]

    static let ofJournalStatus: [Field: Resource.Derivation] = [
        .StatusDescription: { row, _ in .string(row.integer(.Status) == 1 ? "Closed" : "Open") },
        .JournalTypeDescription: { row, _ in
            .string([10: "Cash", 12: "Bank", 20: "Sales", 22: "Purchase", 90: "General journal"][row.integer(.JournalType)])
        },
    ]

    static let ofDivisions: [Field: Resource.Derivation] = [
        .Created: { row, _ in row[.StartDate] }, .Modified: { row, _ in row[.StartDate] },
    ]

    /// Entries are stored under the names of sales entries; `Transactions` and general journals have names of their own.
    static let entryAliases: [Field: Field] = [
        .JournalCode: .Journal, .Date: .EntryDate, .FinancialYear: .ReportingYear, .FinancialPeriod: .ReportingPeriod,
        .PaymentConditionCode: .PaymentCondition, .ExchangeRate: .Rate,
    ]

    /// Ledger lines hold what differs from line to line; the rest stands once, on the entry.
    static let ofLedgerLines: [Field: Resource.Derivation] = {
        var derived: [Field: Resource.Derivation] = [
            .TypeCode: ofEntry(.TypeCode), .JournalCode: ofEntry(.Journal), .FinancialYear: ofEntry(.ReportingYear),
            .FinancialPeriod: ofEntry(.ReportingPeriod), .Status: ofEntry(.Status), .DueDate: ofEntry(.DueDate),
            .Currency: ofEntry(.Currency), .ExchangeRate: ofEntry(.Rate), .PaymentReference: ofEntry(.PaymentReference),
            .Document: ofEntry(.Document), .OrderNumber: ofEntry(.OrderNumber), .JournalDescription: journalOfEntry,
            .ExternalLinkReference: ofEntry(.ExternalLinkReference),
            .DocumentNumber: { row, books in linked(entry(row, books), .Document, .documents, books)[.HID] },
            .DocumentSubject: { row, books in linked(entry(row, books), .Document, .documents, books)[.Subject] },
        ]
        derived[.Date] = { row, books in row[.Date].isNull ? entry(row, books)[.EntryDate] : row[.Date] }
        return derived
    }()

    static let ofTerms: [Field: Resource.Derivation] = [
        .InvoiceDate: ofEntry(.EntryDate), .EntryDate: ofEntry(.EntryDate), .EntryNumber: ofEntry(.EntryNumber),
        .Journal: ofEntry(.Journal), .JournalDescription: journalOfEntry, .PaymentCondition: ofEntry(.PaymentCondition),
        .Document: ofEntry(.Document), .OrderNumber: ofEntry(.OrderNumber), .TransactionDueDate: ofEntry(.DueDate),
        .TransactionReportingYear: ofEntry(.ReportingYear), .TransactionReportingPeriod: ofEntry(.ReportingPeriod),
        .TransactionStatus: ofEntry(.Status), .TransactionIsReversal: ofEntry(.Reversal),
        .PaymentConditionDescription: { row, books in
            entry(row, books).string(.PaymentCondition).flatMap { books.paymentCondition($0)?[.Description] } ?? .null
        },
        .Description: { row, books in row[.Description].isNull ? entry(row, books)[.Description] : row[.Description] },
        .PaymentReference: { row, books in
            row[.PaymentReference].isNull ? entry(row, books)[.PaymentReference] : row[.PaymentReference]
        },
        .PaymentMethod: { row, _ in row[.PaymentMethod].isNull ? "B" : row[.PaymentMethod] },
    ]

    /// `ReceivablesList`: open items with positive amounts for invoices, as one source reads them (reference §8, point 2).
    static let ofOpenItems: [Field: Resource.Derivation] = {
        var derived = ofTerms
        derived[.AccountId] = { row, _ in row[.Account] }
        derived[.Id] = { row, _ in row[.TransactionID] }
        derived[.Amount] = { row, _ in .decimal(-row.decimal(.AmountFC)) }
        derived[.AmountInTransit] = { _, _ in .decimal(.zero) }
        derived[.CurrencyCode] = { row, _ in row[.Currency] }
        derived[.JournalCode] = ofEntry(.Journal)
        return derived
    }()
}

import BridgeHTTP

/// Every endpoint the sandbox answers; what is not here is answered 404.
enum Resources {
    /// By path; `sync/` and `bulk/` paths in lower case, since any case is accepted there (reference §1).
    static let all: [String: Resource] = Dictionary(uniqueKeysWithValues: plain + twins)

    private static let crud: Set<HTTPMethod> = [.get, .post, .put, .delete]

    private static let plain: [(String, Resource)] =
        (relations + masterData + entries + ledger + cashflow + documents + surroundings).map { ($0.schema.path, $0) }

    private static func make(_ resource: Resource, _ change: (inout Resource) -> Void) -> Resource {
        var resource = resource
        change(&resource)
        return resource
    }

    private static let relations: [Resource] = [
        make(Resource(.accounts, .accounts, derived: Derived.ofAccounts)) {
            $0.methods = crud
            $0.postReply = .keyOnly
            $0.navigations = ["BankAccounts": .init(path: "crm/BankAccounts", field: .Account)]
            $0.mandatoryFilter = MandatoryFilters.accounts
        },
        make(Resource(.contacts, .contacts)) {
            $0.methods = crud
            $0.postReply = .keyOnly
        },
        make(Resource(.bankAccounts, .bankAccounts)) { $0.methods = crud },
        make(Resource(.addresses, .addresses)) { $0.methods = crud },
    ]

    private static let masterData: [Resource] = [
        make(Resource(.glAccounts, .ledgerAccounts, derived: Derived.ofLedgerAccounts)) { $0.methods = crud },
        make(Resource(.journals, .journals)) { $0.methods = crud },
        Resource(.financialPeriods, .periods),
        make(Resource(.journalStatusList, .periods, derived: Derived.ofJournalStatus)) { $0.rows = ComputedRows.journalStatus },
        make(Resource(.vatCodes, .vatCodes, derived: Derived.ofVATCodes)) {
            $0.methods = crud
            $0.navigations = ["VATPercentages": .init(path: "vat/VatPercentages", field: .VATCodeID)]
        },
        Resource(.vatPercentages, .vatPercentages),
        make(Resource(.paymentConditions, .paymentConditions)) { $0.methods = [.get, .post] },
        make(Resource(.costcenters, .costCentres)) { $0.methods = crud },
        make(Resource(.costunits, .costUnits)) { $0.methods = crud },
        Resource(.currencies, .currencies),
        make(Resource(.exchangeRates, .rates)) { $0.methods = crud },
    ]

    private static let entries: [Resource] = [
        make(Resource(.salesEntries, .entries, aliases: [.Customer: .Account])) {
            $0.methods = crud
            $0.restriction = { [20, 21].contains($0.integer(.TypeCode)) }
            $0.navigations = ["SalesEntryLines": .init(path: "salesentry/SalesEntryLines", field: .EntryID, isInsertable: true)]
        },
        make(Resource(.salesEntryLines, .salesLines)) { $0.methods = crud },
        make(Resource(.purchaseEntries, .entries, aliases: [.Supplier: .Account])) {
            $0.methods = crud
            $0.restriction = { [30, 31].contains($0.integer(.TypeCode)) }
            $0.navigations = ["PurchaseEntryLines": .init(path: "purchaseentry/PurchaseEntryLines", field: .EntryID, isInsertable: true)]
            $0.licence = .purchase
        },
        make(Resource(.purchaseEntryLines, .purchaseLines)) {
            $0.methods = crud
            $0.licence = .purchase
        },
        make(Resource(.generalJournalEntries, .entries, aliases: Derived.entryAliases)) {
            $0.methods = [.get, .post, .delete]
            $0.restriction = { [10, 90].contains($0.integer(.TypeCode)) }
            $0.navigations = [
                "GeneralJournalEntryLines": .init(path: "generaljournalentry/GeneralJournalEntryLines", field: .EntryID, isInsertable: true)
            ]
        },
        make(Resource(.generalJournalEntryLines, .journalLines, derived: [.EntryNumber: Derived.ofEntry(.EntryNumber)])) {
            $0.methods = [.get, .post]
        },
    ]

    private static let ledger: [Resource] = [
        make(Resource(.transactions, .entries, aliases: Derived.entryAliases)) {
            $0.navigations = ["TransactionLines": .init(path: "financialtransaction/TransactionLines", field: .EntryID)]
        },
        make(transactionLines) {
            $0.restriction = { $0.integer(.LineNumber) > 0 }
            $0.mandatoryFilter = MandatoryFilters.transactionLines
        },
    ]

    private static let transactionLines = Resource(.transactionLines, .ledgerLines, derived: Derived.ofLedgerLines)

    private static let cashflow: [Resource] = [
        make(Resource(.receivables, .terms, derived: Derived.ofTerms)) {
            $0.methods = [.get, .put]
            $0.restriction = { $0.integer(.LineType) == 20 }
            $0.needsSelect = true
        },
        make(Resource(.payments, .terms, derived: Derived.ofTerms)) {
            $0.methods = [.get, .put]
            $0.restriction = { $0.integer(.LineType) == 22 }
            $0.needsSelect = true
        },
        make(Resource(.receivablesList, .terms, derived: Derived.ofOpenItems)) { $0.rows = ComputedRows.openReceivables },
    ]

    private static let documents: [Resource] = [
        make(Resource(.documents, .documents)) { $0.methods = crud },
        make(Resource(.documentAttachments, .attachments)) { $0.methods = [.get, .post, .delete] },
    ]

    private static let surroundings: [Resource] = [
        make(Resource(.webhookSubscriptions, .webhooks)) { $0.methods = crud },
        make(Resource(.divisions, .periods, derived: Derived.ofDivisions)) { $0.rows = ComputedRows.divisions },
        make(Resource(.me, .periods)) { $0.rows = ComputedRows.me },
    ]
}

extension Resources {
    private static let twins: [(String, Resource)] = sync + bulk

    private static let sync: [(String, Resource)] = [
        twin("crm/Accounts", "sync/CRM/Accounts", isSync: true), twin("crm/Contacts", "sync/CRM/Contacts", isSync: true),
        twin("crm/Addresses", "sync/CRM/Addresses", isSync: true),
        twin("financial/GLAccounts", "sync/Financial/GLAccounts", isSync: true),
        twin("documents/Documents", "sync/Documents/Documents", isSync: true),
        twin("documents/DocumentAttachments", "sync/Documents/DocumentAttachments", isSync: true),
        (
            "sync/financial/transactionlines",
            transactionLines.twin(Schema.transactionLines.twin("sync/Financial/TransactionLines", withTimestamp: true), isSync: true)
        ),
        (
            "sync/cashflow/paymentterms",
            Resource(.paymentTerms, .terms, derived: Derived.ofTerms).twin(
                Schema.paymentTerms.twin("sync/Cashflow/PaymentTerms", withTimestamp: true), isSync: true)
        ),
        ("sync/deleted", Resource(.deletions, .deletions).twin(Schema.deletions.twin("sync/Deleted", withTimestamp: true), isSync: true)),
    ]

    private static let bulk: [(String, Resource)] = [
        twin("crm/Accounts", "bulk/CRM/Accounts", isSync: false), twin("crm/Contacts", "bulk/CRM/Contacts", isSync: false),
        twin("crm/Addresses", "bulk/CRM/Addresses", isSync: false),
        twin("financial/GLAccounts", "bulk/Financial/GLAccounts", isSync: false),
        twin("financialtransaction/TransactionLines", "bulk/Financial/TransactionLines", isSync: false),
        twin("cashflow/Receivables", "bulk/Cashflow/Receivables", isSync: false),
        twin("cashflow/Payments", "bulk/Cashflow/Payments", isSync: false),
        twin("documents/Documents", "bulk/Documents/Documents", isSync: false),
        twin("documents/DocumentAttachments", "bulk/Documents/DocumentAttachments", isSync: false),
    ]

    private static func twin(_ path: String, _ twinPath: String, isSync: Bool) -> (String, Resource) {
        guard let resource = plain.first(where: { $0.0 == path })?.1 else { preconditionFailure("\(path) has no endpoint") }
        return (twinPath.lowercased(), resource.twin(resource.schema.twin(twinPath, withTimestamp: isSync), isSync: isSync))
    }
}

/// The fields that satisfy the mandatory-filter rule (reference §5.4).
enum MandatoryFilters {
    static let accounts: [Field] = fields(
        """
        Accountant AccountManager AddressLine1 AddressLine2 AddressLine3 Blocked BRIN BSN ChamberOfCommerce City Classification
        Classification1 Classification2 Classification3 Classification4 Classification5 Classification6 Classification7 Classification8
        Code CodeAtSupplier Country Created Email EndDate Fax ID InvoiceAccount IsAccountant IsReseller IsSales IsSupplier MainContact
        Modified Name Parent Phone Postcode PriceList Reseller RSIN SearchCode StartDate Status Type VATNumber
        """)

    static let transactionLines: [Field] = fields(
        """
        ID Account AccountCode Asset CostCenter CostUnit Date Description Document EntryID EntryNumber FinancialPeriod FinancialYear
        GLAccount GLAccountCode InvoiceNumber Item JournalCode Modified OffsetID OrderNumber Project ProjectCode ShopOrder Status
        Subscription Type VATCode YourRef
        """)

    private static func fields(_ text: String) -> [Field] { text.split(whereSeparator: \.isWhitespace).compactMap { Field(name: $0) } }
}

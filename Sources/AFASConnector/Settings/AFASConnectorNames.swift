/// What the GetConnectors are called in an environment. Certified partners must use copies of their own, and customers adapt the vendor's;
/// so every name can be set (reference `afas-profit` §3.5). What each must contain: ``AFASNeeds``.
public struct AFASConnectorNames: Hashable, Sendable {
    public var administrations = "Profit_Administrations"
    public var journals = "Profit_Journals"
    public var periods = "Profit_periods_per_administration"
    public var accounts = "Profit_Accounts"
    public var vatCodes = "Profit_VAT_code"
    public var countries = "ProfitCountries"
    public var debtors = "Profit_Debtor"
    public var organisations = "Profit_OrgPer"
    public var bankAccounts = "Profit_BankAccounts"
    /// Profit delivers none; the customer makes it.
    public var creditors = "LedgerBridge_Creditors"
    /// Profit delivers none; the customer makes it.
    public var paymentConditions = "LedgerBridge_PaymentConditions"
    /// Profit delivers none; the customer makes it.
    public var dimensionCodes = "LedgerBridge_DimensionCodes"
    /// Profit's own tell neither debtors from ledger accounts nor foreign amounts; the customer makes one that does (reference §12.2).
    public var entryLines = "LedgerBridge_EntryLines"
    /// Open items, for payments back.
    public var openDebtorItems = "Profit_Debtor_Invoices"
    /// Open items, for payments back.
    public var openCreditorItems = "Profit_Creditor_Invoices"
    /// Which booking days were touched, for payments back: entries that were deleted show nowhere else.
    public var changedDays = "Profit_Fin_ChangedEntrydate"

    /// The vendor's names, and ours for what Profit does not deliver.
    public init() {}
}

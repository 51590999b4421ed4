public import BridgeDomain

/// Everything that turns a document into an entry, as dated data. A value: a change is a new version, kept by the journal.
public struct MappingRules: Hashable, Sendable {
    /// For people.
    public var name: String
    public var accounts: RuleTable<AccountChoice>
    public var vatCodes: RuleTable<VATCode>
    public var daybooks: RuleTable<DaybookCode>
    public var collectiveAccounts: RuleTable<AccountCode>
    public var paymentConditions: RuleTable<PaymentCondition>
    /// How a packaging code is treated for a customer. A policy that the source gives with the customer counts as a rule with one
    /// filled key and goes before other rules with one key.
    public var packaging: RuleTable<PackagingPolicy>
    /// The target's VAT codes that ``vatCodes`` may give.
    public var vatDefinitions: [VATDefinition]
    /// The VAT codes the source may write (refusal N06); empty leaves them unchecked. Rules that look at treatment and rate alone would
    /// otherwise take a code that somebody made this morning.
    public var sourceVATCodes: Set<SourceVATCode>
    /// The general VAT rate, for deposits under ``PackagingPolicy/standard``.
    public var standardRates: [DatedRate]
    public var numbering: PartyNumbering
    public var detail: DetailLevel
    /// Detail levels of single kinds of document.
    public var detailByKind: [DocumentKind: DetailLevel]
    public var texts: TextTemplates
    public var tolerances: Tolerances
    public var negativeInvoices: NegativeInvoicePolicy
    public var remainder: RemainderPlace
    /// Documents with an earlier invoice date are not exported; nil exports all.
    public var firstDate: CalendarDate?

    /// Rules; empty tables by default, which map nothing.
    public init(name: String = "") {
        self.name = name
        accounts = RuleTable(.accounts)
        vatCodes = RuleTable(.vatCodes)
        daybooks = RuleTable(.daybooks)
        collectiveAccounts = RuleTable(.collectiveAccounts)
        paymentConditions = RuleTable(.paymentConditions)
        packaging = RuleTable(.packaging, fallback: .outside)
        vatDefinitions = []
        sourceVATCodes = []
        standardRates = []
        numbering = PartyNumbering()
        detail = .perLine
        detailByKind = [:]
        texts = TextTemplates()
        tolerances = Tolerances()
        negativeInvoices = .park
        remainder = .last
        firstDate = nil
    }

    /// The detail level of a kind.
    public func detail(of kind: DocumentKind) -> DetailLevel { detailByKind[kind] ?? detail }
}

/// The codes of the target that a mapping can give, to be compared with the target's own lists.
public struct CodesUsed: Hashable, Sendable {
    public var accounts: Set<AccountCode> = []
    public var vatCodes: Set<VATCode> = []
    public var daybooks: Set<DaybookCode> = []
    public var paymentConditions: Set<PaymentCondition> = []
    public var costCentres: Set<CostCentre> = []
    public var costUnits: Set<CostUnit> = []

    /// None.
    public init() {}
}

extension MappingRules {
    /// Every code the mapping can give.
    public var codesUsed: CodesUsed {
        var used = CodesUsed()
        for choice in accounts.rules.map(\.output) + [accounts.fallback].compactMap(\.self) {
            used.accounts.insert(choice.account)
            if let centre = choice.costCentre { used.costCentres.insert(centre) }
            if let unit = choice.costUnit { used.costUnits.insert(unit) }
        }
        used.accounts.formUnion(collectiveAccounts.rules.map(\.output) + [collectiveAccounts.fallback].compactMap(\.self))
        used.accounts.formUnion(vatDefinitions.flatMap { [$0.dueAccount, $0.claimableAccount] }.compactMap(\.self))
        used.accounts.formUnion([tolerances.vat, tolerances.rounding, tolerances.payment].compactMap(\.account))
        used.vatCodes = Set(vatCodes.rules.map(\.output) + [vatCodes.fallback].compactMap(\.self))
        used.daybooks = Set(daybooks.rules.map(\.output) + [daybooks.fallback].compactMap(\.self))
        used.paymentConditions = Set(paymentConditions.rules.map(\.output) + [paymentConditions.fallback].compactMap(\.self))
        return used
    }
}

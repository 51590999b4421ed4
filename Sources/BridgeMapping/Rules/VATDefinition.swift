public import BridgeDomain

/// A rate and the days of supply it holds for.
public struct DatedRate: Hashable, Sendable {
    /// In percent.
    public var rate: ExactDecimal
    /// The first day of supply; nil from the beginning.
    public var validFrom: CalendarDate?
    /// The last day of supply, this day included; nil without end.
    public var validTo: CalendarDate?

    /// A rate.
    public init(_ rate: ExactDecimal, from validFrom: CalendarDate? = nil, to validTo: CalendarDate? = nil) {
        self.rate = rate
        self.validFrom = validFrom
        self.validTo = validTo
    }

    /// True for supplies of that day.
    public func holds(on date: CalendarDate) -> Bool { (validFrom.map { $0 <= date } ?? true) && (validTo.map { date <= $0 } ?? true) }
}

/// Which sides a VAT code has in the books.
public enum VATKind: String, Hashable, Sendable, CaseIterable {
    /// VAT we owe on what we sell.
    case due
    /// VAT we claim on what we buy.
    case claimable
    /// VAT the buyer works out: owed and claimed in one entry (shifted, acquisition, import).
    case selfAssessed = "self_assessed"
    /// No VAT arises here.
    case none
}

/// A VAT code of the target administration and what it does.
public struct VATDefinition: Hashable, Sendable {
    public var code: VATCode
    public var name: String
    public var kind: VATKind
    /// The rates the code stands for, by day of supply.
    public var rates: [DatedRate]
    /// Where VAT owed is booked; mandatory for `due` (unless no rate is above zero) and `selfAssessed`.
    public var dueAccount: AccountCode?
    /// Where VAT claimed is booked; mandatory for `claimable` and `selfAssessed`.
    public var claimableAccount: AccountCode?
    /// The category of EN 16931 (`S`, `K`, `G`, `AE`, `E`, `Z`), for information.
    public var ublCategory: String?
    /// The boxes of the VAT return (`1b`, `3b + ICP`), for information.
    public var returnBox: String?

    /// A VAT code.
    public init(
        _ code: VATCode, _ name: String, _ kind: VATKind, rates: [DatedRate], due: AccountCode? = nil, claimable: AccountCode? = nil,
        ublCategory: String? = nil, returnBox: String? = nil
    ) {
        self.code = code
        self.name = name
        self.kind = kind
        self.rates = rates
        self.dueAccount = due
        self.claimableAccount = claimable
        self.ublCategory = ublCategory
        self.returnBox = returnBox
    }

    /// The name under which its accounts stand in entries: `vat.V9`.
    public var ruleID: RuleID { RuleID("vat.\(code.text)") }
    /// True when a rate above zero stands beside the code.
    public var carriesVAT: Bool { kind != .none && rates.contains { !$0.rate.isZero } }
}

public import BridgeDomain

/// What a rule gives when it matches.
public protocol RuleOutput: Hashable, Sendable {
    /// The outcome in a few characters, for explanations: `8000`, `V9`.
    var summary: String { get }
}

extension VATCode: RuleOutput {
    /// The code.
    public var summary: String { text }
}
extension DaybookCode: RuleOutput {
    /// The code.
    public var summary: String { text }
}
extension AccountCode: RuleOutput {
    /// The code.
    public var summary: String { text }
}

/// A ledger account with the cost centre and unit that go with it.
public struct AccountChoice: RuleOutput {
    public var account: AccountCode
    /// Used where the source's line names none.
    public var costCentre: CostCentre?
    /// Used where the source's line names none.
    public var costUnit: CostUnit?

    /// An account.
    public init(_ account: AccountCode, costCentre: CostCentre? = nil, costUnit: CostUnit? = nil) {
        self.account = account
        self.costCentre = costCentre
        self.costUnit = costUnit
    }

    /// The account, then what goes with it.
    public var summary: String {
        [account.text, costCentre?.text, costUnit?.text].compactMap(\.self).joined(separator: " ")
    }
}

/// A payment condition in the target's codes.
public struct PaymentCondition: TextIdentifier, RuleOutput {
    public let text: String
    public init(_ text: String) { self.text = text }

    /// The code.
    public var summary: String { text }
}

/// One dated rule: when its conditions hold, this is the outcome.
public struct Rule<Output: RuleOutput>: Hashable, Sendable {
    /// The rule's name, unique in the whole mapping and never reused.
    public var id: RuleID
    public var conditions: RuleConditions
    /// The first day the rule holds; nil from the beginning.
    public var validFrom: CalendarDate?
    /// The last day the rule holds, this day included; nil without end.
    public var validTo: CalendarDate?
    public var output: Output
    /// Why the rule is there, for people.
    public var note: String

    /// A rule.
    public init(
        _ id: RuleID, when conditions: RuleConditions, from validFrom: CalendarDate? = nil, to validTo: CalendarDate? = nil,
        note: String = "", _ output: Output
    ) {
        self.id = id
        self.conditions = conditions
        self.validFrom = validFrom
        self.validTo = validTo
        self.output = output
        self.note = note
    }

    /// True on the days from ``validFrom`` to ``validTo``.
    public func holds(on date: CalendarDate) -> Bool { (validFrom.map { $0 <= date } ?? true) && (validTo.map { date <= $0 } ?? true) }
}

/// Which of the mapping's tables; the raw value is its name in the rules file.
public enum RuleTableName: String, Hashable, Sendable, CaseIterable {
    case accounts
    case vatCodes = "vat_codes"
    case daybooks
    case collectiveAccounts = "collective_accounts"
    case paymentConditions = "payment_conditions"
    case packaging

    /// The keys that have a value when this table is asked. A rule that fills another key could never match.
    public var keys: Set<RuleKey> {
        let head: Set<RuleKey> = [.documentKind, .vatTreatment, .countryGroup, .country, .customerGroup, .party, .currency]
        switch self {
        case .accounts, .vatCodes:
            return head.union([.lineKind, .productGroup, .product, .rate, .sourceVATCode, .packagingPolicy])
        case .packaging: return head.union([.lineKind, .productGroup, .product])
        case .daybooks: return head.union([.sourceDaybook])
        case .collectiveAccounts: return head
        case .paymentConditions: return head.union([.paymentTerm, .paymentDays, .paymentMethod])
        }
    }

    /// True where rules are judged on the day of supply, false where on the invoice date.
    ///
    /// VAT follows the supply (reference `dutch-finance` §15, rate-change case), and with it how packaging is treated; everything
    /// else is bookkeeping and follows the date the document is booked under.
    public var isJudgedOnSupplyDate: Bool { self == .vatCodes || self == .packaging }
}

/// Dated rules of one kind, with an optional default.
///
/// Of the rules that match, the one with the most filled keys wins. Two rules with equally many filled keys that can match
/// the same input on the same day are a tie, which ``issues()`` reports and saving refuses.
public struct RuleTable<Output: RuleOutput>: Hashable, Sendable {
    /// Which table.
    public let name: RuleTableName
    public var rules: [Rule<Output>]
    /// Used when no rule matches; every use is counted and reported.
    public var fallback: Output?

    /// More rules than this are refused.
    public static var rulesMax: Int { 20_000 }
    /// More ties than this are not looked for: who copied a rule a thousand times learns it from the first.
    public static var tiesMax: Int { 500 }

    /// A table.
    public init(_ name: RuleTableName, _ rules: [Rule<Output>] = [], fallback: Output? = nil) {
        self.name = name
        self.rules = rules
        self.fallback = fallback
    }

    /// The name under which a use of the default is reported.
    public var fallbackID: RuleID { RuleID("\(name.rawValue).default") }
    /// The keys that any rule of the table fills.
    public var keysFilled: Set<RuleKey> { Set(rules.flatMap(\.conditions.values.keys)) }
}

public import BridgeDomain

/// One key that a rule fills, with the values it accepts.
public struct RuleCondition: Hashable, Sendable {
    /// What is looked at.
    public let key: RuleKey
    /// Any of these will do, in canonical form.
    public let values: Set<String>

    private init(_ key: RuleKey, _ values: [String]) {
        self.key = key
        self.values = Set(values)
    }

    /// A condition read from text; nil when a value is none of the key's.
    public init?(_ key: RuleKey, texts: [String]) {
        var values: [String] = []
        for text in texts {
            guard let value = key.canonical(text) else { return nil }
            values.append(value)
        }
        self.init(key, values)
    }

    /// Kinds of document.
    public static func documentKind(_ kinds: DocumentKind...) -> RuleCondition { RuleCondition(.documentKind, kinds.map(\.rawValue)) }
    /// Kinds of line.
    public static func lineKind(_ kinds: LineKind...) -> RuleCondition { RuleCondition(.lineKind, kinds.map(\.rawValue)) }
    /// Product groups of the source.
    public static func productGroup(_ groups: String...) -> RuleCondition { RuleCondition(.productGroup, groups) }
    /// Products or packaging codes of the source.
    public static func product(_ codes: String...) -> RuleCondition { RuleCondition(.product, codes) }
    /// VAT grounds.
    public static func vatTreatment(_ treatments: VATTreatment...) -> RuleCondition {
        RuleCondition(.vatTreatment, treatments.map(\.rawValue))
    }
    /// VAT rates in percent.
    public static func rate(_ rates: ExactDecimal...) -> RuleCondition { RuleCondition(.rate, rates.map(\.description)) }
    /// VAT codes as the source writes them.
    public static func sourceVATCode(_ codes: SourceVATCode...) -> RuleCondition { RuleCondition(.sourceVATCode, codes.map(\.text)) }
    /// Where the party sits.
    public static func countryGroup(_ groups: CountryGroup...) -> RuleCondition { RuleCondition(.countryGroup, groups.map(\.rawValue)) }
    /// Where the goods go: ISO 3166 alpha-2.
    public static func country(_ codes: String...) -> RuleCondition { RuleCondition(.country, codes) }
    /// Customer groups of the source.
    public static func customerGroup(_ groups: String...) -> RuleCondition { RuleCondition(.customerGroup, groups) }
    /// Single parties.
    public static func party(_ codes: PartyCode...) -> RuleCondition { RuleCondition(.party, codes.map(\.text)) }
    /// How a deposit is treated.
    public static func packagingPolicy(_ policies: PackagingPolicy...) -> RuleCondition {
        RuleCondition(.packagingPolicy, policies.map(\.rawValue))
    }
    /// Document currencies.
    public static func currency(_ currencies: Currency...) -> RuleCondition { RuleCondition(.currency, currencies.map(\.code)) }
    /// Payment term codes of the source.
    public static func paymentTerm(_ codes: String...) -> RuleCondition { RuleCondition(.paymentTerm, codes) }
    /// Payment terms in days.
    public static func paymentDays(_ days: Int...) -> RuleCondition { RuleCondition(.paymentDays, days.map(String.init)) }
    /// Ways of payment of the source.
    public static func paymentMethod(_ methods: String...) -> RuleCondition { RuleCondition(.paymentMethod, methods) }
    /// Daybooks as a ledger posting names them.
    public static func sourceDaybook(_ codes: DaybookCode...) -> RuleCondition { RuleCondition(.sourceDaybook, codes.map(\.text)) }
}

/// The keys a rule fills. A rule matches when each filled key accepts the input's value; a key that is not filled accepts any.
public struct RuleConditions: Hashable, Sendable, ExpressibleByArrayLiteral {
    /// Per filled key the accepted values.
    public private(set) var values: [RuleKey: Set<String>]

    /// Conditions that must all hold. Two on one key accept the values of both.
    public init(_ conditions: [RuleCondition] = []) {
        values = Dictionary(conditions.map { ($0.key, $0.values) }) { $0.union($1) }
    }

    /// Conditions written as a list.
    public init(arrayLiteral conditions: RuleCondition...) { self.init(conditions) }

    /// How many keys are filled: the more, the earlier a rule is asked.
    public var filled: Int { values.count }
    /// The filled keys in the order of ``RuleKey``.
    public var keys: [RuleKey] { RuleKey.allCases.filter { values[$0] != nil } }

    /// The accepted values of a key in alphabetical order; empty when it is not filled.
    public subscript(key: RuleKey) -> [String] { (values[key] ?? []).sorted() }

    /// True when every filled key accepts the subject's value.
    public func accept(_ subject: RuleSubject) -> Bool {
        values.allSatisfy { key, accepted in subject[key].map(accepted.contains) ?? false }
    }

    /// The filled keys that refuse the subject, in the order of ``RuleKey``.
    public func refusals(of subject: RuleSubject) -> [RuleKey] {
        keys.filter { key in !(subject[key].map { values[key]?.contains($0) ?? true } ?? false) }
    }
}

public import BridgeDomain

/// A rule as people read it, whichever table it stands in.
public struct RuleSummary: Hashable, Sendable {
    public var table: RuleTableName
    public var rule: RuleID
    /// The filled keys with the values each accepts; empty for a rule that takes all, and for a default.
    public var conditions: [Condition]
    public var outcome: String
    public var validFrom: CalendarDate?
    public var validTo: CalendarDate?
    public var note: String
    public var isDefault: Bool

    /// One key and what it accepts.
    public struct Condition: Hashable, Sendable {
        public var key: RuleKey
        public var values: [String]
    }
}

extension MappingRules {
    /// All rules in the order they stand, the default of each table last.
    public var summaries: [RuleSummary] {
        Self.summaries(accounts) + Self.summaries(vatCodes) + Self.summaries(daybooks) + Self.summaries(collectiveAccounts)
            + Self.summaries(paymentConditions) + Self.summaries(packaging)
    }

    private static func summaries<Output>(_ table: RuleTable<Output>) -> [RuleSummary] {
        let rules = table.rules.map { rule in
            RuleSummary(
                table: table.name, rule: rule.id,
                conditions: rule.conditions.keys.map { RuleSummary.Condition(key: $0, values: rule.conditions[$0]) },
                outcome: rule.output.summary, validFrom: rule.validFrom, validTo: rule.validTo, note: rule.note, isDefault: false)
        }
        guard let fallback = table.fallback else { return rules }
        return rules + [
            RuleSummary(
                table: table.name, rule: table.fallbackID, conditions: [], outcome: fallback.summary, validFrom: nil, validTo: nil,
                note: "",
                isDefault: true)
        ]
    }
}

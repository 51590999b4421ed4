public import BridgeDomain

/// Why a rule decided, and which others nearly did.
public struct Reason: Hashable, Sendable {
    /// A filled key of the deciding rule and the value it met.
    public struct Match: Hashable, Sendable {
        public var key: RuleKey
        public var value: String
    }

    /// A rule that did not decide.
    public struct Other: Hashable, Sendable {
        public var rule: RuleID
        /// What it would have given.
        public var outcome: String
        /// What it asks and what was there instead; empty for a rule that matched but fills fewer keys.
        public var differences: [Difference]
    }

    /// What kept a rule from matching.
    public enum Difference: Hashable, Sendable {
        case value(RuleKey, wanted: [String], found: String?)
        /// It holds on other days.
        case date(from: CalendarDate?, to: CalendarDate?, judged: CalendarDate)
    }

    public var table: RuleTableName
    /// nil when nothing decided.
    public var rule: RuleID?
    public var isDefault: Bool
    public var outcome: String
    public var note: String
    /// Why it matched; empty for a default.
    public var matches: [Match]
    /// Rules that matched as well but fill fewer keys, most first.
    public var outranked: [Other]
    /// Rules that failed on one point, most filled keys first.
    public var nearly: [Other]

    /// How many others are named of each sort.
    static let othersMax = 3
}

extension RuleIndex {
    /// The reason of a decision. Walks all rules, so it is for showing, not for mapping.
    func reason(_ table: RuleTableName, _ subject: RuleSubject, on date: CalendarDate) -> Reason {
        let matched = match(subject, on: date).map { ordered[$0] }
        let decision = decide(subject, on: date)
        var reason = Reason(
            table: table, rule: decision?.rule, isDefault: decision?.isDefault ?? false, outcome: decision?.output.summary ?? "",
            note: matched?.note ?? "",
            matches: matched.map { $0.conditions.keys.map { Reason.Match(key: $0, value: subject[$0] ?? "") } } ?? [],
            outranked: [], nearly: [])
        for rule in ordered where rule.id != decision?.rule {
            let differences = differences(rule, subject, date)
            let other = Reason.Other(rule: rule.id, outcome: rule.output.summary, differences: differences)
            if differences.isEmpty, reason.outranked.count < Reason.othersMax { reason.outranked.append(other) }
            if differences.count == 1, reason.nearly.count < Reason.othersMax { reason.nearly.append(other) }
        }
        return reason
    }

    private func differences(_ rule: Rule<Output>, _ subject: RuleSubject, _ date: CalendarDate) -> [Reason.Difference] {
        let values = rule.conditions.refusals(of: subject).map {
            Reason.Difference.value($0, wanted: rule.conditions[$0], found: subject[$0])
        }
        return rule.holds(on: date) ? values : values + [.date(from: rule.validFrom, to: rule.validTo, judged: date)]
    }
}

extension Reason {
    /// The reason in words, one sentence a line.
    public func text(_ language: Language) -> [String] {
        var lines = [decision(language)]
        lines += outranked.map { other in
            let (rule, outcome) = (other.rule.title(language), table.word(other.outcome, language))
            return language == .dutch
                ? "regel \(rule) (\(outcome)) paste ook, maar vult minder sleutels"
                : "rule \(rule) (\(outcome)) matched too, but fills fewer keys"
        }
        lines += nearly.map { other in
            let (rule, outcome) = (other.rule.title(language), table.word(other.outcome, language))
            let why = other.differences.map { $0.text(language) }.joined(separator: "; ")
            return language == .dutch ? "bijna: regel \(rule) (\(outcome)), maar \(why)" : "nearly: rule \(rule) (\(outcome)), but \(why)"
        }
        return lines
    }

    private func decision(_ language: Language) -> String {
        let isDutch = language == .dutch
        let subject = table.name(language)
        guard let rule else { return isDutch ? "\(subject): geen enkele regel past" : "\(subject): no rule matches" }
        let because: String
        if isDefault {
            because = isDutch ? "standaardwaarde, want geen enkele regel past" : "the default, since no rule matches"
        } else {
            let name = rule.isOurs ? rule.title(language) : (isDutch ? "regel \(rule)" : "rule \(rule)")
            let keys = matches.map { "\($0.key.name(language)) = \($0.key.word($0.value, language))" }.joined(separator: ", ")
            because =
                matches.isEmpty
                ? (isDutch ? "\(name), die altijd past" : "\(name), which always matches")
                : (isDutch ? "\(name), want \(keys)" : "\(name), because \(keys)")
        }
        return "\(subject) \(table.word(outcome, language)): \(because)" + (note.isEmpty ? "" : " (\(note))")
    }
}

extension Reason.Difference {
    func text(_ language: Language) -> String {
        let isDutch = language == .dutch
        switch self {
        case .value(let key, let wanted, let found):
            let wish = wanted.map { key.word($0, language) }.joined(separator: isDutch ? " of " : " or ")
            let there = found.map { key.word($0, language) } ?? (isDutch ? "leeg" : "empty")
            let name = key.name(language)
            return isDutch ? "\(name) is \(there), niet \(wish)" : "\(name) is \(there), not \(wish)"
        case .date(let from, let to, let judged):
            let day = Formatting(language).date
            let range = [
                from.map { "\(isDutch ? "vanaf" : "from") \(day($0))" }, to.map { "\(isDutch ? "tot en met" : "up to") \(day($0))" },
            ]
            .compactMap(\.self).joined(separator: " ")
            return isDutch ? "die geldt \(range), niet op \(day(judged))" : "it holds \(range), not on \(day(judged))"
        }
    }
}

extension RuleTableName {
    /// What the table decides, as one word or two.
    public func name(_ language: Language) -> String {
        switch (self, language) {
        case (.accounts, .dutch): "rekening"
        case (.accounts, .english): "account"
        case (.vatCodes, .dutch): "btw-code"
        case (.vatCodes, .english): "VAT code"
        case (.daybooks, .dutch): "dagboek"
        case (.daybooks, .english): "daybook"
        case (.collectiveAccounts, .dutch): "verzamelrekening"
        case (.collectiveAccounts, .english): "collective account"
        case (.paymentConditions, .dutch): "betalingsconditie"
        case (.paymentConditions, .english): "payment condition"
        case (.packaging, .dutch): "emballagebeleid"
        case (.packaging, .english): "packaging policy"
        }
    }
}

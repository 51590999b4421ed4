public import BridgeDomain

/// Every input a rule can match, key by key, with what is known about how keys hang together already worked in.
struct RuleReach {
    let values: [RuleKey: Set<String>]

    private static let deposits = Set(LineKind.allCases.filter(\.isDeposit).map(\.rawValue))
    private static let ledgerPosting: Set<String> = [DocumentKind.ledgerPosting.rawValue]

    /// nil when no input can match.
    init?(_ conditions: RuleConditions, in table: RuleTableName) {
        var values = conditions.values
        guard values.values.allSatisfy({ !$0.isEmpty }), table.keys.isSuperset(of: values.keys) else { return nil }
        switch table {
        case .accounts, .vatCodes:
            // Only deposit lines have a packaging policy.
            if values[.packagingPolicy] != nil { values[.lineKind] = (values[.lineKind] ?? Self.deposits).intersection(Self.deposits) }
        case .packaging:
            values[.lineKind] = values[.lineKind]?.intersection(Self.deposits)
        case .daybooks:
            // Only ledger postings name a daybook.
            if values[.sourceDaybook] != nil {
                values[.documentKind] = (values[.documentKind] ?? Self.ledgerPosting).intersection(Self.ledgerPosting)
            }
        case .collectiveAccounts, .paymentConditions: break
        }
        // Ledger postings bring their accounts along; of our tables only the daybooks are asked for them.
        if table != .daybooks { values[.documentKind] = values[.documentKind]?.subtracting(Self.ledgerPosting) }
        guard values.values.allSatisfy({ !$0.isEmpty }) else { return nil }
        self.values = values
    }

    private init(values: [RuleKey: Set<String>]) { self.values = values }

    /// The inputs that both match; nil when there are none. Exact: keys not mentioned here are independent of each other.
    func intersection(_ other: RuleReach) -> RuleReach? {
        let both = values.merging(other.values) { $0.intersection($1) }
        return both.values.contains(where: \.isEmpty) ? nil : RuleReach(values: both)
    }

    /// One input within reach.
    var example: RuleSubject {
        var subject = RuleSubject()
        for (key, accepted) in values { subject.set(key, to: accepted.min()) }
        return subject
    }
}

/// Finds, of rules with equally many keys, those that may match what one of them matches, without comparing each with each: they share a value
/// with it in a key that both fill, or leave that key open.
private struct ReachIndex {
    private let reaches: [RuleReach]
    private var places: [RuleKey: [String: [Int]]] = [:]
    private var leavingOpen: [RuleKey: [Int]] = [:]

    init(_ reaches: [RuleReach]) {
        self.reaches = reaches
        for key in Set(reaches.flatMap(\.values.keys)) {
            for (place, reach) in reaches.enumerated() {
                guard let values = reach.values[key] else {
                    leavingOpen[key, default: []].append(place)
                    continue
                }
                for value in values { places[key, default: [:]][value, default: []].append(place) }
            }
        }
    }

    /// Places behind `place`, in order: by the key that leaves the fewest.
    func candidates(behind place: Int) -> [Int] {
        let choices = reaches[place].values.map { key, values in
            [leavingOpen[key] ?? []] + values.map { places[key]?[$0] ?? [] }
        }
        let fewest = choices.min { Self.count($0) < Self.count($1) }
        return fewest.map { Set($0.joined()).filter { $0 > place }.sorted() } ?? Array(reaches.indices[(place + 1)...])
    }

    private static func count(_ lists: [[Int]]) -> Int { lists.reduce(0) { $0 + $1.count } }
}

/// Two rules of which neither has precedence, with an input that both match.
public struct RuleTie: Hashable, Sendable {
    public let first: RuleID
    public let second: RuleID
    /// An input that both match…
    public let subject: RuleSubject
    /// …and the first day it does so; nil when it always has.
    public let date: CalendarDate?
}

extension RuleTable {
    /// The pairs of rules with equally many filled keys that can match the same input on the same day, the first ``tiesMax`` of them. Exact: no tie
    /// is missed and none is invented. Cost grows with the pairs that share a value in each key, not with all pairs.
    public func ties() -> [RuleTie] {
        var reaches: [Int: [(rule: Rule<Output>, reach: RuleReach)]] = [:]
        for rule in rules {
            guard let reach = RuleReach(rule.conditions, in: name) else { continue }
            reaches[rule.conditions.filled, default: []].append((rule, reach))
        }
        var ties: [RuleTie] = []
        for filled in reaches.keys.sorted() {
            let group = reaches[filled] ?? []
            let index = ReachIndex(group.map(\.reach))
            for (place, left) in group.enumerated() {
                for right in index.candidates(behind: place).lazy.map({ group[$0] }) where left.rule.overlaps(right.rule) {
                    guard let both = left.reach.intersection(right.reach) else { continue }
                    guard ties.count < Self.tiesMax else { return ties }
                    let start = [left.rule.validFrom, right.rule.validFrom].compactMap(\.self).max()
                    ties.append(
                        RuleTie(
                            first: left.rule.id, second: right.rule.id, subject: both.example,
                            date: start ?? [left.rule.validTo, right.rule.validTo].compactMap(\.self).min()))
                }
            }
        }
        return ties
    }

    /// Everything that is wrong with the table by itself.
    public func issues() -> [RulesIssue] {
        guard rules.count <= Self.rulesMax else {
            return [RulesIssue(.tooManyRules, name, [], found: "\(rules.count) > \(Self.rulesMax)")]
        }
        var issues = rules.flatMap(issues(of:))
        issues += ties().map { tie in
            let input = [tie.subject.text(of: Set(RuleKey.allCases)), tie.date?.description ?? ""].filter { !$0.isEmpty }
            return RulesIssue(.tie, name, [tie.second.text, tie.first.text], found: input.joined(separator: "; "))
        }
        return issues
    }

    private func issues(of rule: Rule<Output>) -> [RulesIssue] {
        var issues: [RulesIssue] = []
        func report(_ kind: RulesIssue.Kind, _ found: String = "") { issues.append(RulesIssue(kind, name, [rule.id.text], found: found)) }
        if rule.id.text.isEmpty || rule.id.text.contains(".") { report(.nameNotAllowed, rule.id.text) }
        if let from = rule.validFrom, let to = rule.validTo, to < from { report(.datesReversed, "\(from) > \(to)") }
        let strange = rule.conditions.keys.filter { !name.keys.contains($0) }
        for key in strange { report(.keyNotAsked, key.rawValue) }
        if strange.isEmpty, RuleReach(rule.conditions, in: name) == nil {
            report(.neverMatches, rule.conditions.keys.map(\.rawValue).joined(separator: ", "))
        }
        if rule.output.summary.isEmpty { report(.codeEmpty) }
        return issues
    }
}

extension Rule {
    /// True when some day lies in the dates of both.
    func overlaps(_ other: Rule<Output>) -> Bool {
        let from = [validFrom, other.validFrom].compactMap(\.self).max()
        let to = [validTo, other.validTo].compactMap(\.self).min()
        guard let from, let to else { return true }
        return from <= to
    }
}

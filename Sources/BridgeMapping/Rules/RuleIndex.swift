import BridgeDomain

/// What a table decided: little to carry about, unlike the rule itself.
struct Decided<Output: RuleOutput>: Sendable {
    let rule: RuleID
    let output: Output
    let isDefault: Bool
}

/// One key of a table: which rules accept which of its values.
private struct Column: Sendable {
    var key: RuleKey
    /// Start of the row for a value that no rule names, and for no value at all.
    var otherwise: Int
    /// Each value that a rule names, and the start of its row.
    var values: [(text: String, row: Int)] = []
    /// The same by hash, for keys with many values.
    var rows: [String: Int] = [:]

    /// Comparing a few short texts is quicker than hashing one.
    static let comparedMax = 8

    /// Lays out the rows behind `bits`. `accepted` has per rule the values it takes; nil takes all.
    init(_ key: RuleKey, _ accepted: [Set<String>?], _ bits: inout [UInt64]) {
        let none = [UInt64](repeating: 0, count: (accepted.count + 63) / 64)
        var open = none
        var named: [String: [UInt64]] = [:]
        for (index, values) in accepted.enumerated() {
            let bit: UInt64 = 1 << UInt64(index % 64)
            guard let values else {
                open[index / 64] |= bit
                continue
            }
            for value in values { named[value, default: none][index / 64] |= bit }
        }
        self.key = key
        otherwise = bits.count
        bits += open
        for (value, row) in named {
            values.append((value, bits.count))
            rows[value] = bits.count
            bits += zip(row, open).map { $0 | $1 }
        }
    }

    func row(of value: String?) -> Int {
        guard let value else { return otherwise }
        guard values.count <= Self.comparedMax else { return rows[value] ?? otherwise }
        for place in values.indices where values[place].text == value { return values[place].row }
        return otherwise
    }
}

/// A table's rules, arranged so that the first match is found without walking them.
///
/// Per key and value a row of bits says which rules accept it; rules that do not fill the key accept every value. The rows of all
/// keys are intersected, and the lowest bit left is the answer, because the rules are numbered by filled keys, most first. The cost is
/// one hash look-up per filled key and one machine word per 64 rules.
final class RuleIndex<Output: RuleOutput>: Sendable {
    /// Rules in the order they are asked: most filled keys first, then as written.
    let ordered: [Rule<Output>]
    /// What each of ``ordered`` gives.
    private let outcomes: [Decided<Output>]
    let fallback: Decided<Output>?
    /// The keys that matter to this table.
    let keys: Set<RuleKey>

    private let words: Int
    private let columns: [Column]
    private let bits: [UInt64]
    private let validity: [(from: Int32, to: Int32)]

    init(_ table: RuleTable<Output>) {
        let ordered = table.rules.enumerated().sorted {
            ($1.element.conditions.filled, $0.offset) < ($0.element.conditions.filled, $1.offset)
        }
        .map(\.element)
        self.ordered = ordered
        outcomes = ordered.map { Decided(rule: $0.id, output: $0.output, isDefault: false) }
        fallback = table.fallback.map { Decided(rule: table.fallbackID, output: $0, isDefault: true) }
        keys = table.keysFilled
        words = (ordered.count + 63) / 64
        validity = ordered.map { ($0.validFrom?.daysSinceEpoch ?? .min, $0.validTo?.daysSinceEpoch ?? .max) }
        var columns: [Column] = []
        var bits: [UInt64] = []
        for key in RuleKey.allCases where keys.contains(key) {
            columns.append(Column(key, ordered.map { $0.conditions.values[key] }, &bits))
        }
        self.columns = columns
        self.bits = bits
    }

    /// The rule that decides for `subject` on `date`, or nil when none matches; the default is not considered.
    func match(_ subject: borrowing RuleSubject, on date: CalendarDate) -> Int? {
        let day = date.daysSinceEpoch
        return search(subject) { validity[$0].from <= day && day <= validity[$0].to }
    }

    /// The outcome for a subject: that of the rule that matched, else the default, else nil.
    func decide(_ subject: borrowing RuleSubject, on date: CalendarDate) -> Decided<Output>? {
        match(subject, on: date).map { outcomes[$0] } ?? fallback
    }

    /// What a rule is missing for, as one text for one cause: the values of those keys that the nearest rules look at. Nearest are the rules
    /// that agree in most keys; rules for other kinds of document or line are near only when there are no others. Walks all rules, so it is
    /// for inputs that no rule takes.
    func missing(for subject: RuleSubject, otherwise keys: Set<RuleKey>) -> String {
        var nearest: Set<RuleKey> = []
        var best = (isOfKind: false, agreed: 0)
        for rule in ordered {
            let refusals = rule.conditions.refusals(of: subject)
            let rank = (!refusals.contains(.documentKind) && !refusals.contains(.lineKind), rule.conditions.filled - refusals.count)
            let isNearer = rank.0 != best.isOfKind ? rank.0 : rank.1 > best.agreed
            if isNearer {
                best = rank
                nearest = []
            }
            if rank == best { nearest.formUnion(rule.conditions.values.keys) }
        }
        return subject.text(of: best.agreed == 0 ? keys : nearest)
    }

    /// True when a rule would match on some other day.
    func matchesOnAnotherDay(_ subject: borrowing RuleSubject) -> Bool { search(subject) { _ in true } != nil }

    private func search(_ subject: borrowing RuleSubject, where holds: (Int) -> Bool) -> Int? {
        guard words > 0 else { return nil }
        return withUnsafeTemporaryAllocation(of: Int.self, capacity: columns.count) { starts in
            for place in columns.indices { starts[place] = columns[place].row(of: subject[columns[place].key]) }
            for word in 0..<words {
                var left = word == words - 1 && !ordered.count.isMultiple(of: 64) ? (1 << UInt64(ordered.count % 64)) - 1 : UInt64.max
                for place in 0..<columns.count where left != 0 { left &= bits[starts[place] + word] }
                while left != 0 {
                    let index = word * 64 + left.trailingZeroBitCount
                    if holds(index) { return index }
                    left &= left - 1
                }
            }
            return nil
        }
    }
}

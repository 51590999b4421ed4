import BridgeDomain

/// A table's rules, arranged so that the first match is found without walking them.
///
/// Per key and value a row of bits says which rules accept it; rules that do not fill the key accept every value. The rows of all
/// keys are intersected, and the lowest bit left is the answer, because the rules are numbered by filled keys, most first. The cost is
/// one hash look-up per filled key and one machine word per 64 rules.
struct RuleIndex<Output: RuleOutput>: Sendable {
    /// Rules in the order they are asked: most filled keys first, then as written.
    let ordered: [Rule<Output>]
    let fallback: Rule<Output>?
    /// The keys that matter to this table.
    let keys: Set<RuleKey>

    private struct Column: Sendable {
        var key: RuleKey
        /// Start of the row for a value that no rule names, and for no value at all.
        var otherwise: Int
        /// Start of the row of each value that a rule names.
        var rows: [String: Int]
    }

    private let words: Int
    private var columns: [Column] = []
    private var bits: [UInt64] = []
    private let validity: [(from: Int32, to: Int32)]

    init(_ table: RuleTable<Output>) {
        let ordered = table.rules.enumerated().sorted {
            ($1.element.conditions.filled, $0.offset) < ($0.element.conditions.filled, $1.offset)
        }
        .map(\.element)
        self.ordered = ordered
        fallback = table.fallback.map { Rule(table.fallbackID, when: [], $0) }
        keys = table.keysFilled
        words = (ordered.count + 63) / 64
        validity = ordered.map { ($0.validFrom?.daysSinceEpoch ?? .min, $0.validTo?.daysSinceEpoch ?? .max) }
        for key in RuleKey.allCases where keys.contains(key) { addColumn(key) }
    }

    private mutating func addColumn(_ key: RuleKey) {
        var open = [UInt64](repeating: 0, count: words)
        var named: [String: [UInt64]] = [:]
        for (index, rule) in ordered.enumerated() {
            guard let accepted = rule.conditions.values[key] else {
                open[index / 64] |= 1 << UInt64(index % 64)
                continue
            }
            for value in accepted { named[value, default: [UInt64](repeating: 0, count: words)][index / 64] |= 1 << UInt64(index % 64) }
        }
        var column = Column(key: key, otherwise: bits.count, rows: [:])
        bits += open
        for (value, row) in named {
            column.rows[value] = bits.count
            bits += zip(row, open).map { $0 | $1 }
        }
        columns.append(column)
    }

    /// The rule that decides for `subject` on `date`, or nil when none matches; the default is not considered.
    func match(_ subject: borrowing RuleSubject, on date: CalendarDate) -> Int? {
        let day = date.daysSinceEpoch
        return search(subject) { validity[$0].from <= day && day <= validity[$0].to }
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
            for (place, column) in columns.enumerated() {
                starts[place] = subject[column.key].flatMap { column.rows[$0] } ?? column.otherwise
            }
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

public import BridgeDomain

/// Which rules were used and which never, over many results.
public struct Coverage: Hashable, Sendable {
    /// A rule and its use.
    public struct Row: Hashable, Sendable {
        public var table: RuleTableName
        public var rule: RuleID
        public var isDefault: Bool
        /// Lines decided, or documents where the table decides once per document.
        public var count: Int
    }

    private var rows: [RuleID: Row] = [:]
    private var order: [RuleID] = []
    /// How many results were counted.
    public private(set) var documents = 0

    /// Counts nothing yet.
    public init(_ rules: MappingRules) {
        func add<Output>(_ table: RuleTable<Output>) {
            for rule in table.rules { add(Row(table: table.name, rule: rule.id, isDefault: false, count: 0)) }
            if table.fallback != nil { add(Row(table: table.name, rule: table.fallbackID, isDefault: true, count: 0)) }
        }
        func add(_ row: Row) {
            if rows.updateValue(row, forKey: row.rule) == nil { order.append(row.rule) }
        }
        add(rules.accounts)
        add(rules.vatCodes)
        add(rules.daybooks)
        add(rules.collectiveAccounts)
        add(rules.paymentConditions)
        add(rules.packaging)
    }

    /// Counts the rules of a result.
    public mutating func take(_ result: MappingResult) {
        documents += 1
        for use in result.rulesUsed {
            if rows[use.rule] == nil {
                rows[use.rule] = Row(table: use.table, rule: use.rule, isDefault: use.isDefault, count: 0)
                order.append(use.rule)
            }
            rows[use.rule]?.count += use.count
        }
    }

    /// All rules in the order of the mapping, with their use.
    public var all: [Row] { order.compactMap { rows[$0] } }
    /// Rules that nothing has needed yet; defaults are not among them.
    public var unused: [Row] { all.filter { $0.count == 0 && !$0.isDefault } }
    /// Defaults that were used: each is a rule somebody may have forgotten.
    public var defaultsUsed: [Row] { all.filter { $0.count > 0 && $0.isDefault } }
}

/// The values no rule takes, with what waits for each.
public struct UnmappedSummary: Hashable, Sendable {
    /// One value.
    public struct Row: Hashable, Sendable {
        public var table: RuleTableName
        /// `line_kind=product, product_group=DRIED`.
        public var value: String
        public var documents: Int
        public var lines: Int
        /// Per currency, in the documents' own signs.
        public var amounts: [Currency: Money]
        /// Some of the documents, at most ``UnmappedSummary/examplesMax``.
        public var examples: [DocumentKey]
    }

    /// How many documents are named per value.
    public static let examplesMax = 5

    private struct Key: Hashable {
        var table: RuleTableName
        var value: String
    }
    private var rows: [Key: Row] = [:]

    /// Nothing yet.
    public init() {}

    /// Takes the values a document waits for.
    public mutating func take(_ result: MappingResult) {
        for value in result.unmapped {
            let key = Key(table: value.table, value: value.value)
            var row = rows[key] ?? Row(table: key.table, value: key.value, documents: 0, lines: 0, amounts: [:], examples: [])
            row.documents += 1
            row.lines += value.lines
            row.amounts.add(value.amount)
            if row.examples.count < Self.examplesMax { row.examples.append(result.document) }
            rows[key] = row
        }
    }

    /// All values, those with the most documents first.
    public var all: [Row] {
        rows.values.sorted { ($1.documents, $0.table.rawValue, $0.value) < ($0.documents, $1.table.rawValue, $1.value) }
    }
}

extension [Currency: Money] {
    mutating func add(_ amount: Money) { self[amount.currency] = (self[amount.currency] ?? .zero(amount.currency)) + amount }
}

import BridgeDomain

/// A condition on a column. The list that carries it has no way to write a tab inside a value.
struct KingCondition: Hashable, Sendable {
    enum Operation: String, Hashable, Sendable {
        case equal = "="
        case above = ">"
        case atLeast = ">="
        case like = "LIKE"
    }

    var column: String
    var operation: Operation
    var value: String

    init(_ column: String, _ operation: Operation = .equal, _ value: String) {
        self.column = column
        self.operation = operation
        self.value = value.contains("\t") ? String(value.map { $0 == "\t" ? " " : $0 }) : value
    }
}

/// A read of a table (reference `king` §2.3).
struct KingSelection: Hashable, Sendable {
    var table: String
    var columns: [String]
    /// All of them hold.
    var conditions: [KingCondition] = []
    /// Columns that make a definite order; never empty.
    var order: [String]
    /// Only rows changed on that day or later.
    var changedSince: CalendarDate?
    var pageSize = KingFinanceContract.pageSize
    /// Read by `GetAdmInfo`.
    var isInfo = false

    init(_ table: String, _ columns: String, where conditions: [KingCondition] = [], order: [String], isInfo: Bool = false) {
        self.table = table
        self.columns = columns.split(separator: " ").map(String.init)
        self.conditions = conditions
        self.order = order
        self.isInfo = isInfo
    }
}

/// A page of what a selection found.
struct KingPage: Hashable, Sendable {
    var rows: [KingRow]
    /// Rows over all pages; nil where the service does not say.
    var count: Int?
    var isLast: Bool
}

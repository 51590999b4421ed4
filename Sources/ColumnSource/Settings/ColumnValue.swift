import BridgeDomain

/// Where a value comes from: a column, something fixed, or a text made of both.
struct ColumnValue: Hashable, Sendable {
    /// The column's name in the header, or its number when there is none.
    var column: String?
    /// The same for every line.
    var fixed: String?
    /// `{}` stands for the column's value, which must then not be empty.
    var text: String?
    /// Where the column is empty.
    var whenEmpty: String?
    /// Taken off the end.
    var stripEnding: String?
    /// What the column writes, and what is meant.
    var values: [String: String] = [:]

    /// A column as it stands.
    init(column: String) { self.column = column }

    /// The same for every line.
    init(fixed: String) { self.fixed = fixed }

    /// The value of a line, given what stands in the column; empty when there is none.
    func value(of written: String) -> String {
        if let fixed { return fixed }
        var value = written
        if let stripEnding, value.hasSuffix(stripEnding) { value.removeLast(stripEnding.count) }
        if value.isEmpty { return whenEmpty ?? "" }
        value = values[value] ?? value
        return text.map { $0.replacing("{}", with: value) } ?? value
    }
}

import BridgeDomain

/// A row a selection works on.
struct SourceRow: Sendable {
    var values: [String: String]
    let changed: CalendarDate
}

/// A page of what a selection finds.
struct Page: Sendable {
    /// Over all pages.
    let count: Int
    let pages: Int
    var rows: [XMLElement]
}

/// Filters, sorts and pages the rows of a table.
struct SelectionEngine {
    let table: Table
    /// Fetches the record that a joined column refers to.
    let joined: (_ table: String, _ key: String) -> [String: String]?
    let behaviour: KingSandbox.Behaviour

    func page(_ selection: Selection, of rows: [SourceRow]) throws(Refusal) -> Page {
        let wanted = behaviour.takesStar && selection.columns == ["*"] ? table.fields.map(\.name) : selection.columns
        let columns = try wanted.map { name throws(Refusal) in try column(name) }
        let order = try selection.order.map { name throws(Refusal) in try column(name) }
        var found: [SourceRow] = []
        let matches = try selection.conditions.map { condition throws(Refusal) in try match(condition) }
        for row in rows where selection.changedSince.map({ row.changed >= $0 }) ?? true {
            if matches.allSatisfy({ $0(row.values) }) { found.append(row) }
        }
        found = sorted(found, by: order)
        if selection.countMax > 0 { found = Array(found.prefix(selection.countMax)) }
        let pages = (found.count + selection.pageSize - 1) / selection.pageSize
        let (start, overflowed) = (selection.page - 1).multipliedReportingOverflow(by: selection.pageSize)
        let shown = overflowed ? [] : found.dropFirst(start).prefix(selection.pageSize)
        let elements = shown.map { row in
            XMLElement("DATA", columns.map { XMLElement($0.name, $0.field.shown(value(of: $0, in: row.values))) })
        }
        return Page(count: found.count, pages: pages, rows: elements)
    }

    /// Keys of the rows that all conditions hold for.
    func keys(_ conditions: [Selection.Condition], of rows: [SourceRow]) throws(Refusal) -> [[String: String]] {
        let matches = try conditions.map { condition throws(Refusal) in try match(condition) }
        return rows.map(\.values).filter { row in matches.allSatisfy { $0(row) } }
    }

    // MARK: Columns

    private struct Column {
        let name: String
        let field: Field
        /// Where it comes from when it is another table's.
        let join: Table.Join?
    }

    private func column(_ name: String) throws(Refusal) -> Column {
        if let field = table.field(name) { return Column(name: name, field: field, join: nil) }
        for join in table.joins where name.hasPrefix(join.table + "_") {
            if let field = Table.all[join.table]?.field(String(name.dropFirst(join.table.utf8.count + 1))) {
                return Column(name: name, field: field, join: join)
            }
        }
        throw Refusal(Wording.unknownField(name, table.name))
    }

    private func value(of column: Column, in row: [String: String]) -> String {
        guard let join = column.join else { return row[column.name] ?? "" }
        return joined(join.table, row[join.column] ?? "")?[column.field.name] ?? ""
    }

    private func sorted(_ rows: [SourceRow], by order: [Column]) -> [SourceRow] {
        let keyed = rows.map { row in (row, order.map { value(of: $0, in: row.values) }) }
        return keyed.enumerated().sorted { left, right in
            for (place, column) in order.enumerated() {
                let order = column.field.order(left.element.1[place], right.element.1[place])
                if order != 0 { return order < 0 }
            }
            return left.offset < right.offset
        }.map(\.element.0)
    }

    // MARK: Conditions

    private func match(_ condition: Selection.Condition) throws(Refusal) -> ([String: String]) -> Bool {
        let columns = try condition.columns.map { name throws(Refusal) in try column(name) }
        let values = try columns.map { column throws(Refusal) in try compared(condition, with: column.field) }
        return { row in
            zip(columns, values).contains { column, wanted in
                holds(condition.comparison, column.field, value(of: column, in: row), wanted)
            }
        }
    }

    /// The value in the column's own form. A text that is too long for its column matches nothing, and is no mistake.
    private func compared(_ condition: Selection.Condition, with field: Field) throws(Refusal) -> String {
        if condition.comparison == .like { return condition.value }
        if case .text = field.kind { return condition.value }
        return try field.kept(condition.value, behaviour)
    }

    private func holds(_ comparison: Selection.Comparison, _ field: Field, _ value: String, _ wanted: String) -> Bool {
        if comparison == .like { return Self.isLike(Array(value.lowercased()), Array(wanted.lowercased())) }
        let order = field.order(value, wanted)
        return switch comparison {
        case .equal: order == 0
        case .above: order > 0
        case .atLeast: order >= 0
        case .below: order < 0
        default: order <= 0
        }
    }

    /// `%` stands for any text. Cost: length of text times length of pattern at most.
    private static func isLike(_ text: [Character], _ pattern: [Character]) -> Bool {
        var (place, mark) = (0, 0)
        var star: Int?
        var resume = 0
        while place < text.count {
            if mark < pattern.count, pattern[mark] == "%" {
                star = mark
                resume = place
                mark += 1
            } else if mark < pattern.count, pattern[mark] == text[place] {
                (place, mark) = (place + 1, mark + 1)
            } else if let behind = star {
                resume += 1
                (place, mark) = (resume, behind + 1)
            } else {
                return false
            }
        }
        return pattern[mark...].allSatisfy { $0 == "%" }
    }
}

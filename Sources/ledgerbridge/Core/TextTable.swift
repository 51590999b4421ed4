/// A table for people that fits the terminal: numbers to the right; columns that may shrink are cut with an ellipsis. Where even that is too
/// wide, each row becomes a block of lines, so that no amount is ever cut.
struct TextTable {
    struct Column {
        var title: String
        var isNumber = false
        /// May be cut when the table is too wide.
        var shrinks = false
    }

    /// A column that shrinks keeps this many columns.
    static let shrunkMin = 10
    private static let gap = 2

    var columns: [Column]
    var rows: [[String]] = []

    init(_ columns: [Column]) { self.columns = columns }

    func text(width: Int) -> String {
        let shown = rows.map { row in columns.indices.map { row.indices.contains($0) ? Self.oneLine(row[$0]) : "" } }
        guard let widths = fitted(shown, width) else { return blocks(shown, width) }
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        return ([line(columns.map(\.title), widths), rule] + shown.map { line($0, widths) }).joined(separator: "\n")
    }

    private static func oneLine(_ text: String) -> String { String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }) }

    /// The width of each column; nil when they do not fit.
    private func fitted(_ rows: [[String]], _ width: Int) -> [Int]? {
        var widths = columns.indices.map { column in
            max(TerminalText.columns(columns[column].title), rows.map { TerminalText.columns($0[column]) }.max() ?? 0)
        }
        var excess = widths.reduce(0, +) + Self.gap * (columns.count - 1) - width
        // The widest column that may shrink gives way first, so that two of them end up alike.
        while excess > 0 {
            let candidates = columns.indices.filter { columns[$0].shrinks && widths[$0] > Self.shrunkMin }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { return nil }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = columns.indices.map { column in
            let cell = TerminalText.cut(cells[column], to: widths[column])
            return columns[column].isNumber ? cell.leftPadded(to: widths[column]) : cell.padded(to: widths[column])
        }
        var text = padded.joined(separator: String(repeating: " ", count: Self.gap))
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }

    /// Each row as lines of title and cell.
    private func blocks(_ rows: [[String]], _ width: Int) -> String {
        let titles = columns.map(\.title).map { TerminalText.columns($0) }.max() ?? 0
        return rows.map { row in
            columns.indices.filter { !row[$0].isEmpty }.map { column in
                let title = columns[column].title.padded(to: titles + Self.gap)
                return TerminalText.wrapped(title + row[column], width: width, indent: titles + Self.gap)
            }.joined(separator: "\n")
        }.joined(separator: "\n\n")
    }
}

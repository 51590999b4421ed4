import CLinux
import Glibc

/// What is known of the place output goes to.
enum Terminal {
    /// True when standard output is a terminal.
    static var isInteractive: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Columns of the terminal; 100 when it is none.
    static var width: Int {
        var size = winsize()
        guard isInteractive, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else { return 100 }
        return Int(size.ws_col)
    }

    /// Writes text and a line end to standard output.
    static func out(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }
    /// Writes text and a line end to standard error.
    static func complain(_ text: String) { write(text + "\n", to: STDERR_FILENO) }
    /// Writes text without a line end to standard error.
    static func status(_ text: String) { write(text, to: STDERR_FILENO) }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return }
            bytes = bytes.dropFirst(written)
        }
    }
}

/// A table for people that fits the terminal: numbers to the right, the column that may shrink is cut with an ellipsis.
struct TextTable {
    struct Column {
        var title: String
        var isNumber = false
        /// The column that gives way when the table is too wide.
        var shrinks = false
    }

    var columns: [Column]
    var rows: [[String]] = []

    init(_ columns: [Column]) { self.columns = columns }

    func text(width: Int = Terminal.width) -> String {
        var widths = columns.indices.map { column in
            max(columns[column].title.count, rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0)
        }
        var excess = widths.reduce(0, +) + 2 * (columns.count - 1) - width
        // The widest column that may shrink gives way first, so that two of them end up alike.
        while excess > 0,
            let widest = columns.indices.filter({ columns[$0].shrinks && widths[$0] > 8 }).max(by: { widths[$0] < widths[$1] })
        {
            widths[widest] -= 1
            excess -= 1
        }
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        return ([line(columns.map(\.title), widths), rule] + rows.map { line($0, widths) }).joined(separator: "\n")
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = columns.indices.map { column in
            let cell = cells.indices.contains(column) ? cells[column] : ""
            let cut = cell.count > widths[column] ? String(cell.prefix(widths[column] - 1)) + "…" : cell
            return columns[column].isNumber ? cut.leftPadded(to: widths[column]) : cut.padded(to: widths[column])
        }
        var text = padded.joined(separator: "  ")
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }
}

/// Progress with rate and time left; silent unless standard error is a terminal.
struct Progress {
    private let label: String
    private let total: Int?
    private let started: ContinuousClock.Instant
    private let isShown: Bool

    init(_ label: String, total: Int?) {
        self.label = label
        self.total = total
        started = .now
        isShown = isatty(STDERR_FILENO) == 1
    }

    func show(_ done: Int) {
        guard isShown else { return }
        let seconds = max(1, Int((ContinuousClock.now - started).components.seconds))
        let rate = done / seconds
        var text = "\r\(label): \(done)" + (total.map { " of \($0)" } ?? "") + ", \(rate)/s"
        if let total, rate > 0, total > done { text += ", \((total - done) / rate) s left" }
        Terminal.status(text + "   ")
    }

    func end() { if isShown { Terminal.status("\r" + String(repeating: " ", count: 70) + "\r") } }
}

import BridgeReports
import Testing

@testable import ledgerbridge

@Suite struct `Tables` {
    private let table: TextTable = {
        var table = TextTable([
            .init(title: "Number"), .init(title: "Amount", isNumber: true), .init(title: "Why", shrinks: true),
        ])
        table.rows = [
            ["2026-1", "1,234.56", "The invoice date lies before the first date to export"], ["2026-12", "9.00", "short"],
        ]
        return table
    }()

    @Test func `stand in columns, numbers to the right`() {
        #expect(
            table.text(width: 100) == """
                Number     Amount  Why
                ───────  ────────  ─────────────────────────────────────────────────────
                2026-1   1,234.56  The invoice date lies before the first date to export
                2026-12      9.00  short
                """)
    }

    @Test func `cut the column that may shrink, and never an amount`() {
        #expect(
            table.text(width: 36) == """
                Number     Amount  Why
                ───────  ────────  ─────────────────
                2026-1   1,234.56  The invoice date…
                2026-12      9.00  short
                """)
    }

    @Test func `become blocks where columns do not fit`() {
        #expect(
            table.text(width: 24) == """
                Number  2026-1
                Amount  1,234.56
                Why     The invoice date
                        lies before the
                        first date to
                        export

                Number  2026-12
                Amount  9.00
                Why     short
                """)
    }

    @Test(arguments: 20...120)
    func `take no more columns than there are`(width: Int) {
        for line in table.text(width: width).split(separator: "\n") { #expect(TerminalText.columns(String(line)) <= width) }
    }

    @Test func `keep a row on its line whatever its cells hold`() {
        var table = TextTable([.init(title: "A"), .init(title: "B")])
        table.rows = [["one\ntwo\tthree", "x"], ["short"]]
        #expect(table.text(width: 80).split(separator: "\n").count == 4)
    }

    @Test func `count wide and joined characters as the terminal does`() {
        #expect(TerminalText.columns("Café") == 4)
        #expect(TerminalText.columns("Cafe\u{301}") == 4)
        #expect(TerminalText.columns("花卉") == 4)
        #expect(TerminalText.cut("花卉市场", to: 5) == "花卉…")
        #expect(TerminalText.cut("bloem", to: 5) == "bloem")
    }
}

@Suite struct `Text for a terminal` {
    @Test(arguments: [
        ("clear\u{1B}[2Jscreen", "clear·[2Jscreen"), ("bell\u{7}", "bell·"), ("a\u{9B}31mb", "a·31mb"), ("a\rb", "a·b"),
        ("1,00\u{202E}00,1", "1,00·00,1"), ("two\nlines", "two\nlines"), ("Ø 60 cm – “wit”", "Ø 60 cm – “wit”"),
    ])
    func `commands in what others wrote are shown, not obeyed`(text: String, shown: String) {
        #expect(TerminalText.harmless(text) == shown)
    }

    @Test func `is broken at spaces and keeps what stands in columns`() {
        #expect(
            TerminalText.wrapped("  name    what it does, in words", width: 20, indent: 10)
                == "  name    what it\n          does, in\n          words")
        #expect(TerminalText.wrapped("short", width: 20) == "short")
        #expect(TerminalText.wrapped("a-word-longer-than-the-line and more", width: 10) == "a-word-longer-than-the-line\nand more")
        #expect(TerminalText.wrapped("one two\nthree four", width: 8) == "one two\nthree\nfour")
    }

    @Test(arguments: [
        ([Int](), ""), ([3], "3"), ([1, 2], "1, 2"), ([1, 2, 3], "1-3"), ([7, 1, 2, 3, 9, 10], "1-3, 7, 9, 10"), ([2, 2], "2"),
    ])
    func `names lines in few characters`(numbers: [Int], text: String) { #expect(LineRanges.text(numbers) == text) }
}

import Testing

@testable import BridgeDomain

struct FormattingTests {
    private let dutch = Formatting(.dutch)
    private let english = Formatting(.english)

    @Test(arguments: [
        ("1234.56", "1.234,56", "1,234.56"), ("-1234567.80", "-1.234.567,80", "-1,234,567.80"), ("0.05", "0,05", "0.05"),
        ("-0.05", "-0,05", "-0.05"), ("999.00", "999,00", "999.00"), ("1000.00", "1.000,00", "1,000.00"), ("0.00", "0,00", "0.00"),
    ])
    func `amounts`(plain: String, nl: String, en: String) {
        #expect(dutch.amount(euro(plain)) == nl)
        #expect(english.amount(euro(plain)) == en)
        #expect(dutch.money(euro(plain)) == nl + " EUR")
    }

    @Test func `amounts without decimals, numbers, counts and percentages`() {
        #expect(dutch.money(money("1500", currency("JPY"))) == "1.500 JPY")
        #expect(dutch.number(decimal("1375.1875")) == "1.375,1875")
        #expect(english.number(decimal("1.5"), decimalsMin: 2) == "1.50")
        #expect(dutch.count(1_234_567) == "1.234.567")
        #expect(english.count(-999) == "-999")
        #expect(dutch.percentage(decimal("25.5")) == "25,5%")
    }

    @Test func `days and moments`() {
        #expect(dutch.date(date("2026-01-08")) == "08-01-2026")
        #expect(english.date(date("2026-01-08")) == "2026-01-08")
        #expect(dutch.moment(moment("2026-11-18T23:05:00Z"), in: .amsterdam) == "19-11-2026 00:05")
        #expect(english.moment(moment("2026-07-18T22:05:00Z"), in: .amsterdam) == "2026-07-19 00:05")
    }

    @Test(arguments: [
        (125_000, "2 min 5 s", "2 min 5 s"), (120_000, "2 min", "2 min"), (840, "840 ms", "840 ms"), (0, "0 ms", "0 ms"),
        (-5, "0 ms", "0 ms"), (1_999, "1 s", "1 s"), (11_040_000, "3 u 4 min", "3 h 4 min"), (10_805_000, "3 u", "3 h"),
        (183_600_000, "2 d 3 u", "2 d 3 h"), (86_400_000 * 1234, "1.234 d", "1,234 d"),
    ])
    func `durations`(milliseconds: Int, nl: String, en: String) {
        #expect(dutch.duration(milliseconds: Int64(milliseconds)) == nl)
        #expect(english.duration(milliseconds: Int64(milliseconds)) == en)
    }

    @Test(arguments: [
        ("1546.21 EUR", "1.546,21 EUR", "1,546.21 EUR"), ("≤ 12345.00 EUR", "≤ 12.345,00 EUR", "≤ 12,345.00 EUR"),
        ("2026-03-01", "01-03-2026", "2026-03-01"), ("5.5%", "5,5%", "5.5%"), ("1.25 USD", "1,25 USD", "1.25 USD"),
        ("21% NL 2026-03-01", "21% NL 01-03-2026", "21% NL 2026-03-01"),
        ("1.00 EUR, -2000.00 EUR", "1,00 EUR, -2.000,00 EUR", "1.00 EUR, -2,000.00 EUR"),
        ("2026-11-18T23:05:00Z", "19-11-2026 00:05", "2026-11-19 00:05"),
        ("12.00 EUR + 3.00 USD", "12,00 EUR + 3,00 USD", "12.00 EUR + 3.00 USD"),
        // Codes, numbers of documents, words of others.
        ("8010.50", "8010.50", "8010.50"), ("2026-104233", "2026-104233", "2026-104233"), ("26700123", "26700123", "26700123"),
        ("2026-13-01", "2026-13-01", "2026-13-01"), ("Rosa 1.50 EUR", "Rosa 1.50 EUR", "Rosa 1.50 EUR"),
        ("1.50 XYZW", "1.50 XYZW", "1.50 XYZW"),
        ("NL", "NL", "NL"), ("", "", ""), (", ", ", ", ", "), ("1..2 EUR", "1..2 EUR", "1..2 EUR"), (".5 EUR", ".5 EUR", ".5 EUR"),
    ])
    func `values that were kept as plain text`(kept: String, nl: String, en: String) {
        #expect(dutch.kept(kept) == nl)
        #expect(english.kept(kept) == en)
    }

    @Test func `a number without a currency is one only where the place says so`() {
        #expect(dutch.kept("1546.21", isNumber: true) == "1.546,21" && english.kept("1546.21", isNumber: true) == "1,546.21")
        #expect(dutch.kept("≤ 2000", isNumber: true) == "≤ 2.000" && dutch.kept("2000") == "2000")
    }

    @Test func `a row of words keeps its words`() {
        #expect(dutch.keptRow("CUTFLOWER 400 × 0.35 1140.00 EUR L 9%") == "CUTFLOWER 400 × 0,35 1.140,00 EUR L 9%")
        #expect(dutch.keptRow("L 9.5%: 140.00 EUR → 12.60 EUR") == "L 9,5%: 140,00 EUR → 12,60 EUR")
    }
}

import Testing

@testable import BridgeDomain

struct CurrencyAndCountryTests {
    @Test func `the currency table holds each code once and fits its index`() {
        let codes = CurrencyTable.rows.map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(codes.count == 165)
        #expect(codes.allSatisfy { $0.utf8.count == 3 && $0.utf8.allSatisfy(isUpper) })
        #expect(codes.first == "EUR" && Currency.eur.code == "EUR")
    }

    @Test(arguments: [
        ("EUR", 2), ("USD", 2), ("JPY", 0), ("KWD", 3), ("TND", 3), ("CLF", 4), ("UYW", 4), ("ISK", 0), ("XOF", 0), ("XCG", 2),
    ])
    func `a currency knows its decimals`(code: String, exponent: Int) {
        #expect(Currency(code: code)?.exponent == exponent)
    }

    @Test(arguments: ["", "eur", "EURO", "XXX", "XAU", "HRK", "BGN", "NLG", "ZZZ"])
    func `codes outside the table are no currency`(code: String) {
        #expect(Currency(code: code) == nil)
    }

    @Test func `the country table holds the codes of ISO 3166 and XI`() {
        #expect(CountryTable.codes.count == 250)
        for code in ["", "nl", "NLD", "EL", "UK", "EU", "XX"] { #expect(CountryCode(code) == nil) }
    }

    @Test(arguments: [
        ("GB", "1972-12-31", false), ("GB", "1973-01-01", true), ("GB", "2020-01-31", true), ("GB", "2020-02-01", false),
        ("HR", "2013-06-30", false), ("HR", "2013-07-01", true), ("BG", "2007-01-01", true), ("PL", "2004-04-30", false),
        ("GR", "2026-11-18", true), ("CH", "2026-11-18", false), ("XI", "2026-11-18", false), ("MC", "2026-11-18", false),
    ])
    func `membership of the EU is dated`(code: String, day: String, isMember: Bool) {
        #expect(country(code).isEUMember(on: date(day)) == isMember)
    }

    @Test func `the union has 27 members since the United Kingdom left`() {
        func members(on day: String) -> Int {
            CountryTable.codes.filter { country($0).isEUMember(on: date(day)) }.count
        }
        #expect(members(on: "2020-01-31") == 28)
        #expect(members(on: "2020-02-01") == 27)
        #expect(members(on: "2004-05-01") == 25)
    }

    @Test(arguments: [
        ("GB", "2020-06-01", true), ("GB", "2020-12-31", true), ("GB", "2021-01-01", false), ("XI", "2020-12-31", false),
        ("XI", "2021-01-01", true), ("MC", "2026-11-18", true), ("IM", "2020-12-31", true), ("IM", "2021-01-01", false),
        ("NO", "2026-11-18", false), ("AX", "2026-11-18", false), ("DE", "2026-11-18", true),
    ])
    func `the VAT territory differs from membership`(code: String, day: String, isInside: Bool) {
        #expect(country(code).isInEUVATTerritory(on: date(day)) == isInside)
    }

    @Test(arguments: [
        ("NL", "2026-11-18", CountryGroup.domestic), ("DE", "2026-11-18", .eu), ("GB", "2026-11-18", .nonEU), ("GB", "2020-12-31", .eu),
        ("XI", "2026-11-18", .eu), ("CH", "2026-11-18", .nonEU),
    ])
    func `a country falls in a group seen from the Netherlands`(code: String, day: String, group: CountryGroup) {
        #expect(country(code).group(on: date(day)) == group)
    }
}

import Testing

@testable import BridgeDomain

struct VATRatesTests {
    @Test(arguments: [
        ("19", "2012-09-30", true), ("21", "2012-09-30", false), ("19", "2012-10-01", false), ("21", "2012-10-01", true),
        ("6", "2018-12-31", true), ("9", "2018-12-31", false), ("6", "2019-01-01", false), ("9", "2019-01-01", true),
        ("9", "2028-01-01", true), ("21", "2026-11-18", true), ("0", "2026-11-18", true), ("20", "2026-11-18", false),
        ("9.5", "2026-11-18", false), ("-9", "2026-11-18", false),
    ])
    func `Dutch rates hold on their days of supply`(rate: String, day: String, isValid: Bool) {
        #expect(VATRateTable.standard.isValid(decimal(rate), country: .netherlands, on: date(day)) == isValid)
    }

    @Test(arguments: [
        ("DE", "7", "2026-11-18", true), ("DE", "5", "2020-12-31", true), ("DE", "7", "2020-12-31", false),
        ("DE", "16", "2020-07-01", true),
        ("DE", "19", "2026-11-18", true), ("BE", "6", "2026-11-18", true), ("FR", "10", "2026-11-18", true),
        ("FR", "9", "2026-11-18", false),
        ("FI", "25.5", "2026-11-18", true), ("FI", "24", "2026-11-18", false), ("EE", "24", "2025-07-01", true),
        ("SK", "23", "2025-01-01", true), ("RO", "21", "2026-11-18", true), ("US", "7", "2026-11-18", false),
    ])
    func `rates of other countries`(code: String, rate: String, day: String, isValid: Bool) {
        #expect(VATRateTable.standard.isValid(decimal(rate), country: country(code), on: date(day)) == isValid)
    }

    @Test func `every member state has a standard rate and one only`() {
        let today = date("2026-11-18")
        for code in CountryTable.codes where country(code).isEUMember(on: today) {
            let rows = VATRateTable.standard.rows(of: country(code), on: today)
            #expect(rows.filter { $0.kind == .standard }.count == 1, "\(code)")
        }
    }

    @Test func `the announced Dutch change counts when it is switched on, and not before`() {
        let (lastDay, firstDay) = (date("2027-12-31"), date("2028-01-01"))
        let standard = VATRateTable.standard
        #expect(standard.announced.map(\.rate) == [21])
        #expect(standard.rate(.reduced, country: .netherlands, on: firstDay) == 9)
        let changed = standard.switchingOn(country: .netherlands, from: VATRateTable.announcedDutchChange)
        #expect(changed.announced.isEmpty)
        #expect(changed.rate(.reduced, country: .netherlands, on: lastDay) == 9)
        #expect(changed.rate(.reduced, country: .netherlands, on: firstDay) == 21)
        #expect(!changed.isValid(9, country: .netherlands, on: firstDay))
        #expect(changed.isValid(9, country: .netherlands, on: lastDay))
    }

    @Test func `a table of one's own replaces all rates`() {
        let own = VATRateTable(rows: [
            VATRateRow(country: .belgium, kind: .standard, rate: 21, from: date("2026-01-01"), to: date("2026-06-30"))
        ])
        #expect(own.isValid(21, country: .belgium, on: date("2026-06-30")))
        #expect(!own.isValid(21, country: .belgium, on: date("2026-07-01")))
        #expect(!own.isValid(21, country: .netherlands, on: date("2026-06-30")))
        #expect(!own.knows(.netherlands))
    }
}

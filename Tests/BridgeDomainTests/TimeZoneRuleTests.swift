import Testing

@testable import BridgeDomain

struct TimeZoneRuleTests {
    @Test(arguments: [
        ("2026-03-29T00:59:59Z", 3600), ("2026-03-29T01:00:00Z", 7200), ("2026-10-25T00:59:59Z", 7200), ("2026-10-25T01:00:00Z", 3600),
        ("2026-01-15T12:00:00Z", 3600), ("2026-07-15T12:00:00Z", 7200), ("2024-03-31T01:00:00Z", 7200), ("2027-03-28T00:59:59Z", 3600),
        ("2027-03-28T01:00:00Z", 7200), ("2027-10-31T01:00:00Z", 3600), ("2025-12-31T23:30:00Z", 3600),
    ])
    func `Amsterdam is one hour ahead, two in summer`(at text: String, seconds: Int) {
        for zone in [TimeZoneRule.amsterdam, .brussels, .berlin, .paris] { #expect(zone.offset(at: moment(text)) == seconds) }
        #expect(TimeZoneRule.london.offset(at: moment(text)) == seconds - 3600)
        #expect(TimeZoneRule.utc.offset(at: moment(text)) == 0)
    }

    @Test(arguments: [
        ("2026-11-18T22:59:59Z", "2026-11-18"), ("2026-11-18T23:00:00Z", "2026-11-19"), ("2026-07-18T21:59:59Z", "2026-07-18"),
        ("2026-07-18T22:00:00Z", "2026-07-19"), ("2026-12-31T23:00:00Z", "2027-01-01"),
    ])
    func `a day in the books is a day in Amsterdam`(at text: String, day: String) {
        #expect(TimeZoneRule.amsterdam.date(of: moment(text)) == date(day))
    }

    @Test(arguments: [
        // An ordinary day in winter and in summer.
        ("2026-11-18", 6, 30, "2026-11-18T05:30:00Z"), ("2026-07-18", 6, 30, "2026-07-18T04:30:00Z"),
        // The skipped hour: 02:00 to 03:00 does not exist on 29 March 2026.
        ("2026-03-29", 1, 59, "2026-03-29T00:59:00Z"), ("2026-03-29", 2, 0, "2026-03-29T01:00:00Z"),
        ("2026-03-29", 2, 30, "2026-03-29T01:30:00Z"), ("2026-03-29", 3, 0, "2026-03-29T01:00:00Z"),
        ("2026-03-29", 3, 30, "2026-03-29T01:30:00Z"), ("2026-03-29", 23, 0, "2026-03-29T21:00:00Z"),
        ("2026-03-30", 0, 30, "2026-03-29T22:30:00Z"),
        // The doubled hour: 02:00 to 03:00 comes twice on 25 October 2026, the first is meant.
        ("2026-10-25", 1, 30, "2026-10-24T23:30:00Z"), ("2026-10-25", 2, 0, "2026-10-25T00:00:00Z"),
        ("2026-10-25", 2, 30, "2026-10-25T00:30:00Z"), ("2026-10-25", 3, 0, "2026-10-25T02:00:00Z"),
        ("2026-10-25", 23, 0, "2026-10-25T22:00:00Z"), ("2026-10-26", 0, 30, "2026-10-25T23:30:00Z"),
    ])
    func `a clock time names one moment`(day: String, hour: Int, minute: Int, expected: String) {
        #expect(TimeZoneRule.amsterdam.timestamp(of: date(day), hour: hour, minute: minute) == moment(expected))
    }

    @Test func `London skips and doubles its own hour`() {
        let london = TimeZoneRule.london
        #expect(london.timestamp(of: date("2026-03-29"), hour: 1, minute: 30) == moment("2026-03-29T01:30:00Z"))
        #expect(london.timestamp(of: date("2026-10-25"), hour: 1, minute: 30) == moment("2026-10-25T00:30:00Z"))
        #expect(london.timestamp(of: date("2026-10-25"), hour: 2, minute: 0) == moment("2026-10-25T02:00:00Z"))
    }

    @Test(arguments: TimeZoneRule.all)
    func `every clock time of a year comes back, but for the skipped hour`(zone: TimeZoneRule) {
        var day = date("2026-01-01")
        var missing = 0
        while day < date("2027-01-01") {
            for quarter in 0..<96 {
                let (hour, minute) = (quarter / 4, quarter % 4 * 15)
                let reading = zone.reading(of: zone.timestamp(of: day, hour: hour, minute: minute))
                if (reading.date, reading.hour, reading.minute) != (day, hour, minute) { missing += 1 }
            }
            day = day.adding(days: 1)
        }
        #expect(missing == (zone == .utc ? 0 : 4))
    }

    @Test func `zones are found by name`() {
        #expect(TimeZoneRule(name: "Europe/Amsterdam") == .amsterdam)
        #expect(TimeZoneRule(name: "Europe/London") == .london)
        #expect(TimeZoneRule(name: "Mars/Olympus") == nil)
        #expect(Set(TimeZoneRule.all.map(\.name)).count == TimeZoneRule.all.count)
    }

    @Test func `a reading shows the whole clock`() {
        let reading = TimeZoneRule.amsterdam.reading(of: moment("2026-11-18T15:42:11.900Z"))
        #expect((reading.hour, reading.minute, reading.second) == (16, 42, 11))
    }
}

import Testing

@testable import BridgeDomain

struct CalendarDateTests {
    /// Days since 1970 and weekdays (1 Monday … 7 Sunday), as `date -u` of the coreutils gives them.
    @Test(arguments: [
        ("1970-01-01", 0, 4), ("1900-01-01", -25567, 1), ("1969-12-31", -1, 3), ("2000-02-29", 11016, 2), ("2024-02-29", 19782, 4),
        ("2026-11-18", 20775, 3), ("2027-12-31", 21183, 5), ("2100-03-01", 47541, 1), ("2199-12-31", 84005, 2),
    ])
    func `known days`(text: String, days: Int, weekday: Int) {
        #expect(CalendarDate(text)?.daysSinceEpoch == Int32(days))
        #expect(CalendarDate(daysSinceEpoch: Int32(days)).description == text)
        #expect(CalendarDate(daysSinceEpoch: Int32(days)).weekday == weekday)
    }

    @Test(arguments: [
        "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-1-01", "26-01-01", "18-11-2026", "2026/11/18", "",
        "2026-11-18T00:00:00Z", "1899-12-31", "2200-01-01", "2026-+1-01",
    ])
    func `days that do not exist are refused`(text: String) {
        #expect(CalendarDate(text) == nil)
    }

    @Test func `every day of three centuries follows the one before`() {
        var known = date("1900-01-01")
        while known < date("2199-12-31") {
            let next = known.adding(days: 1)
            let (year, month, day) = next.components
            #expect(CalendarDate(year: year, month: month, day: day) == next)
            #expect(next.weekday == known.weekday % 7 + 1)
            known = next
        }
    }

    @Test(arguments: [
        ("2026-11-18", 0, "2026-11-30"), ("2026-01-31", 1, "2026-02-28"), ("2026-12-15", 2, "2027-02-28"), ("2024-01-01", 1, "2024-02-29"),
        ("2026-01-10", -1, "2025-12-31"),
    ])
    func `the end of a month`(from: String, months: Int, end: String) {
        #expect(date(from).endOfMonth(adding: months) == date(end))
    }

    @Test(arguments: [("2026-11", 2026, 11), ("2026-53", 2026, 53), ("2026-01", 2026, 1)])
    func `periods are read and written`(text: String, year: Int, number: Int) {
        #expect(Period(text) == Period(year: year, number: number))
        #expect(Period(year: year, number: number).description == text)
    }

    @Test(arguments: ["2026", "2026-00", "2026-54", "26-01", "2026-1-1", "2026-x"])
    func `other texts are no period`(text: String) {
        #expect(Period(text) == nil)
    }

    @Test(arguments: [
        ("2026-11-18T15:42:11Z", "2026-11-18T15:42:11Z"), ("2026-11-18T15:42:11.5Z", "2026-11-18T15:42:11.500Z"),
        ("2026-11-18T15:42:11+01:00", "2026-11-18T14:42:11Z"), ("2026-01-01T00:30:00+02:00", "2025-12-31T22:30:00Z"),
        ("2026-11-18T15:42:11.123456789Z", "2026-11-18T15:42:11.123Z"), ("2026-11-18T15:42:11-05:30", "2026-11-18T21:12:11Z"),
    ])
    func `moments are read in UTC`(text: String, canonical: String) {
        #expect(Timestamp(text)?.description == canonical)
    }

    @Test(arguments: [
        "2026-11-18", "2026-11-18 15:42:11Z", "2026-11-18T15:42:11", "2026-11-18T24:00:00Z", "2026-11-18T15:60:00Z",
        "2026-11-18T15:42:11.Z",
        "2026-11-18T15:42:11.1234567890Z", "2026-11-18T15:42:11+0100", "2026-02-30T15:42:11Z", "",
    ])
    func `other texts are no moment`(text: String) {
        #expect(Timestamp(text) == nil)
    }
}

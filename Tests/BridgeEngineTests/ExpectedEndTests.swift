import BridgeDomain
import BridgeJournal
import Testing

@testable import BridgeEngine

private let morning = Timestamp(CalendarDate(daysSinceEpoch: 20_775), milliseconds: 9 * 3_600_000)
private let midnight = Timestamp(CalendarDate(daysSinceEpoch: 20_776))

@Suite struct `The expected end` {
    func end(of calls: Int, perDay: Int = 5_000, kept: Int = 50, usedInMinute: Int = 0, usedToday: Int = 0) -> Timestamp {
        CallCalendar(
            limits: .init(perMinute: 60, perDay: perDay, errorsPerHour: 5),
            minute: BudgetWindow(name: "minute", limit: 60, used: usedInMinute, resetsAt: morning.adding(seconds: 60)),
            day: BudgetWindow(name: "day", limit: perDay, used: usedToday, resetsAt: midnight), kept: kept
        ).end(of: calls, from: morning)
    }

    @Test(arguments: [(1, 0), (60, 0), (61, 60), (120, 60), (121, 120), (4_950, 82 * 60)])
    func `so many calls take so many minutes`(calls: Int, seconds: Int64) {
        #expect(end(of: calls) == morning.adding(seconds: seconds))
    }

    @Test func `what the running minute has used is gone`() {
        #expect(end(of: 10, usedInMinute: 55) == morning.adding(seconds: 60))
    }

    @Test func `the calls that are kept come half an hour before midnight, the next day's after it`() {
        #expect(end(of: 5_000) == midnight.adding(seconds: -1_800))
        #expect(end(of: 5_001) == midnight)
        #expect(end(of: 5_061) == midnight.adding(seconds: 60))
        #expect(end(of: 10, usedToday: 5_000) == midnight)
    }

    @Test func `fifty thousand calls at five thousand a day take ten days`() {
        #expect(end(of: 50_000) == midnight.adding(seconds: 9 * 86_400 - 1_800))
        #expect(end(of: 52_500) == midnight.adding(seconds: 9 * 86_400 + 41 * 60))
    }

    @Test func `where the minute is what limits, days pass full`() {
        #expect(end(of: 86_400, perDay: 1_000_000, kept: 600) == morning.adding(seconds: 86_400 - 60))
    }

    @Test func `an end beyond all days is still an answer`() { #expect(end(of: .max / 4) > midnight) }
}

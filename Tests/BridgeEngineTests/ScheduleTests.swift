import BridgeDomain
import BridgeEngine
import Testing

@Suite struct `Schedules` {
    static func daily(_ hour: Int, _ minute: Int) -> Schedule {
        .daily([Schedule.TimeOfDay(hour: hour, minute: minute)].compactMap { $0 }, zone: .amsterdam)
    }

    /// The four days on which the clocks of Amsterdam change in 2026 and 2027, and the days around one of them.
    @Test(arguments: [
        // Forward: 02:00 becomes 03:00. A time that does not exist runs as long after the jump as it lies after its start.
        ("2026-03-29", 2, 30, "2026-03-29T01:30:00Z"), ("2027-03-28", 2, 30, "2027-03-28T01:30:00Z"),
        ("2026-03-29", 1, 59, "2026-03-29T00:59:00Z"), ("2026-03-29", 3, 0, "2026-03-29T01:00:00Z"),
        // Back: 03:00 becomes 02:00. A time that comes twice runs the first time.
        ("2026-10-25", 2, 30, "2026-10-25T00:30:00Z"), ("2027-10-31", 2, 30, "2027-10-31T00:30:00Z"),
        ("2026-10-25", 3, 0, "2026-10-25T02:00:00Z"), ("2026-10-25", 1, 59, "2026-10-24T23:59:00Z"),
        // Ordinary days on both sides.
        ("2026-03-28", 2, 30, "2026-03-28T01:30:00Z"), ("2026-03-30", 2, 30, "2026-03-30T00:30:00Z"),
        ("2026-10-24", 2, 30, "2026-10-24T00:30:00Z"), ("2026-10-26", 2, 30, "2026-10-26T01:30:00Z"),
    ]) func `a daily run has one moment on each day`(_ day: String, _ hour: Int, _ minute: Int, _ expected: String) throws {
        let date = try #require(CalendarDate(day))
        let run = try #require(Timestamp(expected))
        let schedule = Self.daily(hour, minute)
        #expect(schedule.nextRun(after: run.adding(milliseconds: -1)) == run)
        #expect(schedule.lastRun(at: run) == run)
        #expect(TimeZoneRule.amsterdam.date(of: run) == date)
    }

    @Test(arguments: ["2026-03-29", "2027-03-28", "2026-10-25", "2027-10-31"], [(2, 30), (3, 0), (0, 0), (23, 59)])
    func `on the days the clocks change a daily run happens once, and runs follow each other`(_ day: String, _ time: (Int, Int)) throws {
        let date = try #require(CalendarDate(day))
        let schedule = Self.daily(time.0, time.1)
        let start = Timestamp(date.adding(days: -2))
        var runs: [Timestamp] = []
        var moment = start
        while let next = schedule.nextRun(after: moment), next < Timestamp(date.adding(days: 3)) {
            #expect(schedule.lastRun(at: next.adding(milliseconds: -1)) != next)
            runs.append(next)
            moment = next
        }
        let days = runs.map { TimeZoneRule.amsterdam.date(of: $0) }
        #expect(Set(days).count == days.count)
        #expect(days.contains(date))
        #expect(zip(runs, runs.dropFirst()).allSatisfy { [23, 24, 25].contains($1.milliseconds(since: $0) / 3_600_000) })
    }

    @Test func `several times a day run in order, whatever the order they were written in`() throws {
        let times = [(17, 30), (8, 0)].compactMap { Schedule.TimeOfDay(hour: $0.0, minute: $0.1) }
        let schedule = Schedule.daily(times, zone: .amsterdam)
        let midnight = try #require(Timestamp("2026-11-17T23:00:00Z"))
        let first = try #require(schedule.nextRun(after: midnight))
        let second = try #require(schedule.nextRun(after: first))
        #expect([first, second].map(\.description) == ["2026-11-18T07:00:00Z", "2026-11-18T16:30:00Z"])
        #expect(schedule.nextRun(after: second)?.description == "2026-11-19T07:00:00Z")
        #expect(schedule.lastRun(at: second.adding(milliseconds: -1)) == first)
    }

    @Test(arguments: [(1, 60), (7, 420), (30, 1_800), (1_440, 86_400)])
    func `every so many minutes is counted from midnight, wherever one starts looking`(_ minutes: Int, _ seconds: Int64) {
        let schedule = Schedule.every(minutes: minutes)
        for offset in [Int64(0), 1, 59_999, 60_000, 1_234_567, 86_399_999] {
            let moment = Timestamp(milliseconds: 1_800_000_000_000 + offset)
            let next = schedule.nextRun(after: moment)
            let last = schedule.lastRun(at: moment)
            #expect(next.map { $0 > moment } == true && last.map { $0 <= moment } == true)
            #expect(next?.milliseconds == last.map { $0.milliseconds + seconds * 1000 })
            #expect(next.map { $0.milliseconds % (seconds * 1000) } == 0)
        }
    }

    @Test func `on arrival and by hand have no runs of their own; a time of day lies within the day`() {
        for schedule in [Schedule.onArrival, .manual] {
            #expect(schedule.nextRun(after: TestBridge.morning) == nil && schedule.lastRun(at: TestBridge.morning) == nil)
        }
        #expect(Schedule.TimeOfDay(hour: 24, minute: 0) == nil && Schedule.TimeOfDay(hour: 0, minute: 60) == nil)
        #expect(Schedule.TimeOfDay(hour: -1, minute: 0) == nil)
    }
}

@Suite struct `Retry pauses` {
    @Test(arguments: [
        (RetryPolicy().unavailable, [5, 5, 10, 20, 40, 80, 160, 320, 600, 600]),
        (RetryPolicy().throttled, [60, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600]),
        (RetryPolicy().unauthorised, [30, 30, 60, 120, 240, 480, 900, 900, 900, 900]),
        (RetryPolicy.Pause(first: 1, longest: .max, attemptsMax: 1), [1, 1, 2, 4, 8, 16, 32, 64, 128, 256]),
    ]) func `double up to their longest`(_ pause: RetryPolicy.Pause, _ expected: [Int64]) {
        #expect((0..<10).map(pause.seconds(after:)) == expected)
    }

    @Test func `stay within bounds for any number of tries`() {
        let pause = RetryPolicy.Pause(first: 5, longest: 600, attemptsMax: 200)
        for attempts in [Int.min, -1, 31, 1_000_000, Int.max] { #expect((1...600).contains(pause.seconds(after: attempts))) }
    }
}

import BridgeDomain
import BridgeHTTP
import BridgeHTTPClient
import BridgeRuntime
import ExactSimulator
import Glibc
import Testing

@testable import BridgeBench

/// A clock that stands; nights move theirs.
private struct StandingClock: TimeSource {
    func now() -> Timestamp { Timestamp(milliseconds: 0) }
}

/// A sandbox inside the process, on the night's own clock.
private struct NearBooks: NightBooks {
    let origin = "http://127.0.0.1:9"
    let transport: any HTTPTransport

    init(_ plan: NightPlan, clock: ShiftedClock) { transport = Line(sandbox: ExactSandbox(.night(plan), clock: clock)) }

    func advance(seconds: Int64) async throws {}

    private struct Line: HTTPTransport {
        let sandbox: ExactSandbox

        func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
            guard case .respond(let response) = await sandbox.answer(request) else { throw .connectionLost("reset") }
            return response
        }
    }
}

/// The same behind a socket.
private struct HTTPBooks: NightBooks {
    let origin: String
    let transport: any HTTPTransport = CurlTransport()

    func advance(seconds: Int64) async throws {}
}

extension ExactSandbox.Settings {
    fileprivate static func night(_ plan: NightPlan) -> Self {
        var settings = Self()
        settings.consent = .allDivisions
        settings.limits.callsPerMinute = plan.callsPerMinute
        settings.limits.callsPerDay = plan.callsPerDay
        return settings
    }
}

private let friday = CalendarDate("2026-11-20") ?? CalendarDate(daysSinceEpoch: 20_777)

private func at(_ day: Int, _ hour: Int64, _ minute: Int64 = 0) -> Timestamp {
    Timestamp(friday.adding(days: day), milliseconds: (hour * 60 + minute) * 60_000)
}

private func night(
    _ plan: NightPlan, until stop: Timestamp? = nil, processes: Bool = false, over books: (any NightBooks)? = nil,
    clock: ShiftedClock? = nil
) async throws -> NightReport {
    var template = Array("/tmp/ledgerbridge-night-XXXXXX".utf8CString)
    let folder = try template.withUnsafeMutableBufferPointer { buffer in
        try #require(buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) })
    }
    defer {
        for end in [".db", ".db-wal", ".db-shm", ".db.lock", ".db-lock", ".yaml", ".key"] { unlink("\(folder)/night\(end)") }
        rmdir(folder)
    }
    let clock = clock ?? ShiftedClock(StandingClock(), at: plan.begins)
    let night = try await Night(plan, books: books ?? NearBooks(plan, clock: clock), clock: clock, folder: folder, processes: processes)
    let report = try await night.run(until: stop)
    await night.close()
    return report
}

@Suite struct `A long night` {
    @Test func `ends when it was expected to, with everything booked once and in order`() async throws {
        let plan = NightPlan(documents: [1_600], lines: 4, begins: at(0, 22), callsPerDay: 400)
        let report = try await night(plan)
        #expect(report.isGood, "\(report)")
        #expect(report.booked == 1_600)
        #expect(report.mostPerMinute <= 60 && report.callsByDay.allSatisfy { $0.calls <= 400 })
        #expect(try #require(report.budgetUsed) >= 0.99)
        #expect(try #require(report.estimateError) <= 0.2)
        // No later word is worse: who looks again is told the truth too.
        let end = try #require(report.end)
        for estimate in report.estimates.dropLast() {
            let truth = end.milliseconds(since: estimate.at)
            #expect(abs(estimate.end.milliseconds(since: end)) * 5 <= max(truth, 3_600_000), "at \(estimate.done)")
        }
    }

    @Test(arguments: ["xml", "auto"]) func `goes in hours where many go in one call, and stays within fifty calls a thousand`(
        road: String
    ) async throws {
        var plan = NightPlan(documents: [3_000], lines: 20, begins: at(0, 20))
        plan.road = road
        let report = try await night(plan)
        #expect(report.isGood, "\(report)")
        #expect(report.booked == 3_000 && report.mostPerMinute <= 60)
        // Code lists, consent and the new customers are in it; the first minute of `auto` goes one by one.
        let calls = report.callsByDay.reduce(0) { $0 + $1.calls }
        #expect(calls <= 3 * 50 + 60, "\(calls)")
        #expect(try #require(report.end) <= at(0, 21))
    }

    @Test func `ends when it was expected to, where many go in one call`() async throws {
        var plan = NightPlan(documents: [4_000], lines: 1, begins: at(0, 22), callsPerMinute: 12)
        plan.road = "xml"
        let report = try await night(plan)
        #expect(report.isGood && report.mostPerMinute <= 12, "\(report)")
        let end = try #require(report.end)
        let first = try #require(report.estimates.first)
        // Three minutes are all there is: the end is told to the minute.
        #expect(end.milliseconds(since: first.at) >= 120_000)
        #expect(abs(first.end.milliseconds(since: end)) <= 60_000, "\(report.estimates), \(end)")
    }

    @Test func `refuses one in twenty of many that go in one call, and keeps the order of the others`() async throws {
        var plan = NightPlan(documents: [1_000], lines: 2, begins: at(0, 20))
        plan.road = "xml"
        plan.poison = .byRule
        let report = try await night(plan)
        #expect(report.refused == 50 && report.booked == 950, "\(report)")
        #expect(report.isGood, "\(report)")
    }

    @Test func `goes the same way over a socket`() async throws {
        let plan = NightPlan(documents: [150, 10], lines: 2, begins: at(0, 23), callsPerDay: 120)
        let clock = ShiftedClock(StandingClock(), at: plan.begins)
        let host = SandboxHost.exact(.night(plan), port: 0, stateFile: nil, clock: clock)
        let port = try await host.start()
        let serving = Task { await host.run() }
        let report = try await night(plan, over: HTTPBooks(origin: "http://127.0.0.1:\(port)"), clock: clock)
        serving.cancel()
        await serving.value
        #expect(report.isGood && report.booked == 160, "\(report)")
        #expect(report.callsByDay.allSatisfy { $0.calls <= 120 })
    }
}

@Suite struct `A target's budget` {
    @Test func `is used to the full while one document in twenty is refused`() async throws {
        var plan = NightPlan(documents: [1_800], lines: 1, begins: at(0, 23, 55), callsPerDay: 1_200)
        plan.poison = .byRule
        let report = try await night(plan, until: at(2, 0, 2))
        #expect(try #require(report.budgetUsed) >= 0.99)
        #expect(report.throttled == 0 && report.mostPerMinute <= 60 && report.mostErrorsPerHour < 10)
        #expect(report.differences.isEmpty && report.entriesAstray == 0 && report.outOfOrder == 0)
        #expect(report.refused * 20 >= report.booked)
    }

    @Test func `is spared when refusals count towards the target's own block`() async throws {
        var plan = NightPlan(documents: [400], lines: 1, begins: at(0, 9))
        plan.poison = .asBadRequest
        let report = try await night(plan)
        #expect(report.mostErrorsPerHour < 10 && report.throttled == 0)
        #expect(report.refused == 20 && report.booked == 380, "\(report)")
        #expect(report.unsettled == 0 && report.entriesAstray == 0 && report.differences.isEmpty, "\(report)")
        // What was written ahead when the target was left alone goes back to its place.
        #expect(report.outOfOrder == 0)
    }

    @Test(arguments: [false, true]) func `is shared by turns: a few documents are not kept waiting by thousands`(processes: Bool)
        async throws
    {
        let plan = NightPlan(documents: [750, 20, 20], lines: 1, begins: at(0, 9))
        let report = try await night(plan, until: at(0, 9, 11), processes: processes)
        for ended in report.ended.dropFirst() { #expect(try #require(ended) <= at(0, 9, 6)) }
        #expect(report.throttled == 0 && report.mostPerMinute == 60)
        #expect(report.callsByDay.reduce(0) { $0 + $1.calls } >= 11 * 60 * 99 / 100)
    }

    @Test func `has something left in the afternoon for who had nothing yet`() async throws {
        var plan = NightPlan(documents: [1_700, 20], lines: 1, begins: at(0, 0), callsPerDay: 1_500)
        plan.othersBegin = at(0, 15)
        let report = try await night(plan, until: at(2, 0))
        #expect(try #require(report.ended[1]) <= at(0, 15, 10), "\(report.ended)")
        #expect(report.ended[0] != nil)
        #expect(try #require(report.callsByDay.first).calls >= 1_485)
        #expect(report.throttled == 0)
    }
}

import BridgeDomain
import BridgeSource
import FreshPortalSource
import Glibc
import Synchronization
import Testing

@testable import BridgeBench

/// What would be a process of its own runs beside the test: only the console's visitors do.
private struct TasksForProcesses: BenchLauncher {
    private final class Work: BenchProcess {
        private let isDone = Atomic<Bool>(false)

        init(_ probe: BenchProbe, journal: String, answer: String) {
            Task {
                do { try await probe.run(journal: journal, answer: answer) } catch { Issue.record(error) }
                self.isDone.store(true, ordering: .releasing)
            }
        }

        var processID: Int32 { getpid() }
        var isRunning: Bool { !isDone.load(ordering: .acquiring) }
        func stop() {}
        func kill() {}
    }

    func launch(_ words: [String], log: String) throws -> any BenchProcess {
        guard words.count == 7, words.first == "bench", let probe = BenchProbe(rawValue: words[2]), probe == .visitors else {
            throw BenchFailure(nl: "niet hier", en: "not here")
        }
        return Work(probe, journal: words[4], answer: words[6])
    }
}

private struct StandingClock: TimeSource {
    func now() -> Timestamp { Timestamp(CalendarDate("2026-11-20") ?? CalendarDate(daysSinceEpoch: 20_000), milliseconds: 36_000_000) }
}

private let tiny = BenchSize(
    mapped: 600, takenIn: 400, drained: 200, carried: 0, single: 3, starts: 0, restarted: 0, waiting: [], stored: [200, 400], lookups: 3,
    filesRead: 20,
    filesTakenIn: 40)

private func inFolder<Answer>(_ work: (String) async throws -> Answer) async throws -> Answer {
    var template = Array("/tmp/ledgerbridge-bench-XXXXXX".utf8CString)
    let made = try template.withUnsafeMutableBufferPointer { buffer in
        try #require(buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) })
    }
    defer {
        for name in [
            "intake-5", "intake-15", "intake-bare-5", "intake-bare-15", "pull-5", "pull-15", "pull-bare-5", "pull-bare-15", "drain",
            "drain-bare", "latency", "stored", "files-ubl",
            "files-csv", "files-xlsx", "export", "door", "console",
        ] {
            for end in [".db", ".db-wal", ".db-shm", ".db.lock", ".db-lock"] { unlink("\(made)/\(name)\(end)") }
        }
        for name in ["visitors.hours", "visitors.hours.open", "visitors.log"] { unlink("\(made)/\(name)") }
        rmdir(made)
    }
    return try await work(made)
}

@Test(arguments: [1, 5, 15]) func `documents of the bench are read without a problem, right to the cent`(lines: Int) async throws {
    let clock = StandingClock()
    let trade = Trade(TradeText(lines: lines, date: TimeZoneRule.amsterdam.date(of: clock.now())))
    trade.offer(150)
    let source = FreshPortalSource(
        FreshPortalConfiguration(origin: "http://bench", administration: "NL01", apiKey: "bench"), transport: trade, time: clock)
    let page = try await source.documents(after: .start, limit: 200)
    #expect(page.items.count == 150)
    let validator = DocumentValidator(ownCountry: .netherlands)
    for item in page.items {
        #expect(item.problems.isEmpty)
        let document = try #require(item.document)
        #expect(document.lines.count == lines)
        #expect(validator.problems(of: document, today: document.invoiceDate).filter { $0.severity == .error }.isEmpty)
    }
}

@Test func `a page ends where the source's offer ends and says whether there is more`() async throws {
    let clock = StandingClock()
    let trade = Trade(TradeText(lines: 2, date: TimeZoneRule.amsterdam.date(of: clock.now())))
    trade.offer(7)
    let source = FreshPortalSource(
        FreshPortalConfiguration(origin: "http://bench", administration: "NL01", apiKey: "bench"), transport: trade, time: clock)
    let first = try await source.documents(after: .start, limit: 5)
    #expect(first.items.count == 5 && first.hasMore)
    let second = try await source.documents(after: first.next, limit: 5)
    #expect(second.items.count == 2 && !second.hasMore)
}

@Test(arguments: [BenchSection.mapping, .intake, .pull, .drain, .latency, .stored, .files, .export, .door, .console])
func `a section measures every figure it promises, none of them zero`(section: BenchSection) async throws {
    let figures = try await inFolder { try await Bench(size: tiny, launcher: TasksForProcesses(), folder: $0).measure(section) }
    #expect(!figures.isEmpty)
    #expect(Set(figures.map(\.name)).count == figures.count)
    for figure in figures { #expect(figure.value > 0, "\(figure.name)") }
}

@Test func `a figure is met on the right side of its bound`() {
    #expect(Figure("a", 5, "ms", .atMost(5)).isMet == true)
    #expect(Figure("a", 6, "ms", .atMost(5)).isMet == false)
    #expect(Figure("a", 6, "documents/s", .atLeast(6)).isMet == true)
    #expect(Figure("a", 5, "documents/s", .atLeast(6)).isMet == false)
    #expect(Figure("a", 5, "ms").isMet == nil)
}

@Test func `a quantile is one of the values`() {
    #expect([3.0, 1, 2].quantile(0.5) == 2)
    #expect([3.0, 1, 2].quantile(0.99) == 3)
    #expect([Double]().quantile(0.5) == 0)
}

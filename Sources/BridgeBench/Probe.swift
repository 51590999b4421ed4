import BridgeDomain
import BridgeEngine
import BridgeRuntime
import Glibc

/// What a process of its own is asked to measure about itself, on a journal that the bench has filled.
public enum BenchProbe: String, Sendable, CaseIterable {
    /// Opens the journal and posts until the first call; says when that was.
    case firstPosting = "first-posting"
    /// Works on the queue for a while; says how much memory that took.
    case memory
    /// Asks what people ask of the journal as it stands, page by page, and says how long each took: for a file that took hours to fill.
    case lookups
    /// Opens pages of a console at a steady pace, as `VisitingHours` says, whose file stands in place of a journal.
    case visitors

    /// Documents a memory probe takes in and posts.
    static let worked = 2_000
    /// How often each question is asked.
    private static let asks = 500

    /// Runs in a process of its own; writes its answer, one number (of ``lookups`` a line for each figure), to `answer`.
    public func run(journal: String, answer: String) async throws {
        if self == .visitors { return try await VisitingHours(readFrom: journal).keep() }
        let bench = try await Workbench(file: journal, lines: 5)
        switch self {
        case .visitors: break
        case .firstPosting:
            bench.books.tell { _ in
                // The first call is what counts; the process has nothing else to do afterwards.
                try? TextFile.write(Array("\(Stopwatch.nanoseconds())\n".utf8), to: answer)
                _exit(0)
            }
            while true { _ = try await bench.lane.turn() }
        case .memory:
            let stored = try await bench.stored()
            bench.trade.offer(stored + Self.worked)
            try await bench.drain(Self.worked)
            try TextFile.write(Array("\(ProcessLook.megabytes("VmHWM"))\n".utf8), to: answer)
            await bench.close()
        case .lookups:
            let figures = try await Lookups(bench: bench, stored: try await bench.stored(), asks: Self.asks).figures()
            let lines = figures.map { "\($0.name) \($0.value) \($0.unit)\n" }
            try TextFile.write(Array(lines.joined().utf8), to: answer)
            await bench.close()
        }
    }
}

extension Bench {
    /// Has a process of its own answer a question; returns its answer and when the process was started.
    func probe(_ probe: BenchProbe, journal: String) async throws -> (answer: Double, started: Int64) {
        let answer = file("\(probe.rawValue).answer")
        unlink(answer)
        let started = Stopwatch.nanoseconds()
        let process = try launcher.launch(
            ["bench", "--probe", probe.rawValue, "--journal", journal, "--answer", answer], log: file("\(probe.rawValue).log"))
        while process.isRunning { try await Task.sleep(for: .milliseconds(5)) }
        guard let bytes = try TextFile.read(answer), let number = Double(String(decoding: bytes.dropLast(), as: UTF8.self)) else {
            throw BenchFailure(
                nl: "een meetproces gaf geen antwoord; zie \(file("\(probe.rawValue).log"))",
                en: "a measuring process gave no answer; see \(file("\(probe.rawValue).log"))")
        }
        return (number, started)
    }
}

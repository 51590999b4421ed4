import BridgeSimulation
import Glibc

/// Many seeds, as many at once as the machine has cores, with a line of progress.
struct Campaign: Sendable {
    let seeds: Range<UInt64>
    let options: SimulationOptions

    /// Breaches after which there is no sense in going on.
    static let breachesMax = 10
    /// Seconds between two lines of progress where they cannot be overwritten.
    private static let secondsPerLine = 30.0

    /// False when a rule was broken.
    func run() async throws -> Bool {
        var (sums, breaches) = (Sums(), [UInt64]())
        let clock = ContinuousClock()
        let (began, isTerminal) = (clock.now, isatty(STDOUT_FILENO) == 1)
        var told = began
        func progress(_ now: ContinuousClock.Instant) -> String {
            let seconds = max(0.001, (now - began).seconds)
            let rate = Double(sums.seeds) / seconds
            let left = Double(seeds.count - sums.seeds) / max(rate, 0.001)
            return
                "\(sums.seeds) of \(seeds.count) seeds, \(tenths(rate)) a second, \(duration(left)) to go, \(breaches.count) broke a rule"
        }
        try await withThrowingTaskGroup(of: SimulationReport.self) { group in
            var next = seeds.lowerBound
            func start() {
                guard next < seeds.upperBound, breaches.count < Self.breachesMax else { return }
                let (seed, options) = (next, options)
                next += 1
                group.addTask { await (try Simulation(seed: seed, options: options)).run() }
            }
            for _ in 0..<max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) { start() }
            while let report = try await group.next() {
                start()
                sums.add(report)
                if report.breach != nil {
                    breaches.append(report.seed)
                    print((isTerminal ? "\r\u{1B}[K" : "") + "\(report.verdict)\n")
                }
                let now = clock.now
                if (now - told).seconds >= (isTerminal ? 0.5 : Self.secondsPerLine) {
                    told = now
                    print((isTerminal ? "\r\u{1B}[K" : "") + progress(now), terminator: isTerminal ? "" : "\n")
                    fflush(nil)
                }
            }
        }
        print((isTerminal ? "\r\u{1B}[K" : "") + "\(sums), in \(duration((clock.now - began).seconds))")
        print(breaches.isEmpty ? "every rule held" : "rules were broken: seeds \(breaches.map(String.init).joined(separator: ", "))")
        return breaches.isEmpty
    }
}

/// What all seeds together did.
struct Sums: CustomStringConvertible {
    private(set) var seeds = 0
    private var (documents, booked, calls, adopted, payments) = (0, 0, 0, 0, 0)
    private var pauses = 0
    private var (deaths, powerCuts, takeovers, fenced) = (0, 0, 0, 0)

    mutating func add(_ report: SimulationReport) {
        seeds += 1
        documents += report.documents
        booked += report.booked
        calls += report.calls
        adopted += report.adopted
        payments += report.payments
        pauses += report.pauses
        deaths += report.deaths
        powerCuts += report.powerCuts
        takeovers += report.takeovers
        fenced += report.fenced
    }

    var description: String {
        "\(seeds) seeds: \(documents) documents, \(booked) booked, \(adopted) found after a lost answer, \(calls) calls, "
            + (payments > 0 ? "\(payments) payments, " : "") + (pauses > 0 ? "\(pauses) pauses, " : "")
            + "\(deaths) deaths, \(powerCuts) power cuts, "
            + "\(takeovers) takeovers, \(fenced) late writes refused"
    }
}

extension Duration {
    fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

private func tenths(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }

private func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return whole < 120 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
}

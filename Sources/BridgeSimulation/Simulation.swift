import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalTesting
import BridgeMapping
import BridgeRuntime
import BridgeTesting
import ExactSimulator
import FreshPortalSimulator

/// The whole product on one seed: real source, mapping, engine and connector against both sandboxes, a network that loses and delays, a
/// process that dies before and after what it writes, a person and an accountant who act in between. After every step the books and the
/// journal are held against each other.
///
/// Runs once; not for use from several tasks at a time.
public final class Simulation {
    /// What broke a rule.
    struct Breach: Error {
        var message: String
    }

    let options: SimulationOptions
    var random: SeededGenerator
    let clock: MovableClock
    let disk = MemoryDisk()
    let exact: ExactSandbox
    let freshPortal: FreshPortalSandbox
    let exactNetwork: SimulatedNetwork
    let tradeNetwork: SimulatedNetwork
    let rules: MappingRules
    let day: TradingDay
    let vault = DurableVault()
    let deaths: Deaths
    var report: SimulationReport
    var process = 0
    var isFine = false
    /// The reference each entry of the books had when it was first seen.
    var firstReferences: [String: String] = [:]
    /// Entries that the accountant changed.
    var touched: Set<String> = []

    static let division = 3_456_789
    static let bridge: BridgeID = "export"
    static let callsPerMinute = 40

    /// A simulation of one seed. Throws only when the sample rules cannot be read.
    public init(seed: UInt64, options: SimulationOptions = SimulationOptions()) throws {
        self.options = options
        report = SimulationReport(seed: seed)
        random = SeededGenerator(seed: seed)
        let today = CalendarDate(daysSinceEpoch: 20_777)
        clock = MovableClock(Timestamp(today, milliseconds: 9 * 3_600_000))
        rules = try MappingRules(yaml: MappingSamples.exactFlowerExporter)
        day = TradingDay.make(seed: seed, date: today, invoices: 80, creditNotes: 6)
        var settings = ExactSandbox.Settings()
        settings.seed = seed
        settings.consent = .allDivisions
        settings.limits.callsPerMinute = Self.callsPerMinute
        settings.behaviour.refreshGrace = true
        settings.divisions[0].closedPeriods.append(ExactSandbox.ClosedPeriod(day.manifest.closedPeriod))
        exact = ExactSandbox(settings, clock: clock)
        freshPortal = FreshPortalSandbox(time: clock)
        exactNetwork = SimulatedNetwork(exact, clock: clock, seed: seed &* 31 &+ 1, weather: SimulatedNetwork.Weather())
        tradeNetwork = SimulatedNetwork(freshPortal, clock: clock, seed: seed &* 31 &+ 2, weather: SimulatedNetwork.Weather())
        deaths = Deaths(seed: seed &* 31 &+ 3, perMille: 8)
    }

    /// Runs the day in bad weather, then in fine weather until nothing more can happen.
    public func run() async -> SimulationReport {
        do {
            try await prepare()
            try await badWeather()
            try await fineWeather()
            try await checkEverythingFinished()
        } catch let breach as Breach {
            report.breach = breach.message
        } catch {
            report.breach = "the simulation itself failed: \(error)"
        }
        report.calls = exactNetwork.calls.all
        return report
    }

    private func badWeather() async throws {
        var lane = openLane()
        for step in 0..<options.badTurns {
            if chance(10) { await somethingHappensInTrade() }
            if chance(12) { try await aPersonActs() }
            if chance(60) { await theAccountantActs() }
            lane = try await turn(lane)
            try await check(step)
        }
    }

    private func fineWeather() async throws {
        exactNetwork.calm()
        tradeNetwork.calm()
        deaths.end()
        isFine = true
        await exact.clearFaults()
        tell("the weather clears; the person lets go what was kept back")
        try await thePersonLetsGo()
        let lane = openLane()
        for step in options.badTurns..<(options.badTurns + options.fineTurns) {
            _ = try await turn(lane)
            try await check(step)
            if try await isQuiet() { return }
            // A correction may have come in for what the person had withdrawn: it was kept back for them to say.
            if step.isMultiple(of: 20) { try await thePersonLetsGo() }
        }
    }

    /// True once in so many times.
    func chance(_ oneIn: UInt64) -> Bool { random.next() % oneIn == 0 }
    func breach(_ message: String) -> Breach { Breach(message: message) }
    func tell(_ text: String) { report.story.append("\(clock.now())  \(text)") }
}

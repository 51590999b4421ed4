import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeMapping
import BridgeTesting

/// The whole product on one seed: real source, mapping, engine, journal and connector against both simulators, a network that loses and
/// delays, a disk that refuses and loses, processes that die or hang at any write, a person and an accountant who act in between. After every
/// step the books and the journal are held against each other.
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
    let trade: any TradeTown
    let books: any BooksTown
    let tradeNetwork: SimulatedNetwork
    let booksNetwork: SimulatedNetwork
    let disk: any SimulatedDisk
    let fate: Fate
    let policy: BridgePolicy
    var report: SimulationReport
    /// Whether somebody pauses the bridge now and then on this day, and when.
    let hasPauses: Bool
    var pauses: SeededGenerator
    var isFine = false
    /// The day is over, and what was booked is paid.
    var isPayingTime = false
    /// The day until which customers have paid.
    var paidThrough = Simulation.today
    /// What stood in the way of the last turn.
    var trouble: String?

    // The processes.
    var processes = 0
    /// The rules, compiled once: each process would compile the same.
    var translator: MappingTranslator?
    var worker: Worker?
    /// One that hangs while another does its work, and how many turns that one still has.
    var hanging: (worker: Worker, turns: Int)?

    // What the checks remember.
    var reader: (any BridgeJournal)?
    var readerSystem: SimulatedFileSystem?
    var seen = Seen()

    static let bridge: BridgeID = "export"
    static let today = CalendarDate(daysSinceEpoch: 20_777)

    /// A simulation of one seed. Throws only when the sample rules cannot be read or the machine has no room for a folder.
    public init(seed: UInt64, options: SimulationOptions = SimulationOptions()) throws {
        self.options = options
        random = SeededGenerator(seed: seed)
        pauses = SeededGenerator(seed: ~seed)
        hasPauses = pauses.next() % Self.pauseDays == 0
        clock = MovableClock(Timestamp(Self.today, milliseconds: 9 * 3_600_000))
        let exporter = FreshPortalTown(seed: seed, date: Self.today, clock: clock)
        trade = exporter
        let office = try options.target.town(seed: seed, day: exporter.day, clock: clock)
        books = office
        let isOnSQLite = options.store == .sqlite || (options.store == .bySeed && seed % SimulationOptions.sqliteShare == 0)
        disk = isOnSQLite ? try SQLiteStore(clock: clock, syncs: options.canary != .forgetsSync) : MemoryStore()
        tradeNetwork = SimulatedNetwork(exporter.service, clock: clock, seed: random.next(), weather: .drawn(&random))
        booksNetwork = SimulatedNetwork(
            office.service, clock: clock, seed: random.next(), weather: .drawn(&random), counts: { office.counts($0) })
        fate = Fate(seed: random.next(), .drawn(&random, isOnSQLite: isOnSQLite))
        policy = .drawn(&random, trade: exporter, books: office)
        report = SimulationReport(seed: seed, options: options)
        report.store = disk.name
    }

    /// Runs the day in bad weather, then in fine weather until nothing more can happen.
    public func run() async -> SimulationReport {
        do {
            try await prepare()
            try await badWeather()
            try await fineWeather()
            if paymentsComeBack { try await payingTime() }
            try await checkEnd()
        } catch let breach as Breach {
            report.breach = breach.message
        } catch let error as JournalError {
            report.breach = "whoever looks into the journal meets \(error)"
        } catch {
            report.breach = "the simulation itself failed: \(error)"
        }
        report.calls = booksNetwork.calls.all
        await closeAll()
        return report
    }

    private func prepare() async throws {
        var left = 1 + draw(max(1, options.documentsMax))
        for document in trade.documents where left > 0 {
            // A sample of the day that differs per seed: ordinary, broken and credit notes alike.
            guard chance(5) else { continue }
            await trade.approve(document)
            left -= 1
        }
        for place in 0..<trade.partyCount { _ = await trade.deliverParty(place) }
        try await connect()
        await books.planFaults(&random)
        await trade.planFaults(&random)
    }

    /// The weeks after the day: documents are booked, and customers pay in another storm.
    private func payingTime() async throws {
        booksNetwork.storm()
        tradeNetwork.storm()
        fate.beginAgain()
        (isFine, isPayingTime) = (false, true)
        tell("the weeks go by, and customers pay in another storm")
        try await badWeather()
        try await fineWeather()
    }

    private func badWeather() async throws {
        for step in 0..<options.badTurns {
            if chance(10) { await somethingHappensInTrade() }
            if chance(12) { try await aPersonActs() }
            if chance(40) { await theAccountantActs() }
            if paymentsComeBack, chance(isPayingTime ? 5 : 15) { await customersPay() }
            if chance(30) { try await thePersonConnects() }
            try await somebodyPauses()
            if chance(8) { clock.advance(seconds: Int64(draw(120))) }
            if chance(120) { clock.advance(seconds: Int64(draw(36_000))) }
            try await turn()
            try await check(step)
        }
    }

    private func fineWeather() async throws {
        booksNetwork.calm()
        tradeNetwork.calm()
        fate.end()
        isFine = true
        await books.clearFaults()
        await trade.clearFaults()
        _ = await books.open(Period(monthOf: Self.today))
        tell("the weather clears; the month is open, and the person decides what waits for a decision")
        try await somebodyResumes()
        try await thePersonDecides()
        for step in options.badTurns..<(options.badTurns + options.fineTurns) {
            try await turn()
            try await check(step)
            if try await isQuiet() { return }
            // What a correction brought for a document that the person had kept back waits for the person again.
            if step.isMultiple(of: 10) { try await thePersonDecides() }
        }
    }

    /// A number below `count`.
    func draw(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
    /// True once in so many times.
    func chance(_ oneIn: Int) -> Bool { draw(oneIn) == 0 }
    func breach(_ message: String) -> Breach { Breach(message: message) }
    func tell(_ text: String) { report.story.append("\(clock.now())  \(text)") }
}

// What kind of day it is. Each seed has some troubles and is spared others: a day on which everything goes wrong at once never gets far.
extension SimulatedNetwork.Weather {
    static func drawn(_ random: inout SeededGenerator) -> Self {
        func share(_ most: UInt64) -> Int { random.next() % 3 == 0 ? 0 : Int(random.next() % most) }
        return Self(notConnected: share(40), requestLost: share(40), requestLate: share(40), answerLost: share(80))
    }
}

extension Fate.Risks {
    static func drawn(_ random: inout SeededGenerator, isOnSQLite: Bool) -> Self {
        func one(of risks: [UInt64]) -> UInt64 { risks[Int(random.next() % UInt64(risks.count))] }
        // A unit is many writes of a file.
        let dies = one(of: isOnSQLite ? [0, 10, 30, 60] : [0, 40, 80, 200])
        return Self(
            dies: dies, losesPower: one(of: [0, 5_000, 10_000]), refuses: one(of: isOnSQLite ? [0, 0, 10, 30] : [0, 0, 30, 100]),
            hangs: one(of: [0, 20, 60]))
    }
}

extension PaymentPolicy {
    /// The accounts of the sample books, read every ten minutes and compared every hour.
    fileprivate static var ofSampleRules: Self {
        var policy = PaymentPolicy()
        policy.readSeconds = 600
        policy.checkSeconds = 3_600
        policy.accounts = ["4990": .paymentDifference]
        return policy
    }
}

extension BridgePolicy {
    static func drawn(_ random: inout SeededGenerator, trade: any TradeTown, books: any BooksTown) -> Self {
        var policy = BridgePolicy(bridge: Simulation.bridge, source: trade.administration, target: books.administration)
        policy.firstDate = trade.firstDate
        policy.missingWaitSeconds = 600
        policy.periodPolicy = random.next() % 2 == 0 ? .ask : .hold
        policy.approval = random.next() % 4 == 0 ? .reviewExceptions : .automatic
        policy.schedule = random.next() % 4 == 0 ? .every(minutes: 15) : .onArrival
        if books.attachesFiles, random.next() % 3 == 0 { policy.attachments = AttachmentPolicy() }
        guard books.tellsPayments, random.next() % 4 > 0 else { return policy }
        policy.payments = .ofSampleRules
        return policy
    }
}

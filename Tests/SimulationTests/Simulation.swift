import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeJSON
import BridgeJournal
import BridgeJournalTesting
import BridgeMapping
import BridgeRuntime
import BridgeSource
import BridgeTesting
import ExactConnector
import ExactSimulator
import FreshPortalSimulator
import FreshPortalSource
import Synchronization

/// The whole product on one seed: real source, mapping, engine and connector against both sandboxes, a network that loses and delays, a process
/// that dies before and after what it writes. After every step the books and the journal are held against each other.
final class Simulation {
    /// A deliberate mistake, to show that the simulation would see it.
    enum Canary: Sendable, CaseIterable {
        case none
        /// Sends again at once when no answer came.
        case resendsBlindly
        /// Looks up at once, without waiting out the target's time limit.
        case dropsSettlingDelay
    }

    /// What broke a rule, with the story that led to it.
    struct Breach: Error, CustomStringConvertible {
        var seed: UInt64
        var message: String
        var story: [String]

        var description: String {
            "\(message)\n" + story.suffix(40).joined(separator: "\n") + "\nreplay with: make simulate SEED=\(seed)"
        }
    }

    let seed: UInt64
    private let canary: Canary
    private var random: SeededGenerator
    private let clock: MovableClock
    private let disk = MemoryDisk()
    private let exact: ExactSandbox
    private let freshPortal: FreshPortalSandbox
    private let exactNetwork: SimulatedNetwork
    private let tradeNetwork: SimulatedNetwork
    private let rules: MappingRules
    private let day: TradingDay
    private let vault = DurableVault()
    private let deaths: Deaths
    private var story: [String] = []
    private var process = 0
    private var isFine = false

    private static let division = 3_456_789
    private static let bridge: BridgeID = "export"

    init(seed: UInt64, canary: Canary = .none) throws {
        self.seed = seed
        self.canary = canary
        random = SeededGenerator(seed: seed)
        let today = CalendarDate(daysSinceEpoch: 20_777)
        clock = MovableClock(Timestamp(today, milliseconds: 9 * 3_600_000))
        rules = try MappingRules(yaml: MappingSamples.exactFlowerExporter)
        day = TradingDay.make(seed: seed, date: today, invoices: 80, creditNotes: 6)
        var settings = ExactSandbox.Settings()
        settings.seed = seed
        settings.consent = .allDivisions
        settings.limits.callsPerMinute = 40
        settings.behaviour.refreshGrace = true
        settings.divisions[0].closedPeriods.append(ExactSandbox.ClosedPeriod(day.manifest.closedPeriod))
        exact = ExactSandbox(settings, clock: clock)
        freshPortal = FreshPortalSandbox(time: clock)
        exactNetwork = SimulatedNetwork(exact, clock: clock, seed: seed &* 31 &+ 1, weather: SimulatedNetwork.Weather())
        tradeNetwork = SimulatedNetwork(freshPortal, clock: clock, seed: seed &* 31 &+ 2, weather: SimulatedNetwork.Weather())
        deaths = Deaths(seed: seed &* 31 &+ 3, perMille: 8)
    }

    /// Runs the day in bad weather, then in fine weather until nothing more can happen. Throws a ``Breach`` when a rule is broken.
    func run() async throws {
        try await prepare()
        var lane = openLane()
        for step in 0..<240 {
            if Int(random.next() % 10) == 0 { await somethingHappensInTrade() }
            lane = try await turn(lane)
            try await check(step)
        }
        exactNetwork.calm()
        tradeNetwork.calm()
        deaths.end()
        isFine = true
        await exact.clearFaults()
        tell("the weather clears")
        lane = openLane()
        for step in 240..<900 {
            lane = try await turn(lane)
            try await check(step)
            if try await isQuiet() { break }
        }
        try await checkEverythingFinished()
    }

    /// For the report of a replay.
    var lastLines: [String] { story.suffix(60) }

    // MARK: The world

    private func prepare() async throws {
        var left = 12
        for place in 0..<day.count where left > 0 {
            // A sample of the day that differs per seed: ordinary, broken and credit notes alike.
            guard random.next() % 6 == 0 else { continue }
            await freshPortal.approve(day.document(at: place).json)
            left -= 1
        }
        for party in day.parties where party.kind == .debtor { await freshPortal.put(customer: party.json) }
        let settings = exactSettings
        let direct = SimulatedNetwork(exact, clock: clock, seed: 0, weather: .fine)
        let consent = ExactConsent(settings: settings, clientSecret: "sandbox-secret", transport: direct, clock: clock)
        let answer = try await direct.send(
            .init(.get, origin: settings.origin, target: String(consent.link().dropFirst(settings.origin.count))))
        let query = answer.fields["Location"].map { String($0.drop { $0 != "?" }.dropFirst()) } ?? ""
        _ = try await consent.accept(callback: query, into: vault)
        await exact.plan(Self.faults(&random))
    }

    private static func faults(_ random: inout SeededGenerator) -> [ExactSandbox.Fault] {
        let kinds: [ExactSandbox.Fault.Kind] = [
            .throttled, .serverError, .unavailable, .maintenancePage, .truncated(40), .tokenExpired, .loseAnswer, .loseRequest,
        ]
        let paths = ["SalesEntries", "SalesEntries", "crm/Accounts", ""]
        return kinds.map { kind in
            let path = paths[Int(random.next() % UInt64(paths.count))]
            return ExactSandbox.Fault(kind, pathContains: path, skip: Int(random.next() % 20), times: 1 + Int(random.next() % 2))
        }
    }

    private var exactSettings: ExactSettings {
        ExactSettings(
            country: .netherlands, originOverride: "https://exact.test", division: Self.division,
            clientID: "6f1c0000-1111-2222-3333-444455556666",
            clientSecretReference: "env:SECRET", redirectURI: "http://127.0.0.1:8080/exact/callback",
            settlingSeconds: canary == .dropsSettlingDelay ? 0 : 180)
    }

    private func somethingHappensInTrade() async {
        let known = day.count
        let document = day.document(at: Int(random.next() % UInt64(known)))
        guard let id = Int(document.id.text) else { return }
        switch random.next() % 4 {
        case 0:
            await freshPortal.approve(document.json)
            tell("approved \(document.number)")
        case 1: if await freshPortal.correct(id) != nil { tell("corrected \(document.number)") }
        case 2: if await freshPortal.resend(id) != nil { tell("delivered \(document.number) again") }
        default: if random.next() % 4 == 0, await freshPortal.withdraw(id) != nil { tell("withdrew \(document.number)") }
        }
    }

    // MARK: The product

    /// A fresh process: nothing but disk and vault is remembered.
    private func openLane() -> Lane {
        process += 1
        let deaths = deaths
        let journal = MemoryJournal(on: disk) { point in deaths.verdict(at: point) }
        let meter = BudgetMeter(
            connection: "exact", journal: journal, clock: clock, limits: .init(perMinute: 40, perDay: 5_000, errorsPerHour: 5))
        let exactOnline = ExactOnlineConnector(
            settings: exactSettings, clientSecret: "sandbox-secret", vault: vault, transport: exactNetwork, meter: meter, clock: clock)
        let connector: any AccountingConnector = canary == .resendsBlindly ? BlindConnector(exactOnline) : exactOnline
        var policy = BridgePolicy(bridge: Self.bridge, source: "NL01", target: "3456789")
        policy.firstDate = day.manifest.firstExportDate
        policy.periodPolicy = .ask
        policy.missingWaitSeconds = 600
        let source = FreshPortalSource(
            FreshPortalConfiguration(origin: "https://freshportal.test", administration: "NL01", apiKey: "sandbox-key"),
            transport: tradeNetwork,
            time: clock)
        let translator = MappingTranslator(
            rules: rules, version: 1, policy: policy, capabilities: connector.capabilities, validator: DocumentValidator())
        let parts = BridgeParts(
            policy: policy, journal: journal, source: source, connector: connector, translator: translator, clock: clock, zone: .amsterdam)
        return Lane(parts: parts, orders: translator, owner: "process-\(process)")
    }

    /// One turn; a death opens the next process, as an operator's supervisor would.
    private func turn(_ lane: Lane) async throws -> Lane {
        do {
            let turn = try await lane.turn()
            await exactNetwork.deliverLate()
            if let trouble = turn.trouble { tell(trouble.english) }
            if turn.didWork {
                tell("received \(turn.received), booked \(turn.booked), looked up \(turn.lookedUp), read back \(turn.readBack)")
            }
            // In fine weather nothing more comes: idle time, such as an hour in which an endpoint is left alone, goes by quickly.
            let pause: Int64 = turn.didWork ? 200 : isFine ? 30_000 : 1_000
            clock.advance(to: max(turn.nextAt ?? clock.now(), clock.now().adding(milliseconds: pause)))
            return lane
        } catch {
            guard error.code == .closed else { throw breach("the journal refused a write: \(error)") }
            tell("process \(process) died")
            clock.advance(seconds: 4)
            return openLane()
        }
    }

    // MARK: Rules that hold after every step

    private var reader: MemoryJournal { MemoryJournal(on: disk) }

    private func check(_ step: Int) async throws {
        let journal = reader
        var amounts: [String: [ExactDecimal]] = [:]
        for entry in await exact.entries(in: Self.division) {
            guard let reference = entry.yourReference else { continue }
            amounts[reference, default: []].append(entry.amount)
        }
        for (reference, found) in amounts {
            guard found.count == 1 else { throw breach("step \(step): \(reference) stands in the books \(found.count) times") }
            guard let posting = try await journal.posting(Self.bridge, reference: EntryReference(reference)) else {
                throw breach("step \(step): \(reference) stands in the books and not in the journal")
            }
            let versions = try await journal.versions(posting.document, bridge: Self.bridge)
            let meant = versions.compactMap(\.document).map { $0.key.kind.isCredit ? -$0.totals.gross.decimal : $0.totals.gross.decimal }
            guard meant.contains(found[0]) else {
                throw breach("step \(step): \(reference) stands in the books for \(found[0]), meant was \(meant)")
            }
        }
        let faulty = await exact.inconsistencies(in: Self.division)
        guard faulty.isEmpty else { throw breach("step \(step): the sandbox's ledger is inconsistent: \(faulty)") }
        let booked = try await journal.list(PostingFilter(bridge: Self.bridge, states: [.booked]), before: nil, limit: 1_000)
        for posting in booked {
            let reference = posting.reference?.text ?? ""
            guard amounts[reference] != nil else {
                throw breach("step \(step): \(posting.document) counts as booked and is not in the books")
            }
        }
    }

    private func isQuiet() async throws -> Bool {
        let moving = try await reader.list(
            PostingFilter(bridge: Self.bridge, states: [.ready, .inFlight, .outcomeUnknown, .held]), before: nil, limit: 1)
        guard moving.isEmpty else { return false }
        return try await pendingReadBack().isEmpty
    }

    private func pendingReadBack() async throws -> [PostingRecord] {
        try await reader.list(PostingFilter(bridge: Self.bridge, states: [.booked]), before: nil, limit: 1_000).filter {
            $0.readBack == .pending
        }
    }

    /// When faults stop, everything that can finish has finished, and nothing that was approved is missing.
    private func checkEverythingFinished() async throws {
        let journal = reader
        let all = try await journal.list(PostingFilter(bridge: Self.bridge), before: nil, limit: 1_000)
        let unfinished = all.filter { [.ready, .inFlight, .outcomeUnknown, .held].contains($0.state) }
        guard unfinished.isEmpty else {
            for party in try await journal.listParties(Self.bridge, states: [], after: nil, limit: 100) where party.state != .known {
                tell(
                    "\(party.key) is \(party.state), due \(party.dueAt?.description ?? "-") \(party.problems.map { $0.message(.english) })")
            }
            throw breach("unfinished: " + unfinished.map { "\($0.document) \($0.state) \($0.hold?.blocker ?? "")" }.joined(separator: ", "))
        }
        let pending = try await pendingReadBack()
        guard pending.isEmpty else { throw breach("never read back: \(pending.map(\.document))") }
        let received = Set(all.map(\.sourceID))
        for place in 0..<day.count {
            let document = day.document(at: place)
            guard let id = Int(document.id.text), await freshPortal.document(id) != nil else { continue }
            guard received.contains(document.id) else { throw breach("\(document.number) was approved and never arrived") }
        }
        let verified = try await journal.verify { _ in }
        guard verified.faultsTotal == 0 else { throw breach("the history has faults: \(verified.faults)") }
        try await checkReasons(all)
    }

    /// Nothing is parked by the weather: only documents that are broken on purpose, or that trade itself set at odds, need a person.
    private func checkReasons(_ all: [PostingRecord]) async throws {
        let broken = Set(day.manifest.broken.map(\.sourceID))
        let fromTrade: Set<ProblemCode> = [
            .originalUnknown, .creditExceedsOriginal, .numberWithOtherContent, .correctionAfterPosting, .withdrawnAtSource,
        ]
        for posting in all where posting.state.needsPerson && !broken.contains(posting.sourceID) {
            guard posting.problems.contains(where: { fromTrade.contains($0.code) }) else {
                throw breach(
                    "\(posting.document) needs a person without a reason of its own: \(posting.problems.map { $0.message(.english) })")
            }
        }
    }

    private func breach(_ message: String) -> Breach { Breach(seed: seed, message: message, story: story) }
    private func tell(_ text: String) { story.append("\(clock.now())  \(text)") }
}

/// When the process dies: before or after a write, by the seed.
private final class Deaths: Sendable {
    private let state: Mutex<(random: SeededGenerator, perMille: UInt64)>

    init(seed: UInt64, perMille: UInt64) { state = Mutex((SeededGenerator(seed: seed), perMille)) }

    func end() { state.withLock { $0.perMille = 0 } }

    func verdict(at point: CrashPoint) -> CrashVerdict {
        state.withLock { $0.random.next() % 1_000 < $0.perMille ? .die : .goOn }
    }
}

/// Tokens that survive the process.
private final class DurableVault: ExactTokenVault {
    private let tokens = Mutex<ExactTokens?>(nil)
    func load() async throws -> ExactTokens? { tokens.withLock { $0 } }
    func store(_ new: ExactTokens) async throws { tokens.withLock { $0 = new } }
}

/// The mistake every careless integration makes: no answer, so once more.
private struct BlindConnector: AccountingConnector {
    let honest: ExactOnlineConnector
    init(_ honest: ExactOnlineConnector) { self.honest = honest }

    var capabilities: ConnectorCapabilities { honest.capabilities }
    func masterData(known: MasterData?) async throws(ConnectorError) -> MasterData { try await honest.masterData(known: known) }
    func relations(after cursor: TargetCursor) async throws(ConnectorError) -> TargetPage<Relation> {
        try await honest.relations(after: cursor)
    }
    func relation(numbered number: String) async throws(ConnectorError) -> Relation? { try await honest.relation(numbered: number) }
    func create(_ order: PartyOrder) async throws(ConnectorError) -> Relation { try await honest.create(order) }
    func update(_ id: TargetID, _ order: PartyOrder) async throws(ConnectorError) -> Relation { try await honest.update(id, order) }

    func post(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError) -> PostedEntry {
        do { return try await honest.post(order, with: master) } catch {
            guard error.code == .outcomeUnknown else { throw error }
            return try await honest.post(order, with: master)
        }
    }

    func entries(carrying reference: EntryReference, with master: MasterData) async throws(ConnectorError) -> [BookedEntry] {
        try await honest.entries(carrying: reference, with: master)
    }

    func booked(after cursor: TargetCursor, with master: MasterData) async throws(ConnectorError) -> TargetPage<BookedEntry> {
        try await honest.booked(after: cursor, with: master)
    }
}

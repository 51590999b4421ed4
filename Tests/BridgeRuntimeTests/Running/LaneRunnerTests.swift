import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalTesting
import BridgeSource
import BridgeTesting
import Synchronization
import Testing

@testable import BridgeRuntime

@Suite(.timeLimit(.minutes(1))) struct `A lane at work` {
    private let stage = Stage()

    @Test func `turns until it is stopped and gives its lease back`() async throws {
        let runner = stage.runner()
        async let running: Void = runner.run()
        await runner.waitUntil { $0.turns > 0 }
        await runner.stop()
        await running
        #expect(await runner.health.state == .stopped)
        #expect(try await stage.lease("next") != nil)
    }

    @Test func `that is stopped before it began does not begin`() async {
        let runner = stage.runner()
        await runner.stop()
        await runner.run()
        #expect(await runner.health.turns == 0)
    }

    @Test func `ends when its task is cancelled`() async throws {
        let runner = stage.runner()
        let task = Task { await runner.run() }
        await runner.waitUntil { $0.turns > 0 }
        task.cancel()
        await task.value
        #expect(try await stage.lease("next") != nil)
    }

    @Test func `waits when another process has it, which is no trouble`() async throws {
        #expect(try await stage.lease("other") != nil)
        let runner = stage.runner()
        async let running: Void = runner.run()
        let health = await runner.waitUntil { $0.turns > 0 }
        #expect(health.state == .elsewhere && health.isReady && health.turnsFailed == 0)
        await runner.stop()
        await running
    }

    @Test func `says so while the journal refuses, and goes on when it is mended`() async {
        let runner = stage.runner()
        stage.refuse(JournalError(.diskFull, "no room is left"))
        async let running: Void = runner.run()
        let failing = await runner.waitUntil { $0.turnsFailed > 0 }
        #expect(failing.state == .journalFails && !failing.isReady)
        #expect(failing.trouble?.english == "no room is left")
        stage.refuse(nil)
        let mended = await runner.waitUntil { $0.state == .working }
        #expect(mended.trouble == nil)
        await runner.stop()
        await running
    }

    @Test(arguments: [JournalError.Code.fenced, .conflict])
    func `does not blame the journal when somebody else was first`(code: JournalError.Code) async {
        let runner = stage.runner()
        stage.refuse(JournalError(code, "somebody else was first"))
        async let running: Void = runner.run()
        let failed = await runner.waitUntil { $0.turnsFailed > 0 }
        #expect(failed.state != .journalFails)
        stage.refuse(nil)
        #expect(await runner.waitUntil { $0.turns > 0 }.state == .working)
        await runner.stop()
        await running
    }

    @Test func `ends when the journal was closed`() async {
        let runner = stage.runner()
        await stage.journal.close()
        await runner.run()
        #expect(await runner.health.state == .stopped)
    }

    @Test func `takes no push before it is set up`() async {
        #expect(await stage.runner().push(headers: [], body: []) == .notNow)
    }

    @Test func `turns nothing before the first rules, and gives a person what they are saved with`() async {
        stage.miss("no rules were saved yet")
        let runner = stage.runner()
        async let running: Void = runner.run()
        let health = await runner.waitUntil { $0.state == .notSetUp }
        #expect(health.trouble?.english == "no rules were saved yet" && health.lacks == .rules && health.turns == 0)
        #expect(await runner.parts != nil, "with which the first rules are saved")
        stage.miss(nil)
        await runner.wake()
        await runner.waitUntil { $0.turns > 0 && $0.lacks == nil }
        await runner.stop()
        await running
    }

    @Test func `is set up anew when a newer mapping is saved, without losing its count`() async throws {
        try await stage.save(mapping: 1)
        let runner = stage.runner()
        async let running: Void = runner.run()
        await runner.waitUntil { $0.turns > 0 }
        #expect(stage.made == [1])
        try await stage.save(mapping: 2)
        stage.clock.advance(seconds: 5)
        await stage.waitUntil { $0.made == [1, 2] }
        let before = await runner.health.turns
        #expect(await runner.waitUntil { $0.turns > before }.state == .working)
        await runner.stop()
        await running
    }

    @Test func `goes on with the mapping it has when the newer one cannot be read`() async throws {
        try await stage.save(mapping: 1)
        let runner = stage.runner()
        async let running: Void = runner.run()
        await runner.waitUntil { $0.turns > 0 }
        stage.fail("version 2 of the mapping cannot be read")
        try await stage.save(mapping: 2)
        stage.clock.advance(seconds: 5)
        await stage.waitUntil { $0.attempts == 2 }
        let before = await runner.health.turns
        #expect(await runner.waitUntil { $0.turns > before }.state == .working)
        await runner.stop()
        await running
    }

    @Test func `looks at everything afresh when the clock goes back`() async {
        let runner = stage.runner()
        async let running: Void = runner.run()
        await runner.waitUntil { $0.turns > 0 }
        let asked = stage.trade.readings
        stage.clock.set(stage.clock.now().adding(seconds: -7_200))
        await runner.waitUntil { $0.clockSetBacks == 1 }
        await stage.waitUntil { $0.trade.readings >= asked + 3 }
        await runner.stop()
        await running
    }

    @Test func `does not spin when the lane says that something is due and nothing comes of it`() {
        let pauses = (1...12).map { LaneRunner.doubled(LaneRunner.idlePause, $0, max: LaneRunner.idlePauseMax) }
        #expect(pauses.first == 10 && pauses.last == 1_000)
        #expect(pauses == pauses.sorted())
        #expect(LaneRunner.doubled(500, 5_000, max: 30_000) == 30_000)
    }
}

extension LaneRunner {
    /// Waits for a state of health; bounded by the test's own time limit.
    @discardableResult
    func waitUntil(_ isReached: (BridgeHealth) -> Bool) async -> BridgeHealth {
        while !isReached(health) { await Task.yield() }
        return health
    }
}

/// One lane's surroundings: a trade system, books, and a journal that refuses when told.
private final class Stage: Sendable {
    let clock = SettableClock(Timestamp(milliseconds: 1_795_000_000_000))
    let trade = CountingTrade()
    let journal: MemoryJournal
    private let refusal: Refusal
    private let state = Mutex((made: [Int](), attempts: 0, failure: String?.none, missing: String?.none))

    private final class Refusal: Sendable {
        let error = Mutex<JournalError?>(nil)
    }

    init() {
        let refusal = Refusal()
        self.refusal = refusal
        journal = MemoryJournal { point in
            guard point.side == .before, let error = refusal.error.withLock({ $0 }) else { return .goOn }
            return .refuse(error)
        }
    }

    var made: [Int] { state.withLock { $0.made } }
    var attempts: Int { state.withLock { $0.attempts } }
    func refuse(_ error: JournalError?) { refusal.error.withLock { $0 = error } }
    func fail(_ reason: String) { state.withLock { $0.failure = reason } }
    func miss(_ what: String?) { state.withLock { $0.missing = what } }

    func lease(_ owner: String) async throws -> Fence? {
        try await journal.lease("bridge/export", owner: owner, now: clock.now(), until: clock.now().adding(seconds: 3_600))
    }

    func save(mapping version: Int) async throws {
        try await journal.commit(
            JournalUnit([
                .keepMapping(
                    MappingRecord(
                        bridge: "export", version: version, yaml: "name: x", savedAt: clock.now(), savedBy: .person("anna"), comment: ""))
            ]))
    }

    func waitUntil(_ isReached: (Stage) -> Bool) async { while !isReached(self) { await Task.yield() } }

    func runner() -> LaneRunner {
        let log = Log(label: "test", level: .error, clock: clock, sink: LogSink(descriptor: -1))
        return LaneRunner(bridge: "export", owner: "test", clock: clock, log: log) { () async throws(InstallationError) in
            try self.make()
        }
    }

    private func make() throws(InstallationError) -> LaneRunner.SetUp {
        let (version, failure, missing) = state.withLock { state in
            state.attempts += 1
            if state.failure == nil { state.made.append(state.made.count + 1) }
            return (state.made.count, state.failure, state.missing)
        }
        if let failure { throw InstallationError(nl: failure, en: failure) }
        let master = MasterData(
            administrationName: "Bloemenexport", currency: .eur, accounts: [], vatCodes: [], daybooks: [], paymentConditions: [],
            costCentres: [], costUnits: [], periods: [], readAt: clock.now())
        var made = LaneRunner.SetUp(
            parts: BridgeParts(
                policy: BridgePolicy(bridge: "export", source: "NL01", target: "1"), journal: journal, source: trade,
                connector: ScriptedBooks(master: master), translator: NoTranslator(mappingVersion: version), clock: clock, zone: .amsterdam),
            orders: NoTranslator(mappingVersion: version))
        made.missing = missing.map { InstallationError(nl: $0, en: $0) }
        return made
    }
}

/// A clock that goes where it is told, back too.
private final class SettableClock: TimeSource {
    private let moment: Mutex<Timestamp>
    init(_ start: Timestamp) { moment = Mutex(start) }
    func now() -> Timestamp { moment.withLock { $0 } }
    func set(_ to: Timestamp) { moment.withLock { $0 = to } }
    func advance(seconds: Int64) { moment.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// A trade system without documents that counts how often it is asked.
private final class CountingTrade: DocumentSource {
    private let count = Mutex(0)
    var readings: Int { count.withLock { $0 } }

    func parties(_ kind: PartyKind, after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceParty> {
        count.withLock { $0 += 1 }
        return SourcePage(items: [], next: cursor, hasMore: false)
    }
    func documents(after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceDocument> {
        count.withLock { $0 += 1 }
        return SourcePage(items: [], next: cursor, hasMore: false)
    }
    func administrations() async throws(SourceError) -> [SourceAdministrationInfo] { [] }
    func document(_ id: SourceID) async throws(SourceError) -> SourceDocument { throw SourceError(.notFound, "none") }
    func codes(_ list: CodeList) async throws(SourceError) -> [ListedCode] { [] }
    func controlTotals(from: CalendarDate, to: CalendarDate) async throws(SourceError) -> [ControlTotal] { [] }
    func report(_ status: StatusReport, key: String) async throws(SourceError) {}
    func nudge(headers: [(name: String, value: String)], body: [UInt8], now: Timestamp) -> SourceNudge? { nil }
}

/// Maps nothing: these tests have no documents.
private struct NoTranslator: DocumentTranslator, PartyOrdering {
    let mappingVersion: Int
    let vatAccounts: Set<AccountCode> = []
    func translate(_ document: Document, party: Party?, today: CalendarDate) -> Translation {
        Translation(entry: nil, problems: [], totals: [], deposits: nil)
    }
    func order(for party: PartyRecord) -> PartyOrder? { nil }
    func problems(of party: PartyRecord) -> [Problem] { [] }
}

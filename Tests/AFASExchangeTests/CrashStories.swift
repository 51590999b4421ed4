import AFASExchange
import AFASSimulator
import BridgeConnector
import BridgeDomain
import BridgeExchange
import BridgeEngine
import BridgeFolder
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Synchronization
import Testing

/// Every story ends alike: each invoice once in Profit's books, and nothing of it ever came back as a double.
@Suite struct `When the process dies while it delivers` {
    private static let numbers = ["F1", "F2", "F3"]

    private func office() throws -> Office {
        let office = try Office()
        for number in Self.numbers { office.trade.approve(.sale(number)) }
        return office
    }

    private func expectOnce(_ office: Office, _ place: String) async throws {
        _ = await office.sandbox.importFiles()
        #expect(await office.booked().sorted() == Self.numbers, "\(place)")
        let reports = await office.sandbox.importReports
        #expect(reports.allSatisfy { $0.rejectedRows == 0 }, "delivered twice: \(reports) \(place)")
        for number in Self.numbers { #expect(try await office.posting(number)?.state == .booked, "\(number) \(place)") }
        let report = try await MemoryJournal(on: office.disk).verify { _ in }
        #expect(report.faultsTotal == 0, "\(place)")
    }

    /// The import job comes by between any two steps, so that a file may be gone before anybody wrote down that it was delivered.
    private func run(_ office: Office, dyingAt step: Int, after: Bool, importing: Bool) async throws -> Int {
        let life = Mortality(step: step, after: after)
        let sandbox = office.sandbox
        let folder = MortalFolder(real: LocalExchangeFolder(office.place.path), life: life) {
            if importing { _ = await sandbox.importFiles() }
        }
        let first = office.process("first", folder: folder, journal: MemoryJournal(on: office.disk) { _ in life.isDead ? .die : .goOn })
        try await office.work(through: [first, office.process("second")], minutes: 30)
        _ = await office.sandbox.importFiles()
        try await office.work(office.process("third"), minutes: 25)
        return life.steps
    }

    @Test(arguments: [true, false], [true, false])
    func `at every step in the folder, before it or without hearing of it, each invoice arrives once`(after: Bool, importing: Bool)
        async throws
    {
        for step in 1...8 {
            let office = try office()
            let steps = try await run(office, dyingAt: step, after: after, importing: importing)
            #expect(steps >= step, "the story is longer than its steps")
            try await expectOnce(office, "step \(step), after \(after), importing \(importing)")
        }
    }

    @Test(arguments: [CrashPoint.Side.before, .after])
    func `at every write of the journal each invoice arrives once`(side: CrashPoint.Side) async throws {
        let lived = try office()
        let count = Mutex(0)
        let counted = lived.process(
            journal: MemoryJournal(on: lived.disk) { point in
                count.withLock { $0 = max($0, point.number) }
                return .goOn
            })
        try await lived.work(counted, minutes: 2)
        let writes = count.withLock { $0 }
        #expect(writes > 20)
        for number in 1...min(writes, 60) {
            let office = try office()
            let sandbox = office.sandbox
            let folder = MortalFolder(real: LocalExchangeFolder(office.place.path), life: Mortality()) { _ = await sandbox.importFiles() }
            let first = office.process(
                "first", folder: folder,
                journal: MemoryJournal(on: office.disk) { $0.number == number && $0.side == side && $0.write == .unit ? .die : .goOn })
            try await office.work(through: [first, office.process("second")], minutes: 25)
            _ = await office.sandbox.importFiles()
            try await office.work(office.process("third"), minutes: 25)
            try await expectOnce(office, "write \(number) \(side)")
        }
    }

    @Test func `two processes that finish the same batch deliver it once`() async throws {
        let office = try office()
        let life = Mortality(step: 3, after: false)
        let folder = MortalFolder(real: LocalExchangeFolder(office.place.path), life: life)
        let first = office.process("first", folder: folder, journal: MemoryJournal(on: office.disk) { _ in life.isDead ? .die : .goOn })
        _ = try? await office.work(first, minutes: 2)
        #expect(life.isDead)
        office.clock.advance(seconds: 60)
        let (second, third) = (office.process("second"), office.process("third"))
        async let one = second.connector.deliver(runIsOver: true)
        async let two = third.connector.deliver(runIsOver: true)
        _ = try? await (one, two)
        try await office.work(office.process("fourth"), minutes: 2)
        #expect(office.place.names().filter { $0.hasSuffix(".csv") }.count == 1)
        _ = await office.sandbox.importFiles()
        try await office.work(office.process("fifth"), minutes: 25)
        try await expectOnce(office, "two processes")
    }

    @Test func `who stood still with entries in hand may not deliver them after they were looked up`() async throws {
        let office = try Office()
        let (slow, quick) = (office.process("slow"), office.process("quick"))
        let order = Samples.order("F1")
        let posted = try await slow.connector.post(order, with: .unknown)
        #expect(posted.awaitedUntil != nil)
        office.clock.advance(seconds: ExchangeSettings.settlingSeconds)
        #expect(try await quick.connector.fate(of: order.entry.reference, with: .unknown) == .found([]))
        _ = try await slow.connector.deliver(runIsOver: true)
        #expect(office.place.names().isEmpty)
        #expect(try await slow.connector.fate(of: order.entry.reference, with: .unknown) == .found([]))
    }

    @Test func `an entry that is in a batch is not put into another, however often it is asked for`() async throws {
        let office = try Office()
        let (one, other) = (office.process("one"), office.process("other"))
        let order = Samples.order("F1")
        for process in [one, other, one] {
            _ = try await process.connector.post(order, with: .unknown)
            _ = try await process.connector.deliver(runIsOver: true)
        }
        #expect(office.place.names() == ["LB-000001-001-20.csv", "LB-000001.control.json"])
    }

    @Test func `a journal from a backup uses no number again that the folder shows`() async throws {
        let office = try Office()
        try office.place.put("verwerkt/LB-000041-001-20.csv", "earlier")
        try office.place.put("afgekeurd/LB-000043-001-20-afgekeurd.csv", "earlier")
        let process = office.process()
        _ = try await process.connector.post(Samples.order("F1"), with: .unknown)
        _ = try await process.connector.deliver(runIsOver: true)
        #expect(office.place.names().contains("LB-000044-001-20.csv"))
    }
}

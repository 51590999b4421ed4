import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Testing

@Suite struct `The call budget` {
    let clock = MovableClock(TestBridge.morning)
    let disk = MemoryDisk()

    func meter(perMinute: Int = 60, perDay: Int = 5_000, errors: Int = 5, block: Int = 5, on journal: (any BridgeJournal)? = nil)
        -> BudgetMeter
    {
        BudgetMeter(
            connection: "exact/1", journal: journal ?? MemoryJournal(on: disk), clock: clock,
            limits: BudgetMeter.Limits(perMinute: perMinute, perDay: perDay, errorsPerHour: errors, block: block))
    }

    /// Takes until refused, at most `limit` times.
    func drain(_ meter: BudgetMeter, limit: Int = 10_000) async -> (taken: Int, refusal: ConnectorError?) {
        for taken in 0..<limit {
            do { try await meter.take("post") } catch { return (taken, error) }
        }
        return (limit, nil)
    }

    @Test(arguments: [1, 5, 7, 100]) func `a minute's calls can all be used, and not one more, whatever the block`(_ block: Int) async {
        let meter = meter(block: block)
        let first = await drain(meter)
        #expect(first.taken == 60)
        #expect(first.refusal?.code == .budgetSpent && first.refusal?.retryAt == TestBridge.morning.adding(seconds: 60))
        clock.advance(seconds: 60)
        #expect(await drain(meter).taken == 60)
    }

    @Test func `the day's limit holds across minutes and ends at midnight`() async {
        let meter = meter(perDay: 100)
        #expect(await drain(meter).taken == 60)
        clock.advance(seconds: 60)
        let second = await drain(meter)
        #expect(second.taken == 40)
        #expect(second.refusal?.retryAt == Timestamp(TestBridge.day.adding(days: 1)))
        clock.advance(seconds: 60)
        #expect(await drain(meter).taken == 0)
        clock.advance(to: Timestamp(TestBridge.day.adding(days: 1)))
        #expect(await drain(meter).taken == 60)
    }

    @Test func `a call now and then does not cost the day a block each`() async throws {
        let meter = meter()
        for _ in 0..<100 {
            try await meter.take("post")
            clock.advance(seconds: 60)
        }
        let day = try await MemoryJournal(on: disk).budget(connection: "exact/1").first { $0.name == "day" }
        #expect(day?.used == 100)
    }

    @Test func `as many callers at once as there are calls left: none is refused while another's are on their way`() async throws {
        // The answer to a grant lingers: whoever asks the journal meanwhile finds nothing left.
        let journal = InterposedJournal(MemoryJournal(on: disk), granting: { for _ in 0..<200 { await Task.yield() } })
        let meter = meter(perMinute: 8, on: journal)
        for _ in 0..<3 { try await meter.take("post") }
        let refused = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<5 { group.addTask { await self.drain(meter, limit: 1).refusal != nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(refused == 0)
        #expect(await drain(meter).taken == 0)
    }

    @Test(arguments: [2, 8, 64]) func `many at once never exceed the limit and leave nothing of it unused`(_ callers: Int) async {
        let meter = meter(perMinute: 300, block: 10)
        let taken = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<callers { group.addTask { await self.drain(meter).taken } }
            return await group.reduce(0, +)
        }
        #expect(taken == 300)
    }

    @Test func `several processes share one budget`() async {
        let meters = (0..<4).map { _ in meter(perMinute: 100, block: 7) }
        var taken = 0
        for round in 0..<200 {
            do {
                try await meters[round % 4].take("post")
                taken += 1
            } catch {}
        }
        // What one process has in hand, another cannot use: at most a block each stays unused.
        #expect(taken <= 100 && taken >= 100 - 4 * 7)
    }

    @Test func `a crash loses at most a block`() async {
        var taken = 0
        for _ in 0..<5 { taken += await drain(meter(perMinute: 200, block: 10), limit: 20).taken }
        taken += await drain(meter(perMinute: 200, block: 10)).taken
        #expect(taken <= 200 && taken >= 200 - 6 * 10)
    }

    @Test func `the target's word counts over our own sum`() async {
        let meter = meter()
        _ = await drain(meter, limit: 10)
        // Someone else uses the same key: the target has only 5 left.
        await meter.observed([ObservedLimit(window: .minute, limit: 60, remaining: 5, resetsAt: TestBridge.morning.adding(seconds: 60))])
        let rest = await drain(meter).taken
        #expect(rest <= 5 && rest >= 1)
        await meter.observed([ObservedLimit(window: .day, limit: 5_000, remaining: 0, resetsAt: Timestamp(TestBridge.day.adding(days: 1)))])
        clock.advance(seconds: 60)
        #expect(await drain(meter).taken == 0)
    }

    @Test func `calls in hand are not granted again when the target reports what it has seen`() async throws {
        let meter = meter(block: 10)
        var taken = 0
        while true {
            do { try await meter.take("post") } catch { break }
            taken += 1
            await meter.observed([
                ObservedLimit(window: .minute, limit: 60, remaining: 60 - taken, resetsAt: TestBridge.morning.adding(milliseconds: 59_999))
            ])
            try #require(taken <= 60)
        }
        #expect(taken == 60)
    }

    @Test func `errors on one endpoint stop that endpoint for the hour, and no other`() async throws {
        let meter = meter(errors: 3)
        for _ in 0..<3 {
            try await meter.take("post")
            await meter.erred("post")
        }
        let refused = await drain(meter)
        #expect(refused.taken == 0 && refused.refusal?.retryAt == TestBridge.morning.adding(seconds: 3_600))
        try await meter.take("accounts")
        clock.advance(seconds: 3_600)
        #expect(await drain(meter).taken == 60)
    }

    @Test func `errors are remembered by the next process`() async {
        let first = meter(errors: 3)
        for _ in 0..<3 { await first.erred("post") }
        #expect(await drain(meter(errors: 3)).taken == 0)
    }

    @Test func `errors far apart stop nothing`() async throws {
        let meter = meter(errors: 3)
        for _ in 0..<10 {
            try await meter.take("post")
            await meter.erred("post")
            clock.advance(seconds: 1_801)
        }
        #expect(await drain(meter).taken == 60)
    }

    @Test func `without a journal nothing is called`() async {
        let journal = MemoryJournal(on: disk) { _ in .refuse(JournalError(.diskFull, "no room")) }
        let refused = await drain(meter(on: journal))
        #expect(refused.taken == 0 && refused.refusal?.code == .unavailable)
    }
}

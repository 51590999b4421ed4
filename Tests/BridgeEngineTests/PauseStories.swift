import BridgeConnector
import BridgeDomain
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Synchronization
import Testing

@testable import BridgeEngine

@Suite struct `A paused bridge` {
    private static func hand(_ bridge: TestBridge, _ who: String = "anna") -> PauseSwitch {
        PauseSwitch(bridge.policy.bridge, in: MemoryJournal(on: bridge.disk), clock: bridge.clock, who: .person(who))
    }

    private static func open(_ configure: (inout BridgePolicy) -> Void = { _ in }) -> TestBridge {
        let bridge = TestBridge(configure)
        bridge.trade.deliver(.florist())
        return bridge
    }

    @Test func `accepts, maps and orders, makes no customer and posts nothing, and sends all when it is resumed`() async throws {
        let bridge = Self.open()
        #expect(try await Self.hand(bridge).pause(reason: "month end"))
        for number in 1...3 { bridge.trade.approve(.sale("2026-\(number)")) }
        try await bridge.settle()
        #expect(bridge.books.entries.isEmpty && bridge.books.relations.isEmpty)
        #expect(try await bridge.postings().map(\.state) == [.held, .held, .held], "they wait for their customer")
        #expect(try await bridge.acts("2026-1").contains("mapped"))
        #expect(try await bridge.lane.turn().pause?.reason == "month end")
        #expect(try await Self.hand(bridge, "bert").resume())
        try await bridge.settle()
        #expect(bridge.books.entries.count == 3 && bridge.books.relations.count == 1)
        #expect(try await bridge.lane.turn().pause == nil)
    }

    @Test func `stays paused for whoever takes the lane after a death, and who paused it stands in the history`() async throws {
        let bridge = Self.open()
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        #expect(try await Self.hand(bridge).pause(reason: "month end"))
        bridge.trade.approve(.sale("2026-2"))
        bridge.clock.advance(seconds: 1_000)
        try await bridge.settle(bridge.successor())
        #expect(try await bridge.state("2026-2") == .ready && bridge.books.entries.count == 1)
        #expect(try await !Self.hand(bridge, "bert").pause(reason: "other"), "the first pause stays")
        #expect(try await BridgePause.kept(of: "export", in: bridge.journal)?.by == "anna")
        #expect(try await Self.hand(bridge, "bert").resume(reason: "closed"))
        #expect(try await !Self.hand(bridge, "bert").resume())
        let records = try await bridge.journal.history(subject: "bridge", bridge: "export", after: 0, limit: 10).map(\.entry)
        #expect(records.map(\.act) == ["paused", "resumed"] && records.map(\.detail) == ["month end", "closed"])
        #expect(records.map(\.who) == [.person("anna"), .person("bert")])
    }

    @Test func `looks up what was under way, and reads it back`() async throws {
        let bridge = Self.open()
        bridge.trade.approve(.sale("2026-1"))
        bridge.books.plan(.post, [.answerLost])
        try await bridge.settle(hours: 0)
        #expect(try await bridge.state("2026-1") == .outcomeUnknown)
        #expect(try await Self.hand(bridge).pause(reason: "month end"))
        try await bridge.settle()
        #expect(try await bridge.state("2026-1") == .booked && bridge.books.entries.count == 1)
        #expect(try await bridge.posting("2026-1")?.readBack != .pending)
    }

    @Test func `begins nothing more in the turn in which it was paused`() async throws {
        let bridge = Self.open()
        bridge.trade.approve(.sale("2026-0"))
        try await bridge.settle()
        for number in 1...9 { bridge.trade.approve(.sale("2026-\(number)")) }
        let paused = Mutex(false)
        var parts = bridge.parts()
        parts.journal = InterposedJournal(bridge.journal) { unit, base throws(JournalError) in
            try await base.commit(unit)
            let isIntent = unit.changes.contains { if case .movePosting(let posting) = $0 { posting.state == .inFlight } else { false } }
            guard isIntent, !paused.withLock({ $0 }) else { return }
            paused.withLock { $0 = true }
            _ = try await Self.hand(bridge).pause(reason: "stop")
        }
        parts.worksBeside = false
        await bridge.lane.release()
        try await bridge.settle(Lane(parts: parts, orders: PlainOrders(), owner: "paused in the middle"))
        let acts = try await bridge.journal.history(subject: nil, bridge: "export", after: 0, limit: 1_000).map(\.entry.act)
        let mark = try #require(acts.firstIndex(of: "paused"))
        #expect(!acts[mark...].contains("started"))
        #expect(try await bridge.postings().contains { $0.state == .ready })
    }

    @Test func `counts a run that comes due, and lets it go when it is resumed`() async throws {
        let bridge = Self.open { $0.schedule = .manual }
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        #expect(try await Self.hand(bridge).pause(reason: "month end"))
        try await bridge.desk.release()
        try await bridge.settle()
        let runs = PostingRuns(journal: bridge.journal, bridge: "export")
        #expect(try await runs.run(1)?.before.documents() == 1 && bridge.books.entries.isEmpty)
        #expect(try await Self.hand(bridge).resume())
        try await bridge.settle()
        #expect(try await runs.run(1)?.after?.documents([.booked]) == 1)
    }
}

@Suite struct `A kept value` {
    private struct Count: Codable, Sendable, Equatable { var number: Int }

    @Test func `is changed by one at a time: who comes in between is told`() async throws {
        let disk = MemoryDisk()
        let journal = MemoryJournal(on: disk)
        let value = KeptValue<Count>("count", of: "export", in: journal)
        let now = TestBridge.morning
        #expect(try await value.read() == nil)
        #expect(try await value.change(.person("anna"), at: now) { _ in (value: Count(number: 1), with: []) })
        let fence = try await journal.lease("value/export/count", owner: "another", now: now, until: now.adding(seconds: 3))
        #expect(fence != nil)
        await #expect(throws: JournalError.self) {
            try await value.change(.person("anna"), at: now.adding(seconds: 1)) { _ in (value: Count(number: 2), with: []) }
        }
        #expect(try await value.read() == Count(number: 1))
        // Whoever died with it in hand keeps nobody out for longer than its lease.
        #expect(
            try await value.change(.person("anna"), at: now.adding(seconds: 4)) { kept in
                (value: Count(number: (kept?.number ?? 0) + 1), with: [])
            })
        #expect(try await value.read() == Count(number: 2))
        #expect(try await !value.change(.person("anna"), at: now.adding(seconds: 5)) { _ in nil })
        #expect(try await value.change(.person("anna"), at: now.adding(seconds: 5)) { _ in (value: nil, with: []) })
        #expect(try await value.read() == nil)
    }
}

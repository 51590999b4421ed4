import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalTesting
import BridgeMapping
import BridgeTesting
import Synchronization
import Testing

// Found by the simulation: each of these once ended in an entry too many, an alarm nobody heard, or a document that waited for ever.

@Suite struct `When a process stands still` {
    /// A lane whose process stands still for some seconds right after one unit became durable.
    private static func lane(
        _ bridge: TestBridge, stopsFor seconds: Int64, after isMoment: @escaping @Sendable (JournalChange) -> Bool,
        meanwhile: @escaping @Sendable () async -> Void
    ) -> Lane {
        let hasStopped = Mutex(false)
        var parts = bridge.parts()
        parts.journal = InterposedJournal(bridge.journal) { unit, base throws(JournalError) in
            try await base.commit(unit)
            guard unit.changes.contains(where: isMoment), !hasStopped.withLock({ $0 }) else { return }
            hasStopped.withLock { $0 = true }
            bridge.clock.advance(seconds: seconds)
            await meanwhile()
        }
        return Lane(parts: parts, orders: PlainOrders(), owner: "late")
    }

    @Test(arguments: [600, 7_200]) func `between intent and call, it does not call any more: another has sent the entry`(_ seconds: Int64)
        async throws
    {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        let late = Self.lane(bridge, stopsFor: seconds) {
            if case .movePosting(let posting) = $0 { posting.state == .inFlight } else { false }
        } meanwhile: {
            // Takes the lane, waits out the settling time, finds nothing, sends the entry.
            try? await bridge.settle(bridge.successor())
        }
        await #expect(throws: JournalError.self) { try await bridge.settle(late) }
        #expect(bridge.books.entries.map(\.reference) == ["FP-sales_invoice-2026-1"])
        #expect(try await bridge.state("2026-1") == .booked)
    }

    @Test func `before making a customer, it makes none any more`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        let late = Self.lane(bridge, stopsFor: 600) {
            if case .putParty(let party) = $0 { party.state == .inFlight } else { false }
        } meanwhile: {
            try? await bridge.settle(bridge.successor())
        }
        await #expect(throws: JournalError.self) { try await bridge.settle(late) }
        #expect(bridge.books.calls(.create) == 1 && bridge.books.relations.count == 1)
    }

    @Test func `but keeps its lane, the document goes out a little later`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        let late = Self.lane(bridge, stopsFor: 60) {
            if case .movePosting(let posting) = $0 { posting.state == .inFlight } else { false }
        } meanwhile: {
        }
        try await bridge.settle(late)
        #expect(try await bridge.acts("2026-1").contains("postponed"))
        #expect(bridge.books.entries.count == 1)
    }
}

@Suite struct `What happens in the books between two readings` {
    @Test func `an entry changed while nothing is posted is an alarm within the hour`() async throws {
        let bridge = try await `What the books say`.open()
        bridge.books.change { $0[0].date = TestBridge.day.adding(days: -1) }
        try await bridge.settle(hours: 2)
        guard case .differs(_, let problems) = try await bridge.posting("2026-0")?.readBack else {
            Issue.record("nobody was told")
            return
        }
        #expect(problems.map(\.code) == [.bookedDiffers])
    }

    @Test func `a period closed and opened again lets go what was refused for it`() async throws {
        let bridge = try await `What the books say`.open()
        bridge.trade.approve(.sale("2026-1"))
        let refusal = ConnectorError(
            .rejected, "closed", problems: [Problem(.periodClosed, at: Place("period"), found: "2026-11")])
        bridge.books.plan(.post, [.refused(refusal)])
        try await bridge.settle(hours: 3)
        #expect(try await bridge.state("2026-1") == .booked)
        #expect(bridge.books.calls(.post) == 3)
    }

    @Test func `a period opened just before the process died lets go what was parked for it`() async throws {
        let bridge = TestBridge { $0.periodPolicy = .ask }
        bridge.books.close(month: 11)
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        #expect(try await bridge.state("2026-1") == .parked)
        bridge.books.close(month: 11, false)
        // Dies between reading the code lists and looking again at what they are about.
        var parts = bridge.parts()
        parts.journal = InterposedJournal(bridge.journal) { unit, base throws(JournalError) in
            try await base.commit(unit)
            let isLists = unit.changes.contains { if case .putValue(_, name: "target.master", _) = $0 { true } else { false } }
            if isLists { throw JournalError(.closed, "the process died") }
        }
        await bridge.lane.release()
        let dying = Lane(parts: parts, orders: PlainOrders(), owner: "dying")
        bridge.clock.advance(seconds: 13 * 3_600)
        await #expect(throws: JournalError.self) { try await dying.turn() }
        bridge.clock.advance(seconds: 60)
        try await bridge.settle(bridge.successor())
        #expect(try await bridge.state("2026-1") == .booked)
    }
}

import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeSource
import BridgeTesting
import Synchronization
import Testing

@Suite struct `Pushes and patience` {
    @Test func `a push that comes while its stream is being read asks for another reading`() async throws {
        let bridge = TestBridge()
        let trade = ListeningTrade(bridge.trade)
        let lane = Self.lane(bridge, trade)
        _ = try await lane.turn()
        trade.listen { stream in
            guard stream == .documents else { return }
            // The page is on its way back: what is approved now is not on it.
            bridge.trade.approve(.sale("2026-2"))
            await lane.nudge(.documents)
        }
        await lane.nudge(.documents)
        let during = try await lane.turn()
        #expect(during.received == 0)
        #expect(during.nextAt == bridge.clock.now())
        trade.listen { _ in }
        #expect(try await lane.turn().received == 1)
    }

    @Test func `a push does not make us ask a source again that asked for patience`() async throws {
        let bridge = TestBridge()
        let trade = ListeningTrade(bridge.trade)
        let lane = Self.lane(bridge, trade)
        let until = bridge.clock.now().adding(seconds: 90)
        bridge.trade.fail([SourceError(.throttled, "429, too many requests", retryAt: until)])
        _ = try await lane.turn()
        let asked = trade.readings
        bridge.trade.approve(.sale("2026-1"))
        await lane.nudge(.documents)
        let waiting = try await lane.turn()
        #expect(trade.readings == asked)
        #expect(waiting.trouble?.english.contains("too many requests") == true)
        bridge.clock.advance(to: until)
        let after = try await lane.turn()
        #expect(after.received == 1)
        #expect(after.trouble == nil)
    }

    @Test func `a source that stays away is asked less and less often`() async throws {
        let bridge = TestBridge()
        let trade = ListeningTrade(bridge.trade)
        let lane = Self.lane(bridge, trade)
        bridge.trade.fail(Array(repeating: SourceError(.unavailable, "503"), count: 50))
        let end = bridge.clock.now().adding(seconds: 600)
        while bridge.clock.now() < end {
            _ = try await lane.turn()
            bridge.clock.advance(seconds: 1)
        }
        // 5, 10, 20, 40, 80, 160 and 320 seconds apart.
        #expect(trade.readings == 7)
    }

    @Test func `what stands in the way of the books is said for as long as it does`() async throws {
        let bridge = TestBridge()
        let until = bridge.clock.now().adding(seconds: 30)
        bridge.books.plan([.refused(ConnectorError(.unavailable, "down for maintenance", retryAt: until))])
        #expect(try await bridge.lane.turn().trouble?.english.contains("down for maintenance") == true)
        bridge.clock.advance(seconds: 10)
        #expect(try await bridge.lane.turn().trouble?.english.contains("down for maintenance") == true)
        bridge.clock.advance(to: until)
        #expect(try await bridge.lane.turn().trouble == nil)
    }

    private static func lane(_ bridge: TestBridge, _ trade: ListeningTrade) -> Lane {
        var parts = bridge.parts(bridge.journal)
        parts.source = trade
        return Lane(parts: parts, orders: PlainOrders(), owner: "test")
    }
}

/// A trade system that lets a test act between the making of a page and its arrival.
private final class ListeningTrade: DocumentSource {
    private let trade: ScriptedTrade
    private let listener = Mutex<@Sendable (SourceStream) async -> Void>({ _ in })
    private let count = Mutex(0)

    init(_ trade: ScriptedTrade) { self.trade = trade }

    /// Pages asked for.
    var readings: Int { count.withLock { $0 } }
    func listen(_ listener: @escaping @Sendable (SourceStream) async -> Void) { self.listener.withLock { $0 = listener } }

    private func heard(_ stream: SourceStream) async { await listener.withLock { $0 }(stream) }

    func parties(_ kind: PartyKind, after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceParty> {
        count.withLock { $0 += 1 }
        let page = try await trade.parties(kind, after: cursor, limit: limit)
        await heard(kind == .debtor ? .debtors : .creditors)
        return page
    }

    func documents(after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceDocument> {
        count.withLock { $0 += 1 }
        let page = try await trade.documents(after: cursor, limit: limit)
        await heard(.documents)
        return page
    }

    func administrations() async throws(SourceError) -> [SourceAdministrationInfo] { try await trade.administrations() }
    func document(_ id: SourceID) async throws(SourceError) -> SourceDocument { try await trade.document(id) }
    func codes(_ list: CodeList) async throws(SourceError) -> [ListedCode] { try await trade.codes(list) }
    func controlTotals(from: CalendarDate, to: CalendarDate) async throws(SourceError) -> [ControlTotal] {
        try await trade.controlTotals(from: from, to: to)
    }
    func report(_ status: StatusReport, key: String) async throws(SourceError) { try await trade.report(status, key: key) }
    func nudge(headers: [(name: String, value: String)], body: [UInt8], now: Timestamp) -> SourceNudge? { nil }
}

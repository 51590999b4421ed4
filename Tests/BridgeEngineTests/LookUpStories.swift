import BridgeConnector
import BridgeDomain
import BridgeJournal
import BridgeTesting
import Testing

@testable import BridgeEngine

@Suite struct `After lost answers` {
    /// Invoices of which every second one was booked, with all answers lost; the settling time has passed.
    private func lost(_ count: Int, lookUpsAtOnce: Int) async throws -> TestBridge {
        let bridge = TestBridge(lookUpsAtOnce: lookUpsAtOnce)
        bridge.trade.deliver(.florist())
        for number in 0..<count { bridge.trade.approve(.sale("2026-\(1_000 + number)")) }
        bridge.books.plan(.post, (0..<count).map { $0.isMultiple(of: 2) ? .answerLost : .requestLost })
        try await bridge.settle(hours: 0)
        let states = try await bridge.postings().map(\.state)
        try #require(states == Array(repeating: .outcomeUnknown, count: count))
        bridge.clock.advance(seconds: bridge.books.capabilities.settlingSeconds)
        return bridge
    }

    private func expectAllBookedOnce(_ bridge: TestBridge, _ count: Int) async throws {
        #expect(bridge.books.entries.count == count && Set(bridge.books.entries.map(\.reference)).count == count)
        #expect(try await bridge.postings().allSatisfy { $0.state == .booked })
        // Half of them were adopted, as they were found.
        #expect(bridge.books.orders.count == count)
    }

    @Test(arguments: [(1, 40), (20, 2), (100, 1)])
    func `many are asked about together where the books can tell, and each is decided on alone`(atOnce: Int, calls: Int) async throws {
        let bridge = try await lost(40, lookUpsAtOnce: atOnce)
        try await bridge.settle()
        #expect(bridge.books.calls(.lookUp) == calls)
        try await expectAllBookedOnce(bridge, 40)
    }

    @Test(arguments: [ConnectorError.Code.misused, .outcomeUnknown, .rejected])
    func `a question about many that fails for itself is asked about each alone`(_ code: ConnectorError.Code) async throws {
        let bridge = try await lost(40, lookUpsAtOnce: 20)
        bridge.books.plan(.lookUp, [.refused(ConnectorError(code, "too long"))])
        try await bridge.settle(hours: 0)
        #expect(bridge.books.calls(.lookUp) == 1 + 20 + 1)
        try await bridge.settle()
        try await expectAllBookedOnce(bridge, 40)
    }

    @Test func `a question about many that meets a closed door is not asked about each; the first pays, and all wait`() async throws {
        let bridge = try await lost(40, lookUpsAtOnce: 20)
        bridge.books.plan(.lookUp, [.refused(ConnectorError(.unavailable, "down"))])
        try await bridge.settle(hours: 0)
        #expect(bridge.books.calls(.lookUp) == 1)
        let attempts = try await bridge.postings().map(\.attempts)
        #expect(attempts.count { $0 == 2 } == 1 && attempts.count { $0 == 1 } == 39)
        try await bridge.settle()
        try await expectAllBookedOnce(bridge, 40)
    }

    @Test func `an entry that differs stops its own document, and none of those asked about with it`() async throws {
        let bridge = try await lost(10, lookUpsAtOnce: 20)
        bridge.books.change { $0[2].date = $0[2].date.adding(days: -1) }
        try await bridge.settle()
        let states = try await bridge.postings().map(\.state)
        #expect(states.count { $0 == .parked } == 1 && states.count { $0 == .booked } == 9)
        #expect(bridge.books.entries.count == 10)
    }
}

import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeTesting
import Synchronization
import Testing

@Suite struct `The read-back begins` {
    @Test func `at the end of what the books hold before the first entry of ours`() async throws {
        let bridge = TestBridge()
        let books = BooksWithHistory(bridge.books)
        let lane = Self.lane(bridge, books)
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle(lane)
        #expect(books.ends == 1)
        #expect(books.readAfter.allSatisfy { $0 != .start })
        if case .agrees = try await bridge.posting("2026-1")?.readBack {} else { Issue.record("not read back") }
    }

    @Test func `at the start when something of ours may be there already`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        // Booked; before the first read-back the process ends.
        #expect(try await bridge.lane.turn().booked == 1)
        await bridge.lane.release()
        let books = BooksWithHistory(bridge.books)
        try await bridge.settle(Self.lane(bridge, books))
        #expect(books.ends == 0)
        if case .agrees = try await bridge.posting("2026-1")?.readBack {} else { Issue.record("not read back") }
    }

    private static func lane(_ bridge: TestBridge, _ books: BooksWithHistory) -> Lane {
        var parts = bridge.parts(bridge.journal)
        parts.connector = books
        return Lane(parts: parts, orders: PlainOrders(), owner: "next")
    }
}

/// Books that can say where their stream ends, and remember from where it was read.
private final class BooksWithHistory: ForwardedBooks {
    let books: ScriptedBooks
    private let seen = Mutex((ends: 0, after: [TargetCursor]()))

    init(_ books: ScriptedBooks) { self.books = books }

    var ends: Int { seen.withLock { $0.ends } }
    var readAfter: [TargetCursor] { seen.withLock { $0.after } }

    func bookedEnd(with master: MasterData) async throws(ConnectorError) -> TargetCursor {
        seen.withLock { $0.ends += 1 }
        return TargetCursor("0")
    }
    func booked(after cursor: TargetCursor, with master: MasterData) async throws(ConnectorError) -> TargetPage<BookedEntry> {
        seen.withLock { $0.after.append(cursor) }
        return try await books.booked(after: cursor, with: master)
    }
}

import BridgeDomain
import BridgeJournal
import BridgeJournalTesting
import BridgeSource
import BridgeTesting
import Synchronization
import Testing

@testable import BridgeEngine

/// Pages of two documents, of a source that may or may not be read ahead; says when it is asked.
private final class PagedTrade: DocumentSource {
    let trade: ScriptedTrade
    let mayBeReadAhead: Bool
    private let log: EventLog
    private let failsAt: Int?
    private let asked = Mutex(0)

    init(_ trade: ScriptedTrade, mayBeReadAhead: Bool, failsAt: Int?, _ log: EventLog) {
        self.trade = trade
        self.failsAt = failsAt
        self.mayBeReadAhead = mayBeReadAhead
        self.log = log
    }

    func documents(after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceDocument> {
        log.note("asked after \(cursor)")
        let place = asked.withLock { count in
            count += 1
            return count
        }
        if place == failsAt { throw SourceError(.unavailable, "gone") }
        return try await trade.documents(after: cursor, limit: 2)
    }

    func parties(_ kind: PartyKind, after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceParty> {
        try await trade.parties(kind, after: cursor, limit: limit)
    }
    func administrations() async throws(SourceError) -> [SourceAdministrationInfo] { [] }
    func document(_ id: SourceID) async throws(SourceError) -> SourceDocument { try await trade.document(id) }
    func codes(_ list: CodeList) async throws(SourceError) -> [ListedCode] { [] }
    func controlTotals(from: CalendarDate, to: CalendarDate) async throws(SourceError) -> [ControlTotal] { [] }
    func report(_ status: StatusReport, key: String) async throws(SourceError) { try await trade.report(status, key: key) }
    func nudge(headers: [(name: String, value: String)], body: [UInt8], now: Timestamp) -> SourceNudge? { nil }
}

private final class EventLog: Sendable {
    private let events = Mutex<[String]>([])

    func note(_ event: String) { events.withLock { $0.append(event) } }
    var all: [String] { events.withLock { $0 } }
}

@Suite struct `Pages are read one beside the other` {
    /// The cursor a unit moves the documents' stream to.
    private static func cursor(_ unit: JournalUnit) -> String? {
        unit.changes.compactMap { if case .setCursor(_, "source.documents", let value) = $0 { value } else { nil } }.first
    }

    /// A lane over pages of two; `failsAt` says which question the source does not answer, `refuse` which writing of a page fails, by place.
    private func lane(
        _ bridge: TestBridge, mayBeReadAhead: Bool = true, failsAt: Int? = nil, _ log: EventLog = EventLog(),
        refuse: @escaping @Sendable (Int) -> JournalError? = { _ in nil }
    ) -> Lane {
        var parts = bridge.parts()
        parts.source = PagedTrade(bridge.trade, mayBeReadAhead: mayBeReadAhead, failsAt: failsAt, log)
        let written = Mutex(0)
        parts.journal = InterposedJournal(MemoryJournal(on: bridge.disk)) { unit throws(JournalError) in
            guard let cursor = Self.cursor(unit) else { return unit }
            let place = written.withLock { count in
                count += 1
                return count
            }
            if let error = refuse(place) { throw error }
            log.note("wrote up to \(cursor)")
            return unit
        }
        return Lane(parts: parts, orders: PlainOrders(), owner: "pages", leaseSeconds: 600)
    }

    private func approve(_ count: Int, _ bridge: TestBridge) {
        bridge.trade.deliver(.florist())
        for place in 0..<count { bridge.trade.approve(.sale("2026-\(100 + place)")) }
    }

    @Test func `a source whose questions say what is durable is asked for a page when the one before is`() async throws {
        let (bridge, log) = (TestBridge(), EventLog())
        approve(5, bridge)
        try await lane(bridge, mayBeReadAhead: false, log).readSource([.documents])
        #expect(log.all == ["asked after ", "wrote up to 2", "asked after 2", "wrote up to 4", "asked after 4", "wrote up to 5"])
    }

    @Test(arguments: [1, 2, 3, 7, 24]) func `documents of a source that is read ahead arrive once each, in order`(count: Int) async throws {
        let (bridge, log) = (TestBridge(), EventLog())
        approve(count, bridge)
        try await lane(bridge, log).readSource()
        #expect(try await bridge.postings().map(\.document.number.text) == (0..<count).map { "2026-\(100 + $0)" })
        let writes = log.all.filter { $0.hasPrefix("wrote") }
        #expect(writes == stride(from: 2, through: count + count % 2, by: 2).map { "wrote up to \(min($0, count))" })
    }

    @Test(arguments: [1, 2, 3]) func `a page that another process was faster with is decided anew, and so is the one judged beside it`(
        refused: Int
    ) async throws {
        let (bridge, log) = (TestBridge(), EventLog())
        approve(6, bridge)
        try await lane(bridge, log) { $0 == refused ? JournalError(.conflict, "changed meanwhile") : nil }.readSource()
        #expect(try await bridge.postings().map(\.document.number.text) == (0..<6).map { "2026-\(100 + $0)" })
        #expect(log.all.filter { $0.hasPrefix("wrote") } == ["wrote up to 2", "wrote up to 4", "wrote up to 6"])
    }

    @Test(arguments: [1, 2, 3]) func `a page that cannot be written keeps those behind it from being written`(refused: Int) async throws {
        let (bridge, log) = (TestBridge(), EventLog())
        approve(6, bridge)
        await #expect(throws: JournalError.self) {
            try await lane(bridge, log) { $0 >= refused ? JournalError(.diskFull, "no room") : nil }.readSource()
        }
        #expect(try await bridge.postings().count == 2 * (refused - 1))
        try await lane(bridge).readSource()
        #expect(try await bridge.postings().map(\.document.number.text) == (0..<6).map { "2026-\(100 + $0)" })
    }

    @Test func `a source that fails in the middle leaves what came before it written`() async throws {
        let bridge = TestBridge()
        approve(6, bridge)
        let log = EventLog()
        let lane = lane(bridge, failsAt: 3, log)
        await #expect(throws: SourceError.self) { try await lane.readSource([.documents]) }
        #expect(log.all.filter { $0.hasPrefix("wrote") } == ["wrote up to 2", "wrote up to 4"])
        try await lane.readSource([.documents])
        #expect(try await bridge.postings().count == 6)
    }

    @Test func `what takes back or corrects the page before is judged when that one is written`() async throws {
        var states: [[String]] = []
        for mayBeReadAhead in [true, false] {
            let bridge = TestBridge()
            bridge.trade.deliver(.florist())
            bridge.trade.approve(.sale("2026-100"))
            bridge.trade.approve(.sale("2026-101"))
            bridge.trade.approve(.sale("2026-101", cents: 12_000, version: 2))
            bridge.trade.approve(.sale("2026-900", cents: 6_000, credits: "2026-100"))
            bridge.trade.approve(.sale("2026-901", cents: 6_000, credits: "2026-100"))
            bridge.trade.approve(.sale("2026-102"))
            bridge.trade.approve(.sale("2026-102"), withdrawn: true)
            try await lane(bridge, mayBeReadAhead: mayBeReadAhead).readSource()
            states.append(
                try await bridge.postings().map { "\($0.document) v\($0.documentVersion) \($0.state) \($0.problems.map(\.code.rawValue))" })
        }
        #expect(states[0] == states[1])
        #expect(states[0].count == 5)
    }
}

import BridgeConnector
import BridgeDomain
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Synchronization
import Testing

@testable import BridgeEngine

/// Moves the clock with every posting, as a target does that takes its time.
private final class SlowPostings: CallMeter {
    private let clock: MovableClock
    private let seconds: Int64

    init(_ clock: MovableClock, seconds: Int64) {
        self.clock = clock
        self.seconds = seconds
    }

    func take(_ endpoint: String) async throws(ConnectorError) {
        if endpoint == ScriptedBooks.Call.post.rawValue { clock.advance(seconds: seconds) }
    }
    func observed(_ limits: [ObservedLimit]) async {}
    func erred(_ endpoint: String) async {}
}

/// How many intents each unit of a journal held, in order.
private final class IntentCount: Sendable {
    private let counts = Mutex<[Int]>([])

    func note(_ unit: JournalUnit) {
        let intents = unit.changes.count { if case .movePosting(let posting) = $0 { posting.state == .inFlight } else { false } }
        if intents > 0 { counts.withLock { $0.append(intents) } }
    }

    var all: [Int] { counts.withLock { $0 } }
}

@Suite struct `Postings go in groups` {
    /// A lane whose units are counted, with so many invoices to send.
    private func lane(_ bridge: TestBridge, _ count: IntentCount, invoices: Int) -> Lane {
        bridge.trade.deliver(.florist())
        for number in 0..<invoices { bridge.trade.approve(.sale("2026-\(1_000 + number)")) }
        var parts = bridge.parts()
        parts.journal = InterposedJournal(MemoryJournal(on: bridge.disk)) { unit throws(JournalError) in
            count.note(unit)
            return unit
        }
        return Lane(parts: parts, orders: PlainOrders(), owner: "counted", leaseSeconds: 600)
    }

    @Test func `a target that answers at once gets many calls between two disk writes, in order and once each`() async throws {
        let (bridge, count) = (TestBridge(), IntentCount())
        try await bridge.settle(lane(bridge, count, invoices: 300))
        #expect(bridge.books.entries.map(\.reference.text) == (0..<300).map { "FP-sales_invoice-2026-\(1_000 + $0)" })
        #expect(count.all.reduce(0, +) == 300)
        #expect(count.all.count < 20)
        #expect(count.all.allSatisfy { $0 <= TurnLimits.groupMax })
    }

    @Test func `a target that takes a second for each gets them one by one`() async throws {
        let bridge = TestBridge(meter: { SlowPostings($1, seconds: 1) })
        let count = IntentCount()
        try await bridge.settle(lane(bridge, count, invoices: 30))
        #expect(bridge.books.entries.count == 30)
        #expect(count.all == Array(repeating: 1, count: 30))
    }

    @Test(arguments: [0, 1, 5, 17, 60, 150])
    func `what stops the target leaves nothing in flight, and nothing is sent twice`(place: Int) async throws {
        let (bridge, count) = (TestBridge(), IntentCount())
        let lane = lane(bridge, count, invoices: 200)
        bridge.books.plan(.post, Array(repeating: nil, count: place) + [.refused(ConnectorError(.throttled, "slow down"))])
        try await bridge.settle(lane, hours: 0)
        let states = try await bridge.postings().map(\.state)
        #expect(states.allSatisfy { $0 == .booked || $0 == .ready })
        #expect(states.count { $0 == .booked } == place)
        #expect(bridge.books.calls(.post) == place + 1)
        try await bridge.settle(lane)
        #expect(bridge.books.entries.count == 200)
        #expect(Set(bridge.books.entries.map(\.reference)).count == 200)
        // What was not sent was no attempt.
        #expect(try await bridge.postings().map(\.attempts).reduce(0, +) == 201)
    }

    @Test func `an answer that takes a minute leaves what was written behind it unsent, and it goes later`() async throws {
        let (bridge, count) = (TestBridge(), IntentCount())
        let clock = bridge.clock
        let slow = Mutex(0)
        let lane = lane(bridge, count, invoices: 120)
        var parts = bridge.parts()
        parts.connector = SlowNow(bridge.books) {
            let call = slow.withLock { calls -> Int in
                calls += 1
                return calls
            }
            if call == 50 { clock.advance(seconds: 60) }
        }
        parts.journal = MemoryJournal(on: bridge.disk)
        await lane.release()
        try await bridge.settle(Lane(parts: parts, orders: PlainOrders(), owner: "slow", leaseSeconds: 600))
        #expect(Set(bridge.books.entries.map(\.reference)).count == 120)
        #expect(bridge.books.entries.count == 120)
        #expect(try await bridge.postings().allSatisfy { $0.state == .booked })
        #expect(try await bridge.postings().flatMap { [$0.attempts] }.allSatisfy { $0 == 1 })
    }

    @Test func `one that a person takes out of a group costs nobody else an outcome`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        for number in 0..<60 { bridge.trade.approve(.sale("2026-\(1_000 + number)")) }
        let desk = bridge.desk
        let key = DocumentKey("NL01", .salesInvoice, "2026-1040")
        let isDone = Mutex(false)
        var parts = bridge.parts()
        parts.journal = InterposedJournal(MemoryJournal(on: bridge.disk)) { unit throws(JournalError) in
            let takesIt = unit.changes.contains { if case .movePosting(let posting) = $0 { posting.document == key } else { false } }
            if takesIt,
                !isDone.withLock({ done in
                    defer { done = true }
                    return done
                })
            {
                _ = try await desk.withdraw([key], reason: "not this one")
            }
            return unit
        }
        try await bridge.settle(Lane(parts: parts, orders: PlainOrders(), owner: "counted", leaseSeconds: 600))
        #expect(try await bridge.state("2026-1040") == .withdrawn)
        #expect(bridge.books.entries.count == 59)
        #expect(Set(bridge.books.entries.map(\.reference)).count == 59)
    }
}

/// Books in front of which something happens at every posting.
private struct SlowNow: ForwardedBooks {
    let books: ScriptedBooks
    private let before: @Sendable () -> Void

    init(_ books: ScriptedBooks, _ before: @escaping @Sendable () -> Void) {
        self.books = books
        self.before = before
    }

    func post(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError) -> PostedEntry {
        before()
        return try await books.post(order, with: master)
    }
}

@Suite struct `The pace of posting` {
    @Test(arguments: [(1, 100), (8, 100), (200, 200)])
    func `grows with a target that answers at once, up to its bound`(least: Int, largest: Int) {
        var pace = Pace(least: least)
        for _ in 0..<20 { pace.sent(pace.size, milliseconds: 1) }
        #expect(pace.size == largest)
        #expect(pace.isFast == (largest > least))
    }

    @Test func `falls back to single calls as soon as they take a while`() {
        var pace = Pace(least: 1)
        for _ in 0..<20 { pace.sent(pace.size, milliseconds: 1) }
        for _ in 0..<4 { pace.sent(pace.size, milliseconds: 1_000) }
        #expect(pace.size == 1 && !pace.isFast)
    }

    @Test func `does not grow with a group that was broken off`() {
        var pace = Pace(least: 1)
        pace.sent(1, milliseconds: 0)
        pace.sent(1, milliseconds: 0)
        #expect(pace.size == 2)
    }
}

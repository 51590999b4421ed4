import BridgeConnector
import BridgeDomain
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Synchronization
import Testing

@testable import BridgeEngine

/// Books that take many entries in one call; what comes over a call comes over all of it.
private final class TogetherBooks: ForwardedBooks {
    enum Fault: Sendable {
        case requestLost, answerLost
        /// The answer says nothing of the entries after so many.
        case answersOnly(Int)
    }

    let books: ScriptedBooks
    /// Runs before each call.
    private let before: @Sendable () -> Void
    private let faults: Mutex<[Fault?]>
    private let sizes = Mutex<[Int]>([])

    init(_ books: ScriptedBooks, _ faults: [Fault?] = [], before: @escaping @Sendable () -> Void = {}) {
        self.books = books
        self.before = before
        self.faults = Mutex(faults)
    }

    /// How many entries each call was offered.
    var offered: [Int] { sizes.withLock { $0 } }

    var capabilities: ConnectorCapabilities {
        var capabilities = books.capabilities
        capabilities.postsTogether = PostingTogether(entriesMax: 40, calls: 1, isAlways: true)
        return capabilities
    }
    func post(_ orders: [PostingOrder], with master: MasterData) async -> [Result<PostedEntry, ConnectorError>] {
        before()
        sizes.withLock { $0.append(orders.count) }
        let fault = faults.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        let lost = Result<PostedEntry, ConnectorError>.failure(ConnectorError(.outcomeUnknown, "no answer"))
        if case .requestLost? = fault { return orders.map { _ in lost } }
        var answers: [Result<PostedEntry, ConnectorError>] = []
        for order in orders {
            do throws(ConnectorError) { answers.append(.success(try await books.post(order, with: master))) } catch {
                answers.append(.failure(error))
            }
            if case .answersOnly(let count)? = fault, answers.count == count { return answers }
        }
        if case .answerLost? = fault { return orders.map { _ in lost } }
        return answers
    }
}

@Suite struct `Many postings in one call` {
    private func lane(_ bridge: TestBridge, _ books: TogetherBooks, invoices: Int) -> Lane {
        bridge.trade.deliver(.florist())
        for number in 0..<invoices { bridge.trade.approve(.sale("2026-\(1_000 + number)")) }
        var parts = bridge.parts()
        parts.connector = books
        return Lane(parts: parts, orders: PlainOrders(), owner: "together", leaseSeconds: 600)
    }

    private func expectAllOnce(_ bridge: TestBridge, _ count: Int) async throws {
        let references = bridge.books.entries.map(\.reference)
        #expect(references.count == count && Set(references).count == count)
        for posting in try await bridge.postings() {
            #expect(posting.state == .booked && posting.targetID != nil)
            guard case .agrees = posting.readBack else {
                Issue.record("\(posting.document) was not read back")
                continue
            }
        }
    }

    @Test func `each has its own intent and outcome, in order, and its history says why they went together`() async throws {
        let bridge = TestBridge()
        let books = TogetherBooks(bridge.books)
        try await bridge.settle(lane(bridge, books, invoices: 100))
        try await expectAllOnce(bridge, 100)
        #expect(books.offered == [40, 40, 20])
        #expect(bridge.books.entries.map(\.reference.text) == (0..<100).map { "FP-sales_invoice-2026-\(1_000 + $0)" })
        let first = try #require(try await bridge.postings().first)
        let history = try await MemoryJournal(on: bridge.disk).history(
            subject: first.document.description, bridge: "export", after: 0, limit: 50)
        #expect(history.contains { $0.entry.detail.contains("one of 40 together: the settings say so") })
    }

    @Test(arguments: [TogetherBooks.Fault.answerLost, .requestLost])
    fileprivate func `a lost answer leaves each to be looked up, and each is booked once`(fault: TogetherBooks.Fault) async throws {
        let bridge = TestBridge()
        let books = TogetherBooks(bridge.books, [nil, fault])
        try await bridge.settle(lane(bridge, books, invoices: 90))
        try await expectAllOnce(bridge, 90)
        #expect(bridge.books.calls(.lookUp) >= 40)
    }

    @Test func `one that is refused takes no other down`() async throws {
        let bridge = TestBridge()
        let refusal = ConnectorError(.rejected, "refused", vendorText: "Mandatory: Account")
        bridge.books.plan(.post, Array(repeating: nil, count: 7) + [.refused(refusal)])
        try await bridge.settle(lane(bridge, TogetherBooks(bridge.books), invoices: 30))
        let postings = try await bridge.postings()
        #expect(postings.filter { $0.state == .rejected }.map(\.document.number.text) == ["2026-1007"])
        #expect(postings.count { $0.state == .booked } == 29 && bridge.books.entries.count == 29)
    }

    @Test func `what the books took no notice of is offered again, without an attempt`() async throws {
        let bridge = TestBridge()
        let books = TogetherBooks(bridge.books, [.answersOnly(3), .answersOnly(1)])
        try await bridge.settle(lane(bridge, books, invoices: 20))
        try await expectAllOnce(bridge, 20)
        #expect(try await bridge.postings().allSatisfy { $0.attempts == 1 })
        #expect(bridge.books.entries.map(\.reference.text) == (0..<20).map { "FP-sales_invoice-2026-\(1_000 + $0)" })
    }

    @Test func `where only few can share a call, few are begun for it, and none overtakes`() async throws {
        let bridge = TestBridge()
        // Each call takes longer than a group may: what did not go with it was begun for nothing.
        let books = TogetherBooks(bridge.books, Array(repeating: .answersOnly(1), count: 60)) { [clock = bridge.clock] in
            clock.advance(to: clock.now().adding(seconds: 2))
        }
        try await bridge.settle(lane(bridge, books, invoices: 60))
        try await expectAllOnce(bridge, 60)
        #expect(books.offered.reduce(0, +) <= 40 + 3 * 60, "\(books.offered)")
        #expect(books.offered.max() == 40 && books.offered.dropFirst().allSatisfy { $0 <= 2 })
        #expect(bridge.books.entries.map(\.reference.text) == (0..<60).map { "FP-sales_invoice-2026-\(1_000 + $0)" })
    }

    @Test(arguments: 1...8) func `a death between any two writes books nothing twice`(place: Int) async throws {
        let bridge = TestBridge()
        let books = TogetherBooks(bridge.books)
        let lane = lane(bridge, books, invoices: 60)
        let commits = Mutex(0)
        var parts = bridge.parts()
        parts.connector = books
        parts.journal = InterposedJournal(MemoryJournal(on: bridge.disk)) { unit throws(JournalError) in
            let number = commits.withLock { count -> Int in
                count += 1
                return count
            }
            if number > place { throw JournalError(.closed, "the process died") }
            return unit
        }
        _ = lane
        let dying = Lane(parts: parts, orders: PlainOrders(), owner: "dying", leaseSeconds: 2)
        var isDead = false
        for _ in 0..<50 where !isDead {
            do { _ = try await dying.turn() } catch { isDead = true }
        }
        bridge.clock.advance(seconds: 5)
        var rest = bridge.parts()
        rest.connector = books
        try await bridge.settle(Lane(parts: rest, orders: PlainOrders(), owner: "next", leaseSeconds: 600))
        try await expectAllOnce(bridge, 60)
    }
}

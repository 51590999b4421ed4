import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeTesting
import Synchronization
import Testing

@Suite struct `A credit note that is tied to its invoice afterwards` {
    private static func deliver(_ bridge: TestBridge) {
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        bridge.trade.approve(.sale("2026-2", cents: 4_000, credits: "2026-1"))
    }

    @Test func `stays booked while the link fails, and is an alarm until the books show it`() async throws {
        let bridge = TestBridge()
        let books = BooksThatLinkLater(bridge.books)
        let lane = Self.lane(bridge, books)
        Self.deliver(bridge)
        try await bridge.settle(lane)
        let missing = try #require(try await bridge.posting("2026-2", .creditNote))
        #expect(missing.state == .booked)
        #expect(Self.codes(missing) == [.creditLinkMissing])
        let posted = bridge.books.calls(.post)
        #expect(books.attempts > 1)
        books.allowLinks()
        try await bridge.settle(lane)
        let linked = try #require(try await bridge.posting("2026-2", .creditNote))
        if case .agrees = linked.readBack {} else { Issue.record("\(linked.readBack)") }
        #expect(bridge.books.calls(.post) == posted)
        let attempts = books.attempts
        try await bridge.settle(lane)
        #expect(books.attempts == attempts)
    }

    @Test func `is tried again by whoever takes over, and not more than four times an hour`() async throws {
        let bridge = TestBridge()
        let books = BooksThatLinkLater(bridge.books)
        let first = Self.lane(bridge, books)
        Self.deliver(bridge)
        try await bridge.settle(first)
        await first.release()
        let before = books.attempts
        let next = Self.lane(bridge, books)
        try await bridge.settle(next, hours: 2)
        #expect((1...9).contains(books.attempts - before))
        books.allowLinks()
        try await bridge.settle(next)
        #expect(Self.codes(try await bridge.posting("2026-2", .creditNote)) == [])
    }

    @Test func `is tied as soon as reading back shows that the link was lost, not with the next round`() async throws {
        let bridge = TestBridge()
        let books = BooksThatLinkLater(bridge.books)
        books.allowLinks()
        let lane = Self.lane(bridge, books)
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle(lane)
        books.losesNextLink()
        bridge.trade.approve(.sale("2026-2", cents: 4_000, credits: "2026-1"))
        try await bridge.settle(lane)
        let credit = try #require(try await bridge.posting("2026-2", .creditNote))
        let booked = try #require(credit.bookedAt)
        guard case .agrees(let at) = credit.readBack else {
            Issue.record("\(credit.readBack)")
            return
        }
        #expect(books.attempts == 2)
        #expect(at < booked.adding(seconds: 60))
    }

    @Test func `has its turn behind any number of others that nobody can tie, with bounded work`() async throws {
        let bridge = TestBridge()
        let books = BooksThatLinkLater(bridge.books)
        let lane = Self.lane(bridge, books)
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1", cents: 1_000_000))
        for number in 1...120 { bridge.trade.approve(.sale("C\(number)", cents: 100, credits: "2026-1")) }
        try await bridge.settle(lane, hours: 0)
        for _ in 0..<10 { try await bridge.settle(lane, hours: 0) }
        let oldest = try #require(try await bridge.posting("C1", .creditNote))
        #expect(Self.codes(oldest) == [.creditLinkMissing])
        books.allowLink(try #require(oldest.reference))
        // Three rounds of fifty: each of the hundred and twenty once.
        var tried: [Int] = []
        for _ in 0..<4 {
            let before = books.attempts
            bridge.clock.advance(to: bridge.clock.now().adding(seconds: 901))
            _ = try await lane.turn()
            tried.append(books.attempts - before)
        }
        #expect(tried.allSatisfy { $0 <= 50 }, "\(tried)")
        #expect(Self.codes(try await bridge.posting("C1", .creditNote)) == [])
        #expect(Self.codes(try await bridge.posting("C2", .creditNote)) == [.creditLinkMissing])
    }

    @Test func `goes on after a death where the rounds stood, not with the newest`() async throws {
        let bridge = TestBridge()
        let books = BooksThatLinkLater(bridge.books)
        var lane = Self.lane(bridge, books)
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1", cents: 1_000_000))
        for number in 1...120 { bridge.trade.approve(.sale("C\(number)", cents: 100, credits: "2026-1")) }
        for _ in 0..<10 { try await bridge.settle(lane, hours: 0) }
        books.allowLink(try #require(try await bridge.posting("C1", .creditNote)?.reference))
        // A worker that dies after each round never comes to a second one of its own.
        for _ in 0..<4 {
            await lane.release()
            lane = Self.lane(bridge, books)
            bridge.clock.advance(to: bridge.clock.now().adding(seconds: 60))
            _ = try await lane.turn()
        }
        #expect(Self.codes(try await bridge.posting("C1", .creditNote)) == [])
    }

    @Test func `is told as an alarm of its own when it stays missing for a day`() async throws {
        let bridge = TestBridge()
        let books = BooksThatLinkLater(bridge.books)
        let lane = Self.lane(bridge, books)
        Self.deliver(bridge)
        try await bridge.settle(lane)
        #expect(try await lane.turn().trouble == nil)
        bridge.clock.advance(to: bridge.clock.now().adding(seconds: 25 * 3_600))
        let trouble = try #require(try await lane.turn().trouble)
        #expect(trouble.english.contains("1 credit note(s)") && trouble.english.contains("2026-2"), "\(trouble.english)")
        #expect(trouble.dutch.contains("2026-2") && trouble.dutch.contains("factuur"))
        books.allowLinks()
        try await bridge.settle(lane)
        #expect(try await lane.turn().trouble == nil)
    }

    private static func codes(_ posting: PostingRecord?) -> [ProblemCode] {
        if case .differs(_, let problems)? = posting?.readBack { problems.map(\.code) } else { [] }
    }

    private static func lane(_ bridge: TestBridge, _ books: BooksThatLinkLater) -> Lane {
        var parts = bridge.parts(bridge.journal)
        parts.connector = books
        return Lane(parts: parts, orders: PlainOrders(), owner: "linking")
    }
}

/// Books in which the link of a credit note is a call of its own, refused until it is allowed.
private final class BooksThatLinkLater: ForwardedBooks {
    let books: ScriptedBooks
    private let state = Mutex(
        (isAllowed: false, allowed: Set<EntryReference>(), losesNext: false, attempts: 0, linked: [EntryReference: EntryReference]()))

    init(_ books: ScriptedBooks) { self.books = books }

    var attempts: Int { state.withLock { $0.attempts } }
    func allowLinks() { state.withLock { $0.isAllowed = true } }
    func allowLink(_ reference: EntryReference) { state.withLock { $0.allowed = [reference] } }
    func losesNextLink() { state.withLock { $0.losesNext = true } }

    var capabilities: ConnectorCapabilities {
        var capabilities = books.capabilities
        capabilities.linksAfterwards = true
        return capabilities
    }

    func link(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError) {
        let isAllowed = state.withLock { state in
            state.attempts += 1
            let isTaken = (state.isAllowed || state.allowed.contains(order.entry.reference)) && !state.losesNext
            state.losesNext = false
            if isTaken { state.linked[order.entry.reference] = order.entry.originalReferences.first }
            return isTaken
        }
        if !isAllowed { throw ConnectorError(.rejected, "not now") }
    }

    private func shown(_ entry: BookedEntry) -> BookedEntry {
        var entry = entry
        guard entry.lines.first(where: \.isParty)?.amount.isNegative ?? false else { return entry }
        entry.creditedReferences = state.withLock { $0.linked[entry.reference] }.map { [$0] } ?? []
        return entry
    }

    func post(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError) -> PostedEntry {
        let posted = try await books.post(order, with: master)
        if order.entry.document.kind == .creditNote { try? await link(order, with: master) }
        return posted
    }
    func entries(carrying reference: EntryReference, with master: MasterData) async throws(ConnectorError) -> [BookedEntry] {
        try await books.entries(carrying: reference, with: master).map(shown)
    }
    func booked(after cursor: TargetCursor, with master: MasterData) async throws(ConnectorError) -> TargetPage<BookedEntry> {
        var page = try await books.booked(after: cursor, with: master)
        page.items = page.items.map(shown)
        return page
    }
}

import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalTesting
import BridgeSource
import BridgeTesting
import Synchronization
import Testing

/// A small day in which everything happens: new customers, a credit note, a correction, a lost answer, a lost request, a refusal.
@Suite struct `When the process dies or the disk is full` {
    static let refusal = ConnectorError(.rejected, "refused", vendorText: "Mandatory: Account")

    static func prepare(_ bridge: TestBridge) {
        bridge.trade.deliver(.florist())
        bridge.trade.deliver(.florist("C0500", name: "De Roos"))
        bridge.trade.approve(.sale("C-1", cents: 4_000, credits: "2026-1"))
        for number in 1...4 { bridge.trade.approve(.sale("2026-\(number)", of: number.isMultiple(of: 2) ? "C0500" : "C0412")) }
        bridge.books.plan(.create, [.answerLost])
        bridge.books.plan(.post, [nil, .answerLost, .requestLost, nil, .refused(ConnectorError(.unavailable, "503"))])
    }

    /// The result is the same as without a death: each document once, the credit note after its original, everything read back and told once.
    static func expectAllDone(_ bridge: TestBridge, _ place: String) async throws {
        let references = bridge.books.entries.map(\.reference.text)
        #expect(Set(references).count == references.count, "double: \(references) \(place)")
        #expect(references.count == 5, "\(references) \(place)")
        let credit = try #require(references.firstIndex(of: "FP-credit_note-C-1"))
        let original = try #require(references.firstIndex(of: "FP-sales_invoice-2026-1"))
        #expect(original < credit, "\(place)")
        #expect(bridge.books.relations.map(\.number).sorted() == ["C0412", "C0500"], "\(place)")
        for posting in try await bridge.postings() {
            #expect(posting.state == .booked, "\(posting.document) \(posting.state) \(place)")
            guard case .agrees = posting.readBack else {
                Issue.record("\(posting.document) was not read back \(place)")
                continue
            }
        }
        #expect(bridge.trade.reports.count == 5, "\(place)")
        let report = try await MemoryJournal(on: bridge.disk).verify { _ in }
        #expect(report.faultsTotal == 0, "\(report.faults) \(place)")
    }

    static func run(_ bridge: TestBridge, _ lanes: [Lane]) async throws {
        var lanes = lanes[...]
        var lane = lanes.removeFirst()
        let end = bridge.clock.now().adding(seconds: 1_800)
        while bridge.clock.now() < end {
            do {
                let turn = try await lane.turn()
                bridge.clock.advance(to: max(turn.nextAt ?? end, bridge.clock.now().adding(milliseconds: turn.didWork ? 0 : 500)))
            } catch {
                guard let next = lanes.popFirst() else { throw error }
                lane = next
                bridge.clock.advance(seconds: 4)
            }
        }
    }

    static func lane(_ bridge: TestBridge, _ owner: String = "first", _ journal: MemoryJournal? = nil) -> Lane {
        Lane(parts: bridge.parts(journal ?? bridge.journal), orders: PlainOrders(), owner: owner, leaseSeconds: 40)
    }

    /// How many writes an undisturbed run has.
    static func writes() async throws -> Int {
        let count = Mutex(0)
        let bridge = TestBridge(crash: { point in
            count.withLock { $0 = max($0, point.number) }
            return .goOn
        })
        prepare(bridge)
        try await run(bridge, [Self.lane(bridge)])
        try await expectAllDone(bridge, "undisturbed")
        return count.withLock { $0 }
    }

    @Test(arguments: [CrashPoint.Side.before, .after])
    func `a death at any write of a run leads to the same books`(_ side: CrashPoint.Side) async throws {
        // Beyond the first hundred writes the lanes only renew their leases.
        for number in 1...min(try await Self.writes(), 120) {
            let bridge = TestBridge(crash: { $0.number == number && $0.side == side ? .die : .goOn })
            Self.prepare(bridge)
            let first = Self.lane(bridge)
            try await Self.run(bridge, [first, Self.lane(bridge, "second", MemoryJournal(on: bridge.disk))])
            try await Self.expectAllDone(bridge, "death \(side) write \(number)")
        }
    }

    @Test func `two deaths in a row lead to the same books`() async throws {
        for number in stride(from: 2, through: 60, by: 3) {
            let bridge = TestBridge(crash: { $0.number == number && $0.side == .after ? .die : .goOn })
            Self.prepare(bridge)
            let second = MemoryJournal(on: bridge.disk) { $0.number == 4 && $0.side == .before ? .die : .goOn }
            let lanes = [
                Self.lane(bridge), Self.lane(bridge, "second", second), Self.lane(bridge, "third", MemoryJournal(on: bridge.disk)),
            ]
            try await Self.run(bridge, lanes)
            try await Self.expectAllDone(bridge, "deaths at \(number) and 4")
        }
    }

    /// The journal refuses one write and lives on: the same lane goes on, in the same process.
    @Test(arguments: [JournalError.Code.diskFull, .readOnly, .locked, .failed])
    func `a disk that refuses any one write loses nothing; the same lane goes on`(_ code: JournalError.Code) async throws {
        for number in stride(from: 1, through: 100, by: code == .diskFull ? 1 : 7) {
            let bridge = TestBridge(crash: { point in
                point.number == number && point.side == .before ? .refuse(JournalError(code, "no room")) : .goOn
            })
            Self.prepare(bridge)
            let lane = Self.lane(bridge)
            try await Self.run(bridge, [lane, lane])
            try await Self.expectAllDone(bridge, "\(code) at write \(number)")
        }
    }

    @Test func `a disk full for an hour stops everything and loses nothing`() async throws {
        let isFull = Mutex(false)
        let bridge = TestBridge(crash: { point in
            point.side == .before && isFull.withLock { $0 } ? .refuse(JournalError(.diskFull, "no room")) : .goOn
        })
        Self.prepare(bridge)
        let lane = Self.lane(bridge)
        for _ in 0..<6 { _ = try await lane.turn() }
        isFull.withLock { $0 = true }
        let calls = bridge.books.calls
        for _ in 0..<60 {
            await #expect(throws: JournalError.self) { _ = try await lane.turn() }
            bridge.clock.advance(seconds: 60)
        }
        #expect(bridge.books.calls == calls)
        isFull.withLock { $0 = false }
        try await Self.run(bridge, [lane])
        try await Self.expectAllDone(bridge, "after the hour")
    }

    // MARK: Leases and fences

    @Test func `what was in flight is known to be so within one turn after the lease ran out`() async throws {
        // The process dies with its call made and the outcome not written.
        let calls = Mutex(0)
        let bridge = TestBridge(crash: { point in
            calls.withLock { $0 } > 0 && point.side == .before && point.write == .unit ? .die : .goOn
        })
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        var parts = bridge.parts(bridge.journal)
        parts.connector = Noticing(books: bridge.books) { calls.withLock { $0 += 1 } }
        let first = Lane(parts: parts, orders: PlainOrders(), owner: "first")
        await #expect(throws: JournalError.self) { for _ in 0..<10 { _ = try await first.turn() } }
        #expect(try await bridge.state("2026-1") == .inFlight && bridge.books.entries.count == 1)
        let second = bridge.successor()
        #expect(try await second.turn().owned == false)
        bridge.clock.advance(seconds: 3)
        #expect(try await second.turn().owned)
        #expect(try await bridge.state("2026-1") == .outcomeUnknown)
        try await bridge.settle(second)
        #expect(try await bridge.state("2026-1") == .booked && bridge.books.entries.count == 1)
    }

    @Test func `a late worker's write is refused by its fence and changes nothing`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        bridge.trade.approve(.sale("2026-2"))
        // While the first worker waits for the books' answer, its lease runs out and another takes over.
        let second = bridge.successor()
        let clock = bridge.clock
        let taken = Mutex(false)
        var parts = bridge.parts()
        parts.connector = Noticing(books: bridge.books) {
            guard
                !taken.withLock({ taken in
                    defer { taken = true }
                    return taken
                })
            else { return }
            clock.advance(seconds: 10)
            _ = try? await second.turn()
        }
        let first = Lane(parts: parts, orders: PlainOrders(), owner: "first")
        var refused: JournalError?
        for _ in 0..<10 where refused == nil {
            do { _ = try await first.turn() } catch { refused = error }
        }
        #expect(refused?.code == .fenced)
        #expect(try await first.turn().owned == false)
        try await bridge.settle(second)
        #expect(bridge.books.entries.count == 2)
        #expect(try await bridge.postings().allSatisfy { $0.state == .booked })
    }

    @Test func `two workers on one lane never work at the same time`() async throws {
        let bridge = TestBridge()
        Self.prepare(bridge)
        let lanes = [
            Lane(parts: bridge.parts(), orders: PlainOrders(), owner: "first"),
            Lane(parts: bridge.parts(), orders: PlainOrders(), owner: "second"),
        ]
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2_000 {
            let place = Int(random.next() % 2)
            _ = try? await lanes[place].turn()
            // Now and then one of them sleeps longer than its lease lasts.
            bridge.clock.advance(seconds: Int64(random.next() % 6))
        }
        try await Self.expectAllDone(bridge, "two workers")
    }

    @Test func `a lane given back is taken over at once`() async throws {
        let bridge = TestBridge()
        #expect(try await bridge.lane.turn().owned)
        let second = bridge.successor()
        #expect(try await second.turn().owned == false)
        await bridge.lane.release()
        #expect(try await second.turn().owned)
    }

    @Test func `what waited for a document booked just before a death is released by the next owner`() async throws {
        for number in 1...40 {
            let bridge = TestBridge(crash: { $0.number == number && $0.side == .after ? .die : .goOn })
            bridge.trade.deliver(.florist())
            bridge.trade.approve(.sale("C-1", cents: 4_000, credits: "2026-1"))
            bridge.trade.approve(.sale("2026-1"))
            try await Self.run(
                bridge, [Self.lane(bridge), Self.lane(bridge, "second", MemoryJournal(on: bridge.disk))])
            #expect(try await bridge.postings().allSatisfy { $0.state == .booked }, "death after write \(number)")
        }
    }

    @Test func `a correction kept during a lost request survives a death before it is judged`() async throws {
        for number in 1...30 {
            let bridge = TestBridge()
            bridge.trade.deliver(.florist())
            bridge.trade.approve(.sale("2026-0"))
            try await bridge.settle()
            bridge.books.plan(.post, [.requestLost])
            bridge.trade.approve(.sale("2026-1"))
            try await bridge.settle(hours: 0)
            bridge.trade.approve(.sale("2026-1", cents: 5_000, version: 2))
            await bridge.lane.release()
            let dying = MemoryJournal(on: bridge.disk) { $0.number == number && $0.side == .after ? .die : .goOn }
            let lanes = [Self.lane(bridge, "second", dying), Self.lane(bridge, "third", MemoryJournal(on: bridge.disk))]
            try await Self.run(bridge, lanes)
            #expect(bridge.books.entries.dropFirst().map { $0.lines.first?.amount.minorUnits } == [5_450], "death after write \(number)")
        }
    }
}

/// Books that tell when an entry was posted, before the answer arrives.
private struct Noticing: ForwardedBooks {
    let books: ScriptedBooks
    let posted: @Sendable () async -> Void

    func post(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError) -> PostedEntry {
        let answer = try await books.post(order, with: master)
        await posted()
        return answer
    }
}

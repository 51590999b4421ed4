import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalTesting
import BridgeSource
import BridgeTesting
import Synchronization
import Testing

@Suite struct `A person at the desk` {
    static func key(_ number: String) -> DocumentKey { DocumentKey("NL01", .salesInvoice, DocumentNumber(number)) }

    @Test func `approval lets go exactly what was approved, with the name of who did it`() async throws {
        let bridge = TestBridge { $0.approval = .reviewAll }
        bridge.trade.deliver(.florist())
        for number in 1...3 { bridge.trade.approve(.sale("2026-\(number)")) }
        try await bridge.settle()
        #expect(bridge.books.calls(.create) == 0)
        let outcomes = try await bridge.desk.approve([Self.key("2026-1"), Self.key("2026-2")])
        #expect(outcomes.map(\.changed) == [true, true])
        try await bridge.settle()
        #expect(bridge.books.entries.count == 2)
        #expect(try await bridge.posting("2026-2")?.approvedBy == "anna")
        #expect(try await bridge.posting("2026-3")?.hold == .approval)
        #expect(try await bridge.desk.approve([Self.key("2026-1")]).map(\.changed) == [false])
    }

    @Test func `only a person can approve`() async throws {
        let bridge = TestBridge { $0.approval = .reviewAll }
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        _ = try await Desk(parts: bridge.parts(), who: .machine("script")).approve([Self.key("2026-1")])
        #expect(try await bridge.posting("2026-1")?.hold == .approval)
    }

    @Test func `a retry does not stand in for an approval`() async throws {
        let bridge = TestBridge { $0.approval = .reviewAll }
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        _ = try await bridge.desk.retry([Self.key("2026-1")])
        #expect(try await bridge.posting("2026-1")?.hold == .approval)
    }

    @Test func `what a person holds stays held through corrections, customers and mappings, until retry`() async throws {
        let bridge = TestBridge { $0.schedule = .manual }
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        #expect(try await bridge.desk.hold([Self.key("2026-1")]).map(\.state) == [.held])
        bridge.trade.approve(.sale("2026-1", cents: 5_000, version: 2))
        bridge.trade.deliver(.florist(name: "De Tulp BV"))
        try await bridge.desk.release(until: TestBridge.day)
        try await bridge.settle()
        let posting = try #require(try await bridge.posting("2026-1"))
        #expect(posting.hold == .person && posting.documentVersion == 2 && bridge.books.entries.isEmpty)
        _ = try await bridge.desk.retry([Self.key("2026-1")])
        try await bridge.desk.release(until: TestBridge.day)
        try await bridge.settle()
        #expect(bridge.books.entries.count == 1)
    }

    @Test func `what a person withdrew does not come back by a correction, only by retry`() async throws {
        let bridge = TestBridge { $0.approval = .reviewAll }
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        _ = try await bridge.desk.withdraw([Self.key("2026-1")], reason: "booked on paper")
        bridge.trade.approve(.sale("2026-1", cents: 5_000, version: 2))
        try await bridge.settle()
        #expect(try await bridge.posting("2026-1")?.hold == .person)
        _ = try await bridge.desk.retry([Self.key("2026-1")])
        #expect(try await bridge.posting("2026-1")?.hold == .approval)
    }

    @Test func `a withdrawn document is reopened by retry`() async throws {
        let bridge = TestBridge { $0.schedule = .manual }
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        _ = try await bridge.desk.withdraw([Self.key("2026-1")], reason: "double")
        bridge.trade.deliver(.florist(name: "De Tulp BV"))
        try await bridge.settle()
        #expect(try await bridge.state("2026-1") == .withdrawn)
        _ = try await bridge.desk.retry([Self.key("2026-1")])
        #expect(try await bridge.posting("2026-1")?.hold == .schedule)
    }

    @Test func `a document booked by hand is never sent`() async throws {
        let bridge = TestBridge { $0.approval = .reviewAll }
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        _ = try await bridge.desk.bookedByHand(Self.key("2026-1"), number: "26700999")
        _ = try await bridge.desk.approve([Self.key("2026-1")])
        _ = try await bridge.desk.retry([Self.key("2026-1")])
        try await bridge.settle()
        #expect(bridge.books.calls(.post) == 0)
        let posting = try #require(try await bridge.posting("2026-1"))
        #expect(posting.state == .booked && posting.targetNumber == "26700999")
        #expect(bridge.trade.reports.last?.status == .posted)
    }

    @Test func `verbs on what is booked or unknown change nothing and say so`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        let desk = bridge.desk
        let keys = [Self.key("2026-1"), Self.key("2026-9")]
        for outcomes in [
            try await desk.approve(keys), try await desk.retry(keys), try await desk.hold(keys),
            try await desk.withdraw(keys, reason: "?"), try await desk.bookedByHand(keys[0], number: "1"),
        ] {
            #expect(outcomes.map(\.changed) == [false] && outcomes.map(\.state) == [.booked])
        }
    }

    /// The verb falls between the lane's decision and its write, for every write of a run.
    @Test(arguments: 1...24) func `a verb that races the lane either stops the document or comes too late`(_ write: Int) async throws {
        let bridge = TestBridge()
        let desk = bridge.desk
        let writes = Mutex(0)
        let journal = InterposedJournal(MemoryJournal(on: bridge.disk)) { unit throws(JournalError) in
            guard
                writes.withLock({ count in
                    count += 1
                    return count
                }) == write
            else { return unit }
            _ = try await desk.withdraw((1...6).map { Self.key("2026-\($0)") }, reason: "stop")
            return unit
        }
        var parts = bridge.parts()
        parts.journal = journal
        let lane = Lane(parts: parts, orders: PlainOrders(), owner: "first")
        bridge.trade.deliver(.florist())
        for number in 1...6 { bridge.trade.approve(.sale("2026-\(number)")) }
        try await bridge.settle(lane)
        let booked = Set(bridge.books.entries.map(\.reference.text))
        #expect(bridge.books.entries.count == booked.count)
        for posting in try await bridge.postings() {
            let isBooked = booked.contains("FP-sales_invoice-\(posting.document.number)")
            #expect(posting.state == (isBooked ? .booked : .withdrawn), "\(posting.document) \(posting.state)")
        }
        #expect(try await bridge.journal.verify { _ in }.faultsTotal == 0)
    }

    @Test func `two documents approved together for one new customer are both approved, also against a busy lane`() async throws {
        let bridge = TestBridge { $0.approval = .reviewAll }
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        bridge.trade.approve(.sale("2026-2"))
        try await bridge.settle()
        // Before the desk's own write the customer changes: its first decision is stale.
        let isFirst = Mutex(true)
        let (trade, lane, clock) = (bridge.trade, bridge.lane, bridge.clock)
        var parts = bridge.parts()
        parts.journal = InterposedJournal(MemoryJournal(on: bridge.disk)) { unit throws(JournalError) in
            guard
                isFirst.withLock({ first in
                    defer { first = false }
                    return first
                })
            else { return unit }
            trade.deliver(.florist(name: "De Tulp BV"))
            clock.advance(seconds: 61)
            _ = try await lane.turn()
            return unit
        }
        let outcomes = try await Desk(parts: parts, who: .person("anna")).approve([Self.key("2026-1"), Self.key("2026-2")])
        #expect(outcomes.map(\.changed) == [true, true])
        try await bridge.settle()
        #expect(bridge.books.entries.count == 2)
    }
}

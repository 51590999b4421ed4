import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalTesting
import BridgeSource
import BridgeTesting
import Testing

@Suite struct `What the books say` {
    /// A bridge whose customer is linked, so that the next call is the first posting's.
    static func open(_ configure: (inout BridgePolicy) -> Void = { _ in }) async throws -> TestBridge {
        let bridge = TestBridge(configure: configure)
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-0"))
        try await bridge.settle()
        return bridge
    }

    static let rejection = ConnectorError(.rejected, "refused", vendorText: "Mandatory: Account")

    @Test func `a refusal needs a person; after mending, retry leads on`() async throws {
        let bridge = try await Self.open()
        bridge.books.plan(.post, [.refused(Self.rejection)])
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle(hours: 24)
        let posting = try #require(try await bridge.posting("2026-1"))
        #expect(posting.state == .rejected && posting.problems.map(\.code) == [.targetRejected] && bridge.books.calls(.post) == 2)
        #expect(posting.problems.first?.found == "Mandatory: Account")
        #expect(try await bridge.desk.retry([posting.document]).map(\.changed) == [true])
        try await bridge.settle()
        #expect(try await bridge.state("2026-1") == .booked)
    }

    @Test func `one bad document does not hold up the others`() async throws {
        let bridge = try await Self.open()
        bridge.books.plan(.post, [.refused(Self.rejection), nil, .requestLost, nil, .refused(ConnectorError(.misused, "our fault"))])
        for number in 1...8 { bridge.trade.approve(.sale("2026-\(number)")) }
        _ = try await bridge.lane.turn()
        bridge.clock.advance(seconds: 60)
        _ = try await bridge.lane.turn()
        let states = try await bridge.postings().dropFirst().map(\.state)
        #expect(states == [.rejected, .booked, .outcomeUnknown, .booked, .rejected, .booked, .booked, .booked])
        try await bridge.settle()
        #expect(bridge.books.entries.count == 7)
    }

    @Test func `a refusal about a code is followed by fresh code lists, at most one reading in five minutes`() async throws {
        let bridge = try await Self.open()
        let refusal = ConnectorError(.rejected, "no", problems: [Problem(.targetCodeUnknown, at: Place("VAT"), found: "V9")])
        bridge.books.plan(.post, Array(repeating: .refused(refusal), count: 20))
        let before = bridge.books.calls(.masterData)
        for number in 1...20 {
            bridge.trade.approve(.sale("2026-\(number)"))
            try await bridge.settle(hours: 0)
            bridge.clock.advance(seconds: 60)
        }
        let readings = bridge.books.calls(.masterData) - before
        #expect((1...5).contains(readings))
    }

    @Test(arguments: [1, 4]) func `calls under way at once end in one entry each, whatever comes over them`(_ callsAtOnce: Int) async throws
    {
        let bridge = TestBridge(callsAtOnce: callsAtOnce)
        bridge.trade.deliver(.florist())
        for number in 1...40 { bridge.trade.approve(.sale("2026-\(number)")) }
        let faults: [ScriptedBooks.Fault?] = [
            nil, .answerLost, .requestLost, .refused(ConnectorError(.unavailable, "503")),
            .refused(ConnectorError(.throttled, "429", retryAt: TestBridge.morning.adding(seconds: 90))),
        ]
        bridge.books.plan(.post, (0..<40).map { faults[$0 % faults.count] })
        try await bridge.settle(hours: 6)
        #expect(try await bridge.postings().allSatisfy { $0.state == .booked })
        #expect(Set(bridge.books.entries.map(\.reference)).count == 40 && bridge.books.entries.count == 40)
    }

    // MARK: Strangers

    /// Someone books an entry under our reference.
    static func intrude(_ bridge: TestBridge, _ number: String, cents: Int64 = 99_900) {
        bridge.books.change { entries in
            var strange = entries[0]
            strange.id = TargetID("strange-\(entries.count)")
            strange.number = "900\(entries.count)"
            strange.reference = EntryReference("FP-sales_invoice-\(number)")
            strange.lines[0].amount = Money(minorUnits: cents, .eur)
            entries.append(strange)
        }
    }

    @Test func `a stranger's entry found after a lost request is shown, not adopted, and nothing is sent`() async throws {
        let bridge = try await Self.open()
        bridge.books.plan(.post, [.requestLost])
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle(hours: 0)
        Self.intrude(bridge, "2026-1")
        try await bridge.settle()
        let posting = try #require(try await bridge.posting("2026-1"))
        #expect(posting.state == .parked && posting.targetID == nil)
        #expect(posting.problems.first?.code == .foreignEntry && posting.problems.contains { $0.code == .bookedDiffers })
        #expect(try await bridge.journal.booked(posting.document, bridge: "export")?.targetNumber == "9001")
        // Neither the customer's change nor a correction sends it past the stranger.
        bridge.trade.deliver(.florist(name: "De Tulp BV"))
        try await bridge.settle()
        bridge.trade.approve(.sale("2026-1", cents: 5_000, version: 2))
        try await bridge.settle()
        #expect(bridge.books.calls(.post) == 2)
        #expect(try await bridge.state("2026-1") == .parked)
        // A person's retry asks the books first. The stranger is still there: nothing is sent.
        _ = try await bridge.desk.retry([posting.document])
        try await bridge.settle()
        #expect(bridge.books.calls(.post) == 2)
        #expect(try await bridge.posting("2026-1")?.problems.contains { $0.code == .foreignEntry } == true)
        // The stranger is removed, a person says retry again: now it goes, in its newest version.
        bridge.books.change { $0.removeAll { $0.id == "strange-1" } }
        _ = try await bridge.desk.retry([posting.document])
        try await bridge.settle()
        #expect(try await bridge.state("2026-1") == .booked)
        #expect(bridge.books.entries.last?.lines.first?.amount.minorUnits == 5_450)
    }

    @Test func `a stranger's entry that equals ours twice is not adopted either`() async throws {
        let bridge = try await Self.open()
        bridge.books.plan(.post, [.answerLost])
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle(hours: 0)
        bridge.books.change { entries in
            var copy = entries[1]
            copy.id = "copy"
            entries.append(copy)
        }
        try await bridge.settle()
        #expect(try await bridge.state("2026-1") == .parked)
    }

    @Test func `a stranger's entry under the number of a waiting document is seen in the read-back and stops it`() async throws {
        let bridge = try await Self.open { $0.schedule = .daily([Schedule.TimeOfDay(hour: 9, minute: 0)].compactMap { $0 }, zone: .utc) }
        bridge.clock.advance(seconds: 1)
        bridge.trade.approve(.sale("2026-1"))
        bridge.trade.approve(.sale("2026-2"))
        try await bridge.settle(hours: 1)
        #expect(try await bridge.posting("2026-1")?.hold == .schedule)
        Self.intrude(bridge, "2026-1")
        await bridge.lane.wake()
        try await bridge.settle(hours: 30)
        #expect(try await bridge.posting("2026-1")?.problems.map(\.code) == [.foreignEntry])
        #expect(try await bridge.state("2026-2") == .booked)
        #expect(!bridge.books.orders.contains { $0.entry.document.number == "2026-1" })
    }

    @Test func `a second entry under the reference of a booked document is an alarm on it`() async throws {
        let bridge = try await Self.open()
        Self.intrude(bridge, "2026-0")
        await bridge.lane.wake()
        try await bridge.settle()
        let posting = try #require(try await bridge.posting("2026-0"))
        guard case .differs(_, let problems) = posting.readBack else {
            Issue.record("no alarm: \(posting.readBack)")
            return
        }
        #expect(problems.map(\.code) == [.foreignEntry] && posting.targetID == "entry-1")
    }

    @Test func `an entry of another document of ours is never adopted, not even when all amounts agree`() async throws {
        let bridge = try await Self.open()
        bridge.books.plan(.post, [.requestLost])
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle(hours: 0)
        // The books show the entry of 2026-0 under the reference of 2026-1 as well.
        bridge.books.change { $0[0].reference = "FP-sales_invoice-2026-1" }
        try await bridge.settle()
        #expect(bridge.books.entries.count == 2)
        #expect(try await bridge.posting("2026-1")?.targetID == "entry-2")
    }

    // MARK: Read-back

    @Test func `what an accountant changes afterwards is an alarm, and its mending ends it`() async throws {
        let bridge = try await Self.open()
        bridge.books.change { $0[0].lines[1].account = "8010" }
        await bridge.lane.wake()
        try await bridge.settle()
        guard case .differs(_, let problems) = try await bridge.posting("2026-0")?.readBack else {
            Issue.record("no alarm")
            return
        }
        #expect(problems.count == 2 && problems.allSatisfy { $0.code == .bookedDiffers })
        #expect(try await bridge.journal.list(PostingFilter(differing: true), before: nil, limit: 10).count == 1)
        bridge.books.change { $0[0].lines[1].account = "8000" }
        await bridge.lane.wake()
        try await bridge.settle()
        guard case .agrees = try await bridge.posting("2026-0")?.readBack else {
            Issue.record("still an alarm")
            return
        }
        #expect(bridge.trade.reports.map(\.status) == [.posted, .parked, .posted])
    }

    @Test func `an adopted entry counts as read back even when its page had gone by`() async throws {
        let bridge = try await Self.open()
        bridge.books.plan(.post, [.answerLost])
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle(hours: 0)
        bridge.trade.approve(.sale("2026-2"))
        bridge.clock.advance(seconds: 61)
        try await bridge.settle(hours: 0)
        #expect(try await bridge.state("2026-1") == .outcomeUnknown)
        try await bridge.settle()
        for number in ["2026-1", "2026-2"] {
            guard case .agrees = try await bridge.posting(number)?.readBack else {
                Issue.record("\(number) was not read back")
                continue
            }
        }
    }

    @Test func `the books are read in pages, not per invoice`() async throws {
        let bridge = try await Self.open()
        let before = (bridge.books.calls(.booked), bridge.books.calls)
        for number in 1...120 { bridge.trade.approve(.sale("2026-\(number)")) }
        try await bridge.settle()
        #expect(bridge.books.calls(.booked) - before.0 <= 3)
        #expect(bridge.books.calls - before.1 <= 120 + 3)
    }

    // MARK: What came while the outcome was open

    @Test func `a correction during a lost request is what is sent`() async throws {
        let bridge = try await Self.open()
        bridge.books.plan(.post, [.requestLost])
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle(hours: 0)
        bridge.trade.approve(.sale("2026-1", cents: 5_000, version: 2))
        try await bridge.settle()
        #expect(bridge.books.entries.dropFirst().map { $0.lines.first?.amount.minorUnits } == [5_450])
        #expect(try await bridge.posting("2026-1")?.documentVersion == 2)
    }

    @Test func `a correction during a lost answer is an alarm on the adopted entry`() async throws {
        let bridge = try await Self.open()
        bridge.books.plan(.post, [.answerLost])
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle(hours: 0)
        bridge.trade.approve(.sale("2026-1", cents: 5_000, version: 2))
        try await bridge.settle()
        let posting = try #require(try await bridge.posting("2026-1"))
        #expect(posting.state == .booked && posting.documentVersion == 1 && bridge.books.entries.count == 2)
        if case .differs = posting.readBack {} else { Issue.record("no alarm") }
    }

    @Test func `a withdrawal during a lost request keeps it out of the books`() async throws {
        let bridge = try await Self.open()
        bridge.books.plan(.post, [.requestLost])
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle(hours: 0)
        bridge.trade.approve(.sale("2026-1"), raw: "withdrawn", withdrawn: true)
        try await bridge.settle()
        #expect(try await bridge.state("2026-1") == .withdrawn && bridge.books.entries.count == 1)
    }

    @Test func `an unreadable correction during a lost request parks it`() async throws {
        let bridge = try await Self.open()
        bridge.books.plan(.post, [.requestLost])
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle(hours: 0)
        bridge.trade.deliver(
            .init(
                sourceID: "id-2026-1", key: DocumentKey("NL01", .salesInvoice, "2026-1"), version: 2, raw: [1], document: nil,
                problems: [Problem(.malformed, at: Place("lines"))]))
        try await bridge.settle()
        #expect(try await bridge.state("2026-1") == .parked && bridge.books.entries.count == 1)
    }
}

@Suite struct `Budgets and consent` {
    @Test func `a budget spent in mid-run resumes at its reset; nothing is lost or double`() async throws {
        let bridge = TestBridge(
            callsAtOnce: 3,
            meter: { disk, clock in
                BudgetMeter(
                    connection: "books", journal: MemoryJournal(on: disk), clock: clock,
                    limits: BudgetMeter.Limits(perMinute: 7, perDay: 60, errorsPerHour: 5))
            })
        bridge.trade.deliver(.florist())
        for number in 1...80 { bridge.trade.approve(.sale("2026-\(number)")) }
        try await bridge.settle(hours: 1)
        let firstDay = bridge.books.entries.count
        #expect((40..<60).contains(firstDay))
        #expect(bridge.books.calls <= 60)
        try await bridge.settle(hours: 20)
        #expect(bridge.books.entries.count == 80 && bridge.books.calls <= 120)
        #expect(try await bridge.postings().allSatisfy { $0.state == .booked && $0.attempts == 1 })
    }

    @Test(arguments: [1, 3]) func `a day's calls are used to the full while work waits, and not one more`(_ callsAtOnce: Int) async throws {
        let perDay = 400
        let bridge = TestBridge(
            callsAtOnce: callsAtOnce,
            meter: { disk, clock in
                BudgetMeter(
                    connection: "books", journal: MemoryJournal(on: disk), clock: clock,
                    limits: BudgetMeter.Limits(perMinute: 60, perDay: perDay, errorsPerHour: 5))
            })
        bridge.trade.deliver(.florist())
        for number in 1...1_000 { bridge.trade.approve(.sale("2026-\(number)")) }
        var before = 0
        for day in 1...2 {
            let midnight = Timestamp(TestBridge.day.adding(days: day), milliseconds: 0)
            while bridge.clock.now().adding(seconds: 1) < midnight {
                let next = try await bridge.lane.turn().nextAt ?? midnight
                bridge.clock.advance(to: min(max(next, bridge.clock.now().adding(seconds: 1)), midnight.adding(seconds: -1)))
            }
            let used = bridge.books.calls - before
            print("\(used) of \(perDay) calls used on day \(day)")
            #expect(used <= perDay && used >= perDay * 99 / 100)
            before = bridge.books.calls
            bridge.clock.advance(to: midnight)
        }
        #expect(try await bridge.postings().contains { $0.state == .ready })
    }

    /// A bridge that asks for its part of a budget of so many calls.
    func sharing(perMinute: Int, perDay: Int, documents: Int) -> (bridge: TestBridge, books: ScriptedBooks, lane: Lane) {
        let limits = BudgetMeter.Limits(perMinute: perMinute, perDay: perDay, errorsPerHour: 5)
        let bridge = TestBridge()
        let meter = BudgetMeter(connection: "books", journal: MemoryJournal(on: bridge.disk), clock: bridge.clock, limits: limits)
        let books = ScriptedBooks(master: TestBridge.master, meter: meter, clock: bridge.clock)
        var parts = bridge.parts()
        parts.connector = books
        parts.share = BudgetShare(of: "export", among: ["export"], meter: meter)
        bridge.trade.deliver(.florist())
        for number in 1...documents { bridge.trade.approve(.sale("2026-\(number)")) }
        return (bridge, books, Lane(parts: parts, orders: PlainOrders(), owner: "first", leaseSeconds: 600))
    }

    @Test func `while postings wait for the budget, what was booked is read back all the same`() async throws {
        let (bridge, _, lane) = sharing(perMinute: 10, perDay: 1_000, documents: 900)
        try await bridge.settle(lane, hours: 1)
        let postings = try await bridge.postings()
        let booked = postings.filter { $0.state == .booked }
        #expect(booked.count > 540 && postings.contains { $0.state == .ready })
        let unread = booked.filter { if case .agrees = $0.readBack { false } else { true } }
        #expect(unread.count <= 60, "no more than a few minutes are behind")
    }

    @Test func `a posting that waits for the budget leaves no trace of an attempt`() async throws {
        let (bridge, _, lane) = sharing(perMinute: 10, perDay: 1_000, documents: 50)
        try await bridge.settle(lane, hours: 0)
        let waiting = try await bridge.postings().filter { $0.state == .ready }
        #expect(waiting.count >= 40)
        for posting in waiting { #expect(try await !bridge.acts(posting.document.number.text).contains("started")) }
        let turn = try await lane.turn()
        #expect(turn.trouble?.english.contains("budget") == true)
        try await bridge.settle(lane, hours: 1)
        #expect(try await bridge.postings().allSatisfy { $0.state == .booked && $0.attempts == 1 })
    }

    @Test func `when the day is spent for postings, what was lost is still looked up`() async throws {
        let (bridge, books, lane) = sharing(perMinute: 60, perDay: 800, documents: 900)
        // The last of the day that may go: 8 calls are kept.
        books.plan(.post, (0..<900).map { $0 == 770 ? .answerLost : nil })
        try await bridge.settle(lane, hours: 2)
        let postings = try await bridge.postings()
        #expect(books.calls(.lookUp) == 1 && books.calls <= 800)
        #expect(postings.count { $0.state == .ready } > 100)
        #expect(postings.allSatisfy { $0.state == .booked || $0.state == .ready })
    }

    @Test func `poison documents stop their endpoint before the target would block the key`() async throws {
        let bridge = TestBridge()
        let meter = BudgetMeter(
            connection: "books", journal: MemoryJournal(on: bridge.disk), clock: bridge.clock,
            limits: BudgetMeter.Limits(perMinute: 60, perDay: 5_000, errorsPerHour: 5))
        let books = ScriptedBooks(master: TestBridge.master, meter: meter, clock: bridge.clock)
        var parts = bridge.parts()
        parts.connector = Counting(books: books, meter: meter)
        let lane = Lane(parts: parts, orders: PlainOrders(), owner: "first")
        bridge.trade.deliver(.florist())
        for number in 1...40 { bridge.trade.approve(.sale("2026-\(number)")) }
        let refusal = ConnectorError(.rejected, "400")
        books.plan(.post, (0..<40).map { $0.isMultiple(of: 2) ? .refused(refusal) : nil })
        try await bridge.settle(lane, hours: 0)
        bridge.clock.advance(seconds: 120)
        try await bridge.settle(lane, hours: 0)
        #expect(books.calls(.post) <= 10)
        try await bridge.settle(lane, hours: 12)
        #expect(books.entries.count == 20)
        #expect(try await bridge.postings().count { $0.state == .rejected } == 20)
    }

    @Test func `a lost consent is told, tried now and then, and work goes on once it is given`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-0"))
        try await bridge.settle()
        let refusal = ConnectorError(.unauthorised, "consent needed: https://example.nl/consent")
        bridge.books.plan(Array(repeating: .refused(refusal), count: 10_000))
        for number in 1...5 { bridge.trade.approve(.sale("2026-\(number)")) }
        let before = bridge.books.calls
        var trouble: [String] = []
        for _ in 0..<600 {
            let turn = try await bridge.lane.turn()
            if let told = turn.trouble { trouble.append(told.english) }
            bridge.clock.advance(to: max(turn.nextAt ?? bridge.clock.now(), bridge.clock.now().adding(seconds: 1)))
        }
        #expect(trouble.contains { $0.contains("consent needed") })
        let tries = bridge.books.calls - before
        #expect(tries > 3 && tries < 300)
        #expect(try await bridge.postings().dropFirst().allSatisfy { $0.state == .ready })
        bridge.books.forgetPlan()
        await bridge.lane.wake()
        try await bridge.settle()
        #expect(bridge.books.entries.count == 6)
    }

    @Test func `a target that is down keeps everything waiting and is asked at pauses`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-0"))
        try await bridge.settle()
        bridge.books.plan(Array(repeating: .refused(ConnectorError(.unavailable, "503")), count: 30))
        for number in 1...20 { bridge.trade.approve(.sale("2026-\(number)")) }
        try await bridge.settle(hours: 6)
        #expect(bridge.books.entries.count == 21)
    }
}

/// Tells the meter of refused posts, as a connector does.
private struct Counting: ForwardedBooks {
    let books: ScriptedBooks
    let meter: BudgetMeter

    func post(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError) -> PostedEntry {
        do { return try await books.post(order, with: master) } catch {
            if error.code == .rejected { await meter.erred(ScriptedBooks.Call.post.rawValue) }
            throw error
        }
    }
}

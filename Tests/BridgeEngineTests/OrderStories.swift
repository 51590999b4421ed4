import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalTesting
import BridgeMapping
import BridgeTesting
import Testing

@Suite struct `Credit notes` {
    static func open(_ configure: (inout BridgePolicy) -> Void = { _ in }) -> TestBridge {
        let bridge = TestBridge(translator: PlainTranslator(unmapped: ["DRIED"]), configure: configure)
        bridge.trade.deliver(.florist())
        return bridge
    }

    @Test func `a credit note waits for a parked original by name and follows when that is mended`() async throws {
        let bridge = Self.open()
        bridge.trade.approve(.sale("2026-1").with { $0.lines[0].productGroup = "DRIED" })
        bridge.trade.approve(.sale("C-1", cents: 4_000, credits: "2026-1"))
        try await bridge.settle(hours: 48)
        #expect(try await bridge.posting("C-1", .creditNote)?.hold == .original(DocumentKey("NL01", .salesInvoice, "2026-1")))
        let mended = PlainTranslator(mappingVersion: 2)
        await bridge.lane.use(translator: mended)
        #expect(try await Desk(parts: bridge.parts(translator: mended), who: .person("anna")).remap() == 1)
        try await bridge.settle()
        #expect(bridge.books.entries.map(\.reference.text) == ["FP-sales_invoice-2026-1", "FP-credit_note-C-1"])
        #expect(bridge.books.orders.last?.originals == ["entry-1"])
    }

    @Test func `a credit note whose original never came parks, and follows when it comes after all`() async throws {
        let bridge = Self.open()
        bridge.trade.approve(.sale("C-1", cents: 4_000, credits: "2026-1"))
        try await bridge.settle(hours: 2)
        #expect(try await bridge.posting("C-1", .creditNote)?.problems.map(\.code) == [.originalUnknown])
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        #expect(try await bridge.state("C-1", .creditNote) == .booked)
    }

    @Test func `an original booked by hand releases its credit note`() async throws {
        let bridge = Self.open()
        bridge.trade.approve(.sale("2026-1").with { $0.lines[0].productGroup = "DRIED" })
        bridge.trade.approve(.sale("C-1", cents: 4_000, credits: "2026-1"))
        try await bridge.settle()
        _ = try await bridge.desk.bookedByHand(DocumentKey("NL01", .salesInvoice, "2026-1"), number: "26700999")
        try await bridge.settle()
        #expect(bridge.books.entries.map(\.reference.text) == ["FP-credit_note-C-1"])
    }

    @Test(arguments: [[6_000, 4_000], [4_000, 3_000, 3_000], [10_000]])
    func `credits within the original pass, however many wait together`(_ cents: [Int64]) async throws {
        let bridge = Self.open()
        for (place, amount) in cents.enumerated() { bridge.trade.approve(.sale("C-\(place)", cents: amount, credits: "2026-1")) }
        try await bridge.settle(hours: 0)
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        #expect(try await bridge.postings().allSatisfy { $0.state == .booked })
    }

    @Test(arguments: [true, false]) func `of two credits that exceed the original the later is parked`(_ isTogether: Bool) async throws {
        let bridge = Self.open()
        bridge.trade.approve(.sale("2026-1"))
        bridge.trade.approve(.sale("C-1", cents: 6_000, credits: "2026-1"))
        if !isTogether { try await bridge.settle() }
        bridge.trade.approve(.sale("C-2", cents: 4_001, credits: "2026-1"))
        try await bridge.settle()
        #expect(try await bridge.state("C-1", .creditNote) == .booked)
        #expect(try await bridge.state("C-2", .creditNote) == .parked)
        #expect(try await bridge.posting("C-2", .creditNote)?.problems.allSatisfy { $0.code == .creditExceedsOriginal } == true)
    }

    @Test func `two credits parked for one cause and mended together do not exceed the original together`() async throws {
        let bridge = Self.open()
        bridge.trade.approve(.sale("2026-1"))
        for number in ["C-1", "C-2"] {
            bridge.trade.approve(.sale(number, cents: 6_000, credits: "2026-1").with { $0.lines[0].productGroup = "DRIED" })
        }
        try await bridge.settle()
        let mended = PlainTranslator(mappingVersion: 2)
        await bridge.lane.use(translator: mended)
        #expect(try await Desk(parts: bridge.parts(translator: mended), who: .person("anna")).remap() == 2)
        try await bridge.settle()
        #expect(try await bridge.state("C-1", .creditNote) == .booked)
        #expect(try await bridge.state("C-2", .creditNote) == .parked)
    }

    @Test func `a withdrawn credit makes room for the next`() async throws {
        let bridge = Self.open { $0.schedule = .manual }
        bridge.trade.approve(.sale("2026-1"))
        bridge.trade.approve(.sale("C-1", cents: 6_000, credits: "2026-1"))
        bridge.trade.approve(.sale("C-2", cents: 6_000, credits: "2026-1"))
        try await bridge.settle()
        let keys = ["C-1", "C-2"].map { DocumentKey("NL01", .creditNote, DocumentNumber($0)) }
        try await bridge.desk.release(until: TestBridge.day)
        try await bridge.settle()
        #expect(try await bridge.state("C-2", .creditNote) == .parked)
        #expect(try await bridge.state("C-1", .creditNote) == .booked)
        _ = try await bridge.desk.withdraw([keys[1]], reason: "double")
        bridge.trade.approve(.sale("C-3", cents: 4_000, credits: "2026-1"))
        try await bridge.settle()
        try await bridge.desk.release(until: TestBridge.day)
        try await bridge.settle()
        #expect(try await bridge.state("C-3", .creditNote) == .booked)
    }

    @Test func `deposits given and taken back on one page are seen by each other; judging twice counts once`() async throws {
        func deposit(_ document: Document) -> Document {
            document.with {
                $0.lines.append(
                    DocumentLine(number: 2, kind: .packagingDeposit, net: Money(minorUnits: 2_000, .eur), vatCode: "X", vatRate: 0))
            }
        }
        let bridge = Self.open { $0.schedule = .manual }
        bridge.trade.approve(deposit(.sale("2026-1")))
        bridge.trade.approve(deposit(.sale("C-1", cents: 4_000, credits: "2026-1")))
        try await bridge.settle(hours: 0)
        func warnings(_ number: String) async throws -> [ProblemCode] {
            try await bridge.posting(number, .creditNote)?.problems.map(\.code) ?? []
        }
        let first = try await warnings("C-1")
        _ = try await bridge.desk.retry([DocumentKey("NL01", .creditNote, "C-1")])
        let again = try await warnings("C-1")
        bridge.trade.approve(deposit(.sale("C-2", cents: 4_000, credits: "2026-1")))
        try await bridge.settle()
        let second = try await warnings("C-2")
        #expect(first == [] && again == [] && second == [.depositBelowZero])
    }
}

@Suite struct `Periods` {
    static func open(_ policy: PeriodPolicy) -> TestBridge {
        let bridge = TestBridge { $0.periodPolicy = policy }
        bridge.trade.deliver(.florist())
        return bridge
    }

    static let october = CalendarDate(daysSinceEpoch: 20_775 - 30)

    @Test func `held for a closed period, released when the lists say that it was opened`() async throws {
        let bridge = Self.open(.hold)
        bridge.books.close(month: 10)
        bridge.trade.approve(.sale("2026-1", on: Self.october))
        try await bridge.settle()
        #expect(try await bridge.posting("2026-1")?.hold == .period(Period(year: 2026, number: 10)))
        #expect(bridge.books.calls(.post) == 0)
        bridge.books.close(month: 10, false)
        try await bridge.settle(hours: 13)
        #expect(try await bridge.state("2026-1") == .booked && bridge.books.entries.first?.date == Self.october)
    }

    @Test func `the first document ever meets the target's periods before it is sent`() async throws {
        let bridge = Self.open(.firstOpen)
        bridge.books.close(month: 10)
        bridge.trade.approve(.sale("2026-1", on: Self.october))
        try await bridge.settle()
        #expect(bridge.books.calls(.post) == 1)
        #expect(bridge.books.entries.first?.date.description == "2026-11-01")
        #expect(try await bridge.posting("2026-1")?.period == TestBridge.november)
        #expect(try await bridge.posting("2026-1")?.invoiceDate == Self.october)
        guard case .agrees = try await bridge.posting("2026-1")?.readBack else {
            Issue.record("the moved entry must agree with what was meant")
            return
        }
    }

    @Test func `ask parks, and the document goes when the period is opened`() async throws {
        let bridge = Self.open(.ask)
        bridge.books.close(month: 10)
        bridge.trade.approve(.sale("2026-1", on: Self.october))
        try await bridge.settle()
        #expect(try await bridge.posting("2026-1")?.problems.map(\.code) == [.periodClosed])
        bridge.books.close(month: 10, false)
        try await bridge.settle(hours: 13)
        #expect(try await bridge.state("2026-1") == .booked)
    }

    @Test func `a period closed behind our back costs one refusal, not one per document`() async throws {
        let bridge = Self.open(.hold)
        bridge.trade.approve(.sale("2026-0"))
        try await bridge.settle()
        bridge.books.close(month: 11)
        for number in 1...30 { bridge.trade.approve(.sale("2026-\(number)")) }
        try await bridge.settle()
        #expect(bridge.books.calls(.post) == 2)
        let held = try await bridge.postings().filter { $0.hold == .period(TestBridge.november) }
        #expect(held.count == 30)
        bridge.books.close(month: 11, false)
        try await bridge.settle(hours: 13)
        #expect(bridge.books.entries.count == 31)
    }

    @Test func `a target that refuses a period its lists call open is asked once an hour, with one document`() async throws {
        let bridge = Self.open(.hold)
        let refusal = ConnectorError(
            .rejected, "closed", problems: [Problem(.periodClosed, at: Place("period"), found: TestBridge.november.description)])
        bridge.books.plan(.post, Array(repeating: .refused(refusal), count: 1_000))
        for number in 1...5 { bridge.trade.approve(.sale("2026-\(number)")) }
        try await bridge.settle(hours: 6)
        #expect((5...11).contains(bridge.books.calls(.post)) && bridge.books.calls(.masterData) <= 22)
        #expect(try await bridge.postings().allSatisfy { $0.state == .rejected })
        // The refusals end: the next one tried takes the others with it.
        bridge.books.forgetPlan()
        try await bridge.settle(hours: 2)
        #expect(try await bridge.postings().allSatisfy { $0.state == .booked })
    }
}

@Suite struct `Schedules at work` {
    @Test func `a daily run takes what had arrived and leaves the rest for the next`() async throws {
        let bridge = TestBridge {
            $0.schedule = .daily([Schedule.TimeOfDay(hour: 12, minute: 0)].compactMap { $0 }, zone: .amsterdam)
        }
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        #expect(bridge.books.entries.isEmpty)
        try await bridge.settle(hours: 2)
        #expect(bridge.books.entries.count == 1)
        bridge.trade.approve(.sale("2026-2"))
        try await bridge.settle(hours: 12)
        #expect(bridge.books.entries.count == 1)
        try await bridge.settle(hours: 12)
        #expect(bridge.books.entries.count == 2)
    }

    @Test func `the next run is known with its documents and euros, and takes exactly those`() async throws {
        let bridge = TestBridge {
            $0.schedule = .daily([Schedule.TimeOfDay(hour: 12, minute: 0)].compactMap { $0 }, zone: .amsterdam)
        }
        func next() async throws -> NextRun? {
            try await NextRun.read(bridge.policy, journal: MemoryJournal(on: bridge.disk), now: bridge.clock.now())
        }
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        bridge.trade.approve(.sale("2026-2", cents: 5_000))
        try await bridge.settle()
        let noon = Timestamp(TestBridge.day, milliseconds: 11 * 3600 * 1000)
        #expect(try await next() == NextRun(at: noon, documents: 2, gross: [Money(minorUnits: 16_350, .eur)]))
        try await bridge.settle(hours: 2)
        #expect(bridge.books.entries.count == 2)
        let empty = try await next()
        #expect(empty?.documents == 0 && empty?.gross == [] && empty?.at == noon.adding(seconds: 24 * 3600))
    }

    @Test func `a bridge that posts at once has no next run; one that waits for a word has no moment`() async throws {
        let (direct, manual) = (TestBridge(), TestBridge { $0.schedule = .manual })
        #expect(try await NextRun.read(direct.policy, journal: direct.journal, now: TestBridge.morning) == nil)
        manual.trade.deliver(.florist())
        manual.trade.approve(.sale("2026-1"))
        manual.trade.approve(.sale("C-1", cents: 4_000, credits: "2026-1"))
        try await manual.settle()
        let run = try await NextRun.read(manual.policy, journal: MemoryJournal(on: manual.disk), now: manual.clock.now())
        #expect(run == NextRun(at: nil, documents: 1, gross: [Money(minorUnits: 10_900, .eur)]), "the credit note waits for its invoice")
    }

    @Test func `daily and on a word: a release takes along at once what waits for the evening`() async throws {
        let bridge = TestBridge {
            $0.schedule = .daily([Schedule.TimeOfDay(hour: 18, minute: 0)].compactMap { $0 }, zone: .amsterdam)
        }
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        #expect(bridge.books.entries.isEmpty)
        try await bridge.desk.release(until: TestBridge.day)
        try await bridge.settle()
        #expect(bridge.books.entries.count == 1)
        bridge.trade.approve(.sale("2026-2"))
        try await bridge.settle()
        #expect(bridge.books.entries.count == 1)
        try await bridge.settle(hours: 12)
        #expect(bridge.books.entries.count == 2)
    }

    @Test func `a release by hand takes documents up to its day`() async throws {
        let bridge = TestBridge { $0.schedule = .manual }
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1", on: TestBridge.day.adding(days: -1)))
        bridge.trade.approve(.sale("2026-2"))
        try await bridge.settle()
        try await bridge.desk.release(until: TestBridge.day.adding(days: -1))
        try await bridge.settle()
        #expect(bridge.books.entries.map(\.reference.text) == ["FP-sales_invoice-2026-1"])
        #expect(try await bridge.posting("2026-2")?.hold == .schedule)
    }
}

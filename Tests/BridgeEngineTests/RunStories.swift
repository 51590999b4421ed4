import BridgeDomain
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Testing

@testable import BridgeEngine

/// Batches are counted before they go and after, and a person can approve exactly what was counted.
@Suite struct RunStories {
    private static func open(_ configure: (inout BridgePolicy) -> Void) async throws -> TestBridge {
        let bridge = TestBridge(configure)
        bridge.trade.deliver(.florist())
        return bridge
    }

    private func runs(_ bridge: TestBridge) -> PostingRuns { PostingRuns(journal: bridge.journal, bridge: bridge.policy.bridge) }

    private static let daily: @Sendable (inout BridgePolicy) -> Void = {
        $0.schedule = .daily([Schedule.TimeOfDay(hour: 18, minute: 0)].compactMap { $0 }, zone: .utc)
    }

    @Test func `a scheduled run is counted per daybook and period before and after, credit notes taken off`() async throws {
        let bridge = try await Self.open(Self.daily)
        bridge.trade.approve(.sale("2026-10", cents: 10_000))
        bridge.trade.approve(.sale("2026-9", cents: 5_000))
        bridge.trade.approve(.sale("C-1", cents: 2_000, credits: "2026-9"))
        try await bridge.settle(hours: 0)
        #expect(try await runs(bridge).newest(10).isEmpty)
        try await bridge.settle(hours: 12)

        let run = try #require(try await runs(bridge).newest(10).first)
        #expect(run.number == 1 && run.release == nil)
        #expect(run.before.documents([.leaves]) + run.before.documents([.waits]) == 3)
        let invoices = try #require(run.before.rows.first { $0.standing == .leaves })
        #expect(invoices.period == TestBridge.november && invoices.first == "2026-9" && invoices.last == "2026-10")
        let after = try #require(run.after)
        #expect(after.documents([.booked]) == 3 && after.documents() == 3)
        for amount in [\ControlSheet.Row.net, \.vat, \.gross] {
            let sums = [run.before, after].map { $0.rows.compactMap { $0[keyPath: amount] }.total(.eur) }
            #expect(sums[0] == sums[1])
        }
        #expect(after.rows.compactMap(\.net).total(.eur) == Money(minorUnits: 13_000, .eur))
        #expect(try await runs(bridge).standing(of: 1).rows == after.rows)
    }

    @Test func `what a person releases up to a date goes, and the rest waits for its own run`() async throws {
        let bridge = try await Self.open { $0.schedule = .manual }
        bridge.trade.approve(.sale("2026-1"))
        bridge.trade.approve(Document.sale("2026-2").with { $0.invoiceDate = TestBridge.day.adding(days: 1) })
        try await bridge.settle()
        try await bridge.desk.release(until: TestBridge.day)
        try await bridge.settle()
        let first = try #require(try await runs(bridge).run(1))
        #expect(first.release?.by == "anna" && first.after?.documents([.booked]) == 1 && first.before.documents() == 1)
        #expect(try await bridge.posting("2026-2")?.hold == .schedule)
        try await bridge.desk.release()
        try await bridge.settle()
        #expect(try await runs(bridge).newest(10).map(\.number) == [2, 1])
        #expect(try await bridge.state("2026-2") == .booked)
    }

    @Test func `a period can be posted alone`() async throws {
        let bridge = try await Self.open { $0.schedule = .manual }
        bridge.trade.approve(.sale("2026-1"))
        bridge.trade.approve(Document.sale("2026-2").with { $0.invoiceDate = TestBridge.day.adding(days: 14) })
        try await bridge.settle()
        let december = Period(year: 2026, number: 12)
        try await bridge.desk.release(period: december)
        try await bridge.settle()
        #expect(try await bridge.state("2026-1") == .held)
        #expect(try await bridge.state("2026-2") == .booked)
        #expect(try await runs(bridge).run(1)?.before.rows.map(\.period) == [december])
    }

    @Test func `what waits for its debtor is counted with the run that lets it go, and a run that brings nothing new is none`() async throws
    {
        let bridge = try await Self.open {
            $0.approval = .reviewAll
            $0.schedule = .manual
        }
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        _ = try await bridge.desk.approve([DocumentKey("NL01", .salesInvoice, "2026-1")])
        bridge.trade.approve(.sale("2026-2"))
        try await bridge.desk.release()
        try await bridge.settle()
        #expect(try await bridge.state("2026-1") == .booked)
        #expect(try await runs(bridge).run(1)?.before.documents() == 1)
        for _ in 1...3 {
            bridge.clock.advance(seconds: 60)
            try await bridge.desk.release()
            try await bridge.settle()
        }
        #expect(try await runs(bridge).newest(10).map { $0.before.documents() } == [1, 1])
        #expect(try await bridge.posting("2026-2")?.hold == .approval)
    }

    @Test func `a release after an outage does not pass over the run of the schedule that was missed`() async throws {
        let bridge = try await Self.open(Self.daily)
        bridge.trade.approve(.sale("2026-1"))
        bridge.trade.approve(Document.sale("2026-2").with { $0.invoiceDate = TestBridge.day.adding(days: 14) })
        try await bridge.settle(hours: 0)
        await bridge.lane.release()
        // Nothing runs from before six until seven in the evening; then somebody lets December go.
        bridge.clock.advance(seconds: 10 * 3_600)
        try await bridge.desk.release(period: Period(year: 2026, number: 12))
        try await bridge.settle(bridge.successor())
        #expect(bridge.books.entries.count == 2)
        var counted: Set<DocumentKey> = []
        for run in try await runs(bridge).newest(10) { counted.formUnion(try await runs(bridge).documents(of: run.number, part: 0) ?? []) }
        #expect(counted == Set(try await bridge.postings().map(\.document)))
    }

    @Test func `a run with nothing to take makes no sheet`() async throws {
        let bridge = try await Self.open(Self.daily)
        try await bridge.settle(hours: 72)
        #expect(try await runs(bridge).newest(10).isEmpty)
    }

    @Test func `what is parked stands on the sheet and leaves when it is mended`() async throws {
        let bridge = try await Self.open { $0.schedule = .manual }
        bridge.trade.approve(.sale("2026-1"))
        bridge.trade.approve(.sale("C-1", credits: "2026-404"))
        try await bridge.settle(hours: 24 * 30)
        #expect(try await bridge.state("C-1", .creditNote) == .parked)
        try await bridge.desk.release()
        try await bridge.settle()
        let run = try #require(try await runs(bridge).run(1))
        #expect(run.before.documents([.stopped]) == 1 && run.after?.documents([.stopped]) == 1)
        #expect(run.after?.documents([.booked]) == 1)
        bridge.trade.approve(.sale("2026-404"))
        try await bridge.settle()
        try await bridge.desk.release()
        try await bridge.settle()
        #expect(try await runs(bridge).standing(of: 1).documents([.booked]) == 2)
    }

    @Test func `a batch is approved as it was counted, or not at all`() async throws {
        let bridge = try await Self.open {
            $0.approval = .reviewAll
            $0.schedule = .manual
        }
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        let counted = try await runs(bridge).waiting(hold: .approval)
        bridge.trade.approve(.sale("2026-2"))
        try await bridge.settle()
        guard case .changed(let now) = try await bridge.desk.approve(until: nil, period: nil, seal: counted.seal) else {
            Issue.record("approved what nobody counted")
            return
        }
        #expect(now.documents() == 2 && now.seal != counted.seal)
        #expect(try await bridge.posting("2026-1")?.hold == .approval)
        // The same number with other content is another batch too.
        bridge.trade.approve(.sale("2026-2", cents: 4_321, version: 2))
        try await bridge.settle()
        #expect(try await runs(bridge).waiting(hold: .approval).seal != now.seal)
        let seal = try await runs(bridge).waiting(hold: .approval).seal
        guard case .approved(let outcomes) = try await bridge.desk.approve(until: nil, period: nil, seal: seal) else {
            Issue.record("not approved as counted")
            return
        }
        #expect(outcomes.count == 2)
        try await bridge.settle()
        #expect(try await bridge.posting("2026-2")?.hold == .schedule)
        #expect(bridge.books.entries.isEmpty)
        try await bridge.desk.release()
        try await bridge.settle()
        #expect(bridge.books.entries.count == 2)
    }

    @Test(arguments: [CrashPoint.Side.before, .after], 1...24)
    func `a death at any write leaves one run with every document on it`(_ side: CrashPoint.Side, death: Int) async throws {
        let bridge = try await Self.open { $0.schedule = .manual }
        for number in 1...3 { bridge.trade.approve(.sale("2026-\(number)")) }
        try await bridge.settle()
        try await bridge.desk.release()
        let dying = bridge.successor(
            "dying", MemoryJournal(on: bridge.disk, crashPoint: { $0.number == death && $0.side == side ? .die : .goOn }))
        bridge.clock.advance(seconds: 1_000)
        try? await bridge.settle(dying)
        bridge.clock.advance(seconds: 1_000)
        try await bridge.settle(bridge.successor())
        let found = try await runs(bridge).newest(10)
        #expect(found.map(\.number) == [1])
        #expect(found.first?.before.documents() == 3 && found.first?.after?.documents([.booked]) == 3)
        #expect(bridge.books.entries.count == 3)
    }

    @Test func `numbers are ordered as people count`() {
        let counted: [DocumentNumber] = ["A-2", "2026-9", "2026-10", "2026-010a", "A-10", "", "B"]
        let ordered = counted.sorted { $0.comesBefore($1) }
        #expect(ordered == ["", "2026-9", "2026-10", "2026-010a", "A-2", "A-10", "B"])
    }
}

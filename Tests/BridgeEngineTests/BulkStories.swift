import BridgeDomain
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Testing

@testable import BridgeEngine

@Suite struct `A job over many documents` {
    /// A bridge with so many documents that wait for somebody's approval.
    private static func open(_ count: Int) async throws -> TestBridge {
        let bridge = TestBridge { $0.approval = .reviewAll }
        bridge.trade.deliver(.florist())
        for number in 1...count { bridge.trade.approve(.sale("2026-\(number)")) }
        try await bridge.settle()
        return bridge
    }

    private static func jobs(_ bridge: TestBridge) -> BulkJobs { BulkJobs(journal: bridge.journal, bridge: "export") }

    private static func begin(_ bridge: TestBridge, _ act: BulkJob.Act = .withdraw) async throws -> BulkJob? {
        let begun = try await jobs(bridge).begin(
            act, try await bridge.postings(), reason: "double", what: "state=held", by: .person("anna"), at: bridge.clock.now())
        return if case .begun(let job) = begun { job } else { nil }
    }

    @Test func `is done part by part, leaves alone what changed since, and says so`() async throws {
        let bridge = try await Self.open(450)
        let job = try #require(try await Self.begin(bridge))
        #expect(job.total == 450 && job.parts == 3)
        #expect(try await Self.begin(bridge) == nil, "one at a time")
        _ = try await bridge.desk.hold([DocumentKey("NL01", .salesInvoice, "2026-7")])
        #expect(try await bridge.lane.turn().together == 200)
        #expect(try await Self.jobs(bridge).newest()?.looked == 200)
        try await bridge.settle(bridge.successor())
        let ended = try #require(try await Self.jobs(bridge).newest())
        #expect(ended.state == .ended && ended.done == 449 && ended.left == 1)
        #expect(try await bridge.postings().count { $0.state == .withdrawn } == 449)
        #expect(try await bridge.state("2026-7") == .held)
        let acts = try await bridge.journal.history(subject: "documents", bridge: "export", after: 0, limit: 10).map(\.entry)
        #expect(acts.map(\.act) == ["bulk_begun", "bulk_ended"] && acts.last?.detail == "job 1: 449 done, 1 left alone, 0 not reached")
        #expect(try await Self.begin(bridge, .retry)?.number == 2)
    }

    @Test func `stops where somebody says so, and what was not reached stays as it was`() async throws {
        let bridge = try await Self.open(450)
        let job = try #require(try await Self.begin(bridge, .approve))
        _ = try await bridge.lane.turn()
        #expect(try await Self.jobs(bridge).stop(job.number, by: .person("bert"), at: bridge.clock.now()))
        #expect(try await !Self.jobs(bridge).stop(job.number, by: .person("bert"), at: bridge.clock.now()))
        try await bridge.settle()
        let stopped = try #require(try await Self.jobs(bridge).newest())
        #expect(stopped.state == .stopped && stopped.done == 200 && stopped.stoppedBy == .person("bert"))
        #expect(try await bridge.postings().count { $0.hold == .approval } == 250)
    }

    @Test func `is begun with all that were counted, or refused with what to do`() async throws {
        let bridge = try await Self.open(1)
        let one = try #require(try await bridge.postings().first)
        let many = Array(repeating: one, count: BulkJob.documentsMax + 1)
        func begin(_ postings: [PostingRecord]) async throws -> BulkJobs.Beginning {
            try await Self.jobs(bridge).begin(.hold, postings, reason: "", what: "", by: .person("anna"), at: bridge.clock.now())
        }
        #expect(try await begin(many) == .tooMany)
        #expect(try await Self.jobs(bridge).newest() == nil)
        #expect(BulkJob.tooMany.english.contains("20,000 documents") && BulkJob.tooMany.dutch.contains("20.000 documenten"))
        guard case .begun(let job) = try await begin(Array(many.dropLast())) else { return #expect(Bool(false), "so many it can have") }
        #expect(job.total == BulkJob.documentsMax)
        #expect(try await begin([one]) == .occupied)
    }

    /// What was judged anew shows it nowhere but in its history: a death must not make it look as if somebody else had changed it.
    @Test(arguments: [CrashPoint.Side.before, .after], 1...8)
    func `counts as done what it tried again before a death`(_ side: CrashPoint.Side, death: Int) async throws {
        let bridge = try await Self.open(250)
        _ = try await bridge.desk.hold(try await bridge.postings().map(\.document))
        bridge.clock.advance(seconds: 1)
        _ = try await Self.begin(bridge, .retry)
        try await Self.die(bridge, side, death)
        let ended = try #require(try await Self.jobs(bridge).newest())
        #expect(ended.state == .ended && ended.done == 250 && ended.left == 0)
        #expect(try await bridge.postings().allSatisfy { $0.hold == .approval })
    }

    @Test func `leaves alone what somebody else held again, and does not call it done`() async throws {
        let bridge = try await Self.open(3)
        _ = try await bridge.desk.hold(try await bridge.postings().map(\.document))
        bridge.clock.advance(seconds: 1)
        _ = try await Self.begin(bridge, .retry)
        let key = DocumentKey("NL01", .salesInvoice, "2026-2")
        for _ in 1...2 {
            _ = try await bridge.desk.retry([key])
            _ = try await bridge.desk.hold([key])
        }
        try await bridge.settle(bridge.successor())
        let ended = try #require(try await Self.jobs(bridge).newest())
        #expect(ended.done == 2 && ended.left == 1)
    }

    /// Has a lane die at a write, and another go on.
    private static func die(_ bridge: TestBridge, _ side: CrashPoint.Side, _ death: Int) async throws {
        let dying = bridge.successor(
            "dying", MemoryJournal(on: bridge.disk, crashPoint: { $0.number == death && $0.side == side ? .die : .goOn }))
        bridge.clock.advance(seconds: 1_000)
        try? await bridge.settle(dying)
        bridge.clock.advance(seconds: 1_000)
        try await bridge.settle(bridge.successor())
    }

    @Test(arguments: [CrashPoint.Side.before, .after], 1...8)
    func `goes on after a death at any write, and does each document once`(_ side: CrashPoint.Side, death: Int) async throws {
        let bridge = try await Self.open(250)
        _ = try await Self.begin(bridge)
        try await Self.die(bridge, side, death)
        let ended = try #require(try await Self.jobs(bridge).newest())
        #expect(ended.state == .ended && ended.done == 250 && ended.left == 0)
        #expect(try await bridge.acts("2026-1").count { $0 == "withdrawn" } == 1)
    }
}

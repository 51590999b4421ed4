import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalTesting
import BridgeSource
import BridgeTesting
import Testing

/// What the source may do to a document after it approved it.
@Suite struct `Corrections, withdrawals and deliveries` {
    /// A bridge whose customer is known and linked.
    static func open(_ configure: (inout BridgePolicy) -> Void = { _ in }) async throws -> TestBridge {
        let bridge = TestBridge(configure)
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-0"))
        try await bridge.settle()
        return bridge
    }

    @Test func `a correction before sending takes the place of the older version, which is kept`() async throws {
        let bridge = TestBridge { $0.approval = .reviewAll }
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        bridge.trade.approve(.sale("2026-1", cents: 20_000, version: 2))
        try await bridge.settle()
        let posting = try #require(try await bridge.posting("2026-1"))
        #expect(posting.documentVersion == 2 && posting.gross?.minorUnits == 21_800 && posting.state == .held)
        #expect(try await bridge.journal.versions(posting.document, bridge: "export").map(\.version) == [1, 2])
        _ = try await bridge.desk.approve([posting.document])
        try await bridge.settle()
        #expect(bridge.books.entries.map { $0.lines.first?.amount.minorUnits } == [21_800])
    }

    @Test func `an approval given to the older version does not count for the correction`() async throws {
        let bridge = TestBridge {
            $0.approval = .reviewAll
            $0.schedule = .manual
        }
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        let key = DocumentKey("NL01", .salesInvoice, "2026-1")
        _ = try await bridge.desk.approve([key])
        bridge.trade.approve(.sale("2026-1", cents: 20_000, version: 2))
        try await bridge.settle()
        #expect(try await bridge.posting("2026-1")?.hold == .approval)
        #expect(try await bridge.posting("2026-1")?.approvedBy == nil)
    }

    @Test func `a correction after booking changes nothing in the books and is an alarm`() async throws {
        let bridge = try await Self.open()
        bridge.trade.approve(.sale("2026-0", cents: 20_000, version: 2))
        try await bridge.settle()
        let posting = try #require(try await bridge.posting("2026-0"))
        #expect(posting.state == .booked && posting.documentVersion == 1 && bridge.books.entries.count == 1)
        guard case .differs(_, let problems) = posting.readBack else {
            Issue.record("no alarm: \(posting.readBack)")
            return
        }
        #expect(problems.map(\.code) == [.correctionAfterPosting])
        let report = try #require(bridge.trade.reports.last)
        #expect(report.status == .parked && report.message?.isEmpty == false)
    }

    @Test func `a document and its corrections on one page are one posting of the newest`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        for version in 1...3 { bridge.trade.approve(.sale("2026-1", cents: Int64(version) * 1_000, version: version)) }
        try await bridge.settle()
        #expect(bridge.books.entries.map { $0.lines.first?.amount.minorUnits } == [3_270])
        #expect(try await bridge.postings().count == 1)
    }

    @Test func `a document withdrawn on the page that brings it is counted and never sent`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        bridge.trade.approve(.sale("2026-1"), withdrawn: true)
        bridge.trade.approve(.sale("2026-2", version: 2))
        bridge.trade.approve(.sale("2026-2", version: 3), withdrawn: true)
        try await bridge.settle()
        #expect(try await bridge.postings().map(\.state) == [.withdrawn, .withdrawn])
        #expect(bridge.books.entries.isEmpty)
    }

    @Test func `what was withdrawn and approved again in a newer version goes to the books`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        bridge.trade.approve(.sale("2026-1", version: 2), withdrawn: true)
        bridge.trade.approve(.sale("2026-1", cents: 5_000, version: 3))
        try await bridge.settle()
        #expect(bridge.books.entries.map { $0.lines.first?.amount.minorUnits } == [5_450])
    }

    @Test func `a withdrawal before sending ends it, after booking it is an alarm`() async throws {
        let bridge = try await Self.open { $0.approvalByDaybook = ["70": .reviewExceptions] }
        bridge.trade.approve(.sale("2026-1").with { $0.description = "warn" })
        try await bridge.settle()
        bridge.trade.approve(.sale("2026-1").with { $0.description = "warn" }, raw: "withdrawn", withdrawn: true)
        bridge.trade.approve(.sale("2026-0"), raw: "withdrawn too", withdrawn: true)
        try await bridge.settle()
        #expect(try await bridge.state("2026-1") == .withdrawn)
        let booked = try #require(try await bridge.posting("2026-0"))
        guard case .differs(_, let problems) = booked.readBack else {
            Issue.record("no alarm: \(booked.readBack)")
            return
        }
        #expect(problems.map(\.code) == [.withdrawnAtSource] && bridge.books.entries.count == 1)
    }

    @Test func `the same number with other content is set apart and shown beside the first`() async throws {
        let bridge = try await Self.open()
        bridge.trade.approve(.sale("2026-0", cents: 77_700).with { $0.sourceID = "other" })
        try await bridge.settle()
        let postings = try await bridge.postings()
        #expect(postings.count == 2 && bridge.books.entries.count == 1)
        let apart = try #require(postings.last)
        #expect(apart.state == .parked && apart.problems.map(\.code) == [.numberWithOtherContent])
        #expect(apart.problems.first?.found.contains("846.93") == true)
        #expect(apart.problems.first?.expected?.contains("109.00") == true)
        // Neither a retry nor a change of the customer lets it through.
        _ = try await bridge.desk.retry([apart.document])
        bridge.trade.deliver(.florist(name: "De Nieuwe Tulp"))
        try await bridge.settle()
        #expect(bridge.books.entries.count == 1)
        #expect(try await bridge.postings().last?.state == .parked)
    }

    @Test func `the same version with other content is set apart, also after booking and however often it comes`() async throws {
        let bridge = try await Self.open()
        for _ in 0..<3 {
            bridge.trade.approve(.sale("2026-0", cents: 77_700))
            bridge.trade.approve(.sale("2026-0"))
            try await bridge.settle()
        }
        #expect(try await bridge.postings().map(\.state) == [.booked, .parked])
    }

    @Test func `two contents of one kept correction do not stop the lane`() async throws {
        let bridge = try await Self.open()
        bridge.trade.approve(.sale("2026-0", cents: 20_000, version: 2))
        bridge.trade.approve(.sale("2026-0", cents: 30_000, version: 2))
        bridge.trade.approve(.sale("2026-9"))
        try await bridge.settle()
        #expect(try await bridge.state("2026-9") == .booked)
        #expect(try await bridge.postings().count { $0.state == .parked } == 1)
    }

    @Test func `a set-apart document that is withdrawn is withdrawn, and set apart as ever when somebody reopens it`() async throws {
        let bridge = try await Self.open()
        let other = Document.sale("2026-0", cents: 77_700).with { $0.sourceID = "other" }
        bridge.trade.approve(other)
        try await bridge.settle()
        bridge.trade.approve(other, raw: "now withdrawn", withdrawn: true)
        try await bridge.settle()
        #expect(try await bridge.postings().map(\.state) == [.booked, .withdrawn])
        _ = try await bridge.desk.retry([try #require(try await bridge.postings().last).document])
        try await bridge.settle()
        let apart = try #require(try await bridge.postings().last)
        #expect(apart.state == .parked && apart.problems.map(\.code) == [.numberWithOtherContent])
        #expect(bridge.books.entries.count == 1)
    }

    /// Every order of three versions and a repeat of each, with the clock moving between: the newest counts.
    @Test(arguments: [[1, 2, 3], [3, 2, 1], [2, 1, 3], [2, 3, 1], [3, 1, 2], [1, 3, 2]])
    func `doubled, late and re-ordered deliveries change nothing in the result`(_ order: [Int]) async throws {
        let bridge = TestBridge { $0.schedule = .manual }
        bridge.trade.deliver(.florist())
        for version in order + order.reversed() {
            bridge.trade.approve(.sale("2026-1", cents: Int64(version) * 1_000, version: version))
            try await bridge.settle()
        }
        try await bridge.desk.release(until: TestBridge.day)
        try await bridge.settle()
        #expect(bridge.books.entries.map { $0.lines.first?.amount.minorUnits } == [3_270])
        #expect(try await bridge.postings().count == 1)
    }

    @Test func `a withdrawal that comes later than the version after it changes nothing`() async throws {
        let bridge = TestBridge { $0.schedule = .manual }
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1", version: 3))
        bridge.trade.approve(.sale("2026-1", version: 2), withdrawn: true)
        try await bridge.settle()
        #expect(try await bridge.posting("2026-1")?.hold == .schedule)
    }

    @Test func `a document sent again under a new place in the stream changes nothing, not even the history`() async throws {
        let bridge = try await Self.open()
        let before = try await bridge.acts("2026-0")
        for place in 1...3 { bridge.trade.approve(.sale("2026-0"), raw: "sequence \(place)") }
        try await bridge.settle()
        #expect(try await bridge.acts("2026-0") == before)
        #expect(try await bridge.postings().count == 1)
    }

    @Test func `what cannot be read is kept, parked and counted, and flows when a readable version comes`() async throws {
        let bridge = try await Self.open()
        let problem = Problem(.malformed, at: Place("totals.net"), found: "12,5O")
        let broken = SourceDocument(
            sourceID: "id-2026-1", key: DocumentKey("NL01", .salesInvoice, "2026-1"), version: 1, raw: Array("12,5O".utf8), document: nil,
            problems: [problem])
        bridge.trade.deliver(broken)
        try await bridge.settle()
        let posting = try #require(try await bridge.posting("2026-1"))
        #expect(posting.state == .parked && posting.problems == [problem] && posting.gross == nil)
        #expect(try await bridge.journal.stateTotals("export").map(\.count).reduce(0, +) == 2)
        #expect(try await bridge.desk.retry([posting.document]).map(\.changed) == [false])
        bridge.trade.approve(.sale("2026-1", version: 2))
        try await bridge.settle()
        #expect(try await bridge.state("2026-1") == .booked)
    }

    @Test func `an unreadable correction parks what was waiting; nothing of the older version is sent`() async throws {
        let bridge = try await Self.open { $0.schedule = .manual }
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        bridge.trade.deliver(
            SourceDocument(
                sourceID: "id-2026-1", key: DocumentKey("NL01", .salesInvoice, "2026-1"), version: 2, raw: [1], document: nil,
                problems: [Problem(.malformed, at: Place("lines"))]))
        try await bridge.settle()
        try await bridge.desk.release(until: TestBridge.day)
        try await bridge.settle()
        #expect(try await bridge.state("2026-1") == .parked)
    }

    @Test func `an expired cursor starts over and finds everything known`() async throws {
        let bridge = try await Self.open()
        bridge.trade.approve(.sale("2026-1"))
        bridge.trade.fail([SourceError(.cursorExpired, "410")], stream: .documents)
        bridge.clock.advance(seconds: 3_600)
        try await bridge.settle()
        #expect(try await bridge.postings().map(\.state) == [.booked, .booked])
        #expect(bridge.books.entries.count == 2)
        #expect(try await bridge.acts("2026-0").count { $0 == "received" } == 1)
    }

    @Test func `a source that refuses even its beginning is asked at pauses, not without end`() async throws {
        let bridge = TestBridge()
        bridge.trade.fail(Array(repeating: SourceError(.cursorExpired, "410"), count: 10_000), stream: .documents)
        for _ in 0..<50 { _ = try await bridge.lane.turn() }
        #expect(bridge.trade.readings <= 10)
    }

    @Test func `one stream that fails does not keep the others from being read`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.fail(Array(repeating: SourceError(.forbidden, "no right"), count: 1_000), stream: .creditors)
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        #expect(try await bridge.state("2026-1") == .booked)
    }

    @Test func `a document that waits beyond its deadline is shown as late, with the reason`() async throws {
        let bridge = try await Self.open { $0.approval = .reviewAll }
        let late = PostingFilter(bridge: "export", lateAt: bridge.clock.now().adding(seconds: 25 * 3_600))
        let found = try await bridge.journal.list(late, before: nil, limit: 10)
        #expect(found.map(\.document.number) == ["2026-0"] && found.first?.hold == .approval)
        let early = PostingFilter(bridge: "export", lateAt: TestBridge.morning.adding(seconds: 23 * 3_600))
        #expect(try await bridge.journal.list(early, before: nil, limit: 10).isEmpty)
    }
}

@Suite struct `Reports to the source` {
    @Test func `each move the source is to know is told once, with its reason`() async throws {
        let bridge = TestBridge(translator: PlainTranslator(unmapped: ["DRIED"]))
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1").with { $0.lines[0].productGroup = "DRIED" })
        bridge.trade.approve(.sale("2026-2"))
        try await bridge.settle()
        #expect(Set(bridge.trade.reports.map { "\($0.document) \($0.status)" }) == ["id-2026-1 parked", "id-2026-2 posted"])
        let parked = try #require(bridge.trade.reports.first { $0.status == .parked })
        #expect(parked.message?.contains("DRIED") == true)
        let posted = try #require(bridge.trade.reports.first { $0.status == .posted })
        #expect(posted.targetNumber == bridge.books.entries.first?.number && posted.daybook == "70" && posted.postedAt != nil)
    }

    @Test func `a source that is down hears everything later, each thing once, without being hammered`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        for number in 1...20 { bridge.trade.approve(.sale("2026-\(number)")) }
        bridge.trade.failReports(6)
        try await bridge.settle()
        #expect(bridge.trade.reports.count == 20 && bridge.trade.reportCalls == 26)
    }

    @Test func `a report whose answer was lost is sent again under the same key`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        bridge.trade.failReports(1, afterTaking: true)
        try await bridge.settle()
        #expect(bridge.trade.reportCalls == 2 && bridge.trade.reports.count == 1)
    }

    @Test func `what the source will never take is not asked for ever`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        bridge.trade.failReports(1_000, code: .notFound)
        try await bridge.settle()
        #expect(bridge.trade.reportCalls == 1)
        #expect(try await bridge.acts("2026-1").contains("report_refused"))
    }

    @Test func `a state that comes back after another was told is told again`() async throws {
        let bridge = TestBridge(translator: PlainTranslator(unmapped: ["DRIED"]))
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1").with { $0.lines[0].productGroup = "DRIED" })
        try await bridge.settle()
        let key = DocumentKey("NL01", .salesInvoice, "2026-1")
        _ = try await bridge.desk.withdraw([key], reason: "double")
        try await bridge.settle()
        _ = try await bridge.desk.retry([key])
        try await bridge.settle()
        #expect(bridge.trade.reports.map(\.status) == [.parked, .withdrawn, .parked])
    }
}

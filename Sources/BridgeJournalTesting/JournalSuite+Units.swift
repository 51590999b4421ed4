import BridgeDomain
import BridgeJournal

private typealias Sample = JournalSample
private let bridge = JournalSample.bridge
private let now = JournalSample.now

extension JournalSuite {
    static let units: [JournalPromise] = [
        JournalPromise("a unit happens whole or not at all") { journal in
            try await journal.commit(Sample.arrival(1))
            try await journal.commit(.bind(binding("C1", "guid-1")), .setCursor(bridge, name: "source.documents", value: "1"))
            var party = Sample.party("C0412")
            party.dueAt = now
            // Everything before the last change would do; the last one is refused.
            let unit = JournalUnit(
                Sample.arrival(2).changes + [
                    .movePosting(try await journal.stored(1).moved { $0.state = .booked }), .keepEntry(Sample.entry(1, net: 99)),
                    .keepBooked(Sample.booked(1)), .keepAttempt(attempt(1)), .putParty(party),
                    .putRelation(Sample.relation("r-1", number: "1")), .bind(binding("C2", "guid-2")),
                    .unbind(bridge, .debtor, ours: "C1"), .setCursor(bridge, name: "source.documents", value: "2"),
                    .putValue(bridge, name: "codes", value: [1]), .putSealed(name: "token", value: [1]), .keepMapping(mapping(1)),
                    .queueReport(report(1, key: "a")), .record(Sample.record("booked", 1)), .startPosting(Sample.posting(1)),
                ])
            try await expectRefused(.duplicate) { () async throws(JournalError) in try await journal.commit(unit) }
            try await untouched(journal)
        },
        JournalPromise("an empty unit is harmless") { journal in
            try await journal.commit(JournalUnit())
            try expectEqual(try await journal.history(subject: nil, bridge: nil, after: 0, limit: 10).count, 0)
        },
        JournalPromise("a version of a document is kept once and for good") { journal in
            let first = Sample.document(1)
            try await journal.commit(.keepDocument(first))
            try await journal.commit(.keepDocument(first))
            var other = first
            other.raw.append(0x20)
            other.contentHash = ContentHash.text(other.raw)
            try await expectRefused(.duplicate) { () async throws(JournalError) in try await journal.commit(.keepDocument(other)) }
            try await journal.commit(.keepDocument(Sample.document(1, version: 3)), .keepDocument(Sample.document(1, version: 2)))
            try expectEqual(
                try await journal.versions(first.key, bridge: bridge),
                [first, Sample.document(1, version: 2), Sample.document(1, version: 3)])
            try expectEqual(try await journal.versions(first.key, bridge: "other").count, 0)
        },
        JournalPromise("a document that could not be read is kept as it came") { journal in
            var broken = Sample.document(1)
            broken.raw = [0xFF, 0x00, 0x7B, 0x22]
            broken.contentHash = ContentHash.text(broken.raw)
            broken.document = nil
            broken.problems = [Problem(.malformed, at: Place("body"), found: "ÿ{\"", expected: "JSON")]
            var empty = Sample.document(2)
            empty.raw = []
            empty.contentHash = ContentHash.text([])
            try await journal.commit(.keepDocument(broken), .keepDocument(empty))
            try expectEqual(try await journal.versions(broken.key, bridge: bridge), [broken])
            try expectEqual(try await journal.versions(empty.key, bridge: bridge), [empty])
        },
        JournalPromise("of many postings the versions they deliver are given together") { journal in
            var corrected = Sample.posting(1)
            corrected.documentVersion = 2
            let (early, late) = (Sample.document(1, version: 1), Sample.document(1, version: 3))
            let meant = Sample.document(1, version: 2)
            try await journal.commit(.keepDocument(early), .keepDocument(meant), .keepDocument(late), .keepDocument(Sample.document(2)))
            let postings = [corrected, Sample.posting(2), Sample.posting(3)]
            try expectEqual(
                try await journal.documents(of: postings, bridge: bridge), [meant.key: meant, Sample.key(2): Sample.document(2)])
            try expectEqual(try await journal.documents(of: postings, bridge: "other"), [:])
            try expectEqual(try await journal.documents(of: [], bridge: bridge), [:])
        },
        JournalPromise("a document is delivered once, for good") { journal in
            try await journal.commit(.startPosting(Sample.posting(1)))
            try await expectRefused(.duplicate) { () async throws(JournalError) in
                try await journal.commit(.startPosting(Sample.posting(1, net: 5)))
            }
            try await journal.move(1) { $0.state = .withdrawn }
            try await expectRefused(.duplicate) { () async throws(JournalError) in
                try await journal.commit(.startPosting(Sample.posting(1)))
            }
            try await expectRefused(.duplicate) { () async throws(JournalError) in
                try await journal.commit(.startPosting(Sample.posting(2)), .startPosting(Sample.posting(2)))
            }
            // The same number of another kind, or on another bridge, is another document.
            try await journal.commit(.startPosting(Sample.posting(1, .creditNote)), .startPosting(Sample.posting(1, bridge: "other")))
            try expectEqual(try await journal.list(PostingFilter(), before: nil, limit: 10).count, 3)
        },
        JournalPromise("a posting comes back as it was written, every field") { journal in
            let full = fullPosting()
            try await journal.commit(.startPosting(full))
            var expected = full
            expected.sequence = 1
            try expectEqual(try await journal.stored(1), expected)
            for (hold, state) in holds {
                let next = try await journal.stored(1).moved {
                    $0.hold = hold
                    $0.state = state
                }
                try await journal.commit(.movePosting(next))
                try expectEqual(try await journal.stored(1), next)
            }
            for readBack in readBacks {
                let next = try await journal.stored(1).moved { $0.readBack = readBack }
                try await journal.commit(.movePosting(next))
                try expectEqual(try await journal.stored(1), next)
            }
            var bare = PostingRecord(
                bridge: bridge, document: Sample.key(2), sourceID: "", documentVersion: 1, contentHash: "", state: .parked, receivedAt: now,
                invoiceDate: Sample.date)
            try await journal.commit(.startPosting(bare))
            bare.sequence = 2
            try expectEqual(try await journal.stored(2), bare)
        },
        JournalPromise("totals in different currencies are refused") { journal in
            var mixed = Sample.posting(1)
            mixed.vat = Money(minorUnits: 1, Currency(code: "USD") ?? .eur)
            let posting = mixed
            try await expectRefused(.failed) { () async throws(JournalError) in try await journal.commit(.startPosting(posting)) }
            try expectEqual(try await journal.stateTotals(nil), [])
        },
        JournalPromise("a posting can lose what it had") { journal in
            try await journal.commit(.startPosting(fullPosting()))
            let bare = PostingRecord(
                bridge: bridge, document: Sample.key(1), sourceID: "elsewhere", documentVersion: 2, contentHash: "h", state: .parked,
                receivedAt: now, invoiceDate: Sample.date.adding(days: 1))
            var next = bare
            next.revision = 8
            try await journal.commit(.movePosting(next))
            next.sequence = 1
            try expectEqual(try await journal.stored(1), next)
            try expectEqual(try await journal.postings(source: "elsewhere", bridge: bridge), [next])
            try expectEqual(try await journal.postings(source: fullPosting().sourceID, bridge: bridge), [])
        },
        JournalPromise("entries, readings and attempts are kept and replaced") { journal in
            try await journal.commit(Sample.arrival(1))
            try expectEqual(try await journal.entry(Sample.key(1), version: 1, bridge: bridge), Sample.entry(1))
            try expect(try await journal.entry(Sample.key(1), version: 2, bridge: bridge) == nil, "no entry of a version that has none")
            let again = Sample.entry(1, vatCode: "VH", mappingVersion: 2)
            try await journal.commit(.keepEntry(again))
            try expectEqual(try await journal.entry(Sample.key(1), version: 1, bridge: bridge), again)
            try expect(try await journal.booked(Sample.key(1), bridge: bridge) == nil, "nothing was read back")
            try await journal.commit(.keepBooked(Sample.booked(1)))
            try await journal.commit(.keepBooked(Sample.booked(1, net: 7, vatCode: nil)))
            try expectEqual(try await journal.booked(Sample.key(1), bridge: bridge), Sample.booked(1, net: 7, vatCode: nil))
            var second = attempt(2)
            try await journal.commit(.keepAttempt(second), .keepAttempt(attempt(1)))
            second.endedAt = now.adding(seconds: 1)
            second.verdict = "done"
            second.detail = "entry 26700001"
            try await journal.commit(.keepAttempt(second))
            try expectEqual(try await journal.attempts("\(Sample.key(1))", bridge: bridge), [attempt(1), second])
            try expectEqual(try await journal.attempts("\(Sample.key(1))", bridge: "other"), [])
        },
        JournalPromise("what was sent to the books and what they answered is kept with its attempts") { journal in
            let subject = "\(Sample.key(1))"
            func calls(_ number: Int) async throws -> [BooksCall] { try await journal.calls(AttemptName(subject, number), bridge: bridge) }
            func keep(_ numbers: [Int], _ calls: [BooksCall]) async throws {
                let names = numbers.map { AttemptName(subject, $0) }
                try await journal.commit(.keepCalls(AttemptCalls(bridge: bridge, attempts: names, calls: calls)))
            }
            try await journal.commit(.keepAttempt(attempt(1)), .keepAttempt(attempt(2)), .keepAttempt(attempt(3)))
            try await keep([1], [Sample.call(1)])
            try await keep([2, 3, 9], [Sample.call(2), Sample.call(3)])
            try await keep([3], [])
            try expectEqual(try await calls(1), [Sample.call(1)])
            try expectEqual(try await calls(2), [Sample.call(2), Sample.call(3)])
            try expectEqual(try await calls(3), [Sample.call(2), Sample.call(3)])
            try expectEqual(try await calls(9), [])
            try expectEqual(try await journal.calls(AttemptName(subject, 1), bridge: "other"), [])
            // The verdict that comes after them takes nothing away; other calls of the same attempt take their place.
            var ended = attempt(2)
            ended.verdict = "done"
            try await journal.commit(.keepAttempt(ended))
            try await keep([3], [Sample.call(4)])
            try expectEqual(try await calls(2), [Sample.call(2), Sample.call(3)])
            try expectEqual(try await calls(3), [Sample.call(4)])
            // Those of one attempt can be another's as well; of one that has none nothing comes.
            let (first, third) = (AttemptName(subject, 1), AttemptName(subject, 3))
            try await journal.commit(.keepCalls(AttemptCalls(bridge: bridge, attempts: [first], same: third)))
            try await journal.commit(.keepCalls(AttemptCalls(bridge: bridge, attempts: [third], same: AttemptName(subject, 9))))
            try expectEqual(try await calls(1), [Sample.call(4)])
            try expectEqual(try await calls(3), [Sample.call(4)])
            try expectEqual(try await journal.attempts(subject, bridge: bridge).map(\.calls), [1, 2, 1])
            var anew = attempt(1)
            anew.startedAt = now.adding(seconds: 60)
            try await journal.commit(.keepAttempt(anew))
            try expectEqual(try await calls(1), [])
            try expectEqual(try await journal.attempts(subject, bridge: bridge).map(\.calls), [0, 2, 1])
            try expectEqual(try await journal.verify { _ in }.faults, [])
        },
    ]

    private static func untouched(_ journal: any BridgeJournal) async throws {
        try expect(try await journal.postings([Sample.key(2)], bridge: bridge).isEmpty, "no posting of a refused unit")
        try expectEqual(try await journal.versions(Sample.key(2), bridge: bridge).count, 0)
        try expectEqual(try await journal.stored(1).state, .ready)
        try expectEqual(try await journal.entry(Sample.key(1), version: 1, bridge: bridge), Sample.entry(1))
        try expect(try await journal.booked(Sample.key(1), bridge: bridge) == nil, "no reading of a refused unit")
        try expectEqual(try await journal.attempts("\(Sample.key(1))", bridge: bridge), [])
        try expectEqual(try await journal.parties([PartyKey(.debtor, "C0412")], bridge: bridge).count, 0)
        try expectEqual(try await journal.partyVersions(PartyKey(.debtor, "C0412"), bridge: bridge).count, 0)
        try expect(try await journal.relation(bridge, id: "r-1") == nil, "no relation of a refused unit")
        try expect(try await journal.binding(bridge, .debtor, ours: "C2") == nil, "no binding of a refused unit")
        try expect(try await journal.binding(bridge, .debtor, theirs: "guid-2") == nil, "no binding of a refused unit")
        try expectEqual(try await journal.binding(bridge, .debtor, ours: "C1")?.theirs, "guid-1")
        try expectEqual(try await journal.cursor(bridge, name: "source.documents"), "1")
        try expect(try await journal.value(bridge, name: "codes") == nil, "no value of a refused unit")
        try expect(try await journal.sealed(name: "token") == nil, "no secret of a refused unit")
        try expect(try await journal.mapping(bridge, version: nil) == nil, "no mapping of a refused unit")
        try expectEqual(try await journal.dueReports(bridge, now: now.adding(seconds: 9), limit: 10), [])
        try expectEqual(try await journal.history(subject: nil, bridge: nil, after: 0, limit: 10).count, 2)
        try expectEqual(try await journal.stateTotals(nil).map(\.count), [1])
        try expectEqual(try await journal.daybookTotals(.mapped, bridge: bridge, dates: nil).map(\.net), [Sample.euro(10_000)])
        try expectEqual(try await journal.list(PostingFilter(), before: nil, limit: 10).count, 1)
        try expectEqual(try await journal.nextDue(bridge), now)
        // The number of the refused posting is given to the next.
        try await journal.commit(Sample.arrival(3))
        try expectEqual(try await journal.stored(3).sequence, 2)
        try expectEqual(try await journal.verify { _ in }.faults, [])
    }

    private static let holds: [(Hold?, PostingState)] = [
        (.approval, .held), (.schedule, .held), (.period(Period(year: 2026, number: 11)), .held),
        (.party(PartyKey(.debtor, "C/04:12")), .held), (.original(Sample.key(7)), .held), (.person, .held), (.person, .ready),
        (nil, .booked),
    ]

    private static let readBacks: [ReadBack] = [
        .agrees(at: now),
        .differs(at: now, problems: [Problem(.bookedDiffers, at: Place(line: 3, "amount"), found: "1.00", expected: "2.00")]),
        .differs(at: now, problems: []), .pending,
    ]

    static func fullPosting() -> PostingRecord {
        var record = Sample.posting(1)
        record.revision = 7
        record.deadline = now.adding(seconds: 86_400)
        record.hold = .period(Period(year: 2026, number: 11))
        record.state = .held
        record.problems = [
            Problem(.accountUnmapped, at: Place(line: 2, "product_group"), found: "DRIED \"'\n\u{0}é"),
            Problem(.textTooLong, at: Place("description")),
        ]
        record.attempts = 3
        record.approvedBy = "anna"
        record.targetID = "guid-1"
        record.targetNumber = "26700001"
        record.bookedAt = now.adding(milliseconds: 1)
        record.readBack = .agrees(at: now)
        record.originals = ["2026-1", "2026,\"2\""]
        record.deposits = Money(minorUnits: -150, Currency(code: "USD") ?? .eur)
        return record
    }

    static func attempt(_ number: Int) -> AttemptRecord {
        AttemptRecord(bridge: bridge, subject: "\(Sample.key(1))", number: number, purpose: .post, startedAt: now)
    }

    static func mapping(_ version: Int, _ bridge: BridgeID = bridge) -> MappingRecord {
        MappingRecord(
            bridge: bridge, version: version, yaml: "rules: [] # \(version)", savedAt: now, savedBy: .person("joris"),
            comment: "v\(version)")
    }

    static func report(_ number: Int, key: String, dueAt: Timestamp = now) -> ReportRecord {
        ReportRecord(bridge: bridge, document: Sample.key(number), key: key, content: Array("{}".utf8), dueAt: dueAt, attempts: 2)
    }

    static func binding(_ ours: String, _ theirs: TargetID, kind: Binding.Kind = .debtor) -> Binding {
        Binding(bridge: bridge, kind: kind, ours: ours, theirs: theirs, number: "1\(ours)", boundAt: now)
    }
}

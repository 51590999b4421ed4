import BridgeDomain
import BridgeJournal

private typealias Sample = JournalSample
private let bridge = JournalSample.bridge
private let now = JournalSample.now

extension JournalSuite {
    static let people: [JournalPromise] = [
        JournalPromise("a list shows what its filter says, newest first") { journal in
            try await fillList(journal)
            let cases: [(String, PostingFilter, [Int])] = [
                ("everything", PostingFilter(), [7, 6, 5, 4, 3, 2, 1]),
                ("bridge", PostingFilter(bridge: bridge), [6, 5, 4, 3, 2, 1]),
                ("one state", PostingFilter(bridge: bridge, states: [.ready]), [6, 1]),
                ("states on every bridge", PostingFilter(states: [.ready, .parked]), [7, 6, 4, 1]),
                ("kinds", PostingFilter(bridge: bridge, kinds: [.creditNote, .purchaseInvoice]), [5, 3]),
                ("state and kind", PostingFilter(bridge: bridge, states: [.booked, .held], kinds: [.salesInvoice]), [2]),
                ("party", PostingFilter(bridge: bridge, party: PartyKey(.debtor, "C0900")), [6, 2]),
                ("party and state", PostingFilter(bridge: bridge, states: [.booked], party: PartyKey(.debtor, "C0900")), [2]),
                ("party on every bridge", PostingFilter(party: PartyKey(.debtor, "C0412")), [7, 4, 3, 1]),
                ("problem", PostingFilter(bridge: bridge, problem: .accountUnmapped), [4]),
                ("warning", PostingFilter(problem: .textTooLong), [4, 2]),
                ("blocker", PostingFilter(bridge: bridge, blocker: "approval"), [3]),
                ("blocker on every bridge", PostingFilter(blocker: "approval"), [3]),
                ("dates", PostingFilter(bridge: bridge, invoiceDates: Sample.date.adding(days: 1)...Sample.date.adding(days: 2)), [3, 2]),
                ("late", PostingFilter(bridge: bridge, lateAt: now), [6]),
                ("late on every bridge, later", PostingFilter(lateAt: now.adding(seconds: 60)), [6, 1]),
                ("differing", PostingFilter(bridge: bridge, differing: true), [2]),
                ("differing on every bridge", PostingFilter(differing: true), [2]),
                ("number", PostingFilter(bridge: bridge, search: "100003"), [3]),
                ("part of a number", PostingFilter(search: "-10000"), [7, 6, 5, 4, 3, 2, 1]),
                ("reference in small letters", PostingFilter(search: "fpcr100003"), [3]),
                ("target number", PostingFilter(bridge: bridge, search: "2670"), [2]),
                ("party code", PostingFilter(bridge: bridge, search: "c09"), [6, 2]),
                ("signs with a meaning in patterns", PostingFilter(search: "%"), []),
                ("a search and a state", PostingFilter(bridge: bridge, states: [.ready], search: "c09"), [6]),
                ("an empty search", PostingFilter(bridge: bridge, states: [.ready], search: ""), [6, 1]),
                ("nobody", PostingFilter(bridge: "nobody"), []),
                (
                    "all at once",
                    PostingFilter(
                        bridge: bridge, states: [.booked], kinds: [.salesInvoice], party: PartyKey(.debtor, "C0900"), problem: .textTooLong,
                        invoiceDates: Sample.date...Sample.date.adding(days: 1), search: "267", differing: true), [2]
                ),
            ]
            for (name, filter, expected) in cases {
                try expectEqual(try await numbers(journal.list(filter, before: nil, limit: 100)), expected, name)
                // Page by page it is the same list.
                var paged: [Int] = []
                var before: Int64?
                while let page = try await journal.list(filter, before: before, limit: 2) as [PostingRecord]?, let last = page.last {
                    paged += numbers(page)
                    before = last.sequence
                }
                try expectEqual(paged, expected, "\(name), page by page")
            }
        },
        JournalPromise("pages stay as they are while new documents arrive") { journal in
            for number in 1...6 { try await journal.commit(.startPosting(Sample.posting(number))) }
            let filter = PostingFilter(bridge: bridge, states: [.ready])
            let first = try await journal.list(filter, before: nil, limit: 2)
            try expectEqual(numbers(first), [6, 5])
            for number in 7...9 { try await journal.commit(.startPosting(Sample.posting(number))) }
            try expectEqual(try await numbers(journal.list(filter, before: first.last?.sequence, limit: 2)), [4, 3])
            try expectEqual(try await numbers(journal.list(filter, before: 1, limit: 2)), [])
        },
        JournalPromise("history is read in order, of all or of one subject") { journal in
            for number in 1...4 { try await journal.commit(Sample.arrival(number, bridge: number == 4 ? "other" : bridge)) }
            let house = HistoryEntry(
                at: now, who: .person("anna"), bridge: nil, subject: "connection", act: "connected", detail: "é\u{0}\n")
            try await journal.commit(.record(house), .record(Sample.record("approved", 1)))
            let all = try await journal.history(subject: nil, bridge: nil, after: 0, limit: 100)
            try expectEqual(all.map(\.sequence), Array(1...10))
            try expectEqual(all.last?.entry, Sample.record("approved", 1))
            try expectEqual(all[8].entry, house)
            var last: HistoryRecord?
            for record in all {
                try expectEqual(record, HistoryChain.record(record.entry, after: last), "the chain")
                last = record
            }
            func acts(_ subject: String?, _ bridge: BridgeID?, after: Int64 = 0, limit: Int = 100) async throws -> [Int64] {
                try await journal.history(subject: subject, bridge: bridge, after: after, limit: limit).map(\.sequence)
            }
            try expectEqual(try await acts("\(Sample.key(1))", bridge), [1, 2, 10])
            try expectEqual(try await acts("\(Sample.key(1))", bridge, after: 1, limit: 1), [2])
            try expectEqual(try await acts("\(Sample.key(4))", bridge), [])
            try expectEqual(try await acts("\(Sample.key(4))", nil), [7, 8])
            try expectEqual(try await acts(nil, "other"), [7, 8])
            try expectEqual(try await acts(nil, bridge, after: 5, limit: 2), [6, 10])
            try expectEqual(try await acts(nil, nil, after: 8, limit: 100), [9, 10])
            try expectEqual(try await acts("connection", nil), [9])
            try expectEqual(try await acts("unknown", nil), [])
        },
        JournalPromise("limits are bounds, not errors") { journal in
            for number in 1...3 { try await journal.commit(Sample.arrival(number)) }
            for limit in [Int.min, 0, 1] {
                try expectEqual(try await journal.list(PostingFilter(), before: nil, limit: limit).count, 1)
                try expectEqual(try await journal.due(bridge, states: [.ready], now: now, limit: limit).count, 1)
                try expectEqual(try await journal.history(subject: nil, bridge: nil, after: -5, limit: limit).count, 1)
            }
            try expectEqual(try await journal.list(PostingFilter(), before: .max, limit: .max).count, 3)
            try expectEqual(try await journal.due(bridge, states: [.ready], now: now, limit: .max).count, 3)
            try expectEqual(try await journal.history(subject: nil, bridge: nil, after: .max, limit: .max).count, 0)
        },
    ]

    /// Seven postings that differ in everything a list can ask for; the seventh on another bridge.
    private static func fillList(_ journal: any BridgeJournal) async throws {
        var one = Sample.posting(1)
        one.deadline = now.adding(seconds: 30)
        var two = Sample.posting(2, state: .booked, party: "C0900", date: Sample.date.adding(days: 1))
        two.targetNumber = "26700002"
        two.readBack = .differs(at: now, problems: [])
        two.problems = [Problem(.textTooLong, at: Place("description"))]
        // Settled, so never late.
        two.deadline = now.adding(seconds: -90)
        var three = Sample.posting(3, .creditNote, state: .held, date: Sample.date.adding(days: 2))
        three.hold = .approval
        var four = Sample.posting(4, state: .parked, date: Sample.date.adding(days: 3))
        four.problems = [
            Problem(.accountUnmapped, at: Place(line: 1, "product_group"), found: "DRIED"),
            Problem(.accountUnmapped, at: Place(line: 2, "product_group"), found: "WIRE"), Problem(.textTooLong, at: Place("description")),
        ]
        let five = Sample.posting(5, .purchaseInvoice, state: .booked, party: "S01", date: Sample.date.adding(days: 4))
        var six = Sample.posting(6, party: "C0900", date: Sample.date.adding(days: 5))
        six.deadline = now.adding(seconds: -30)
        for posting in [one, two, three, four, five, six, Sample.posting(7, bridge: "other")] {
            try await journal.commit(.startPosting(posting))
        }
    }
}

import BridgeDomain
import BridgeJournal

private typealias Sample = JournalSample
private let bridge = JournalSample.bridge
private let now = JournalSample.now

// What the engine asks before it decides.
extension JournalSuite {
    static let decisions: [JournalPromise] = [
        JournalPromise("what is due comes oldest first, then in order of arrival") { journal in
            for (number, seconds) in [(1, 5), (2, -5), (3, 0), (4, -5), (5, 1)] as [(Int, Int64)] {
                var posting = Sample.posting(number, state: number == 4 ? .outcomeUnknown : .ready)
                posting.dueAt = now.adding(seconds: seconds)
                try await journal.commit(.startPosting(posting))
            }
            var waiting = Sample.posting(6)
            waiting.dueAt = nil
            try await journal.commit(.startPosting(waiting), .startPosting(Sample.posting(7, bridge: "other")))
            let both: Set<PostingState> = [.ready, .outcomeUnknown]
            try expectEqual(try await numbers(journal.due(bridge, states: both, now: now, limit: 10)), [2, 4, 3])
            try expectEqual(try await numbers(journal.due(bridge, states: both, now: now, limit: 2)), [2, 4])
            try expectEqual(try await numbers(journal.due(bridge, states: [.ready], now: now, limit: 10)), [2, 3])
            try expectEqual(try await numbers(journal.due(bridge, states: both, now: now.adding(seconds: 1), limit: 10)), [2, 4, 3, 5])
            try expectEqual(try await numbers(journal.due(bridge, states: [], now: now, limit: 10)), [])
            try await journal.move(2) { $0.state = .inFlight }
            try await journal.move(3) { $0.dueAt = nil }
            try expectEqual(try await numbers(journal.due(bridge, states: both, now: now, limit: 10)), [4])
        },
        JournalPromise("the next moment something is due is known") { journal in
            try expect(try await journal.nextDue(bridge) == nil, "nothing is due in an empty journal")
            var posting = Sample.posting(1)
            posting.dueAt = now.adding(seconds: 30)
            try await journal.commit(.startPosting(posting))
            try expectEqual(try await journal.nextDue(bridge), now.adding(seconds: 30))
            var party = Sample.party("C0412")
            party.dueAt = now.adding(seconds: 20)
            try await journal.commit(.putParty(party))
            try expectEqual(try await journal.nextDue(bridge), now.adding(seconds: 20))
            try await journal.commit(.queueReport(report(1, key: "a", dueAt: now.adding(seconds: 10))))
            try expectEqual(try await journal.nextDue(bridge), now.adding(seconds: 10))
            try await journal.commit(.settleReport(bridge, document: Sample.key(1), key: "a"))
            party.dueAt = nil
            party.revision = 2
            let settled = party
            try await journal.commit(.putParty(settled))
            try await journal.move(1) { $0.dueAt = nil }
            try expect(try await journal.nextDue(bridge) == nil, "nothing is due any more")
            try expect(try await journal.nextDue("other") == nil, "nothing is due on another bridge")
        },
        JournalPromise("what waits for one thing is found together") { journal in
            let party = Hold.party(PartyKey(.debtor, "C0412"))
            for number in 1...5 {
                var posting = Sample.posting(number, state: .held)
                posting.hold = number == 3 ? .approval : party
                try await journal.commit(.startPosting(posting))
            }
            // A hold that is not in force holds nothing.
            var released = Sample.posting(6, state: .ready)
            released.hold = party
            try await journal.commit(.startPosting(released))
            try expectEqual(try await numbers(journal.held(bridge, blocker: party.blocker, after: 0, limit: 10)), [1, 2, 4, 5])
            try expectEqual(try await numbers(journal.held(bridge, blocker: party.blocker, after: 1, limit: 2)), [2, 4])
            try expectEqual(try await numbers(journal.held(bridge, blocker: "approval", after: 0, limit: 10)), [3])
            try expectEqual(try await numbers(journal.held("other", blocker: "approval", after: 0, limit: 10)), [])
            try await journal.move(2) { $0.state = .ready }
            try await journal.move(4) { $0.hold = .person }
            try expectEqual(try await numbers(journal.held(bridge, blocker: party.blocker, after: 0, limit: 10)), [1, 5])
            try expectEqual(try await numbers(journal.held(bridge, blocker: "person", after: 0, limit: 10)), [4])
        },
        JournalPromise("postings are found by key, source and reference") { journal in
            for number in 1...3 { try await journal.commit(.startPosting(Sample.posting(number))) }
            try await journal.commit(.startPosting(Sample.posting(1, bridge: "other")))
            let found = try await journal.postings([Sample.key(1), Sample.key(3), Sample.key(9), Sample.key(1)], bridge: bridge)
            try expectEqual(found.keys.sorted(), [Sample.key(1), Sample.key(3)])
            try expectEqual(try await journal.postings([], bridge: bridge).count, 0)
            // A placeholder key that was mended: two postings of one source document.
            var mended = Sample.posting(4)
            mended.sourceID = Sample.posting(2).sourceID
            try await journal.commit(.startPosting(mended))
            try expectEqual(try await numbers(journal.postings(source: mended.sourceID, bridge: bridge)), [2, 4])
            try expectEqual(try await numbers(journal.postings(source: "unknown", bridge: bridge)), [])
            let reference = try await taken(journal.stored(3).reference)
            try expectEqual(try await journal.posting(bridge, reference: reference)?.document, Sample.key(3))
            try expect(try await journal.posting("other", reference: reference) == nil, "another bridge's reference")
            try await journal.move(3) { $0.reference = "FP-NEW" }
            try expect(try await journal.posting(bridge, reference: reference) == nil, "a reference that was replaced")
            try expectEqual(try await journal.posting(bridge, reference: "FP-NEW")?.document, Sample.key(3))
        },
        JournalPromise("what was credited on an original is known to the cent") { journal in
            let dollar = Currency(code: "USD") ?? .eur
            func credit(_ number: Int, _ kind: DocumentKind, of originals: [Int], state: PostingState, gross: Money?) -> PostingRecord {
                var posting = Sample.posting(number, kind, state: state)
                posting.originals = originals.map { Sample.key($0).number }
                posting.net = gross
                posting.vat = nil
                posting.gross = gross
                return posting
            }
            try await journal.commit(
                .startPosting(Sample.posting(1)),
                .startPosting(credit(2, .creditNote, of: [1], state: .booked, gross: Sample.euro(1_000))),
                .startPosting(credit(3, .creditNote, of: [1, 9, 1], state: .held, gross: Sample.euro(200))),
                .startPosting(credit(4, .creditNote, of: [1], state: .parked, gross: Sample.euro(30))),
                .startPosting(credit(5, .creditNote, of: [1], state: .withdrawn, gross: Sample.euro(4))),
                .startPosting(credit(6, .creditNote, of: [1], state: .ready, gross: Money(minorUnits: 7, dollar))),
                .startPosting(credit(7, .creditNote, of: [1], state: .ready, gross: nil)),
                .startPosting(credit(8, .purchaseCreditNote, of: [1], state: .ready, gross: Sample.euro(50))))
            let original = Sample.key(1)
            func credited(_ except: DocumentKey) async throws -> [Money] {
                try await journal.credited(original, bridge: bridge, except: except)
            }
            try expectEqual(try await credited(Sample.key(99)), [Sample.euro(1_200), Money(minorUnits: 7, dollar)])
            try expectEqual(try await credited(Sample.key(2, .creditNote)), [Sample.euro(200), Money(minorUnits: 7, dollar)])
            try expectEqual(
                try await journal.credited(Sample.key(1, .purchaseInvoice), bridge: bridge, except: original), [Sample.euro(50)])
            try expectEqual(try await journal.credited(Sample.key(2), bridge: bridge, except: original), [])
            try expectEqual(
                try await numbers(journal.credits(of: original, bridge: bridge)), [2, 3, 4, 5, 6, 7], "credit notes that name the original")
            try await journal.move(2, .creditNote) { $0.originals = [Sample.key(9).number] }
            try await journal.move(4, .creditNote) { $0.state = .ready }
            try expectEqual(try await credited(Sample.key(99)), [Sample.euro(230), Money(minorUnits: 7, dollar)])
            try expectEqual(try await numbers(journal.credits(of: Sample.key(9), bridge: bridge)), [2, 3])
        },
        JournalPromise("a party's deposits add up per currency") { journal in
            let dollar = Currency(code: "USD") ?? .eur
            let party = PartyKey(.debtor, "C0412")
            for (number, deposits) in [
                (1, Sample.euro(500)), (2, Sample.euro(-200)), (3, Money(minorUnits: 9, dollar)), (4, Sample.euro(40)),
            ] {
                var posting = Sample.posting(number, state: number == 4 ? .withdrawn : .parked)
                posting.deposits = deposits
                try await journal.commit(.startPosting(posting))
            }
            func balance(_ key: PartyKey, _ currency: Currency) async throws -> Int64 {
                let money = try await journal.depositBalance(key, bridge: bridge, currency: currency)
                return money.minorUnits
            }
            try expectEqual(try await balance(party, .eur), 300)
            try expectEqual(try await balance(party, dollar), 9)
            try expectEqual(try await balance(PartyKey(.debtor, "C9"), .eur), 0)
            try expectEqual(try await journal.depositBalance(party, bridge: "other", currency: .eur), .zero(.eur))
            try await journal.move(1) { $0.deposits = Sample.euro(600) }
            try await journal.move(2) { $0.party = PartyKey(.debtor, "C9") }
            try await journal.move(4) { $0.state = .parked }
            try expectEqual(try await balance(party, .eur), 640)
            try expectEqual(try await balance(PartyKey(.debtor, "C9"), .eur), -200)
            try await journal.move(1) { $0.state = .withdrawn }
            try expectEqual(try await balance(party, .eur), 40)
        },
        JournalPromise("cursors, values and secrets are kept by name") { journal in
            try expect(try await journal.cursor(bridge, name: "source.documents") == nil, "a cursor nobody set")
            try await journal.commit(
                .setCursor(bridge, name: "source.documents", value: ""), .setCursor("other", name: "source.documents", value: "x"))
            try expectEqual(try await journal.cursor(bridge, name: "source.documents"), "")
            try await journal.commit(.setCursor(bridge, name: "source.documents", value: "page-2"))
            try expectEqual(try await journal.cursor(bridge, name: "source.documents"), "page-2")
            try expect(try await journal.cursor(bridge, name: "source.parties") == nil, "another name")
            try await journal.commit(.putValue(bridge, name: "codes", value: [0, 255, 7]), .putSealed(name: "token", value: [9, 0]))
            try expectEqual(try await journal.value(bridge, name: "codes"), [0, 255, 7])
            try expectEqual(try await journal.sealed(name: "token"), [9, 0])
            try await journal.commit(.putValue(bridge, name: "codes", value: []), .putSealed(name: "token", value: []))
            try expectEqual(try await journal.value(bridge, name: "codes"), [])
            try expectEqual(try await journal.sealed(name: "token"), [])
            let tooLarge = [UInt8](repeating: 7, count: JournalUnit.valueBytesMax + 1)
            try await expectRefused(.failed) { () async throws(JournalError) in
                try await journal.commit(.putValue(bridge, name: "codes", value: tooLarge))
            }
            try await journal.commit(.putValue(bridge, name: "codes", value: Array(tooLarge.dropLast())))
            try expectEqual(try await journal.value(bridge, name: "codes")?.count, JournalUnit.valueBytesMax)
        },
        JournalPromise("a mapping's versions follow each other") { journal in
            try await journal.commit(.keepMapping(mapping(1)), .keepMapping(mapping(2)), .keepMapping(mapping(1, "other")))
            for version in [2, 4, 0] {
                try await expectRefused(.conflict) { () async throws(JournalError) in
                    try await journal.commit(.keepMapping(mapping(version)))
                }
            }
            try await journal.commit(.keepMapping(mapping(3)))
            try expectEqual(try await journal.mapping(bridge, version: nil), mapping(3))
            try expectEqual(try await journal.mapping(bridge, version: 2), mapping(2))
            try expect(try await journal.mapping(bridge, version: 4) == nil, "a version that is not there")
            let listed = try await journal.mappings(bridge)
            try expectEqual(listed.map(\.version), [3, 2, 1])
            try expectEqual(listed.map(\.yaml), ["", "", ""])
            try expectEqual(listed.first?.comment, "v3")
        },
        JournalPromise("reports to the source wait their turn") { journal in
            try await journal.commit(
                .queueReport(report(1, key: "a", dueAt: now)), .queueReport(report(2, key: "b", dueAt: now.adding(seconds: -5))),
                .queueReport(report(3, key: "c", dueAt: now.adding(seconds: 5))))
            try expectEqual(try await journal.dueReports(bridge, now: now, limit: 10).map(\.key), ["b", "a"])
            try expectEqual(try await journal.dueReports(bridge, now: now, limit: 1).map(\.key), ["b"])
            try await journal.commit(.queueReport(report(2, key: "b2", dueAt: now)))
            try await journal.commit(.settleReport(bridge, document: Sample.key(2), key: "b"))
            try expectEqual(
                try await journal.dueReports(bridge, now: now, limit: 10),
                [report(1, key: "a", dueAt: now), report(2, key: "b2", dueAt: now)], "a report sent late does not settle its successor")
            try await journal.commit(.settleReport(bridge, document: Sample.key(2), key: "b2"))
            try expectEqual(try await journal.dueReports(bridge, now: now.adding(seconds: 5), limit: 10).map(\.key), ["a", "c"])
        },
    ]

    static func numbers(_ postings: [PostingRecord]) -> [Int] {
        JournalSample.numbers(postings.map(\.document))
    }

    private static func taken<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw BrokenPromise(description: "a value is missing") }
        return value
    }
}

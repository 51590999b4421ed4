import BridgeDomain
import BridgeJournal
import Synchronization

private typealias Sample = JournalSample
private let bridge = JournalSample.bridge
private let now = JournalSample.now

extension JournalSuite {
    static let keeping: [JournalPromise] = [
        JournalPromise("verify finds nothing in a healthy journal") { journal in
            try expectEqual(try await journal.verify { _ in }.faultsTotal, 0)
            for number in 1...30 { try await journal.commit(Sample.arrival(number)) }
            try await journal.move(1) { $0.state = .booked }
            let again = Sample.entry(2, vatCode: "VH", mappingVersion: 2)
            let party = Sample.party("C0412")
            try await journal.commit(
                .keepEntry(again), .record(Sample.record("mapped", 2, hash: again.contentHash)), .putParty(party),
                .record(
                    HistoryEntry(
                        at: now, who: .machine("intake"), bridge: bridge, subject: "\(party.key)", act: "received",
                        contentHash: party.contentHash)))
            let progress = Mutex<[Int64]>([])
            let report = try await journal.verify { done in progress.withLock { $0.append(done) } }
            try expectEqual(report.faults, [])
            try expectEqual(report.faultsTotal, 0)
            try expectEqual(report.recordsChecked, 62)
            try expectEqual(report.documentsChecked, 30)
            let last = try await journal.history(subject: nil, bridge: nil, after: 61, limit: 1).last
            try expectEqual(report.lastHash, last?.hash)
            let told = progress.withLock { $0 }
            try expectEqual(told, told.sorted(), "progress only grows")
            try expect(!told.isEmpty, "progress is told")
        },
        JournalPromise("verify names what no record vouches for") { journal in
            let document = Sample.document(1)
            var changed = Sample.document(2)
            changed.raw.append(0x20)
            let other = changed
            try await journal.commit(.keepDocument(document), .keepDocument(other), .keepEntry(Sample.entry(3)))
            try await journal.commit(.record(Sample.record("received", 2, hash: other.contentHash)))
            let report = try await journal.verify { _ in }
            try expectEqual(report.faults.map(\.subject), [1, 2, 3].map { "\(Sample.key($0))" })
        },
        JournalPromise("many tasks commit at once and nothing is lost") { journal in
            let tasks = 24
            let each = 8
            try await withThrowingTaskGroup { group in
                for task in 0..<tasks {
                    group.addTask {
                        for number in 0..<each {
                            try await journal.commit(Sample.arrival(task * each + number))
                            // A refused unit among the others leaves no trace, not even a gap in the history.
                            let written: [JournalChange] = [
                                .record(Sample.record("received", 0)), .setCursor(bridge, name: "c", value: "x"),
                            ]
                            let refused = JournalUnit(written + Sample.arrival(task * each + number, net: 5).changes)
                            try await expectRefused(.duplicate) { () async throws(JournalError) in try await journal.commit(refused) }
                            try await journal.move(task * each + number) { $0.state = .inFlight }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let total = tasks * each
            try expectEqual(
                try await journal.list(PostingFilter(), before: nil, limit: 1_000).map(\.sequence), Array((1...Int64(total)).reversed()))
            try expectEqual(try await journal.stateTotals(bridge).map(\.count), [total])
            try expectEqual(try await journal.daybookTotals(.mapped, bridge: bridge, dates: nil).map(\.documents), [total])
            let history = try await journal.history(subject: nil, bridge: nil, after: 0, limit: 10_000)
            try expectEqual(history.map(\.sequence), Array(1...Int64(2 * total)))
            try expect(try await journal.cursor(bridge, name: "c") == nil, "nothing of a refused unit")
            try expectEqual(try await journal.verify { _ in }.faults, [])
        },
        JournalPromise("a reader sees what was committed before it began, whole") { journal in
            try await withThrowingTaskGroup { group in
                group.addTask {
                    for number in 1...60 { try await journal.commit(Sample.arrival(number)) }
                }
                group.addTask {
                    for _ in 1...60 {
                        let found = try await journal.postings((1...60).map { Sample.key($0) }, bridge: bridge).count
                        let total = try await journal.stateTotals(bridge).first?.count ?? 0
                        try expect(total >= found, "\(found) postings were seen, then a total of \(total)")
                        let records = try await journal.history(subject: nil, bridge: nil, after: 0, limit: 10_000).count
                        try expect(records >= 2 * total && records.isMultiple(of: 2), "\(total) postings, then \(records) records")
                    }
                }
                try await group.waitForAll()
            }
            try await journal.commit(Sample.arrival(61))
            try expectEqual(try await journal.stored(61).sequence, 61, "one reads one's own writes")
        },
        JournalPromise("a closed journal refuses everything") { journal in
            try await journal.commit(Sample.arrival(1))
            await journal.close()
            try await expectRefused(.closed) { () async throws(JournalError) in try await journal.commit(Sample.arrival(2)) }
            try await expectRefused(.closed) { () async throws(JournalError) in _ = try await journal.stateTotals(nil) }
            try await expectRefused(.closed) { () async throws(JournalError) in
                _ = try await journal.lease("lane", owner: "a", now: now, until: now)
            }
            try await expectRefused(.closed) { () async throws(JournalError) in _ = try await journal.verify { _ in } }
            await journal.close()
        },
    ]
}

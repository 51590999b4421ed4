import BridgeDomain
import BridgeJournal
import BridgeJournalTesting
import Synchronization
import Testing

@Suite struct MemoryJournalTests {
    @Test(arguments: JournalSuite.promises)
    func `the journal in memory keeps its promises`(promise: JournalPromise) async throws {
        try await promise.check { MemoryJournal() }
    }

    @Test func `death before durability leaves nothing, death after it leaves everything`() async throws {
        for side in [CrashPoint.Side.before, .after] {
            let disk = MemoryDisk()
            let journal = MemoryJournal(on: disk) { $0.number == 2 && $0.side == side ? .die : .goOn }
            try await journal.commit(JournalSample.arrival(1))
            await #expect(throws: JournalError.self) { try await journal.commit(JournalSample.arrival(2)) }
            await #expect(throws: JournalError.self) { try await journal.stateTotals(nil) }
            let reopened = MemoryJournal(on: disk)
            #expect(try await reopened.stateTotals(nil).map(\.count) == [side == .before ? 1 : 2])
            #expect(try await reopened.verify { _ in }.faultsTotal == 0)
        }
    }

    @Test func `a full disk refuses one write and the journal lives on`() async throws {
        let journal = MemoryJournal { point in
            point.number == 1 && point.side == .before ? .refuse(JournalError(.diskFull, "no room")) : .goOn
        }
        await #expect(throws: JournalError(.diskFull, "no room")) { try await journal.commit(JournalSample.arrival(1)) }
        try await journal.commit(JournalSample.arrival(1))
        #expect(try await journal.stateTotals(nil).map(\.count) == [1])
    }

    @Test func `crash points name every write in order`() async throws {
        let seen = Mutex<[CrashPoint]>([])
        let journal = MemoryJournal { point in
            seen.withLock { $0.append(point) }
            return .goOn
        }
        try await journal.commit(JournalUnit())
        let fence = try #require(
            try await journal.lease("lane", owner: "a", now: JournalSample.now, until: JournalSample.now.adding(seconds: 1)))
        try await journal.release(fence)
        #expect(
            seen.withLock { $0 }.map { "\($0.number) \($0.side) \($0.write)" } == [
                "1 before unit", "1 after unit", "2 before lease", "2 after lease", "3 before release", "3 after release",
            ])
    }
}

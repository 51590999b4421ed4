import BridgeDomain
import BridgeJournal
import BridgeJournalSQLite
import BridgeJournalTesting
import BridgeTesting
import Testing

@Suite struct SQLiteJournalTests {
    @Test(arguments: JournalSuite.promises)
    func `the journal in a file keeps its promises`(promise: JournalPromise) async throws {
        let folder = try TemporaryFolder()
        try await promise.check { try await folder.open() }
        #expect(folder.files == ["journal.db", "journal.db.lock"], "nothing is left beside the file")
    }

    @Test(arguments: UInt64(1)...6)
    func `the journal in a file answers as the one in memory, whatever it is told`(seed: UInt64) async throws {
        let folder = try TemporaryFolder()
        let file = try await folder.open()
        var comparison = JournalComparison(MemoryJournal(), file, random: SeededGenerator(seed: seed))
        try await comparison.run(units: 400, pace: 40)
        // Nothing that was kept was vouched for, so only the chain and the counters are of interest here.
        let faults = try await file.verify { _ in }.faults.filter { !$0.message.contains("not what history recorded") }
        #expect(faults == [])
        await file.close()
    }
}

import BridgeDomain
import BridgeJournal
import BridgeJournalSQLite
import BridgeJournalTesting
import Testing

@Suite struct SQLiteJournalTests {
    @Test(arguments: JournalSuite.promises)
    func `the journal in a file keeps its promises`(promise: JournalPromise) async throws {
        let folder = try TemporaryFolder()
        try await promise.check { try await folder.open() }
        #expect(folder.files == ["journal.db", "journal.db.lock"], "nothing is left beside the file")
    }
}

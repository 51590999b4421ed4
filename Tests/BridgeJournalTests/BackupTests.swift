import BridgeDomain
import BridgeJournal
import BridgeJournalSQLite
import BridgeJournalTesting
import Glibc
import Synchronization
import Testing

/// Raised once, seen by all tasks.
private final class Flag: Sendable {
    private let value = Mutex(false)

    var isUp: Bool { value.withLock { $0 } }

    func raise() { value.withLock { $0 = true } }
}

@Suite struct BackupTests {
    @Test func `a backup taken while work goes on is whole and restores`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open()
        for number in 1...300 { try await journal.commit(JournalSample.arrival(number)) }
        let backup = folder.path + "/backup.db"
        let told = Mutex<[Int]>([])
        let isDone = Flag()
        try await withThrowingTaskGroup { group in
            group.addTask {
                var number = 301
                while !isDone.isUp, number < 5_000 {
                    try await journal.commit(JournalSample.arrival(number))
                    number += 1
                }
            }
            try await journal.backup(to: backup) { thousandths in told.withLock { $0.append(thousandths) } }
            isDone.raise()
            try await group.waitForAll()
        }
        #expect(told.withLock { $0.last } == 1000)
        #expect(RawFile.mode(backup) == 0o600)
        let restored = folder.path + "/restored.db"
        let report = try await SQLiteJournal.restore(from: backup, to: restored, time: StoppedClock())
        #expect(report.faults == [])
        // Everything committed before it began, and of what came meanwhile only whole units.
        #expect(report.documentsChecked >= 300)
        #expect(report.recordsChecked == 2 * report.documentsChecked)
        let opened = try await SQLiteJournal.open(path: restored, time: StoppedClock())
        let last = try #require(try await opened.list(PostingFilter(), before: nil, limit: 1).first?.sequence)
        #expect(last == report.documentsChecked)
        try await opened.commit(JournalSample.arrival(10_000))
        #expect(try await opened.verify { _ in }.faults == [])
        await opened.close()
        #expect(try await journal.verify { _ in }.faults == [])
        await journal.close()
        #expect(folder.files.filter { $0.contains("part") || $0.contains("restoring") } == [])
    }

    @Test func `a backup replaces no file unless told`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open()
        let backup = folder.path + "/backup.db"
        try await journal.backup(to: backup)
        try await journal.commit(JournalSample.arrival(1))
        let length = RawFile.length(backup)
        let error = await refusal { try await journal.backup(to: backup) }
        #expect(error?.code == .failed)
        #expect(error?.message.contains("exists") == true)
        #expect(RawFile.length(backup) == length)
        try await journal.backup(to: backup, replacing: true)
        #expect(try RawFile(backup).texts("SELECT count(*) FROM document") == ["1"])
        await journal.close()
    }

    @Test func `a backup to where nobody may write leaves nothing`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open()
        let error = await refusal { try await journal.backup(to: "/tmp/no-such-folder-of-ledgerbridge/backup.db") }
        #expect(error?.code == .failed)
        await journal.close()
    }

    @Test func `restoring over a journal must be asked for, and keeps the one it replaces`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open()
        try await journal.commit(JournalSample.arrival(1))
        let backup = folder.path + "/backup.db"
        try await journal.backup(to: backup)
        try await journal.commit(JournalSample.arrival(2))
        let busy = await refusal {
            try await SQLiteJournal.restore(from: backup, to: folder.journalPath, replacing: true, time: StoppedClock())
        }
        #expect(busy?.code == .locked)
        #expect(busy?.message.contains("\(getpid())") == true, "it says who has it")
        await journal.close()
        let error = await refusal { try await SQLiteJournal.restore(from: backup, to: folder.journalPath, time: StoppedClock()) }
        #expect(error?.code == .failed)
        try await SQLiteJournal.restore(from: backup, to: folder.journalPath, replacing: true, time: StoppedClock())
        let opened = try await folder.open()
        #expect(try await opened.stateTotals(nil).map(\.count) == [1])
        await opened.close()
        #expect(try RawFile(folder.journalPath + ".replaced").texts("SELECT count(*) FROM document") == ["2"])
    }

    @Test func `a backup with faults is refused and what stood there stays`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open()
        try await journal.commit(JournalSample.arrival(1))
        let backup = folder.path + "/backup.db"
        try await journal.backup(to: backup)
        await journal.close()
        let file = try RawFile(backup)
        try file.dropGuards()
        try file.run("UPDATE history SET detail = 'changed' WHERE sequence = 1")
        let error = await refusal {
            try await SQLiteJournal.restore(from: backup, to: folder.journalPath, replacing: true, time: StoppedClock())
        }
        #expect(error?.code == .damaged)
        #expect(error?.message.contains("record 1 was changed") == true)
        let opened = try await folder.open()
        #expect(try await opened.verify { _ in }.faults == [])
        await opened.close()
        #expect(folder.files.filter { $0.contains("part") || $0.contains("restoring") } == [])
        let empty = await refusal {
            try await SQLiteJournal.restore(from: folder.path + "/nothing.db", to: folder.path + "/new.db", time: StoppedClock())
        }
        #expect(empty?.code == .failed)
    }

    @Test func `the journal tells its size`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open()
        for number in 1...3 { try await journal.commit(JournalSample.arrival(number)) }
        let size = try await journal.size()
        #expect(size.documents == 3)
        #expect(size.historyRecords == 6)
        #expect(size.form == 12)
        #expect(size.fileBytes + size.logBytes > 8_192)
        await journal.close()
    }
}

import BridgeDomain
import BridgeJournal
import BridgeJournalTesting
import Glibc
import Testing

@testable import BridgeJournalSQLite

/// The error of a journal's refusal; a refusal of another kind, or none, is an issue.
func refusal(_ body: () async throws -> Void) async -> JournalError? {
    do {
        try await body()
    } catch let error as JournalError {
        return error
    } catch {
        Issue.record(error)
    }
    return nil
}

@Suite struct StoreFaultTests {
    @Test func `a full disk refuses, loses nothing, and work resumes on the same journal when there is room`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open { $0.filePagesMax = 110 }
        var kept: [Int] = []
        var error: JournalError?
        for number in 1...500 where error == nil {
            error = await refusal { try await journal.commit(JournalSample.arrival(number)) }
            if error == nil { kept.append(number) }
        }
        #expect(error?.code == .diskFull)
        #expect(error?.message.contains(folder.journalPath) == true)
        #expect(kept.count > 5)
        // Reading goes on, and nothing of the refused unit is there.
        #expect(try await journal.stateTotals(nil).map(\.count) == [kept.count])
        #expect(try await journal.versions(JournalSample.key(kept.count + 1), bridge: JournalSample.bridge) == [])
        try await journal.limitFile(toPages: 100_000)
        try await journal.commit(JournalSample.arrival(kept.count + 1))
        #expect(try await journal.stateTotals(nil).map(\.count) == [kept.count + 1])
        let report = try await journal.verify { _ in }
        #expect(report.faults == [])
        #expect(report.recordsChecked == Int64(2 * (kept.count + 1)))
        await journal.close()
    }

    @Test func `units that share a transaction on a full disk are each told the truth`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open { $0.filePagesMax = 110 }
        let kept = await withTaskGroup(of: Int?.self) { group in
            for number in 1...400 {
                group.addTask {
                    await refusal { try await journal.commit(JournalSample.arrival(number)) } == nil ? number : nil
                }
            }
            return await group.reduce(into: Set<Int>()) { kept, number in if let number { kept.insert(number) } }
        }
        #expect(kept.count < 400)
        let found = try await journal.postings((1...400).map { JournalSample.key($0) }, bridge: JournalSample.bridge)
        #expect(Set(JournalSample.numbers(found.keys)) == kept)
        #expect(try await journal.verify { _ in }.faults == [])
        await journal.close()
    }

    @Test func `a journal opened for reading answers and refuses to write`() async throws {
        let folder = try TemporaryFolder()
        let missing = await refusal { _ = try await folder.open { $0.isReadOnly = true } }
        #expect(missing?.code == .failed, "reading does not make a journal")
        let writing = try await folder.open()
        try await writing.commit(JournalSample.arrival(1))
        // Beside the running service.
        let reading = try await folder.open { $0.isReadOnly = true }
        #expect(try await reading.stateTotals(nil).map(\.count) == [1])
        try await writing.commit(JournalSample.arrival(2))
        #expect(try await reading.stateTotals(nil).map(\.count) == [2])
        let error = await refusal { try await reading.commit(JournalSample.arrival(3)) }
        #expect(error?.code == .readOnly)
        await reading.close()
        await writing.close()
    }

    // Root may write everything, so this one needs an ordinary user.
    @Test(.enabled(if: geteuid() != 0))
    func `a file without the right to write is refused when it is opened, and opens when that is mended`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open()
        try await journal.commit(JournalSample.arrival(1))
        await journal.close()
        chmod(folder.journalPath, 0o400)
        let error = await refusal { _ = try await folder.open() }
        #expect(error?.code == .readOnly)
        #expect(error?.message.contains(folder.journalPath) == true)
        chmod(folder.journalPath, 0o600)
        let mended = try await folder.open()
        #expect(try await mended.stateTotals(nil).map(\.count) == [1])
        await mended.close()
    }

    @Test func `a file kept busy by another process refuses after a while and goes on when it is free`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open { $0.busyMillisecondsMax = 50 }
        try await journal.commit(JournalSample.arrival(1))
        let other = try RawFile(folder.journalPath)
        try other.run("BEGIN IMMEDIATE")
        let error = await refusal { try await journal.commit(JournalSample.arrival(2)) }
        #expect(error?.code == .locked)
        #expect(try await journal.stateTotals(nil).map(\.count) == [1], "readers do not wait for it")
        try other.run("COMMIT")
        try await journal.commit(JournalSample.arrival(2))
        #expect(try await journal.verify { _ in }.faults == [])
        await journal.close()
    }

    @Test func `a file of a newer version is refused and left as it is`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open()
        await journal.close()
        try RawFile(folder.journalPath).run("PRAGMA user_version = 99")
        for isReadOnly in [false, true] {
            let error = await refusal { _ = try await folder.open { $0.isReadOnly = isReadOnly } }
            #expect(error?.code == .newerVersion)
            #expect(error?.message.contains("form 99") == true)
        }
        #expect(try RawFile(folder.journalPath).texts("PRAGMA user_version") == ["99"])
    }

    @Test func `a file that is no journal is refused and left as it is`() async throws {
        let folder = try TemporaryFolder()
        try RawFile(folder.journalPath).run("CREATE TABLE other (id INTEGER)")
        #expect(await refusal { _ = try await folder.open() }?.code == .damaged)
        #expect(try RawFile(folder.journalPath).texts("SELECT name FROM sqlite_schema") == ["other"])
        let noise = try TemporaryFolder()
        try RawFile(noise.journalPath).run("CREATE TABLE other (id INTEGER)")
        try RawFile.overwrite(noise.journalPath, from: 0, with: [UInt8](repeating: 7, count: 8_192))
        #expect(await refusal { _ = try await noise.open() }?.code == .damaged)
    }

    @Test func `damaged pages are found, and reading them is an error, not a wrong answer`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open()
        for number in 1...600 { try await journal.commit(JournalSample.arrival(number)) }
        await journal.close()
        let pages = RawFile.length(folder.journalPath) / 8_192
        // The last half: tables and indexes with what the documents brought; the schema stands at the front.
        for page in pages / 2..<pages {
            try RawFile.overwrite(folder.journalPath, from: page * 8_192, with: [UInt8](repeating: 0xA5, count: 8_192))
        }
        let opened = try await folder.open()
        let report = try await opened.verify { _ in }
        #expect(report.faults.contains { $0.message.contains("damaged") }, "\(report)")
        let error = await refusal {
            for number in 1...600 { _ = try await opened.versions(JournalSample.key(number), bridge: JournalSample.bridge) }
        }
        #expect(error?.code == .damaged)
        await opened.close()
    }

    @Test func `a missing folder is told in words`() async throws {
        let error = await refusal {
            _ = try await SQLiteJournal.open(path: "/tmp/no-such-folder-of-ledgerbridge/journal.db", time: StoppedClock())
        }
        #expect(error?.code == .failed)
        #expect(error?.message.contains("folder") == true)
    }

    @Test func `nobody else may read the journal's files`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open()
        try await journal.commit(JournalSample.arrival(1))
        #expect(folder.files == ["journal.db", "journal.db-shm", "journal.db-wal", "journal.db.lock"])
        for name in folder.files { #expect(RawFile.mode(folder.path + "/" + name) == 0o600, "\(name)") }
        await journal.close()
    }
}

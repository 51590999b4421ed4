import BridgeDomain
import BridgeJournal
import Glibc
import Testing

@testable import BridgeJournalSQLite

@Suite struct `The log is taken into the file` {
    @Test func `part by part beside the writing, and the little that is left in between, so that it begins anew`() {
        var steps = LogSteps(pagesMax: 100)
        #expect(steps.next(99) == .wait)
        for pages in [Int32(100), 200, 300] {
            #expect(steps.next(pages) == .beside)
            // One part at a time.
            #expect(steps.next(pages + 50) == .wait)
            steps.took(pages)
        }
        #expect(steps.next(360) == .here)
        // It began anew.
        #expect(steps.next(5) == .wait)
        #expect(steps.next(104) == .beside)
    }

    @Test func `where somebody still reads from it, again when as much has come, and not with each commit`() {
        var steps = LogSteps(pagesMax: 100)
        for pages in [Int32(100), 200, 300] {
            #expect(steps.next(pages) == .beside)
            steps.took(pages)
        }
        #expect(steps.next(310) == .here)
        #expect((311...409).allSatisfy { steps.next($0) == .wait })
        #expect(steps.next(410) == .beside)
        steps.took(410)
        #expect(steps.next(420) == .here)
    }

    @Test func `by the writing thread where there is no other`() {
        var steps = LogSteps(pagesMax: 100)
        #expect(steps.next(100) == .beside)
        steps.failed()
        #expect(steps.next(120) == .wait)
        #expect(steps.next(200) == .here)
        #expect(steps.next(3) == .wait)
        #expect(steps.next(100) == .here)
    }

    @Test func `while the journal is written and read, and nothing of it is lost`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open { $0.logPagesMax = 4 }
        let detail = String(repeating: "x", count: 1_000)
        let commitsMax = 5_000
        let begun = folder.bytes("journal.db")
        var count = 0
        while count < commitsMax, folder.bytes("journal.db") < begun + 40 * 8_192 || count < 200 {
            count += 1
            let entry = HistoryEntry(
                at: StoppedClock().now(), who: .machine("test"), bridge: nil, subject: "log", act: "noted", detail: "\(count) \(detail)")
            try await journal.commit(JournalUnit([.record(entry)]))
            if count % 20 == 0 {
                #expect(try await journal.history(subject: "log", bridge: nil, after: 0, limit: 500).count == min(count, 500))
            }
        }
        #expect(count < commitsMax, "the log was never taken into the file")
        await journal.close()
        #expect(folder.files == ["journal.db", "journal.db.lock"])
        let reopened = try await folder.open()
        #expect(try await reopened.history(subject: "log", bridge: nil, after: Int64(count - 1), limit: 5).count == 1)
        await reopened.close()
    }
}

extension TemporaryFolder {
    /// How large a file of the folder is.
    fileprivate func bytes(_ name: String) -> Int {
        var status = stat()
        return stat(path + "/" + name, &status) == 0 ? Int(status.st_size) : 0
    }
}

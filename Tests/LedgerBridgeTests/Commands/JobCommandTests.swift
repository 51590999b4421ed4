import BridgeDomain
import BridgeEngine
import BridgeJSON
import BridgeJournal
import Testing

@testable import ledgerbridge

/// One thing done with many documents, at the command line.
@Suite struct `The job commands` {
    @Test func `count first, begin with exactly what was counted, tell how far it is, and stop it`() async throws {
        let place = try CommandFolder()
        try await place.park(["S01", "S02", "S03"])
        #expect(await place.words(["job", "show"]).output.contains("no job yet"))
        let counted = try await place.run(["job", "next", "withdraw", "--state", "parked"])
        let seal = try #require(counted["seal"]?.string)
        #expect(counted["documents"] == 3 && counted["is_whole"] == true)
        #expect(await place.words(["job", "next", "withdraw", "--state", "parked"]).output.contains("job begin withdraw --seal \(seal)"))
        let begin = ["job", "begin", "withdraw", "--seal", seal, "--state", "parked"]
        #expect(await place.words(begin).status.contains("Say why"), "a withdrawal has a reason")
        try await place.park(["S04"])
        let begun = try await place.run(begin + ["--reason", "entered twice"])
        #expect(begun["total"] == 3 && begun["act"] == "withdraw" && begun["by"]?.description.contains("anna") == true, "\(begun)")
        #expect(await place.words(begin + ["--reason", "again"]).status.contains("another job is still running"))
        let shown = await place.words(["job", "show"]).output
        #expect(shown.contains("Job 1, withdraw, under way") && shown.contains("0 done, 0 left alone, 3 not reached, of 3"), "\(shown)")
        #expect(try await place.run(["job", "stop"])["state"] == "stopping")
        let history = try await place.journal { try await $0.history(subject: "documents", bridge: "sales", after: 0, limit: 10) }
        #expect(history.map(\.entry.act) == ["bulk_begun", "bulk_stop_asked"] && history[0].entry.who == .person("anna"))
    }

    @Test func `begin nothing where one of the documents changed since they were counted`() async throws {
        let place = try CommandFolder()
        try await place.park(["S01", "S02"])
        let seal = try #require(try await place.run(["job", "next", "retry"])["seal"]?.string)
        try await place.journal { journal in
            let key = DocumentKey("NL01", .salesInvoice, "S01")
            var posting = try #require(try await journal.postings([key], bridge: "sales")[key])
            posting.revision += 1
            try await journal.commit(JournalUnit([.movePosting(posting)]))
        }
        let said = await place.words(["job", "begin", "retry", "--seal", seal])
        #expect(said.exit == .needsPerson && said.status.contains("ledgerbridge job next"), "\(said.status)")
        #expect(try await place.run(["job", "show"]) == .null)
    }

    @Test(arguments: [
        (["job", "begin", "retry"], "--seal is needed"), (["job", "begin", "retry", "--seal", "x"], "--seal is needed"),
        (["job", "next", "sing"], "withdraw"), (["job", "stop"], "no job is running"),
        (["job", "next", "retry", "--from", "2026-12-01", "--to", "2026-11-01"], "lies after"),
        (["job", "next", "retry", "--bridge", "other"], "there is: sales"),
    ])
    func `say what is wrong`(words: [String], told: String) async throws {
        let said = await (try CommandFolder()).words(words)
        #expect(said.exit == .usage && said.status.contains(told), "\(said.status)")
    }
}

extension CommandFolder {
    /// Documents that somebody has to look at.
    fileprivate func park(_ numbers: [String]) async throws {
        let day = try #require(CalendarDate("2026-11-18"))
        let changes = numbers.map { number in
            JournalChange.startPosting(
                PostingRecord(
                    bridge: "sales", document: DocumentKey("NL01", .salesInvoice, DocumentNumber(number)), sourceID: SourceID(number),
                    documentVersion: 1, contentHash: "", state: .parked, receivedAt: Timestamp(day, milliseconds: 36_000_000),
                    invoiceDate: day))
        }
        try await journal { try await $0.commit(JournalUnit(changes)) }
    }
}

import BridgeDomain
import BridgeHash
import BridgeJournal
import BridgeJournalTesting
import Testing

@testable import BridgeJournalSQLite

/// What a stranger changes in the file behind the journal's back, and what verify says of it.
struct Tampering: Sendable, CustomStringConvertible {
    var description: String
    var sql: String
    /// Each must be one of the messages.
    var messages: [String]
    var subject: String?

    private static let forged = JournalSample.entry(2, net: 10_001)
    private static let forgedEntry = Hex.encode(forged.entry.fields)
    private static let forgedTotals = Hex.encode(EntryTotal.fields(forged.totals))

    static let cases: [Tampering] = [
        Tampering(
            description: "a detail of history", sql: "UPDATE history SET detail = 'nothing to see' WHERE sequence = 3",
            messages: ["record 3 was changed after it was written"]),
        Tampering(
            description: "who did it", sql: "UPDATE history SET who = 'person:nobody' WHERE sequence = 3",
            messages: ["record 3 was changed after it was written"]),
        Tampering(
            description: "a moment of history", sql: "UPDATE history SET at = at + 1 WHERE sequence = 1",
            messages: ["record 1 was changed after it was written"]),
        Tampering(
            description: "a record removed", sql: "DELETE FROM history WHERE sequence = 4",
            messages: ["record 4 is missing"]),
        Tampering(
            description: "the last records removed", sql: "DELETE FROM history WHERE sequence > 7",
            messages: ["records 8 to 9 are missing"]),
        Tampering(
            description: "a record removed and the rest moved up",
            sql: """
                DELETE FROM history WHERE sequence = 4; UPDATE history SET sequence = sequence - 1 WHERE sequence > 4;
                UPDATE history_end SET sequence = sequence - 1
                """,
            messages: ["record 4 is out of order: it was written as record 5"]),
        Tampering(
            description: "two records swapped",
            sql: """
                UPDATE history SET sequence = 1000 WHERE sequence = 2; UPDATE history SET sequence = 2 WHERE sequence = 3;
                UPDATE history SET sequence = 3 WHERE sequence = 1000
                """,
            messages: [
                "record 2 is out of order: it was written as record 3", "record 3 is out of order: it was written as record 2",
            ]),
        Tampering(
            description: "a document's text", sql: "UPDATE document SET raw = CAST('{}' AS BLOB) WHERE document = 2",
            messages: ["the text of version 1 was changed after it was kept"], subject: "\(JournalSample.key(2))"),
        Tampering(
            description: "a document's text with its hash",
            sql: """
                UPDATE document SET raw = CAST('{}' AS BLOB),
                content_hash = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a' WHERE document = 2
                """,
            messages: ["version 1 is not what history recorded: it was changed, or put there behind the journal's back"],
            subject: "\(JournalSample.key(2))"),
        Tampering(
            description: "a document removed", sql: "DELETE FROM document WHERE document = 2",
            messages: ["a version of the document recorded by record 3 is missing, or was changed"], subject: "\(JournalSample.key(2))"),
        Tampering(
            description: "a document removed with its key",
            sql: """
                DELETE FROM document WHERE document = 2; DELETE FROM entry WHERE document = 2; DELETE FROM posting WHERE document = 2;
                DELETE FROM document_key WHERE id = 2
                """,
            messages: ["the document recorded by record 3 is missing, or was changed"], subject: "\(JournalSample.key(2))"),
        Tampering(
            description: "a forged document",
            sql: """
                INSERT INTO document (document, version, received_at, content_hash, raw)
                SELECT document, 2, received_at, content_hash, CAST('{"n":1}' AS BLOB) FROM document WHERE document = 2
                """,
            messages: ["the text of version 2 was changed after it was kept"], subject: "\(JournalSample.key(2))"),
        Tampering(
            description: "the amounts of an entry, in balance", sql: "UPDATE entry SET content = x'\(forgedEntry)' WHERE document = 2",
            messages: [
                "the entry of version 1 is not what history recorded: it was changed, or put there behind the journal's back",
                "the entry recorded by record 4 is missing, or was changed",
            ], subject: "\(JournalSample.key(2))"),
        Tampering(
            description: "one byte of an entry",
            sql: "UPDATE entry SET content = CAST(replace(CAST(content AS TEXT), 'Invoice 2', 'Invoice 3') AS BLOB) WHERE document = 2",
            messages: ["the entry recorded by record 4 is missing, or was changed"], subject: "\(JournalSample.key(2))"),
        Tampering(
            description: "the totals of an entry", sql: "UPDATE entry SET totals = x'\(forgedTotals)' WHERE document = 2",
            messages: ["the entry of version 1 is not what history recorded: it was changed, or put there behind the journal's back"],
            subject: "\(JournalSample.key(2))"),
        Tampering(
            description: "an entry that cannot be read any more", sql: "UPDATE entry SET content = x'00' WHERE document = 2",
            messages: ["the text of the entry of version 1 was changed after it was kept"], subject: "\(JournalSample.key(2))"),
        Tampering(
            description: "an entry removed", sql: "DELETE FROM entry WHERE document = 2",
            messages: ["the entry recorded by record 4 is missing, or was changed"], subject: "\(JournalSample.key(2))"),
        Tampering(
            description: "a party's text", sql: "UPDATE party_version SET raw = x'20'",
            messages: ["the text of version 1 was changed after it was kept"], subject: "debtor/C0412"),
        Tampering(
            description: "a party removed", sql: "DELETE FROM party_version; DELETE FROM party",
            messages: ["a version of the party recorded by record 9 is missing, or was changed"], subject: "debtor/C0412"),
        Tampering(
            description: "a posting's amount", sql: "UPDATE posting SET gross = gross + 1 WHERE sequence = 2",
            messages: ["the totals per state of export-nl are not the sums of its postings"], subject: "export-nl"),
        Tampering(
            description: "a posting's state", sql: "UPDATE posting SET state = 7 WHERE sequence = 2",
            messages: ["the totals per state of export-nl are not the sums of its postings"], subject: "export-nl"),
    ]
}

@Suite struct TamperingTests {
    /// Four documents and a party: nine records.
    private func fill(_ journal: any BridgeJournal) async throws {
        for number in 1...4 { try await journal.commit(JournalSample.arrival(number)) }
        let party = JournalSample.party("C0412")
        let record = HistoryEntry(
            at: JournalSample.now, who: .machine("intake"), bridge: JournalSample.bridge, subject: "\(party.key)", act: "received",
            contentHash: party.contentHash)
        try await journal.commit(JournalUnit([.putParty(party), .record(record)]))
    }

    @Test(arguments: Tampering.cases)
    func `verify names what was changed behind the journal's back`(tampering: Tampering) async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open()
        try await fill(journal)
        #expect(try await journal.verify { _ in }.faults == [])
        await journal.close()
        let file = try RawFile(folder.journalPath)
        try file.dropGuards()
        try file.run(tampering.sql)
        let opened = try await folder.open()
        let report = try await opened.verify { _ in }
        let messages = report.faults.map(\.message)
        for message in tampering.messages { #expect(messages.contains(message), "\(messages)") }
        if let subject = tampering.subject { #expect(report.faults.contains { $0.subject == subject }, "\(report.faults)") }
        #expect(report.faultsTotal == report.faults.count)
        await opened.close()
    }

    @Test(arguments: [
        "UPDATE history SET detail = 'x'", "DELETE FROM history", "UPDATE document SET raw = x'20'", "DELETE FROM document",
        "UPDATE party_version SET raw = x'20'", "DELETE FROM party_version",
    ])
    func `the file itself refuses to change what is kept`(sql: String) async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open()
        try await fill(journal)
        let file = try RawFile(folder.journalPath)
        #expect(throws: RawFile.Failure.self) { try file.run(sql) }
        #expect(try await journal.verify { _ in }.faults == [])
        await journal.close()
    }
}

import BridgeDomain
import BridgeJournal
import BridgeJournalTesting
import Testing

@testable import BridgeJournalSQLite

@Suite struct MigrationTests {
    private let now = Timestamp(milliseconds: 5)

    @Test func `a new file has every step, numbered and dated, and our mark`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open()
        await journal.close()
        let file = try RawFile(folder.journalPath)
        #expect(
            try file.texts("SELECT number || ' ' || name || ' ' || applied_at FROM migration")
                == [
                    "1 the journal 1795000000000", "2 the door 1795000000000", "3 the search 1795000000000", "4 payments 1795000000000",
                    "5 attachments 1795000000000", "6 relations side by side 1795000000000", "7 the console 1795000000000",
                    "8 hours and holds 1795000000000",
                    "9 webhooks and second factors 1795000000000", "10 roles of tokens 1795000000000",
                    "11 tags of answers 1795000000000", "12 calls to the books 1795000000000",
                ])
        #expect(try file.texts("PRAGMA application_id") == ["\(0x4C42_4A31)"])
        #expect(try file.texts("PRAGMA journal_mode") == ["wal"])
        #expect(Migrations.all.map(\.number) == Array(1...Int64(Migrations.all.count)), "without gaps")
        let loose = try file.texts(
            """
            SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite%'
            AND name NOT LIKE 'posting_text%'
            """)
        #expect(loose == [], "all tables are strict")
    }

    @Test func `a later step keeps what is there and is taken once`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open()
        try await journal.commit(JournalSample.arrival(1))
        await journal.close()
        let step = Migration(
            number: Migrations.newest + 1, name: "a note beside postings",
            sql: "ALTER TABLE posting ADD COLUMN note TEXT; UPDATE posting SET note = 'none'")
        let connection = try Connection(path: folder.journalPath, .readWrite, busyMilliseconds: 100)
        for _ in 1...2 { try Migrations.apply(Migrations.all + [step], to: connection, now: now) }
        #expect(try connection.text("SELECT number || note FROM posting") == "2026-100001none")
        #expect(try connection.number("SELECT count(*) FROM migration") == Migrations.newest + 1)
        #expect(try connection.number("PRAGMA user_version") == Migrations.newest + 1)
        connection.close()
        #expect(await refusal { _ = try await folder.open() }?.code == .newerVersion, "this version does not know that step")
    }

    @Test func `a file of the first form gets a door and keeps what it holds`() async throws {
        let folder = try TemporaryFolder()
        let connection = try Connection(path: folder.journalPath, .create, busyMilliseconds: 100)
        try Migrations.apply(Array(Migrations.all.prefix(1)), to: connection, now: now)
        try connection.execute("INSERT INTO bridge (name) VALUES ('export-nl')")
        connection.close()
        let journal = try await folder.open()
        try await journal.commit(JournalUnit([.putToken(JournalSample.token("a"))]))
        #expect(try await journal.tokens().map(\.id) == ["a"])
        await journal.close()
        let file = try RawFile(folder.journalPath)
        #expect(try file.texts("SELECT number FROM migration") == Migrations.all.map { "\($0.number)" })
        #expect(try file.texts("SELECT name FROM bridge") == ["export-nl"])
    }

    @Test func `a file of the second form can be searched, also for what it held before`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open()
        try await journal.commit(JournalSample.arrival(1))
        await journal.close()
        let connection = try Connection(path: folder.journalPath, .readWrite, busyMilliseconds: 100)
        try connection.execute(
            """
            DROP TABLE posting_text; DROP TABLE payment_document; DROP TABLE payment; DROP TABLE notice; DROP TABLE settled_item;
            DROP TABLE attachment; DROP TABLE account; ALTER TABLE token DROP COLUMN role; ALTER TABLE token DROP COLUMN used_at; ALTER TABLE answer DROP COLUMN tag; \(Self.withoutCalls)
            DROP TABLE session; DROP TABLE hour_total; DROP TABLE hold_total;
            DROP TABLE delivery; DROP TABLE webhook; DROP TABLE failure;
            DROP INDEX party_differs; ALTER TABLE party DROP COLUMN differs; ALTER TABLE party DROP COLUMN alignment;
            ALTER TABLE relation DROP COLUMN details; DELETE FROM migration WHERE number > 2; PRAGMA user_version = 2
            """)
        connection.close()
        let opened = try await folder.open()
        try await opened.commit(JournalSample.arrival(2))
        for (search, count) in [("2026-100001", 1), ("2026-10000", 2), ("100002", 1), ("nothing", 0)] {
            #expect(try await opened.list(PostingFilter(search: search), before: nil, limit: 10).count == count, "\(search)")
        }
        await opened.close()
    }

    @Test func `a file of the seventh form counts hours and holds, also of what it held before`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open()
        for number in 1...2 {
            var posting = JournalSample.posting(number, state: .held)
            posting.hold = number == 1 ? .schedule : .original(JournalSample.key(9))
            try await journal.commit(JournalUnit([.startPosting(posting)]))
        }
        var booked = JournalSample.posting(3, state: .booked)
        booked.bookedAt = JournalSample.now.adding(seconds: 3_600)
        try await journal.commit(JournalUnit([.startPosting(booked)]))
        let bridge = JournalSample.bridge
        let (hours, holds) = (try await journal.hourTotals(bridge, from: JournalSample.now, limit: 9), try await journal.holdTotals(bridge))
        await journal.close()
        let connection = try Connection(path: folder.journalPath, .readWrite, busyMilliseconds: 100)
        try connection.execute(
            """
            DROP TABLE hour_total; DROP TABLE hold_total; DROP TABLE delivery; DROP TABLE webhook; DROP TABLE failure;
            ALTER TABLE account DROP COLUMN second_factor; ALTER TABLE account DROP COLUMN link_hash;
            ALTER TABLE token DROP COLUMN role; ALTER TABLE token DROP COLUMN used_at; ALTER TABLE answer DROP COLUMN tag; \(Self.withoutCalls)
            ALTER TABLE account DROP COLUMN link_until; DELETE FROM migration WHERE number > 7; PRAGMA user_version = 7
            """)
        connection.close()
        let opened = try await folder.open()
        #expect(hours.map(\.received) == [3, 0] && hours.map(\.booked) == [0, 1] && holds.map(\.count) == [1])
        #expect(try await opened.hourTotals(bridge, from: JournalSample.now, limit: 9) == hours)
        #expect(try await opened.holdTotals(bridge) == holds)
        #expect(try await opened.ageTotals(bridge, bounds: [JournalSample.now]).map(\.waiting) == [2, 0])
        await opened.close()
    }

    @Test func `a file of the tenth form keeps its answers, which have no tag`() async throws {
        let folder = try TemporaryFolder()
        let connection = try Connection(path: folder.journalPath, .create, busyMilliseconds: 100)
        try Migrations.apply(Array(Migrations.all.prefix(10)), to: connection, now: now)
        try connection.execute(
            """
            INSERT INTO answer (asker, key, kept_until, fingerprint, status, content_type, made_at, body)
            VALUES ('token/a', 'k', 9000000000000, 'f', 200, 'application/json', 5, x'7b7d')
            """)
        connection.close()
        let journal = try await folder.open()
        let kept = try #require(try await journal.answer(asker: "token/a", key: "k"))
        #expect(kept.tag == nil && kept.status == 200 && kept.body == Array("{}".utf8))
        await journal.close()
    }

    /// Takes back the twelfth step.
    private static let withoutCalls =
        "DROP TABLE books_call; ALTER TABLE attempt DROP COLUMN first_call; ALTER TABLE attempt DROP COLUMN calls;"

    @Test func `a file of the eleventh form keeps its attempts, and the calls of those made from then on`() async throws {
        let folder = try TemporaryFolder()
        let connection = try Connection(path: folder.journalPath, .create, busyMilliseconds: 100)
        try Migrations.apply(Array(Migrations.all.prefix(11)), to: connection, now: now)
        try connection.execute(
            """
            INSERT INTO bridge (id, name) VALUES (1, 'export-nl');
            INSERT INTO attempt (bridge, subject, number, purpose, started_at, verdict) VALUES (1, 'NL01/x', 1, 'post', 5, 'done')
            """)
        connection.close()
        let journal = try await folder.open()
        let (first, second) = (AttemptName("NL01/x", 1), AttemptName("NL01/x", 2))
        let made = AttemptRecord(
            bridge: JournalSample.bridge, subject: second.subject, number: 2, purpose: .post, startedAt: JournalSample.now)
        let calls = AttemptCalls(bridge: JournalSample.bridge, attempts: [second], calls: [JournalSample.call(1)])
        try await journal.commit(JournalUnit([.keepAttempt(made), .keepCalls(calls)]))
        #expect(try await journal.attempts("NL01/x", bridge: JournalSample.bridge).map(\.calls) == [0, 1])
        #expect(try await journal.calls(first, bridge: JournalSample.bridge) == [])
        #expect(try await journal.calls(second, bridge: JournalSample.bridge) == [JournalSample.call(1)])
        await journal.close()
    }

    @Test func `a file of the third form takes payments beside what it holds`() async throws {
        let folder = try TemporaryFolder()
        let connection = try Connection(path: folder.journalPath, .create, busyMilliseconds: 100)
        try Migrations.apply(Array(Migrations.all.prefix(3)), to: connection, now: now)
        try connection.execute("INSERT INTO bridge (name) VALUES ('export-nl')")
        connection.close()
        let journal = try await folder.open()
        try await journal.commit(JournalUnit([.putPayment(JournalSample.payment(1, on: [1]))]))
        #expect(try await journal.payments(of: JournalSample.key(1), bridge: JournalSample.bridge).map(\.id) == ["1/1"])
        await journal.close()
    }

    @Test func `a file of the fourth form takes attachments beside what it holds`() async throws {
        let folder = try TemporaryFolder()
        let connection = try Connection(path: folder.journalPath, .create, busyMilliseconds: 100)
        try Migrations.apply(Array(Migrations.all.prefix(4)), to: connection, now: now)
        try connection.execute("INSERT INTO bridge (name) VALUES ('export-nl')")
        connection.close()
        let journal = try await folder.open()
        try await journal.commit(JournalUnit([.putAttachment(JournalSample.attachment(1))]))
        #expect(try await journal.attachmentTotals(JournalSample.bridge).waiting == 1)
        await journal.close()
    }

    @Test func `a file of the fifth form keeps its parties and relations, and takes their fields from then on`() async throws {
        let folder = try TemporaryFolder()
        let connection = try Connection(path: folder.journalPath, .create, busyMilliseconds: 100)
        try Migrations.apply(Array(Migrations.all.prefix(5)), to: connection, now: now)
        try connection.execute(
            """
            INSERT INTO bridge (id, name) VALUES (1, 'export');
            INSERT INTO party (bridge, key, state, version, content_hash, revision, attempts, changed_at, raw)
            VALUES (1, 'debtor/C1', 1, 1, 'hash', 1, 0, 0, x'7b7d');
            INSERT INTO relation (bridge, target_id, number, name, is_debtor, is_creditor, blocked, deleted)
            VALUES (1, 'r-1', '1', 'De Tulp', 1, 0, 0, 0)
            """)
        connection.close()
        let journal = try await folder.open()
        let key = PartyKey(.debtor, "C1")
        var party = try #require(try await journal.parties([key], bridge: "export")[key])
        #expect(party.alignment == nil)
        var relation = try #require(try await journal.relation("export", id: "r-1"))
        #expect(relation.name == "De Tulp" && relation.details == nil)
        party.revision = 2
        party.alignment = JournalSample.alignment()
        relation.details = [.name: "De Tulp"]
        try await journal.commit(JournalUnit([.putParty(party), .putRelation(relation)]))
        #expect(try await journal.differingParties("export", after: nil, limit: 10) == [party])
        #expect(try await journal.relation("export", id: "r-1") == relation)
        await journal.close()
    }

    @Test func `a step that fails leaves the file as it was`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open()
        await journal.close()
        let step = Migration(
            number: Migrations.newest + 1, name: "half", sql: "CREATE TABLE half (id INTEGER); INSERT INTO nowhere VALUES (1)")
        let connection = try Connection(path: folder.journalPath, .readWrite, busyMilliseconds: 100)
        #expect(throws: JournalError.self) { try Migrations.apply(Migrations.all + [step], to: connection, now: now) }
        #expect(try connection.number("SELECT count(*) FROM sqlite_schema WHERE name = 'half'") == 0)
        #expect(try connection.number("PRAGMA user_version") == Migrations.newest)
        connection.close()
        let opened = try await folder.open()
        try await opened.commit(JournalSample.arrival(1))
        await opened.close()
    }
}

@Suite struct CodesTests {
    @Test func `numbers of states and kinds are a promise`() throws {
        #expect(
            PostingState.allCases.map { "\($0) \(Codes.number($0))" }.joined(separator: ", ")
                == "parked 1, held 2, ready 3, inFlight 4, outcomeUnknown 5, booked 7, rejected 6, withdrawn 8, nothingToPost 9")
        #expect(DocumentKind.allCases.map { Codes.number($0) } == [1, 2, 3, 4, 5])
        #expect(PartyState.allCases.map { Codes.number($0) } == [1, 2, 3, 4, 5, 6, 7, 8])
        for state in PostingState.allCases {
            #expect(try Codes.postingState(Codes.number(state)) == state)
            #expect(state.isSettled == (Codes.number(state) >= Codes.settledPosting))
        }
        #expect(throws: JournalError.self) { try Codes.postingState(0) }
        #expect(throws: JournalError.self) { try Codes.kind(6) }
    }
}

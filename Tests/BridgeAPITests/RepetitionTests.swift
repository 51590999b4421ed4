import BridgeAPI
import BridgeAccess
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import BridgeJournal
import BridgeJournalSQLite
import BridgeJournalTesting
import BridgeTesting
import Testing

/// An answer may be lost on its way: the same request again must find it.
@Suite(.timeLimit(.minutes(5))) struct `Repeated requests` {
    @Test func `the same key with the same body gets the same answer, byte for byte`() async throws {
        try await House.with { house in
            let first = try await house.push([Bodies.invoice("2026-1"), Bodies.invoice("2026-2").with("totals", nil)], key: "k-1")
            let again = try await house.push([Bodies.invoice("2026-1"), Bodies.invoice("2026-2").with("totals", nil)], key: "\"k-1\"")
            #expect(again.body == first.body && again.status == first.status)
            #expect(first.fields["Idempotency-Replayed"] == nil && again.fields["Idempotency-Replayed"] == "true")
            #expect(try await house.postings().count == 2)
        }
    }

    @Test(arguments: [
        ("accepted", 202), ("unchanged", 200), ("conflict number_with_other_content", 409), ("refused field_missing", 422),
    ])
    func `a single item's answer is repeated whatever it was`(verdict: String, status: Int) async throws {
        try await House.with { house in
            let body: JSON =
                switch status {
                case 202: Bodies.invoice("2026-2")
                case 200: Bodies.invoice("2026-1")
                case 409: Bodies.invoice("2026-1", id: "other")
                default: Bodies.invoice("2026-3").with("id", nil)
                }
            try await house.push(Bodies.invoice("2026-1"))
            for _ in 1...2 {
                let answer = try await house.push(body, key: "k")
                #expect(answer.status == status && answer.verdicts == [verdict])
            }
        }
    }

    @Test func `the same key with another body, or at another place, is refused`() async throws {
        try await House.with { house in
            try await house.push(Bodies.invoice("2026-1"), key: "k")
            let other = try await house.push(Bodies.invoice("2026-2"), key: "k")
            #expect(other.status == 422 && other.problem == "key-reused")
            #expect(try await house.push(Bodies.invoice("2026-1"), to: "/documents?bridge=NL02", key: "k").problem == "key-reused")
            #expect(try await house.push(Bodies.party(), to: "/parties?bridge=NL01", key: "k").problem == "key-reused")
            #expect(try await house.postings().count == 1)
        }
    }

    @Test func `keys of different tokens never meet`() async throws {
        try await House.with { house in
            let other = try await house.token([.documentsWrite]).text
            try await house.push(Bodies.invoice("2026-1"), key: "k")
            let answer = try await house.ask(
                .post, "/documents?bridge=NL01", Bodies.invoice("2026-2").bytes, token: other, fields: [("Idempotency-Key", "k")])
            #expect(answer.verdicts == ["accepted"])
        }
    }

    @Test func `after a day the key may be used again, and a repetition is known by its content`() async throws {
        try await House.with { house in
            try await house.push(Bodies.invoice("2026-1"), key: "k")
            house.clock.advance(seconds: 24 * 3_600)
            #expect(try await house.push(Bodies.invoice("2026-1"), key: "k").verdicts == ["unchanged"])
            house.clock.advance(seconds: 24 * 3_600)
            #expect(try await house.push(Bodies.invoice("2026-2"), key: "k").verdicts == ["accepted"])
        }
    }

    @Test func `answers that have run out are forgotten while others are kept`() async throws {
        try await House.with { house in
            for number in 1...10 { try await house.push(Bodies.invoice("2026-1"), key: "k-\(number)") }
            house.clock.advance(seconds: 24 * 3_600)
            for number in 11...13 { try await house.push(Bodies.invoice("2026-1"), key: "k-\(number)") }
            var left: [Int] = []
            let asker = "token/\(try #require(try await house.journal.tokens().first?.id))"
            for number in 1...13 where try await house.journal.answer(asker: asker, key: "k-\(number)") != nil { left.append(number) }
            #expect(left == [11, 12, 13])
        }
    }

    @Test func `while the first is under way the second is told so`() async throws {
        let gate = CommitGate()
        await gate.close()
        try await House.with(journal: InterposedJournal(MemoryJournal(), gate.pass)) { house in
            async let first = house.push(Bodies.invoice(), key: "k")
            await gate.arrival()
            let second = try await house.push(Bodies.invoice(), key: "k")
            #expect(second.status == 409 && second.problem == "in-progress" && second.fields["Retry-After"] == "1")
            await gate.open()
            #expect(try await first.verdicts == ["accepted"])
            #expect(try await house.push(Bodies.invoice(), key: "k").fields["Idempotency-Replayed"] == "true")
        }
    }

    @Test func `two processes that take the same request at once give one answer`() async throws {
        let shared = MemoryDisk()
        let rival = MemoryJournal(on: shared)
        let once = Once()
        // Between decision and commit of the first, the second process does the same whole.
        let journal = InterposedJournal(MemoryJournal(on: shared)) { unit throws(JournalError) in
            if let answer = unit.answer, await once.first() {
                var theirs = answer
                theirs.body = Array(#"{"index":0,"verdict":"accepted","problems":[]}"#.utf8)
                try await rival.commit(JournalUnit(unit.changes.filter { !$0.isAnswer } + [.keepAnswer(theirs)]))
            }
            return unit
        }
        try await House.with(journal: journal) { house in
            let answer = try await house.push(Bodies.invoice(), key: "k")
            #expect(answer.fields["Idempotency-Replayed"] == "true", "the loser gives the winner's answer")
            #expect(try await house.postings().count == 1)
        }
    }

    @Test func `a restart forgets nothing`() async throws {
        let folder = try ScratchFolder()
        let clock = MovableClock(House.now)
        func open() async throws -> SQLiteJournal { try await SQLiteJournal.open(path: folder.path + "/journal.db", time: clock) }
        var token = ""
        var body: [UInt8] = []
        let before = try await open()
        try await House.with(journal: before, clock: clock) { house in
            token = house.token
            body = try await house.push([Bodies.invoice()], key: "k").body
        }
        await before.close()
        let after = try await open()
        try await House.with(journal: after, clock: clock) { house in
            let again = try await house.ask(
                .post, "/documents?bridge=NL01", JSON.array([Bodies.invoice()]).bytes, token: token, fields: [("Idempotency-Key", "k")])
            #expect(again.body == body && again.fields["Idempotency-Replayed"] == "true")
            #expect(try await house.postings().count == 1)
            #expect(try await after.verify { _ in }.faults == [])
        }
        await after.close()
    }
}

private actor Once {
    private var isDone = false
    func first() -> Bool {
        defer { isDone = true }
        return !isDone
    }
}

extension JournalUnit {
    fileprivate var answer: AnswerRecord? {
        for case .keepAnswer(let record) in changes { return record }
        return nil
    }
}

extension JournalChange {
    fileprivate var isAnswer: Bool { if case .keepAnswer = self { true } else { false } }
}

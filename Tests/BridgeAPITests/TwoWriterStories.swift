@testable import BridgeAPI
import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Testing

/// What was looked at is what is changed, also where somebody else is faster between the comparison and the commit.
@Suite(.timeLimit(.minutes(5))) struct `Of two who change the same at once` {
    private typealias Path = ExampleHouse

    private static func with(_ work: (ExampleHouse, FasterHand) async throws -> Void) async throws {
        let hand = FasterHand()
        try await ExampleHouse.with(journal: hand.journal(MemoryJournal())) { house in try await work(house, hand) }
    }

    /// Another's change of a document that leaves it where the verb fits.
    private static func touch(_ number: Int) -> FasterHand.Act {
        { journal throws(JournalError) in
            let key = JournalSample.key(number)
            guard var posting = try await journal.postings([key], bridge: ExampleHouse.bridge)[key] else { return }
            posting.revision += 1
            let touched = posting
            try await journal.commit(JournalUnit([.movePosting(touched)]))
        }
    }

    private static let toDocuments: [(Int, String, JSON?)] = [
        (1, "withdraw", ["reason": "twice"]), (1, "booked-by-hand", ["number": "26700123"]), (2, "approve", nil), (3, "hold", nil),
        (1, "retry", nil),
    ]
    private static let toParties: [(String, String, JSON?)] = [
        ("C0002", "approve", ["field": "bank_account"]), ("C0002", "refuse", [:]), ("C0003", "link", ["number": "1C0003"]),
        ("C0004", "retry", nil),
    ]
    private static let toPeople: [(String, String, JSON?)] = [
        ("bert", "role", ["role": "controller"]), ("bert", "link", nil), ("bert", "close", nil), ("dora", "remove-code", nil),
        ("bert", "end-session", ["session": "session-1"]), ("bert", "end-sessions", nil), ("bert", "unlock", nil),
    ]

    @Test(arguments: toDocuments)
    func `a document is left to who was first, and the other is told to look again`(number: Int, verb: String, body: JSON?) async throws {
        try await Self.with { house, hand in
            let before = try await house.posting(number)
            hand.before(\.movesPosting, Self.touch(number))
            let late = try await house.act(Path.path(number, verb), seen: Path.path(number), body)
            #expect(!hand.isWaiting && late.status == 412 && late.problem == "changed", "\(late.text)")
            let after = try await house.posting(number)
            #expect(after.revision == before.revision + 1 && after.state == before.state && after.hold == before.hold)
            let again = try await house.act(Path.path(number, verb), seen: Path.path(number), body, key: "again")
            #expect(again.status == 200, "looked at anew: \(again.text)")
        }
    }

    @Test func `a set leaves alone what changes while it is being done`() async throws {
        let hand = FasterHand()
        try await ExampleHouse.with(journal: hand.journal(MemoryJournal()), isSeeded: false) { house in
            for number in 1...3 { try await house.document(number, .ready) }
            hand.before(\.movesPosting, Self.touch(1))
            let path = "/bridges/export-nl/sets/hold"
            let done = try await house.act(path, seen: path)
            #expect(!hand.isWaiting && done.json == ["documents": 3, "changed": 2], "\(done.text)")
            #expect(try await house.posting(1).state == .ready)
            #expect(try await house.posting(2).hold == .person)
        }
    }

    @Test(arguments: toParties)
    func `a party is left to who was first`(code: String, verb: String, body: JSON?) async throws {
        try await Self.with { house, hand in
            let before = try await house.party(code)
            hand.before(\.putsParty) { journal throws(JournalError) in
                var other = before
                other.revision += 1
                let touched = other
                try await journal.commit(JournalUnit([.putParty(touched)]))
            }
            let path = "/bridges/export-nl/parties/debtor/\(code)"
            let late = try await house.act(path + "/\(verb)", seen: path, body)
            #expect(!hand.isWaiting && late.status == 412, "\(late.text)")
            let after = try await house.party(code)
            #expect(after.revision == before.revision + 1 && after.alignment == before.alignment && after.state == before.state)
        }
    }

    @Test(arguments: toPeople)
    func `a person is left to who was first`(id: String, verb: String, body: JSON?) async throws {
        try await Self.with { house, hand in
            hand.before(\.putsAccount) { journal throws(JournalError) in
                guard var account = try await journal.account(id) else { return }
                account.language = .english
                account.revision += 1
                let changed = account
                try await journal.commit(JournalUnit([.putAccount(changed)]))
            }
            let sessions = try await house.journal.sessions().map(\.account)
            let late = try await house.act("/people/\(id)/\(verb)", seen: "/people/\(id)", body)
            #expect(!hand.isWaiting && late.status == 412, "\(late.text)")
            #expect(try await house.journal.sessions().map(\.account) == sessions, "nobody was signed out")
            let after = try #require(try await house.journal.account(id))
            #expect(after.revision == 2 && after.role == "viewer" && after.closedAt == nil && after.passwordLink == nil)
        }
    }

    private static let toWebhooks: [(String, JSON?)] = [
        ("pause", nil), ("rotate", nil), ("end", nil), ("test", nil), ("replay", ["sequence": 101]),
        ("replay", ["from": "2020-01-01", "to": "2035-12-31"]),
    ]

    @Test(arguments: toWebhooks)
    func `a webhook is left to who was first`(verb: String, body: JSON?) async throws {
        try await Self.with { house, hand in
            let path = "/webhooks/" + DeskCall.exampleWebhook
            let before = try #require(try await house.journal.webhook(DeskCall.exampleWebhook))
            hand.before(\.putsWebhook) { journal throws(JournalError) in
                var other = before
                other.name = "renamed"
                other.revision += 1
                let changed = other
                try await journal.commit(JournalUnit([.putWebhook(changed)]))
            }
            let told = try await house.history("webhook/" + DeskCall.exampleWebhook)
            let late = try await house.act(path + "/\(verb)", seen: path, body)
            #expect(!hand.isWaiting && late.status == 412, "\(late.text)")
            let after = try #require(try await house.journal.webhook(DeskCall.exampleWebhook))
            #expect(after.state == .active && after.secret == before.secret && after.name == "renamed")
            #expect(try await house.journal.delivery(DeskCall.exampleWebhook, sequence: 101)?.state == .aside)
            #expect(try await house.history("webhook/" + DeskCall.exampleWebhook) == told, "nothing was done, and nothing is said")
        }
    }

    @Test func `what was refused is told again as it was seen, or not`() async throws {
        try await Self.with { house, hand in
            let refused = try await house.journal.notices(.refused, bridge: ExampleHouse.bridge, after: 0, limit: 10)
            hand.before(\.putsNotice) { journal throws(JournalError) in
                var notice = refused[0]
                notice.reason = "another reason"
                notice.revision += 1
                let changed = notice
                try await journal.commit(JournalUnit([.putNotice(changed)]))
            }
            let late = try await house.act("/bridges/export-nl/payments/retry", seen: "/bridges/export-nl/payments/summary")
            #expect(!hand.isWaiting && late.status == 412, "\(late.text)")
            #expect(try await house.journal.notices(.refused, bridge: ExampleHouse.bridge, after: 0, limit: 10).count == 1)
        }
    }

    @Test func `what was said of a difference is answered as it was kept, also where the books were mended meanwhile`() async throws {
        try await Self.with { house, hand in
            let path = Path.path(4, "difference")
            hand.after({ $0.putsValue("explained") }) { journal throws(JournalError) in
                let key = JournalSample.key(4)
                guard var posting = try await journal.postings([key], bridge: ExampleHouse.bridge)[key] else { return }
                posting.readBack = .agrees(at: JournalSample.now)
                posting.revision += 1
                let mended = posting
                try await journal.commit(JournalUnit([.movePosting(mended)]))
            }
            let said = try await house.act(path + "/explain", seen: path, ["text": "a cent"])
            #expect(!hand.isWaiting && said.status == 200 && said.json["explanation"]?["text"] == "a cent", "\(said.text)")
            #expect(try await house.ask(.get, path).status == 409, "it differs no more")
        }
    }
}

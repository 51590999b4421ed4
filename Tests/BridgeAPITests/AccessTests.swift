@testable import BridgeAPI
import BridgeAccess
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Testing

/// Who may do what.
@Suite(.timeLimit(.minutes(5))) struct `Who is let in` {
    /// An operation that a token opens, as a request.
    struct Route: Sendable, CustomTestStringConvertible {
        var operation: Operation
        var scope: TokenScope
        var testDescription: String { operation.rawValue }

        func ask(_ house: House, token: String?, bridge: String? = "NL01") async throws -> Int {
            let query = bridge.map { "?bridge=\($0)" } ?? ""
            switch operation {
            case .pushDocuments: return try await house.ask(.post, "/documents\(query)", Bodies.invoice().bytes, token: token).status
            case .pushParties: return try await house.ask(.post, "/parties\(query)", Bodies.party().bytes, token: token).status
            default: return try await house.ask(.get, "/documents/id-2026-1\(query)", token: token).status
            }
        }
    }

    static let routes = Operation.allCases.compactMap { operation -> Route? in
        guard case .token(let scope) = operation.access else { return nil }
        return Route(operation: operation, scope: scope)
    }

    @Test func `every operation with a token has a route in the table`() {
        #expect(Self.routes.map(\.operation) == [.pushDocuments, .pushParties, .documentStatus])
        #expect(Set(Self.routes.map(\.scope)) == Set(TokenScope.allCases), "no scope opens nothing")
    }

    @Test(arguments: routes, TokenScope.allCases)
    func `a route is opened by its own scope and by no other`(route: Route, scope: TokenScope) async throws {
        try await House.with { house in
            let token = try await house.token([scope]).text
            let status = try await route.ask(house, token: token)
            #expect(scope == route.scope ? status != 403 && status != 401 : status == 403)
        }
    }

    @Test(arguments: routes) func `without a good token nothing is opened`(route: Route) async throws {
        try await House.with { house in
            let good = try await house.token(Set(TokenScope.allCases))
            let last = good.text.last == "0" ? "1" : "0"
            for token in [nil, "x", "lbt_", good.text + "0", String(good.text.dropLast()) + last, good.text.uppercased()] {
                #expect(try await route.ask(house, token: token) == 401, "\(token ?? "none")")
            }
            #expect(try await house.postings().isEmpty)
        }
    }

    @Test(arguments: routes) func `a token for one bridge opens no other, and need not name its own`(route: Route) async throws {
        try await House.with { house in
            try await house.push(Bodies.invoice())
            let token = try await house.token([route.scope], bridges: ["NL01"]).text
            #expect(try await route.ask(house, token: token, bridge: nil) < 300)
            #expect(try await route.ask(house, token: token, bridge: "NL02") == 403)
            #expect(try await route.ask(house, token: token, bridge: "elsewhere") == 403)
            let everywhere = try await house.token([route.scope]).text
            #expect(try await route.ask(house, token: everywhere, bridge: nil) == 400, "which of the two?")
            #expect(try await route.ask(house, token: everywhere, bridge: "elsewhere") == 404)
        }
    }

    @Test func `a token runs out at its moment and not before`() async throws {
        try await House.with { house in
            let token = try await house.token([.statusRead], expiresAt: House.now.adding(seconds: 10)).text
            let path = "/documents/none?bridge=NL01"
            house.clock.advance(to: House.now.adding(milliseconds: 9_999))
            #expect(try await house.ask(.get, path, token: token).status == 404)
            house.clock.advance(to: House.now.adding(seconds: 10))
            let refused = try await house.ask(.get, path, token: token)
            #expect(refused.status == 401 && refused.text.contains("run out"))
            #expect(refused.fields["WWW-Authenticate"] == "Bearer realm=\"ledgerbridge\"")
        }
    }

    @Test func `a revoked token opens nothing from that moment on`() async throws {
        try await House.with { house in
            let tokens = DoorTokens(journal: house.journal, clock: house.clock)
            let (id, text) = try await house.token([.statusRead])
            #expect(try await tokens.revoke(id, by: .person("bert"))?.revokedAt == House.now)
            #expect(try await tokens.revoke(id, by: .person("bert"))?.revision == 2, "revoking twice is once")
            #expect(try await tokens.revoke("nobody", by: .person("bert")) == nil)
            #expect(try await house.ask(.get, "/documents/none?bridge=NL01", token: text).text.contains("revoked"))
            let history = try await house.journal.history(subject: "token/\(id)", bridge: nil, after: 0, limit: 10)
            #expect(history.map { "\($0.entry.act) by \($0.entry.who)" } == ["created by person:anna", "revoked by person:bert"])
        }
    }

    @Test func `the journal holds no token, only its hash`() async throws {
        let journal = MemoryJournal()
        let made = try await DoorTokens(journal: journal, clock: MovableClock(House.now)).create(
            name: "trade", scopes: [.statusRead, .documentsWrite], bridges: ["NL02", "NL01"], expiresAt: nil, by: .person("anna"))
        #expect(made.text.hasPrefix("lbt_\(made.record.id)_") && made.text.utf8.count == 85)
        let kept = try await journal.tokens()
        let history = try await journal.history(subject: nil, bridge: nil, after: 0, limit: 10)
        #expect(!"\(kept) \(history)".contains(made.text.suffix(64)))
        #expect(history.map(\.entry.detail) == ["trade: documents:write, status:read for the bridges NL01, NL02"])
    }

    @Test func `two tokens of one moment differ, and one seed gives one token`() async throws {
        let tokens = DoorTokens(journal: MemoryJournal(), clock: MovableClock(House.now))
        func make(_ seed: UInt64) async throws -> String {
            try await DoorTokens(journal: MemoryJournal(), clock: MovableClock(House.now)).create(
                name: "t", scopes: [], bridges: [], expiresAt: nil, by: .person("anna"), random: SeededGenerator(seed: seed)
            ).text
        }
        #expect(try await make(1) == make(1))
        #expect(try await make(1) != make(2))
        let texts = try await [
            tokens.create(name: "a", scopes: [], bridges: [], expiresAt: nil, by: .person("anna")).text,
            tokens.create(name: "a", scopes: [], bridges: [], expiresAt: nil, by: .person("anna")).text,
        ]
        #expect(texts[0] != texts[1])
    }

    @Test(arguments: ["/documents", "/parties", "/hooks/NL01/documents", "/hooks/nobody/documents"])
    func `who is not let in is answered before a large body came`(path: String) async throws {
        try await House.with { house in
            var head = HTTPRequest(.post, origin: house.origin, target: "/api/v1\(path)")
            head.fields["Authorization"] = "Bearer lbt_wrong"
            let refused = await house.door.refusal(ofHead: head)
            let full = try await house.ask(.post, path, [UInt8](repeating: 0x20, count: 300_000), token: "lbt_wrong")
            #expect(refused?.status == full.status && (full.status == 401 || full.status == 404))
            #expect(refused?.json["type"] == full.json["type"])
            #expect(full.fields["Connection"] == "close", "what comes behind the head is not read")
        }
    }

    @Test func `who is let in has a large body read, and is counted once`() async throws {
        var limits = APIDoor.Limits()
        limits.requestsPerMinute = 2
        try await House.with(limits: limits) { house in
            let body = Bodies.invoice().bytes + [UInt8](repeating: 0x20, count: 300_000)
            for status in [202, 200, 429] {
                let answer = try await house.ask(.post, "/documents?bridge=NL01", body)
                #expect(answer.status == status)
            }
        }
    }

    @Test func `too many requests of one token are put off, others go on`() async throws {
        var limits = APIDoor.Limits()
        limits.requestsPerMinute = 3
        limits.strangersPerMinute = 2
        try await House.with(limits: limits) { house in
            let path = "/documents/none?bridge=NL01"
            for _ in 1...3 { #expect(try await house.ask(.get, path).status == 404) }
            let refused = try await house.ask(.get, path)
            #expect(refused.status == 429 && refused.fields["Retry-After"] == "60" && refused.problem == "too-many-requests")
            let other = try await house.token([.statusRead]).text
            #expect(try await house.ask(.get, path, token: other).status == 404)
            for _ in 1...2 { #expect(try await house.ask(.get, path, token: nil).status == 401) }
            #expect(try await house.ask(.get, path, token: nil).status == 429, "strangers are counted by address")
            house.clock.advance(seconds: -1)
            #expect(try await house.ask(.get, path).status == 429, "who read the clock a moment before another begins no new minute")
            house.clock.advance(seconds: 61)
            #expect(try await house.ask(.get, path).status == 404)
        }
    }

    @Test(arguments: [
        ("nl", "nl"), ("nl-BE, en", "nl"), ("en;q=0.5, nl;q=0.6", "nl"), ("de, fr", "en"), ("", "en"), ("nl;q=0, en", "en"),
        ("EN-gb", "en"), ("nl;q=x", "en"), (";;,,", "en"), ("nl;q=0.5,en;q=0.5", "nl"),
    ])
    func `the language follows what is asked for`(field: String, language: String) async throws {
        try await House.with { house in
            let answer = try await house.ask(.get, "/documents/none?bridge=NL01", fields: [("Accept-Language", field)])
            #expect(answer.fields["Content-Language"] == language)
        }
    }

    @Test(arguments: [("order-7", "order-7"), ("a b", "request-1"), ("<x>", "request-1"), (String(repeating: "a", count: 65), "request-1")])
    func `a request's own name comes back when it is plain`(name: String, told: String) async throws {
        try await House.with { house in
            let answer = try await house.ask(.get, "/documents/none?bridge=NL01", fields: [("X-Request-Id", name)])
            #expect(answer.fields["X-Request-Id"] == told && answer.json["request_id"]?.string == told)
        }
    }
}

import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Testing

@testable import BridgeConsole

@Suite("People come in as their administrator says") struct PeopleTests {
    /// What is hidden in a page and has to be sent back.
    private static func hidden(_ names: [String], _ page: HTTPResponse) -> [(name: String, value: String)] {
        names.compactMap { name in Office.hidden(name, in: page).map { (name: name, value: $0) } }
    }

    /// Presses a button of a person's page.
    private static func press(
        _ office: Office, _ verb: String, of id: String, _ filled: [(name: String, value: String)] = [], cookie: String
    ) async throws -> HTTPResponse {
        let page = try await office.get("/people/\(id)", cookie: cookie)
        return try await office.post("/people/\(id)/\(verb)", hidden(["token", "revision"], page) + filled, cookie: cookie)
    }

    /// The path of the link a page shows.
    private static func link(_ page: HTTPResponse) throws -> String {
        let mark = try #require(page.text.firstRange(of: "/welcome?"))
        return String(page.text[mark.lowerBound...].prefix { $0 != "<" }).replacing("&amp;", with: "&")
    }

    private static func choose(_ office: Office, _ link: String, _ password: String, again: String? = nil) async throws -> HTTPResponse {
        let page = try await office.get(link)
        return try await office.post(
            "/welcome", hidden(["who", "until", "key"], page) + [("password", password), ("again", again ?? password)])
    }

    private static let chosen = "een nieuw lang wachtwoord"

    @Test func `somebody who is invited chooses a password by a link that works once`() async throws {
        try await Office.with { office in
            try await office.person(.administrator)
            let cookie = try await office.enter()
            let form = [("name", "bram"), ("shown", "Bram <i>"), ("role", "bookkeeper"), ("language", "en")].map {
                (name: $0.0, value: $0.1)
            }
            let token = Self.hidden(["token"], try await office.get("/people", cookie: cookie))
            let made = try await office.post("/people", token + form, cookie: cookie)
            #expect(made.status == 200 && made.text.contains("Give this link to Bram &lt;i&gt;"))
            let link = try Self.link(made)
            #expect(try await office.get(link).text.contains("Uw gebruikersnaam is bram."))
            #expect(try await Self.choose(office, link, "kort").status == 422)
            #expect(try await Self.choose(office, link, Self.chosen, again: "iets anders van twaalf").status == 422)
            let inside = try await Self.choose(office, link, Self.chosen)
            #expect(inside.status == 303 && inside.fields["Location"] == "/")
            #expect(try await office.get("/", cookie: Office.cookie(inside)).text.contains("bookkeeper"))
            #expect(try await office.get(link).status == 404, "the link was used")
            #expect(
                try await office.acts("account/bram") == ["person:anna created", "person:bram password_changed", "person:bram signed_in"])
            #expect(try await office.post("/people", token + form, cookie: cookie).status == 422, "the name is taken")
        }
    }

    @Test func `a link runs out, and opens for nobody who made one up`() async throws {
        try await Office.with { office in
            try await office.person(.administrator)
            try await office.person(.viewer, id: "bram")
            let link = try Self.link(try await Self.press(office, "link", of: "bram", cookie: try await office.enter()))
            #expect(try await office.get(link).status == 200)
            for wrong in [
                link.replacing("who=bram", with: "who=anna"), link.replacing("until=1", with: "until=2"),
                link.replacing("key=", with: "key=0"),
                "/welcome", "/welcome?who=bram&until=x&key=y",
            ] {
                #expect(try await office.get(wrong).status == 404, "\(wrong)")
            }
            _ = try await office.enter("bram")
            office.clock.advance(seconds: Invitations.secondsMax)
            #expect(try await office.get(link).status == 404)
        }
    }

    @Test func `of two who use one link at once, one chooses the password`() async throws {
        try await Office.with { office in
            try await office.person(.administrator)
            let invitations = Invitations(office.accounts)
            let link = try await invitations.renew("anna", by: .person("anna"))
            let done = await withTaskGroup(of: Bool.self) { group in
                for number in 1...2 {
                    group.addTask { (try? await invitations.accept(link, password: "wachtwoord nummer \(number)")) != nil }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(done == 1)
        }
    }

    @Test func `sessions are ended one by one or all at once, and say so in the history`() async throws {
        try await Office.with { office in
            try await office.person(.administrator)
            try await office.person(.viewer, id: "bram")
            let anna = try await office.enter()
            var brams: [String] = []
            for _ in 0..<3 {
                office.clock.advance(seconds: 61)
                brams.append(try await office.enter("bram"))
            }
            let page = try await office.get("/people/bram", cookie: anna)
            #expect(page.text.contains("With a role that may do less, the tokens end that this person made."))
            #expect(page.text.ranges(of: "name=\"session\"").count == 3)
            let first = try #require(
                try await office.journal.sessions().filter { $0.account == "bram" }.min { $0.startedAt < $1.startedAt })
            let form = [(name: "session", value: first.id)]
            #expect(try await Self.press(office, "end-session", of: "anna", form, cookie: anna).status == 409, "that is not hers")
            #expect(try await Self.press(office, "end-session", of: "bram", form, cookie: anna).status == 303)
            #expect(try await office.get("/", cookie: brams[0]).status == 303)
            #expect(try await office.get("/", cookie: brams[1]).status == 200)
            #expect(try await Self.press(office, "end-sessions", of: "bram", cookie: anna).status == 303)
            for cookie in brams { #expect(try await office.get("/", cookie: cookie).status == 303) }
            #expect(try await office.get("/", cookie: anna).status == 200)
            #expect(try await office.acts("account/bram").suffix(2) == ["person:anna session_ended", "person:anna sessions_ended"])
        }
    }

    @Test func `somebody who is locked out is let in again`() async throws {
        try await Office.with { office in
            try await office.person(.administrator)
            try await office.person(.viewer, id: "bram")
            let anna = try await office.enter()
            for _ in 1...5 { _ = try await office.post("/sign-in", [("name", "bram"), ("password", "guess")]) }
            #expect(try await office.get("/people", cookie: anna).text.contains("1 is locked out after wrong passwords."))
            #expect(try await office.get("/people/bram", cookie: anna).text.contains("locked out</span>, until"))
            #expect(try await Self.press(office, "unlock", of: "bram", cookie: anna).status == 303)
            _ = try await office.enter("bram")
            #expect(try await office.acts("account/bram").suffix(2) == ["person:anna unlocked", "person:bram signed_in"])
        }
    }

    @Test func `a role is changed and an account closed, but there is always an administrator`() async throws {
        try await Office.with { office in
            try await office.person(.administrator)
            try await office.person(.viewer, id: "bram")
            let (anna, bram) = (try await office.enter(), try await office.enter("bram"))
            let last = try await Self.press(office, "role", of: "anna", [("role", "viewer")], cookie: anna)
            #expect(last.status == 422 && last.text.contains("This is the only administrator"))
            #expect(try await Self.press(office, "close", of: "anna", cookie: anna).status == 422)
            #expect(try await Self.press(office, "role", of: "bram", [("role", "nobody")], cookie: anna).status == 404)
            let before = try await office.get("/people/bram", cookie: anna)
            #expect(try await Self.press(office, "role", of: "bram", [("role", "controller")], cookie: anna).status == 303)
            #expect(try await office.get("/", cookie: bram).text.contains("controller"))
            let stale = Self.hidden(["token", "revision"], before)
            #expect(try await office.post("/people/bram/close", stale, cookie: anna).status == 409, "changed since it was looked at")
            #expect(try await office.get("/people/bram/close", cookie: anna).text.contains("never given out again"))
            #expect(try await office.submit("/people/bram/close", cookie: anna).status == 303)
            #expect(try await office.get("/", cookie: bram).status == 303)
            let closed = try await office.get("/people/bram", cookie: anna).text
            #expect(closed.contains("closed</span>") && !closed.contains("name=\"revision\""))
            #expect(try await office.get("/people/nobody", cookie: anna).status == 404)
        }
    }

    @Test(arguments: Role.allCases)
    func `only those who manage accounts see or change any`(role: Role) async throws {
        try await Office.with { office in
            try await office.person(role)
            try await office.person(.administrator, id: "bram")
            let cookie = try await office.enter()
            let may = Rights.allow(.manageAccounts, role)
            #expect(try await office.get("/", cookie: cookie).text.contains("href=\"/people\"") == may)
            for path in ["/people", "/people/bram", "/people/bram/close"] {
                #expect(try await office.get(path, cookie: cookie).status == (may ? 200 : 403), "\(path)")
            }
            guard !may else { return }
            let token = Self.hidden(["token"], try await office.get("/account", cookie: cookie))
            let revision = [(name: "revision", value: "1"), ("role", "viewer"), ("name", "x1"), ("language", "nl")]
            for path in ["/people"] + PersonVerb.allCases.map({ "/people/bram/\($0.rawValue)" }) {
                #expect(try await office.post(path, token + revision, cookie: cookie).status == 403, "\(path)")
            }
            #expect(try await office.accounts.list().map(\.revision) == [1, 1])
        }
    }

    @Test func `a token is made with a role, shown once, and ended after a question`() async throws {
        try await Office.with { office in
            try await office.person(.administrator)
            let cookie = try await office.enter()
            let wish: [(name: String, value: String)] = [
                ("holder", "night <job>"), ("token-role", "bookkeeper"), ("token-bridge", "export-nl"), ("days", "30"),
            ]
            let made = try await office.submit("/people", wish, to: "/tokens", cookie: cookie)
            let token = try #require(try await office.journal.tokens().first)
            #expect(made.status == 200 && made.text.contains("lbt_\(token.id)_") && made.text.contains("night &lt;job&gt;"))
            #expect(token.role == "bookkeeper" && token.scopes.isEmpty && token.bridges == ["export-nl"])
            #expect(token.expiresAt == office.clock.now().adding(seconds: 30 * 86_400) && token.createdBy == .person("anna"))
            let list = try await office.get("/people", cookie: cookie).text
            #expect(list.contains("bookkeeper") && !list.contains("lbt_\(token.id)_"))
            let end = "/tokens/\(token.id)/end"
            #expect(try await office.get(end, cookie: cookie).text.contains("night &lt;job&gt;"))
            #expect(try await office.submit(end, cookie: cookie).status == 303)
            #expect(try await office.journal.tokens().first?.revokedAt != nil)
            #expect(try await office.acts("token/\(token.id)") == ["person:anna created", "person:anna revoked"])
            let again = try await office.get(end, cookie: cookie)
            #expect(!again.text.contains("method=\"post\" action=\"\(end)\""), "ended once is enough")
            let wrongs: [[(name: String, value: String)]] = [[("holder", "x")], [("holder", ""), ("token-role", "viewer")]]
            for wrong in wrongs {
                let refused = try await office.submit("/people", wrong + [("days", "1")], to: "/tokens", cookie: cookie)
                #expect(refused.status == 422)
            }
            #expect(try await office.journal.tokens().count == 1)
        }
    }

    @Test func `a token whose maker left is not said to be in force`() async throws {
        try await Office.with { office in
            try await office.person(.administrator)
            try await office.person(.administrator, id: "bram")
            let token = TokenRecord(
                id: "aa11", name: "freshportal", hash: "the-hash", scopes: ["documents:write"], bridges: [], createdAt: office.clock.now(),
                createdBy: .person("bram"), expiresAt: nil)
            try await office.journal.commit(JournalUnit([.putToken(token)]))
            let cookie = try await office.enter()
            #expect(try await office.get("/people", cookie: cookie).text.contains("in force"))
            var bram = try #require(try await office.journal.account("bram"))
            (bram.closedAt, bram.revision) = (office.clock.now(), bram.revision + 1)
            let gone = bram
            try await office.journal.commit(JournalUnit([.putAccount(gone)]))
            let page = try await office.get("/people", cookie: cookie).text
            #expect(page.contains("who made it is gone") && !page.contains("in force"), "\(page)")
        }
    }

    @Test func `no hash of a password or token is ever shown`() async throws {
        try await Office.with { office in
            try await office.person(.administrator)
            let now = office.clock.now()
            for (id, expires) in [("aa11", now.adding(seconds: 60)), ("bb22", now.adding(seconds: -60))] {
                let token = TokenRecord(
                    id: id, name: "freshportal", hash: "the-hash", scopes: ["documents:write"], bridges: [], createdAt: now,
                    createdBy: .person("anna"), expiresAt: expires)
                try await office.journal.commit(JournalUnit([.putToken(token)]))
            }
            let cookie = try await office.enter()
            let page = try await office.get("/people", cookie: cookie).text
            #expect(
                page.contains("aa11") && page.contains("in force until") && page.contains("ran out") && page.contains("documents:write"))
            let person = try await office.get("/people/anna", cookie: cookie).text
            #expect(![page, person].contains { $0.contains("the-hash") || $0.contains("argon2") })
        }
    }
}

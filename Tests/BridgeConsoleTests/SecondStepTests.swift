import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTTP
import BridgeHash
import BridgeJournal
import BridgeTesting
import Testing

@testable import BridgeConsole

@Suite struct `The second step at the door` {
    /// The code a telephone with this key shows, as RFC 6238 makes it: written again here, so that both sides are not wrong alike.
    private static func code(_ key: String, _ office: Office, away: Int64 = 0) throws -> String {
        let bytes = try #require(Base32.decode(key.filter { $0 != " " }))
        let step = office.clock.now().milliseconds / 30_000 + away
        let tag = HMACSHA1.tag(withUnsafeBytes(of: step.bigEndian) { Array($0) }, key: bytes)
        let offset = Int(tag[19] % 16)
        var number = UInt64(tag[offset] % 128)
        for place in 1...3 { number = number * 256 + UInt64(tag[offset + place]) }
        let text = "\(number % 1_000_000)"
        return String(repeating: "0", count: 6 - text.count) + text
    }

    private static func between(_ start: String, _ end: String, in text: String) throws -> String {
        let mark = try #require(text.firstRange(of: start))
        return String(text[mark.upperBound...].prefix(while: { $0 != end.first }))
    }

    /// Switches the code on for anna; the key.
    private static func switchOn(_ office: Office, cookie: String) async throws -> (key: String, recovery: [String]) {
        let shown = try await office.submit("/account", [("code-password", Office.password)], to: "/account/code", cookie: cookie)
        let key = try between("<code>", "<", in: shown.text)
        let token = try #require(Office.hidden("token", in: shown))
        let wrong = try await office.post("/account/code/confirm", [("token", token), ("code", "000000")], cookie: cookie)
        #expect(wrong.status == 422 && wrong.text.contains(key), "it may be tried again")
        let done = try await office.post("/account/code/confirm", [("token", token), ("code", try code(key, office))], cookie: cookie)
        #expect(done.status == 200 && done.text.contains("They are not shown again."))
        office.clock.advance(seconds: 30)
        return (key, done.text.split(separator: "<code>").dropFirst().map { String($0.prefix { $0 != "<" }) })
    }

    @Test func `is switched on with a key, asked for after the password, and switched off again`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            let cookie = try await office.enter()
            #expect(try await office.get("/account", cookie: cookie).text.contains("Only a password is needed."))
            let refused = try await office.submit("/account", [("code-password", "guess")], to: "/account/code", cookie: cookie)
            #expect(refused.status == 422)
            let (key, recovery) = try await Self.switchOn(office, cookie: cookie)
            #expect(recovery.count == Accounts.recoveryCodes)
            let account = try await office.get("/account", cookie: cookie).text
            #expect(account.contains("10 recovery codes left") && !account.contains(key) && !account.contains(recovery[0]))

            let asked = try await office.post("/sign-in", [("name", "anna"), ("password", Office.password), ("next", "/history")])
            #expect(asked.status == 200 && Office.cookie(asked) == nil && asked.text.contains("name=\"code\""))
            let half = try #require(Office.hidden("half", in: asked))
            #expect(try await office.get("/", cookie: "ledgerbridge=\(half)").status == 303, "half a sign-in opens nothing")
            let wrong = try await office.post("/sign-in/code", [("half", half), ("code", "123")])
            #expect(wrong.status == 403 && wrong.text.contains("role=\"alert\""))
            let inside = try await office.post(
                "/sign-in/code", [("half", half), ("code", try Self.code(key, office)), ("next", "/history")])
            #expect(inside.status == 303 && inside.fields["Location"] == "/history")
            #expect(try await office.get("/", cookie: Office.cookie(inside)).status == 200)
            let again = try await office.post("/sign-in/code", [("half", half), ("code", recovery[0])])
            #expect(again.status == 403, "half a sign-in is used once")

            let off = try await office.submit("/account", [("code-password", Office.password)], to: "/account/code/remove", cookie: cookie)
            #expect(off.status == 303)
            _ = try await office.enter()
            #expect(try await office.acts("account/anna").contains("person:anna second_factor_removed"))
        }
    }

    @Test func `is taken off by an administrator, and a link for a password does not lead past it`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            try await office.person(.administrator, id: "bram")
            _ = try await Self.switchOn(office, cookie: try await office.enter())
            let bram = try await office.enter("bram")
            let page = try await office.get("/people/anna", cookie: bram)
            #expect(page.text.contains("on since") && page.text.contains("Take the code off this account"))
            let fields = ["token", "revision"].compactMap { name in Office.hidden(name, in: page).map { (name: name, value: $0) } }
            let shown = try await office.post("/people/anna/link", fields, cookie: bram)
            let target = "/" + (try Self.between("<code>/", "<", in: shown.text)).replacing("&amp;", with: "&")
            let form = try await office.get(target)
            let hidden = ["who", "until", "key"].compactMap { name in Office.hidden(name, in: form).map { (name: name, value: $0) } }
            let chosen = [(name: "password", value: Office.password), ("again", Office.password)]
            let sent = try await office.post("/welcome", hidden + chosen)
            #expect(sent.status == 303 && sent.fields["Location"] == "/sign-in" && Office.cookie(sent) == nil)
            #expect(try await office.submit("/people/anna", to: "/people/anna/remove-code", cookie: bram).status == 303)
            _ = try await office.enter()
            #expect(try await office.acts("account/anna").contains("person:bram second_factor_removed"))
        }
    }
}

@Suite struct `The console's own address` {
    private static func place(_ origin: String?) -> Console.Place {
        var place = Console.Place()
        place.origin = origin
        place.hosts = ["127.0.0.1", "localhost", "books.example.nl"]
        return place
    }

    @Test(arguments: [
        ("books.example.nl", 200), ("BOOKS.example.nl:443", 200), ("localhost:8480", 200), ("evil.example", 421),
        ("evil.example:8480", 421), ("books.example.nl.evil.example", 421),
    ])
    func `is the only one it answers at`(host: String, status: Int) async throws {
        try await Office.with(place: Self.place(nil)) { office in
            let page = try await office.get("/sign-in", fields: [("Host", host)])
            #expect(page.status == status)
        }
    }

    @Test(arguments: ["https://books.example.nl", nil])
    func `stands in links, whatever a request says`(origin: String?) async throws {
        try await Office.with(place: Self.place(origin)) { office in
            try await office.person(.administrator)
            let cookie = try await office.enter()
            let page = try await office.get("/people/anna", cookie: cookie)
            let fields = ["token", "revision"].compactMap { name in Office.hidden(name, in: page).map { (name: name, value: $0) } }
            let shown = try await office.post("/people/anna/link", fields, cookie: cookie, fields: [("Host", "localhost:99")])
            #expect(shown.text.contains("<code>\(origin ?? "http://localhost:99")/welcome?"))
        }
    }

    @Test func `is not guessed where nobody said it`() async throws {
        try await Office.with { office in
            try await office.person(.administrator)
            let cookie = try await office.enter()
            let shown = try await office.submit("/people/anna", to: "/people/anna/link", cookie: cookie)
            #expect(shown.text.contains("<code>/welcome?") && shown.text.contains("public_address"))
        }
    }
}

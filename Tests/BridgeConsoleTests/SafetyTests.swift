import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Testing

@testable import BridgeConsole

@Suite struct `The console is safe` {
    @Test(arguments: Role.allCases)
    func `every role does what the table of rights says, and no more`(role: Role) async throws {
        try await Office.with { office in
            try await office.person(role)
            let cookie = try await office.enter()
            for (number, verb) in DocumentVerb.allCases.enumerated() {
                let states: [DocumentVerb: PostingState] = [.hold: .ready, .approve: .held]
                try await office.document(number, states[verb] ?? .parked) { if verb == .approve { $0.hold = .approval } }
                let before = try await office.posting(number)
                let (path, may) = (Office.path(number, verb.rawValue), Rights.allow(verb.right, role))
                #expect(try await office.get(path, cookie: cookie).status == (may ? 200 : 403), "\(verb)")
                #expect(try await office.get(Office.path(number), cookie: cookie).text.contains("href=\"\(path)\"") == may, "\(verb)")
                let token = Office.hidden("token", in: try await office.get("/account", cookie: cookie)) ?? ""
                let answer = try await office.post(
                    path, [("token", token), ("revision", "\(before.revision)"), ("reason", "r"), ("number", "n")], cookie: cookie)
                #expect(answer.status == (may ? 303 : 403), "\(verb)")
                if !may { #expect(try await office.posting(number) == before, "\(verb)") }
            }
        }
    }

    @Test func `a viewer can change nothing`() async throws {
        #expect(DocumentVerb.allCases.allSatisfy { !Rights.allow($0.right, .viewer) })
    }

    @Test func `forms without their session's token, or from elsewhere, are refused`() async throws {
        try await Office.with { office in
            try await office.person(.administrator)
            try await office.person(.administrator, id: "bram")
            try await office.document(1, .ready)
            let (anna, bram) = (try await office.enter(), try await office.enter("bram"))
            let page = try await office.get(Office.path(1, "hold"), cookie: anna)
            let token = try #require(Office.hidden("token", in: page))
            let stranger = try #require(Office.hidden("token", in: try await office.get("/account", cookie: bram)))
            let path = Office.path(1, "hold")
            func hold(_ token: String?, _ fields: [(String, String)] = []) async throws -> Int {
                try await office.post(path, [("revision", "1")] + (token.map { [("token", $0)] } ?? []), cookie: anna, fields: fields)
                    .status
            }
            #expect(try await hold(nil) == 403)
            #expect(try await hold("") == 403)
            #expect(try await hold(stranger) == 403)
            #expect(try await hold(token, [("Sec-Fetch-Site", "cross-site")]) == 403)
            #expect(try await hold(token, [("Sec-Fetch-Site", "same-site")]) == 403)
            #expect(try await hold(token, [("Origin", "https://evil.example")]) == 403)
            #expect(try await hold(token, [("Origin", "null")]) == 403)
            #expect(try await office.posting(1).state == .ready)
            let revision = try #require(Office.hidden("revision", in: page))
            let right = [("token", token), ("revision", revision)].map { (name: $0.0, value: $0.1) }
            #expect(try await office.post(path, right, cookie: anna, fields: [("Sec-Fetch-Site", "same-origin")]).status == 303)
        }
    }

    @Test func `guessing is locked out with a clear text, before the right password too`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            for _ in 1...4 {
                let answer = try await office.post("/sign-in", [("name", "anna"), ("password", "guess")])
                #expect(answer.status == 403 && answer.text.contains("role=\"alert\"") && Office.cookie(answer) == nil)
            }
            for password in ["guess", Office.password] {
                let answer = try await office.post(
                    "/sign-in", [("name", "anna"), ("password", password)], fields: [("Accept-Language", "en")])
                #expect(answer.status == 429 && answer.text.contains("Try again in 15 min"))
            }
            office.clock.advance(seconds: 900)
            _ = try await office.enter()
            #expect(try await office.acts("account/anna").contains("machine:console locked_out"))
        }
    }

    @Test func `what people and vendors wrote is text and never markup`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            let evil = "\"><script>alert(1)</script>"
            try await office.document(1) {
                $0.problems = [Problem(.accountUnmapped, at: Place("product_group"), found: evil)]
                $0.targetNumber = evil
            }
            let cookie = try await office.enter()
            for path in ["/", "/documents?q=\(FormCoding.percentEncode(evil))&state=\(FormCoding.percentEncode(evil))", Office.path(1)] {
                let page = try await office.get(path, cookie: cookie).text
                #expect(!page.contains("<script>") && !page.contains("<b>") && page.contains("Anna &lt;b&gt;de Vries&lt;/b&gt;"), "\(path)")
            }
            let missing = try await office.get("/documents/export-nl/NL01/sales_invoice/\(FormCoding.percentEncode(evil))", cookie: cookie)
            #expect(missing.status == 404 && !missing.text.contains("<script>"))
        }
    }

    @Test func `every answer forbids script but our own, frames and sniffing, and no page brings any`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            try await office.document(1)
            let cookie = try await office.enter()
            for path in ["/", "/documents", Office.path(1), "/account", "/sign-in", "/first-run", "/documents/none/x/y/z"] {
                let answer = try await office.get(path, cookie: cookie)
                let policy = answer.fields["Content-Security-Policy"] ?? ""
                #expect(
                    policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"),
                    "\(path)")
                #expect(answer.fields["X-Content-Type-Options"] == "nosniff" && answer.fields["X-Frame-Options"] == "DENY", "\(path)")
                #expect(answer.fields["Referrer-Policy"] == "same-origin" && answer.fields["Cache-Control"] == "no-store", "\(path)")
                #expect(!answer.text.contains(" style=") && !answer.text.contains("<script>") && !answer.text.contains("<style"), "\(path)")
                #expect(
                    answer.text.split(separator: "<script").count == 2 && answer.text.contains("<script defer src=\"/assets/"), "\(path)")
            }
        }
    }

    @Test func `cookies are out of reach of script and other sites, and over TLS of clear text`() async throws {
        for isSecure in [false, true] {
            var place = Console.Place()
            place.isSecure = isSecure
            try await Office.with(place: place) { office in
                try await office.person(.viewer)
                let answer = try await office.post("/sign-in", [("name", "anna"), ("password", Office.password)])
                let cookie = try #require(answer.fields["Set-Cookie"])
                #expect(cookie.contains("; HttpOnly; SameSite=Strict") && cookie.contains("; Secure") == isSecure)
                #expect(cookie.hasPrefix("__Host-") == isSecure)
                #expect((answer.fields["Strict-Transport-Security"] != nil) == isSecure)
            }
        }
    }

    @Test func `signing out ends the session, for the old cookie too`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            let cookie = try await office.enter()
            let token = try #require(Office.hidden("token", in: try await office.get("/", cookie: cookie)))
            let out = try await office.post("/sign-out", [("token", token)], cookie: cookie)
            #expect(out.status == 303 && out.fields["Set-Cookie"]?.contains("Max-Age=0") == true)
            #expect(try await office.get("/", cookie: cookie).status == 303)
        }
    }
}

import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import Testing

@testable import BridgeConsole

@Suite struct `Stories at the console` {
    @Test func `a consultant comes in by the first-run link and sees a document`() async throws {
        try await Office.with { office in
            try await office.document(1)
            let link = "/first-run?key=\(office.firstRun.token)"
            let form = try await office.get(link)
            #expect(form.status == 200 && form.text.contains("De eerste beheerder"))
            let fields = [
                ("key", office.firstRun.token), ("shown", "Carla"), ("name", "Carla"), ("password", Office.password),
                ("again", Office.password),
            ].map { (name: $0.0, value: $0.1) }
            let short = try await office.post(
                "/first-run", fields.map { $0.name.contains("pass") || $0.name == "again" ? ($0.name, "kort") : $0 })
            #expect(short.status == 422 && short.text.contains("te kort"))
            let made = try await office.post("/first-run", fields)
            #expect(made.status == 303 && made.fields["Location"] == "/")
            let cookie = try #require(Office.cookie(made))
            let today = try await office.get("/", cookie: cookie)
            #expect(today.status == 200 && today.text.contains("1 document heeft iemand nodig, samen 109,00 EUR."))
            let list = try await office.get("/documents?bridge=export-nl&state=parked", cookie: cookie)
            #expect(list.text.contains("href=\"\(Office.path(1))\""))
            let document = try await office.get(Office.path(1), cookie: cookie)
            #expect(document.status == 200 && document.text.contains("Zoals het kwam") && document.text.contains("De boeking"))
            #expect(try await office.get(link).status == 404, "the link was used")
            #expect(try await office.post("/first-run", fields).status == 404)
            #expect(try await office.acts("account/carla") == ["machine:first-run created", "person:carla signed_in"])
        }
    }

    @Test func `nobody sees anything without signing in, and comes back to where they wanted`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            for path in ["/", "/documents", Office.path(1), Office.path(1, "retry"), "/account"] {
                let response = try await office.get(path)
                #expect(response.status == 303 && response.body.isEmpty, "\(path)")
            }
            let sent = try await office.get("/documents?q=a%20b")
            let form = try await office.get(try #require(sent.fields["Location"]))
            let next = try #require(Office.hidden("next", in: form))
            #expect(next == "/documents?q=a%20b")
            let back = try await office.post("/sign-in", [("next", next), ("name", "anna"), ("password", Office.password)])
            #expect(back.fields["Location"] == "/documents?q=a%20b")
            let away = try await office.post("/sign-in", [("next", "//evil.example"), ("name", "anna"), ("password", Office.password)])
            #expect(away.fields["Location"] == "/")
        }
    }

    @Test func `a bookkeeper withdraws a document with a reason, and the history says who`() async throws {
        try await Office.with { office in
            try await office.person(.bookkeeper)
            try await office.document(1)
            let cookie = try await office.enter()
            let path = Office.path(1, "withdraw")
            #expect(try await office.submit(path, [("reason", "  ")], cookie: cookie).status == 422)
            let done = try await office.submit(path, [("reason", "booked twice <b>in trade</b>")], cookie: cookie)
            #expect(done.status == 303)
            #expect(try await office.posting(1).state == .withdrawn)
            let page = try await office.get(try #require(done.fields["Location"]), cookie: cookie)
            #expect(page.text.contains("Withdraw: done. The state is now: withdrawn."))
            #expect(page.text.contains("booked twice &lt;b&gt;in trade&lt;/b&gt;") && !page.text.contains("<b>"))
            #expect(try await office.acts(JournalSample.key(1).description).contains("person:anna withdrawn"))
            #expect(try await office.submit(path, [("reason", "again")], cookie: cookie).status == 409, "the page has no form any more")
        }
    }

    @Test func `a verb is not carried out on a document that changed since it was looked at`() async throws {
        try await Office.with { office in
            try await office.person(.bookkeeper)
            try await office.document(1, .ready)
            let cookie = try await office.enter()
            let page = try await office.get(Office.path(1, "hold"), cookie: cookie)
            let fields = ["token", "revision"].compactMap { name in Office.hidden(name, in: page).map { (name: name, value: $0) } }
            #expect(try await office.post(Office.path(1, "hold"), fields, cookie: cookie).status == 303)
            #expect(try await office.posting(1).hold == .person)
            #expect(try await office.post(Office.path(1, "hold"), fields, cookie: cookie).status == 409)
        }
    }

    @Test func `a bridge that is not set up changes nothing and says so`() async throws {
        try await Office.with(isSetUp: false) { office in
            try await office.person(.bookkeeper)
            try await office.document(1, .ready)
            #expect(try await office.submit(Office.path(1, "hold"), cookie: try await office.enter()).status == 503)
            #expect(try await office.posting(1).state == .ready)
        }
    }

    @Test func `a list goes on where the page before ended`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            for number in 1...120 { try await office.document(number, .booked) }
            let cookie = try await office.enter()
            var (seen, target): ([String], String?) = ([], "/documents?state=booked")
            while let path = target {
                let page = try await office.get(path, cookie: cookie).text
                let rows = page.split(separator: "<th scope=\"row\"").dropFirst()
                #expect(rows.count <= DocumentsPage.rows)
                seen += rows.compactMap { $0.split(separator: "</a>").first?.split(separator: ">").last.map(String.init) }
                let mark = page.firstRange(of: "rel=\"next\" href=\"")
                target = mark.map { String(page[$0.upperBound...].prefix { $0 != "\"" }).replacing("&amp;", with: "&") }
            }
            #expect(seen == (1...120).reversed().map { JournalSample.key($0).number.text })
        }
    }

    @Test func `a person chooses the language and another password`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            let cookie = try await office.enter()
            let token = try #require(Office.hidden("token", in: try await office.get("/account", cookie: cookie)))
            #expect(try await office.get("/", cookie: cookie).text.contains("<html lang=\"en\">"))
            _ = try await office.post("/account/language", [("token", token), ("language", "nl")], cookie: cookie)
            #expect(try await office.get("/", cookie: cookie).text.contains("<html lang=\"nl\">"))
            let other = "een heel ander wachtwoord"
            let form = [("token", token), ("old", "fout"), ("password", other), ("again", other)].map { (name: $0.0, value: $0.1) }
            #expect(try await office.post("/account/password", form, cookie: cookie).status == 422)
            let right = form.map { $0.name == "old" ? ($0.name, Office.password) : $0 }
            let changed = try await office.post("/account/password", right, cookie: cookie)
            #expect(try await office.get("/", cookie: cookie).status == 303, "the session before has ended")
            #expect(try await office.get("/", cookie: Office.cookie(changed)).status == 200)
        }
    }
}

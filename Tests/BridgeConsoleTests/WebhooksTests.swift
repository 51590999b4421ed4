import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import BridgeWebhooks
import Testing

@testable import BridgeConsole

@Suite struct `Webhooks are kept on pages` {
    private static let events = WebhookEvent.choices.map { (name: "event-\($0.rawValue)", value: "1") }

    /// Adds one; its identifier and the page with its secret.
    private static func add(_ office: Office, url: String = "https://stock.example.nl/hooks?key=geheim", cookie: String) async throws -> (
        id: String, page: HTTPResponse
    ) {
        let page = try await office.submit("/webhooks", [("name", "Stock <b>"), ("url", url)] + events, cookie: cookie)
        return (try await office.journal.webhooks().first?.id ?? "", page)
    }

    /// Messages as a teller leaves them.
    private static func messages(_ office: Office, _ id: String, _ count: Int64, state: DeliveryRecord.State) async throws {
        for sequence in 1...count {
            var record = JournalSample.delivery(id, 100 + sequence, "\(JournalSample.key(1))", due: 0)
            record.state = state
            record.attemptsMade = 1
            record.attempts = [DeliveryRecord.Attempt(at: JournalSample.now, status: 500, milliseconds: 12, answer: "<b>no</b>")]
            try await office.journal.commit(JournalUnit([.putDelivery(record)]))
        }
    }

    @Test func `one is added, its secret shown once, and what was told is looked at and told again`() async throws {
        try await Office.with { office in
            try await office.person(.administrator)
            let cookie = try await office.enter()
            #expect(try await office.get("/webhooks", cookie: cookie).text.contains("Nobody is told what happens yet."))
            let (id, made) = try await Self.add(office, cookie: cookie)
            #expect(made.status == 200 && made.text.contains("<code>whsec_") && made.text.contains("It is not shown again."))
            try await Self.messages(office, id, 2, state: .aside)
            let page = try await office.get("/webhooks/\(id)", cookie: cookie).text
            #expect(page.contains("Stock &lt;b&gt;") && page.contains("https://stock.example.nl/hooks?…") && !page.contains("geheim"))
            #expect(!page.contains("whsec_") && page.contains("put aside</span>"))
            #expect(page.contains("nvoice 2026-100001") && !page.contains("sales_invoice"))
            for path in ["/", "/connections"] {
                #expect(try await office.get(path, cookie: cookie).text.contains("2 webhook messages were put aside"), "\(path)")
            }
            let one = try await office.get("/webhooks/\(id)/messages/101", cookie: cookie)
            #expect(one.text.contains("&lt;b&gt;no&lt;/b&gt;") && one.text.contains("msg_") && one.text.contains("nvoice 2026-100001"))
            let fields = ["token", "revision", "sequence"].compactMap { name in
                Office.hidden(name, in: one).map { (name: name, value: $0) }
            }
            #expect(try await office.post("/webhooks/\(id)/replay", fields, cookie: cookie).status == 303)
            #expect(try await office.journal.delivery(id, sequence: 101)?.state == .waiting)
            let day = JournalSample.now.description.prefix(10)
            let period = [(name: "from", value: "\(day)"), ("to", "\(day)"), ("only-aside", "1")]
            #expect(try await office.submit("/webhooks/\(id)", period, to: "/webhooks/\(id)/replay", cookie: cookie).status == 303)
            #expect(try await office.journal.deliveryTotals(id) == DeliveryTotals(waiting: 2, aside: 0))
            let wrong = [(name: "from", value: "2026-02-31"), ("to", "")]
            #expect(try await office.submit("/webhooks/\(id)", wrong, to: "/webhooks/\(id)/replay", cookie: cookie).status == 422)
        }
    }

    @Test func `one is tried, paused, resumed, given another secret and ended, each by name`() async throws {
        try await Office.with { office in
            try await office.person(.administrator)
            let cookie = try await office.enter()
            let (id, made) = try await Self.add(office, cookie: cookie)
            func press(_ verb: String) async throws -> HTTPResponse {
                try await office.submit("/webhooks/\(id)", to: "/webhooks/\(id)/\(verb)", cookie: cookie)
            }
            let stale = try await office.get("/webhooks/\(id)", cookie: cookie)
            #expect(try await press("test").status == 303)
            #expect(try await press("resume").status == 422, "it is not paused")
            #expect(try await press("pause").status == 303)
            let old = ["token", "revision"].compactMap { name in Office.hidden(name, in: stale).map { (name: name, value: $0) } }
            #expect(try await office.post("/webhooks/\(id)/resume", old, cookie: cookie).status == 409, "changed since it was looked at")
            #expect(try await press("resume").status == 303)
            let rotated = try await press("rotate")
            #expect(rotated.text.contains("<code>whsec_") && rotated.text.contains("the secret before it signs as well"))
            #expect(!made.text.contains(try #require(rotated.text.split(separator: "<code>").last?.prefix { $0 != "<" })))
            #expect(try await office.get("/webhooks/\(id)/end", cookie: cookie).text.contains("Nothing is told any more"))
            #expect(try await office.submit("/webhooks/\(id)/end", cookie: cookie).status == 303)
            #expect(try await office.get("/webhooks/\(id)", cookie: cookie).text.contains("ended</span>"))
            #expect(
                try await office.acts("webhook/\(id)")
                    == ["added", "tested", "paused", "resumed", "secret_changed", "ended"].map { "person:anna webhook_\($0)" })
        }
    }

    @Test func `what is wrong with one is said beside what was filled in`() async throws {
        try await Office.with { office in
            try await office.person(.administrator)
            let cookie = try await office.enter()
            for (url, words) in [("http://example.com", "begins with https://"), ("https://10.0.0.1/", "private network")] {
                let page = try await Self.add(office, url: url, cookie: cookie).page
                #expect(page.status == 422 && page.text.contains(words) && page.text.contains("value=\"\(url)\""))
            }
            let nothing = try await office.submit("/webhooks", [("name", "x"), ("url", "https://example.com")], cookie: cookie)
            #expect(nothing.status == 422 && nothing.text.contains("at least one event"))
            #expect(try await office.get("/webhooks/wh_nobody", cookie: cookie).status == 404)
        }
    }

    @Test(arguments: Role.allCases)
    func `only an administrator sees or changes any`(role: Role) async throws {
        try await Office.with { office in
            try await office.person(role)
            let webhook = JournalSample.webhook("wh_1")
            try await office.journal.commit(JournalUnit([.putWebhook(webhook)]))
            let cookie = try await office.enter()
            let may = Rights.allow(.manageWebhooks, role)
            for path in ["/webhooks", "/webhooks/wh_1", "/webhooks/wh_1/end"] {
                #expect(try await office.get(path, cookie: cookie).status == (may ? 200 : 403), "\(path)")
            }
            #expect(try await office.get("/connections", cookie: cookie).text.contains("href=\"/webhooks\"") == may)
            guard !may else { return }
            let token = [(name: "token", value: try #require(Office.hidden("token", in: try await office.get("/account", cookie: cookie))))]
            for path in ["/webhooks"] + WebhookVerb.allCases.map({ "/webhooks/wh_1/\($0.rawValue)" }) {
                #expect(try await office.post(path, token + [("revision", "1")], cookie: cookie).status == 403, "\(path)")
            }
        }
    }
}

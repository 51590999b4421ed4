import BridgeDomain
import BridgeHTTP
import BridgeJSON
import FreshPortalSimulator
import Synchronization
import Testing

/// The sandbox by itself: requests written by hand from the reference.
struct SandboxTests {
    static let date = CalendarDate("2026-11-18") ?? CalendarDate(daysSinceEpoch: 0)
    static let day = TradingDay.make(seed: 5, date: date, invoices: 80, creditNotes: 8, knownCustomers: 20, newCustomers: 3)

    final class Clock: TimeSource {
        private let moment = Mutex(Timestamp(SandboxTests.date, milliseconds: 64_800_000))
        func now() -> Timestamp { moment.withLock { $0 } }
        func advance(seconds: Int64) { moment.withLock { $0 = $0.adding(seconds: seconds) } }
    }

    let clock = Clock()
    let sandbox: FreshPortalSandbox

    init() async {
        var settings = SandboxSettings()
        settings.keys = ["sandbox-key": [.read, .write], "reader": [.read]]
        sandbox = FreshPortalSandbox(settings: settings, time: clock)
        await sandbox.load(Self.day)
    }

    /// The invoice of the reference's example.
    func approveReferenceInvoice() async throws {
        let text =
            #"{"id":1,"administration":"NL01","type":"sales_invoice","number":"2026-104233","version":1,"currency":"EUR","#
            + #""totals":{"net":"152.00","vat":"12.60","gross":"164.60"}}"#
        _ = await sandbox.approve(try JSON(parsing: Array(text.utf8)))
    }

    enum Unexpected: Error { case noAnswer }

    func send(_ method: HTTPMethod, _ target: String, _ body: String = "", token: String? = nil, key: String? = nil) async throws
        -> HTTPResponse
    {
        var request = HTTPRequest(method, target: target, body: Array(body.utf8))
        request.fields["Authorization"] = token.map { "Bearer \($0)" }
        request.fields["Content-Type"] = body.isEmpty ? nil : "application/json"
        request.fields["Idempotency-Key"] = key
        guard case .respond(let response) = await sandbox.answer(request) else { throw Unexpected.noAnswer }
        return response
    }

    func token(_ key: String = "sandbox-key") async throws -> String {
        let response = try await send(.post, "/v1/auth", #"{"username":"\#(key)","type":"api"}"#)
        return try #require(try JSON(parsing: response.body)["token"]?.string)
    }

    func get(_ path: String) async throws -> HTTPResponse { try await send(.get, "/finance/v1" + path, token: try await token()) }

    @Test(
        arguments: [
            (#"{"username":"sandbox-key","type":"api"}"#, 200), (#"{"username":"other","type":"api"}"#, 401),
            (#"{"username":"sandbox-key","type":"web"}"#, 422), (#"{"username":"sandbox-key"}"#, 422),
            (#"{"username":"sandbox-key","type":"api","more":1}"#, 422), ("username=sandbox-key", 400),
        ])
    func `signing in takes exactly what the reference says`(body: String, status: Int) async throws {
        #expect(try await send(.post, "/v1/auth", body).status == status)
    }

    @Test func `a token opens doors until its hour is over`() async throws {
        let token = try await token()
        #expect(try await send(.get, "/finance/v1/administrations", token: token).status == 200)
        clock.advance(seconds: 3_599)
        #expect(try await send(.get, "/finance/v1/administrations", token: token).status == 200)
        clock.advance(seconds: 1)
        #expect(try await send(.get, "/finance/v1/administrations", token: token).status == 401)
        #expect(try await send(.get, "/finance/v1/administrations").status == 401)
    }

    @Test func `a key without the right to write may only read`() async throws {
        let token = try await token("reader")
        #expect(try await send(.get, "/finance/v1/administrations", token: token).status == 200)
        #expect(try await send(.post, "/finance/v1/payments", "{}", token: token, key: "k").status == 403)
    }

    @Test(
        arguments: [
            ("/documents/sync/0", 200), ("/documents/sync/0?limit=0", 400), ("/documents/sync/0?limit=1001", 400),
            ("/documents/sync/0?limit=ten", 400), ("/documents/sync/-1", 400), ("/documents/sync/start", 400),
            ("/documents/sync/0?type=credit_note", 200), ("/documents/sync/0?type=invoice", 400),
            ("/documents/sync/0?administration=NL09", 400),
            ("/documents/sync/0?tpye=credit_note", 400), ("/documents/sync/0?limit=1&limit=2", 400), ("/documents/1", 404),
            ("/documents/abc", 404), ("/documents/max-sequence", 200), ("/documents", 404), ("/lookups/colours", 404), ("/invoices", 404),
            ("/control-totals?from=2026-11-18&to=2026-11-18", 200), ("/control-totals?from=2026-11-18", 400),
            ("/control-totals?from=2026-11-19&to=2026-11-18", 400), ("/customers/sync/0?administration=NL01", 400),
        ])
    func `what is asked for must be asked for rightly`(path: String, status: Int) async throws {
        let response = try await get(path)
        #expect(response.status == status)
        #expect(response.fields["X-Request-Id"] != nil)
    }

    @Test func `the stream is read in pages, each document once, until the number no longer rises`() async throws {
        var sequence = 0
        var ids: [Int64] = []
        var more = true
        while more {
            let page = try JSON(parsing: try await get("/documents/sync/\(sequence)?limit=30").body)
            ids += (page["results"]?.array ?? []).compactMap { $0["id"]?.integer }
            sequence = Int(try #require(page["max_sequence"]?.integer))
            more = page["has_more"] == true
        }
        #expect(ids.map { SourceID(String($0)) } == Self.day.documents.map(\.id))
        let end = try JSON(parsing: try await get("/documents/sync/\(sequence)").body)
        #expect(end["results"] == [] && end["max_sequence"]?.integer == Int64(sequence) && end["has_more"] == false)
        #expect(try JSON(parsing: try await get("/documents/max-sequence").body)["max_sequence"]?.integer == Int64(sequence))
    }

    @Test func `a changed document moves to the end of the stream and stands there once`() async throws {
        await sandbox.resend(700_000)
        await sandbox.resend(700_000)
        let rows = try #require(try JSON(parsing: try await get("/documents/sync/0").body)["results"]?.array)
        #expect(rows.count == 88)
        #expect(rows.last?["id"]?.integer == 700_000)
    }

    @Test func `a document is also to be had as a PDF`() async throws {
        let response = try await get("/documents/700000/pdf")
        #expect(response.fields["Content-Type"] == "application/pdf")
        #expect(response.text.hasPrefix("%PDF-1.4\n") && response.text.hasSuffix("%%EOF\n"))
        // The table of objects points at each object, and the trailer at the table.
        let text = response.text
        let start = try #require(Int(text.split(separator: "\n").dropLast().last ?? ""))
        #expect(String(decoding: response.body[start...].prefix(4), as: UTF8.self) == "xref")
        let offset = try #require(Int(text.split(separator: "\n").first { $0.hasSuffix(" 00000 n ") }?.prefix(10) ?? ""))
        #expect(String(decoding: response.body[offset...].prefix(7), as: UTF8.self) == "1 0 obj")
    }

    static let status =
        #"{"target":"exact","target_administration":"1","status":"posted","target_number":"26700123","target_id":null,"#
        + #""journal":"70","period":"2026-11","posted_at":"2026-11-18T15:43:05Z","document_version":1,"message":null}"#

    @Test(
        arguments: [
            ("", "", 200), (#""message":null"#, #""massage":null"#, 422), (#","message":null"#, "", 422), ("posted\"", "booked\"", 422),
            ("2026-11\"", "11-2026\"", 422), (#""document_version":1"#, #""document_version":"1""#, 422),
            (#""document_version":1"#, #""document_version":2"#, 409), (#""target":"exact""#, #""target":null"#, 422), ("{", "[", 400),
            ("15:43:05Z", "15:43:05", 422),
        ])
    func `a status must have every key, of the right kind`(old: String, new: String, status: Int) async throws {
        let body = old.isEmpty ? Self.status : Self.status.replacing(old, with: new)
        let response = try await send(.post, "/finance/v1/documents/700000/posting-status", body, token: try await token(), key: "k")
        #expect(response.status == status)
        #expect(await sandbox.statuses(of: 700_000).count == (status == 200 ? 1 : 0))
    }

    @Test func `a repeated key gets the first answer, with other content a refusal`() async throws {
        let token = try await token()
        let path = "/finance/v1/documents/700000/posting-status"
        let first = try await send(.post, path, Self.status, token: token, key: "k")
        let again = try await send(.post, path, Self.status, token: token, key: "k")
        #expect(again.body == first.body && again.fields["Idempotency-Replayed"] == "true")
        #expect(try await send(.post, path, Self.status.replacing("posted\"", with: "parked\""), token: token, key: "k").status == 409)
        #expect(try await send(.post, "/finance/v1/documents/700001/posting-status", Self.status, token: token, key: "k").status == 409)
        #expect(try await send(.post, path, Self.status, token: token).status == 400)
        #expect(await sandbox.statuses(of: 700_000).count == 1)
        #expect(await sandbox.lastStatuses()[700_000]?.targetNumber == "26700123")
    }

    @Test func `payments come back as the reference shows them`() async throws {
        try await approveReferenceInvoice()
        let body =
            #"{"target":"afas","payment_id":"p1","date":"2026-11-30","currency":"EUR","amount":"500.00","kind":"receipt","#
            + #""allocations":[{"document":"2026-104233","amount":"164.60","open_after":"0.00"}],"unallocated":"335.40"}"#
        let token = try await token()
        #expect(try await send(.post, "/finance/v1/payments", body, token: token, key: "p").status == 201)
        let wrong = [
            ("500.00", "500.0"), ("receipt", "gift"), (#","open_after":"0.00""#, ""), ("2026-11-30", "30-11-2026"), ("500.00", "500.01"),
            (#"open_after":"0.00"#, #"open_after":"0.01"#), ("2026-104233", "2026-999999"), ("EUR", "USD"),
        ]
        for (old, new) in wrong {
            let response = try await send(.post, "/finance/v1/payments", body.replacing(old, with: new), token: token, key: new + "x")
            #expect(response.status == 422, "\(new)")
        }
        #expect(await sandbox.payments() == [body])
    }

    @Test func `a subscription is made, refused and ended`() async throws {
        let token = try await token()
        let body = #"{"url":"https://hub.example/hook","events":["document.approved"],"secret":"0123456789abcdef"}"#
        for (old, new) in [
            ("https", "ftp"), ("approved", "printed"), ("0123456789abcdef", "short"), (#","secret":"0123456789abcdef""#, ""),
        ] {
            #expect(try await send(.post, "/finance/v1/webhooks", body.replacing(old, with: new), token: token).status == 422)
        }
        let made = try await send(.post, "/finance/v1/webhooks", body, token: token)
        let id = try #require(try JSON(parsing: made.body)["id"]?.integer)
        await sandbox.approveAnother()
        #expect(await sandbox.takeDueWebhooks().count == 1)
        #expect(try await send(.delete, "/finance/v1/webhooks/\(id)", token: token).status == 204)
        #expect(try await send(.delete, "/finance/v1/webhooks/\(id)", token: token).status == 404)
        await sandbox.approveAnother()
        #expect(await sandbox.takeDueWebhooks().isEmpty)
    }

    @Test func `faults strike the requests they are meant for, and no others`() async throws {
        let token = try await token()
        await sandbox.inject(SandboxFaultRule(.status(503, retryAfter: 7), pathContains: "/lookups", skip: 1, times: 2))
        var statuses: [Int] = []
        for _ in 0..<4 { statuses.append(try await send(.get, "/finance/v1/lookups/countries", token: token).status) }
        #expect(statuses == [200, 503, 503, 200])
        await sandbox.inject(SandboxFaultRule(.truncated))
        guard case .truncate(let whole, let bytes) = await sandbox.answer(HTTPRequest(.get, target: "/v1/auth")) else {
            Issue.record("the answer is cut")
            return
        }
        #expect(bytes < whole.body.count)
        await sandbox.inject(SandboxFaultRule(.dropBefore, pathContains: "posting-status"))
        await #expect(throws: Unexpected.self) {
            _ = try await send(.post, "/finance/v1/documents/700000/posting-status", Self.status, token: token, key: "a")
        }
        #expect(await sandbox.statuses(of: 700_000).isEmpty)
        await sandbox.inject(SandboxFaultRule(.dropAfter, pathContains: "posting-status"))
        await #expect(throws: Unexpected.self) {
            _ = try await send(.post, "/finance/v1/documents/700000/posting-status", Self.status, token: token, key: "a")
        }
        #expect(await sandbox.statuses(of: 700_000).count == 1)
    }

    @Test func `a slow answer waits with the sleeper that was given`() async {
        let waited = Mutex<[Int]>([])
        let sandbox = FreshPortalSandbox(time: clock) { milliseconds in waited.withLock { $0.append(milliseconds) } }
        await sandbox.inject(SandboxFaultRule(.slow(milliseconds: 750)))
        _ = await sandbox.answer(HTTPRequest(.get, target: "/finance/v1/administrations"))
        #expect(waited.withLock { $0 } == [750])
    }

    @Test func `people and demos have routes of their own`() async throws {
        let another = try await send(.post, "/_sandbox/approve", "{}")
        let id = try #require(try JSON(parsing: another.body)["id"]?.integer)
        #expect(try await send(.post, "/_sandbox/withdraw", #"{"id":\#(id)}"#).status == 200)
        #expect(await sandbox.document(Int(id))?["status"] == "withdrawn")
        #expect(try await send(.post, "/_sandbox/resend", #"{"id":1}"#).status == 422)
        #expect(
            try await send(.post, "/_sandbox/faults", #"{"fault":"status","status":429,"retry_after":3,"path":"/v1/auth"}"#).status == 200)
        #expect(try await send(.post, "/v1/auth").fields["Retry-After"] == "3")
        #expect(try await send(.post, "/_sandbox/quirks", #"{"commaDecimals":true}"#).text.contains(#""commaDecimals":true"#))
        #expect(try await get("/documents/700000").text.contains(#""exchange_rate":"1,000000""#))
        #expect(try await send(.post, "/_sandbox/quirks", #"{"comma":true}"#).status == 422)
        #expect(try await send(.post, "/_sandbox/weather", #"{"failed":"often"}"#).status == 422)
        let manifest = try JSON(parsing: try await send(.get, "/_sandbox/manifest").body)
        #expect(manifest["broken"]?.array?.count == 15)
        #expect(await sandbox.calls().keys.allSatisfy { !$0.contains("_sandbox") })
    }

    @Test func `the page shows what came back, and escapes what it shows`() async throws {
        let body = Self.status.replacing(#""message":null"#, with: #""message":"<b>niet</b> & nooit""#)
        _ = try await send(.post, "/finance/v1/documents/700000/posting-status", body, token: try await token(), key: "k")
        let page = try await send(.get, "/_sandbox/")
        #expect(page.fields["Content-Type"]?.hasPrefix("text/html") == true)
        #expect(page.text.contains("posted · 26700123 · &lt;b&gt;niet&lt;/b&gt; &amp; nooit"))
        #expect(page.text.contains("88 documents"))
        let statuses = try JSON(parsing: try await send(.get, "/_sandbox/statuses").body)
        #expect(statuses[0]?["status"] == "posted")
    }

    @Test func `a snapshot brings everything back`() async throws {
        let token = try await token()
        _ = try await send(.post, "/finance/v1/documents/700000/posting-status", Self.status, token: token, key: "k")
        await sandbox.resend(700_002)
        let bytes = try await sandbox.snapshot()
        let other = FreshPortalSandbox(time: clock)
        try await other.restore(bytes)
        #expect(try await other.snapshot() == bytes)
        #expect(await other.statuses(of: 700_000).count == 1)
        let request = HTTPRequest(.get, target: "/finance/v1/documents/sync/0", fields: ["Authorization": "Bearer \(token)"])
        guard case .respond(let theirs) = await other.answer(request), case .respond(let ours) = await sandbox.answer(request) else {
            throw Unexpected.noAnswer
        }
        #expect(theirs.body == ours.body && theirs.status == 200)
        #expect(await other.approveAnother() != nil)
        await #expect(throws: (any Error).self) { try await other.restore(Array("{}".utf8)) }
        #expect(await other.documentCount() == 89)
    }

    @Test func `a correction stays right to the cent`() async throws {
        for place in 0..<30 {
            let id = 700_000 + place
            let before = try #require(await sandbox.document(id))
            guard await sandbox.correct(id) != nil else { continue }
            let after = try #require(await sandbox.document(id))
            #expect(after["version"]?.integer == 2)
            #expect(after["totals"]?["gross"] != before["totals"]?["gross"])
            let currency = try #require(after["currency"]?.string.flatMap { Currency(code: $0) })
            func money(_ value: JSON?) throws -> Int64 { try #require(value?.string.flatMap { Money($0, currency) }).minorUnits }
            let lines = try (after["lines"]?.array ?? []).reduce(0) { try $0 + money($1["net"]) }
            let (net, vat, gross) = (
                try money(after["totals"]?["net"]), try money(after["totals"]?["vat"]), try money(after["totals"]?["gross"])
            )
            #expect(net + vat == gross)
            // Broken documents stay as broken as they were.
            if try money(before["totals"]?["net"]) == (before["lines"]?.array ?? []).reduce(0, { try $0 + money($1["net"]) }) {
                #expect(lines == net)
            }
        }
    }
}

import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import BridgeJSON
import ExactSimulator
import Testing

/// One whole story over real sockets: what the handler plays, the network shows.
struct SocketStoryTests {
    private struct Line {
        let transport: CurlTransport
        let origin: String
        var token = ""

        func send(_ method: HTTPMethod, _ target: String, body: JSON? = nil) async throws(HTTPFailure) -> Answer {
            var fields: HTTPFields = ["Accept": "application/json", "Authorization": "Bearer \(token)"]
            if body != nil { fields["Content-Type"] = "application/json" }
            let request = HTTPRequest(method, origin: origin, target: target, fields: fields, body: body?.bytes ?? [], timeoutTotal: 60_000)
            return Answer(try await transport.send(request), .whole)
        }

        /// Consent in the browser, then the code for a token.
        mutating func signIn() async throws {
            let query = FormCoding.encode([
                ("client_id", "6f1c0000-1111-2222-3333-444455556666"), ("redirect_uri", Desk.redirect), ("response_type", "code"),
            ])
            let consent = HTTPRequest(.get, origin: origin, target: "/api/oauth2/auth?\(query)")
            let location = try await transport.send(consent).fields["Location"] ?? ""
            let code = FormCoding.decode(location.split(separator: "?").last.map(String.init) ?? "").first { $0.name == "code" }?.value
            let form = FormCoding.encode([
                ("grant_type", "authorization_code"), ("code", code ?? ""), ("redirect_uri", Desk.redirect),
                ("client_id", "6f1c0000-1111-2222-3333-444455556666"), ("client_secret", "sandbox-secret"),
            ])
            let request = HTTPRequest(
                .post, origin: origin, target: "/api/oauth2/token", fields: ["Content-Type": "application/x-www-form-urlencoded"],
                body: Array(form.utf8))
            token = Answer(try await transport.send(request), .whole).json["access_token"]?.string ?? ""
        }
    }

    @Test func `an invoice whose answer is lost is found again by its reference`() async throws {
        let desk = Desk()
        let server = HTTPServer(handler: desk.sandbox)
        let port = try server.start()
        var line = Line(transport: CurlTransport(), origin: "http://127.0.0.1:\(port)")
        try await line.signIn()
        let base = "/api/v1/3456789"
        let customer = try await line.send(.get, "\(base)/crm/Accounts?$filter=trim(Code)%20eq%20'501'&$select=ID").rows.first?["ID"]
        let revenue = try await line.send(.get, "\(base)/financial/GLAccounts?$filter=Code%20eq%20'8000'&$select=ID").rows.first?["ID"]
        let body: JSON = [
            "Journal": "70", "Customer": customer ?? .null, "EntryDate": "2026-03-10", "YourRef": "FP-1",
            "SalesEntryLines": [["GLAccount": revenue ?? .null, "AmountFC": .number("250.40"), "VATCode": "1"]],
        ]
        await desk.sandbox.plan([.init(.loseAnswer, method: .post), .init(.truncated(30), pathContains: "SalesEntries")])
        let lost = await #expect(throws: HTTPFailure.self) { try await line.send(.post, "\(base)/salesentry/SalesEntries", body: body) }
        #expect(lost?.nothingWasSent == false)

        let lookup = "\(base)/salesentry/SalesEntries?$filter=YourRef%20eq%20'FP-1'&$select=EntryNumber,AmountDC"
        await #expect(throws: HTTPFailure.self) { try await line.send(.get, lookup) }
        let found = try await line.send(.get, lookup)
        #expect(found.rows.map { $0["AmountDC"] } == [.number("272.94")])
        #expect(found.fields["X-RateLimit-Limit"] == "5000")

        let page = try await line.send(.get, "/_sandbox/")
        #expect(page.text.contains("FP-1"))
        await line.transport.shutdown()
        await server.stop()
    }

    @Test func `the next page's link leads back to the same server`() async throws {
        let desk = Desk {
            var division = ExactSandbox.Division.bloemenexport
            division.accounts = (0..<70).map { .init(String(1000 + $0), "A\($0)") }
            $0.divisions = [division]
        }
        let server = HTTPServer(handler: desk.sandbox)
        let port = try server.start()
        var line = Line(transport: CurlTransport(), origin: "http://127.0.0.1:\(port)")
        try await line.signIn()
        let first = try await line.send(.get, "/api/v1/3456789/crm/Accounts?$select=ID")
        let next = try #require(first.next)
        #expect(next.hasPrefix("\(line.origin)/api/v1/3456789/crm/Accounts?"))
        #expect(try await line.send(.get, String(next.dropFirst(line.origin.count))).rows.count == 10)
        await line.transport.shutdown()
        await server.stop()
    }
}

import BridgeDomain
import BridgeHTTP
import BridgeJSON
import BridgeSource
import FreshPortalSimulator
import FreshPortalSource
import Testing

/// The source against scripted answers: signing in, errors, cursors.
struct ExchangeTests {
    static let empty = ScriptedHandler.json(#"{"results": [], "max_sequence": 7, "has_more": false}"#)

    @Test func `signing in sends the key once and the token afterwards`() async throws {
        let handler = ScriptedHandler([ScriptedHandler.token, Self.empty, Self.empty])
        let source = Trade.source(handler)
        _ = try await source.documents(after: .start, limit: 500)
        _ = try await source.documents(after: "7", limit: 5_000)
        #expect(
            handler.requests.map(\.target) == [
                "/v1/auth", "/finance/v1/documents/sync/0?limit=500&administration=NL01",
                "/finance/v1/documents/sync/7?limit=1000&administration=NL01",
            ])
        #expect(handler.requests[0].body == Array(#"{"username":"sandbox-key","type":"api"}"#.utf8))
        #expect(handler.requests[0].fields["Authorization"] == nil)
        #expect(handler.requests[2].fields["Authorization"] == "Bearer t-1")
    }

    @Test func `a document's file is asked for as a PDF, and what comes instead is told apart`() async throws {
        let pdf = OriginalFile(Array("%PDF-1.7".utf8))
        func answer(_ response: HTTPResponse) async throws -> FileAnswer {
            let handler = ScriptedHandler([ScriptedHandler.token, .respond(response)])
            let answer = try await Trade.source(handler).file(of: "700123", raw: [], bytesMax: 1_000)
            #expect(handler.requests[1].target == "/finance/v1/documents/700123/pdf")
            #expect(handler.requests[1].fields["Accept"] == "application/pdf" && handler.requests[1].answerMax == 1_000)
            return answer
        }
        func response(_ status: Int, _ type: String, _ text: String) -> HTTPResponse {
            HTTPResponse(status: status, fields: ["Content-Type": type], body: Array(text.utf8))
        }
        #expect(try await answer(response(200, "application/pdf", "%PDF-1.7")) == pdf.map { .file($0) })
        #expect(try await answer(HTTPResponse(status: 204)) == .none)
        #expect(try await answer(response(200, "image/png", "PNG")) == .otherForm("image/png"))
        #expect(try await answer(response(200, "application/pdf", "")) == .otherForm("0 bytes"))
        await #expect { _ = try await answer(response(200, "text/html", "<html>")) } throws: { ($0 as? SourceError)?.code == .unavailable }
        await #expect { _ = try await answer(response(404, "application/json", "{}")) } throws: { ($0 as? SourceError)?.code == .notFound }
    }

    @Test func `a refused token is renewed once and the request repeated once`() async throws {
        let handler = ScriptedHandler([
            ScriptedHandler.token, ScriptedHandler.json("{}", status: 401), ScriptedHandler.json(#"{"token": "t-2"}"#), Self.empty,
        ])
        _ = try await Trade.source(handler).documents(after: .start, limit: 10)
        #expect(handler.requests.count == 4)
        #expect(handler.requests[3].fields["Authorization"] == "Bearer t-2")
    }

    @Test func `a second refusal needs a person`() async {
        let refused = ScriptedHandler.json("{}", status: 401)
        let handler = ScriptedHandler([ScriptedHandler.token, refused, ScriptedHandler.token, refused, ScriptedHandler.token, refused])
        let source = Trade.source(handler)
        await #expect { _ = try await source.documents(after: .start, limit: 10) } throws: { ($0 as? SourceError)?.code == .unauthorised }
        #expect(handler.requests.count == 4)
    }

    @Test func `a refused key is said to be the key, and is not shown`() async {
        let source = Trade.source(ScriptedHandler([ScriptedHandler.json(#"{"errors": []}"#, status: 401)]))
        await #expect { _ = try await source.administrations() } throws: { error in
            guard let error = error as? SourceError else { return false }
            return error.code == .unauthorised && error.message.contains("key") && !error.message.contains("sandbox-key")
        }
        #expect(
            !String(reflecting: FreshPortalConfiguration(origin: "o", administration: "a", apiKey: "k3y!", webhookSecret: "k3y!")).contains(
                "k3y!"))
    }

    @Test func `many readers share one sign-in`() async throws {
        let sandbox = await Trade.sandbox()
        let source = Trade.source(sandbox)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { _ = try await source.codes(.vatCodes) } }
            try await group.waitForAll()
        }
        #expect(await sandbox.calls()["POST v1/auth"] == 1)
    }

    @Test(
        arguments: [
            (400, .contract), (403, .forbidden), (404, .notFound), (409, .conflict), (410, .cursorExpired), (418, .contract),
            (422, .contract), (429, .throttled), (500, .unavailable), (502, .unavailable), (503, .unavailable), (301, .contract),
        ] as [(Int, SourceError.Code)])
    func `every status has its meaning, and keeps FreshPortal's number`(status: Int, code: SourceError.Code) async {
        let answer = ScriptedHandler.json(#"{"errors": []}"#, status: status, fields: ["X-Request-Id": "fp-77"])
        let source = Trade.source(ScriptedHandler([ScriptedHandler.token, answer]))
        await #expect { _ = try await source.documents(after: .start, limit: 10) } throws: { error in
            guard let error = error as? SourceError else { return false }
            return error.code == code && error.message.contains("fp-77")
        }
    }

    @Test(arguments: [("5", 5), ("", 60), ("soon", 60), ("86400", 3_600), ("0", 1)] as [(String, Int64)])
    func `a throttled reader is told when to come back`(header: String, seconds: Int64) async {
        let fields: HTTPFields = header.isEmpty ? [:] : ["Retry-After": header]
        let source = Trade.source(ScriptedHandler([ScriptedHandler.token, ScriptedHandler.json("", status: 429, fields: fields)]))
        await #expect { _ = try await source.documents(after: .start, limit: 10) } throws: { error in
            (error as? SourceError)?.retryAt == Trade.clock.now().adding(seconds: seconds)
        }
    }

    @Test func `the reason of a 422 is kept`() async {
        let body = #"{"errors": [{"field": "period", "code": "closed", "message": "Period is closed"}]}"#
        let source = Trade.source(ScriptedHandler([ScriptedHandler.token, ScriptedHandler.json(body, status: 422)]))
        await #expect { try await source.report(Self.status, key: "k") } throws: { error in
            (error as? SourceError)?.message.contains("period · closed · Period is closed") == true
        }
    }

    @Test(
        arguments: [
            (HTTPAnswer.drop, .unavailable), (.truncate(HTTPResponse(status: 200), bytes: 1), .unavailable),
            (.respond(HTTPResponse(status: 200, fields: ["Content-Type": "text/html"], body: Array("<p>".utf8))), .unavailable),
            (ScriptedHandler.json("{"), .contract), (ScriptedHandler.json("{}"), .contract),
            (ScriptedHandler.json(#"{"results": [], "max_sequence": 7, "has_more": true}"#), .contract),
            (ScriptedHandler.json(#"{"results": [], "max_sequence": 7, "has_more": false, "results": []}"#), .contract),
            (ScriptedHandler.json(#"[]"#), .contract),
        ] as [(HTTPAnswer, SourceError.Code)])
    func `an answer that is none is an error, never an empty page`(answer: HTTPAnswer, code: SourceError.Code) async {
        let source = Trade.source(ScriptedHandler([ScriptedHandler.token, answer]))
        await #expect { _ = try await source.documents(after: .start, limit: 10) } throws: { ($0 as? SourceError)?.code == code }
    }

    @Test func `204 is an empty page and leaves the cursor where it is`() async throws {
        let source = Trade.source(ScriptedHandler([ScriptedHandler.token, .respond(HTTPResponse(status: 204))]))
        let page = try await source.documents(after: "41", limit: 10)
        #expect(page.items.isEmpty && page.next == "41" && !page.hasMore)
    }

    @Test(arguments: [(#"true"#, "12"), ("false", "99")])
    func `the cursor never passes a row that was not delivered`(hasMore: String, next: SourceCursor) async throws {
        let body = #"{"results": [{"id": 1, "sequence": 12, "status": "draft"}], "max_sequence": 99, "has_more": \#(hasMore)}"#
        let page = try await Trade.source(ScriptedHandler([ScriptedHandler.token, ScriptedHandler.json(body)])).documents(
            after: "3", limit: 1)
        #expect(page.next == next)
        #expect(page.items.isEmpty)
    }

    @Test func `a cursor of another source is refused`() async {
        let source = Trade.source(ScriptedHandler([]))
        await #expect { _ = try await source.documents(after: "page-2", limit: 1) } throws: { ($0 as? SourceError)?.code == .contract }
    }

    @Test func `a page that is too large is asked for in halves`() async throws {
        let sandbox = await Trade.sandbox()
        let page = try await Trade.source(sandbox, answerMax: 100_000).documents(after: .start, limit: 320)
        #expect(page.hasMore && (1...160).contains(page.items.count))
    }

    static let status = StatusReport(
        document: "700004", documentVersion: 1, target: "exact", targetAdministration: "1234", status: .posted, targetNumber: "26700123",
        targetID: "guid", daybook: "70", period: Period(year: 2026, number: 11), postedAt: Timestamp("2026-11-18T15:43:05Z"))

    @Test func `a status goes back with every key and its idempotency key`() async throws {
        let handler = ScriptedHandler([ScriptedHandler.token, ScriptedHandler.json("{}")])
        try await Trade.source(handler).report(Self.status, key: "9f")
        let request = handler.requests[1]
        #expect(request.target == "/finance/v1/documents/700004/posting-status")
        #expect(request.fields["Idempotency-Key"] == "9f")
        let body =
            #"{"target":"exact","target_administration":"1234","status":"posted","target_number":"26700123","target_id":"guid","#
            + #""journal":"70","period":"2026-11","posted_at":"2026-11-18T15:43:05Z","document_version":1,"message":null}"#
        #expect(String(decoding: request.body, as: UTF8.self) == body)
    }
}

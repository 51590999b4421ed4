import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import Testing

@Suite(.timeLimit(.minutes(5))) struct RoundTripTests {
    @Test(arguments: HTTPMethod.allCases, [0, 1, 300_000])
    func `method, target, fields and body arrive as they were sent`(method: HTTPMethod, bodyBytes: Int) async throws {
        try await withServer(Echo()) { origin, transport in
            let carriesBody = method != .head && method != .get
            let request = HTTPRequest(
                method, origin: origin, target: "/a%20b/../c?x=%26&y=+", fields: ["X-Reference": "F 26/0042", "X-Empty": ""],
                body: carriesBody ? (0..<bodyBytes).map { UInt8(truncatingIfNeeded: $0) } : [])
            let response = try await transport.send(request)
            #expect(response.status == 200)
            #expect(response.fields["x-method"] == method.rawValue)
            #expect(response.fields["x-target"] == request.target)
            #expect(response.fields["x-reference"] == "F 26/0042")
            #expect(response.fields["x-empty"] == "present")
            #expect(response.fields["x-content-type"] == "none")
            #expect(response.fields["x-user-agent"] == "LedgerBridge")
            #expect(response.body == (method == .head ? [] : request.body))
        }
    }

    @Test func `a body of 24 MB goes and comes whole`() async throws {
        var server = HTTPServer.Configuration()
        server.bodyMax = { _ in 32 << 20 }
        try await withServer(Echo(), server: server) { origin, transport in
            var body = [UInt8](repeating: 0x5A, count: 24 << 20)
            for place in stride(from: 0, to: body.count, by: 4_093) { body[place] = UInt8(truncatingIfNeeded: place >> 12) }
            let response = try await transport.send(HTTPRequest(.post, origin: origin, target: "/", body: body, answerMax: 24 << 20))
            #expect(response.body == body)
        }
    }

    @Test func `calls made on the transport's own thread end as any others, many at once too`() async throws {
        try await withServer(Answering { Answering.ok($0.target) }) { origin, transport in
            let answers = try await withTaskExecutorPreference(transport.executor) {
                var texts: [String] = []
                for number in 0..<20 {
                    texts.append(try await transport.send(HTTPRequest(.get, origin: origin, target: "/\(number)")).text)
                }
                return try await withThrowingTaskGroup(of: String.self) { group in
                    for number in 20..<60 {
                        group.addTask { try await transport.send(HTTPRequest(.post, origin: origin, target: "/\(number)", body: [1])).text }
                    }
                    return try await group.reduce(into: texts) { $0.append($1) }
                }
            }
            #expect(Set(answers) == Set((0..<60).map { "/\($0)" }))
        }
    }

    @Test func `what still runs on the transport's thread when it ends goes on elsewhere`() async throws {
        let transport = CurlTransport()
        let outcome = await withTaskExecutorPreference(transport.executor) {
            await transport.shutdown()
            await Task.yield()
            do {
                return try await transport.send(HTTPRequest(.get, origin: "http://127.0.0.1:9", target: "/")).text
            } catch {
                return "\(error)"
            }
        }
        #expect(outcome.contains("shut down"))
    }

    @Test func `64 exchanges at once all end well on eight connections`() async throws {
        let handler = Answering { Answering.ok($0.target) }
        try await withServer(handler) { origin, transport in
            let answers = try await withThrowingTaskGroup(of: (String, String).self) { group in
                for number in 0..<64 {
                    group.addTask {
                        let target = "/\(number)"
                        return (target, try await transport.send(HTTPRequest(.post, origin: origin, target: target, body: [1])).text)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count == 64 && answers.allSatisfy { $0.0 == $0.1 })
            #expect(handler.asked.count == 64)
            #expect((1...8).contains(handler.mostAtATime))
        }
    }

    @Test(arguments: [200, 204, 301, 304, 400, 401, 429, 500, 503])
    func `any status is an answer, and redirects are not followed`(status: Int) async throws {
        let handler = Answering { _ in .respond(HTTPResponse(status: status, fields: ["Location": "/elsewhere", "Retry-After": "7"])) }
        try await withServer(handler) { origin, transport in
            let response = try await transport.send(HTTPRequest(.get, origin: origin, target: "/"))
            #expect(response.status == status)
            #expect(response.fields["retry-after"] == "7")
            #expect(handler.asked == ["/"])
        }
    }

    @Test func `fields that come twice stay two, and the last head counts`() async throws {
        let server = RawServer([
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nset-cookie:  b=2 \r\nX:\r\nContent-Length: 2\r\n\r\nok"
        ])
        try await withTransport { transport in
            let response = try await transport.send(HTTPRequest(.get, origin: "http://127.0.0.1:\(server.port)", target: "/"))
            #expect(response.status == 200)
            #expect(response.fields.values("Set-Cookie") == ["a=1", "b=2"])
            #expect(response.fields["X"] == "")
            #expect(response.fields["Link"] == nil)
            #expect(response.text == "ok")
            #expect(server.connections == 1)
        }
    }

    @Test func `an IPv6 address is reached`() async throws {
        var server = HTTPServer.Configuration()
        server.address = "::1"
        try await withServer(Answering { Answering.ok($0.peer ?? "") }, server: server) { origin, transport in
            let response = try await transport.send(HTTPRequest(.get, origin: origin, target: "/"))
            #expect(response.text == "::1")
        }
    }

    @Test func `with a proxy every request goes there, and names are not resolved here`() async throws {
        let proxy = RawServer(["HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nproxy"])
        var client = CurlTransport.Configuration()
        client.proxy = "http://127.0.0.1:\(proxy.port)"
        try await withTransport(client) { transport in
            let response = try await transport.send(HTTPRequest(.get, origin: "http://books.example", target: "/"))
            #expect(response.text == "proxy")
            #expect(proxy.connections == 1)
        }
    }
}

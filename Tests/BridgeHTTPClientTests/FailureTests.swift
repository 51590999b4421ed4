import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import Testing

@Suite(.timeLimit(.minutes(5))) struct FailureTests {
    @Test func `a refused connection means nothing was sent`() async throws {
        let nobody = RefusingPort()
        try await withTransport { transport in
            let failed = await failure(transport, HTTPRequest(.post, origin: "http://127.0.0.1:\(nobody.port)", target: "/", body: [1]))
            #expect(failed?.kind == "notConnected")
            #expect(failed?.nothingWasSent == true)
        }
    }

    @Test func `time that runs out before TLS is there means nothing was sent`() async throws {
        let silent = RawServer([])
        try await withTransport { transport in
            let request = HTTPRequest(.post, origin: "https://127.0.0.1:\(silent.port)", target: "/", body: [1], timeoutTotal: 200)
            #expect(await failure(transport, request)?.nothingWasSent == true)
            #expect(silent.connections == 1)
        }
    }

    @Test func `a connection that takes too long to make has its own limit`() async throws {
        let silent = RawServer([])
        var client = CurlTransport.Configuration()
        client.connectTimeout = 100
        try await withTransport(client) { transport in
            let request = HTTPRequest(.get, origin: "https://127.0.0.1:\(silent.port)", target: "/", timeoutTotal: 50_000)
            #expect(await failure(transport, request)?.nothingWasSent == true)
            #expect(silent.connections == 1)
        }
    }

    @Test func `no answer in time is a timeout that may have arrived`() async throws {
        let handler = Answering { _ in
            await untilCancelled()
            return .drop
        }
        try await withServer(handler) { origin, transport in
            let failed = await failure(transport, HTTPRequest(.post, origin: origin, target: "/", body: [1], timeoutTotal: 300))
            #expect(failed == .timedOut)
            #expect(handler.asked.count == 1)
        }
    }

    @Test(arguments: HTTPMethod.allCases, [false, true])
    func `a dropped answer is a lost connection, and only reading is repeated`(method: HTTPMethod, onReused: Bool) async throws {
        let handler = Answering { $0.target == "/drop" ? .drop : Answering.ok() }
        try await withServer(handler) { origin, transport in
            if onReused { _ = try await transport.send(HTTPRequest(.get, origin: origin, target: "/")) }
            let body: [UInt8] = method == .post || method == .put ? [1, 2, 3] : []
            let failed = await failure(transport, HTTPRequest(method, origin: origin, target: "/drop", body: body))
            #expect(failed?.kind == "connectionLost")
            #expect(failed?.nothingWasSent == false)
            let times = handler.asked.count { $0 == "/drop" }
            #expect(times == (onReused && (method == .get || method == .head) ? 2 : 1))
        }
    }

    @Test func `a reading request survives a connection that died while unused`() async throws {
        let server = RawServer(["HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"])
        try await withTransport { transport in
            for _ in 0..<3 {
                let response = try await transport.send(HTTPRequest(.get, origin: "http://127.0.0.1:\(server.port)", target: "/"))
                #expect(response.text == "ok")
            }
            #expect(server.connections == 3)
        }
    }

    @Test(arguments: [0, 1, 11])
    func `an answer cut short is told from no answer`(bytes: Int) async throws {
        let handler = Answering { _ in .truncate(HTTPResponse(status: 200, body: Array("twelve bytes".utf8)), bytes: bytes) }
        try await withServer(handler) { origin, transport in
            #expect(await failure(transport, HTTPRequest(.post, origin: origin, target: "/", body: [1])) == .answerTruncated)
        }
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", "answerTruncated"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "answerTruncated"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab", "answerTruncated"),
        ("HTTP/1.1 200 OK\r\nContent-Le", "answerTruncated"),
        ("", "connectionLost"),
        ("<html>not HTTP</html>", "connectionLost"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n\(String(repeating: "x", count: 2_000))", "answerTooLarge"),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\(String(repeating: "X: \(String(repeating: "x", count: 9_000))\r\n", count: 30))\r\nabcde",
            "answerTooLarge"
        ),
    ])
    func `a broken answer is never taken for a whole one`(answer: String, kind: String) async throws {
        let server = RawServer([answer])
        try await withTransport { transport in
            let request = HTTPRequest(.post, origin: "http://127.0.0.1:\(server.port)", target: "/", answerMax: 1_000)
            let failed = await failure(transport, request)
            #expect(failed?.kind == kind)
            #expect(failed?.nothingWasSent == false)
            #expect(server.connections == 1)
        }
    }

    @Test(arguments: [(10, nil), (9, HTTPFailure.answerTooLarge), (0, .answerTooLarge)])
    func `an answer may be as large as the request says`(answerMax: Int, expected: HTTPFailure?) async throws {
        try await withServer(Answering { _ in Answering.ok("1234567890") }) { origin, transport in
            let request = HTTPRequest(.get, origin: origin, target: "/", answerMax: answerMax)
            #expect(await failure(transport, request) == expected)
            // HEAD says how long the body would be and has none.
            let head = HTTPRequest(.head, origin: origin, target: "/", answerMax: answerMax)
            #expect(await failure(transport, head) == nil)
        }
    }

    @Test func `waiting in vain for a free connection means nothing was sent`() async throws {
        let (reached, signal) = AsyncStream<Void>.makeStream()
        let handler = Answering { _ in
            signal.yield()
            await untilCancelled()
            return .drop
        }
        var client = CurlTransport.Configuration()
        client.maxConnectionsPerHost = 1
        try await withServer(handler, client: client) { origin, transport in
            let first = Task { await failure(transport, HTTPRequest(.post, origin: origin, target: "/1")) }
            for await _ in reached { break }
            let second = await failure(transport, HTTPRequest(.post, origin: origin, target: "/2", timeoutTotal: 200))
            #expect(second?.kind == "notConnected")
            #expect(handler.asked == ["/1"])
            first.cancel()
            let outcome = await first.value
            #expect(outcome == .cancelled)
        }
    }

    @Test func `beyond the number of exchanges a request fails at once`() async throws {
        let (reached, signal) = AsyncStream<Void>.makeStream()
        let handler = Answering { _ in
            signal.yield()
            await untilCancelled()
            return .drop
        }
        var client = CurlTransport.Configuration()
        client.maxExchanges = 1
        try await withServer(handler, client: client) { origin, transport in
            let first = Task { await failure(transport, HTTPRequest(.post, origin: origin, target: "/1")) }
            for await _ in reached { break }
            #expect(await failure(transport, HTTPRequest(.post, origin: origin, target: "/2"))?.kind == "notConnected")
            first.cancel()
            _ = await first.value
        }
    }

    @Test func `cancelling ends an exchange at once and leaves the others alone`() async throws {
        let (reached, signal) = AsyncStream<Void>.makeStream()
        let handler = Answering { request in
            guard request.target == "/slow" else { return Answering.ok() }
            signal.yield()
            await untilCancelled()
            return .drop
        }
        try await withServer(handler) { origin, transport in
            let slow = Task { await failure(transport, HTTPRequest(.post, origin: origin, target: "/slow", timeoutTotal: 50_000)) }
            for await _ in reached { break }
            slow.cancel()
            #expect(await slow.value == .cancelled)
            #expect(await failure(transport, HTTPRequest(.post, origin: origin, target: "/")) == nil)
        }
    }

    @Test func `a task that was cancelled before sends nothing`() async throws {
        let handler = Answering { _ in Answering.ok() }
        try await withServer(handler) { origin, transport in
            let task = Task {
                await untilCancelled()
                return await failure(transport, HTTPRequest(.post, origin: origin, target: "/"))
            }
            task.cancel()
            #expect(await task.value == .cancelled)
            #expect(handler.asked.isEmpty)
        }
    }

    @Test func `shutting down ends exchanges in flight and refuses new ones`() async throws {
        let (reached, signal) = AsyncStream<Void>.makeStream()
        let handler = Answering { _ in
            signal.yield()
            await untilCancelled()
            return .drop
        }
        try await withServer(handler) { origin, transport in
            let slow = Task { await failure(transport, HTTPRequest(.post, origin: origin, target: "/slow", timeoutTotal: 50_000)) }
            for await _ in reached { break }
            await transport.shutdown()
            #expect(await slow.value == .cancelled)
            #expect(await failure(transport, HTTPRequest(.post, origin: origin, target: "/"))?.kind == "notConnected")
            await transport.shutdown()
        }
    }

    @Test func `stopping the server answers what it has taken and refuses the rest, nothing is unclear without need`() async throws {
        let handler = Answering { _ in Answering.ok() }
        let address = ownAddress()
        let server = HTTPServer(handler: handler, configuration: .init(address: address, port: 0))
        let port = try server.start()
        try await withTransport { transport in
            let outcomes = await withTaskGroup(of: HTTPFailure?.self) { group in
                for number in 0..<64 {
                    group.addTask { await failure(transport, HTTPRequest(.get, origin: "http://\(address):\(port)", target: "/\(number)")) }
                }
                await server.stop()
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count == 64)
            #expect(outcomes.count { $0 == nil } <= handler.asked.count)
        }
    }

    @Test(arguments: [
        HTTPRequest(.get, origin: "ftp://127.0.0.1", target: "/"), HTTPRequest(.get, origin: "file://", target: "/etc/passwd"),
        HTTPRequest(.get, origin: "", target: "/"), HTTPRequest(.get, origin: "http://", target: "/"),
        HTTPRequest(.get, origin: "http://127.0.0.1/path", target: "/"),
        HTTPRequest(.get, origin: "http://me:secret@127.0.0.1", target: "/"),
        HTTPRequest(.get, origin: "http://127.0.0.1", target: "path"), HTTPRequest(.get, origin: "http://127.0.0.1", target: "/a b"),
        HTTPRequest(.get, origin: "http://127.0.0.1", target: "/a\r\nX: y"),
        HTTPRequest(.get, origin: "http://127.0.0.1", target: "/", fields: ["X": "a\r\nAuthorization: b"]),
        HTTPRequest(.get, origin: "http://127.0.0.1", target: "/", fields: ["X\r\nY": "a"]),
        HTTPRequest(.get, origin: "http://127.0.0.1", target: "/", fields: ["X": "a\0b"]),
    ])
    func `a request that could be read in two ways is not sent`(request: HTTPRequest) async throws {
        try await withTransport { transport in
            #expect(await failure(transport, request)?.kind == "notConnected")
        }
    }
}

import BridgeHTTP
import BridgeHTTPServer
import Testing

@Suite(.timeLimit(.minutes(5))) struct AnswerTests {
    @Test(arguments: [false, true])
    func `several requests use one connection, even when sent at once`(atOnce: Bool) async throws {
        let echo = Answering { .respond(HTTPResponse(status: 200, body: Array($0.target.utf8))) }
        try await withServer(echo, { $0.beginsHandlersAtOnce = atOnce }) { server, door in
            let bodies = try await blocking {
                let peer = try RawConnection(door)
                peer.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n")
                let first = try peer.readAnswer().body
                peer.send(
                    "GET /2 HTTP/1.1\r\nHost: a\r\n\r\nPOST /3 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nabGET /4 HTTP/1.1\r\nHost: a\r\n\r\n"
                )
                return [first] + (try (2...4).map { _ in try peer.readAnswer().body })
            }
            #expect(bodies == ["/1", "/2", "/3", "/4"])
            #expect(server.counts.connectionsOpen <= 1)
        }
    }

    /// Each of these waits somewhere else: nowhere, before its answer, and on another actor.
    @Test(arguments: ["/now", "/later", "/elsewhere"])
    func `a handler that begins at once may wait as any other`(target: String) async throws {
        let elsewhere = Elsewhere()
        let handler = Answering { request in
            if request.path == "/later" { await Task.yield() }
            let text = request.path == "/elsewhere" ? await elsewhere.echo(request.path) : request.path
            return .respond(HTTPResponse(status: 200, body: Array(text.utf8)))
        }
        try await withServer(handler, { $0.beginsHandlersAtOnce = true }) { server, door in
            let bodies = try await blocking {
                let peer = try RawConnection(door)
                return try (0..<50).map { _ in
                    peer.send("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
                    return try peer.readAnswer().body
                }
            }
            #expect(bodies == Array(repeating: target, count: 50))
            #expect(server.counts.requests == 50)
        }
    }

    @Test(arguments: ["GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\nHost: a\r\n\r\n"])
    func `the connection closes after the answer when the peer wants that`(request: String) async throws {
        try await withServer { _, door in
            let text = try await blocking {
                let peer = try RawConnection(door)
                peer.send(request)
                return try peer.readToEnd()
            }
            #expect(RawAnswer(text)?.status == 200)
        }
    }

    @Test func `HEAD gets the length of the body and not the body`() async throws {
        let handler = Answering { _ in .respond(HTTPResponse(status: 200, fields: ["ETag": "\"7\""], body: Array("twelve bytes".utf8))) }
        try await withServer(handler) { _, door in
            let (head, get) = try await blocking {
                let peer = try RawConnection(door)
                peer.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
                let head = try peer.readAnswer(toHead: true)
                peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                return (head, try peer.readAnswer())
            }
            #expect(head.field("content-length") == "12")
            #expect(head.field("etag") == "\"7\"")
            #expect(get.body == "twelve bytes")
        }
    }

    @Test func `a peer that asks first is told to go on`() async throws {
        try await withServer { _, door in
            let (interim, answer) = try await blocking {
                let peer = try RawConnection(door)
                peer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
                let interim = try peer.readAnswer()
                peer.send("abc")
                return (interim, try peer.readAnswer())
            }
            #expect(interim.status == 100)
            #expect(answer.body == "3")
        }
    }

    @Test func `a dropped answer closes the connection without a byte`() async throws {
        try await withServer(Answering { _ in .drop }) { server, door in
            let text = try await blocking {
                let peer = try RawConnection(door)
                peer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
                return try peer.readToEnd()
            }
            #expect(text == "")
            #expect(server.counts.requests == 1)
        }
    }

    @Test(arguments: [0, 1, 11, 12, 50, -1])
    func `a cut answer promises the whole body and sends the first bytes`(bytes: Int) async throws {
        let whole = "twelve bytes"
        let handler = Answering { _ in .truncate(HTTPResponse(status: 201, fields: ["X": "y"], body: Array(whole.utf8)), bytes: bytes) }
        try await withServer(handler) { _, door in
            let text = try await blocking {
                let peer = try RawConnection(door)
                peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                return try peer.readToEnd()
            }
            let answer = try #require(RawAnswer(text, bodyIsComplete: true))
            #expect(answer.status == 201)
            #expect(answer.field("content-length") == "12")
            #expect(answer.field("x") == "y")
            #expect(answer.body == String(whole.prefix(max(0, bytes))))
        }
    }

    @Test(arguments: [
        HTTPResponse(status: 200, fields: ["X": "a\r\nSet-Cookie: stolen=1"]), HTTPResponse(status: 200, fields: ["X Y": "a"]),
        HTTPResponse(status: 99), HTTPResponse(status: 1000), HTTPResponse(status: 101),
    ])
    func `an answer HTTP does not allow becomes a 500`(response: HTTPResponse) async throws {
        try await withServer(Answering { _ in .respond(response) }) { _, door in
            let answer = try await blocking {
                let peer = try RawConnection(door)
                peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                return try peer.readAnswer()
            }
            #expect(answer.status == 500)
            #expect(!answer.head.contains("stolen"))
        }
    }

    @Test func `framing belongs to the server, repeated fields to the handler`() async throws {
        let fields: HTTPFields = ["Content-Length": "5", "Transfer-Encoding": "chunked", "Set-Cookie": "a=1", "set-cookie": "b=2"]
        try await withServer(Answering { _ in .respond(HTTPResponse(status: 200, fields: fields, body: Array("ab".utf8))) }) { _, door in
            let answer = try await blocking {
                let peer = try RawConnection(door)
                peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                return try peer.readAnswer()
            }
            #expect(answer.field("content-length") == "2")
            #expect(answer.field("transfer-encoding") == nil)
            #expect(answer.head.contains("set-cookie: a=1\r\n") && answer.head.contains("set-cookie: b=2"))
        }
    }

    @Test func `the handler learns the peer's address`() async throws {
        try await withServer(Answering { .respond(HTTPResponse(status: 200, body: Array(($0.peer ?? "").utf8))) }) { _, door in
            let answer = try await blocking {
                let peer = try RawConnection(door, from: "127.0.0.3")
                peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                return try peer.readAnswer()
            }
            #expect(answer.body == "127.0.0.3")
        }
    }
}

private actor Elsewhere {
    func echo(_ text: String) async -> String {
        await Task.yield()
        return text
    }
}

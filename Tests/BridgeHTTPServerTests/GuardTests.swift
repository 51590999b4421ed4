import BridgeHTTP
import BridgeHTTPServer
import Testing

@Suite(.timeLimit(.minutes(5))) struct GuardTests {
    @Test(arguments: [
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\nabc", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 3\r\n\r\nabc", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400),
        ("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.0\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: a\u{1}b\r\n\r\n", 400),
        ("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /\u{7F} HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        ("BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 32 << 10))\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\nHost: a\r\n\(String(repeating: "X: y\r\n", count: 100))\r\n", 431),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n", 413),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\nabc", 413),
    ])
    func `a head that is not plain is refused, the connection closed, the handler not asked`(head: String, status: Int) async throws {
        try await withServer { server, door in
            let isDeclaredOnly = status == 413 && head.contains("1048577")
            let text = try await blocking {
                let peer = try RawConnection(door)
                peer.send(isDeclaredOnly ? head.replacing("\r\n\r\n", with: "\r\nExpect: 100-continue\r\n\r\n") : head)
                return try peer.readToEnd()
            }
            let answer = try #require(RawAnswer(text))
            #expect(answer.status == status)
            #expect(answer.field("connection") == "close")
            #expect(server.counts.requests == 0)
        }
    }

    @Test(arguments: ["GARBAGE\r\n\r\n", "GET / HTTP/9.9\r\nHost: a\r\n\r\n", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", "\0\0\0\0\r\n\r\n"])
    func `what is not HTTP closes the connection without reaching the handler`(text: String) async throws {
        try await withServer(Answering.length, { $0.headMax = 300 }) { server, door in
            let answer = try await blocking {
                let peer = try RawConnection(door)
                peer.send(text)
                return try peer.readToEnd()
            }
            #expect(RawAnswer(answer).map { $0.status >= 400 } ?? answer.isEmpty)
            #expect(server.counts.requests == 0)
        }
    }

    @Test func `a head that comes byte by byte is cut off at its deadline`() async throws {
        try await withServer(Answering.length, { $0.headMax = 300 }) { server, door in
            let head = "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 5_000))"
            let sent = try await blocking { try RawConnection(door).dribble(head, pause: 10) }
            #expect(sent < 1_000)
            await server.stop()
            #expect(server.counts.deadlinesMissed == 1)
        }
    }

    @Test func `a connection on which nothing comes is cut off`() async throws {
        try await withServer(Answering.length, { $0.headMax = 200 }) { _, door in
            let text = try await blocking { try RawConnection(door).readToEnd() }
            #expect(text == "")
        }
    }

    @Test func `a body that comes byte by byte is cut off at its deadline`() async throws {
        try await withServer(Answering.length, { $0.bodyTimeMax = 300 }) { server, door in
            let sent = try await blocking {
                let peer = try RawConnection(door)
                peer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n")
                return peer.dribble(String(repeating: "x", count: 5_000), pause: 10)
            }
            #expect(sent < 1_000)
            #expect(server.counts.requests == 0)
        }
    }

    @Test func `a connection without a next request is closed`() async throws {
        try await withServer(Answering.length, { $0.idleMax = 200 }) { _, door in
            let rest = try await blocking {
                let peer = try RawConnection(door)
                peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try peer.readAnswer().status == 200)
                return try peer.readToEnd()
            }
            #expect(rest == "")
        }
    }

    @Test func `a peer that does not read its answer is cut off`() async throws {
        let (taken, signal) = AsyncStream<Void>.makeStream()
        let large = Answering { _ in
            signal.yield()
            return .respond(HTTPResponse(status: 200, body: [UInt8](repeating: 0x78, count: 32 << 20)))
        }
        try await withServer(large, { $0.answerMax = 300 }) { server, door in
            let peer = try RawConnection(door, receiveBuffer: 4_096)
            peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            for await _ in taken.prefix(1) {}
            // Waits for the answer in flight, which only the deadline can end.
            await server.stop()
            #expect(server.counts.deadlinesMissed == 1)
        }
    }

    @Test func `a handler that takes too long is answered for and its task cancelled`() async throws {
        try await withServer(Answering.whenCancelled, { $0.handlerMax = 200 }) { _, door in
            let answer = try await blocking {
                let peer = try RawConnection(door)
                peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                return try peer.readAnswer()
            }
            #expect(answer.status == 503)
            #expect(answer.body.contains("look before you repeat it"))
        }
    }

    @Test(arguments: [
        ("Content-Length: 11\r\n\r\n12345678901", "/small", 413),
        ("Transfer-Encoding: chunked\r\n\r\n6\r\n123456\r\n5\r\n12345\r\n0\r\n\r\n", "/small", 413),
        ("Content-Length: 10\r\n\r\n1234567890", "/small", 200),
        ("Transfer-Encoding: chunked\r\n\r\n6\r\n123456\r\n4\r\n1234\r\n0\r\n\r\n", "/small?x", 200),
        ("Content-Length: 11\r\n\r\n12345678901", "/large", 200),
    ])
    func `each path has its own limit for bodies`(rest: String, path: String, status: Int) async throws {
        try await withServer(Answering.length, { $0.bodyMax = { $0 == "/small" ? 10 : 100 } }) { server, door in
            let answer = try await blocking {
                let peer = try RawConnection(door)
                peer.send("POST \(path) HTTP/1.1\r\nHost: a\r\n\(rest)")
                return try peer.readAnswer()
            }
            #expect(answer.status == status)
            #expect(server.counts.requests == (status == 200 ? 1 : 0))
        }
    }

    @Test(arguments: ["Content-Length: 2000000", "Content-Length: 900000\r\nExpect: 100-continue"])
    func `a head that is refused is answered before its long body came`(length: String) async throws {
        try await withServer(Answering.length, Self.looking) { server, door in
            let answer = try await blocking {
                let peer = try RawConnection(door)
                peer.send("POST /a HTTP/1.1\r\nHost: a\r\n\(length)\r\n\r\n")
                return try peer.readToEnd()
            }
            let refused = try #require(RawAnswer(answer))
            #expect(refused.status == 401 && refused.field("connection") == "close")
            #expect(server.counts.requests == 0 && server.counts.refusals == 1)
        }
    }

    @Test(arguments: [
        "Content-Length: 100000\r\n\r\n\(String(repeating: "x", count: 100_000))",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    ])
    func `who sends on after a refused head gets to read why, and reaches no handler`(rest: String) async throws {
        try await withServer(Answering.length, Self.looking) { server, door in
            let answer = try await blocking {
                let peer = try RawConnection(door)
                peer.send("POST /a HTTP/1.1\r\nHost: a\r\n\(rest)")
                return try peer.readToEnd()
            }
            #expect(RawAnswer(answer)?.status == 401)
            #expect(server.counts.requests == 0 && server.counts.refusals == 1)
        }
    }

    @Test(arguments: [
        ("X-Pass: yes\r\nContent-Length: 100000\r\n\r\n\(String(repeating: "x", count: 100_000))", 100_000),
        ("X-Pass: yes\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 3),
        ("X-Pass: yes\r\nExpect: 100-continue\r\nContent-Length: 100000\r\n\r\n\(String(repeating: "x", count: 100_000))", 100_000),
        ("Content-Length: 3\r\n\r\nabc", 3),
    ])
    func `a head that passes gets its body read, and a short body is not asked about`(rest: String, length: Int) async throws {
        try await withServer(Answering.length, Self.looking) { server, door in
            let all = try await blocking {
                let peer = try RawConnection(door)
                peer.send("POST /a HTTP/1.1\r\nHost: a\r\n\(rest)")
                let first = try peer.readAnswer()
                let answer = first.status == 100 ? try peer.readAnswer() : first
                peer.send("GET /b HTTP/1.1\r\nHost: a\r\n\r\n")
                return [answer, try peer.readAnswer()]
            }
            #expect(all.map(\.status) == [200, 200], "the connection goes on")
            #expect(all[0].body.contains("\(length)"))
            #expect(server.counts.requests == 2)
        }
    }

    @Test func `whoever looks at a head too long is answered for`() async throws {
        try await withServer(
            Answering.length,
            {
                $0.bodyMax = { _ in 8 << 20 }
                $0.handlerMax = 200
                $0.headCheck = { _ in
                    for await _ in AsyncStream<Void>.makeStream().stream {}
                    return nil
                }
            }
        ) { _, door in
            let answer = try await blocking {
                let peer = try RawConnection(door)
                peer.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n")
                return try peer.readToEnd()
            }
            #expect(RawAnswer(answer)?.status == 503)
        }
    }

    /// Lets nobody in without a pass.
    private static let looking: @Sendable (inout HTTPServer.Configuration) -> Void = { configuration in
        configuration.bodyMax = { _ in 8 << 20 }
        configuration.headCheck = { head in
            head.fields["X-Pass"] == nil ? HTTPProblem(status: 401, title: "Who is it?", detail: "Show a pass.").response() : nil
        }
    }

    @Test func `a chunked body without end is cut off although it keeps coming`() async throws {
        try await withServer { server, door in
            let isCut = try await blocking {
                let peer = try RawConnection(door)
                peer.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
                let chunk = "10000\r\n\(String(repeating: "x", count: 1 << 16))\r\n"
                return (0..<1_000).contains { _ in !peer.send(chunk) }
            }
            #expect(isCut)
            #expect(server.counts.requests == 0)
        }
    }

    @Test func `one address gets so many connections, another one is still served`() async throws {
        try await withServer(Answering.length, { $0.connectionsPerAddressMax = 2 }) { server, door in
            try await blocking {
                let first = [try RawConnection(door), try RawConnection(door)]
                for peer in first {
                    peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(try peer.readAnswer().status == 200)
                }
                #expect(try RawConnection(door).readToEnd() == "")
                let other = try RawConnection(door, from: "127.0.0.2")
                other.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try other.readAnswer().status == 200)
            }
            #expect(server.counts.requests == 3)
        }
    }

    @Test func `connections beyond the limit wait until one is free`() async throws {
        try await withServer(Answering.length, { $0.connectionsMax = 1 }) { _, door in
            try await blocking {
                var first: RawConnection? = try RawConnection(door)
                first?.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try first?.readAnswer().status == 200)
                let second = try RawConnection(door)
                second.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(!second.isReadable(within: 200))
                first = nil
                #expect(try second.readAnswer().status == 200)
            }
        }
    }
}

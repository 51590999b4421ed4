import BridgeHTTP
import BridgeHTTPServer
import Testing

@Suite(.timeLimit(.minutes(5))) struct LifeTests {
    @Test(arguments: [false, true])
    func `requests in flight are finished, idle connections closed, new ones refused`(atOnce: Bool) async throws {
        let (reached, signal) = AsyncStream<Void>.makeStream()
        let (gate, opener) = AsyncStream<Void>.makeStream()
        let handler = Answering { request in
            guard request.path == "/slow" else { return .respond(HTTPResponse(status: 200)) }
            signal.yield()
            for await _ in gate { break }
            return .respond(HTTPResponse(status: 200, body: Array("finished".utf8)))
        }
        try await withServer(handler, { $0.beginsHandlersAtOnce = atOnce }) { server, door in
            let idle = try RawConnection(door)
            idle.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await blocking { try idle.readAnswer().status } == 200)
            let busy = try RawConnection(door)
            busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            for await _ in reached { break }
            async let stopped: Void = server.stop()
            _ = try await blocking { while (try? RawConnection(door)) != nil {} }
            opener.yield()
            let answer = RawAnswer(try await blocking { try busy.readToEnd() })
            #expect(answer?.body == "finished")
            #expect(answer?.field("connection") == "close")
            #expect(try await blocking { try idle.readToEnd() } == "")
            await stopped
        }
    }

    @Test(arguments: [false, true])
    func `what is not finished in time is closed without an answer and cancelled`(atOnce: Bool) async throws {
        let (reached, signal) = AsyncStream<Void>.makeStream()
        let (cancelled, noteCancelled) = AsyncStream<Void>.makeStream()
        let handler = Answering { _ in
            signal.yield()
            await untilCancelled()
            noteCancelled.yield()
            return .respond(HTTPResponse(status: 200))
        }
        try await withServer(
            handler,
            {
                $0.stopMax = 100
                $0.beginsHandlersAtOnce = atOnce
            }
        ) { server, door in
            let peer = try RawConnection(door)
            peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            for await _ in reached { break }
            await server.stop()
            #expect(try await blocking { try peer.readToEnd() } == "")
            for await _ in cancelled { break }
        }
    }

    @Test(arguments: 0..<20)
    func `stopping under load ends every connection and answers every request that was taken`(round: Int) async throws {
        let (taken, signal) = AsyncStream<Void>.makeStream()
        let handler = Answering { _ in
            signal.yield()
            return .respond(HTTPResponse(status: 200))
        }
        try await withServer(handler) { server, door in
            let answered = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await blocking {
                            guard let peer = try? RawConnection(door) else { return 0 }
                            var count = 0
                            while peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), let answer = try? peer.readAnswer() {
                                guard answer.status == 200 else {
                                    // The last moment's requests are told that nothing was done with them.
                                    #expect(answer.status == 503)
                                    break
                                }
                                count += 1
                            }
                            return count
                        }
                    }
                }
                for await _ in taken.prefix(1 + round * 10) {}
                await server.stop()
                return try await group.reduce(0, +)
            }
            #expect(answered > 0)
            #expect(answered == server.counts.requests)
        }
    }

    @Test func `stopping twice, at once, or without a start is harmless`() async throws {
        let unused = HTTPServer(handler: Answering.length)
        await unused.stop()
        #expect(throws: HTTPServerFailure.alreadyStarted) { try unused.start() }
        try await withServer { server, _ in
            async let first: Void = server.stop()
            async let second: Void = server.stop()
            _ = await (first, second)
            await server.stop()
            #expect(throws: HTTPServerFailure.alreadyStarted) { try server.start() }
        }
    }

    @Test func `a server that is let go stops by itself`() async throws {
        var door = Door()
        var server: HTTPServer? = HTTPServer(handler: Answering.length, configuration: .init(address: door.address, port: 0))
        door.port = try #require(try server?.start())
        let peer = try RawConnection(door)
        server = nil
        #expect(try await blocking { try peer.readToEnd() } == "")
    }

    @Test func `a start that cannot be says why`() async throws {
        func failure(_ configure: (inout HTTPServer.Configuration) -> Void) -> String {
            var configuration = HTTPServer.Configuration()
            configure(&configuration)
            do {
                try HTTPServer(handler: Answering.length, configuration: configuration).start()
                return "started"
            } catch { return error.description }
        }
        try await withServer { _, door in
            #expect(failure { ($0.address, $0.port) = (door.address, door.port) }.contains("Address already in use"))
        }
        #expect(failure { $0.address = "books.example" }.contains("not a numeric IPv4 or IPv6 address"))
        #expect(failure { $0.address = "192.0.2.1" }.contains("Cannot assign requested address"))
        #expect(
            failure { $0.tls = .init(certificateFile: "/nonexistent/c.pem", keyFile: "/nonexistent/k.pem") }.contains("/nonexistent/c.pem"))
        #expect(failure { $0.tls = .init(certificateFile: "/etc/hostname", keyFile: "/etc/hostname") }.contains("not PEM"))
    }
}

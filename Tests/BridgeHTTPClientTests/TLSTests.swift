import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import Testing

@Suite(.timeLimit(.minutes(5))) struct TLSTests {
    private static func withTLS(
        trusting: Bool, on address: String = "127.82.0.1", _ body: (_ origin: String, _ transport: CurlTransport) async throws -> Void
    ) async throws {
        let certificate = TestCertificate()
        defer { certificate.remove() }
        var server = HTTPServer.Configuration(address: address, port: 0)
        server.tls = .init(certificateFile: certificate.certificateFile, keyFile: certificate.keyFile)
        var client = CurlTransport.Configuration()
        if trusting { client.caFile = certificate.certificateFile }
        try await withServer(Echo(), server: server, client: client) { try await body($0, $1) }
    }

    @Test func `a certificate that is trusted carries requests of every size`() async throws {
        try await Self.withTLS(trusting: true) { origin, transport in
            for size in [0, 1, 100_000, 1 << 20] {
                let body = [UInt8](repeating: 0x5A, count: size)
                let response = try await transport.send(HTTPRequest(.post, origin: origin, target: "/", body: body))
                #expect(response.body == body)
            }
        }
    }

    @Test func `a certificate that is not trusted is refused before anything is sent`() async throws {
        try await Self.withTLS(trusting: false) { origin, transport in
            let failed = await failure(transport, HTTPRequest(.post, origin: origin, target: "/", body: [1]))
            #expect(failed?.kind == "insecure")
            #expect(failed?.nothingWasSent == true)
        }
    }

    @Test func `a certificate for another name is refused`() async throws {
        try await Self.withTLS(trusting: true, on: "127.82.0.2") { origin, transport in
            #expect(await failure(transport, HTTPRequest(.get, origin: origin, target: "/"))?.kind == "insecure")
        }
    }

    @Test func `a server without TLS is refused`() async throws {
        try await withServer(Echo()) { origin, transport in
            let failed = await failure(transport, HTTPRequest(.get, origin: origin.replacing("http:", with: "https:"), target: "/"))
            #expect(failed?.kind == "insecure")
        }
    }

    @Test func `a client without TLS gets no answer from a server with it`() async throws {
        try await Self.withTLS(trusting: true) { origin, transport in
            let failed = await failure(transport, HTTPRequest(.get, origin: origin.replacing("https:", with: "http:"), target: "/"))
            #expect(failed != nil)
        }
    }
}

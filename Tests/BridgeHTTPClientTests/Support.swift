import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer

/// Answers with what came.
struct Echo: HTTPHandler {
    func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        var fields: HTTPFields = ["X-Method": request.method.rawValue, "X-Target": request.target]
        fields["X-Reference"] = request.fields["X-Reference"]
        fields["X-Empty"] = request.fields["X-Empty"] == "" ? "present" : nil
        fields["X-Content-Type"] = request.fields["Content-Type"] ?? "none"
        return .respond(HTTPResponse(status: 200, fields: fields, body: request.body))
    }
}

/// Answers by a closure.
struct Answering: HTTPHandler {
    let closure: @Sendable (HTTPRequest) async -> HTTPAnswer

    init(_ closure: @escaping @Sendable (HTTPRequest) async -> HTTPAnswer) { self.closure = closure }

    func answer(_ request: HTTPRequest) async -> HTTPAnswer { await closure(request) }
}

/// Runs `body` against a server on loopback and ends both sides.
func withServer<Result>(
    _ handler: any HTTPHandler, server: HTTPServer.Configuration = HTTPServer.Configuration(),
    client: CurlTransport.Configuration = CurlTransport.Configuration(),
    _ body: (_ origin: String, _ transport: CurlTransport) async throws -> Result
) async throws -> Result {
    let server = HTTPServer(handler: handler, configuration: server)
    let port = try server.start()
    let transport = CurlTransport(configuration: client)
    do {
        let result = try await body("http://127.0.0.1:\(port)", transport)
        await transport.shutdown()
        await server.stop()
        return result
    } catch {
        await transport.shutdown()
        await server.stop()
        throw error
    }
}

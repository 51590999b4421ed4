import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import Synchronization

/// Answers with what came.
struct Echo: HTTPHandler {
    func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        var fields: HTTPFields = ["X-Method": request.method.rawValue, "X-Target": request.target]
        fields["X-Reference"] = request.fields["X-Reference"]
        fields["X-Empty"] = request.fields["X-Empty"] == "" ? "present" : nil
        fields["X-Content-Type"] = request.fields["Content-Type"] ?? "none"
        fields["X-User-Agent"] = request.fields["User-Agent"]
        return .respond(HTTPResponse(status: 200, fields: fields, body: request.body))
    }
}

/// Answers by a closure and counts.
final class Answering: HTTPHandler {
    private let closure: @Sendable (HTTPRequest) async -> HTTPAnswer
    private let targets = Mutex<[String]>([])
    private let concurrency = Mutex((now: 0, most: 0))

    init(_ closure: @escaping @Sendable (HTTPRequest) async -> HTTPAnswer) { self.closure = closure }

    /// The targets asked for, in order.
    var asked: [String] { targets.withLock { $0 } }
    /// The most requests that were with this handler at a time.
    var mostAtATime: Int { concurrency.withLock { $0.most } }

    func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        targets.withLock { $0.append(request.target) }
        concurrency.withLock { $0 = (now: $0.now + 1, most: max($0.most, $0.now + 1)) }
        defer { concurrency.withLock { $0.now -= 1 } }
        return await closure(request)
    }

    static func ok(_ text: String = "") -> HTTPAnswer { .respond(HTTPResponse(status: 200, body: Array(text.utf8))) }
}

/// Returns when the task is cancelled, and not before.
func untilCancelled() async {
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    await withTaskCancellationHandler {
        for await _ in stream {}
    } onCancel: {
        continuation.finish()
    }
}

private let addresses = Atomic<Int>(0)

/// A loopback address for one test's server, so that nobody else is met there once it has stopped.
func ownAddress() -> String {
    let number = addresses.add(1, ordering: .relaxed).newValue
    return "127.81.\(number / 250).\(number % 250 + 1)"
}

/// Runs `body` against a server on loopback and ends both sides.
func withServer<Result>(
    _ handler: any HTTPHandler, server: HTTPServer.Configuration = HTTPServer.Configuration(),
    client: CurlTransport.Configuration = CurlTransport.Configuration(),
    _ body: (_ origin: String, _ transport: CurlTransport) async throws -> Result
) async throws -> Result {
    var configuration = server
    if configuration.address == "127.0.0.1" { configuration.address = ownAddress() }
    configuration.stopMax = 100
    // No test of the client is about the server's deadlines: a busy machine must not cut a connection that waits for its turn.
    (configuration.headMax, configuration.bodyTimeMax) = (60_000, 60_000)
    let server = HTTPServer(handler: handler, configuration: configuration)
    let port = try server.start()
    let scheme = configuration.tls == nil ? "http" : "https"
    let host = configuration.address.contains(":") ? "[\(configuration.address)]" : configuration.address
    return try await withTransport(client) { transport in
        do {
            let result = try await body("\(scheme)://\(host):\(port)", transport)
            await server.stop()
            return result
        } catch {
            await server.stop()
            throw error
        }
    }
}

/// Runs `body` with a transport and ends it.
func withTransport<Result>(
    _ configuration: CurlTransport.Configuration = CurlTransport.Configuration(), _ body: (CurlTransport) async throws -> Result
) async throws -> Result {
    let transport = CurlTransport(configuration: configuration)
    do {
        let result = try await body(transport)
        await transport.shutdown()
        return result
    } catch {
        await transport.shutdown()
        throw error
    }
}

/// The failure of an exchange; nil when there was an answer.
func failure(_ transport: CurlTransport, _ request: HTTPRequest) async -> HTTPFailure? {
    do {
        _ = try await transport.send(request)
        return nil
    } catch { return error }
}

extension HTTPFailure {
    /// The kind without its text.
    var kind: String {
        switch self {
        case .notConnected: "notConnected"
        case .insecure: "insecure"
        case .timedOut: "timedOut"
        case .connectionLost: "connectionLost"
        case .answerTruncated: "answerTruncated"
        case .answerTooLarge: "answerTooLarge"
        case .cancelled: "cancelled"
        }
    }
}

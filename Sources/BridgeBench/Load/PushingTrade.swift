import BridgeAPI
import BridgeAccess
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeHTTPClient
import BridgeJournal
import BridgeRuntime

/// A trade system that pushes to our own door, and wants every item accepted.
struct PushingTrade {
    /// Documents in one request: the most a request may hold.
    static let batch = 1_000

    private let origin: String
    private let token: String
    private let transport: any HTTPTransport

    /// Pushes over HTTP to the door that a server holds open at `port`.
    init(to bench: Workbench, port: UInt16) async throws {
        origin = "http://127.0.0.1:\(port)"
        token = try await Self.token(bench)
        transport = CurlTransport()
    }

    /// Pushes without a network: what is measured is the door and what lies behind it.
    init(straightTo bench: Workbench) async throws {
        origin = "http://bench"
        token = try await Self.token(bench)
        transport = Straight(router: Self.door(bench))
    }

    func push(_ what: String, _ body: [UInt8]) async throws {
        let request = HTTPRequest(
            .post, origin: origin, target: "\(APIDoor.prefix)/\(what)",
            fields: ["Content-Type": "application/json", "Authorization": "Bearer \(token)"], body: body, timeoutTotal: 120_000)
        let answer = try await transport.send(request)
        guard answer.status < 300 else {
            throw BenchFailure(
                nl: "de deur weigert een zending: \(answer.text.prefix(500))", en: "the door refuses a batch: \(answer.text.prefix(500))")
        }
    }

    /// Pushes batches of documents, so many requests at a time.
    func push(_ batches: [[UInt8]], atOnce: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (place, batch) in batches.enumerated() {
                if place >= atOnce { try await group.next() }
                group.addTask { try await push("documents", batch) }
            }
            try await group.waitForAll()
        }
    }

    /// The door as the service mounts it, over one bridge.
    static func door(_ bench: Workbench) -> Router {
        let work = APIDoor.Work(parts: bench.parts, validator: bench.translator.validator)
        let door = APIDoor(
            bridges: [APIDoor.Bridge(Workbench.bridge, work: { work })], journal: bench.journal, clock: SystemClock())
        var router = Router()
        router.mount(APIDoor.prefix, door.routes)
        return router
    }

    private static func token(_ bench: Workbench) async throws -> String {
        let tokens = DoorTokens(journal: bench.journal, clock: SystemClock())
        return try await tokens.create(
            name: "bench", scopes: [.documentsWrite, .partiesWrite], bridges: [Workbench.bridge], expiresAt: nil, by: .machine("bench")
        ).text
    }
}

/// A network without wires.
private struct Straight: HTTPTransport {
    let router: Router

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        guard case .respond(let response) = await router.answer(request) else { return HTTPResponse(status: 503) }
        return response
    }
}

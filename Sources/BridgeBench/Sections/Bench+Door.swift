import BridgeAPI
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import BridgeJournal
import BridgeRuntime

// Our own door: a trade system pushes batches over HTTP. Each is read, validated and durable before it is answered; then the lane judges what
// waits. Sender and service share the process, so its processor time is that of both.
extension Bench {
    /// Documents in one request: the most a request may hold.
    private static let batch = 1_000

    func measureDoor() async throws -> [Figure] {
        let text = FileText(lines: FileText.usualLines, date: TimeZoneRule.amsterdam.date(of: SystemClock().now()))
        let bench = try await Workbench(file: file("door.db"), lines: FileText.usualLines, isPushed: true)
        let door = Self.door(bench)
        var configuration = HTTPServer.Configuration()
        configuration.bodyMax = { APIDoor.bodyMax($0) ?? 0 }
        let server = HTTPServer(handler: door, configuration: configuration)
        let sender = PushingTrade(port: try server.start(), token: try await Self.token(bench))
        try await sender.push("parties", text.pushedCustomers)
        let memory = MemoryWatch()
        let watching = memory.watch()
        let watch = Stopwatch()
        for start in stride(from: 0, to: size.filesTakenIn, by: Self.batch) {
            try await sender.push("documents", text.push(start..<min(size.filesTakenIn, start + Self.batch)))
        }
        let answered = watch.seconds
        while try await bench.lane.turn().didWork {}
        let (seconds, busy) = (watch.seconds, watch.busySeconds)
        watching.cancel()
        await server.stop()
        let stored = try await bench.stored()
        await bench.close()
        return [Figure("door.answered_rate", Double(stored) / answered, "documents/s")]
            + (try figures("door", stored, seconds, busy, memory))
    }

    /// The door as the service mounts it, over one bridge.
    private static func door(_ bench: Workbench) -> Router {
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

/// A trade system that pushes, and wants every item accepted.
private struct PushingTrade {
    let port: UInt16
    let token: String
    private let transport = CurlTransport()

    init(port: UInt16, token: String) { (self.port, self.token) = (port, token) }

    func push(_ what: String, _ body: [UInt8]) async throws {
        let request = HTTPRequest(
            .post, origin: "http://127.0.0.1:\(port)", target: "\(APIDoor.prefix)/\(what)",
            fields: ["Content-Type": "application/json", "Authorization": "Bearer \(token)"], body: body, timeoutTotal: 120_000)
        let answer = try await transport.send(request)
        guard answer.status < 300 else {
            throw BenchFailure(
                nl: "de deur weigert een zending: \(answer.text.prefix(500))", en: "the door refuses a batch: \(answer.text.prefix(500))")
        }
    }
}

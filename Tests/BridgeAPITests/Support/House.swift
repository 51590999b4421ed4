import BridgeAPI
import BridgeAccess
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import BridgeJSON
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Testing

/// A door on a real socket, over a journal in memory, with two bridges behind it. Every answer is held to the served OpenAPI document.
final class House: Sendable {
    static let now = Timestamp(CalendarDate(daysSinceEpoch: 20_775), milliseconds: 9 * 3_600_000)
    static let secrets = ["whsec_" + "bGVkZ2VyYnJpZGdlLXNlY3JldC1vZi10ZXN0cw==", "an older secret"]

    let clock: MovableClock
    let journal: any BridgeJournal
    let books: ScriptedBooks
    let contract: Contract
    let door: APIDoor
    private let server: HTTPServer
    let origin: String
    private let transport: CurlTransport
    /// Opens everything on every bridge.
    let token: String

    private init(
        clock: MovableClock, journal: any BridgeJournal, books: ScriptedBooks, contract: Contract, door: APIDoor, server: HTTPServer,
        origin: String,
        transport: CurlTransport, token: String
    ) {
        self.clock = clock
        self.journal = journal
        self.books = books
        self.contract = contract
        self.door = door
        self.server = server
        self.origin = origin
        self.transport = transport
        self.token = token
    }

    /// Opens a house, does the work and closes it.
    static func with(
        journal: any BridgeJournal = MemoryJournal(), limits: APIDoor.Limits = APIDoor.Limits(), clock: MovableClock = MovableClock(now),
        isSetUp: Bool = true, _ work: (House) async throws -> Void
    ) async throws {
        let books = ScriptedBooks(master: .november, clock: clock)
        let bridges = [BridgeID("NL01"), "NL02"].map { id in
            APIDoor.Bridge(id) {
                guard isSetUp else { return nil }
                return APIDoor.Work(
                    parts: .pushed(id, journal, books, clock), validator: DocumentValidator(), webhookSecrets: secrets)
            }
        }
        let door = APIDoor(bridges: bridges, journal: journal, clock: clock, limits: limits, requestID: { "request-1" })
        var settings = HTTPServer.Configuration(port: 0)
        settings.bodyMax = { APIDoor.bodyMax($0) ?? 1 << 20 }
        settings.refusedBody = { _, head in door.refusedBody(head) }
        settings.headCheck = { await door.refusal(ofHead: $0) }
        var router = Router()
        router.mount(APIDoor.prefix, door.routes)
        let server = HTTPServer(handler: router, configuration: settings)
        let origin = "http://127.0.0.1:\(try server.start())"
        let transport = CurlTransport()
        let described = try await transport.send(HTTPRequest(.get, origin: origin, target: "/api/v1/openapi.json"))
        let tokens = DoorTokens(journal: journal, clock: clock)
        let token = try await tokens.create(
            name: "trade", scopes: Set(TokenScope.allCases), bridges: [], expiresAt: nil, by: .person("anna"))
        let house = House(
            clock: clock, journal: journal, books: books, contract: Contract(document: try JSON(parsing: described.body)), door: door,
            server: server,
            origin: origin, transport: transport, token: token.text)
        let outcome: Result<Void, any Error>
        do {
            try await work(house)
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await server.stop()
        await transport.shutdown()
        try outcome.get()
    }

    /// Makes another token.
    func token(_ scopes: Set<TokenScope>, bridges: [BridgeID] = [], expiresAt: Timestamp? = nil) async throws -> (id: String, text: String)
    {
        let made = try await DoorTokens(journal: journal, clock: clock).create(
            name: "other", scopes: scopes, bridges: bridges, expiresAt: expiresAt, by: .person("anna"))
        return (made.record.id, made.text)
    }

    /// Asks, with the token that opens everything unless another, or none, is given.
    @discardableResult
    func ask(
        _ method: HTTPMethod, _ path: String, _ body: [UInt8] = [], token: String? = "", fields: [(String, String)] = []
    ) async throws -> HTTPResponse {
        var request = HTTPRequest(method, origin: origin, target: "/api/v1" + path, body: body)
        if let token { request.fields["Authorization"] = "Bearer \(token.isEmpty ? self.token : token)" }
        if method == .post { request.fields["Content-Type"] = "application/json" }
        for (name, value) in fields { request.fields[name] = value.isEmpty ? nil : value }
        let response = try await transport.send(request)
        try contract.check(response, to: request)
        return response
    }

    /// Asks for what is not described.
    func raw(_ method: HTTPMethod, _ path: String, _ body: [UInt8] = []) async throws -> HTTPResponse {
        try await transport.send(HTTPRequest(method, origin: origin, target: "/api/v1" + path, body: body))
    }

    @discardableResult
    func push(
        _ body: JSON, to path: String = "/documents?bridge=NL01", key: String? = nil, fields: [(String, String)] = []
    ) async throws -> HTTPResponse {
        try await ask(.post, path, body.bytes, fields: fields + (key.map { [("Idempotency-Key", $0)] } ?? []))
    }

    /// Turns the lane of a bridge until nothing is due.
    func settle(_ bridge: BridgeID = "NL01") async throws {
        let lane = Lane(parts: .pushed(bridge, journal, books, clock), orders: CodeOrders(), owner: "worker")
        for _ in 0..<50 {
            let turn = try await lane.turn()
            guard turn.didWork || turn.nextAt.map({ $0 <= clock.now() }) ?? false else { break }
        }
        await lane.release()
    }

    func postings(_ bridge: BridgeID = "NL01") async throws -> [PostingRecord] {
        try await journal.list(PostingFilter(bridge: bridge), before: nil, limit: 1_000).reversed()
    }
}

extension HTTPResponse {
    var json: JSON { (try? JSON(parsing: body)) ?? .null }
    /// The verdicts of a batch, or the one of a single item, each with the codes of its problems.
    var verdicts: [String] {
        let all = json["results"]?.array ?? [json["verdict"]?.members == nil ? json : json["verdict"] ?? json]
        return all.map { verdict in
            ([verdict["verdict"]?.string ?? "-"] + (verdict["problems"]?.array ?? []).compactMap { $0["code"]?.string })
                .joined(separator: " ")
        }
    }
    /// The kind of problem, without what is the same for all.
    var problem: String? {
        guard fields["Content-Type"] == "application/problem+json" else { return nil }
        return json["type"]?.string.map { String($0.split(separator: "/").last ?? "") }
    }
}

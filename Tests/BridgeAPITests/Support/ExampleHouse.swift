@testable import BridgeAPI
import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import BridgeHash
import BridgeJSON
import BridgeJournal
import BridgeJournalTesting
import BridgeReports
import BridgeTesting
import BridgeWebhooks
import Testing

/// The house in which the examples of the OpenAPI document are carried out: a door on a real socket with what people do at the console behind it,
/// over a journal in memory. Every answer is held to the served document.
final class ExampleHouse: Sendable {
    let journal: any BridgeJournal
    let clock = MovableClock(JournalSample.now.adding(seconds: 600))
    let acts: Acts
    let door: APIDoor
    let contract: Contract
    private let server: HTTPServer
    private let transport = CurlTransport()
    private let origin: String
    /// Of an administrator, for every bridge.
    let token: String
    /// What the history calls it.
    let tool: Who

    static let bridge = JournalSample.bridge

    private init(_ journal: any BridgeJournal, isSetUp: Bool, _ change: (inout BridgePolicy) -> Void) async throws {
        self.journal = journal
        let accounts = Accounts(journal: journal, clock: clock, cost: .least, sealing: .turning)
        var policy = BridgePolicy(bridge: Self.bridge, source: "NL01", target: "3456789")
        change(&policy)
        let parts = BridgeParts(
            policy: policy, journal: journal, source: ScriptedTrade(), connector: ScriptedBooks(master: .some, clock: clock),
            translator: Unmapped(), clock: clock, zone: .amsterdam)
        let other = BridgePolicy(bridge: "import-nl", source: "NL02", target: "3456790")
        var shop = BridgePolicy(bridge: Self.paused, source: "NL03", target: "3456791")
        shop.mappingFourEyes = true
        var shopParts = parts
        shopParts.policy = shop
        let (paused, pausedParts) = (shop, shopParts)
        let bridges = [
            OpenBridge(
                policy, zone: .amsterdam, way: "trade NL01 → books 3456789", connection: "books 3456789",
                menus: .example, tradeMenus: .trade, desk: Self.desk(.success(Self.trial)),
                entryPage: { posting in posting.targetID.map { "https://books.example/entry/\($0)" } }, parts: { isSetUp ? parts : nil }),
            OpenBridge(other, zone: .amsterdam, way: "trade NL02 → books 3456790", connection: nil, parts: { nil }),
            OpenBridge(paused, zone: .amsterdam, way: "trade NL03 → books 3456791", connection: nil, parts: { pausedParts }),
        ]
        let webhooks = Webhooks(journal: journal, clock: clock, sealing: .turning, bridges: bridges.map(\.id)) { !$0.hasPrefix("10.") }
        acts = Acts(
            bridges: bridges, journal: journal, clock: clock, signIn: SignIn(accounts), webhooks: webhooks,
            publicAddress: "https://ledgerbridge.example")
        let door = APIDoor(bridges: [], journal: journal, clock: clock, acts: acts, requestID: { "request-1" })
        self.door = door
        var settings = HTTPServer.Configuration(port: 0)
        settings.bodyMax = { APIDoor.bodyMax($0) ?? 1 << 20 }
        settings.refusedBody = { _, head in door.refusedBody(head) }
        settings.headCheck = { await door.refusal(ofHead: $0) }
        var router = Router()
        router.mount(APIDoor.prefix, door.routes)
        server = HTTPServer(handler: router, configuration: settings)
        origin = "http://127.0.0.1:\(try server.start())"
        let described = try await transport.send(HTTPRequest(.get, origin: origin, target: "/api/v1/openapi.json"))
        contract = Contract(document: try JSON(parsing: described.body))
        let made = try await DoorTokens(journal: journal, clock: clock).create(
            name: "ledger tool", scopes: [], role: .administrator, bridges: [], expiresAt: nil, by: .person("anna"))
        (token, tool) = (made.text, DoorTokens.who(made.record))
    }

    /// Opens a house with what the examples speak of, does the work and closes it.
    static func with(
        journal: any BridgeJournal = MemoryJournal(), isSetUp: Bool = true, isSeeded: Bool = true,
        policy: (inout BridgePolicy) -> Void = { _ in }, _ work: (ExampleHouse) async throws -> Void
    ) async throws {
        let house = try await ExampleHouse(journal, isSetUp: isSetUp, policy)
        let outcome: Result<Void, any Error>
        do {
            if isSeeded { try await house.seed() }
            try await work(house)
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await house.server.stop()
        await house.transport.shutdown()
        try outcome.get()
    }

    // MARK: What is in it

    /// What the examples speak of, area by area.
    private func seed() async throws {
        try await seedDocuments()
        try await seedKeeping()
        let checked = HistoryEntry(
            at: clock.now(), who: .person("carla"), bridge: nil, subject: ChainCheck.subject, act: "verified",
            detail: "12 records, 5 documents, 0 faults")
        try await journal.commit(JournalUnit([.putToken(JournalSample.token(DeskCall.exampleToken)), .record(checked)]))
    }

    /// Puts a sample document in, in any standing.
    func document(_ number: Int, _ state: PostingState = .parked, _ change: (inout PostingRecord) -> Void = { _ in }) async throws {
        try await journal.commit(JournalSample.arrival(number, state: state, change))
    }

    /// A document that the books hold with another amount, or under another VAT code.
    func differing(_ number: Int, vatCode: VATCode = "VL") async throws {
        let problem = Problem(.bookedDiffers, at: Place("net"), found: "10001", expected: "10000")
        try await document(number, .booked) { posting in
            posting.targetID = TargetID("guid-\(number)")
            posting.targetNumber = "\(26_700_000 + number)"
            posting.readBack = .differs(at: JournalSample.now, problems: [problem])
        }
        try await journal.commit(JournalUnit([.keepBooked(JournalSample.booked(number, net: 10_001, vatCode: vatCode))]))
    }

    private func seedDocuments() async throws {
        let unmapped = Problem(.accountUnmapped, at: Place(line: 1, "product_group"), found: "DRIED")
        try await document(ExampleNumber.parked.rawValue, .parked) { $0.problems = [unmapped] }
        try await document(ExampleNumber.held.rawValue, .held) { $0.hold = .approval }
        try await document(ExampleNumber.ready.rawValue, .ready)
        try await differing(ExampleNumber.differing.rawValue)
        try await differing(ExampleNumber.explained.rawValue, vatCode: "VH")
        let bridge = try acts.bridge(Self.bridge.text)
        let explained = try await acts.difference(of: JournalSample.key(ExampleNumber.explained.rawValue), bridge)
        try await acts.explain(explained, of: bridge, text: "another code", seal: explained.seal, by: .person("carla"))
        let figure = try #require(Difference.Figure("2026-11/70/VH/EUR"))
        let other = try await acts.difference(of: figure, bridge)
        try await acts.explain(other, of: bridge, text: "another code", seal: other.seal, by: .person("carla"))
        try await attempt("\(JournalSample.key(ExampleNumber.parked.rawValue))", .post)
        let posting = try await posting(ExampleNumber.parked.rawValue)
        _ = try await BulkJobs(journal: journal, bridge: Self.bridge)
            .begin(.retry, [posting], reason: "", what: "state=parked", by: .person("anna"), at: clock.now())
    }

    /// An attempt that the books refused, with its one call.
    func attempt(_ subject: String, _ purpose: AttemptRecord.Purpose) async throws {
        var made = AttemptRecord(bridge: Self.bridge, subject: subject, number: 1, purpose: purpose, startedAt: JournalSample.now)
        (made.endedAt, made.verdict, made.detail) = (JournalSample.now.adding(milliseconds: 40), "rejected", "Boekstuknummer bestaat al")
        let calls = AttemptCalls(bridge: Self.bridge, attempts: [made.name], calls: [JournalSample.call(1)])
        try await journal.commit(JournalUnit([.keepAttempt(made), .keepCalls(calls)]))
    }

    func posting(_ number: Int) async throws -> PostingRecord {
        let key = JournalSample.key(number)
        return try #require(try await journal.postings([key], bridge: Self.bridge)[key])
    }

    func history(_ subject: String) async throws -> [String] {
        try await journal.history(subject: subject, bridge: nil, after: 0, limit: 1_000).map { "\($0.entry.who) \($0.entry.act)" }
    }

    // MARK: Asking

    /// Makes another token.
    func token(
        _ role: Role?, scopes: Set<TokenScope> = [], bridges: [BridgeID] = [], by maker: String = "anna", expiresAt: Timestamp? = nil
    ) async throws -> (id: String, text: String) {
        let made = try await acts.tokens.create(
            name: "other", scopes: scopes, role: role, bridges: bridges, expiresAt: expiresAt, by: .person(maker))
        return (made.record.id, made.text)
    }

    /// Asks, with the administrator's token unless another, or none, is given; the answer is held to the description.
    @discardableResult
    func ask(
        _ method: HTTPMethod, _ path: String, _ body: JSON? = nil, token: String? = "", key: String? = nil, ifMatch: String? = nil,
        fields: [(String, String)] = []
    ) async throws -> HTTPResponse {
        var request = HTTPRequest(method, origin: origin, target: "/api/v1" + path, body: body?.bytes ?? [])
        if let token { request.fields["Authorization"] = "Bearer \(token.isEmpty ? self.token : token)" }
        if body != nil { request.fields["Content-Type"] = "application/json" }
        if let key { request.fields["Idempotency-Key"] = key }
        if let ifMatch { request.fields["If-Match"] = ifMatch }
        for (name, value) in fields { request.fields[name] = value }
        let response = try await transport.send(request)
        try contract.check(response, to: request)
        return response
    }

    /// Looks at what an act is about, and does it as it was seen.
    @discardableResult
    func act(
        _ path: String, seen: String, _ body: JSON? = nil, key: String = "key-1", token: String? = ""
    ) async throws -> HTTPResponse {
        let tag: String = try #require(try await ask(.get, seen, token: token).fields["ETag"])
        return try await ask(.post, path, body, token: token, key: key, ifMatch: tag)
    }

    /// The path of a sample document.
    static func path(_ number: Int, _ further: String = "") -> String {
        let key = JournalSample.key(number)
        return "/bridges/\(bridge)/documents/\(key.administration)/\(key.kind.rawValue)/\(key.number)"
            + (further.isEmpty ? "" : "/" + further)
    }

    /// Carries an operation out as its example says, under a key, and once more under the same.
    func carryOut(_ call: DeskCall) async throws -> (first: HTTPResponse, again: HTTPResponse?) {
        var tag: String?
        if let seals = call.seals {
            let read = try #require(DeskCall.all.first { $0.id == seals }, "\(call.id) is sealed by \(seals)")
            tag = try await ask(.get, read.address(as: call.example)).fields["ETag"]
        }
        let key = call.isAct ? "example" : nil
        let first = try await ask(call.method, call.address, call.example.body, key: key, ifMatch: tag)
        guard call.isAct else { return (first, nil) }
        return (first, try await ask(call.method, call.address, call.example.body, key: key, ifMatch: tag))
    }
}

extension DeskCall {
    /// Where its example goes.
    var address: String { address(as: example) }

    func address(as example: Example) -> String {
        let filled = path.split(separator: "/").map { part in
            part.hasPrefix("{") ? FormCoding.percentEncode(example.path[String(part.dropFirst().dropLast())] ?? "") : String(part)
        }
        return "/" + filled.joined(separator: "/") + (example.query.isEmpty ? "" : "?" + FormCoding.encode(example.query))
    }
}

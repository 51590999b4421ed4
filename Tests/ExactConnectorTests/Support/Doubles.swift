import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import Synchronization
import Testing

@testable import ExactConnector

/// A clock that moves when told to.
final class MovableClock: TimeSource {
    private let moment: Mutex<Timestamp>

    init(_ text: String = "2026-11-18T09:00:00Z") { moment = Mutex(Timestamp(text) ?? Timestamp(milliseconds: 0)) }

    func now() -> Timestamp { moment.withLock { $0 } }
    func move(seconds: Int64) { moment.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// Counts calls by endpoint and never refuses.
final class CountingMeter: CallMeter {
    struct Counts {
        var taken: [String] = []
        var erred: [String] = []
        var limits: [ObservedLimit] = []
    }

    private let counts = Mutex(Counts())
    var seen: Counts { counts.withLock { $0 } }

    func take(_ endpoint: String) async throws(ConnectorError) { counts.withLock { $0.taken.append(endpoint) } }
    func observed(_ limits: [ObservedLimit]) async { counts.withLock { $0.limits += limits } }
    func erred(_ endpoint: String) async { counts.withLock { $0.erred.append(endpoint) } }
}

/// Tokens in memory, which can refuse to keep them.
final class MemoryVault: ExactTokenVault {
    struct Refused: Error {}

    private struct State {
        var tokens: ExactTokens?
        var refuses = false
        var stored: [ExactTokens] = []
    }

    private let state: Mutex<State>

    init(_ tokens: ExactTokens? = nil) { state = Mutex(State(tokens: tokens)) }

    var tokens: ExactTokens? { state.withLock { $0.tokens } }
    var stored: [ExactTokens] { state.withLock { $0.stored } }
    func refuse(_ refuses: Bool) { state.withLock { $0.refuses = refuses } }

    func load() async throws -> ExactTokens? { tokens }

    func store(_ tokens: ExactTokens) async throws {
        try state.withLock { state in
            if state.refuses { throw Refused() }
            state.tokens = tokens
            state.stored.append(tokens)
        }
    }
}

/// Answers requests from a script, in order, and remembers them. A request beyond the script is a failure of the test.
final class ScriptedTransport: HTTPTransport {
    enum Step: Sendable {
        case answer(HTTPResponse)
        case fail(HTTPFailure)
    }

    private struct State {
        var steps: [Step]
        var requests: [HTTPRequest] = []
        var underWay = 0
        var underWayMax = 0
    }

    private let state: Mutex<State>

    init(_ steps: [Step]) { state = Mutex(State(steps: steps)) }

    var requests: [HTTPRequest] { state.withLock { $0.requests } }
    var stepsLeft: Int { state.withLock { $0.steps.count } }
    /// Most requests that were under way at once.
    var underWayMax: Int { state.withLock { $0.underWayMax } }

    func add(_ steps: Step...) { state.withLock { $0.steps += steps } }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        let step = state.withLock { state -> Step? in
            state.requests.append(request)
            state.underWay += 1
            state.underWayMax = max(state.underWayMax, state.underWay)
            return state.steps.isEmpty ? nil : state.steps.removeFirst()
        }
        // Lets others run, so that callers who should wait get the chance not to.
        for _ in 0..<20 { await Task.yield() }
        state.withLock { $0.underWay -= 1 }
        switch step {
        case .answer(let response): return response
        case .fail(let failure): throw failure
        case nil:
            Issue.record("a request nobody expected: \(request.method.rawValue) \(request.target)")
            throw .notConnected("beyond the script")
        }
    }
}

extension ScriptedTransport.Step {
    static func json(_ text: String, status: Int = 200, fields: HTTPFields = [:]) -> Self {
        var fields = fields
        fields["Content-Type"] = "application/json; charset=utf-8"
        return .answer(HTTPResponse(status: status, fields: fields, body: Array(text.utf8)))
    }

    static func status(_ status: Int, fields: HTTPFields = [:], body: String = "") -> Self {
        .answer(HTTPResponse(status: status, fields: fields, body: Array(body.utf8)))
    }

    /// The service's error form, pretty-printed with CRLF as it does.
    static func refusal(_ text: String, status: Int = 500) -> Self {
        json("{\r\n  \"error\": {\r\n    \"code\": \"\", \"message\": {\"lang\": \"\", \"value\": \(JSON.string(text))}}}", status: status)
    }

    static func tokens(_ number: Int, expiresIn: String = "\"600\"") -> Self {
        json(
            "{\"access_token\":\"access\(number)\",\"token_type\":\"bearer\",\"expires_in\":\(expiresIn),"
                + "\"refresh_token\":\"refresh\(number)\"}")
    }
}

/// A connection with everything around it scripted.
struct Bench {
    let clock: MovableClock
    let meter = CountingMeter()
    let vault: MemoryVault
    let transport: ScriptedTransport
    let settings: ExactSettings
    let connector: ExactOnlineConnector

    /// A connection whose first tokens are `tokenAge` seconds old; nil for none.
    init(
        _ steps: ScriptedTransport.Step..., tokenAge: Int64? = 0, country: ExactCountry = .netherlands, use: Set<ExactDaybookUse> = [.sales]
    ) {
        clock = MovableClock()
        let now = clock.now()
        vault = MemoryVault(
            tokenAge.map {
                ExactTokens(accessToken: "access0", refreshToken: "refresh0", receivedAt: now.adding(seconds: -$0), expiresIn: 600)
            })
        transport = ScriptedTransport(steps)
        settings = Self.settings(country, use: use)
        connector = ExactOnlineConnector(
            settings: settings, clientSecret: "s3cr3t", vault: vault, transport: transport, meter: meter, clock: clock)
    }

    static func settings(_ country: ExactCountry = .netherlands, use: Set<ExactDaybookUse> = [.sales]) -> ExactSettings {
        ExactSettings(
            country: country, division: 3_456_789, clientID: "6f1c0000-1111-2222-3333-444455556666", clientSecretReference: "env:EXACT",
            redirectURI: "https://hub.example.nl/exact/callback", daybookUse: use)
    }

    /// One harmless call.
    func call() async throws(ConnectorError) { _ = try await connector.relation(numbered: "1") }

    /// What a call fails with; nil when it succeeds.
    func failure(_ work: () async throws -> Void) async -> ConnectorError? {
        do {
            try await work()
            return nil
        } catch { return error as? ConnectorError }
    }

    var tokenCalls: [HTTPRequest] { transport.requests.filter { $0.target == "/api/oauth2/token" } }
}

let nothingFound = ScriptedTransport.Step.json("{\"d\":{\"results\":[]}}")

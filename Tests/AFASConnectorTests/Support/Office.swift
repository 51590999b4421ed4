import AFASSimulator
import BridgeConnector
import BridgeDomain
import BridgeHTTP
import Synchronization
import Testing

@testable import AFASConnector

/// A clock that moves when told to.
final class MovableClock: TimeSource {
    private let moment: Mutex<Timestamp>

    init(_ text: String = "2026-11-18T09:00:00Z") { moment = Mutex(Timestamp(text) ?? Timestamp(milliseconds: 0)) }

    func now() -> Timestamp { moment.withLock { $0 } }
    func move(seconds: Int64) { moment.withLock { $0 = $0.adding(seconds: seconds) } }
    func set(_ text: String) { moment.withLock { $0 = Timestamp(text) ?? $0 } }
}

/// Counts calls by connector; refuses when told to.
final class CountingMeter: CallMeter {
    private let state = Mutex<(taken: [String], erred: [String], left: Int)>(([], [], .max))

    var taken: [String] { state.withLock { $0.taken } }
    var erred: [String] { state.withLock { $0.erred } }
    /// Refuses after so many more calls.
    func spend(after calls: Int) { state.withLock { $0.left = calls } }

    func take(_ endpoint: String) async throws(ConnectorError) {
        let isSpent = state.withLock { state in
            if state.left == 0 { return true }
            state.left -= 1
            state.taken.append(endpoint)
            return false
        }
        if isSpent { throw ConnectorError(.budgetSpent, "the budget is spent") }
    }
    func observed(_ limits: [ObservedLimit]) async {}
    func erred(_ endpoint: String) async { state.withLock { $0.erred.append(endpoint) } }
}

/// Brings requests to the sandbox in this process, a second of the clock each; remembers them, and how many were under way at once.
final class Wire: HTTPTransport {
    static let origin = "http://afas.sandbox"
    let sandbox: AFASSandbox
    let clock: MovableClock
    private let state = Mutex<(requests: [HTTPRequest], underWay: Int, most: Int)>(([], 0, 0))

    init(_ sandbox: AFASSandbox, _ clock: MovableClock) {
        self.sandbox = sandbox
        self.clock = clock
    }

    var requests: [HTTPRequest] { state.withLock { $0.requests } }
    var most: Int { state.withLock { $0.most } }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        state.withLock { state in
            state.requests.append(request)
            state.underWay += 1
            state.most = max(state.most, state.underWay)
        }
        // Lets others run, so that callers who should wait get the chance not to.
        for _ in 0..<20 { await Task.yield() }
        var received = request
        received.origin = ""
        received.fields["Host"] = String(request.origin.drop { $0 != "/" }.dropFirst(2))
        clock.move(seconds: 1)
        let answer = await sandbox.answer(received)
        state.withLock { $0.underWay -= 1 }
        switch answer {
        case .respond(let response): return response
        case .drop: throw .connectionLost("closed without an answer")
        case .truncate: throw .answerTruncated
        }
    }
}

/// The flower exporter's environment in the sandbox, and a connection to it.
struct Office {
    let clock: MovableClock
    let meter = CountingMeter()
    let sandbox: AFASSandbox
    let wire: Wire
    let settings: AFASSettings
    let connector: AFASProfitConnector

    static let florist = TargetID("D10044")
    static let wholesaler = TargetID("D10077")
    static let importer = TargetID("D20012")
    static let grower = TargetID("C50010")

    init(
        _ change: (inout AFASSandbox.Settings) -> Void = { _ in }, settings: AFASSettings = Self.settings(),
        token: AFASSandbox.Token = .live,
        clock: MovableClock = MovableClock()
    ) throws {
        var sandboxSettings = AFASSandbox.Settings()
        change(&sandboxSettings)
        self.clock = clock
        sandbox = AFASSandbox(sandboxSettings, clock: clock)
        wire = Wire(sandbox, clock)
        self.settings = settings
        connector = AFASProfitConnector(
            settings: settings, token: try #require(AFASToken(token.xml)), transport: wire, meter: meter, clock: clock)
    }

    static func settings(_ change: (inout AFASSettings) -> Void = { _ in }) -> AFASSettings {
        var settings = AFASSettings(
            environment: .live, participant: "12345", originOverride: Wire.origin, administration: 1, tokenReference: "env:AFAS")
        settings.relations.paymentCondition = "30"
        settings.relations.debtorAccount = "1300"
        settings.relations.creditorAccount = "1600"
        change(&settings)
        return settings
    }

    /// Everything the read-back gives from a cursor on.
    func booked(after cursor: TargetCursor = .start, _ master: MasterData) async throws -> (entries: [BookedEntry], next: TargetCursor) {
        var cursor = cursor
        var entries: [BookedEntry] = []
        for _ in 0..<100 {
            let page = try await connector.booked(after: cursor, with: master)
            entries += page.items
            cursor = page.next
            if !page.hasMore { break }
        }
        return (entries, cursor)
    }

    /// What a call fails with; nil when it succeeds.
    func failure(_ work: () async throws -> Void) async -> ConnectorError? {
        do {
            try await work()
            return nil
        } catch { return error as? ConnectorError }
    }
}

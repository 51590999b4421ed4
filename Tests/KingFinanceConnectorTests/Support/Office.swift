import BridgeConnector
import BridgeDomain
import BridgeHTTP
import KingSimulator
import Synchronization
import Testing

@testable import KingFinanceConnector

/// A clock that moves when told to.
final class MovableClock: TimeSource {
    private let moment: Mutex<Timestamp>

    init(_ text: String = "2026-11-18T09:00:00Z") { moment = Mutex(Timestamp(text) ?? Timestamp(milliseconds: 0)) }

    func now() -> Timestamp { moment.withLock { $0 } }
    func move(seconds: Int64) { moment.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// Counts calls by what King calls them.
final class CountingMeter: CallMeter {
    private let state = Mutex<[String]>([])

    var taken: [String] { state.withLock { $0 } }
    func count(_ name: String) -> Int { taken.count { $0 == name } }

    func take(_ endpoint: String) async throws(ConnectorError) { state.withLock { $0.append(endpoint) } }
    func observed(_ limits: [ObservedLimit]) async {}
    func erred(_ endpoint: String) async {}
}

/// Brings requests to the sandbox in this process, a second of the clock each; remembers them.
final class Wire: HTTPTransport {
    static let origin = "http://king.sandbox"
    let sandbox: KingSandbox
    let clock: MovableClock
    private let state = Mutex<[HTTPRequest]>([])

    init(_ sandbox: KingSandbox, _ clock: MovableClock) {
        self.sandbox = sandbox
        self.clock = clock
    }

    var requests: [HTTPRequest] { state.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        state.withLock { $0.append(request) }
        for _ in 0..<20 { await Task.yield() }
        var received = request
        received.origin = ""
        clock.move(seconds: 1)
        switch await sandbox.answer(received) {
        case .respond(let response): return response
        case .drop: throw .connectionLost("closed without an answer")
        case .truncate: throw .answerTruncated
        }
    }
}

/// The flower exporter's administration in the sandbox, and a connection to it.
struct Office {
    let clock: MovableClock
    let meter = CountingMeter()
    let sandbox: KingSandbox
    let wire: Wire
    let settings: KingFinanceSettings
    let connector: KingFinanceConnector

    static let florist = TargetID("D10042")
    static let wholesaler = TargetID("D10077")
    static let importer = TargetID("D10120")
    static let blocked = TargetID("D10099")
    static let grower = TargetID("C50010")

    init(
        _ profile: KingFinanceProfile = .http, sandbox change: (inout KingSandbox.Settings) -> Void = { _ in },
        settings adapt: (inout KingFinanceSettings) -> Void = { _ in }
    ) throws {
        var sandboxSettings = KingSandbox.Settings()
        change(&sandboxSettings)
        clock = MovableClock()
        sandbox = KingSandbox(sandboxSettings, clock: clock)
        wire = Wire(sandbox, clock)
        settings = Self.settings(profile, adapt)
        connector = try Self.connector(settings, wire, meter, clock)
    }

    /// Another process that works for the same administration.
    func another(_ adapt: (inout KingFinanceSettings) -> Void = { _ in }) throws -> KingFinanceConnector {
        var settings = settings
        adapt(&settings)
        return try Self.connector(settings, wire, meter, clock)
    }

    static func settings(
        _ profile: KingFinanceProfile, _ adapt: (inout KingFinanceSettings) -> Void = { _ in }
    ) -> KingFinanceSettings {
        var settings = KingFinanceSettings(profile: profile, origin: Wire.origin, administration: "bloemenexport")
        settings.paymentCondition = "30"
        adapt(&settings)
        return settings
    }

    static func connector(
        _ settings: KingFinanceSettings, _ line: any HTTPTransport, _ meter: any CallMeter, _ clock: any TimeSource
    ) throws -> KingFinanceConnector {
        let keys = try #require(KingFinanceKeys(partnerKey: "demo-partner", environmentCode: "A1B2C"))
        return KingFinanceConnector(settings: settings, keys: keys, transport: line, meter: meter, clock: clock)
    }

    /// Everything the read-back gives from a cursor on.
    func booked(after cursor: TargetCursor = .start, _ master: MasterData) async throws -> (entries: [BookedEntry], next: TargetCursor) {
        var (cursor, entries) = (cursor, [BookedEntry]())
        for _ in 0..<100 {
            let page = try await connector.booked(after: cursor, with: master)
            entries += page.items
            cursor = page.next
            if !page.hasMore { break }
        }
        return (entries, cursor)
    }

    /// All debtors and creditors.
    func relations() async throws -> [Relation] {
        var (cursor, relations) = (TargetCursor.start, [Relation]())
        for _ in 0..<100 {
            let page = try await connector.relations(after: cursor)
            relations += page.items
            cursor = page.next
            if !page.hasMore { break }
        }
        return relations
    }

    /// What a call fails with; nil when it succeeds.
    func failure(_ work: () async throws -> Void) async -> ConnectorError? {
        do {
            try await work()
            return nil
        } catch { return error as? ConnectorError }
    }
}

public import BridgeConnector
public import BridgeDomain
public import BridgeHTTP
import Synchronization

/// What stands around a connection under test: a clock that moves when told to, a meter that counts, a line that counts too.
public struct ConnectorKit: Sendable {
    public let clock: SuiteClock
    public let meter: SuiteMeter
    public let line: SuiteLine

    /// A kit around a service that goes by the same clock.
    ///
    /// - Parameters:
    ///   - counts: which requests are calls that the meter must have seen; signing in may not be one.
    ///   - writes: which of them may change something, where the method does not tell.
    public init(
        _ service: any HTTPHandler, clock: SuiteClock, counts: @escaping @Sendable (HTTPRequest) -> Bool = { _ in true },
        writes: @escaping @Sendable (HTTPRequest) -> Bool = { $0.method != .get }
    ) {
        self.clock = clock
        meter = SuiteMeter(clock)
        line = SuiteLine(service, clock, counts, writes)
    }
}

/// Stands still until it is moved. Begins on 18 November 2026.
public final class SuiteClock: TimeSource {
    private let moment = Mutex(Timestamp("2026-11-18T09:00:00Z") ?? Timestamp(milliseconds: 0))

    public init() {}
    public func now() -> Timestamp { moment.withLock { $0 } }
    /// Lets time pass.
    public func move(seconds: Int64) { moment.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// Counts calls; can be spent, and can let time pass before it gives one.
public final class SuiteMeter: CallMeter {
    private let clock: SuiteClock
    private let state = Mutex<(taken: Int, isSpent: Bool, standsStill: Int64)>((0, false, 0))

    init(_ clock: SuiteClock) { self.clock = clock }

    var taken: Int { state.withLock { $0.taken } }
    func spend(_ isSpent: Bool) { state.withLock { $0.isSpent = isSpent } }
    /// The process stands still for so long while it takes its next call.
    func standStill(seconds: Int64) { state.withLock { $0.standsStill = seconds } }

    public func take(_ endpoint: String) async throws(ConnectorError) {
        let (isSpent, seconds) = state.withLock { state in
            if !state.isSpent { state.taken += 1 }
            defer { state.standsStill = 0 }
            return (state.isSpent, state.standsStill)
        }
        clock.move(seconds: seconds)
        if isSpent { throw ConnectorError(.budgetSpent, "the budget is spent", retryAt: clock.now().adding(seconds: 60)) }
    }
    public func observed(_ limits: [ObservedLimit]) async {}
    public func erred(_ endpoint: String) async {}
}

/// Brings requests to a service in this process, a second of the clock each.
public final class SuiteLine: HTTPTransport {
    private let service: any HTTPHandler
    private let clock: SuiteClock
    private let counts: @Sendable (HTTPRequest) -> Bool
    private let isWrite: @Sendable (HTTPRequest) -> Bool
    private let state = Mutex<(calls: Int, writes: Int, underWay: Int, underWayMax: Int)>((0, 0, 0, 0))
    private let keysSeen = Mutex<Set<String>>([])

    init(
        _ service: any HTTPHandler, _ clock: SuiteClock, _ counts: @escaping @Sendable (HTTPRequest) -> Bool,
        _ isWrite: @escaping @Sendable (HTTPRequest) -> Bool
    ) {
        self.service = service
        self.clock = clock
        self.counts = counts
        self.isWrite = isWrite
    }

    var calls: Int { state.withLock { $0.calls } }
    /// What travelled in headers that say who asks.
    var keys: Set<String> { keysSeen.withLock { $0 } }
    private static let keyFields = ["Authorization", "Cookie"]
    var writes: Int { state.withLock { $0.writes } }
    var underWayMax: Int { state.withLock { $0.underWayMax } }

    public func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        let isCall = counts(request)
        let writes = isCall && isWrite(request)
        state.withLock { state in
            state.calls += isCall ? 1 : 0
            state.writes += writes ? 1 : 0
            state.underWay += 1
            state.underWayMax = max(state.underWayMax, state.underWay)
        }
        keysSeen.withLock { keys in
            for name in Self.keyFields {
                keys.formUnion(request.fields.values(name).compactMap { $0.split(separator: " ").last.map(String.init) })
            }
        }
        // Lets others run, so that callers who should wait get the chance not to.
        for _ in 0..<20 { await Task.yield() }
        var received = request
        received.origin = ""
        received.fields["Host"] = String(request.origin.drop { $0 != "/" }.dropFirst(2))
        clock.move(seconds: 1)
        let answer = await service.answer(received)
        state.withLock { $0.underWay -= 1 }
        switch answer {
        case .respond(let response): return response
        case .drop: throw .connectionLost("closed without an answer")
        case .truncate: throw .answerTruncated
        }
    }
}

import BridgeDomain
import BridgeHTTP
import BridgeTesting
import Synchronization

/// A network that loses, delays and repeats by the seed: what lies between the bridge and one sandbox.
///
/// Delayed requests are the worst of all: the sender gives up, and the request arrives afterwards. They arrive within the target's own
/// time limit, which is what the settling delay waits out.
final class SimulatedNetwork: HTTPTransport {
    /// How bad it is, per thousand requests.
    struct Weather: Sendable {
        var notConnected = 20
        var requestLost = 15
        var requestLate = 10
        var answerLost = 30

        static let fine = Weather(notConnected: 0, requestLost: 0, requestLate: 0, answerLost: 0)
    }

    /// Seconds within which a late request arrives.
    static let lateSecondsMax: UInt64 = 90

    private struct State {
        var random: SeededGenerator
        var weather: Weather
        var late: [(at: Timestamp, request: HTTPRequest)] = []
        /// Calls of the interface sent in each minute since 1970: what the target's limit is about.
        var calls: [Int64: Int] = [:]
    }

    private enum Fate { case carried, notConnected, requestLost, late(Timestamp), answerLost }

    private let handler: any HTTPHandler
    private let clock: MovableClock
    private let state: Mutex<State>

    init(_ handler: any HTTPHandler, clock: MovableClock, seed: UInt64, weather: Weather) {
        self.handler = handler
        self.clock = clock
        state = Mutex(State(random: SeededGenerator(seed: seed), weather: weather))
    }

    func calm() { state.withLock { $0.weather = .fine } }

    /// Calls of the interface sent so far, and in the fullest minute. Signing in does not count (reference exact-online §5.1).
    var calls: (all: Int, mostPerMinute: Int) {
        state.withLock { ($0.calls.values.reduce(0, +), $0.calls.values.max() ?? 0) }
    }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        await deliverLate()
        if request.target.hasPrefix("/api/v1") {
            let minute = clock.now().milliseconds / 60_000
            state.withLock { $0.calls[minute, default: 0] += 1 }
        }
        switch draw() {
        case .notConnected: throw .notConnected("no route")
        case .requestLost: throw .timedOut
        case .late(let moment):
            state.withLock { $0.late.append((moment, request)) }
            throw .timedOut
        case .answerLost:
            _ = await handler.answer(request)
            throw .connectionLost("reset")
        case .carried: return try Self.read(await handler.answer(request))
        }
    }

    /// Hands over what was delayed until now.
    func deliverLate() async {
        let now = clock.now()
        let due = state.withLock { state -> [HTTPRequest] in
            let due = state.late.filter { $0.at <= now }.map(\.request)
            state.late.removeAll { $0.at <= now }
            return due
        }
        for request in due { _ = await handler.answer(request) }
    }

    private func draw() -> Fate {
        let now = clock.now()
        return state.withLock { state in
            var chance = Int(state.random.next() % 1_000)
            let weather = state.weather
            func falls(in share: Int) -> Bool {
                defer { chance -= share }
                return (0..<share).contains(chance)
            }
            if falls(in: weather.notConnected) { return .notConnected }
            if falls(in: weather.requestLost) { return .requestLost }
            if falls(in: weather.requestLate) { return .late(now.adding(seconds: Int64(state.random.next() % Self.lateSecondsMax) + 1)) }
            return falls(in: weather.answerLost) ? .answerLost : .carried
        }
    }

    private static func read(_ answer: HTTPAnswer) throws(HTTPFailure) -> HTTPResponse {
        switch answer {
        case .respond(let response): return response
        case .drop: throw .connectionLost("reset")
        case .truncate: throw .answerTruncated
        }
    }
}

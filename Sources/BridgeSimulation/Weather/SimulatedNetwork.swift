import BridgeDomain
import BridgeHTTP
import BridgeTesting
import Synchronization

/// A network that loses and delays by the seed: what lies between the bridge and one simulator.
///
/// Delayed requests are the worst of all: the sender gives up, and the request arrives afterwards. They arrive within the target's own
/// time limit, which is what the settling delay waits out.
final class SimulatedNetwork: Sendable {
    /// How bad it is, per thousand requests.
    struct Weather: Sendable {
        var notConnected = 0
        var requestLost = 0
        var requestLate = 0
        var answerLost = 0

        static let fine = Weather()
    }

    /// Seconds within which a late request arrives.
    static let lateSecondsMax: UInt64 = 90

    private struct State {
        var random: SeededGenerator
        var weather: Weather
        var late: [(at: Timestamp, request: HTTPRequest)] = []
        var writes = 0
        /// Calls that count, made in each minute and on each day since 1970: what the target's limits are about.
        var callsByMinute: [Int64: Int] = [:]
        var callsByDay: [CalendarDate: Int] = [:]
    }

    private enum Fate { case carried, notConnected, requestLost, late(Timestamp), answerLost }

    private let handler: any HTTPHandler
    private let storms: Weather
    private let counts: @Sendable (HTTPRequest) -> Bool
    private let clock: MovableClock
    private let state: Mutex<State>

    /// A network to one simulator; `counts` says which requests its limits are about.
    init(
        _ handler: any HTTPHandler, clock: MovableClock, seed: UInt64, weather: Weather,
        counts: @escaping @Sendable (HTTPRequest) -> Bool = { _ in false }
    ) {
        self.handler = handler
        self.clock = clock
        self.counts = counts
        storms = weather
        state = Mutex(State(random: SeededGenerator(seed: seed), weather: weather))
    }

    func calm() { state.withLock { $0.weather = .fine } }
    /// The weather of the beginning comes back.
    func storm() { state.withLock { $0.weather = storms } }

    /// Counted calls so far, and in the fullest minute and on the fullest day.
    var calls: (all: Int, mostPerMinute: Int, mostPerDay: Int) {
        state.withLock {
            ($0.callsByDay.values.reduce(0, +), $0.callsByMinute.values.max() ?? 0, $0.callsByDay.values.max() ?? 0)
        }
    }

    /// Requests that arrived and may have changed something: while it stands still, so does what lies behind.
    var writes: Int { state.withLock { $0.writes } }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        await deliverLate()
        if counts(request) {
            let now = clock.now()
            state.withLock {
                $0.callsByMinute[now.milliseconds / 60_000, default: 0] += 1
                $0.callsByDay[now.dateUTC, default: 0] += 1
            }
        }
        switch draw() {
        case .notConnected: throw .notConnected("no route")
        case .requestLost: throw .timedOut
        case .late(let moment):
            state.withLock { $0.late.append((moment, request)) }
            throw .timedOut
        case .answerLost:
            _ = await arrive(request)
            throw .connectionLost("reset")
        case .carried: return try Self.read(await arrive(request))
        }
    }

    /// Hands over what was delayed until now.
    func deliverLate() async {
        let now = clock.now()
        let due = state.withLock { state -> [HTTPRequest] in
            if state.late.isEmpty { return [] }
            let due = state.late.filter { $0.at <= now }.map(\.request)
            state.late.removeAll { $0.at <= now }
            return due
        }
        for request in due { _ = await arrive(request) }
    }

    private func arrive(_ request: HTTPRequest) async -> HTTPAnswer {
        if request.method != .get { state.withLock { $0.writes += 1 } }
        return await handler.answer(request)
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

/// The network as one process sees it: a dead one sends nothing, and any may be left hanging with an answer in its hands.
struct ProcessTransport: HTTPTransport {
    let network: SimulatedNetwork
    let life: Life

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        guard !life.isDead else { throw .notConnected("the process died") }
        let answer: Result<HTTPResponse, HTTPFailure>
        do { answer = .success(try await network.send(request)) } catch { answer = .failure(error) }
        await life.mayHang()
        return try answer.get()
    }
}

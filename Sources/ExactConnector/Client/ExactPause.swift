import BridgeDomain
import Synchronization

/// Holds calls back while the service is down for maintenance, a little longer after each sign of it.
///
/// A write that meets a maintenance page is left with an unknown outcome and costs a look-up later; without a pause every document in
/// the queue would run into the same page.
final class ExactPause: Sendable {
    /// Seconds of the first pause; each further one is twice as long.
    static let secondsFirst: Int64 = 5
    static let secondsMax: Int64 = 300

    private struct State {
        var seconds: Int64 = 0
        var until: Timestamp?
    }

    private let state = Mutex(State())

    /// The moment before which nothing is sent; nil when calls may go.
    func until(_ now: Timestamp) -> Timestamp? {
        state.withLock { state in state.until.flatMap { now < $0 ? $0 : nil } }
    }

    /// The service showed that it is down.
    func extend(from now: Timestamp) {
        state.withLock { state in
            state.seconds = state.seconds == 0 ? Self.secondsFirst : min(state.seconds * 2, Self.secondsMax)
            state.until = now.adding(seconds: state.seconds)
        }
    }

    /// The service answered as it should.
    func end() { state.withLock { $0 = State() } }
}

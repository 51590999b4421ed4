import BridgeDomain
import Synchronization

/// The session in hand, as long as it is worth trying (reference `king` §1.3).
final class KingSession: Sendable {
    private struct State {
        var id: String?
        var used = Timestamp(milliseconds: 0)
    }

    private let seconds: Int64
    private let state = Mutex(State())

    /// - Parameter seconds: without a call, after which the session counts as gone.
    init(seconds: Int64) { self.seconds = seconds }

    /// The session to go on with; nil when one must be asked for.
    func current(_ now: Timestamp) -> String? {
        state.withLock { state in
            guard now >= state.used, now < state.used.adding(seconds: seconds) else { return nil }
            return state.id
        }
    }

    func keep(_ id: String, _ now: Timestamp) { state.withLock { $0 = State(id: id, used: now) } }
    func used(_ now: Timestamp) { state.withLock { $0.used = now } }
    func forget() { state.withLock { $0.id = nil } }
}

import Synchronization

/// Lets one caller through at a time, the others in the order of arrival: the service takes one call at once for an administration
/// (reference `king` §5.5).
final class KingTurn: Sendable {
    private struct State {
        var isTaken = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Waits for the turn. Whoever gets it must ``leave()``.
    func enter() async {
        await withCheckedContinuation { continuation in
            let goesNow = state.withLock { state in
                if state.isTaken {
                    state.waiting.append(continuation)
                    return false
                }
                state.isTaken = true
                return true
            }
            if goesNow { continuation.resume() }
        }
    }

    /// Passes the turn on.
    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.isTaken = false
            return nil
        }
        next?.resume()
    }
}

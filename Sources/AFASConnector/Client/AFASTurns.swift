import Synchronization

/// Lets so many calls through at once, the others in the order of arrival. The vendor recommends five and allows eight (reference
/// `afas-profit` §13).
final class AFASTurns: Sendable {
    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(_ atOnce: Int) { state = Mutex(State(free: max(1, atOnce))) }

    /// Waits for a turn. Whoever gets one must ``leave()``.
    func enter() async {
        await withCheckedContinuation { continuation in
            let goesNow = state.withLock { state in
                if state.free == 0 {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if goesNow { continuation.resume() }
        }
    }

    /// Passes the turn on.
    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.free += 1
            return nil
        }
        next?.resume()
    }
}

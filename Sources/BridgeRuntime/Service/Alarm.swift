import Synchronization

/// Waiting that can be cut short. A ring that comes while nobody waits is kept for the next wait: it is never lost.
final class Alarm: Sendable {
    private struct State {
        var isRung = false
        var waiter: CheckedContinuation<Void, Never>?
        /// Which wait it is: a timer of an earlier one must not end a later one.
        var number = 0
        /// The wait whose time is over.
        var expired = 0
    }

    private let state = Mutex(State())

    /// Waits that long, or until it rings. One waits at a time.
    func wait(milliseconds: Int64) async {
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        let timer = Task {
            try? await Task.sleep(for: .milliseconds(milliseconds))
            if !Task.isCancelled { self.wake(number) }
        }
        await withCheckedContinuation { continuation in
            let goesOn = state.withLock { state in
                // The timer may have been faster.
                if state.isRung || state.expired == number {
                    state.isRung = false
                    return true
                }
                state.waiter = continuation
                return false
            }
            if goesOn { continuation.resume() }
        }
        timer.cancel()
    }

    /// Ends the wait under way, or the next one at once.
    func ring() {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            if state.waiter == nil { state.isRung = true }
            return state.waiter
        }
        waiter?.resume()
    }

    private func wake(_ number: Int) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.number == number else { return nil }
            state.expired = number
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}

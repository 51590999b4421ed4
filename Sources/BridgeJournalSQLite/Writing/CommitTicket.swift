import BridgeJournal
import Synchronization

/// Where the writing thread leaves what became of a unit, for whoever comes to ask.
final class CommitTicket: Sendable {
    private enum State {
        case open
        case waiting(CheckedContinuation<Result<Void, JournalError>, Never>)
        case done(Result<Void, JournalError>)
    }

    private let state = Mutex(State.open)

    /// Leaves the outcome; once.
    @Sendable func give(_ outcome: Result<Void, JournalError>) {
        let waiter = state.withLock { state -> CheckedContinuation<Result<Void, JournalError>, Never>? in
            defer { state = .done(outcome) }
            if case .waiting(let waiter) = state { return waiter }
            return nil
        }
        waiter?.resume(returning: outcome)
    }

    /// The outcome, when it is there; asked for once.
    func take() async -> Result<Void, JournalError> {
        await withCheckedContinuation { continuation in
            let outcome = state.withLock { state -> Result<Void, JournalError>? in
                if case .done(let outcome) = state { return outcome }
                state = .waiting(continuation)
                return nil
            }
            if let outcome { continuation.resume(returning: outcome) }
        }
    }
}

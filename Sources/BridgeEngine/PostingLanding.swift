import BridgeConnector
import BridgeDomain
import BridgeJournal

/// One posting on its way.
struct PostingFlight: Sendable {
    var record: PostingRecord
    /// When it was due before it was begun: its place in the order.
    var wasDue: Timestamp?
    var order: PostingOrder
}

/// How a flight ended; no answer when the call was not made.
struct PostingLanding: Sendable {
    var flight: PostingFlight
    var answer: Result<PostedEntry, ConnectorError>?
    var at: Timestamp
    /// True when it went in the call of another.
    var sharesCall = false
    /// What was said to the books and what they answered; of entries that went together, the first has it for all.
    var calls = LandedCalls()

    var verdict: String {
        switch answer {
        case .success?: "done"
        case .failure(let error)?: error.code.rawValue
        case nil: "notSent"
        }
    }

    var detail: String? {
        switch answer {
        case .success(let posted)?: posted.warning
        case .failure(let error)?: error.vendorText ?? error.message
        case nil: nil
        }
    }

    var wasACall: Bool {
        if sharesCall { return false }
        return switch answer {
        case .success?: true
        case .failure(let error)?: error.code != .budgetSpent
        case nil: false
        }
    }

    var event: PostingEvent {
        switch answer {
        case .success(let posted)?: .accepted(posted)
        case .failure(let error)?: .failed(error, wasDue: flight.wasDue)
        // As when our own meter refuses: surely nothing was done.
        case nil: .failed(ConnectorError(.budgetSpent, "not sent: posting was broken off before it"), wasDue: flight.wasDue)
        }
    }
}

/// Calls that were made for a flight, or for it and others.
struct LandedCalls: Sendable {
    var calls: [BooksCall] = []
    /// The others' attempts.
    var others: [AttemptName] = []
}

extension PostingFlight {
    /// The attempt it makes.
    var attempt: AttemptName { AttemptName(record.document.description, record.attempts) }
}

extension Result<PostedEntry, ConnectorError> {
    /// True where the next call would meet the same.
    var stopsPosting: Bool { if case .failure(let error) = self { error.stopsTarget || error.isAboutPeriod } else { false } }
}

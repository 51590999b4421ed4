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

extension Result<PostedEntry, ConnectorError> {
    /// True where the next call would meet the same.
    var stopsPosting: Bool { if case .failure(let error) = self { error.stopsTarget || error.isAboutPeriod } else { false } }
}

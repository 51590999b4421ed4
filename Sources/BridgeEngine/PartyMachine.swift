public import BridgeConnector
public import BridgeDomain
public import BridgeJournal

/// What happens to a party's alignment.
public enum PartyEvent: Sendable {
    /// A document needs it in the target.
    case needed
    /// A relation that we did not link looks like it (reason in words).
    case proposed(Relation, reason: String)
    /// The policy of the bridge forbids making it.
    case refused
    /// Its data cannot be sent: everything that is wrong with them.
    case unusable([Problem])
    case started
    /// The target has it: created, updated, adopted after a lost answer, or linked by a person.
    case aligned(Relation)
    case failed(ConnectorError)
    /// The process died, or lost its lease, while the call was under way.
    case recovered
    /// After a lost answer: no relation under that number.
    case notFound
    /// After a lost answer to an update of a linked relation: doing it again has the same effect.
    case repeatable
    case lookUpFailed(ConnectorError)
    /// A person says: try again, or make a new relation instead of the proposed one.
    case retried
    /// The linked relation is gone from the books; what it was perhaps merged into, and why we think so.
    case lost(number: String, successor: (Relation, reason: String)?)
    /// The books themselves show where a relation that is gone went: into this one, and how they show it.
    case followed(Relation, reason: String)
    /// The linked relation was blocked in the books; and the block was lifted.
    case blocked(Relation)
    case unblocked
    /// Its fields were compared with the books' anew.
    case compared(PartyAlignment)
}

/// Every decision about one party's alignment, as a value. The counterpart of ``PostingMachine``.
public struct PartyMachine: Sendable {
    /// The party as it now stands.
    public private(set) var record: PartyRecord
    let retry: RetryPolicy
    let settlingSeconds: Int64

    /// A machine for one party.
    public init(_ record: PartyRecord, retry: RetryPolicy, settlingSeconds: Int64) {
        self.record = record
        self.retry = retry
        self.settlingSeconds = settlingSeconds
    }

    /// Takes an event at `now`; returns the history's verb and why, or nil when the event changes nothing.
    public mutating func handle(_ event: PartyEvent, now: Timestamp) -> (act: String, detail: String)? {
        let before = record
        guard let step = transition(event, now: now) else {
            record = before
            return nil
        }
        record.revision += 1
        record.changedAt = now
        return step
    }

    private mutating func transition(_ event: PartyEvent, now: Timestamp) -> (act: String, detail: String)? {
        switch (record.state, event) {
        case (.known, .needed):
            return ready(now, "needed", "a document needs it in the books")
        case (.ready, .proposed(let relation, let reason)):
            record.state = .proposed
            record.dueAt = nil
            record.proposal = relation.id
            record.proposalReason = reason
            record.problems = [
                Problem(.partyMatchProposed, at: Place("party"), found: "\(relation.number) \(relation.name)", expected: nil)
            ]
            return ("match_proposed", "\(relation.number) \(relation.name): \(reason)")
        case (.ready, .refused):
            record.state = .parked
            record.dueAt = nil
            record.problems = [Problem(.partyCreationRefused, at: Place("party"), found: record.key.code.text)]
            return ("parked", "the policy of the bridge makes no relations")
        case (.ready, .unusable(let problems)):
            record.state = .parked
            record.dueAt = nil
            record.problems = problems
            return ("parked", problems.map { $0.message(.english) }.joined(separator: "; "))
        case (.ready, .started):
            record.state = .inFlight
            record.attempts += 1
            record.dueAt = nil
            return ("started", "attempt \(record.attempts)")

        case (.inFlight, .aligned(let relation)), (.outcomeUnknown, .aligned(let relation)), (.proposed, .aligned(let relation)),
            (.ready, .aligned(let relation)), (.known, .aligned(let relation)), (.parked, .aligned(let relation)),
            (.rejected, .aligned(let relation)):
            record.state = .aligned
            record.dueAt = nil
            record.alignedVersion = record.version
            record.number = relation.number
            record.proposal = nil
            record.proposalReason = nil
            record.problems = []
            return ("aligned", "relation \(relation.number)")
        case (.proposed, .followed(let relation, let reason)), (.parked, .followed(let relation, let reason)):
            guard record.isGoneInBooks else { return nil }
            _ = transition(.aligned(relation), now: now)
            return ("merge_followed", "relation \(relation.number) \(relation.name): \(reason)")
        case (.inFlight, .failed(let error)):
            return failed(error, now: now)
        case (.inFlight, .recovered):
            return unknown(now, "the process stopped while the call was under way")

        case (.outcomeUnknown, .notFound):
            return ready(now, "not_found", "no relation under that number after the settling time: may be made again")
        case (.outcomeUnknown, .repeatable):
            return ready(now, "repeated", "the lost answer was to an update: it is done again")
        case (.outcomeUnknown, .proposed(let relation, let reason)):
            record.state = .ready
            return transition(.proposed(relation, reason: reason), now: now)
        case (.outcomeUnknown, .lookUpFailed(let error)):
            // A call that our own meter refused was not made.
            if error.code != .budgetSpent { record.attempts += 1 }
            record.dueAt = max(now, error.retryAt ?? now.adding(seconds: retry.unknown.seconds(after: record.attempts)))
            return ("look_up_failed", error.message)

        case (.proposed, .retried), (.parked, .retried), (.rejected, .retried):
            // A proposal that a person passed over is remembered, so that it is not made again.
            record.problems = []
            record.proposalReason = nil
            return ready(now, "retried", "by a person")

        case (.aligned, .lost(let number, let successor)), (.ready, .lost(let number, let successor)),
            (.parked, .lost(let number, let successor)), (.rejected, .lost(let number, let successor)):
            return lost(number, successor)
        case (.aligned, .blocked(let relation)), (.ready, .blocked(let relation)):
            record.state = .parked
            record.dueAt = nil
            record.alignedVersion = nil
            record.problems = [Problem(.partyBlockedInBooks, at: Place("party"), found: "\(relation.number) \(relation.name)")]
            return ("blocked_in_books", "relation \(relation.number) is blocked in the books")
        case (.parked, .unblocked):
            record.problems = []
            return ready(now, "unblocked_in_books", "the block in the books was lifted")
        case (.aligned, .compared(let alignment)):
            record.alignment = alignment
            let detail = alignment.differences.map { "\($0.field.rawValue) \($0.standing.rawValue)" }.joined(separator: ", ")
            if !alignment.sending.isEmpty { return ready(now, "compared", detail) }
            return ("compared", detail.isEmpty ? "nothing differs" : detail)
        case (.ready, .compared(let alignment)), (.parked, .compared(let alignment)), (.rejected, .compared(let alignment)):
            record.alignment = alignment
            return ("compared", "\(alignment.differences.count) fields differ")

        case (_, .needed), (_, .proposed), (_, .refused), (_, .unusable), (_, .started), (_, .aligned), (_, .failed), (_, .recovered),
            (_, .notFound), (_, .repeatable), (_, .lookUpFailed), (_, .retried), (_, .lost), (_, .followed), (_, .blocked), (_, .unblocked),
            (_, .compared):
            return nil
        }
    }

    private mutating func lost(_ number: String, _ successor: (Relation, reason: String)?) -> (act: String, detail: String) {
        record.dueAt = nil
        record.alignedVersion = nil
        record.attempts = 0
        record.proposal = successor?.0.id
        record.proposalReason = successor?.reason
        record.state = successor == nil ? .parked : .proposed
        let found = successor.map { "\(number) → \($0.0.number) \($0.0.name)" } ?? number
        record.problems = [Problem(.partyGoneInBooks, at: Place("party"), found: found)]
        return ("gone_in_books", successor?.reason ?? "relation \(number) is gone from the books")
    }

    private mutating func ready(_ now: Timestamp, _ act: String, _ detail: String) -> (act: String, detail: String) {
        record.state = .ready
        record.dueAt = now
        return (act, detail)
    }

    private mutating func unknown(_ now: Timestamp, _ why: String) -> (act: String, detail: String) {
        record.state = .outcomeUnknown
        record.dueAt = now.adding(seconds: settlingSeconds)
        return ("outcome_unknown", why)
    }

    private mutating func failed(_ error: ConnectorError, now: Timestamp) -> (act: String, detail: String) {
        let pause: RetryPolicy.Pause
        switch error.code {
        case .unavailable: pause = retry.unavailable
        case .throttled: pause = retry.throttled
        case .unauthorised: pause = retry.unauthorised
        case .budgetSpent:
            record.attempts -= 1
            pause = retry.throttled
        case .outcomeUnknown: return unknown(now, error.message)
        case .rejected, .misused:
            record.state = .rejected
            record.dueAt = nil
            record.problems =
                error.problems.isEmpty
                ? [Problem(.targetRejected, at: Place("party"), found: error.vendorText ?? error.message)] : error.problems
            return ("rejected", error.vendorText ?? error.message)
        }
        record.state = .ready
        record.dueAt = max(now, error.retryAt ?? now.adding(seconds: pause.seconds(after: record.attempts)))
        return ("postponed", error.message)
    }
}

extension PartyRecord {
    /// True while its relation is gone from the books and nobody knows for certain where to.
    var isGoneInBooks: Bool { (state == .proposed || state == .parked) && problems.contains { $0.code == .partyGoneInBooks } }

    /// True when a person said that none of the relations that look like it is it: a new one is made, nothing is proposed again.
    var refusedProposal: Bool { proposal != nil && state != .proposed }
}

public import BridgeAccess
public import BridgeJournal

/// What can be done with a document. The raw value stands in addresses.
public enum DocumentVerb: String, Hashable, Sendable, CaseIterable {
    case retry
    case approve
    case hold
    case bookedByHand = "booked-by-hand"
    case withdraw

    /// Its row in the table of rights.
    public var right: Verb {
        switch self {
        case .retry: .retry
        case .approve: .approve
        case .hold: .hold
        case .bookedByHand: .bookedByHand
        case .withdraw: .withdraw
        }
    }

    /// Whether it is worth offering where a posting stands; the machine decides in the end (``/BridgeEngine/PostingMachine``).
    public func fits(_ posting: PostingRecord) -> Bool {
        switch self {
        case .retry: [.parked, .rejected, .withdrawn].contains(posting.state) || posting.hold == .person
        case .approve: posting.state == .held && posting.hold == .approval
        case .hold: posting.state == .ready || posting.state == .held && posting.hold != .person
        case .bookedByHand: [.parked, .held, .rejected].contains(posting.state)
        case .withdraw: [.parked, .held, .ready, .rejected, .nothingToPost].contains(posting.state)
        }
    }

    /// The states of which all documents are taken together: those the command of the same name takes with `--all`.
    public var states: Set<PostingState> {
        switch self {
        case .retry, .withdraw: [.parked, .rejected]
        case .approve: [.held]
        case .hold: [.held, .ready]
        case .bookedByHand: []
        }
    }

    /// What the history calls it.
    public var act: String {
        switch self {
        case .retry: "retried"
        case .approve: "approved"
        case .hold: "held"
        case .bookedByHand: "booked_by_hand"
        case .withdraw: "withdrawn"
        }
    }
}

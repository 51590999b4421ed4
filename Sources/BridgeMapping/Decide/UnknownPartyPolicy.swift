public import BridgeDomain

/// What happens with a document whose party the books do not have (refusal N08).
public enum UnknownPartyPolicy: String, Hashable, Sendable, CaseIterable {
    /// The party is created first.
    case create
    /// The books are leading: a person creates and links it.
    case refuse

    /// The problem a document is parked with; nil when it may go on.
    public func problem(of party: PartyKey, isKnown: Bool) -> Problem? {
        guard !isKnown, self == .refuse else { return nil }
        return Problem(.partyCreationRefused, at: Place("party.code"), found: party.description)
    }
}

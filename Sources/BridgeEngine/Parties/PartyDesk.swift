public import BridgeDomain
public import BridgeJournal

/// A person's decisions about differences between a party and its relation in the books, each kept with who made it.
public struct PartyDesk: Sendable {
    private let parts: BridgeParts
    private let who: Who

    /// A desk for one bridge and one person.
    public init(parts: BridgeParts, who: Who) {
        self.parts = parts
        self.who = who
    }

    /// Sends ours to the books (`sendsOurs`), or leaves theirs as it is until either side changes again. Decides the fields given, or all that
    /// wait for a person. Returns what was decided; nothing where there is no such difference, or the party is not at the revision at which it was
    /// `seen`.
    public func decide(
        _ key: PartyKey, _ fields: Set<PartyField>, sendsOurs: Bool, seen: Int64? = nil
    ) async throws(JournalError) -> [PartyDifference] {
        var decided: [PartyDifference] = []
        try await BridgeEngine.decided(parts.journal) { () async throws(JournalError) in
            decided = []
            guard var party = try await parts.journal.parties([key], bridge: parts.bridge)[key], var alignment = party.alignment,
                party.isAt(seen), party.state != .inFlight, party.state != .outcomeUnknown
            else { return nil }
            var builder = UnitBuilder(parts, who: who, fence: nil)
            for place in alignment.differences.indices {
                let difference = alignment.differences[place]
                guard fields.isEmpty ? difference.standing.needsPerson : fields.contains(difference.field) else { continue }
                alignment.decide(place, sendsOurs: sendsOurs, by: who, at: builder.now)
                decided.append(difference)
                builder.history(
                    key.description, sendsOurs ? "difference_approved" : "difference_refused",
                    "\(difference.field.rawValue): ours '\(difference.ours ?? "")', theirs '\(difference.theirs ?? "")'")
            }
            guard !decided.isEmpty else { return nil }
            party.alignment = alignment
            party.revision += 1
            party.changedAt = builder.now
            if sendsOurs, party.state == .aligned {
                party.state = .ready
                party.dueAt = builder.now
            }
            builder.append(.putParty(party))
            return builder.unit
        }
        return decided
    }
}

extension PartyAlignment {
    fileprivate mutating func decide(_ place: Int, sendsOurs: Bool, by who: Who, at now: Timestamp) {
        let difference = differences[place]
        decisions.removeAll { $0.field == difference.field }
        decisions.append(
            PartyDecision(
                field: difference.field, ours: difference.ours, theirs: difference.theirs, sendsOurs: sendsOurs, by: who, at: now))
        differences[place].standing = sendsOurs ? .sends : .left
        if !sendsOurs {
            agreed[difference.field] = difference.ours
            seen[difference.field] = difference.theirs
        }
    }
}

public import BridgeDomain
import BridgeJournal

/// Which side owns which field of a party: the trade system all but those that are given to the books.
public struct FieldOwnership: Hashable, Sendable {
    /// What differs from the usual, field by field.
    public var owners: [PartyField: FieldOwner]

    /// The usual, but for these.
    public init(_ owners: [PartyField: FieldOwner] = [:]) { self.owners = owners }

    /// Who decides about a field. The usual: ours for all that the trade system keeps. Balance, blocks and dunning are the books' alone:
    /// nothing of ours has a field for them.
    public func owner(of field: PartyField) -> FieldOwner { owners[field] ?? .ours }
}

/// A party's fields beside those of its relation in the books: what differs, who changed it, and what follows. Pure.
///
/// Two values alone do not say who changed. Beside them stands what each side had when they were last looked at: a field that only we changed
/// goes to the books, one that only they changed is theirs or is put right, and one that both changed is a conflict for a person.
struct SideBySide {
    /// Seconds within which a field that was put right and is changed again over there is somebody's claim, not a slip.
    static let claimSeconds: Int64 = 86_400

    let ours: [PartyField: String]
    let theirs: [PartyField: String]
    let ownership: FieldOwnership
    let now: Timestamp

    /// The alignment as it is now. What `sent` names was just taken by the books, and so agrees.
    func compared(with before: PartyAlignment?, sent: Set<PartyField> = []) -> PartyAlignment {
        var alignment = before ?? PartyAlignment()
        alignment.differences = []
        for field in PartyField.allCases {
            guard let our = ours[field] else {
                lack(field, &alignment)
                continue
            }
            if sent.contains(field) {
                settle(field, our, &alignment)
                if before?.agreed[field] == our { alignment.restored[field] = now }
            } else if let their = theirs[field] {
                if field.agrees(our, their) { settle(field, our, &alignment) } else { differ(field, our, their, before, &alignment) }
            } else if let agreed = alignment.agreed[field] {
                // The books did not tell: only a change of ours is known.
                if !field.agrees(agreed, our) { differ(field, our, nil, before, &alignment) }
            } else {
                alignment.agreed[field] = our
            }
        }
        return alignment
    }

    /// We say nothing of it, and whatever the books hold is theirs. That it was nothing is remembered: the first value we get is a change.
    private func lack(_ field: PartyField, _ alignment: inout PartyAlignment) {
        guard alignment.agreed[field, default: ""].isEmpty else { return }
        alignment.agreed[field] = ""
        if let their = theirs[field] { alignment.seen[field] = their }
    }

    private func settle(_ field: PartyField, _ value: String, _ alignment: inout PartyAlignment) {
        alignment.agreed[field] = value
        alignment.seen[field] = value
        alignment.decisions.removeAll { $0.field == field }
    }

    private func differ(
        _ field: PartyField, _ our: String, _ their: String?, _ before: PartyAlignment?, _ alignment: inout PartyAlignment
    ) {
        let standing = standing(field, our, their, before)
        let known = before?.differences.first { $0.field == field && $0.ours == our && $0.theirs == their && $0.standing == standing }
        alignment.differences.append(
            PartyDifference(
                field: field, ours: our, theirs: their, agreed: alignment.agreed[field], standing: standing, seenAt: known?.seenAt ?? now))
        // What nobody has to decide is where the next change is counted from.
        guard standing == .found || standing == .theirs || standing == .left else { return }
        alignment.agreed[field] = our
        alignment.seen[field] = their
    }

    private func standing(_ field: PartyField, _ our: String, _ their: String?, _ before: PartyAlignment?) -> PartyDifference.Standing {
        if let decision = before?.decisions.last(where: { $0.field == field }), field.agrees(decision.ours, our),
            field.agrees(decision.theirs, their)
        {
            return decision.sendsOurs ? .sends : .left
        }
        if ownership.owner(of: field) == .theirs { return .theirs }
        guard let agreed = before?.agreed[field] else { return .found }
        let weChanged = !field.agrees(agreed, our)
        let theyChanged = their.map { !field.agrees(before?.seen[field], $0) } ?? false
        switch (weChanged, theyChanged) {
        case (false, false): return before?.differences.first { $0.field == field }?.standing ?? .found
        case _ where field.isGuarded: return .waits
        case (true, false): return .sends
        case (true, true): return .conflict
        case (false, true):
            // Put right once; who changes it again soon after means it.
            let restored = before?.restored[field].map { now < $0.adding(seconds: Self.claimSeconds) } ?? false
            return restored || !field.agrees(agreed, before?.seen[field]) ? .conflict : .sends
        }
    }
}

extension PartyAlignment {
    /// Fields that go with the next update.
    var sending: Set<PartyField> { Set(differences.filter { $0.standing == .sends }.map(\.field)) }

    /// Remembers a number it no longer has.
    mutating func wasNumbered(_ number: String) {
        formerNumbers.removeAll { $0 == number }
        formerNumbers.append(number)
        formerNumbers.removeFirst(max(0, formerNumbers.count - Self.formerNumbersMax))
    }
}

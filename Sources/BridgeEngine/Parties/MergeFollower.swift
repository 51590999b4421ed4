import BridgeConnector
import BridgeDomain
import BridgeJournal

/// Finds out where a relation went that is gone from the books.
///
/// No system tells of a merge as such. But who merges two relations moves the entries of the one to the other, and some of those entries are
/// ours: when an entry of ours, found by our reference and still the same entry, stands on another relation than the one that is gone, the
/// books themselves say where it went. That is followed, with its history. A relation that only looks like it (the same VAT number, say) says
/// no such thing: it is proposed to a person.
struct MergeFollower: Sendable {
    let parts: BridgeParts
    let orders: any PartyOrdering
    let fence: Fence?
    let master: MasterData

    /// True when the party was followed. One call for a party whose relation is gone and that has an entry; none for any other.
    func follow(_ key: PartyKey) async throws(JournalError) -> Result<Bool, ConnectorError> {
        guard let party = try await parts.journal.parties([key], bridge: parts.bridge)[key], party.isGoneInBooks,
            let posting = try await newestEntry(of: key), let reference = posting.reference, let id = posting.targetID
        else { return .success(false) }
        let entries: [BookedEntry]
        do { entries = try await parts.connector.entries(carrying: reference, with: master) } catch {
            return error.stopsTarget ? .failure(error) : .success(false)
        }
        guard let entry = entries.first(where: { $0.id == id }), let now = entry.relation,
            let relation = try await parts.journal.relation(parts.bridge, id: now), !relation.deleted
        else { return .success(false) }
        return .success(try await follow(party, to: relation, "entry \(entry.number) of ours stands on it now"))
    }

    /// The newest entry of ours that the books hold for a party.
    private func newestEntry(of key: PartyKey) async throws(JournalError) -> PostingRecord? {
        try await parts.journal.list(PostingFilter(bridge: parts.bridge, states: [.booked], party: key), before: nil, limit: 1).first
    }

    private func follow(_ party: PartyRecord, to relation: RelationRecord, _ reason: String) async throws(JournalError) -> Bool {
        var isFollowed = false
        try await decided(parts.journal) { () async throws(JournalError) in
            isFollowed = false
            guard let current = try await parts.journal.parties([party.key], bridge: parts.bridge)[party.key], current.isGoneInBooks
            else { return nil }
            let kind: Binding.Kind = party.key.kind == .debtor ? .debtor : .creditor
            let holder = try await parts.journal.binding(parts.bridge, kind, theirs: relation.id)
            var builder = UnitBuilder(parts, who: .machine("relations"), fence: fence)
            var machine = parts.machine(current)
            guard let step = machine.handle(.followed(relation.relation, reason: reason), now: builder.now) else { return nil }
            var record = machine.record
            let former = current.alignment?.formerNumbers ?? []
            var alignment = PartyAlignment()
            if let holder {
                // Two of ours are one over there: what goes to the one goes to the other.
                alignment.mergedInto = PartyCode(holder.ours)
            } else {
                if let theirs = relation.details, let ours = orders.order(for: record)?.values {
                    alignment = SideBySide(ours: ours, theirs: theirs, ownership: parts.policy.ownership, now: builder.now)
                        .compared(with: nil)
                }
                builder.append(
                    .bind(
                        Binding(
                            bridge: parts.bridge, kind: kind, ours: party.key.code.text, theirs: relation.id, number: relation.number,
                            boundAt: builder.now)))
            }
            alignment.formerNumbers = former
            record.alignment = alignment
            builder.move(record, step)
            isFollowed = true
            return builder.unit
        }
        return isFollowed
    }
}

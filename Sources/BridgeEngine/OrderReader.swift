import BridgeConnector
import BridgeDomain
import BridgeJournal

/// Reads what goes to the books for postings: entry, the party's relation, and the originals of a credit note. Relations are remembered for as
/// long as the reader lives, which is one turn.
struct OrderReader: Sendable {
    private let parts: BridgeParts
    private var relations: [PartyKey: TargetID?] = [:]

    init(parts: BridgeParts) { self.parts = parts }

    /// The orders; a posting whose entry or link is gone has none.
    mutating func orders(for postings: [PostingRecord]) async throws(JournalError) -> [DocumentKey: PostingOrder] {
        let entries = try await parts.journal.entries(of: postings, bridge: parts.bridge)
        let named = entries.values.flatMap { kept in [kept.entry.party] + kept.entry.lines.map(\.party) }
        try await readRelations(Set(named.compactMap(\.self)))
        var orders: [DocumentKey: PostingOrder] = [:]
        for posting in postings {
            guard let entry = entries[posting.document]?.entry else { continue }
            let relation = entry.party.flatMap { relations[$0] ?? nil }
            // An entry without the relation it needs is judged again rather than sent: the link was removed meanwhile.
            if entry.party != nil, relation == nil { continue }
            let originals = posting.originals.isEmpty ? [] : try await originals(of: posting)
            var order = PostingOrder(entry: entry, relation: relation, originals: originals)
            let named = entry.lines.compactMap(\.party)
            for party in named { order.lineRelations[party] = relations[party] ?? nil }
            if named.contains(where: { order.lineRelations[$0] == nil }) { continue }
            orders[posting.document] = order
        }
        return orders
    }

    private mutating func readRelations(_ parties: Set<PartyKey>) async throws(JournalError) {
        let unknown = parties.filter { relations[$0] == nil }
        let living = try await Judge.parties(unknown, parts).mapValues(\.key)
        for kind in [PartyKind.debtor, .creditor] {
            let keys = unknown.filter { $0.kind == kind }.map { (key: $0, code: (living[$0] ?? $0).code.text) }
            if keys.isEmpty { continue }
            let bound = try await parts.journal.bindings(parts.bridge, kind == .debtor ? .debtor : .creditor, ours: keys.map(\.code))
            for (key, code) in keys { relations[key] = .some(bound[code]?.theirs) }
        }
    }

    private func originals(of posting: PostingRecord) async throws(JournalError) -> [TargetID] {
        guard let kind = posting.document.kind.original else { return [] }
        let keys = posting.originals.map { DocumentKey(posting.document.administration, kind, $0).description }
        let bound = try await parts.journal.bindings(parts.bridge, .document, ours: keys)
        return keys.compactMap { bound[$0]?.theirs }
    }
}

extension Poster {
    /// The target's identifier of an entry's party, merges followed.
    static func relation(of entry: Entry, _ parts: BridgeParts) async throws(JournalError) -> TargetID? {
        guard let party = entry.party else { return nil }
        let living = try await Judge.parties([party], parts)[party]?.key ?? party
        let kind: Binding.Kind = living.kind == .debtor ? .debtor : .creditor
        return try await parts.journal.binding(parts.bridge, kind, ours: living.code.text)?.theirs
    }

    /// The relation an entry is to be compared with: the one it has in the books when that is its party, under a name it had before or has
    /// since a merge; otherwise the one it would be sent to now.
    static func relation(of entry: Entry, booked: TargetID?, _ parts: BridgeParts) async throws(JournalError) -> TargetID? {
        guard let party = entry.party else { return nil }
        let kind: Binding.Kind = party.kind == .debtor ? .debtor : .creditor
        if let booked, let bound = try await parts.journal.binding(parts.bridge, kind, theirs: booked) {
            var code = party.code
            for _ in 0...TurnLimits.merges {
                if bound.ours == code.text { return booked }
                let key = PartyKey(party.kind, code)
                guard let next = try await parts.journal.parties([key], bridge: parts.bridge)[key]?.livesOnAs else { break }
                code = next
            }
        }
        return try await relation(of: entry, parts)
    }
}

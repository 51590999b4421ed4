import BridgeConnector
import BridgeDomain
import BridgeJournal

/// What a relation the books told of means for the party that is linked to it: deleted, blocked, renumbered, or changed in a field.
struct RelationWatch: Sendable {
    let parts: BridgeParts
    let orders: any PartyOrdering

    /// Adds what follows from `relation` to the unit. Returns the parties whose documents are to be looked at again.
    func note(_ relation: RelationRecord, _ builder: inout UnitBuilder) async throws(JournalError) -> [PartyKey] {
        var touched: [PartyKey] = []
        for kind in [PartyKind.debtor, .creditor] {
            let bindingKind: Binding.Kind = kind == .debtor ? .debtor : .creditor
            guard let binding = try await parts.journal.binding(parts.bridge, bindingKind, theirs: relation.id) else { continue }
            let key = PartyKey(kind, PartyCode(binding.ours))
            guard let party = try await parts.journal.parties([key], bridge: parts.bridge)[key] else { continue }
            if try await note(relation, party, binding, &builder) { touched.append(key) }
        }
        return touched
    }

    private func note(
        _ relation: RelationRecord, _ party: PartyRecord, _ binding: Binding, _ builder: inout UnitBuilder
    ) async throws(JournalError) -> Bool {
        // A call is under way: its answer looks at the relation again.
        if party.state == .inFlight || party.state == .outcomeUnknown { return false }
        if relation.deleted { return try await lost(relation, party, binding, &builder) }
        var record = party
        if let number = record.number, number != relation.number, !relation.number.isEmpty {
            renumber(&record, from: number, relation, binding, &builder)
        }
        var machine = parts.machine(record)
        var step: (act: String, detail: String)?
        if relation.blocked {
            step = machine.handle(.blocked(relation.relation), now: builder.now)
        } else if record.isBlockedInBooks {
            step = machine.handle(.unblocked, now: builder.now)
        } else if let alignment = compared(record, relation, builder.now) {
            step = machine.handle(.compared(alignment), now: builder.now)
        }
        if let step {
            builder.move(machine.record, step)
        } else if record != party {
            record.revision += 1
            record.changedAt = builder.now
            builder.move(record, ("renumbered", "\(party.number ?? "") is now \(relation.number)"))
        }
        return step != nil && machine.record.alignedVersion != party.alignedVersion
    }

    private func renumber(
        _ record: inout PartyRecord, from number: String, _ relation: RelationRecord, _ binding: Binding, _ builder: inout UnitBuilder
    ) {
        var alignment = record.alignment ?? PartyAlignment()
        alignment.wasNumbered(number)
        record.alignment = alignment
        record.number = relation.number
        var renewed = binding
        renewed.number = relation.number
        renewed.boundAt = builder.now
        builder.append(.bind(renewed))
    }

    /// nil where nothing changes.
    private func compared(_ party: PartyRecord, _ relation: RelationRecord, _ now: Timestamp) -> PartyAlignment? {
        guard let theirs = relation.details, let order = orders.order(for: party) else { return nil }
        let alignment = SideBySide(ours: order.values, theirs: theirs, ownership: parts.policy.ownership, now: now)
            .compared(with: party.alignment)
        return alignment == party.alignment ? nil : alignment
    }

    /// The relation is gone. Where another looks like the party (accountants merge doubles) it is proposed, never taken silently.
    private func lost(
        _ relation: RelationRecord, _ party: PartyRecord, _ binding: Binding, _ builder: inout UnitBuilder
    ) async throws(JournalError) -> Bool {
        let successor = try await successor(of: party, binding)
        var record = party
        var alignment = record.alignment ?? PartyAlignment()
        if let number = record.number { alignment.wasNumbered(number) }
        alignment.differences = []
        alignment.seen = [:]
        record.alignment = alignment
        var machine = parts.machine(record)
        guard let step = machine.handle(.lost(number: binding.number, successor: successor), now: builder.now) else { return false }
        builder.move(machine.record, step)
        builder.append(.unbind(parts.bridge, binding.kind, ours: binding.ours))
        return true
    }

    private func successor(of party: PartyRecord, _ binding: Binding) async throws(JournalError) -> (Relation, reason: String)? {
        let vatNumber = party.party?.vatNumber.map(RelationRecord.normalised)
        let number = party.party?.chamberOfCommerce
        let found = try await parts.journal.relations(
            parts.bridge, vatNumber: vatNumber, chamberOfCommerce: number, number: binding.number)
        for candidate in found where candidate.id != binding.theirs && !candidate.blocked {
            if try await parts.journal.binding(parts.bridge, binding.kind, theirs: candidate.id) != nil { continue }
            let what =
                if let vatNumber, candidate.vatNumber == vatNumber {
                    "VAT number \(vatNumber)"
                } else if let number, candidate.chamberOfCommerce == number {
                    "chamber of commerce number"
                } else { "number \(candidate.number)" }
            return (candidate.relation, "relation \(binding.number) is gone from the books, perhaps merged: same \(what)")
        }
        return nil
    }
}

extension PartyRecord {
    /// True while its relation is blocked in the books.
    var isBlockedInBooks: Bool { state == .parked && problems.contains { $0.code == .partyBlockedInBooks } }
}

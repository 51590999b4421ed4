public import BridgeConnector
public import BridgeDomain
public import BridgeJournal
import BridgeMapping

/// Keeps debtors and creditors in the target in line with the source: matched by link, then VAT number, chamber of commerce number and number;
/// made when nothing matches; never changed when we did not link them.
struct PartyAligner: Sendable {
    let parts: BridgeParts
    let fence: Fence?
    let orders: any PartyOrdering
    /// Nothing new is begun; what was begun before is looked up.
    var isPaused = false

    /// What a turn of aligning did.
    struct Outcome: Sendable {
        var calls = 0
        var aligned: [PartyKey] = []
        /// Parties that now need a person: who waits for them is to know why.
        var stuck: [PartyKey] = []
        var stop: ConnectorError?
        /// When the bridge's part of the budget lets the next party be made or changed, where that is what ended the turn.
        var waitsUntil: Timestamp?
        /// The target knows a number we did not: the relations must be read again before matching.
        var relationsAreStale = false
    }

    /// Turns what was in flight when its owner died into *outcome unknown*. Called once per lease.
    func recover() async throws(JournalError) {
        while true {
            let abandoned = try await parts.journal.listParties(parts.bridge, states: [.inFlight], after: nil, limit: TurnLimits.judged)
            if abandoned.isEmpty { return }
            var builder = UnitBuilder(parts, who: .machine("recovery"), fence: fence)
            for party in abandoned {
                var machine = parts.machine(party)
                if let step = machine.handle(.recovered, now: builder.now) { builder.move(machine.record, step) }
            }
            try await parts.journal.commit(builder.unit)
        }
    }

    /// Aligns what is due.
    func align() async throws(JournalError) -> Outcome {
        var outcome = Outcome()
        let due = try await due(parts.clock.now())
        let road = try await road(due)
        var group = PartyGroup()
        for party in due where outcome.stop == nil && outcome.waitsUntil == nil {
            if party.state == .outcomeUnknown {
                try await resolve(party, &outcome)
                continue
            }
            if let order = orders.order(for: party), group.holds(order) || group.steps.count >= groupMax {
                try await callTogether(&group, road, &outcome)
                if outcome.stop != nil || outcome.waitsUntil != nil { break }
            }
            guard let step = try await plan(party, &outcome) else { continue }
            if road?.way == .together { group.append(step) } else { try await call(step, &outcome) }
        }
        if outcome.stop == nil, outcome.waitsUntil == nil { try await callTogether(&group, road, &outcome) }
        return outcome
    }

    /// What is due now: as many as one call takes, where many go in one.
    func due(_ now: Timestamp) async throws(JournalError) -> [PartyRecord] {
        try await parts.journal.dueParties(
            parts.bridge, states: isPaused ? [.outcomeUnknown] : [.ready, .outcomeUnknown], now: now,
            limit: max(TurnLimits.postings, groupMax))
    }

    var groupMax: Int { parts.connector.capabilities.alignsTogether?.entriesMax ?? 0 }

    func kind(_ party: PartyRecord) -> Binding.Kind { party.key.kind == .debtor ? .debtor : .creditor }

    /// The call that a party needs; nil where none is needed, and what follows instead is done.
    private func plan(_ party: PartyRecord, _ outcome: inout Outcome) async throws(JournalError) -> PartyStep? {
        if party.alignment?.mergedInto != nil, let into = try await livingRelation(party) {
            // It is another's relation in the books, and that one keeps it up to date.
            try await move(party, .aligned(into), &outcome)
            return nil
        }
        guard let order = orders.order(for: party) else {
            try await move(party, .unusable(orders.problems(of: party)), &outcome)
            return nil
        }
        if let binding = try await parts.journal.binding(parts.bridge, kind(party), ours: party.key.code.text) {
            return try await update(party, order, binding, &outcome)
        }
        if !party.refusedProposal, let (relation, reason) = try await match(party, order) {
            try await move(party, .proposed(relation, reason: reason), &outcome)
            return nil
        }
        if parts.policy.partyPolicy == .refuse {
            try await move(party, .refused, &outcome)
            return nil
        }
        let sent = Set(order.values.keys).subtracting([.bankAccount])
        return PartyStep(party: party, purpose: .createParty, fields: sent, relation: RelationOrder(id: nil, order: order))
    }

    /// The relation of the party it was merged into in the books; nil when that has none (any more).
    private func livingRelation(_ party: PartyRecord) async throws(JournalError) -> Relation? {
        guard let living = try await Judge.parties([party.key], parts)[party.key], living.key != party.key,
            let binding = try await parts.journal.binding(parts.bridge, kind(living), ours: living.key.code.text)
        else { return nil }
        return try await parts.journal.relation(parts.bridge, id: binding.theirs)?.relation
    }

    /// Brings a linked relation up to date: where the books tell their fields, with no other than may be sent, and not at all for none.
    private func update(
        _ party: PartyRecord, _ order: PartyOrder, _ binding: Binding, _ outcome: inout Outcome
    ) async throws(JournalError) -> PartyStep? {
        var order = order
        if parts.connector.capabilities.tellsRelationDetails,
            let relation = try await parts.journal.relation(parts.bridge, id: binding.theirs)
        {
            if relation.blocked {
                try await move(party, .blocked(relation.relation), &outcome)
                return nil
            }
            if let theirs = relation.details {
                let before = try await begun(party, theirs)
                let alignment = SideBySide(
                    ours: order.values, theirs: theirs, ownership: parts.policy.ownership, now: parts.clock.now()
                ).compared(with: before)
                if alignment.sending.isEmpty {
                    try await link(party, relation.relation, sent: party.version, before: before, &outcome, attempt: nil)
                    return nil
                }
                order.fields = alignment.sending
            }
        }
        let fields = order.fields ?? Set(order.values.keys).subtracting([.bankAccount])
        return PartyStep(party: party, purpose: .updateParty, fields: fields, relation: RelationOrder(id: binding.theirs, order: order))
    }

    /// How the fields stood before, for a party that was linked before they were compared: as its aligned version had them.
    private func begun(_ party: PartyRecord, _ theirs: [PartyField: String]) async throws(JournalError) -> PartyAlignment? {
        guard party.alignment == nil, let aligned = party.alignedVersion, aligned < party.version else { return party.alignment }
        let versions = try await parts.journal.partyVersions(party.key, bridge: parts.bridge)
        guard let old = versions.first(where: { $0.version == aligned }) else { return nil }
        var earlier = party
        earlier.party = old.party
        guard let ours = orders.order(for: earlier)?.values else { return nil }
        var alignment = PartyAlignment()
        for field in PartyField.allCases { alignment.agreed[field] = ours[field] ?? "" }
        alignment.seen = theirs
        return alignment
    }

    /// A relation that could be this party, and why. Proposed to a person, never linked silently.
    private func match(_ party: PartyRecord, _ order: PartyOrder) async throws(JournalError) -> (Relation, String)? {
        let vatNumber = order.party.vatNumber.map(RelationRecord.normalised)
        let candidates = try await parts.journal.relations(
            parts.bridge, vatNumber: vatNumber, chamberOfCommerce: order.party.chamberOfCommerce, number: order.number)
        for candidate in candidates where !candidate.deleted {
            // A relation that is linked to another of our parties is not free.
            if try await parts.journal.binding(parts.bridge, kind(party), theirs: candidate.id) != nil { continue }
            let reason =
                if let vatNumber, candidate.vatNumber == vatNumber {
                    "same VAT number \(vatNumber)"
                } else if candidate.chamberOfCommerce != nil,
                    candidate.chamberOfCommerce == order.party.chamberOfCommerce
                { "same chamber of commerce number" } else { "same number \(candidate.number)" }
            return (candidate.relation, reason)
        }
        return nil
    }

    /// One call for one party.
    func call(_ step: PartyStep, _ outcome: inout Outcome) async throws(JournalError) {
        if let grant = try await parts.share?.grant(1), grant.calls == 0 {
            outcome.waitsUntil = grant.again
            return
        }
        // Somebody may have paused the bridge since the turn began.
        if try await parts.isPaused() { return }
        var intent = UnitBuilder(parts, who: .machine("parties"), fence: fence)
        guard let (record, attempt) = start(step, &intent) else { return }
        try await parts.journal.commit(intent.unit)

        let askedAt = intent.now
        let (answer, calls) = await CallRecorder.recording { await send(step.relation, askedAt: askedAt) }
        outcome.calls += 1
        try await keep(calls, of: [attempt.name])
        try await land(record, answer, step.fields, before: record.alignment, ended(attempt, answer, &outcome), &outcome)
    }

    private func send(_ relation: RelationOrder, askedAt: Timestamp) async -> Result<Relation, ConnectorError> {
        do throws(ConnectorError) {
            try CallDeadline(askedAt: askedAt).check(now: parts.clock.now())
            guard let id = relation.id else { return .success(try await parts.connector.create(relation.order)) }
            return .success(try await parts.connector.update(id, relation.order))
        } catch {
            return .failure(error)
        }
    }

    /// Keeps what was said to the books before anything is made of it: their answer may lead to a unit that is decided several times.
    func keep(_ calls: [BooksCall], of attempts: [AttemptName]) async throws(JournalError) {
        guard !calls.isEmpty else { return }
        var builder = UnitBuilder(parts, who: .machine("parties"), fence: fence)
        builder.keep(calls, of: attempts)
        try await parts.journal.commit(builder.unit)
    }

    /// The intent to make a call for a party; nil where the party cannot be started.
    func start(_ step: PartyStep, _ builder: inout UnitBuilder, saying: String = "") -> (PartyRecord, AttemptRecord)? {
        var machine = parts.machine(step.party)
        guard var begun = machine.handle(.started, now: builder.now) else { return nil }
        begun.detail += saying
        builder.move(machine.record, begun)
        let attempt = AttemptRecord(
            bridge: parts.bridge, subject: step.party.key.description, number: machine.record.attempts, purpose: step.purpose,
            startedAt: builder.now)
        builder.append(.keepAttempt(attempt))
        return (machine.record, attempt)
    }

    /// The attempt with what came of it.
    func ended(
        _ attempt: AttemptRecord, _ answer: Result<Relation, ConnectorError>, _ outcome: inout Outcome
    ) -> AttemptRecord {
        var attempt = attempt
        attempt.endedAt = parts.clock.now()
        attempt.verdict = "done"
        if case .failure(let error) = answer {
            attempt.verdict = error.code.rawValue
            attempt.detail = error.vendorText ?? error.message
            note(error, &outcome)
        }
        return attempt
    }

    func land(
        _ party: PartyRecord, _ answer: Result<Relation, ConnectorError>, _ fields: Set<PartyField>, before: PartyAlignment?,
        _ attempt: AttemptRecord, _ outcome: inout Outcome
    ) async throws(JournalError) {
        switch answer {
        case .success(let relation):
            try await link(party, relation, sent: party.version, fields: fields, before: before, &outcome, attempt: attempt)
        case .failure(let error): try await move(party, .failed(error), attempt: attempt, &outcome)
        }
    }

    /// After a lost answer: a relation under our number with our name is ours; under our number with another name, or linked to another of
    /// our parties, it is for a person to judge.
    private func resolve(_ party: PartyRecord, _ outcome: inout Outcome) async throws(JournalError) {
        if try await parts.journal.binding(parts.bridge, kind(party), ours: party.key.code.text) != nil {
            return try await move(party, .repeatable, &outcome)
        }
        guard let order = orders.order(for: party) else {
            // Newer content that cannot be used: what became of the older one is found out when it is mended.
            let error = ConnectorError(.rejected, "the party's data cannot be used, so its number is not known")
            return try await move(party, .lookUpFailed(error), &outcome)
        }
        if let known = try await known(order), known.name == order.party.name {
            return try await link(party, known, sent: try await versionSent(party), before: nil, &outcome, attempt: nil)
        }
        outcome.calls += 1
        let answer: Result<Relation?, ConnectorError>
        do { answer = .success(try await parts.connector.relation(party.key.kind, numbered: order.number)) } catch {
            answer = .failure(error)
        }
        switch answer {
        case .success(nil): try await move(party, .notFound, &outcome)
        case .success(let found?):
            let isTaken = try await parts.journal.binding(parts.bridge, kind(party), theirs: found.id) != nil
            if found.name == order.party.name, !isTaken {
                try await link(party, found, sent: try await versionSent(party), before: nil, &outcome, attempt: nil)
            } else {
                let reason = "same number \(found.number), " + (isTaken ? "linked to another party" : "other name")
                try await move(party, .proposed(found, reason: reason), &outcome)
            }
        case .failure(let error):
            note(error, &outcome)
            try await move(party, .lookUpFailed(error), &outcome)
        }
    }

    /// A relation under that number, free, among those read just now: after a lost upload of many that saves a call for each. That there is
    /// none among them proves nothing.
    private func known(_ order: PartyOrder) async throws(JournalError) -> Relation? {
        guard parts.connector.capabilities.alignsTogether != nil else { return nil }
        let found = try await parts.journal.relations(parts.bridge, vatNumber: nil, chamberOfCommerce: nil, number: order.number)
        guard let first = found.first, !first.blocked,
            try await parts.journal.binding(parts.bridge, order.party.key.kind == .debtor ? .debtor : .creditor, theirs: first.id) == nil
        else { return nil }
        return first.relation
    }

    /// The version the lost call can have carried: a newer one that came during or after it is still to be sent.
    private func versionSent(_ party: PartyRecord) async throws(JournalError) -> Int {
        let calls = try await parts.journal.attempts(party.key.description, bridge: parts.bridge)
        guard party.version > 1, let started = calls.last?.startedAt else { return party.version }
        let versions = try await parts.journal.partyVersions(party.key, bridge: parts.bridge)
        return versions.last { $0.receivedAt < started }?.version ?? party.version - 1
    }

    private func link(
        _ party: PartyRecord, _ relation: Relation, sent: Int, fields: Set<PartyField> = [], before: PartyAlignment?,
        _ outcome: inout Outcome, attempt: AttemptRecord?
    ) async throws(JournalError) {
        try await decided(parts.journal) { () async throws(JournalError) in
            // The source may have brought a newer version while the call was under way: that one is then due.
            guard let current = try await parts.journal.parties([party.key], bridge: parts.bridge)[party.key] else { return nil }
            let told = try await self.told(relation, of: party, fields)
            let alignment = self.alignment(of: party, told, fields, before)
            return self.linkUnit(current, told, alignment, alignedVersion: sent, attempt: attempt)
        }
        outcome.aligned.append(party.key)
    }

    /// The relation as it is known after the call. An answer that does not tell its fields leaves those that were known, but for what was sent;
    /// its number is the books'.
    private func told(_ relation: Relation, of party: PartyRecord, _ fields: Set<PartyField>) async throws(JournalError) -> RelationRecord {
        let told = RelationRecord(relation, bridge: parts.bridge)
        guard parts.connector.capabilities.tellsRelationDetails, relation.details == nil,
            var kept = try await parts.journal.relation(parts.bridge, id: relation.id), let ours = orders.order(for: party)?.values
        else { return told }
        if var details = kept.details {
            for field in fields { details[field] = ours[field] ?? details[field] }
            kept.details = details
        }
        if fields.contains(.name) { kept.name = told.name }
        if fields.contains(.vatNumber) { kept.vatNumber = told.vatNumber }
        if fields.contains(.chamberOfCommerce) { kept.chamberOfCommerce = told.chamberOfCommerce }
        kept.isDebtor = kept.isDebtor || told.isDebtor
        kept.isCreditor = kept.isCreditor || told.isCreditor
        return kept
    }

    private func alignment(
        of party: PartyRecord, _ relation: RelationRecord, _ fields: Set<PartyField>, _ before: PartyAlignment?
    ) -> PartyAlignment? {
        guard parts.connector.capabilities.tellsRelationDetails, let order = orders.order(for: party) else { return party.alignment }
        return SideBySide(ours: order.values, theirs: relation.details ?? [:], ownership: parts.policy.ownership, now: parts.clock.now())
            .compared(with: before, sent: fields)
    }

    private func linkUnit(
        _ party: PartyRecord, _ relation: RelationRecord, _ alignment: PartyAlignment?, alignedVersion: Int, attempt: AttemptRecord?
    ) -> JournalUnit? {
        var builder = UnitBuilder(parts, who: .machine("parties"), fence: fence)
        var machine = parts.machine(party)
        guard let step = machine.handle(.aligned(relation.relation), now: builder.now) else { return nil }
        var record = machine.record
        record.alignment = alignment
        // What did not arrive with the others goes by itself.
        let isIncomplete = !(alignment?.sending.isEmpty ?? true)
        if alignedVersion < record.version || isIncomplete {
            record.alignedVersion = alignedVersion
            record.state = .ready
            record.dueAt = builder.now
        }
        builder.move(record, step)
        builder.append(.putRelation(relation))
        builder.append(
            .bind(
                Binding(
                    bridge: parts.bridge, kind: kind(party), ours: party.key.code.text, theirs: relation.id, number: relation.number,
                    boundAt: builder.now)))
        if let attempt { builder.append(.keepAttempt(attempt)) }
        return builder.unit
    }

    func move(
        _ party: PartyRecord, _ event: PartyEvent, attempt: AttemptRecord? = nil, _ outcome: inout Outcome
    ) async throws(JournalError) {
        var isStuck = false
        try await decided(parts.journal) { () async throws(JournalError) in
            guard let current = try await parts.journal.parties([party.key], bridge: parts.bridge)[party.key] else { return nil }
            var builder = UnitBuilder(parts, who: .machine("parties"), fence: fence)
            var machine = parts.machine(current)
            if let step = machine.handle(event, now: builder.now) {
                builder.move(machine.record, step)
                isStuck = machine.record.state.needsPerson
            }
            if let attempt { builder.append(.keepAttempt(attempt)) }
            return builder.unit
        }
        if isStuck { outcome.stuck.append(party.key) }
    }

    func note(_ error: ConnectorError, _ outcome: inout Outcome) {
        if error.stopsTarget { outcome.stop = error }
        if error.code == .rejected { outcome.relationsAreStale = true }
    }
}

/// Turns a party's record into the order the target gets: number policy, payment condition, checks.
public protocol PartyOrdering: Sendable {
    /// nil when the party cannot be used; ``problems(of:)`` then says why.
    func order(for party: PartyRecord) -> PartyOrder?
    /// What is wrong with the party's data.
    func problems(of party: PartyRecord) -> [Problem]
}

extension RelationRecord {
    /// A relation as the target gave it.
    init(_ relation: Relation, bridge: BridgeID) {
        self.init(
            bridge: bridge, id: relation.id, number: relation.number, name: relation.name,
            vatNumber: relation.vatNumber.map(RelationRecord.normalised), chamberOfCommerce: relation.chamberOfCommerce,
            isDebtor: relation.isDebtor, isCreditor: relation.isCreditor, blocked: relation.blocked, deleted: relation.deleted,
            details: relation.details)
    }

    /// VAT numbers compare in capitals, without spaces, points and dashes.
    static func normalised(_ vatNumber: String) -> String {
        vatNumber.uppercased().filter { $0 != " " && $0 != "." && $0 != "-" }
    }

    var relation: Relation {
        Relation(
            id: id, number: number, name: name, vatNumber: vatNumber, chamberOfCommerce: chamberOfCommerce, isDebtor: isDebtor,
            isCreditor: isCreditor, blocked: blocked, deleted: deleted, details: details)
    }
}

extension PartyState {
    /// True where nothing more happens until a person, or newer content, mends it.
    var needsPerson: Bool { self == .parked || self == .rejected || self == .proposed }
}

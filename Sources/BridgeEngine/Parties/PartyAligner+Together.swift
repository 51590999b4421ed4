import BridgeConnector
import BridgeDomain
import BridgeJournal

/// A call that a party needs.
struct PartyStep: Sendable {
    var party: PartyRecord
    var purpose: AttemptRecord.Purpose
    /// What it carries.
    var fields: Set<PartyField>
    var relation: RelationOrder
}

/// Parties that go in one call. No two of them may have one number: a call of many changes what exists rather than refusing it.
struct PartyGroup: Sendable {
    private(set) var steps: [PartyStep] = []
    private var numbers: Set<String> = []

    /// True where one of the group has this party's number.
    func holds(_ order: PartyOrder) -> Bool { numbers.contains(order.number) }

    mutating func append(_ step: PartyStep) {
        steps.append(step)
        numbers.insert(step.relation.order.number)
    }

    /// Takes all of them out.
    mutating func empty() -> [PartyStep] {
        defer { self = PartyGroup() }
        return steps
    }
}

// Many relations in one call, where the books take that.
extension PartyAligner {
    /// Which way these go; nil where there is no choice.
    func road(_ due: [PartyRecord]) async throws(JournalError) -> PostingRoad? {
        guard let together = parts.connector.capabilities.alignsTogether, due.count > 1 else { return nil }
        let endless = BudgetWindow(name: "", limit: .max, used: 0, resetsAt: Timestamp(milliseconds: .max))
        let standing = try await parts.share?.standing()
        return PostingRoad(together, waiting: due.count, minute: standing?.minute ?? endless, day: standing?.day ?? endless)
    }

    /// One call for all of them: every intent durable before it, each outcome after it by itself. What was not sent is ready again.
    func callTogether(_ group: inout PartyGroup, _ road: PostingRoad?, _ outcome: inout Outcome) async throws(JournalError) {
        let steps = group.empty()
        guard let together = parts.connector.capabilities.alignsTogether, steps.count > 1 else {
            for step in steps where outcome.stop == nil && outcome.waitsUntil == nil { try await call(step, &outcome) }
            return
        }
        if let grant = try await parts.share?.grant(together.calls, least: together.calls), grant.calls == 0 {
            outcome.waitsUntil = grant.again
            return
        }
        if try await parts.isPaused() { return }
        var intents = UnitBuilder(parts, who: .machine("parties"), fence: fence)
        var sent: [(step: PartyStep, record: PartyRecord, attempt: AttemptRecord)] = []
        let saying = ", one of \(steps.count) together: \(road?.reason.english ?? "")"
        for step in steps {
            if let (record, attempt) = start(step, &intents, saying: saying) { sent.append((step, record, attempt)) }
        }
        guard !sent.isEmpty else { return }
        try await parts.journal.commit(intents.unit)
        let (orders, askedAt) = (sent.map(\.step.relation), intents.now)
        let (answers, calls) = await CallRecorder.recording(bytesMax: TurnLimits.sharedCallBytes) {
            await self.answers(orders, askedAt: askedAt)
        }
        outcome.calls += 1
        try await keep(calls, of: sent.prefix(answers.count).map(\.attempt.name))
        for (place, (step, record, attempt)) in sent.enumerated() {
            guard place < answers.count else {
                let error = ConnectorError(.budgetSpent, "not sent with the others", retryAt: parts.clock.now())
                var unsent = attempt
                (unsent.endedAt, unsent.verdict) = (parts.clock.now(), "not_sent")
                try await move(record, .failed(error), attempt: unsent, &outcome)
                continue
            }
            let (taken, before) = taken(step, answers[place])
            try await land(record, answers[place], taken, before: before, ended(attempt, answers[place], &outcome), &outcome)
        }
    }

    private func answers(_ orders: [RelationOrder], askedAt: Timestamp) async -> [Result<Relation, ConnectorError>] {
        do throws(ConnectorError) { try CallDeadline(askedAt: askedAt).check(now: parts.clock.now()) } catch {
            return orders.map { _ in .failure(error) }
        }
        let answers = await parts.connector.align(orders)
        guard answers.isEmpty else { return answers }
        // A connector that breaks its word: nobody knows what it did.
        return orders.map { _ in .failure(ConnectorError(.outcomeUnknown, "the connector said nothing of an upload")) }
    }

    /// What of a new relation's fields the books show afterwards, and how its fields then stood: what did not arrive is ours to send.
    private func taken(
        _ step: PartyStep, _ answer: Result<Relation, ConnectorError>
    ) -> (fields: Set<PartyField>, before: PartyAlignment?) {
        guard step.purpose == .createParty, case .success(let relation) = answer, let told = relation.details else {
            return (step.fields, step.party.alignment)
        }
        let ours = step.relation.order.values
        let taken = step.fields.filter { $0.agrees(ours[$0], told[$0]) }
        guard taken != step.fields else { return (taken, step.party.alignment) }
        var before = step.party.alignment ?? PartyAlignment()
        for field in step.fields.subtracting(taken) {
            before.agreed[field] = told[field] ?? ""
            before.seen[field] = told[field] ?? ""
        }
        return (taken, before)
    }
}

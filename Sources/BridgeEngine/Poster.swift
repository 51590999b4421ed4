import BridgeConnector
import BridgeDomain
import BridgeJournal

/// Sends what is ready: intent durable, call, outcome durable.
///
/// The outcome of one posting and the intents of the next share a unit, so that durability costs one disk write per call. A crash between
/// call and outcome leaves the posting in flight; the next owner treats it as *outcome unknown* and looks it up.
struct Poster: Sendable {
    let parts: BridgeParts
    let fence: Fence?
    let master: MasterData

    /// What a turn of posting did.
    struct Outcome: Sendable {
        var calls = 0
        var booked = 0
        /// The target asks for a person (consent) or for patience: no sense in trying others now.
        var stop: ConnectorError?
        /// A refusal that may come from code lists that are no longer current.
        var masterIsStale = false
        /// A refusal for the period: what is still to go would meet the same, so the code lists come first.
        var periodIsDoubtful = false
        /// Documents others may have waited for.
        var settled: [DocumentKey] = []
        /// Documents whose entry or link is gone: they must be judged again before they can be sent.
        var unready: [PostingRecord] = []
    }

    /// One posting on its way.
    private struct Flight: Sendable {
        var record: PostingRecord
        var order: PostingOrder
    }

    /// Posts up to the turn's number of due postings, as many at once as the target allows.
    func post(limit: Int = TurnLimits.postings) async throws(JournalError) -> Outcome {
        var outcome = Outcome()
        let due = try await parts.journal.due(parts.bridge, states: [.ready], now: parts.clock.now(), limit: limit)
        var waiting = due[...]
        var carried = UnitBuilder(parts, who: .machine("posting"), fence: fence)
        while outcome.stop == nil, !outcome.periodIsDoubtful, !waiting.isEmpty {
            let batch = waiting.prefix(parts.connector.capabilities.callsAtOnceMax)
            waiting = waiting.dropFirst(batch.count)
            let flights = try await start(Array(batch), &carried, &outcome)
            let answers = await fly(flights)
            // The clock is read after the calls: the settling time of a lost answer starts when it was given up.
            carried = UnitBuilder(parts, who: .machine("posting"), fence: fence)
            for (flight, answer) in answers { land(flight, answer, &carried, &outcome) }
        }
        if !carried.unit.changes.isEmpty { try await parts.journal.commit(carried.unit) }
        return outcome
    }

    /// Writes the intents of a batch, together with the outcomes carried over from the one before.
    private func start(
        _ batch: [PostingRecord], _ carried: inout UnitBuilder, _ outcome: inout Outcome
    ) async throws(JournalError) -> [Flight] {
        var flights: [Flight] = []
        let outcomes = carried
        for posting in batch {
            guard let order = try await order(for: posting) else {
                outcome.unready.append(posting)
                continue
            }
            var machine = parts.machine(posting)
            guard let step = machine.handle(.started, now: carried.now) else { continue }
            carried.move(machine.record, step)
            carried.append(
                .keepAttempt(
                    AttemptRecord(
                        bridge: parts.bridge, subject: posting.document.description, number: machine.record.attempts, purpose: .post,
                        startedAt: carried.now)))
            flights.append(Flight(record: machine.record, order: order))
        }
        if carried.unit.changes.isEmpty { return [] }
        do {
            try await parts.journal.commit(carried.unit)
            return flights
        } catch  where error.code == .conflict {
            // A person was faster with one of the batch. The outcomes must not suffer for it; the batch is taken up again next turn.
            if !outcomes.unit.changes.isEmpty { try await parts.journal.commit(outcomes.unit) }
            return []
        }
    }

    private func order(for posting: PostingRecord) async throws(JournalError) -> PostingOrder? {
        guard let kept = try await parts.journal.entry(posting.document, version: posting.documentVersion, bridge: parts.bridge) else {
            return nil
        }
        let relation = try await Self.relation(of: kept.entry, parts)
        // An entry without the relation it needs is judged again rather than sent: the link was removed meanwhile.
        if kept.entry.party != nil, relation == nil { return nil }
        var originals: [TargetID] = []
        for number in posting.originals {
            guard let kind = posting.document.kind.original else { break }
            let key = DocumentKey(posting.document.administration, kind, number)
            if let binding = try await parts.journal.binding(parts.bridge, .document, ours: key.description) {
                originals.append(binding.theirs)
            }
        }
        return PostingOrder(entry: kept.entry, relation: relation, originals: originals)
    }

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
                guard let next = try await parts.journal.parties([key], bridge: parts.bridge)[key]?.party?.mergedInto else { break }
                code = next
            }
        }
        return try await relation(of: entry, parts)
    }

    private func fly(_ flights: [Flight]) async -> [(Flight, Result<PostedEntry, ConnectorError>)] {
        if flights.count == 1 { return [(flights[0], await call(flights[0]))] }
        return await withTaskGroup(of: (Int, Result<PostedEntry, ConnectorError>).self) { group in
            for (place, flight) in flights.enumerated() { group.addTask { (place, await call(flight)) } }
            var answers: [(Int, Result<PostedEntry, ConnectorError>)] = []
            for await answer in group { answers.append(answer) }
            return answers.sorted { $0.0 < $1.0 }.map { (flights[$0.0], $0.1) }
        }
    }

    private func call(_ flight: Flight) async -> Result<PostedEntry, ConnectorError> {
        do { return .success(try await parts.connector.post(flight.order, with: master)) } catch { return .failure(error) }
    }

    private func land(
        _ flight: Flight, _ answer: Result<PostedEntry, ConnectorError>, _ builder: inout UnitBuilder, _ outcome: inout Outcome
    ) {
        var machine = parts.machine(flight.record)
        let event: PostingEvent
        var verdict = "done"
        var detail: String?
        switch answer {
        case .success(let posted):
            event = .accepted(posted)
            outcome.booked += 1
        case .failure(let error):
            event = .failed(error)
            verdict = error.code.rawValue
            detail = error.vendorText ?? error.message
            note(error, &outcome)
        }
        guard let step = machine.handle(event, now: builder.now) else { return }
        builder.move(machine.record, step)
        if answerWasACall(answer) {
            outcome.calls += 1
        }
        var attempt = AttemptRecord(
            bridge: parts.bridge, subject: flight.record.document.description, number: flight.record.attempts, purpose: .post,
            startedAt: flight.record.changedAt)
        attempt.endedAt = parts.clock.now()
        attempt.verdict = verdict
        attempt.detail = detail
        builder.append(.keepAttempt(attempt))
        if case .success(let posted) = answer {
            builder.append(
                .bind(
                    Binding(
                        bridge: parts.bridge, kind: .document, ours: flight.record.document.description, theirs: posted.id,
                        number: posted.number, boundAt: builder.now)))
        }
        if step.releasesFollowers { outcome.settled.append(flight.record.document) }
    }

    private func answerWasACall(_ answer: Result<PostedEntry, ConnectorError>) -> Bool {
        if case .failure(let error) = answer { error.code != .budgetSpent } else { true }
    }

    private func note(_ error: ConnectorError, _ outcome: inout Outcome) {
        if error.stopsTarget { outcome.stop = error }
        guard error.code == .rejected else { return }
        let stale: Set<ProblemCode> = [
            .periodClosed, .periodUnknown, .valueUnknown, .targetCodeUnknown, .targetCodeBlocked, .targetNotAllowed,
        ]
        if error.problems.contains(where: { stale.contains($0.code) }) { outcome.masterIsStale = true }
        if error.problems.contains(where: { $0.code == .periodClosed || $0.code == .periodUnknown }) { outcome.periodIsDoubtful = true }
    }
}

extension ConnectorError {
    /// True where the next call would meet the same: no connection, no pace, no budget, no consent.
    var stopsTarget: Bool {
        switch code {
        case .unavailable, .throttled, .budgetSpent, .unauthorised: true
        case .rejected, .outcomeUnknown, .misused: false
        }
    }
}

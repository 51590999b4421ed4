import BridgeConnector
import BridgeDomain
import BridgeJournal

/// Sends what is ready: intent durable, call, outcome durable.
///
/// Postings go in groups. The intents of a group share a unit with the outcomes of an earlier one, so that durability costs one disk write per
/// group. How large a group may be follows from how fast the target answers (``Pace``): a slow one gets its calls one by one; for a fast one
/// the next group is written while the one before it is being sent. A crash leaves at most two groups in flight; the next owner treats them as
/// *outcome unknown* and looks them up.
struct Poster: Sendable {
    let parts: BridgeParts
    let fence: Fence?
    let master: MasterData
    /// As earlier turns found them.
    var together = TogetherSize()
    var pace: Pace?

    /// What a turn of posting did.
    struct Outcome: Sendable {
        /// How many are begun for the next call that takes many, and for those that have each their own.
        var together: TogetherSize
        var pace: Pace
        var calls = 0
        var booked = 0
        /// The target asks for a person (consent) or for patience: no sense in trying others now.
        var stop: ConnectorError?
        /// A refusal that may come from code lists that are no longer current.
        var masterIsStale = false
        /// A refusal for the period: what is still to go would meet the same, so the code lists come first.
        var periodIsDoubtful = false
        /// When the bridge's part of the budget lets the next posting go, where that is what ended the turn; look-ups need not wait.
        var waitsUntil: Timestamp?
        /// Documents others may have waited for.
        var settled: [DocumentKey] = []
        /// Documents whose entry or link is gone: they must be judged again before they can be sent.
        var unready: [PostingRecord] = []
    }

    /// Postings whose intents are written, or being written.
    private struct Group {
        var flights: [PostingFlight]
        var writing: PendingCommit
        /// What shares the unit with the intents: written alone when a person was faster with one of these.
        var outcomes: JournalUnit
        /// nil for a group that is sent as soon as it is written.
        var sendBefore: Timestamp?
        /// How many of them go in one call; nil when each has its own.
        var together: Int?
    }

    /// What a turn of posting keeps in hand.
    private struct Run {
        var queue: PostingQueue
        var orders: OrderReader
        /// The group sent last, until its outcomes are worked out.
        var landed: [PostingLanding] = []
        /// Postings that may still go out of the bridge's part of the budget.
        var granted = 0
        /// Which way they go, where there is a choice.
        var road: PostingRoad?
        /// Calls of the group that is being sent while the next is begun.
        var underWay = 0
        /// Outcomes that are not written yet.
        var carried: UnitBuilder
        var outcome: Outcome
    }

    /// Posts what is due, until a turn's time or number is over.
    func post() async throws(JournalError) -> Outcome {
        let pace = pace ?? Pace(least: parts.connector.capabilities.callsAtOnceMax)
        var run = Run(
            queue: PostingQueue(parts: parts), orders: OrderReader(parts: parts), carried: builder,
            outcome: Outcome(together: together, pace: pace))
        var next = try await begin(&run, isAhead: false)
        while let group = next {
            run.underWay = callsOf(group)
            let calls: Calls
            (calls, next) = try await send(group, preparing: &run)
            run.underWay = 0
            run.landed = calls.landings
            run.outcome.pace.sent(calls.made, milliseconds: calls.milliseconds)
            if group.together != nil { run.outcome.together.took(calls.made, of: group.flights.count) }
            // What a call for many left is ready again in its old place, which only the next turn sees: nothing may overtake it.
            let leftSome = group.together != nil && calls.made < group.flights.count
            if leftSome || calls.landings.contains(where: { $0.answer?.stopsPosting ?? false }) {
                keepLanded(&run)
                if let group = next { keep(unsent(try await written(group)), &run) }
                break
            }
            if next == nil {
                keepLanded(&run)
                next = try await begin(&run, isAhead: false)
            }
        }
        if !run.carried.unit.changes.isEmpty { try await parts.journal.commit(run.carried.unit) }
        return run.outcome
    }

    /// Sends a group as soon as it is written. Beside that, since neither needs the other: the outcomes of the group before are worked out, and,
    /// where the target is fast, the next group's intents are made and begun to be written.
    private func send(_ group: Group, preparing run: inout Run) async throws(JournalError) -> (calls: Calls, next: Group?) {
        guard parts.worksBeside else {
            let flights = try await written(group)
            keepLanded(&run)
            let next = run.outcome.pace.isFast ? try await begin(&run, isAhead: true) : nil
            return (await send(flights, group), next)
        }
        async let sent = sendWhenWritten(group)
        do throws(JournalError) {
            keepLanded(&run)
            let next = run.outcome.pace.isFast ? try await begin(&run, isAhead: true) : nil
            return (try await sent.get(), next)
        } catch {
            // The calls are not broken off: each ends as it ends, and the next turn looks up what became of it.
            _ = await sent
            throw error
        }
    }

    private func sendWhenWritten(_ group: Group) async -> Result<Calls, JournalError> {
        do throws(JournalError) {
            let flights = try await written(group)
            return .success(await send(flights, group))
        } catch {
            return .failure(error)
        }
    }

    /// Calls that a group was granted.
    private func callsOf(_ group: Group) -> Int {
        group.together == nil ? group.flights.count : parts.connector.capabilities.postsTogether?.calls ?? 1
    }

    private var builder: UnitBuilder { UnitBuilder(parts, who: .machine("posting"), fence: fence) }

    /// Until then the lease is ours without asking again, even if this process stands still for a moment.
    private var sendBefore: Timestamp { parts.clock.now().adding(milliseconds: TurnLimits.sendMilliseconds) }

    /// Begins to write the intents of the next group, together with the outcomes carried so far; nil when nothing more is to go in this turn.
    private func begin(_ run: inout Run, isAhead: Bool) async throws(JournalError) -> Group? {
        while true {
            if run.granted == 0, try await !isGranted(&run) { return nil }
            let batch = try await run.queue.take(run.granted)
            if batch.isEmpty { return nil }
            let orders = try await run.orders.orders(for: batch)
            // Somebody may have paused the bridge since the turn began: asked last, so that no intent follows a pause.
            if try await parts.isPaused() { return nil }
            let outcomes = run.carried.unit
            var intents = builder
            var flights: [PostingFlight] = []
            for posting in batch {
                guard let order = orders[posting.document] else {
                    run.outcome.unready.append(posting)
                    continue
                }
                if let record = start(posting, run.road, batch.count, &intents) {
                    flights.append(PostingFlight(record: record, wasDue: posting.dueAt, order: order))
                }
            }
            if flights.isEmpty {
                if run.road?.way == .together { run.granted = 0 }
                continue
            }
            let together = run.road?.way == .together ? parts.connector.capabilities.postsTogether?.entriesMax ?? 1 : nil
            // A call for many was granted for these: others need one of their own.
            run.granted = together == nil ? run.granted - flights.count : 0
            run.carried = builder
            let unit = JournalUnit(outcomes.changes + intents.unit.changes, fence: fence)
            let before = isAhead ? sendBefore : nil
            return Group(
                flights: flights, writing: await parts.journal.begin(unit), outcomes: outcomes, sendBefore: before, together: together)
        }
    }

    /// Asks for a part of the budget, before anything is begun that would be refused; false when nothing may go or nothing is to go.
    private func isGranted(_ run: inout Run) async throws(JournalError) -> Bool {
        let waiting = try await run.queue.count()
        guard waiting > 0 else { return false }
        let together = parts.connector.capabilities.postsTogether
        run.road = try await road(together, waiting: waiting)
        if let together, run.road?.way == .together {
            guard try await mayCall(together.calls, least: together.calls, &run) > 0 else { return false }
            run.granted = min(together.entriesMax, run.outcome.together.size, waiting)
        } else {
            run.granted = try await mayCall(min(run.outcome.pace.size, waiting), &run)
        }
        return run.granted > 0
    }

    /// Which way to go; nil where there is no choice.
    private func road(_ together: PostingTogether?, waiting: Int) async throws(JournalError) -> PostingRoad? {
        guard let together else { return nil }
        let far = Timestamp(milliseconds: .max)
        let endless = BudgetWindow(name: "", limit: .max, used: 0, resetsAt: far)
        let standing = try await parts.share?.standing()
        // The queue knows a page; how many really wait, the totals do.
        let totals = together.isAlways ? [] : try await parts.journal.stateTotals(parts.bridge)
        let waiting = max(waiting, totals.reduce(0) { $0 + ($1.state == .ready ? $1.count : 0) })
        return PostingRoad(together, waiting: waiting, minute: standing?.minute ?? endless, day: standing?.day ?? endless)
    }

    private func mayCall(_ wanted: Int, least: Int = 1, _ run: inout Run) async throws(JournalError) -> Int {
        guard let share = parts.share else { return wanted }
        let grant = try await share.grant(wanted, least: least, underWay: run.underWay)
        // What is under way may be counted twice while it is being sent; the next question then knows better.
        run.outcome.waitsUntil = grant.calls == 0 ? grant.again : nil
        return grant.calls
    }

    private func start(_ posting: PostingRecord, _ road: PostingRoad?, _ count: Int, _ builder: inout UnitBuilder) -> PostingRecord? {
        var machine = parts.machine(posting)
        guard var step = machine.handle(.started, now: builder.now) else { return nil }
        if let road {
            step.detail += road.way == .together ? ", one of \(count) together: \(road.reason.english)" : ": \(road.reason.english)"
        }
        builder.move(machine.record, step)
        builder.append(
            .keepAttempt(
                AttemptRecord(
                    bridge: parts.bridge, subject: posting.document.description, number: machine.record.attempts, purpose: .post,
                    startedAt: builder.now)))
        return machine.record
    }

    /// The group's flights once their intents are durable; none when a person was faster with one of them: what is still ready is taken up
    /// again next turn, and the outcomes must not suffer for it.
    private func written(_ group: Group) async throws(JournalError) -> [PostingFlight] {
        do {
            try await group.writing.wait()
            return group.flights
        } catch  where error.code == .conflict {
            if !group.outcomes.changes.isEmpty { try await parts.journal.commit(group.outcomes) }
            return []
        }
    }
}

// MARK: - Calling

extension Poster {
    /// How a group's calls ended, and how long they took together.
    private struct Calls {
        var landings: [PostingLanding]
        /// How many of them were sent.
        var made: Int
        var milliseconds: Int64
    }

    /// Sends flights in their order, as many at once as the target allows, where calls cost least. After an answer that stops everything, or
    /// when the lease may be another's, the others are not sent.
    private func send(_ flights: [PostingFlight], _ group: Group) async -> Calls {
        let limit = group.sendBefore ?? sendBefore
        return await withTaskExecutorPreference(parts.connector.executor) {
            await sendHere(flights, before: limit, together: group.together)
        }
    }

    private func sendHere(_ flights: [PostingFlight], before limit: Timestamp, together: Int?) async -> Calls {
        let started = parts.clock.now()
        var landings: [PostingLanding] = []
        var rest = flights[...]
        while !rest.isEmpty, parts.clock.now() < limit {
            let batch = Array(rest.prefix(together ?? parts.connector.capabilities.callsAtOnceMax))
            let landed = together == nil ? await fly(batch) : await flyTogether(batch)
            rest = rest.dropFirst(landed.count)
            landings += landed
            if landed.contains(where: { $0.answer?.stopsPosting ?? false }) { break }
        }
        let milliseconds = parts.clock.now().milliseconds(since: started)
        return Calls(landings: landings + unsent(Array(rest)), made: landings.count, milliseconds: milliseconds)
    }

    private func unsent(_ flights: [PostingFlight]) -> [PostingLanding] {
        let now = parts.clock.now()
        return flights.map { PostingLanding(flight: $0, answer: nil, at: now) }
    }

    private func fly(_ flights: [PostingFlight]) async -> [PostingLanding] {
        let flown = await flown(flights)
        let now = parts.clock.now()
        return zip(flights, flown).map { flight, flown in
            PostingLanding(flight: flight, answer: flown.outcome, at: now, calls: LandedCalls(calls: flown.calls))
        }
    }

    private typealias Flown = (outcome: Result<PostedEntry, ConnectorError>, calls: [BooksCall])

    private func flown(_ flights: [PostingFlight]) async -> [Flown] {
        if flights.count == 1 { return [await CallRecorder.recording { await call(flights[0]) }] }
        return await withTaskGroup(of: (Int, Flown).self) { group in
            for (place, flight) in flights.enumerated() {
                group.addTask { (place, await CallRecorder.recording { await call(flight) }) }
            }
            var flown: [(Int, Flown)] = []
            for await one in group { flown.append(one) }
            return flown.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// Landings of the first of these, at least of one: what has none was not sent.
    private func flyTogether(_ flights: [PostingFlight]) async -> [PostingLanding] {
        let (answers, calls) = await CallRecorder.recording(bytesMax: TurnLimits.sharedCallBytes) { await callTogether(flights) }
        let now = parts.clock.now()
        let others = flights.prefix(answers.count).dropFirst().map(\.attempt)
        return zip(flights, answers).enumerated().map { place, landed in
            PostingLanding(
                flight: landed.0, answer: landed.1, at: now, sharesCall: place > 0,
                calls: place == 0 ? LandedCalls(calls: calls, others: others) : LandedCalls())
        }
    }

    private func callTogether(_ flights: [PostingFlight]) async -> [Result<PostedEntry, ConnectorError>] {
        guard let askedAt = flights.map(\.record.changedAt).min() else { return [] }
        do throws(ConnectorError) { try CallDeadline(askedAt: askedAt).check(now: parts.clock.now()) } catch {
            return flights.map { _ in .failure(error) }
        }
        let answers = await parts.connector.post(flights.map(\.order), with: master)
        guard !answers.isEmpty else {
            // A connector that breaks its word: nobody knows what it did.
            return flights.map { _ in .failure(ConnectorError(.outcomeUnknown, "the connector gave no answer at all")) }
        }
        return Array(answers.prefix(flights.count))
    }

    private func call(_ flight: PostingFlight) async -> Result<PostedEntry, ConnectorError> {
        do throws(ConnectorError) {
            try CallDeadline(askedAt: flight.record.changedAt).check(now: parts.clock.now())
            return .success(try await parts.connector.post(flight.order, with: master))
        } catch {
            return .failure(error)
        }
    }
}

// MARK: - Outcomes

extension Poster {
    /// The clock is read after the calls: the settling time of a lost answer starts when it was given up.
    private func keepLanded(_ run: inout Run) {
        let landed = run.landed
        run.landed = []
        keep(landed, &run)
    }

    private func keep(_ landings: [PostingLanding], _ run: inout Run) {
        if landings.isEmpty { return }
        // What is carried already happened before: it keeps its own moment.
        var builder = builder
        for landing in landings { keep(landing, &builder, &run.outcome) }
        run.carried.append(contentsOf: builder.unit.changes)
    }

    private func keep(_ landing: PostingLanding, _ builder: inout UnitBuilder, _ outcome: inout Outcome) {
        let flight = landing.flight
        var machine = parts.machine(flight.record)
        var attempt = AttemptRecord(
            bridge: parts.bridge, subject: flight.record.document.description, number: flight.record.attempts, purpose: .post,
            startedAt: flight.record.changedAt)
        attempt.endedAt = landing.at
        attempt.verdict = landing.verdict
        attempt.detail = landing.detail
        // The attempts are there since their intents; one call may be for others too, whatever becomes of this one.
        builder.keep(landing.calls.calls, of: [flight.attempt] + landing.calls.others)
        guard let step = machine.handle(landing.event, now: builder.now) else { return }
        builder.move(machine.record, step)
        builder.append(.keepAttempt(attempt))
        if landing.wasACall { outcome.calls += 1 }
        switch landing.answer {
        case .success(let posted)? where posted.awaitedUntil == nil:
            outcome.booked += 1
            builder.append(
                .bind(
                    Binding(
                        bridge: parts.bridge, kind: .document, ours: flight.record.document.description, theirs: posted.id,
                        number: posted.number, boundAt: builder.now)))
        case .failure(let error)?: note(error, &outcome)
        case .success?, nil: break
        }
        if step.releasesFollowers { outcome.settled.append(flight.record.document) }
    }

    private func note(_ error: ConnectorError, _ outcome: inout Outcome) {
        if error.stopsTarget { outcome.stop = error }
        guard error.code == .rejected else { return }
        let stale: Set<ProblemCode> = [
            .periodClosed, .periodUnknown, .valueUnknown, .targetCodeUnknown, .targetCodeBlocked, .targetNotAllowed,
        ]
        if error.problems.contains(where: { stale.contains($0.code) }) { outcome.masterIsStale = true }
        if error.isAboutPeriod { outcome.periodIsDoubtful = true }
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

    /// True for a refusal that all others of the period would meet.
    var isAboutPeriod: Bool {
        code == .rejected && problems.contains { $0.code == .periodClosed || $0.code == .periodUnknown }
    }
}

import BridgeConnector
import BridgeDomain
import BridgeJournal

/// Finds out what became of postings whose answer was lost: waits out the target's own limit, looks the entry up by its reference, and adopts
/// it or lets it be sent again. Nothing is ever re-sent blindly (design §2.4).
struct Resolver: Sendable {
    let parts: BridgeParts
    let fence: Fence?
    let master: MasterData

    /// What a turn of looking up did.
    struct Outcome: Sendable {
        var lookedUp = 0
        var stopUntil: Timestamp?
        /// For people: why.
        var stopReason: String?
        var settled: [DocumentKey] = []
        /// Documents that were corrected while their outcome was unknown and turned out not to be booked: judged anew from the newest version.
        var corrected: [PostingRecord] = []
    }

    /// Turns what was in flight when its owner died into *outcome unknown*. Called once per lease.
    func recover() async throws(JournalError) {
        while true {
            let abandoned = try await parts.journal.list(
                PostingFilter(bridge: parts.bridge, states: [.inFlight]), before: nil, limit: TurnLimits.judged)
            if abandoned.isEmpty { return }
            var builder = UnitBuilder(parts, who: .machine("recovery"), fence: fence)
            for posting in abandoned {
                var machine = parts.machine(posting)
                if let step = machine.handle(.recovered, now: builder.now) { builder.move(machine.record, step) }
            }
            try await parts.journal.commit(builder.unit)
        }
    }

    /// Looks up what has waited long enough.
    func resolve() async throws(JournalError) -> Outcome {
        var outcome = Outcome()
        let due = try await parts.journal.due(
            parts.bridge, states: [.outcomeUnknown], now: parts.clock.now(), limit: TurnLimits.postings)
        for posting in due where outcome.stopUntil == nil {
            try await resolve(posting, &outcome)
        }
        return outcome
    }

    private func resolve(_ posting: PostingRecord, _ outcome: inout Outcome) async throws(JournalError) {
        guard let kept = try await parts.journal.entry(posting.document, version: posting.documentVersion, bridge: parts.bridge) else {
            return
        }
        let relation = try await Poster.relation(of: kept.entry, parts)
        let comparison = BookedComparison(entry: kept.entry, relation: relation)
        let started = parts.clock.now()
        let event: PostingEvent
        var found: [BookedEntry] = []
        var verdict = "found"
        do {
            found = try await parts.connector.entries(carrying: kept.entry.reference, with: master)
            event = .lookedUp(comparison.finding(found))
            if found.isEmpty { verdict = "notFound" }
        } catch {
            event = .lookUpFailed(error)
            verdict = error.code.rawValue
            if error.code != .outcomeUnknown {
                outcome.stopUntil = error.retryAt ?? started.adding(seconds: parts.policy.retry.unknown.first)
                outcome.stopReason = error.message
            }
        }
        outcome.lookedUp += 1
        var builder = UnitBuilder(parts, who: .machine("recovery"), fence: fence)
        var machine = parts.machine(posting)
        guard let step = machine.handle(event, now: builder.now) else { return }
        builder.move(machine.record, step)
        try await keepAttempt(posting, started, verdict, step.detail, &builder)
        keepFound(found, machine.record, &builder)
        try await parts.journal.commit(builder.unit)
        if step.releasesFollowers { outcome.settled.append(posting.document) }
        if machine.record.state == .ready, machine.record.problems.contains(where: { $0.code == .correctionAfterPosting }) {
            outcome.corrected.append(machine.record)
        }
    }

    private func keepAttempt(
        _ posting: PostingRecord, _ started: Timestamp, _ verdict: String, _ detail: String, _ builder: inout UnitBuilder
    ) async throws(JournalError) {
        // Look-ups are numbered after the calls they look for, in one series per document.
        let earlier = try await parts.journal.attempts(posting.document.description, bridge: parts.bridge)
        var attempt = AttemptRecord(
            bridge: parts.bridge, subject: posting.document.description, number: 1_000 + earlier.count { $0.purpose == .lookUp } + 1,
            purpose: .lookUp, startedAt: started)
        attempt.endedAt = builder.now
        attempt.verdict = verdict
        attempt.detail = detail
        builder.append(.keepAttempt(attempt))
    }

    private func keepFound(_ found: [BookedEntry], _ record: PostingRecord, _ builder: inout UnitBuilder) {
        guard let first = found.first else { return }
        builder.append(.keepBooked(BookedRecord(parts: parts, document: record.document, booked: first, readAt: builder.now)))
        if record.state == .booked, let id = record.targetID {
            builder.append(
                .bind(
                    Binding(
                        bridge: parts.bridge, kind: .document, ours: record.document.description, theirs: id, number: first.number,
                        boundAt: builder.now)))
        }
    }
}

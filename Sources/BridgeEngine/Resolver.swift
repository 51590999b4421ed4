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
        var stop: ConnectorError?
        var settled: [DocumentKey] = []
        /// Documents that turned out not to be booked and may not simply be sent again: corrected meanwhile, or after a stranger's entry.
        var unready: [PostingRecord] = []
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
        var rest = due[...]
        while !rest.isEmpty, outcome.stop == nil {
            let group = rest.prefix(max(1, parts.connector.capabilities.lookUpsAtOnceMax))
            rest = rest.dropFirst(group.count)
            try await resolve(group, &outcome)
        }
        return outcome
    }

    /// Looks up entries of a batch whose fate was decided just now, whenever they would have been due.
    func resolve(_ references: [EntryReference]) async throws(JournalError) -> Outcome {
        var outcome = Outcome()
        for reference in references where outcome.stop == nil {
            guard let posting = try await parts.journal.posting(parts.bridge, reference: reference), posting.state == .outcomeUnknown
            else { continue }
            try await resolve(posting, answer: nil, &outcome)
        }
        return outcome
    }

    /// Asks about a group together, and decides on each alone. Where the question fails for itself, each is asked about alone; where the target
    /// must be left alone, the first pays for it and the others wait.
    private func resolve(_ group: ArraySlice<PostingRecord>, _ outcome: inout Outcome) async throws(JournalError) {
        let kept = group.count > 1 ? try await parts.journal.entries(of: Array(group), bridge: parts.bridge) : [:]
        let references = Set(group.compactMap { kept[$0.document]?.entry.reference ?? $0.reference }).sorted { $0.text < $1.text }
        guard references.count > 1 else {
            for posting in group where outcome.stop == nil { try await resolve(posting, answer: nil, &outcome) }
            return
        }
        let started = parts.clock.now()
        let (asked, calls) = await CallRecorder.recording(bytesMax: TurnLimits.sharedCallBytes) { await lookUp(references) }
        // Kept once, with the first who asked; also where the question failed for itself and each is then asked about alone.
        var shared: AttemptName?
        var failed = calls
        for posting in group where outcome.stop == nil {
            let reference = kept[posting.document]?.entry.reference ?? posting.reference
            let fate: Result<EntryFate, ConnectorError>? =
                switch asked {
                case .success(let entries): .success(.found(reference.flatMap { entries[$0] } ?? []))
                case .failure(let error): error.stopsTarget ? .failure(error) : nil
                }
            let answer = fate.map { LookedUp(at: started, fate: $0, calls: calls, keptWith: shared) }
            let attempt = try await resolve(posting, answer: answer, after: answer == nil ? failed : [], &outcome)
            failed = []
            if answer != nil { shared = shared ?? attempt }
        }
    }

    /// What was asked of one posting, and what came back.
    private struct LookedUp {
        var at: Timestamp
        var fate: Result<EntryFate, ConnectorError>
        var calls: [BooksCall]
        /// An attempt with which the calls are kept already.
        var keptWith: AttemptName?
    }

    /// `answer` is what was asked for it already, `earlier` what was asked in vain. Gives the attempt that is kept of it; nil where none is.
    @discardableResult
    private func resolve(
        _ posting: PostingRecord, answer: LookedUp?, after earlier: [BooksCall] = [], _ outcome: inout Outcome
    ) async throws(JournalError) -> AttemptName? {
        let kept = try await parts.journal.entry(posting.document, version: posting.documentVersion, bridge: parts.bridge)
        let event: PostingEvent
        var found: [BookedEntry] = []
        var verdict = "found"
        var answer = if let answer { answer } else { await lookUp(kept?.entry.reference ?? posting.reference) }
        answer.calls = earlier + answer.calls
        switch answer.fate {
        case .success(.found(let entries)):
            found = try await withoutOthers(entries, posting)
            event = .lookedUp(try await finding(found, kept?.entry))
            if found.isEmpty { verdict = "notFound" }
        case .success(.awaited(let until, let place)):
            try await wait(posting, until, place)
            return nil
        case .success(.refused(let problems, let text)):
            event = .lookedUp(.refused(problems, text))
            verdict = ConnectorError.Code.rejected.rawValue
        case .failure(let error):
            event = .lookUpFailed(error)
            verdict = error.code.rawValue
            if error.stopsTarget { outcome.stop = error }
        }
        outcome.lookedUp += 1
        var builder = UnitBuilder(parts, who: .machine("recovery"), fence: fence)
        var machine = parts.machine(posting)
        guard let step = machine.handle(event, now: builder.now) else { return nil }
        builder.move(machine.record, step)
        let attempt = try await keepAttempt(posting, answer, verdict, step.detail, &builder)
        keepFound(found, machine.record, &builder)
        try await parts.journal.commit(builder.unit)
        if step.releasesFollowers { outcome.settled.append(posting.document) }
        if machine.record.state == .held { outcome.unready.append(machine.record) }
        return attempt
    }

    /// What is known under a reference; nothing was ever sent without one.
    private func lookUp(_ reference: EntryReference?) async -> LookedUp {
        let started = parts.clock.now()
        guard let reference else { return LookedUp(at: started, fate: .success(.found([])), calls: []) }
        let (fate, calls) = await CallRecorder.recording { () async -> Result<EntryFate, ConnectorError> in
            do throws(ConnectorError) {
                return .success(try await parts.connector.fate(of: reference, with: master))
            } catch {
                return .failure(error)
            }
        }
        return LookedUp(at: started, fate: fate, calls: calls)
    }

    private func lookUp(_ references: [EntryReference]) async -> Result<[EntryReference: [BookedEntry]], ConnectorError> {
        do { return .success(try await parts.connector.entries(carrying: references, with: master)) } catch { return .failure(error) }
    }

    /// Waiting for a batch is no attempt: nothing was asked that could have failed.
    private func wait(_ posting: PostingRecord, _ until: Timestamp, _ place: String) async throws(JournalError) {
        var builder = UnitBuilder(parts, who: .machine("recovery"), fence: fence)
        var machine = parts.machine(posting)
        guard let step = machine.handle(.lookedUp(.awaited(until: until, place)), now: builder.now) else { return }
        builder.move(machine.record, step)
        try await parts.journal.commit(builder.unit)
    }

    /// An entry that is another document's of ours proves nothing about this one.
    private func withoutOthers(_ entries: [BookedEntry], _ posting: PostingRecord) async throws(JournalError) -> [BookedEntry] {
        var own: [BookedEntry] = []
        for entry in entries {
            let bound = try await parts.journal.binding(parts.bridge, .document, theirs: entry.id)
            if bound.map({ $0.ours == posting.document.description }) ?? true { own.append(entry) }
        }
        return own
    }

    private func finding(_ found: [BookedEntry], _ entry: Entry?) async throws(JournalError) -> LookUpFinding {
        guard let first = found.first else { return .nothing }
        guard let entry else {
            return .stranger(found, [Problem(.foreignEntry, at: Place("reference"), found: found.map(\.number).joined(separator: ", "))])
        }
        let relation = try await Poster.relation(of: entry, booked: first.relation, parts)
        return BookedComparison(entry: entry, relation: relation).finding(found)
    }

    private func keepAttempt(
        _ posting: PostingRecord, _ answer: LookedUp, _ verdict: String, _ detail: String, _ builder: inout UnitBuilder
    ) async throws(JournalError) -> AttemptName {
        // Look-ups are numbered after the calls they look for, in one series per document.
        let earlier = try await parts.journal.attempts(posting.document.description, bridge: parts.bridge)
        var attempt = AttemptRecord(
            bridge: parts.bridge, subject: posting.document.description, number: 1_000 + earlier.count { $0.purpose == .lookUp } + 1,
            purpose: .lookUp, startedAt: answer.at)
        attempt.endedAt = builder.now
        attempt.verdict = verdict
        attempt.detail = detail
        builder.append(.keepAttempt(attempt))
        if let same = answer.keptWith {
            builder.append(.keepCalls(AttemptCalls(bridge: parts.bridge, attempts: [attempt.name], same: same)))
        } else {
            builder.keep(answer.calls, of: [attempt.name])
        }
        return attempt.name
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

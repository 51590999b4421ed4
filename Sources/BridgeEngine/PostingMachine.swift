public import BridgeConnector
public import BridgeDomain
public import BridgeJournal
public import BridgeSource

/// What a look-up after a lost answer showed.
public enum LookUpFinding: Hashable, Sendable {
    /// Nothing under our reference, and the target can no longer be busy with the request.
    case nothing
    /// Exactly our entry: amounts, party and date agree.
    case ours(BookedEntry)
    /// Something under our reference that is not what we meant, or more than one entry.
    case stranger([BookedEntry], [Problem])
    /// Delivered in a batch, and not answered yet: looked at again then at the latest.
    case awaited(until: Timestamp, String)
    /// The target refused it after it was delivered: nothing of it is booked.
    case refused([Problem], String)
}

/// What happens to a posting.
public enum PostingEvent: Sendable {
    /// Validation, mapping and gate were asked (again).
    case judged(GateVerdict, mappingVersion: Int)
    /// The call is about to be made.
    case started
    /// The target took the entry.
    case accepted(PostedEntry)
    /// The call did not end well. `wasDue` is when it was due before: what was surely not sent goes back to its place.
    case failed(ConnectorError, wasDue: Timestamp? = nil)
    /// The process died, or lost its lease, while the call was under way.
    case recovered
    /// The look-up after a lost answer was answered.
    case lookedUp(LookUpFinding)
    /// The look-up itself failed: nothing is known yet.
    case lookUpFailed(ConnectorError)
    /// The books were read back and compared.
    case readBack([Problem])
    /// The source withdrew the document, or corrected it after it was sent.
    case flagged(Problem)
    /// Something it may wait for happened, seen by someone who does not hold the lane: the lane judges it anew in its next turn.
    case stirred(why: String)
    /// A person's verb.
    case person(PersonVerb)
}

/// What a person can do to a posting.
public enum PersonVerb: Hashable, Sendable {
    case hold
    case withdraw(reason: String)
    case bookedByHand(number: String)
    /// A stranger's entry stood under our reference: see whether it still does, before anything is sent.
    case lookAgain
}

/// What the shell does after an event: keep the new record, write this history, tell these.
public struct PostingStep: Hashable, Sendable {
    /// For the history: a verb in the past tense and why.
    public var act: String
    public var detail: String
    /// What to tell the source, when it is to know.
    public var report: StatusReport.Status?
    /// True when documents that waited for this one may now go.
    public var releasesFollowers: Bool
}

/// Every decision about one posting, as a value: an event goes in, the next record and a step come out.
///
/// No clock, no store, no network: every path can be reached in a test. A transition that makes no sense returns nil and changes
/// nothing; a late answer to a settled posting is the usual case after a restart.
public struct PostingMachine: Sendable {
    /// The posting as it now stands.
    public private(set) var record: PostingRecord
    let retry: RetryPolicy
    /// Seconds the target may still be busy with a request whose answer was lost.
    let settlingSeconds: Int64

    /// A machine for one posting.
    public init(_ record: PostingRecord, retry: RetryPolicy, settlingSeconds: Int64) {
        self.record = record
        self.retry = retry
        self.settlingSeconds = settlingSeconds
    }

    /// Takes an event at `now`.
    public mutating func handle(_ event: PostingEvent, now: Timestamp) -> PostingStep? {
        let before = record
        guard let step = transition(event, now: now) else {
            record = before
            return nil
        }
        record.revision += 1
        record.changedAt = now
        return step
    }

    private mutating func transition(_ event: PostingEvent, now: Timestamp) -> PostingStep? {
        switch (record.state, event) {
        // Whatever is not on its way and not booked can be judged anew: a mapping was mended, an original booked, a person asked.
        case (.parked, .judged(let verdict, let version)), (.held, .judged(let verdict, let version)),
            (.ready, .judged(let verdict, let version)),
            (.rejected, .judged(let verdict, let version)), (.withdrawn, .judged(let verdict, let version)),
            (.nothingToPost, .judged(let verdict, let version)):
            return judged(verdict, mappingVersion: version)

        case (.ready, .started):
            record.state = .inFlight
            record.attempts += 1
            record.dueAt = nil
            return step("started", "attempt \(record.attempts)")

        case (.inFlight, .accepted(let posted)):
            if let until = posted.awaitedUntil { return delivered(posted, until: max(now, until)) }
            return booked(posted, now: now, "booked", "number \(posted.number)" + (posted.warning.map { "; the books warn: \($0)" } ?? ""))
        case (.inFlight, .failed(let error, let wasDue)):
            return failed(error, wasDue: wasDue, now: now)
        case (.inFlight, .recovered):
            return unknown(now: now, "the process stopped while the call was under way")

        case (.outcomeUnknown, .lookedUp(.ours(let found))):
            return adopted(found, now: now)
        case (.outcomeUnknown, .lookedUp(.nothing)):
            return notFound(now: now)
        case (.outcomeUnknown, .lookedUp(.stranger(let found, let problems))):
            return stopped(
                .parked, problems + record.problems.filter(\.isFlag),
                "found \(found.count) entr\(found.count == 1 ? "y" : "ies") under our reference that differ from ours")
        case (.outcomeUnknown, .lookedUp(.awaited(let until, let place))):
            record.dueAt = max(until, now.adding(seconds: 1))
            return step("awaited", place)
        case (.outcomeUnknown, .lookedUp(.refused(let problems, let text))):
            return refused(problems, text, now: now)
        case (.outcomeUnknown, .lookUpFailed(let error)):
            // A call that our own meter refused was not made.
            if error.code != .budgetSpent { record.attempts += 1 }
            record.dueAt = max(now, error.retryAt ?? now.adding(seconds: retry.unknown.seconds(after: record.attempts)))
            return step("look_up_failed", error.message)

        case (.booked, .readBack(let problems)):
            return readBack(problems, now: now)
        case (.booked, .flagged(let problem)):
            return readBack([problem], now: now)
        case (.parked, .readBack(let problems)), (.held, .readBack(let problems)), (.ready, .readBack(let problems)),
            (.rejected, .readBack(let problems)):
            // An entry stands under our reference although we never had an answer that says so: a person must look before anything is sent.
            // Who is to look already knows more of it: a look-up says how it differs.
            guard !record.meetsStranger, problems.contains(where: { !record.problems.contains($0) }) else { return nil }
            return stopped(.parked, problems, "an entry that is not ours stands under our reference")

        case (.inFlight, .flagged(let problem)), (.outcomeUnknown, .flagged(let problem)):
            guard !record.problems.contains(problem) else { return nil }
            record.problems.append(problem)
            return step("flagged", problem.message(.english))
        case (.parked, .flagged(let problem)), (.held, .flagged(let problem)), (.ready, .flagged(let problem)),
            (.rejected, .flagged(let problem)),
            (.nothingToPost, .flagged(let problem)):
            guard problem.code == .withdrawnAtSource else { return nil }
            record.problems = [problem] + record.problems.filter(\.outlivesContent)
            return withdrawn("withdrawn in the source")

        case (.held, .stirred(let why)), (.parked, .stirred(let why)):
            // What was found wrong stays to be seen until the verdict comes.
            guard record.hold != .person, !record.meetsStranger, record.state == .parked || record.dueAt.map({ $0 > now }) ?? true else {
                return nil
            }
            record.state = .held
            record.dueAt = now
            return step("stirred", why)

        case (.held, .person(.hold)), (.ready, .person(.hold)):
            record.state = .held
            record.hold = .person
            record.dueAt = nil
            return step("held", "by a person")
        case (.parked, .person(.withdraw(let reason))), (.held, .person(.withdraw(let reason))), (.ready, .person(.withdraw(let reason))),
            (.rejected, .person(.withdraw(let reason))), (.nothingToPost, .person(.withdraw(let reason))):
            return withdrawn(reason)
        case (.parked, .person(.bookedByHand(let number))), (.held, .person(.bookedByHand(let number))),
            (.rejected, .person(.bookedByHand(let number))):
            return booked(PostedEntry(id: TargetID(""), number: number), now: now, "booked_by_hand", "number \(number)")

        case (.parked, .person(.lookAgain)):
            guard record.meetsStranger else { return nil }
            record.state = .outcomeUnknown
            record.dueAt = now
            return step("retried", "the books are asked again what stands under our reference")

        // Late answers and verbs that no longer fit.
        case (_, .judged), (_, .started), (_, .accepted), (_, .failed), (_, .recovered), (_, .lookedUp), (_, .lookUpFailed), (_, .readBack),
            (_, .flagged), (_, .stirred), (_, .person):
            return nil
        }
    }
}

extension PostingMachine {
    private func step(_ act: String, _ detail: String, report: StatusReport.Status? = nil, releases: Bool = false) -> PostingStep {
        PostingStep(act: act, detail: detail, report: report, releasesFollowers: releases)
    }

    private mutating func judged(_ asked: GateVerdict, mappingVersion: Int) -> PostingStep? {
        var verdict = asked
        if record.meetsStranger {
            // No verdict leads past a stranger's entry under our reference: only a look-up that finds it gone, or a person's word.
            verdict.state = .parked
            verdict.hold = nil
            verdict.dueAt = nil
            let strangers = record.problems.filter { $0.code == .foreignEntry }
            verdict.problems = strangers + verdict.problems.filter { !strangers.contains($0) }
        }
        let isDueSooner = record.state == .ready && (record.dueAt ?? .init(milliseconds: .max)) <= (verdict.dueAt ?? .init(milliseconds: 0))
        let unchanged =
            record.state == verdict.state && record.hold == verdict.hold && record.problems == verdict.problems
            && record.mappingVersion == mappingVersion && (record.dueAt == verdict.dueAt || isDueSooner)
            && (verdict.entry == nil || record.period == verdict.entry?.period)
        if unchanged { return nil }
        record.state = verdict.state
        record.hold = verdict.hold
        record.dueAt = verdict.dueAt
        record.problems = verdict.problems
        record.mappingVersion = mappingVersion
        record.daybook = verdict.entry?.daybook ?? record.daybook
        record.period = verdict.entry?.period ?? record.period
        record.reference = verdict.entry?.reference ?? record.reference
        switch verdict.state {
        case .parked:
            return step("parked", verdict.problems.map { $0.message(.english) }.joined(separator: "; "), report: .parked)
        case .held: return step("held", verdict.hold?.blocker ?? "")
        case .nothingToPost: return step("nothing_to_post", "the document amounts to nothing", report: .accepted)
        default: return step("ready", "may go to the books")
        }
    }

    private mutating func booked(_ posted: PostedEntry, now: Timestamp, _ act: String, _ detail: String) -> PostingStep {
        record.state = .booked
        record.hold = nil
        record.dueAt = nil
        record.targetID = posted.id.text.isEmpty ? nil : posted.id
        record.targetNumber = posted.number
        record.bookedAt = now
        // A correction or withdrawal that arrived while the call was under way is now a difference for a person.
        let flags = record.problems.filter(\.isFlag)
        record.readBack = flags.isEmpty ? .pending : .differs(at: now, problems: flags)
        return step(act, detail, report: .posted, releases: true)
    }

    private mutating func failed(_ error: ConnectorError, wasDue: Timestamp?, now: Timestamp) -> PostingStep {
        switch error.code {
        case .unavailable: return again(retry.unavailable, error, now: now)
        case .throttled: return again(retry.throttled, error, now: now)
        case .budgetSpent:
            // Our own meter refused before anything was sent: no attempt was made.
            record.attempts -= 1
            return unsent(error, wasDue: wasDue, now: now)
        case .unauthorised: return again(retry.unauthorised, error, now: now)
        case .outcomeUnknown: return unknown(now: now, error.message)
        case .rejected, .misused: return refused(error.problems, error.vendorText ?? error.message, now: now)
        }
    }

    private mutating func refused(_ problems: [Problem], _ text: String, now: Timestamp) -> PostingStep {
        if let step = overtaken(now: now, text) { return step }
        let all = problems.isEmpty ? [Problem(.targetRejected, at: Place("entry"), found: text)] : problems
        return stopped(.rejected, all, text, report: .rejected)
    }

    /// It lies where the target fetches it, and only the target can say what became of it.
    private mutating func delivered(_ posted: PostedEntry, until: Timestamp) -> PostingStep {
        record.state = .outcomeUnknown
        record.dueAt = until
        return step("delivered", posted.number)
    }

    private mutating func again(_ pause: RetryPolicy.Pause, _ error: ConnectorError, now: Timestamp) -> PostingStep {
        if let step = overtaken(now: now, error.message) { return step }
        guard record.attempts < pause.attemptsMax else {
            return stopped(
                .parked, [Problem(.attemptsExhausted, at: Place("entry"), found: "\(record.attempts)")], error.message, report: .parked)
        }
        record.state = .ready
        record.dueAt = max(now, error.retryAt ?? now.adding(seconds: pause.seconds(after: record.attempts)))
        return step("postponed", error.message)
    }

    /// It never left: no attempt counts, and it stays where it stood among its party's. It is the target that waits until `retryAt`.
    private mutating func unsent(_ error: ConnectorError, wasDue: Timestamp?, now: Timestamp) -> PostingStep {
        if let step = overtaken(now: now, error.message) { return step }
        record.state = .ready
        record.dueAt = min(now, wasDue ?? now)
        return step("postponed", error.message)
    }

    private mutating func unknown(now: Timestamp, _ why: String) -> PostingStep {
        record.state = .outcomeUnknown
        record.dueAt = now.adding(seconds: settlingSeconds)
        return step("outcome_unknown", why)
    }

    /// Exactly our entry: it was compared field by field, so the books have been read back with that.
    private mutating func adopted(_ found: BookedEntry, now: Timestamp) -> PostingStep {
        let step = booked(
            PostedEntry(id: found.id, number: found.number), now: now, "adopted", "found in the books as \(found.number)")
        if case .pending = record.readBack { record.readBack = .agrees(at: now) }
        record.problems.removeAll { $0.code == .foreignEntry }
        return step
    }

    private mutating func notFound(now: Timestamp) -> PostingStep {
        if let step = overtaken(now: now, "nothing under our reference after the settling time") { return step }
        record.dueAt = now
        if record.meetsStranger {
            record.state = .held
            record.problems = []
            return step("not_found", "the stranger's entry is gone: judged anew")
        }
        record.state = .ready
        return step("not_found", "nothing under our reference after the settling time: may be sent again")
    }

    /// What the source said while the call was under way, now that it is certain that nothing was booked: a document that was taken back is
    /// not sent again, one that was corrected is judged anew from its newest version. The later word counts.
    private mutating func overtaken(now: Timestamp, _ why: String) -> PostingStep? {
        guard let flag = record.problems.last(where: \.isFlag) else { return nil }
        if flag.code == .withdrawnAtSource {
            record.problems = [flag]
            return withdrawn("withdrawn in the source; \(why)")
        }
        record.state = .held
        record.hold = nil
        record.dueAt = now
        record.problems = []
        return step("overtaken", "corrected in the source: judged anew; \(why)")
    }

    private mutating func stopped(
        _ state: PostingState, _ problems: [Problem], _ why: String, report: StatusReport.Status = .parked
    ) -> PostingStep {
        record.state = state
        record.hold = nil
        record.dueAt = nil
        record.problems = problems
        return step(state.rawValue, why, report: report)
    }

    /// What our own entry shows takes the place of what it showed before; what a stranger's entry or the source says stays.
    private mutating func readBack(_ problems: [Problem], now: Timestamp) -> PostingStep? {
        let known: [Problem] = if case .differs(_, let known) = record.readBack { known } else { [] }
        let isOurEntry = problems.allSatisfy(\.isOfOurEntry)
        let lasting = isOurEntry ? known.filter { !$0.isOfOurEntry } : known
        let all = lasting + problems.filter { !lasting.contains($0) }
        if all.isEmpty {
            if case .agrees = record.readBack { return nil }
            record.readBack = .agrees(at: now)
            return step("read_back", "the books hold what was meant", report: known.isEmpty ? nil : .posted)
        }
        if all == known { return nil }
        record.readBack = .differs(at: now, problems: all)
        return step("differs", all.map { $0.message(.english) }.joined(separator: "; "), report: .parked)
    }

    private mutating func withdrawn(_ reason: String) -> PostingStep {
        record.state = .withdrawn
        record.hold = nil
        record.dueAt = nil
        return step("withdrawn", reason, report: .withdrawn)
    }
}

extension Problem {
    /// What the source said after the document was sent.
    var isFlag: Bool { code == .correctionAfterPosting || code == .withdrawnAtSource }
    /// What no other content and no withdrawal takes away: a stranger's entry under our reference, and a number that is another document's.
    var outlivesContent: Bool { code == .foreignEntry || code == .numberWithOtherContent }
    /// What reading our own entry back shows.
    fileprivate var isOfOurEntry: Bool { code == .bookedDiffers || code == .creditLinkMissing || code == .bookedMissing }
}

extension PostingRecord {
    /// True while an entry that is not ours stands, as far as we know, under our reference.
    var meetsStranger: Bool { problems.contains { $0.code == .foreignEntry } }
}

public import BridgeConnector
public import BridgeDomain
public import BridgeJournal
public import BridgeSource

/// One bridge at work: reads the source, aligns parties, posts, resolves lost answers, reads the books back, reports.
///
/// A lane does one *turn* of bounded work at a time and says when the next makes sense. It holds no timer and no task of its own: a service
/// calls it when something is due, a simulation calls it under a test clock. Everything it knows is in the journal; what it remembers between
/// turns only saves reading it again.
public actor Lane {
    /// What a turn did, and when the next makes sense.
    public struct Turn: Hashable, Sendable {
        /// False when another worker holds the lane.
        public var owned = true
        public var received = 0
        public var calls = 0
        public var booked = 0
        public var lookedUp = 0
        public var readBack = 0
        public var reported = 0
        /// The next moment at which something is due; nil when only an event can bring work.
        public var nextAt: Timestamp?
        /// For people: what stands in the way, if anything does; said again each turn for as long as it does.
        public var trouble: String?

        /// True when the turn moved something, so that another may follow at once.
        public var didWork: Bool { received + calls + booked + lookedUp + readBack + reported > 0 }
    }

    private var parts: BridgeParts
    private let orders: any PartyOrdering
    private let owner: String
    private let leaseSeconds: Int64
    private var fence: Fence?
    private var nextPoll: [SourceStream: Timestamp] = [:]
    /// Streams somebody asked to read sooner. A nudge that comes while its stream is being read asks for another reading.
    private var nudged: Set<SourceStream> = []
    private var sourceFailures: [SourceStream: Int] = [:]
    private var sourcePausedUntil: Timestamp?
    private var sourceTrouble: String?
    private var targetPausedUntil: Timestamp?
    private var targetTrouble: String?
    private var relationsReadAt: Timestamp?
    private var masterIsStale = false
    private var relationsAreStale = false
    private var unverified = true
    /// The read-back's beginning was settled under this lease.
    private var readBackHasBegun = false
    private var lastReadBack: Timestamp?
    /// Where the sweep over held postings stands: before this sequence; nil when none is under way.
    private var sweepBefore: Int64?
    private var nextSweep: Timestamp?
    /// The target's code lists as the journal keeps them: read once per lease, then kept current.
    private var master: MasterData?

    /// A lane for one bridge. `owner` names this worker; leases last `leaseSeconds` and are prolonged by ``heartbeat()``. The shorter the
    /// lease, the sooner another worker takes over from one that died.
    public init(parts: BridgeParts, orders: any PartyOrdering, owner: String, leaseSeconds: Int64 = 3) {
        self.parts = parts
        self.orders = orders
        self.owner = owner
        self.leaseSeconds = leaseSeconds
    }

    /// Uses a new mapping from the next turn on.
    public func use(translator: any DocumentTranslator) { parts.translator = translator }

    /// A nudge: the stream is read in the next turn, unless the source asked for patience.
    public func nudge(_ stream: SourceStream) { nudged.insert(stream) }

    /// Everything is looked at afresh in the next turn: after a consent was given, a mapping saved, a verb used.
    public func wake() {
        sourcePausedUntil = nil
        nextPoll = [:]
        targetPausedUntil = nil
        unverified = true
    }

    /// Prolongs the lease while a long turn is under way; does nothing when it is not held.
    public func heartbeat() async {
        guard fence != nil else { return }
        let now = parts.clock.now()
        // A failed heartbeat shows itself in the turn: its writes are then refused.
        _ = try? await parts.journal.lease("bridge/\(parts.bridge)", owner: owner, now: now, until: now.adding(seconds: leaseSeconds))
    }

    /// Gives the lane back so that another worker can go on at once.
    public func release() async {
        guard let fence else { return }
        // A lease that cannot be given back runs out by itself.
        try? await parts.journal.release(fence)
        self.fence = nil
    }

    /// Reads the target's code lists and relations now, whatever their age: when a bridge is set up or checked.
    public func refreshTarget() async throws -> MasterData {
        guard try await own() else {
            guard let master = try await TargetMirror(parts: parts, fence: nil).kept() else {
                throw ConnectorError(
                    .unavailable, "another process works on this bridge and has not read the code lists yet: try again in a minute")
            }
            return master
        }
        let mirror = TargetMirror(parts: parts, fence: fence)
        let master = try await mirror.refresh(known: self.master, force: true).get()
        if let error = try await mirror.refreshRelations() { throw error }
        if let error = try await BooksReader(parts: parts, fence: fence, master: master).begin() { throw error }
        self.master = master
        return master
    }

    /// Reads all debtors and creditors the source has, and nothing else: when a bridge is set up, before the first document.
    public func readParties() async throws {
        guard try await own() else { return }
        for stream in [SourceStream.debtors, .creditors] {
            while try await Intake(parts: parts, fence: fence, master: master).read(stream).hasMore {}
        }
    }

    /// Does one turn of work.
    public func turn() async throws(JournalError) -> Turn {
        var turn = Turn()
        guard try await own() else {
            turn.owned = false
            turn.nextAt = parts.clock.now().adding(seconds: leaseSeconds / 2)
            return turn
        }
        try await read(&turn)
        try await judgeDue(master)
        try await sweep(master)
        if isTargetOpen { try await workAtTarget(&turn) }
        try await report(&turn)
        turn.trouble = sourceTrouble ?? targetTrouble
        turn.nextAt = try await nextMoment()
        return turn
    }

    private var isTargetOpen: Bool { targetPausedUntil.map { $0 <= parts.clock.now() } ?? true }

    // MARK: Owning

    private func own() async throws(JournalError) -> Bool {
        let now = parts.clock.now()
        let lease = try await parts.journal.lease(
            "bridge/\(parts.bridge)", owner: owner, now: now, until: now.adding(seconds: leaseSeconds))
        let isNew = lease != nil && lease != fence
        fence = lease
        if isNew {
            master = try await TargetMirror(parts: parts, fence: fence).kept()
            sweepBefore = .max
            readBackHasBegun = false
            // Whatever the owner before us left in flight may or may not have arrived.
            try await Resolver(parts: parts, fence: fence, master: .empty(parts.policy)).recover()
            try await PartyAligner(parts: parts, fence: fence, orders: orders).recover()
        }
        return lease != nil
    }

    // MARK: The source

    private func read(_ turn: inout Turn) async throws(JournalError) {
        let now = parts.clock.now()
        if let until = sourcePausedUntil, now < until { return }
        // Parties first, so that documents find theirs.
        for stream in [SourceStream.debtors, .creditors, .documents] where isDue(stream, now) {
            nudged.remove(stream)
            let outcome: Intake.Outcome
            do {
                outcome = try await Intake(parts: parts, fence: fence, master: master).read(stream)
            } catch {
                return try await sourceFailed(error, stream)
            }
            sourceFailures[stream] = nil
            sourceTrouble = nil
            turn.received += outcome.items
            if !outcome.hasMore { nextPoll[stream] = now.adding(seconds: parts.policy.pollSeconds) }
            for party in outcome.partiesChanged { try await partyChanged(party, master) }
        }
    }

    private func isDue(_ stream: SourceStream, _ now: Timestamp) -> Bool {
        nudged.contains(stream) || nextPoll[stream].map { $0 <= now } ?? true
    }

    /// The whole source is left alone for a while, nudges included: what one stream meets, the others would meet too.
    private func sourceFailed(_ failure: Intake.Failure, _ stream: SourceStream) async throws(JournalError) {
        switch failure {
        case .journal(let error): throw error
        case .source(let error):
            nextPoll[stream] = nil
            let failures = (sourceFailures[stream] ?? 0) + 1
            sourceFailures[stream] = failures
            sourceTrouble = error.description
            // A stream that must be read from its start can be read at once, but not time and again.
            if error.code == .cursorExpired {
                try await startOver(stream)
                if failures == 1 { return }
            }
            let pause = parts.policy.retry.unavailable.seconds(after: failures)
            sourcePausedUntil = error.retryAt ?? parts.clock.now().adding(seconds: pause)
        }
    }

    /// The source no longer keeps what lies after our cursor: read from the start. What is kept already is recognised.
    private func startOver(_ stream: SourceStream) async throws(JournalError) {
        var builder = UnitBuilder(parts, who: .machine("intake"), fence: fence)
        builder.append(.setCursor(parts.bridge, name: Names.source(stream), value: ""))
        builder.history("source", "started_over", "the source no longer keeps what lies after the cursor of \(stream.rawValue)")
        try await parts.journal.commit(builder.unit)
    }

    // MARK: Judging anew

    private func judgeDue(_ master: MasterData?) async throws(JournalError) {
        let due = try await parts.journal.due(parts.bridge, states: [.held], now: parts.clock.now(), limit: TurnLimits.judged)
        try await rejudge(due, master)
    }

    /// Looks again at what is held, a page a turn: after a crash between a booking and the release of what waited for it, and every hour, since
    /// a period may have been opened.
    private func sweep(_ master: MasterData?) async throws(JournalError) {
        let now = parts.clock.now()
        if sweepBefore == nil, let next = nextSweep, next <= now { sweepBefore = .max }
        guard let before = sweepBefore else { return }
        let page = try await parts.journal.list(
            PostingFilter(bridge: parts.bridge, states: [.held]), before: before == .max ? nil : before, limit: TurnLimits.judged)
        try await rejudge(page.filter(\.waitsForTheWorld), master)
        sweepBefore = page.count < TurnLimits.judged ? nil : page.last?.sequence
        if sweepBefore == nil { nextSweep = now.adding(seconds: 3600) }
    }

    private func partyChanged(_ party: PartyKey, _ master: MasterData?) async throws(JournalError) {
        try await releaseFollowers(of: Hold.party(party).blocker, master)
        let stuck = try await parts.journal.list(
            PostingFilter(bridge: parts.bridge, states: [.parked], party: party), before: nil, limit: TurnLimits.judged)
        try await rejudge(stuck, master)
    }

    private func releaseFollowers(of blocker: String, _ master: MasterData?) async throws(JournalError) {
        var after: Int64 = 0
        while true {
            let waiting = try await parts.journal.held(parts.bridge, blocker: blocker, after: after, limit: TurnLimits.judged)
            guard let last = waiting.last else { return }
            try await rejudge(waiting, master)
            after = last.sequence
        }
    }

    /// Credit notes that waited for an original: those that are held, and those that were parked because it did not come in time.
    private func releaseCredits(of original: DocumentKey, _ master: MasterData?) async throws(JournalError) {
        let credits = try await parts.journal.credits(of: original, bridge: parts.bridge).filter { credit in
            credit.hold == .original(original) || credit.problems.contains { $0.code == .originalUnknown }
        }
        try await rejudge(credits, master)
    }

    private func rejudge(_ postings: [PostingRecord], _ master: MasterData?) async throws(JournalError) {
        guard !postings.isEmpty else { return }
        try await Rejudge(parts: parts, fence: fence, master: master, who: .machine("gate")).rejudge(postings)
    }

    // MARK: The target

    private func workAtTarget(_ turn: inout Turn) async throws(JournalError) {
        let mirror = TargetMirror(parts: parts, fence: fence)
        let master: MasterData
        switch try await mirror.refresh(known: self.master, force: masterIsStale) {
        case .success(let fresh):
            master = fresh
            self.master = fresh
            if masterIsStale { try await masterChanged(fresh) }
            masterIsStale = false
        case .failure(let error): return pause(error)
        }
        if !readBackHasBegun {
            if let error = try await BooksReader(parts: parts, fence: fence, master: master).begin() { return pause(error) }
            readBackHasBegun = true
        }
        try await align(mirror, master, &turn)
        if isTargetOpen { try await resolve(master, &turn) }
        if isTargetOpen { try await post(master, &turn) }
        if isTargetOpen { try await readBack(master, &turn) }
        // Everything that was due was tried and nothing stopped it.
        if isTargetOpen { targetTrouble = nil }
    }

    /// Code lists were read again because a refusal made us doubt them: what waits for a period may go, what was refused for one waits.
    private func masterChanged(_ master: MasterData) async throws(JournalError) {
        for problem in [ProblemCode.periodClosed, .periodUnknown] {
            let refused = try await parts.journal.list(
                PostingFilter(bridge: parts.bridge, states: [.rejected], problem: problem), before: nil, limit: TurnLimits.judged)
            try await rejudge(refused, master)
        }
    }

    private func align(_ mirror: TargetMirror, _ master: MasterData, _ turn: inout Turn) async throws(JournalError) {
        let now = parts.clock.now()
        let due = try await parts.journal.dueParties(parts.bridge, states: [.ready, .outcomeUnknown], now: now, limit: 1)
        if due.isEmpty { return }
        let age = relationsReadAt.map { now.milliseconds(since: $0) } ?? Int64.max
        if relationsAreStale || age > 15 * 60 * 1000 {
            if let error = try await mirror.refreshRelations() { return pause(error) }
            relationsReadAt = now
            relationsAreStale = false
        }
        let outcome = try await PartyAligner(parts: parts, fence: fence, orders: orders).align()
        turn.calls += outcome.calls
        relationsAreStale = outcome.relationsAreStale
        for party in outcome.aligned { try await releaseFollowers(of: Hold.party(party).blocker, master) }
        if let until = outcome.stopUntil { stop(until, outcome.stopReason) }
    }

    private func resolve(_ master: MasterData, _ turn: inout Turn) async throws(JournalError) {
        let outcome = try await Resolver(parts: parts, fence: fence, master: master).resolve()
        turn.lookedUp += outcome.lookedUp
        try await rejudge(outcome.corrected, master)
        for document in outcome.settled { try await releaseCredits(of: document, master) }
        if let until = outcome.stopUntil { stop(until, outcome.stopReason) }
    }

    private func post(_ master: MasterData, _ turn: inout Turn) async throws(JournalError) {
        let outcome = try await Poster(parts: parts, fence: fence, master: master).post()
        turn.calls += outcome.calls
        turn.booked += outcome.booked
        if outcome.booked > 0 { unverified = true }
        masterIsStale = masterIsStale || outcome.masterIsStale
        try await rejudge(outcome.unready, master)
        for document in outcome.settled { try await releaseCredits(of: document, master) }
        if let until = outcome.stopUntil { stop(until, outcome.stopReason) }
    }

    private func readBack(_ master: MasterData, _ turn: inout Turn) async throws(JournalError) {
        guard unverified else { return }
        let now = parts.clock.now()
        let overdue = lastReadBack.map { now >= $0.adding(seconds: parts.policy.readBackSeconds) } ?? false
        // While there is more to post, reading back can wait: a page holds many entries and costs one call.
        if turn.booked > 0, !overdue { return }
        let outcome = try await BooksReader(parts: parts, fence: fence, master: master).read()
        turn.readBack += outcome.entries
        lastReadBack = now
        if let until = outcome.stopUntil {
            stop(until, outcome.stopReason)
        } else {
            unverified = outcome.hasMore
        }
    }

    private func pause(_ error: ConnectorError) {
        stop(error.retryAt ?? parts.clock.now().adding(seconds: parts.policy.retry.unavailable.first), error.description)
    }

    private func stop(_ until: Timestamp, _ reason: String?) {
        targetPausedUntil = max(until, parts.clock.now().adding(milliseconds: 1))
        targetTrouble = reason ?? "the books are left alone until \(until)"
    }

    // MARK: Reporting and waiting

    private func report(_ turn: inout Turn) async throws(JournalError) {
        let outcome = try await Reporter(parts: parts, fence: fence).report()
        turn.reported += outcome.sent
    }

    private func nextMoment() async throws(JournalError) -> Timestamp? {
        let now = parts.clock.now()
        let nextReading = SourceStream.allCases.map { nudged.contains($0) ? now : nextPoll[$0] ?? now }.min() ?? now
        var moments = [max(nextReading, sourcePausedUntil ?? now)]
        if let due = try await parts.journal.nextDue(parts.bridge) {
            moments.append(isTargetOpen ? due : max(due, targetPausedUntil ?? now))
        }
        if unverified { moments.append(targetPausedUntil ?? now) }
        if sweepBefore != nil { moments.append(now) } else if let nextSweep { moments.append(nextSweep) }
        if masterIsStale { moments.append(targetPausedUntil ?? now) }
        moments.append(now.adding(seconds: leaseSeconds / 2))
        return moments.min().map { max($0, now) }
    }
}

extension PostingRecord {
    /// True for holds that end by something that happens elsewhere, not by a person or the clock.
    fileprivate var waitsForTheWorld: Bool {
        switch hold {
        case .party, .original, .period: true
        case .approval, .schedule, .person, nil: false
        }
    }
}

extension MasterData {
    /// Code lists that hold nothing: for work that needs none.
    static func empty(_ policy: BridgePolicy) -> MasterData {
        MasterData(
            administrationName: "", currency: policy.bookCurrency, accounts: [], vatCodes: [], daybooks: [], paymentConditions: [],
            costCentres: [], costUnits: [], periods: [], readAt: Timestamp(milliseconds: 0))
    }
}

public import BridgeConnector
public import BridgeDomain
public import BridgeJournal
public import BridgeSource

/// One bridge at work: reads the source, aligns parties, posts, resolves lost answers, reads the books back, reports.
///
/// A lane does one *turn* of bounded work at a time and says when the next makes sense. It holds no timer and no task of its own: a service
/// calls it when something is due, a simulation calls it under a test clock. Everything it knows is in the journal; what it remembers between
/// turns only saves reading it again. One turn at a time: whoever drives a lane waits for a turn to end before asking for the next.
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
        /// For people: what stands in the way, if anything does.
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
    private var sourceFailures = 0
    private var targetPausedUntil: Timestamp?
    private var relationsReadAt: Timestamp?
    /// A refusal raised doubts about the code lists; about their periods, so that nothing is posted before they were read.
    private var masterIsStale = false
    private var periodIsDoubtful = false
    /// The last turn broke off: what it left in flight may or may not have been written, as after a death.
    private var brokeOff = false
    private var relationsAreStale = false
    private var unverified = true
    private var lastReadBack: Timestamp?
    /// The target's code lists as the journal keeps them: read once per lease, then kept current.
    private var master: MasterData?

    /// A lane for one bridge. `owner` names this worker; leases last `leaseSeconds`.
    public init(parts: BridgeParts, orders: any PartyOrdering, owner: String, leaseSeconds: Int64 = 30) {
        self.parts = parts
        self.orders = orders
        self.owner = owner
        self.leaseSeconds = leaseSeconds
    }

    /// Uses a new mapping from the next turn on.
    public func use(translator: any DocumentTranslator) { parts.translator = translator }

    /// A nudge: the stream is read in the next turn.
    public func nudge(_ stream: SourceStream) { nextPoll[stream] = nil }

    /// Everything is looked at afresh in the next turn: after a consent was given, a mapping saved, a verb used.
    public func wake() {
        targetPausedUntil = nil
        unverified = true
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
        let known = master
        let fresh = try await mirror.refresh(known: known, force: true).get()
        master = fresh
        if fresh.periods != known?.periods { try await followers.periodsChanged(fresh) }
        if let error = try await mirror.refreshRelations() { throw error }
        return fresh
    }

    /// Does one turn of work. Throws when the journal refuses; nothing is lost, the next turn finds out what had happened.
    public func turn() async throws(JournalError) -> Turn {
        do { return try await work() } catch {
            brokeOff = true
            throw error
        }
    }

    private func work() async throws(JournalError) -> Turn {
        var turn = Turn()
        guard try await own() else {
            turn.owned = false
            turn.nextAt = parts.clock.now().adding(seconds: leaseSeconds / 2)
            return turn
        }
        try await read(&turn)
        try await judgeDue()
        if isTargetOpen { try await workAtTarget(&turn) }
        try await report(&turn)
        turn.nextAt = try await nextMoment()
        return turn
    }

    private var isTargetOpen: Bool { targetPausedUntil.map { $0 <= parts.clock.now() } ?? true }

    // MARK: Owning

    private func own() async throws(JournalError) -> Bool {
        let now = parts.clock.now()
        let lease = try await parts.journal.lease(
            "bridge/\(parts.bridge)", owner: owner, now: now, until: now.adding(seconds: leaseSeconds))
        let mustRecover = lease != nil && (lease != fence || brokeOff)
        fence = lease
        if mustRecover {
            brokeOff = true
            master = try await TargetMirror(parts: parts, fence: fence).kept()
            // Whatever the owner before us, or our own broken turn, left in flight may or may not have arrived.
            try await Resolver(parts: parts, fence: fence, master: .empty(parts.policy)).recover()
            try await PartyAligner(parts: parts, fence: fence, orders: orders).recover()
            brokeOff = false
        }
        return lease != nil
    }

    // MARK: The source

    private func read(_ turn: inout Turn) async throws(JournalError) {
        let now = parts.clock.now()
        // Parties first, so that documents find theirs.
        for stream in [SourceStream.debtors, .creditors, .documents] where nextPoll[stream].map({ $0 <= now }) ?? true {
            let outcome: Intake.Outcome
            do {
                outcome = try await Intake(parts: parts, fence: fence, master: master).read(stream)
            } catch {
                return try await sourceFailed(error, stream, &turn)
            }
            sourceFailures = 0
            turn.received += outcome.items
            if !outcome.hasMore { nextPoll[stream] = now.adding(seconds: parts.policy.pollSeconds) }
            for party in outcome.partiesChanged { try await followers.partyChanged(party) }
        }
    }

    private func sourceFailed(_ failure: Intake.Failure, _ stream: SourceStream, _ turn: inout Turn) async throws(JournalError) {
        switch failure {
        case .journal(let error): throw error
        case .source(let error):
            sourceFailures += 1
            turn.trouble = error.description
            let pause = parts.policy.retry.unavailable.seconds(after: sourceFailures)
            nextPoll[stream] = error.retryAt ?? parts.clock.now().adding(seconds: pause)
            if error.code == .cursorExpired { try await startOver(stream) }
        }
    }

    /// The source no longer keeps what lies after our cursor: read from the start. What is kept already is recognised.
    private func startOver(_ stream: SourceStream) async throws(JournalError) {
        // A source that refuses its own beginning is asked again after the pause only.
        guard let cursor = try await parts.journal.cursor(parts.bridge, name: Names.source(stream)), !cursor.isEmpty else { return }
        var builder = UnitBuilder(parts, who: .machine("intake"), fence: fence)
        builder.append(.setCursor(parts.bridge, name: Names.source(stream), value: ""))
        builder.history("source", "started_over", "the source no longer keeps what lies after the cursor of \(stream.rawValue)")
        try await parts.journal.commit(builder.unit)
        nextPoll[stream] = nil
    }

    // MARK: Judging anew

    private var rejudge: Rejudge { Rejudge(parts: parts, fence: fence, master: master, who: .machine("gate")) }
    private var followers: Followers { Followers(rejudge: rejudge) }

    private func judgeDue() async throws(JournalError) {
        let due = try await parts.journal.due(parts.bridge, states: [.held], now: parts.clock.now(), limit: TurnLimits.judged)
        if !due.isEmpty { try await rejudge.rejudge(due) }
    }

    // MARK: The target

    private func workAtTarget(_ turn: inout Turn) async throws(JournalError) {
        let mirror = TargetMirror(parts: parts, fence: fence)
        let known = master
        let isDoubted = doubtedUntil.map { $0 <= parts.clock.now() } ?? false
        let master: MasterData
        switch try await mirror.refresh(known: known, force: isDoubted) {
        case .success(let fresh):
            master = fresh
            self.master = fresh
            if isDoubted || fresh.readAt != known?.readAt { (masterIsStale, periodIsDoubtful) = (false, false) }
            if fresh.periods != known?.periods { try await followers.periodsChanged(fresh) }
        case .failure(let error): return pause(error, &turn)
        }
        try await align(mirror, &turn)
        if isTargetOpen { try await resolve(master, &turn) }
        if isTargetOpen, !periodIsDoubtful { try await post(master, &turn) }
        if isTargetOpen { try await readBack(master, &turn) }
    }

    /// When doubtful code lists are read again: not at once each time, since a target may go on refusing whatever its lists say.
    private var doubtedUntil: Timestamp? {
        guard let readAt = master?.readAt else { return nil }
        if periodIsDoubtful { return readAt.adding(seconds: TurnLimits.periodsAgainSeconds) }
        return masterIsStale ? readAt.adding(seconds: TurnLimits.masterAgainSeconds) : nil
    }

    private func align(_ mirror: TargetMirror, _ turn: inout Turn) async throws(JournalError) {
        let now = parts.clock.now()
        let due = try await parts.journal.dueParties(parts.bridge, states: [.ready, .outcomeUnknown], now: now, limit: 1)
        if due.isEmpty { return }
        let age = relationsReadAt.map { now.milliseconds(since: $0) } ?? Int64.max
        if relationsAreStale || age > 15 * 60 * 1000 {
            if let error = try await mirror.refreshRelations() { return pause(error, &turn) }
            relationsReadAt = now
            relationsAreStale = false
        }
        let outcome = try await PartyAligner(parts: parts, fence: fence, orders: orders).align()
        turn.calls += outcome.calls
        relationsAreStale = outcome.relationsAreStale || relationsAreStale
        for party in outcome.aligned + outcome.stuck { try await followers.release(.party(party)) }
        if let until = outcome.stopUntil { stop(until, outcome.needsConsent, &turn) }
    }

    private func resolve(_ master: MasterData, _ turn: inout Turn) async throws(JournalError) {
        let outcome = try await Resolver(parts: parts, fence: fence, master: master).resolve()
        turn.lookedUp += outcome.lookedUp
        if !outcome.unready.isEmpty { try await rejudge.rejudge(outcome.unready) }
        for document in outcome.settled { try await followers.booked(document) }
        if let until = outcome.stopUntil { stop(until, outcome.needsConsent, &turn) }
    }

    private func post(_ master: MasterData, _ turn: inout Turn) async throws(JournalError) {
        let outcome = try await Poster(parts: parts, fence: fence, master: master).post()
        turn.calls += outcome.calls
        turn.booked += outcome.booked
        if outcome.booked > 0 { unverified = true }
        masterIsStale = masterIsStale || outcome.masterIsStale
        periodIsDoubtful = periodIsDoubtful || outcome.periodIsDoubtful
        if !outcome.unready.isEmpty { try await rejudge.rejudge(outcome.unready) }
        for document in outcome.settled { try await followers.booked(document) }
        if let until = outcome.stopUntil { stop(until, outcome.needsConsent, &turn) }
    }

    private func readBack(_ master: MasterData, _ turn: inout Turn) async throws(JournalError) {
        guard unverified else { return }
        let now = parts.clock.now()
        let since = lastReadBack ?? now
        lastReadBack = since
        let overdue = now >= since.adding(seconds: parts.policy.readBackSeconds)
        // While there is more to post, reading back can wait: a page holds many entries and costs one call.
        if turn.booked > 0, !overdue { return }
        let outcome = try await BooksReader(parts: parts, fence: fence, master: master).read()
        turn.readBack += outcome.entries
        lastReadBack = now
        if let until = outcome.stopUntil {
            stop(until, outcome.needsConsent, &turn)
        } else {
            unverified = outcome.hasMore
        }
    }

    private func pause(_ error: ConnectorError, _ turn: inout Turn) {
        let pause = error.code == .unauthorised ? parts.policy.retry.unauthorised : parts.policy.retry.unavailable
        stop(error.retryAt ?? parts.clock.now().adding(seconds: pause.first), nil, &turn)
        turn.trouble = error.description
    }

    private func stop(_ until: Timestamp, _ consent: String?, _ turn: inout Turn) {
        targetPausedUntil = max(until, parts.clock.now().adding(milliseconds: 1))
        if let consent { turn.trouble = consent }
    }

    // MARK: Reporting and waiting

    private func report(_ turn: inout Turn) async throws(JournalError) {
        let outcome = try await Reporter(parts: parts, fence: fence).report()
        turn.reported += outcome.sent
    }

    private func nextMoment() async throws(JournalError) -> Timestamp? {
        let now = parts.clock.now()
        var moments = nextPoll.values.map { $0 }
        if nextPoll.count < SourceStream.allCases.count { moments.append(now) }
        if let due = try await parts.journal.nextDue(parts.bridge) {
            moments.append(isTargetOpen ? due : max(due, targetPausedUntil ?? now))
        }
        if unverified { moments.append(targetPausedUntil ?? now) }
        if let doubtedUntil { moments.append(max(doubtedUntil, targetPausedUntil ?? now)) }
        moments.append(now.adding(seconds: leaseSeconds / 2))
        return moments.min().map { max($0, now) }
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

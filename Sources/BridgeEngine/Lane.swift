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
        /// Payments read from the books, and notices of payments the source took.
        public var settled = 0
        public var told = 0
        /// Files brought to their entries.
        public var attached = 0
        /// Documents of a job that a person began.
        public var together = 0
        /// Somebody paused the bridge: nothing new is sent.
        public var pause: BridgePause?
        /// A run was let go and has not been counted again yet.
        public var runIsOpen = false
        /// The next moment at which something is due; nil when only an event can bring work.
        public var nextAt: Timestamp?
        /// For people: what stands in the way, if anything does; said again each turn for as long as it does.
        public var trouble: BilingualText?
        /// True where that is the books not taking our access.
        public var lacksAccess = false

        /// True when the turn moved something, so that another may follow at once.
        public var didWork: Bool { received + calls + booked + lookedUp + readBack + reported + settled + told + attached + together > 0 }
    }

    var parts: BridgeParts
    let orders: any PartyOrdering
    private let owner: String
    private let leaseSeconds: Int64
    private(set) var fence: Fence?
    /// The last turn broke off: what it left in flight may or may not have been written, as after a death.
    private var brokeOff = false

    // The source.
    var nextPoll: [SourceStream: Timestamp] = [:]
    /// Streams somebody asked to read sooner. A nudge that comes while its stream is being read asks for another reading.
    var nudged: Set<SourceStream> = []
    /// The books told that something changed there, and when that last brought reading forward.
    var isNudgedByBooks = false
    var booksNudgeHeededAt: Timestamp?
    var sourceFailures: [SourceStream: Int] = [:]
    var sourcePausedUntil: Timestamp?
    var sourceTroubles: [SourceStream: SourceError] = [:]

    // The target.
    var targetFailures = 0
    var targetPausedUntil: Timestamp?
    var targetTrouble: ConnectorError?
    /// What a person must look at although it stops nothing: a batch that nobody picked up.
    var deliveryAlarm: BilingualText?
    /// Until then the bridge's part of the budget lets no posting go; questions to the target need not wait.
    var postingPausedUntil: Timestamp?
    var relationsReadAt: Timestamp?
    var relationsAreStale = false
    /// The bridge's part of the budget has nothing left for looking at relations before then.
    var watchPutOffTo: Timestamp?
    /// A refusal raised doubts about the code lists; about their periods, so that nothing is posted before they were read.
    var masterIsStale = false
    var periodIsDoubtful = false
    /// Something was parked for a code the lists do not have: they are read from the beginning, since it may be new.
    var codesAreDoubtful = false
    var unverified = true
    /// The read-back's beginning was settled under this lease.
    var readBackHasBegun = false
    /// How many postings are begun for a call that takes many.
    var together = TogetherSize()
    /// How many go between two disk writes where each has a call of its own.
    var pace: Pace?
    var lastReadBack: Timestamp?
    var links = LinkRound()
    /// The target's code lists as the journal keeps them: read once per lease, then kept current.
    var master: MasterData?

    var payments = PaymentRound()
    var attachments = AttachmentRound()
    var runs = RunProgress()
    var setup = SetupRound()
    /// As it stood when the turn began.
    var personsPause: BridgePause?

    /// Where the sweep over what waits stands: before this sequence; nil when none is under way.
    private var sweepBefore: Int64?
    private var nextSweep: Timestamp?
    /// A document that was refused for its period and is tried again: when it is booked, the others refused for it may go too.
    var periodProbe: DocumentKey?

    /// A lane for one bridge. `owner` names this worker; leases last `leaseSeconds` and are prolonged by ``heartbeat()``. The shorter the
    /// lease, the sooner another worker takes over from one that died.
    public init(parts: BridgeParts, orders: any PartyOrdering, owner: String, leaseSeconds: Int64 = 3) {
        self.parts = parts
        self.orders = orders
        self.owner = owner
        self.leaseSeconds = leaseSeconds
    }

    /// Uses a new mapping from the next turn on.
    public func use(translator: any DocumentTranslator) {
        parts.translator = translator
        // Other rules need other codes.
        setup.listsReadAt = nil
    }

    /// A nudge: the stream is read in the next turn, unless the source asked for patience.
    public func nudge(_ stream: SourceStream) { nudged.insert(stream) }

    /// The books told that something changed there: it is read sooner, and read by the clock as ever. What our own entries cause is told too;
    /// reading is therefore brought forward once a minute at most.
    public func nudge(_ stream: TargetStream) {
        switch stream {
        case .entries: isNudgedByBooks = true
        case .relations: relationsAreStale = true
        }
    }

    /// Everything is looked at afresh in the next turn: after a consent was given, a mapping saved, a verb used.
    public func wake() {
        sourcePausedUntil = nil
        sourceFailures = [:]
        nextPoll = [:]
        targetPausedUntil = nil
        postingPausedUntil = nil
        targetFailures = 0
        payments = PaymentRound()
        attachments = AttachmentRound()
        links.triedAt = nil
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
    public func refreshTarget(anew: Bool = false) async throws -> MasterData {
        guard try await own() else {
            guard let master = try await TargetMirror(parts: parts, fence: nil).kept() else {
                throw ConnectorError(
                    .unavailable, "another process works on this bridge and has not read the code lists yet: try again in a minute")
            }
            return master
        }
        let mirror = TargetMirror(parts: parts, fence: fence, orders: orders)
        let known = master
        let fresh = try await mirror.refresh(known: anew ? nil : known, force: true).get()
        master = fresh
        if fresh.periods != known?.periods { try await followers.periodsChanged(fresh) }
        var touched: [PartyKey] = []
        if let error = try await mirror.refreshRelations(&touched) { throw error }
        try await followers.touched(touched)
        if let error = try await BooksReader(parts: parts, fence: fence, master: fresh).begin() { throw error }
        return fresh
    }

    /// Reads these streams of the source to their end, and nothing else: when a bridge is set up, or tried before anything is posted. Documents
    /// are judged as they arrive; nothing goes to the books. Returns false, having read nothing, when another worker holds the lane. Throws
    /// ``/BridgeSource/SourceError`` or ``/BridgeJournal/JournalError``.
    @discardableResult
    public func readSource(_ streams: [SourceStream] = [.debtors, .creditors, .documents]) async throws -> Bool {
        guard try await own() else { return false }
        for stream in streams {
            do throws(Intake.Failure) {
                while try await Intake(parts: parts, fence: fence, master: master).read(stream).hasMore { await heartbeat() }
            } catch {
                switch error {
                case .source(let error): throw error
                case .journal(let error): throw error
                }
            }
        }
        return true
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
        personsPause = try await BridgePause.kept(of: parts.bridge, in: parts.journal)
        turn.pause = personsPause
        try await read(&turn)
        // Counted before anything leaves.
        try await keepRuns()
        try await workOnBulk(&turn)
        try await judgeDue()
        try await sweep()
        if isTargetOpen { try await workAtTarget(&turn) }
        turn.reported = try await Reporter(parts: parts, fence: fence).report().sent
        try await tellPayments(&turn)
        let atSource = SourceStream.allCases.lazy.compactMap { self.sourceTroubles[$0]?.text }.first
        turn.lacksAccess = atSource == nil && targetTrouble?.code == .unauthorised
        turn.trouble =
            atSource ?? targetTrouble?.text ?? deliveryAlarm
            ?? links.alarm(parts.zone) ?? payments.trouble?.text ?? payments.tellingTrouble?.text ?? attachments.trouble ?? setupAlarm
        turn.runIsOpen = runs.newest.map { $0.endedAt == nil } ?? false
        turn.nextAt = try await nextMoment()
        return turn
    }

    private func own() async throws(JournalError) -> Bool {
        let now = parts.clock.now()
        let lease = try await parts.journal.lease(
            "bridge/\(parts.bridge)", owner: owner, now: now, until: now.adding(seconds: leaseSeconds))
        let mustRecover = lease != nil && (lease != fence || brokeOff)
        fence = lease
        if mustRecover {
            brokeOff = true
            master = try await TargetMirror(parts: parts, fence: fence).kept()
            sweepBefore = .max
            readBackHasBegun = false
            runs = RunProgress()
            links = LinkRound()
            setup = SetupRound()
            // Whatever the owner before us, or our own broken turn, left in flight may or may not have arrived.
            try await Resolver(parts: parts, fence: fence, master: .empty(parts.policy)).recover()
            try await PartyAligner(parts: parts, fence: fence, orders: orders).recover()
            brokeOff = false
        }
        return lease != nil
    }
}

// MARK: Judging anew, and waiting

extension Lane {
    var rejudge: Rejudge { Rejudge(parts: parts, fence: fence, master: master, who: .machine("gate")) }
    var followers: Followers { Followers(rejudge: rejudge) }

    private func judgeDue() async throws(JournalError) {
        let due = try await parts.journal.due(parts.bridge, states: [.held], now: parts.clock.now(), limit: TurnLimits.judged)
        if !due.isEmpty { try await rejudge.rejudgeTogether(due) }
    }

    /// Looks again at what waits for something elsewhere, a page a turn: after a crash between a booking and the release of what waited for
    /// it, and every hour, since a period may have been opened. The books are read back then too: an accountant may have changed an entry.
    private func sweep() async throws(JournalError) {
        let now = parts.clock.now()
        if sweepBefore == nil, let next = nextSweep, next <= now {
            sweepBefore = .max
            unverified = true
        }
        guard let before = sweepBefore else { return }
        let page = try await parts.journal.list(
            PostingFilter(bridge: parts.bridge, states: [.held, .parked, .rejected]), before: before == .max ? nil : before,
            limit: TurnLimits.judged)
        // One of those is enough to find out; the others would only be refused as well.
        let probe = page.last(where: \.wasRefusedForItsPeriod)
        periodProbe = probe?.document ?? periodProbe
        try await rejudge.rejudge(page.filter(\.waitsForTheWorld) + (probe.map { [$0] } ?? []))
        sweepBefore = page.count < TurnLimits.judged ? nil : page.last?.sequence
        if sweepBefore == nil { nextSweep = now.adding(seconds: TurnLimits.sweepSeconds) }
    }

    /// While the bridge is paused, what is ready stays due.
    var pausedUntil: Timestamp? { personsPause.map { _ in parts.clock.now().adding(seconds: TurnLimits.pausedSeconds) } }

    private func nextMoment() async throws(JournalError) -> Timestamp? {
        let now = parts.clock.now()
        let nextReading =
            SourceStream.allCases.map { nudged.contains($0) && sourceFailures[$0] == nil ? now : nextPoll[$0] ?? now }.min() ?? now
        var moments = [max(nextReading, sourcePausedUntil ?? now)]
        if let due = try await parts.journal.nextDue(parts.bridge) {
            let held = [targetPausedUntil, postingPausedUntil, periodIsDoubtful ? doubtedUntil : nil, pausedUntil].compactMap { $0 }
            moments.append(held.reduce(due, max))
        }
        if unverified { moments.append(max(targetPausedUntil ?? now, postingIsPaused ? readBackOverdueAt ?? now : now)) }
        if sweepBefore != nil { moments.append(now) } else if let nextSweep { moments.append(nextSweep) }
        if let doubtedUntil { moments.append(max(doubtedUntil, targetPausedUntil ?? now)) }
        if let moment = try await nextPaymentMoment() { moments.append(moment) }
        if isNudgedByBooks { moments.append(max(nextNudgeHeeded ?? now, targetPausedUntil ?? now)) }
        if let moment = try await nextAttachmentMoment() { moments.append(moment) }
        if let nextRunStep { moments.append(nextRunStep) }
        if let nextWatch { moments.append(max(nextWatch, targetPausedUntil ?? now, postingPausedUntil ?? now)) }
        moments.append(now.adding(seconds: leaseSeconds / 2))
        return moments.min().map { max($0, now) }
    }
}

extension PostingRecord {
    /// True for what ends by something that happens elsewhere, not by a person or the clock.
    fileprivate var waitsForTheWorld: Bool {
        switch hold {
        case .party, .original, .period: true
        case .approval, .schedule, .person: false
        case nil: state == .parked && isAboutPeriod
        }
    }

    private var isAboutPeriod: Bool { problems.contains { $0.code == .periodClosed || $0.code == .periodUnknown } }

    /// A period that the books refused and the code lists show open may have been closed and opened again between two readings of them.
    fileprivate var wasRefusedForItsPeriod: Bool { state == .rejected && isAboutPeriod }
}

extension MasterData {
    /// Code lists that hold nothing: for work that needs none.
    static func empty(_ policy: BridgePolicy) -> MasterData {
        MasterData(
            administrationName: "", currency: policy.bookCurrency, accounts: [], vatCodes: [], daybooks: [], paymentConditions: [],
            costCentres: [], costUnits: [], periods: [], readAt: Timestamp(milliseconds: 0))
    }
}

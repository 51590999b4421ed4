import BridgeAPI
import BridgeConnector
public import BridgeDomain
public import BridgeEngine
import BridgeJournal
import BridgeSecrets
import BridgeSource

/// Keeps one bridge's lane turning: at once while there is work, otherwise when something is due or somebody nudges.
///
/// A bridge that cannot be set up (a secret is missing, no rules were saved yet) is tried again; it stands in nobody else's way. When a new
/// version of the mapping is saved, by whichever process, the lane is set up anew between two turns.
public actor LaneRunner {
    /// What a lane is made of.
    public struct SetUp: Sendable {
        public var parts: BridgeParts
        public var orders: any PartyOrdering
        /// That no rules were saved, which a person does before the lane may turn; they can do it with these parts.
        var missing: InstallationError?
        /// What the bridge works with at our own door, where documents are pushed.
        var door: APIDoor.Work?
        /// What the books tell on their own, where they do.
        var webhooks: (any TargetWebhooks)?
        /// True for the one bridge of a target that looks after its subscriptions.
        var keepsSubscriptions = false

        /// The parts of one lane.
        public init(parts: BridgeParts, orders: any PartyOrdering) {
            self.parts = parts
            self.orders = orders
        }
    }

    /// Why a lane cannot be set up, for people.
    public typealias Making = @Sendable () async throws(InstallationError) -> SetUp

    /// Milliseconds a failing journal is left alone before it is tried again.
    static let journalPause: Int64 = 2_000
    /// Milliseconds between two attempts to set a bridge up.
    static let setUpPause: Int64 = 10_000
    /// Milliseconds after a failed turn; doubles with every further one.
    static let failurePause: Int64 = 500
    static let failurePauseMax: Int64 = 30_000
    /// Milliseconds between two turns that did nothing, however soon the lane says that something is due; doubles with every further one.
    static let idlePause: Int64 = 5
    static let idlePauseMax: Int64 = 1_000
    /// Milliseconds between two looks for a newer mapping, and after one that cannot be used.
    static let mappingPause: Int64 = 2_000
    static let badMappingPause: Int64 = 60_000
    /// Milliseconds by which the clock may go back without being remarked on.
    static let clockTolerance: Int64 = 2_000
    /// How often the lease is prolonged: well within its length.
    static let heartbeat = Duration.seconds(1)
    /// Seconds until subscriptions that could not be looked after are tried again, unless the books say when.
    static let subscriptionPause: Int64 = 600

    private let make: Making
    private let owner: String
    private let clock: any TimeSource
    private let log: Log
    private let alarm: Alarm
    private var isStopping = false
    private var lane: Lane?
    private var source: (any DocumentSource)?
    /// What the bridge works with at our own door; nil while it is not set up.
    private(set) var door: APIDoor.Work?
    /// What a person's verbs work with; nil while the bridge is not set up.
    private(set) var parts: BridgeParts?
    private var pushes = RecentPushes()
    private var webhooks: (any TargetWebhooks)?
    private var keepsSubscriptions = false
    private var nextSubscriptionLook: Timestamp?
    private var lastSeen: Timestamp
    private var nextMappingLook: Timestamp?
    private var mappingVersion: Int?
    private var journal: (any BridgeJournal)?
    private var failures = 0
    private var idleTurns = 0
    private var lastLogged: String?
    /// How it stands.
    public private(set) var health: BridgeHealth

    /// A runner for one bridge. `make` sets its lane up, `owner` names this process in leases.
    public init(bridge: BridgeID, owner: String, clock: any TimeSource, log: Log, make: @escaping Making) {
        self.make = make
        self.owner = owner
        self.clock = clock
        self.log = log
        self.alarm = Alarm()
        self.lastSeen = clock.now()
        self.health = BridgeHealth(bridge: bridge)
    }

    // MARK: Running

    /// Runs until ``stop()``, or until the task is cancelled; the turn under way is finished first.
    public func run() async {
        let heart = Task {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.heartbeat)
                if !Task.isCancelled { await self.lane?.heartbeat() }
            }
        }
        await withTaskCancellationHandler {
            while !isStopping, !Task.isCancelled {
                let pause = await step()
                if pause > 0, !isStopping { await alarm.wait(milliseconds: pause) }
            }
        } onCancel: {
            alarm.ring()
        }
        heart.cancel()
        await heart.value
        await lane?.release()
        health.state = .stopped
    }

    /// Ends the loop after the turn under way.
    public func stop() {
        isStopping = true
        alarm.ring()
    }

    /// What became of a push.
    public enum PushAnswer: Hashable, Sendable {
        /// The stream is read at once, or was already after an earlier delivery of the same event.
        case taken
        /// It is not the source's, too old, or for another administration.
        case refused
        /// The bridge is not set up, or the process is stopping: the stream is read later.
        case notNow
    }

    /// Takes a push: checks it and reads its stream sooner.
    public func push(headers: [(name: String, value: String)], body: [UInt8]) async -> PushAnswer {
        guard let source, let lane, !isStopping else { return .notNow }
        guard let nudge = source.nudge(headers: headers, body: body, now: clock.now()) else {
            health.pushesRefused += 1
            return .refused
        }
        guard pushes.isNew(nudge.eventID) else { return .taken }
        health.pushesTaken += 1
        await lane.nudge(nudge.stream)
        alarm.ring()
        return .taken
    }

    /// Takes what the books told on their own: checks it and reads their stream sooner.
    func told(body: [UInt8]) async -> PushAnswer {
        guard let webhooks, let lane, !isStopping else { return .notNow }
        guard let nudge = webhooks.nudge(body: body) else {
            health.pushesRefused += 1
            return .refused
        }
        guard pushes.isNew(nudge.eventID) else { return .taken }
        health.pushesTaken += 1
        await lane.nudge(nudge.stream)
        alarm.ring()
        return .taken
    }

    /// Looks now and then whether the books still tell us; only the process that has the lane does. Nothing depends on it but how soon a change
    /// is seen.
    private func keepSubscribed() async {
        let now = clock.now()
        guard let webhooks, keepsSubscriptions, health.state == .working, nextSubscriptionLook.map({ $0 <= now }) ?? true else { return }
        do throws(ConnectorError) {
            let made = try await webhooks.keepSubscribed()
            if made > 0 { log.info("the books tell us of changes from now on", ["subscriptions": "\(made)"]) }
            nextSubscriptionLook = now.adding(seconds: webhooks.subscriptionSeconds)
        } catch {
            log.warning("the books do not tell us of changes yet; they are read by the clock", ["reason": Redactor().text(error.message)])
            nextSubscriptionLook = max(error.retryAt ?? now, now.adding(seconds: Self.subscriptionPause))
        }
    }

    /// A person did something: the lane looks at once.
    func wake() async {
        await lane?.wake()
        alarm.ring()
    }

    /// Something came in through our own door: the lane looks at once.
    func came(_ stream: SourceStream) async {
        await lane?.nudge(stream)
        alarm.ring()
    }

    /// One turn; returns the milliseconds until the next makes sense, 0 for at once.
    private func step() async -> Int64 {
        await lookAtClock()
        guard let lane = await readyLane() else { return Self.setUpPause }
        do {
            let turn = try await lane.turn()
            failures = 0
            note(turn)
            await keepSubscribed()
            if turn.didWork {
                idleTurns = 0
                return 0
            }
            return pause(until: turn.nextAt)
        } catch {
            return failed(error)
        }
    }

    private func pause(until moment: Timestamp?) -> Int64 {
        let now = clock.now()
        let wanted = (moment ?? now.adding(milliseconds: Self.idlePauseMax)).milliseconds(since: now)
        idleTurns = wanted > 0 ? 0 : idleTurns + 1
        return max(wanted, Self.doubled(Self.idlePause, idleTurns, max: Self.idlePauseMax))
    }

    private func failed(_ error: JournalError) -> Int64 {
        health.turnsFailed += 1
        (health.trouble, health.lacks) = (error.text, nil)
        if error.code == .closed { isStopping = true }
        guard error.isOfTheFile else {
            // Another worker has the lane, or a record changed under our hands: the next turn looks again.
            log.warning("a turn was not finished", ["reason": error.message])
            failures += 1
            return Self.doubled(Self.failurePause, failures - 1, max: Self.failurePauseMax)
        }
        if health.state != .journalFails { log.error("the journal refuses work; it is tried again", ["reason": error.message]) }
        health.state = .journalFails
        return Self.journalPause
    }

    static func doubled(_ first: Int64, _ times: Int, max longest: Int64) -> Int64 { min(longest, first << Int64(min(max(times, 0), 20))) }

    // MARK: Setting up

    /// The lane with the newest mapping; nil while the bridge cannot be set up.
    private func readyLane() async -> Lane? {
        if let lane, await !mappingIsNewer() { return lane }
        let made: SetUp
        do { made = try await make() } catch {
            // What worked until now goes on working: a mapping that cannot be read must not stop the bridge.
            if let lane {
                log.error("the newer mapping cannot be used; the one before goes on", ["reason": error.description])
                nextMappingLook = clock.now().adding(milliseconds: Self.badMappingPause)
                return lane
            }
            return cannotBeSetUp(error)
        }
        if let missing = made.missing {
            if lane == nil { parts = made.parts }
            return lane ?? cannotBeSetUp(missing, lacks: .rules)
        }
        await lane?.release()
        if health.state == .notSetUp { log.info("the bridge is set up") }
        if lane != nil { log.info("the mapping is renewed", ["version": "\(made.parts.translator.mappingVersion)"]) }
        if lane == nil { health.state = .starting }
        (health.trouble, health.lacks) = (nil, nil)
        mappingVersion = made.parts.translator.mappingVersion
        journal = made.parts.journal
        source = made.parts.source
        parts = made.parts
        door = made.door
        webhooks = made.webhooks
        keepsSubscriptions = made.keepsSubscriptions
        let renewed = Lane(parts: made.parts, orders: made.orders, owner: owner)
        lane = renewed
        return renewed
    }

    private func cannotBeSetUp(_ error: InstallationError, lacks: BridgeHealth.Lack? = nil) -> Lane? {
        (health.trouble, health.lacks) = (error.text, lacks)
        if health.state != .notSetUp { log.error("the bridge cannot be set up; it is tried again", ["reason": error.description]) }
        health.state = .notSetUp
        return nil
    }

    private func mappingIsNewer() async -> Bool {
        let now = clock.now()
        if let next = nextMappingLook, now < next { return false }
        nextMappingLook = now.adding(milliseconds: Self.mappingPause)
        guard let journal, let mappingVersion, let newest = try? await journal.mappings(health.bridge).first?.version else { return false }
        return newest > mappingVersion
    }

    // MARK: Noting

    private func note(_ turn: Lane.Turn) {
        if health.state == .journalFails { log.info("the journal works again") }
        health.state = turn.owned ? .working : .elsewhere
        health.turns += 1
        health.booked += turn.booked
        health.calls += turn.calls
        health.received += turn.received
        health.lookedUp += turn.lookedUp
        health.reported += turn.reported
        health.nextAt = turn.nextAt
        if turn.owned { say(turn.pause) }
        say(turn.trouble)
        health.lacks = turn.lacksAccess ? .access : nil
        if turn.booked > 0 { log.info("booked", ["documents": "\(turn.booked)", "calls": "\(turn.calls)"]) }
    }

    private func say(_ pause: BridgePause?) {
        guard (pause != nil) != health.isPaused else { return }
        health.isPaused = pause != nil
        if let pause {
            log.warning("the bridge is paused: nothing new is sent", ["by": pause.by, "reason": pause.reason])
        } else {
            log.info("the bridge is resumed")
        }
    }

    /// Troubles that only change their time are said once.
    private func say(_ trouble: BilingualText?) {
        if let trouble {
            let gist = trouble.english.filter { !$0.isNumber }
            if gist != lastLogged { log.warning("something stands in the way", ["reason": trouble.english]) }
            lastLogged = gist
        } else if health.trouble != nil {
            log.info("nothing stands in the way any more")
            lastLogged = nil
        }
        health.trouble = trouble
    }

    /// A clock that was put back would leave everything that was planned for too late a moment: it is all looked at afresh.
    private func lookAtClock() async {
        let now = clock.now()
        if now.milliseconds(since: lastSeen) < -Self.clockTolerance {
            log.warning("the clock of this machine went back", ["from": "\(lastSeen)", "to": "\(now)"])
            health.clockSetBacks += 1
            nextMappingLook = nil
            await lane?.wake()
        }
        lastSeen = now
    }
}

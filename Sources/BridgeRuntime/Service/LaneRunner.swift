public import BridgeDomain
public import BridgeEngine
import BridgeJournal
public import BridgeSource
import Synchronization

/// Keeps one lane turning: at once while there is work, otherwise when something is due or somebody nudges.
public actor LaneRunner {
    /// What the health page says of a lane.
    public struct Health: Hashable, Sendable {
        public var bridge: BridgeID
        public var turns = 0
        public var booked = 0
        public var calls = 0
        public var received = 0
        /// What stands in the way now, if anything does.
        public var trouble: String?
        public var journalFailing = false
        public var nextAt: Timestamp?
    }

    private let lane: Lane
    private let clock: any TimeSource
    private let log: Log
    private var isStopping = false
    private var sleeper: (id: Int, continuation: CheckedContinuation<Void, Never>)?
    private var sleeps = 0
    private var isNudged = false
    /// How it stands.
    public private(set) var health: Health

    /// How long a failing journal is left alone before it is tried again.
    static let journalPause: Int64 = 2_000
    /// How often the lease is prolonged: well within its length.
    static let heartbeat = Duration.seconds(1)

    /// A runner for one lane.
    public init(bridge: BridgeID, lane: Lane, clock: any TimeSource, log: Log) {
        self.lane = lane
        self.clock = clock
        self.log = log
        self.health = Health(bridge: bridge)
    }

    /// Runs until ``stop()``; the turn under way is finished first.
    public func run() async {
        let heart = Task { [lane] in
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.heartbeat)
                await lane.heartbeat()
            }
        }
        while !isStopping {
            let wakeAt = await turnOnce()
            if let wakeAt, wakeAt > clock.now(), !isStopping { await sleep(until: wakeAt) }
        }
        heart.cancel()
        await heart.value
        await lane.release()
    }

    /// Ends the loop after the turn under way.
    public func stop() {
        isStopping = true
        wakeUp()
    }

    /// Reads a stream sooner.
    public func nudge(_ stream: SourceStream) async {
        await lane.nudge(stream)
        isNudged = true
        wakeUp()
    }

    /// One turn; returns when the next makes sense, nil for at once.
    private func turnOnce() async -> Timestamp? {
        do {
            let turn = try await lane.turn()
            note(turn)
            return turn.didWork ? nil : turn.nextAt ?? clock.now().adding(seconds: 1)
        } catch {
            if !health.journalFailing { log.error("the journal refuses work; it is tried again", ["reason": error.message]) }
            health.journalFailing = true
            health.trouble = error.message
            if error.code == .closed { isStopping = true }
            return clock.now().adding(milliseconds: Self.journalPause)
        }
    }

    private func note(_ turn: Lane.Turn) {
        if health.journalFailing { log.info("the journal works again") }
        health.journalFailing = false
        health.turns += 1
        health.booked += turn.booked
        health.calls += turn.calls
        health.received += turn.received
        health.nextAt = turn.nextAt
        if turn.trouble != health.trouble {
            if let trouble = turn.trouble { log.warning("something stands in the way", ["reason": trouble]) }
            health.trouble = turn.trouble
        }
        if turn.booked > 0 { log.info("booked", ["documents": "\(turn.booked)", "calls": "\(turn.calls)"]) }
    }

    private func sleep(until moment: Timestamp) async {
        if isNudged {
            isNudged = false
            return
        }
        sleeps += 1
        let id = sleeps
        let pause = max(1, moment.milliseconds(since: clock.now()))
        let alarm = Task {
            try? await Task.sleep(for: .milliseconds(pause))
            self.ring(id)
        }
        await withCheckedContinuation { sleeper = (id, $0) }
        alarm.cancel()
    }

    private func ring(_ id: Int) {
        if sleeper?.id == id { wakeUp() }
    }

    private func wakeUp() {
        isNudged = sleeper == nil && isNudged
        sleeper?.continuation.resume()
        sleeper = nil
    }
}

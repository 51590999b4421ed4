public import BridgeConnector
public import BridgeDomain
public import BridgeJournal

/// Counts the calls of one connection, durably and shared by everyone who uses it (design rule 4).
///
/// Calls are taken out of the journal's budget in small blocks, so that the count costs a fraction of a disk write per call; what a crash
/// leaves unused of a block is lost, which errs on the careful side. An endpoint with too many client errors in an hour is left alone
/// before the target blocks the key (reference `exact-online` §5.3).
public actor BudgetMeter: CallMeter {
    /// The limits of a connection: dated facts of the contract with the vendor, set in the configuration.
    public struct Limits: Hashable, Sendable {
        public var perMinute: Int
        public var perDay: Int
        /// Client errors per endpoint and hour at which we stop by ourselves; below the target's own.
        public var errorsPerHour: Int
        /// Calls taken from the journal at once; 1…100.
        public var block: Int

        /// Limits of a connection.
        public init(perMinute: Int, perDay: Int, errorsPerHour: Int, block: Int = 5) {
            self.perMinute = perMinute
            self.perDay = perDay
            self.errorsPerHour = errorsPerHour
            self.block = block
        }
    }

    nonisolated let connection: String
    nonisolated let journal: any BridgeJournal
    private let clock: any TimeSource
    private let limits: Limits
    /// Calls taken out of the journal and not made yet.
    private var inHand: (calls: Int, until: Timestamp)?
    /// The windows as the journal last had them, by name: what the target reports is news only where it leaves less.
    private var known: [String: BudgetWindow] = [:]
    /// Calls made in the window of the block in hand: a block grows with them, so that now and then a call does not cost a block.
    private var pace: (calls: Int, until: Timestamp)?
    /// Endpoints whose errors were looked up in the journal, and until when they are left alone.
    private var blocked: [String: Timestamp] = [:]
    private var looked: Set<String> = []
    /// Calls made since the start of this process.
    public private(set) var calls = 0
    /// Whether a block is being taken, and who waits to see what comes of it.
    private var isTaking = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// The meter of a connection (`exact/3456789`).
    public init(connection: String, journal: any BridgeJournal, clock: any TimeSource, limits: Limits) {
        self.connection = connection
        self.journal = journal
        self.clock = clock
        self.limits = limits
    }

    /// Takes one call, or throws with the time it may go on.
    public func take(_ endpoint: String) async throws(ConnectorError) {
        if looked.insert(endpoint).inserted { await lookUpErrors(endpoint) }
        let now = clock.now()
        if let until = blocked[endpoint], now < until {
            throw ConnectorError(
                .budgetSpent, "\(endpoint) is left alone until \(until): too many refused calls in an hour", retryAt: until)
        }
        while !takeFromHand(clock.now()) {
            // One asks the journal for all: whoever asked beside it could be refused for calls that are just being put into our hand, and
            // would go away while they are left to lapse with the minute.
            if isTaking { await withCheckedContinuation { waiting.append($0) } } else { try await fillHand() }
        }
        calls += 1
    }

    private func fillHand() async throws(ConnectorError) {
        isTaking = true
        defer {
            isTaking = false
            for waiter in waiting { waiter.resume() }
            waiting.removeAll()
        }
        try await takeBlock(clock.now())
    }

    private func takeFromHand(_ now: Timestamp) -> Bool {
        guard let block = inHand, block.calls > 0, now < block.until else { return false }
        inHand = (block.calls - 1, block.until)
        pace = (1 + callsAtThisPace(now), block.until)
        return true
    }

    private func callsAtThisPace(_ now: Timestamp) -> Int { pace.map { now < $0.until ? $0.calls : 0 } ?? 0 }

    private func takeBlock(_ now: Timestamp) async throws(ConnectorError) {
        let (minute, day) = limits.windows(now)
        var size = min(max(1, limits.block), max(1, callsAtThisPace(now)))
        while true {
            let answer: (granted: Bool, windows: [BudgetWindow])
            do {
                answer = try await journal.spend(size, connection: connection, windows: [minute, day], now: now)
            } catch {
                throw ConnectorError(.unavailable, "the call budget cannot be written: \(error.message)")
            }
            for window in answer.windows { known[window.name] = window }
            if answer.granted { return keepInHand(size, until: answer.windows.map(\.resetsAt).min() ?? minute.resetsAt, now) }
            let left = answer.windows.map(\.left).min() ?? 0
            guard left > 0, left < size else {
                let resets = answer.windows.filter { $0.left == 0 }.map(\.resetsAt).max() ?? minute.resetsAt
                throw ConnectorError(.budgetSpent, "the call budget of \(connection) is spent until \(resets)", retryAt: resets)
            }
            size = left
        }
    }

    /// A block is not carried over into the next minute: it was taken out of this one's limit. What another caller took meanwhile is added to.
    private func keepInHand(_ calls: Int, until: Timestamp, _ now: Timestamp) {
        let rest = inHand.map { now < $0.until ? $0.calls : 0 } ?? 0
        inHand = (rest + calls, until)
    }

    /// What was counted before this process started, or by another, holds for this one too.
    private func lookUpErrors(_ endpoint: String) async {
        // Losing this reading only means that one more error is counted before the endpoint is left alone.
        let windows = (try? await journal.budget(connection: errors(endpoint))) ?? []
        if let window = windows.first, window.left == 0, clock.now() < window.resetsAt { blocked[endpoint] = window.resetsAt }
    }

    private func errors(_ endpoint: String) -> String { "\(connection)/errors/\(endpoint)" }

    /// The target's word counts over our own sum.
    public func observed(_ reported: [ObservedLimit]) async {
        for limit in reported {
            // The target does not know of the calls in hand: they are spoken for.
            let spoken = min(limit.remaining, inHand.map { clock.now() < $0.until ? $0.calls : 0 } ?? 0)
            let window = BudgetWindow(
                name: limit.window.rawValue, limit: limit.limit, used: limit.limit - limit.remaining + spoken, resetsAt: limit.resetsAt)
            if limit.remaining == 0 { inHand = nil }
            // Nearly every answer says what was expected, and costs no write. Others who call too can only have made it less.
            if let kept = known[window.name], kept.resetsAt == window.resetsAt, kept.limit <= window.limit, kept.left <= window.left {
                continue
            }
            // Losing this write only means that the target's word is heard again with the next answer.
            guard (try? await journal.observe(window, connection: connection)) != nil else { continue }
            known[window.name] = window
        }
    }

    /// Counts a client error of an endpoint.
    public func erred(_ endpoint: String) async {
        let now = clock.now()
        let window = BudgetWindow(name: "errors", limit: limits.errorsPerHour, used: 0, resetsAt: now.adding(seconds: 3600))
        let answer = try? await journal.spend(1, connection: errors(endpoint), windows: [window], now: now)
        guard let answer, let errors = answer.windows.first, !answer.granted || errors.left == 0 else { return }
        blocked[endpoint] = errors.resetsAt
    }

    /// Where the windows stand.
    struct Standing: Hashable, Sendable {
        var minute: BudgetWindow
        var day: BudgetWindow
        /// Calls of both that this process has taken and not made yet.
        var inHand = 0
        var now: Timestamp
    }

    /// Where the windows stand now, whoever used them.
    func standing() async throws(JournalError) -> Standing {
        let now = clock.now()
        var standing = Standing(try await journal.budget(connection: connection), limits: limits, now: now)
        standing.inHand = inHand.map { now < $0.until ? $0.calls : 0 } ?? 0
        return standing
    }
}

extension BudgetMeter.Standing {
    /// The windows as the journal keeps them; one that has run out, or was never used, starts afresh.
    init(_ kept: [BudgetWindow], limits: BudgetMeter.Limits, now: Timestamp) {
        let fresh = limits.windows(now)
        minute = fresh.minute.continuing(kept.first { $0.name == fresh.minute.name }, now: now)
        day = fresh.day.continuing(kept.first { $0.name == fresh.day.name }, now: now)
        self.now = now
    }
}

extension BudgetMeter.Limits {
    /// Fresh windows: the target's minute and day are those of UTC (reference `exact-online` §5.2).
    func windows(_ now: Timestamp) -> (minute: BudgetWindow, day: BudgetWindow) {
        let minute = Timestamp(milliseconds: (now.milliseconds / 60_000 + 1) * 60_000)
        return (
            BudgetWindow(name: "minute", limit: perMinute, used: 0, resetsAt: minute),
            BudgetWindow(name: "day", limit: perDay, used: 0, resetsAt: Timestamp(now.dateUTC.adding(days: 1)))
        )
    }
}

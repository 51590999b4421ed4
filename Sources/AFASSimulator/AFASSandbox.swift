public import BridgeDomain
public import BridgeHTTP
import BridgeJSON

/// A strict, stateful stand-in for AFAS Profit, made from the vendor's published behaviour alone (reference afas-profit, §16).
///
/// Requests go in, answers come out; there is no socket here. Everything it holds is in memory; `snapshot()` and `restore(_:)` carry it
/// over a restart. Time, waiting, folder and seed come in from outside, so that a whole run can be repeated.
public actor AFASSandbox: HTTPHandler {
    /// Waits this many milliseconds; used by the faults that are slow.
    public typealias Sleeper = @Sendable (Int) async -> Void

    public nonisolated let settings: Settings
    let clock: any TimeSource
    let sleeper: Sleeper
    let folder: (any ExchangeFolder)?
    /// Milliseconds the sandbox's clock was moved ahead of ``clock``.
    var clockOffset: Int64 = 0
    var generator: SeededGenerator
    var plan: FaultPlan
    /// By environment.
    var books: [String: Books] = [:]
    /// The logbook, oldest first.
    var log: [LogLine] = []
    /// Calls by method and connector since the start, refused ones included.
    var perConnector: [String: Int] = [:]
    /// What the service still works on although the caller is gone.
    var pendingWork: [PendingWork] = []
    var underway = 0
    /// Tokens that were revoked, by their data.
    var revokedTokens: Set<String> = []
    /// The service is closed for maintenance.
    var isInMaintenance = false
    /// What the importer did, oldest first.
    var imports: [ImportReport] = []
    var lastImport: Timestamp?

    /// Work that is done later.
    struct PendingWork: Sendable, Codable {
        let due: Timestamp
        let method: String
        let target: String
        let fields: [[String]]
        let body: [UInt8]
        let peer: String?
    }

    /// A fresh sandbox.
    ///
    /// - Parameters:
    ///   - sleeper: waits for slow faults; without one they are not slow.
    ///   - folder: the exchange folder that the importer empties; without one there is no importer.
    public init(
        _ settings: Settings = Settings(), clock: any TimeSource, sleeper: @escaping Sleeper = { _ in },
        folder: (any ExchangeFolder)? = nil
    ) {
        self.settings = settings
        self.clock = clock
        self.sleeper = sleeper
        self.folder = folder
        generator = SeededGenerator(seed: settings.seed)
        plan = FaultPlan(seed: settings.seed)
        let now = WallClock.milliseconds(at: clock.now())
        for environment in settings.environments { books[environment.id] = Books(environment, now: now) }
    }

    /// The moment it is in the sandbox.
    public var now: Timestamp { clock.now().adding(milliseconds: clockOffset) }
    /// Milliseconds on a wall clock in Amsterdam.
    var wallNow: Int64 { WallClock.milliseconds(at: now) }

    /// Adds faults to the plan; they strike in the order given. At most 1,000 wait at a time, the rest is dropped.
    public func plan(_ faults: [Fault]) {
        plan.faults.append(contentsOf: faults.prefix(FaultPlan.countMax - plan.faults.count))
    }

    /// Forgets all faults that are still to come.
    public func clearFaults() { plan.faults = [] }

    /// The faults that are still to come.
    public var plannedFaults: [Fault] { plan.faults }

    /// Moves the sandbox's clock ahead (or back); what was due meanwhile is done.
    public func moveClock(seconds: Int64) {
        clockOffset += seconds * 1000
        catchUp()
    }

    /// Does what is due: work whose caller is gone, and the importer's runs.
    public func catchUp() {
        finishPendingWork()
        runImporter()
    }

    /// Calls so far, refused ones included.
    public var callCount: Int { perConnector.values.reduce(0, +) }
    /// Calls by method and connector: `POST FiEntries`.
    public var callCounts: [String: Int] { perConnector }

    /// Answers one request, with the fault that is planned for it.
    public func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        catchUp()
        let path = request.path
        if path == "/_sandbox" || path.hasPrefix("/_sandbox/") { return .respond(administer(request)) }
        underway += 1
        defer { underway -= 1 }
        switch plan.strike(request.method, path) {
        case .loseRequest: return .drop
        case .loseAnswer:
            _ = serve(request)
            return .drop
        case .answerLate(let milliseconds):
            let response = serve(request)
            await sleeper(milliseconds)
            return .respond(response)
        case .startLate(let milliseconds):
            await sleeper(milliseconds)
            return .respond(serve(request))
        case .doubled:
            _ = serve(request)
            return .respond(serve(request))
        case .slowWork(let seconds):
            if Int64(seconds) <= settings.limits.workSeconds { keepForLater(request, seconds: seconds) }
            return .drop
        case .truncated(let bytes): return .truncate(serve(request), bytes: bytes)
        case let fault: return .respond(canned(fault, request) ?? serve(request))
        }
    }

    /// Answers that come without anything being done.
    private func canned(_ fault: Fault.Kind?, _ request: HTTPRequest) -> HTTPResponse? {
        switch fault {
        case .throttled: HTTPResponse(status: 429, fields: Self.commonFields)
        case .serverError: response(to: .functional(Wording.unexpected, number: Wording.unexpectedNumber), request)
        case .locked: response(to: .functional(Wording.journalLocked(lockedJournal(request))), request)
        case .durationExceeded: response(to: .functional(Wording.durationExceeded), request)
        case .unavailable: Self.maintenance
        case .edge: HTTPResponse(status: 400)
        case .tokenRefused: response(to: .unauthorised, request)
        default: nil
        }
    }

    /// The journal that an entry is meant for, as far as can be told.
    private func lockedJournal(_ request: HTTPRequest) -> String {
        let body = try? JSON(parsing: request.body)
        return body?["FiEntryPar"]?["Element"]?["Fields"]?["JoCo"]?.string ?? "20"
    }

    /// The body of reference §2.3.
    static let maintenance: HTTPResponse = {
        var response = json(
            ["error": ["code": "503", "message": "Service temporarily unavailable due to maintenance."], "retry_after": 7200], status: 503)
        response.fields["Retry-After"] = "7200"
        return response
    }()

    // MARK: Work that goes on after the caller left

    /// Of work that waits at most this much is kept; the oldest goes first.
    private static let pendingWorkMax = 1000

    private func keepForLater(_ request: HTTPRequest, seconds: Int) {
        let work = PendingWork(
            due: now.adding(seconds: Int64(seconds)), method: request.method.rawValue, target: request.target,
            fields: request.fields.all.map { [$0.name, $0.value] }, body: request.body, peer: request.peer)
        pendingWork.append(work)
        if pendingWork.count > Self.pendingWorkMax { pendingWork.removeFirst() }
    }

    private func finishPendingWork() {
        guard !pendingWork.isEmpty else { return }
        let (due, later) = (pendingWork.filter { $0.due <= now }, pendingWork.filter { $0.due > now })
        pendingWork = later
        for work in due.sorted(by: { $0.due < $1.due }) {
            var fields = HTTPFields()
            for pair in work.fields where pair.count == 2 { fields.append(pair[0], pair[1]) }
            var request = HTTPRequest(
                HTTPMethod(rawValue: work.method) ?? .get, target: work.target, fields: fields, body: work.body)
            request.peer = work.peer
            _ = serve(request)
        }
    }
}

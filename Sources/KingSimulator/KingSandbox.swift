public import BridgeDomain
public import BridgeHTTP

/// A strict, stateful stand-in for King in both of its products, KING Finance and KING ERP, made from the published behaviour alone
/// (reference king, §10); what nobody publishes lies behind a switch.
///
/// Requests go in, answers come out; there is no socket here. Everything it holds is in memory; `snapshot()` and `restore(_:)` carry it
/// over a restart. Time, waiting, folder and seed come in from outside, so that a whole run can be repeated.
public actor KingSandbox: HTTPHandler {
    /// Waits this many milliseconds; used by the faults that are slow.
    public typealias Sleeper = @Sendable (Int) async -> Void

    public nonisolated let settings: Settings
    let clock: any TimeSource
    let sleeper: Sleeper
    let folder: (any ImportFolder)?
    /// Milliseconds the sandbox's clock was moved ahead of ``clock``.
    var clockOffset: Int64 = 0
    var generator: SeededGenerator
    var plan: FaultPlan
    var sessions = Sessions()
    /// KING Finance, by omgevingscode.
    var finance: [String: FinanceBooks] = [:]
    /// KING ERP, by name.
    var erp: [String: ERPBooks] = [:]
    /// Refusals, oldest first.
    var log: [LogLine] = []
    /// Calls by operation since the start, refused ones included.
    var perOperation: [String: Int] = [:]
    /// Calls that are being worked on, by administration.
    var underway: [String: Int] = [:]
    var imports = ImportState()

    /// One refusal.
    struct LogLine: Sendable, Codable {
        let moment: Timestamp
        let operation: String
        let text: String
    }

    /// A fresh sandbox.
    ///
    /// - Parameters:
    ///   - sleeper: waits for slow faults; without one they are not slow.
    ///   - folder: the folder that the importer of KING ERP empties; without one there is no importer.
    public init(
        _ settings: Settings = Settings(), clock: any TimeSource, sleeper: @escaping Sleeper = { _ in },
        folder: (any ImportFolder)? = nil
    ) {
        self.settings = settings
        self.clock = clock
        self.sleeper = sleeper
        self.folder = folder
        generator = SeededGenerator(seed: settings.seed)
        plan = FaultPlan(seed: settings.seed)
        let today = TimeZoneRule.amsterdam.date(of: clock.now())
        for administration in settings.administrations { finance[administration.code] = FinanceBooks(administration, today: today) }
        for administration in settings.erpAdministrations { erp[administration.name] = ERPBooks(administration) }
    }

    /// The moment it is in the sandbox.
    public var now: Timestamp { clock.now().adding(milliseconds: clockOffset) }
    /// The day in Amsterdam.
    var today: CalendarDate { TimeZoneRule.amsterdam.date(of: now) }

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

    /// Does what is due: the importer's runs, and the removal of files it has read.
    public func catchUp() { runImporter() }

    /// Calls so far, refused ones included.
    public var callCount: Int { perOperation.values.reduce(0, +) }
    /// Calls by operation, as each transport names it: `CREATEJOURNAALPOST`, `CreateJournaalpost`.
    public var callCounts: [String: Int] { perOperation }

    func note(_ operation: String, _ text: String) {
        log.append(LogLine(moment: now, operation: operation, text: text))
        if log.count > settings.limits.logMax { log.removeFirst() }
    }

    // MARK: Answering

    /// A request that knows where it goes.
    private enum Incoming {
        case form(name: String, Call?)
        case soap((name: String, call: Call?)?)
        case webService(String)

        var name: String {
            switch self {
            case .form(let name, let call): call?.operation.rawValue ?? name
            case .soap(let envelope): envelope?.name ?? "SOAP"
            case .webService(let name): name
            }
        }
        /// Whose turn it takes.
        var administration: String? {
            switch self {
            case .form(_, let call): call?.administration
            case .soap(let envelope): envelope?.call?.administration
            case .webService: nil
            }
        }
    }

    /// Answers one request, with the fault that is planned for it.
    public func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        catchUp()
        let path = request.path
        if path == "/_sandbox" || path.hasPrefix("/_sandbox/") { return .respond(administer(request)) }
        guard request.body.count <= settings.limits.bodyMax else { return .respond(HTTPResponse(status: 413)) }
        guard let incoming = incoming(request) else { return .respond(HTTPResponse(status: 404)) }
        count(incoming.name)
        let turn = incoming.administration ?? ""
        underway[turn, default: 0] += 1
        defer { underway[turn, default: 1] -= 1 }
        let body = FormCoding.percentDecode(String(decoding: request.body, as: UTF8.self), plusIsSpace: true)
        switch plan.strike(incoming.name, path: path, holds: body) {
        case .loseRequest: return .drop
        case .loseAnswer:
            _ = serve(incoming, request, struck: nil)
            return .drop
        case .answerLate(let milliseconds):
            let response = serve(incoming, request, struck: nil)
            await sleeper(milliseconds)
            return .respond(response)
        case .startLate(let milliseconds):
            await sleeper(milliseconds)
            return .respond(serve(incoming, request, struck: nil))
        case .doubled:
            _ = serve(incoming, request, struck: nil)
            return .respond(serve(incoming, request, struck: nil))
        case .truncated(let bytes): return .truncate(serve(incoming, request, struck: nil), bytes: bytes)
        case .htmlPage: return .respond(HTML.page(title: "Onderhoud", body: "<h1>Er wordt onderhoud gepleegd</h1>"))
        case .unavailable: return .respond(HTTPResponse(status: 503))
        case let fault: return .respond(serve(incoming, request, struck: fault))
        }
    }

    /// Names are the caller's; only so many are told apart.
    private static let countedMax = 100

    private func count(_ name: String) {
        let isKnown = perOperation[name] != nil || perOperation.count < Self.countedMax
        perOperation[isKnown ? name : "other", default: 0] += 1
    }

    private func incoming(_ request: HTTPRequest) -> Incoming? {
        switch request.path {
        case "/ws1_api.aspx", "/v1/ws1_api.aspx":
            let (name, call) = formCall(request)
            return .form(name: name, call)
        case "/ws1_xml.asmx", "/v1/ws1_xml.asmx": return .soap(soapCall(request))
        case let path where path.hasPrefix(Self.webServiceBase): return .webService(String(path.dropFirst(Self.webServiceBase.utf8.count)))
        default: return nil
        }
    }

    private func serve(_ incoming: Incoming, _ request: HTTPRequest, struck fault: Fault.Kind?) -> HTTPResponse {
        switch incoming {
        case .form(let name, let call): answerForm(name, call, request, struck: fault)
        case .soap(let envelope): answerSOAP(envelope, request, struck: fault)
        case .webService(let name): answerWebService(name, request, struck: fault)
        }
    }
}

public import BridgeDomain
public import BridgeHTTP
import BridgeJSON

/// A strict, stateful stand-in for Exact Online, made from the vendor's published behaviour alone (reference exact-online, §12).
///
/// Requests go in, answers come out; there is no socket here. Everything it holds is in memory; `snapshot()` and `restore(_:)`
/// carry it over a restart. Time, waiting and the seed come in from outside, so that a whole run can be repeated.
public actor ExactSandbox: HTTPHandler {
    /// Waits this many milliseconds; used by the faults that are slow.
    public typealias Sleeper = @Sendable (Int) async -> Void

    public nonisolated let settings: Settings
    let clock: any TimeSource
    let sleeper: Sleeper
    var transport: (any HTTPTransport)?
    /// Milliseconds the sandbox's clock was moved ahead of ``clock``.
    var clockOffset: Int64 = 0
    var tokens: TokenService
    var meter = CallMeter()
    var plan: FaultPlan
    var books: [Int: Books] = [:]
    /// Notifications to be sent again; not part of a snapshot, as the service loses some too.
    var undelivered: [Undelivered] = []
    var access = AccessChanges()

    /// A fresh sandbox.
    ///
    /// - Parameters:
    ///   - sleeper: waits for slow faults; without one they are not slow.
    ///   - transport: carries webhooks; without one they are kept and can be fetched.
    public init(
        _ settings: Settings = Settings(), clock: any TimeSource, sleeper: @escaping Sleeper = { _ in },
        transport: (any HTTPTransport)? = nil
    ) {
        self.settings = settings
        self.clock = clock
        self.sleeper = sleeper
        self.transport = transport
        tokens = TokenService(seed: settings.seed)
        plan = FaultPlan(seed: settings.seed)
        let now = WallClock.milliseconds(at: clock.now())
        for division in settings.divisions {
            let book = Books(division, seed: settings.seed, userName: settings.user.fullName)
            book.open(now: now)
            books[division.code] = book
        }
    }

    /// The moment it is in the sandbox.
    public var now: Timestamp { clock.now().adding(milliseconds: clockOffset) }

    /// Adds faults to the plan; they strike in the order given. At most 1,000 wait at a time, the rest is dropped.
    public func plan(_ faults: [Fault]) {
        plan.faults.append(contentsOf: faults.prefix(FaultPlan.countMax - plan.faults.count))
    }

    /// Forgets all faults that are still to come.
    public func clearFaults() { plan.faults = [] }

    /// The faults that are still to come.
    public var plannedFaults: [Fault] { plan.faults }

    /// Moves the sandbox's clock ahead (or back).
    public func moveClock(seconds: Int64) { clockOffset += seconds * 1000 }

    /// Answers one request, with the fault that is planned for it.
    public func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        let path = request.path
        if path == "/_sandbox" || path.hasPrefix("/_sandbox/") { return .respond(await administer(request)) }
        switch plan.strike(request.method, path) {
        case .loseRequest: return .drop
        case .loseAnswer:
            _ = await served(request, nil)
            return .drop
        case .answerLate(let milliseconds):
            let response = await served(request, nil)
            await sleeper(milliseconds)
            return .respond(response)
        case .startLate(let milliseconds):
            await sleeper(milliseconds)
            return .respond(await served(request, nil))
        case .truncated(let bytes): return .truncate(await served(request, nil), bytes: bytes)
        case let fault: return .respond(await served(request, fault))
        }
    }

    private func served(_ request: HTTPRequest, _ fault: Fault.Kind?) async -> HTTPResponse {
        await validated(serve(request, fault), to: request)
    }

    private func serve(_ request: HTTPRequest, _ fault: Fault.Kind?) -> HTTPResponse {
        switch request.path {
        case "/api/oauth2/auth": return consent(request)
        case "/api/oauth2/token":
            meter.noteCall("POST oauth2/token")
            return canned(fault) ?? tokens.answer(request, settings: tokenSettings, now: now)
        default: return serveAPI(request, fault)
        }
    }

    /// Answers that come without anything being done.
    func canned(_ fault: Fault.Kind?) -> HTTPResponse? {
        switch fault {
        case .throttled: HTTPResponse(status: 429)
        case .serverError:
            Refusal(status: 500, messages: [Text("A problem has occurred. The problem will be investigated.")]).response(settings.language)
        case .unavailable: HTTPResponse(status: 503)
        case .maintenancePage:
            HTML.page(title: "Exact Online", body: "<h1>Maintenance</h1>\n<p>Exact Online is being maintained. Please try again later.</p>")
        default: nil
        }
    }

    private func consent(_ request: HTTPRequest) -> HTTPResponse {
        do throws(Refusal) {
            let isForm = request.method == .post
            let pairs = isForm ? FormCoding.decode(String(decoding: request.body, as: UTF8.self)) : request.query
            let demand = try ConsentPage.demand(pairs, settings)
            let known = Set(settings.divisions.map(\.code))
            let ticked: Set<Int>?
            switch settings.consent {
            case _ where isForm: ticked = Set(pairs.filter { $0.name == "division" }.compactMap { Int($0.value) })
            case .ask: ticked = nil
            case .allDivisions: ticked = known
            case .divisions(let codes): ticked = Set(codes)
            }
            guard let ticked else { return ConsentPage.page(demand, settings) }
            let code = tokens.issueCode(
                client: demand.app.clientID, redirect: demand.redirect, divisions: ticked.intersection(known), now: now)
            return ConsentPage.redirect(demand, code: code)
        } catch {
            let text = error.messages.first.map { $0(settings.language) } ?? ""
            return HTML.page(status: error.status, title: "Exact Online", body: "<h1>Not possible</h1>\n<p>\(HTML.escaped(text))</p>")
        }
    }
}

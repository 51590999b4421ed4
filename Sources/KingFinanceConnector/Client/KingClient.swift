import BridgeConnector
import BridgeDomain
import BridgeHTTP

/// The one way to an administration: one call at a time, each taken from the meter first and begun within its deadline.
struct KingClient: Sendable {
    let settings: KingFinanceSettings
    let clock: any TimeSource
    private let wrapping: any KingTransport
    private let line: any HTTPTransport
    private let meter: any CallMeter
    private let session: KingSession
    private let turn = KingTurn()

    init(
        settings: KingFinanceSettings, keys: KingFinanceKeys, transport: any HTTPTransport, meter: any CallMeter, clock: any TimeSource
    ) {
        self.settings = settings
        self.clock = clock
        line = transport
        self.meter = meter
        wrapping =
            switch settings.profile {
            case .http: KingFormTransport(settings: settings, keys: keys)
            case .soap: KingSOAPTransport(settings: settings, keys: keys)
            }
        session = KingSession(seconds: settings.sessionSeconds)
    }

    // MARK: Reading

    /// One page: one call, or a few where a page comes without the rows it ought to have (reference `king` §5.5).
    ///
    /// - Parameter page: from 1.
    func page(
        _ selection: KingSelection, page: Int = 1, within deadline: CallDeadline? = nil
    ) async throws(ConnectorError) -> KingPage {
        var selection = selection
        selection.pageSize = min(selection.pageSize, settings.pageRows)
        let call = KingCall(selection.isInfo ? .administration : .select, KingDocument.selection(selection, page: page))
        for _ in 0...KingFinanceContract.shortPageRepeats {
            let answer = try await perform(call, within: deadline)
            let before = (page - 1) * selection.pageSize
            let expected = answer.count.map { min(selection.pageSize, max(0, $0 - before)) }
            if let expected, answer.rows.count < expected { continue }
            // Without a count, a page without rows behind a full one is not believed the first time.
            let isLast = answer.count.map { before + answer.rows.count >= $0 } ?? (answer.rows.count < selection.pageSize)
            return KingPage(rows: answer.rows, count: answer.count, isLast: isLast)
        }
        throw ConnectorError(
            .unavailable, "King gives a page of \(selection.table) without the rows it counts: read again later",
            retryAt: clock.now().adding(seconds: KingFinanceContract.shortPagePause))
    }

    /// All rows, a call per page. Begins anew when rows come or go meanwhile, so that none is missed.
    func rows(_ selection: KingSelection, within deadline: CallDeadline? = nil) async throws(ConnectorError) -> [KingRow] {
        var rows: [KingRow] = []
        var (count, number) = (Int?.none, 1)
        for _ in 0..<KingFinanceContract.pagesMax {
            let page = try await page(selection, page: number, within: deadline)
            if number > 1, page.count != count {
                (rows, number) = ([], 1)
                continue
            }
            count = page.count
            rows += page.rows
            if page.isLast { return rows }
            number += 1
        }
        throw ConnectorError(.misused, "\(selection.table) does not come to an end: report this")
    }

    /// The version of King: the cheapest call that needs the keys.
    func version() async throws(ConnectorError) -> String { try await perform(KingCall(.version)).text ?? "" }

    // MARK: One call

    /// Makes one call and gives what came back; throws what the engine must know when that is no success. A write is never repeated.
    ///
    /// - Parameter deadline: of what this call is a part of; without one the call is asked for now.
    func perform(_ call: KingCall, within deadline: CallDeadline? = nil) async throws(ConnectorError) -> KingAnswer {
        let deadline = deadline ?? CallDeadline(askedAt: clock.now())
        await turn.enter()
        defer { turn.leave() }
        let known = session.current(clock.now())
        var id = known
        if id == nil { id = try await logIn(deadline) }
        var answer = try await exchange(call, id, deadline)
        if answer.refusal != nil, known != nil, !call.operation.isWrite {
            // Nobody publishes how a session that is gone is told: any refusal may be that (reference `king` §1.3).
            session.forget()
            answer = try await exchange(call, try await logIn(deadline), deadline)
        }
        guard answer.refusal != nil else { return answer }
        let error = KingVerdict.error(answer, call)
        if error.code == .unavailable || error.code == .unauthorised { session.forget() }
        if error.code == .misused { await meter.erred(call.name) }
        throw error
    }

    /// Ends the session in hand, if there is one. Nothing depends on it: a session that is left ends by itself after thirty minutes.
    func logOut() async {
        await turn.enter()
        defer { turn.leave() }
        guard let id = session.current(clock.now()) else { return }
        session.forget()
        _ = try? await exchange(KingCall(.logout), id, CallDeadline(askedAt: clock.now()))
    }

    private func logIn(_ deadline: CallDeadline) async throws(ConnectorError) -> String {
        let answer = try await exchange(KingCall(.login), nil, deadline)
        if let refusal = answer.refusal {
            throw ConnectorError(
                .unauthorised, "KING Finance does not let us in: check partner key, omgevingscode and subscription", vendorText: refusal)
        }
        guard let id = answer.session, !id.isEmpty else {
            throw ConnectorError(.misused, "KING Finance lets us in without a session: check address and profile")
        }
        session.keep(id, clock.now())
        return id
    }

    private func exchange(_ call: KingCall, _ id: String?, _ deadline: CallDeadline) async throws(ConnectorError) -> KingAnswer {
        try await meter.take(call.name)
        var request = wrapping.request(call, session: id)
        if call.operation == .logout { request.timeoutTotal = KingFinanceContract.logOutTimeout }
        try deadline.check(now: clock.now())
        let response: HTTPResponse
        do throws(HTTPFailure) { response = try await send(request, of: call) } catch { throw KingVerdict.lost(error, call) }
        session.used(clock.now())
        guard response.status == 200 || (response.status == 500 && settings.profile == .soap) else {
            throw KingVerdict.status(response, call)
        }
        do { return try wrapping.answer(response, to: call) } catch { throw KingVerdict.unreadable(error, response, call) }
    }

    /// The keys and the session stand in the body beside the document: only the document is kept as sent, and nothing of signing in and out.
    private func send(_ request: HTTPRequest, of call: KingCall) async throws(HTTPFailure) -> HTTPResponse {
        switch call.operation {
        case .login, .logout: try await line.send(request)
        default:
            try await line.send(request, keeping: Array("\(call.name)\n\(call.document ?? "")".utf8), at: clock)
        }
    }
}

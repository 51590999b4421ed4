import AFASWords
public import BridgeConnector
public import BridgeDomain
public import BridgeHTTP
public import BridgeJSON

/// The one way to the service: a few calls at once, each taken from the meter first and begun within its deadline. Copies share their turns.
public struct AFASClient: Sendable {
    /// Pages one reading may have before we stop believing it.
    static let pagesMax = 1_000
    /// Rows skipped at most: beyond it the vendor calls paging unusable (reference `afas-profit` §13).
    static let skipMax = 100_000
    /// Answers the meter counts as errors.
    static let countedStatuses: Set<Int> = [400, 401, 403, 404]

    public let settings: AFASSettings
    let clock: any TimeSource
    private let token: AFASToken
    private let transport: any HTTPTransport
    private let meter: any CallMeter
    private let verdict: AFASVerdict
    private let turns: AFASTurns
    private let pause = AFASPause()

    /// A way to one environment. Nothing is called until something is asked.
    public init(
        settings: AFASSettings, token: AFASToken, transport: any HTTPTransport, meter: any CallMeter, clock: any TimeSource
    ) {
        self.settings = settings
        self.token = token
        self.transport = transport
        self.meter = meter
        self.clock = clock
        verdict = AFASVerdict(refusals: AFASRefusals(adding: settings.refusals))
        turns = AFASTurns(settings.callsAtOnce)
    }

    // MARK: Reading

    /// One page of a read: one call.
    public func page(
        _ query: AFASQuery, skip: Int = 0, take: Int, within deadline: CallDeadline? = nil
    ) async throws(ConnectorError) -> AFASPage {
        let body = try await perform(AFASCall(get: query.connector, target: try query.target(skip: skip, take: take)), within: deadline)
        guard let rows = AFASVerdict.member("rows", of: body)?.array else {
            throw ConnectorError(.misused, "The answer of \(query.connector) has no rows: report this")
        }
        return AFASPage(rows: rows.map { AFASRow($0) }, take: take)
    }

    /// All rows of a read, a call per page. The last page is the one with fewer rows than asked.
    ///
    /// - Parameter take: rows of a page; columns times rows should stay below 150,000.
    public func rows(
        _ query: AFASQuery, take: Int = 1_000, within deadline: CallDeadline? = nil
    ) async throws(ConnectorError) -> [AFASRow] {
        var rows: [AFASRow] = []
        for number in 0..<Self.pagesMax {
            guard number * take <= Self.skipMax else { break }
            let page = try await page(query, skip: number * take, take: take, within: deadline)
            rows += page.rows
            if page.isLast { return rows }
        }
        throw ConnectorError(.misused, "\(query.connector) gives more than \(Self.skipMax) rows: narrow what is asked")
    }

    // MARK: Writing

    /// Inserts, in one call, and gives the whole answer; null when it was empty. Never repeated by the client.
    public func insert(
        _ connector: String, _ body: JSON, within deadline: CallDeadline? = nil
    ) async throws(ConnectorError) -> JSON {
        try await perform(AFASCall(.post, connector: connector, body: body), within: deadline)
    }

    /// Changes what is there, in one call: fields that are left out stay as they are.
    public func change(
        _ connector: String, _ body: JSON, within deadline: CallDeadline? = nil
    ) async throws(ConnectorError) -> JSON {
        try await perform(AFASCall(.put, connector: connector, body: body), within: deadline)
    }

    // MARK: What the service is

    /// Which connectors the App Connector allows, in which environment.
    public func metainfo() async throws(ConnectorError) -> JSON { try await perform(AFASCall(get: "metainfo", target: "/metainfo")) }

    /// The fields of a GetConnector.
    public func metainfo(get connector: String) async throws(ConnectorError) -> JSON {
        try await perform(AFASCall(get: "metainfo", target: "/metainfo/get/\(FormCoding.percentEncode(connector))"))
    }

    /// The fields and objects of an UpdateConnector.
    public func metainfo(update connector: String) async throws(ConnectorError) -> JSON {
        try await perform(AFASCall(get: "metainfo", target: "/metainfo/update/\(FormCoding.percentEncode(connector))"))
    }

    /// The version of Profit: the cheapest call that needs the token.
    public func version() async throws(ConnectorError) -> String {
        let body = try await perform(AFASCall(get: "profitversion", target: "/profitversion"))
        return AFASVerdict.member("version", of: body)?.string ?? ""
    }

    // MARK: One call

    /// - Parameter deadline: of what this call is a part of; without one the call is asked for now.
    func perform(_ call: AFASCall, within deadline: CallDeadline? = nil) async throws(ConnectorError) -> JSON {
        let deadline = deadline ?? CallDeadline(askedAt: clock.now())
        await turns.enter()
        defer { turns.leave() }
        if let until = pause.until(clock.now()) {
            throw ConnectorError(.unavailable, "AFAS Profit is down for maintenance; the next attempt is at \(until)", retryAt: until)
        }
        try await meter.take(call.name)
        let request = request(call)
        try deadline.check(now: clock.now())
        let response: HTTPResponse
        do { response = try await transport.send(request, at: clock) } catch { throw verdict.lost(error, of: call) }
        if Self.countedStatuses.contains(response.status) { await meter.erred(call.name) }
        if AFASVerdict.isMaintenance(response) {
            pause.extend(to: AFASVerdict.retryAt(response, clock.now()))
        } else {
            pause.over()
        }
        return try verdict.judge(response, of: call, now: clock.now())
    }

    private func request(_ call: AFASCall) -> HTTPRequest {
        var request = HTTPRequest(
            call.method, origin: settings.origin, target: AFASSettings.base + call.target,
            fields: ["Authorization": token.header, "Accept": "application/json"],
            timeoutTotal: call.isWrite ? AFASCall.writeTimeout : AFASCall.readTimeout, answerMax: AFASCall.answerMax)
        if let language = settings.language { request.fields["Accept-Language"] = language == .dutch ? "nl-nl" : "en-us" }
        if let id = settings.integrationID { request.fields["IntegrationId"] = id }
        if let body = call.body {
            request.fields["Content-Type"] = "application/json;charset=utf-8"
            request.body = body.bytes
        }
        return request
    }
}

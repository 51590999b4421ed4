import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// The one way to the service: one call at a time, each taken from the meter first, each with a good session.
struct ExactClient: Sendable {
    /// Pages one listing may have before we stop believing it.
    static let pagesMax = 500
    /// Answers that count towards the service's error velocity (reference `exact-online` §5.3).
    static let countedStatuses: Set<Int> = [400, 401, 403, 404]

    let settings: ExactSettings
    let session: ExactSession
    let transport: any HTTPTransport
    let meter: any CallMeter
    let clock: any TimeSource
    private let turn = ExactTurn()
    private let pause = ExactPause()

    init(settings: ExactSettings, session: ExactSession, transport: any HTTPTransport, meter: any CallMeter, clock: any TimeSource) {
        self.settings = settings
        self.session = session
        self.transport = transport
        self.meter = meter
        self.clock = clock
    }

    /// One call. A write is sent at most once, unless it was refused for the session, which proves that nothing was done.
    func perform(_ call: ExactCall) async throws(ConnectorError) -> ExactReply {
        let deadline = CallDeadline(askedAt: clock.now())
        await turn.enter()
        defer { turn.leave() }
        if let until = pause.until(clock.now()) {
            throw ConnectorError(.unavailable, "Exact Online is down for maintenance; the next attempt is at \(until)", retryAt: until)
        }
        // Before a call is taken from the budget: without a session none can be made.
        _ = try await session.accessToken()
        if let reply = try await attempt(call, deadline) { return reply }
        if let reply = try await attempt(call, deadline) { return reply }
        throw ConnectorError(.unauthorised, "Exact Online refuses a new session on \(call.endpoint): check the rights of its user")
    }

    /// One page of a collection, and the call for the next.
    func page(_ call: ExactCall) async throws(ConnectorError) -> (rows: [JSON], next: ExactCall?) {
        let reply = try await perform(call)
        guard let next = reply.next else { return (reply.rows, nil) }
        return (reply.rows, ExactCall(get: call.endpoint, target: try ownTarget(next, call)))
    }

    /// All rows of a collection; costs a call per page.
    func rows(_ call: ExactCall) async throws(ConnectorError) -> [JSON] {
        var (rows, next) = try await page(call)
        var pages = 1
        while let call = next {
            pages += 1
            guard pages <= Self.pagesMax else {
                throw ConnectorError(.misused, "\(call.endpoint) gives more than \(Self.pagesMax) pages: narrow what is asked")
            }
            let more = try await page(call)
            rows += more.rows
            next = more.next
        }
        return rows
    }

    /// nil when the session was refused and another one is there.
    private func attempt(_ call: ExactCall, _ deadline: CallDeadline) async throws(ConnectorError) -> ExactReply? {
        try await meter.take(call.endpoint)
        let token = try await session.accessToken()
        try deadline.check(now: clock.now())
        let response: HTTPResponse
        do { response = try await transport.send(request(call, token: token), at: clock) } catch {
            throw ExactVerdict.lost(error, of: call)
        }
        let limits = ExactLimits.observed(response.fields)
        if !limits.isEmpty { await meter.observed(limits) }
        if Self.countedStatuses.contains(response.status) { await meter.erred(call.endpoint) }
        if response.status == 401 {
            try await session.refused(token)
            return nil
        }
        await session.accepted()
        if ExactVerdict.showsMaintenance(response, of: call) { pause.extend(from: clock.now()) } else { pause.end() }
        return try ExactVerdict.judge(response, of: call, now: clock.now())
    }

    private func request(_ call: ExactCall, token: String) -> HTTPRequest {
        var request = HTTPRequest(
            call.method, origin: settings.origin, target: call.target,
            fields: ["Authorization": "Bearer \(token)", "Accept": call.upload == nil ? "application/json" : "text/xml"],
            timeoutTotal: call.timeout, answerMax: ExactCall.answerMax)
        if let upload = call.upload {
            request.fields["Content-Type"] = "text/xml; charset=utf-8"
            request.body = upload
        }
        if let body = call.body {
            request.fields["Content-Type"] = "application/json"
            request.body = body.bytes
            if call.method == .post { request.fields["Prefer"] = "return=representation" }
        }
        return request
    }

    /// The path and query of a next page. The session goes with the request, so it goes to our own host only.
    private func ownTarget(_ next: String, _ call: ExactCall) throws(ConnectorError) -> String {
        let origin = settings.origin + "/"
        guard next.lowercased().hasPrefix(origin.lowercased()), next.utf8.count <= 8_192 else {
            throw ConnectorError(.misused, "The next page of \(call.endpoint) lies on another host: not followed", vendorText: next)
        }
        // Verbatim, but for what no request line can carry: a skip token may hold a name with spaces or accents.
        return "/" + next.dropFirst(origin.count).map { $0.isRequestCharacter ? String($0) : FormCoding.percentEncode(String($0)) }.joined()
    }
}

extension Character {
    fileprivate var isRequestCharacter: Bool { asciiValue.map { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") } ?? false }
}

import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// Consents, codes and tokens (reference §2). A plain value: requests go in, answers come out, time is a parameter.
struct TokenService: Sendable {
    /// Milliseconds an authorisation code may be used.
    static let codeLife: Int64 = 180_000
    static let accessLife: Int64 = 600_000
    /// A new access token is refused until this long after the previous one.
    static let refreshEarliest: Int64 = 570_000
    static let refreshLife: Int64 = 30 * Timestamp.millisecondsPerDay

    /// What one consent allows: an app, on behalf of the user, in these divisions.
    struct Grant: Sendable {
        let clientID: String
        let divisions: Set<Int>
        /// When the newest access token was given.
        var accessIssued: Timestamp
        var newestAccess: String
        var newestAccessIsUsed = false
        /// The one refresh token that works, and when it was given.
        var refresh: String
        var refreshIssued: Timestamp
        /// The one before, for the grace mode.
        var previousRefresh: String?
        var isRevoked = false
    }

    struct Code: Sendable {
        let clientID: String
        let redirect: String
        let divisions: Set<Int>
        let issued: Timestamp
    }

    struct Access: Sendable {
        let grant: Int
        var expires: Timestamp
    }

    var grants: [Grant] = []
    var codes: [String: Code] = [:]
    var access: [String: Access] = [:]
    /// Every refresh token ever given, and its grant.
    var refreshes: [String: Int] = [:]
    /// Token calls by app in the day of UTC.
    var calls: [String: Int] = [:]
    var callsDay: CalendarDate?
    var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed ^ 0x0AF0_70CE_5EED) }

    // MARK: Using tokens

    /// The grant of a bearer token that is alive.
    mutating func grant(bearer token: String, now: Timestamp) -> Grant? {
        guard let access = access[token], now < access.expires, !grants[access.grant].isRevoked else { return nil }
        if grants[access.grant].newestAccess == token { grants[access.grant].newestAccessIsUsed = true }
        return grants[access.grant]
    }

    /// The app of a token, alive or not: refused calls count for it too.
    func client(ofBearer token: String) -> String? { access[token].map { grants[$0.grant].clientID } }

    /// Makes a token as old as the longest life, so that it is refused and may be replaced at once.
    mutating func age(bearer token: String, now: Timestamp) {
        guard let grant = access[token]?.grant else { return }
        access[token]?.expires = now
        grants[grant].accessIssued = now.adding(milliseconds: -Self.accessLife)
    }

    /// Takes back every consent, as a change of password does (reference §2.2).
    mutating func revokeAll() { for place in grants.indices { grants[place].isRevoked = true } }

    // MARK: Giving tokens

    mutating func issueCode(client: String, redirect: String, divisions: Set<Int>, now: Timestamp) -> String {
        // The code contains characters that arrive percent-encoded (reference §2.1).
        let code = "stampNL001.\(random(4))%\(random(2))!\(random(32))"
        codes[code] = Code(clientID: client, redirect: redirect, divisions: divisions, issued: now)
        return code
    }

    /// Answers the token endpoint.
    mutating func answer(_ request: HTTPRequest, settings: ExactSandbox.Settings, now: Timestamp) -> HTTPResponse {
        guard request.method == .post else { return HTTPResponse(status: 405) }
        // Sending the header gives 401 (reference §2.1).
        guard request.fields["Authorization"] == nil else { return HTTPResponse(status: 401) }
        let type = request.fields["Content-Type"] ?? ""
        guard type.lowercased().hasPrefix("application/x-www-form-urlencoded") else { return Self.refusal(400, "invalid_request") }
        let form = Dictionary(
            FormCoding.decode(String(decoding: request.body, as: UTF8.self)).map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        guard let client = form["client_id"], let app = settings.apps.first(where: { $0.clientID == client }) else {
            return Self.refusal(400, "invalid_client")
        }
        guard form["client_secret"] == app.clientSecret else { return Self.refusal(401, "invalid_client") }
        guard count(client, now) <= settings.limits.tokenCallsPerDay else { return HTTPResponse(status: 429) }
        guard settings.user.isActive else { return Self.refusal(400, "invalid_grant", "The user is not active") }
        switch form["grant_type"] {
        case "authorization_code": return redeem(form, client, now)
        case "refresh_token": return refresh(form["refresh_token"] ?? "", client, settings.behaviour, now)
        default: return Self.refusal(400, "unsupported_grant_type")
        }
    }

    private mutating func count(_ client: String, _ now: Timestamp) -> Int {
        if callsDay != now.dateUTC {
            callsDay = now.dateUTC
            calls = [:]
        }
        calls[client, default: 0] += 1
        return calls[client, default: 0]
    }

    private mutating func redeem(_ form: [String: String], _ client: String, _ now: Timestamp) -> HTTPResponse {
        guard let code = form["code"], let known = codes.removeValue(forKey: code), known.clientID == client,
            now.milliseconds(since: known.issued) < Self.codeLife, form["redirect_uri"] == known.redirect
        else { return Self.refusal(400, "invalid_grant") }
        let grant = Grant(
            clientID: client, divisions: known.divisions, accessIssued: now, newestAccess: "", refresh: "", refreshIssued: now)
        grants.append(grant)
        return issue(grants.count - 1, now)
    }

    private mutating func refresh(_ token: String, _ client: String, _ behaviour: ExactSandbox.Behaviour, _ now: Timestamp) -> HTTPResponse
    {
        guard let place = refreshes[token], grants[place].clientID == client, !grants[place].isRevoked else {
            return Self.refusal(400, "invalid_request")
        }
        let grant = grants[place]
        let isInGrace = behaviour.refreshGrace && grant.previousRefresh == token && !grant.newestAccessIsUsed
        guard token == grant.refresh || isInGrace else {
            return Self.refusal(401, "unauthorized_client", "Old refresh token used.")
        }
        guard now.milliseconds(since: grant.refreshIssued) < Self.refreshLife else {
            let end = grant.refreshIssued.adding(milliseconds: Self.refreshLife)
            return Self.refusal(400, "invalid_request", "The refresh token expired at \(end) and it is now \(now).")
        }
        // A repeat in grace time replaces an answer that was lost; the rule of 570 s would make the grace worthless.
        guard isInGrace || now.milliseconds(since: grant.accessIssued) >= Self.refreshEarliest else {
            return HTTPResponse(status: 401, fields: ["Content-Type": "text/plain"], body: Array("Access Token not expired".utf8))
        }
        return issue(place, now)
    }

    private mutating func issue(_ place: Int, _ now: Timestamp) -> HTTPResponse {
        let access = "stampNL001.\(random(60))"
        let refresh = "stampNL001.\(random(4))!\(random(60))"
        forgetExpired(now)
        self.access[access] = Access(grant: place, expires: now.adding(milliseconds: Self.accessLife))
        refreshes[refresh] = place
        grants[place].previousRefresh = grants[place].refresh
        grants[place].refresh = refresh
        grants[place].refreshIssued = now
        grants[place].accessIssued = now
        grants[place].newestAccess = access
        grants[place].newestAccessIsUsed = false
        // `expires_in` is text in live replies (reference §2.1).
        let body: JSON = [
            "access_token": .string(access), "token_type": "bearer", "expires_in": "600", "refresh_token": .string(refresh),
        ]
        return Self.json(200, body)
    }

    /// Tokens that died a day ago are not worth a place.
    private mutating func forgetExpired(_ now: Timestamp) {
        let limit = now.adding(milliseconds: -Timestamp.millisecondsPerDay)
        access = access.filter { $0.value.expires > limit }
        codes = codes.filter { $0.value.issued > limit }
    }

    private mutating func random(_ length: Int) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        return String(decoding: (0..<length).map { _ in alphabet[Int(generator.next() % 64)] }, as: UTF8.self)
    }

    private static func refusal(_ status: Int, _ error: String, _ description: String? = nil) -> HTTPResponse {
        var members: [JSON.Member] = [.init("error", .string(error))]
        if let description { members.append(.init("error_description", .string(description))) }
        return json(status, .object(members))
    }

    private static func json(_ status: Int, _ body: JSON) -> HTTPResponse {
        HTTPResponse(status: status, fields: ["Content-Type": "application/json; charset=utf-8"], body: body.bytes)
    }
}

import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// What the token endpoint answered, in the terms the session decides by (reference `exact-online` §2.3).
enum ExactTokenAnswer: Hashable, Sendable {
    case granted(ExactTokens)
    /// An access token was issued less than 570 s ago.
    case tooEarly
    /// The code or refresh token is used, unknown or expired, or the user is gone: only a person's consent helps.
    case refused(String)
    /// Client id or secret is wrong.
    case clientRefused(String)
    case busy(until: Timestamp)
    /// Nothing left this machine.
    case notSent(String)
    /// The request may have been carried out, and with it a token used up.
    case lost(String)
}

/// The address where codes and refresh tokens become access tokens.
struct ExactTokenEndpoint: Sendable {
    /// Milliseconds a token call may take. The 570 s of an access token's use are counted from the answer, its 600 s of life from the
    /// issue: the difference must be larger than this.
    static let timeoutTotal = 20_000
    /// Bytes a token answer may have.
    static let answerMax = 64 << 10

    let settings: ExactSettings
    let clientSecret: String
    let transport: any HTTPTransport
    let clock: any TimeSource

    func exchange(code: String) async -> ExactTokenAnswer {
        await ask([("grant_type", "authorization_code"), ("code", code), ("redirect_uri", settings.redirectURI)])
    }

    func refresh(_ refreshToken: String) async -> ExactTokenAnswer {
        await ask([("grant_type", "refresh_token"), ("refresh_token", refreshToken)])
    }

    private func ask(_ form: [(name: String, value: String)]) async -> ExactTokenAnswer {
        // No Authorization header: with one the endpoint answers 401 (reference §2.1).
        let request = HTTPRequest(
            .post, origin: settings.origin, target: "/api/oauth2/token",
            fields: ["Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"],
            body: Array(FormCoding.encode(form + [("client_id", settings.clientID), ("client_secret", clientSecret)]).utf8),
            timeoutTotal: Self.timeoutTotal, answerMax: Self.answerMax)
        do {
            return Self.read(try await transport.send(request), now: clock.now())
        } catch {
            return error.nothingWasSent ? .notSent(error.summary) : .lost(error.summary)
        }
    }

    static func read(_ response: HTTPResponse, now: Timestamp) -> ExactTokenAnswer {
        let body = try? JSON(parsing: response.body)
        switch response.status {
        case 200: return granted(body, now: now) ?? .lost("an answer that cannot be read")
        case 400, 401, 403: return refusal(body, text: response.text, status: response.status)
        case 429: return .busy(until: ExactLimits.retryAt(response, now: now))
        default: return .lost("status \(response.status)")
        }
    }

    private static func granted(_ body: JSON?, now: Timestamp) -> ExactTokenAnswer? {
        guard let body, let access = body["access_token"]?.string, !access.isEmpty, let refresh = body["refresh_token"]?.string,
            !refresh.isEmpty
        else { return nil }
        // A string in live answers, a number in older recordings (reference §2.1).
        let life = body["expires_in"].flatMap { $0.integer ?? $0.string.flatMap { Int64($0) } } ?? 600
        return .granted(ExactTokens(accessToken: access, refreshToken: refresh, receivedAt: now, expiresIn: life))
    }

    private static func refusal(_ body: JSON?, text: String, status: Int) -> ExactTokenAnswer {
        if text.lowercased().contains("access token not expired") { return .tooEarly }
        guard let error = body?["error"]?.string else {
            // The reason of a call that came too early may stand only in the status line, which the transport does not keep; all other
            // refusals have a JSON body (reference §2.3).
            return status == 401 ? .tooEarly : .refused("status \(status) without a reason")
        }
        let reason = body?["error_description"]?.string.map { "\(error): \($0)" } ?? error
        return error == "invalid_client" ? .clientRefused(reason) : .refused(reason)
    }
}

extension HTTPFailure {
    /// What happened, for people; carries nothing of the message.
    var summary: String {
        switch self {
        case .notConnected(let reason): "no connection: \(reason)"
        case .insecure(let reason): "no secure connection: \(reason)"
        case .timedOut: "no answer in time"
        case .connectionLost(let reason): "the connection was lost: \(reason)"
        case .answerTruncated: "the answer was cut short"
        case .answerTooLarge: "the answer was too large"
        case .cancelled: "the call was cancelled"
        }
    }
}

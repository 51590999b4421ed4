import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// Keys and tokens (reference freshportal §2): a token's life is not announced; when it is over the answer is 401.
extension FreshPortalSandbox {
    func signIn(_ request: HTTPRequest) -> HTTPResponse {
        guard request.method == .post else { return Self.unknownPath }
        guard let json = try? JSON(parsing: request.body) else { return Self.refusal(400, "malformed", "The body is no JSON") }
        let faults = BodyForm([.init("username", .text), .init("type", .word(["api"]))]).faults(in: json)
        guard faults.isEmpty else { return Self.refusal(422, faults) }
        guard let key = json["username"]?.string, settings.keys[key] != nil else {
            return Self.refusal(401, "unauthorised", "The key is not known")
        }
        let now = time.now()
        state.tokens = state.tokens.filter { $0.value.expires > now }
        let token = "\(String(state.random.next(), radix: 36))\(String(state.random.next(), radix: 36))"
        state.tokens[token] = SandboxState.Token(key: key, expires: now.adding(seconds: settings.tokenLifetime))
        return Self.success(["token": .string(token)])
    }

    /// What the request's token may do; nil when it is none of ours or its life is over.
    func rights(of request: HTTPRequest) -> Set<SandboxSettings.Right>? {
        guard let field = request.fields["Authorization"], field.hasPrefix("Bearer "),
            let token = state.tokens[String(field.dropFirst("Bearer ".count))], token.expires > time.now()
        else { return nil }
        return settings.keys[token.key]
    }
}

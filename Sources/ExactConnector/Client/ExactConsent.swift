public import BridgeConnector
public import BridgeDomain
import BridgeHash
public import BridgeHTTP

/// The consent of a person, from the link to the tokens: for the command line and the set-up screen.
///
/// The state in the link proves itself: it carries its moment and an HMAC under the client secret, so that any node and any restart can
/// check a callback, and nobody without the secret can make one.
public struct ExactConsent: Sendable {
    /// Seconds a link stays good.
    public static let linkLifeSeconds: Int64 = 86_400

    private let settings: ExactSettings
    private let clientSecret: String
    private let endpoint: ExactTokenEndpoint
    private let clock: any TimeSource

    /// Consent for one connection.
    public init(settings: ExactSettings, clientSecret: String, transport: any HTTPTransport, clock: any TimeSource) {
        self.settings = settings
        self.clientSecret = clientSecret
        self.endpoint = ExactTokenEndpoint(settings: settings, clientSecret: clientSecret, transport: transport, clock: clock)
        self.clock = clock
    }

    /// The page where a person gives consent; carries no secret. `forcesLogin` shows the login screen even in a signed-in browser.
    public func link(forcesLogin: Bool = false) -> String {
        let query = FormCoding.encode([
            ("client_id", settings.clientID), ("redirect_uri", settings.redirectURI), ("response_type", "code"),
            ("force_login", forcesLogin ? "1" : "0"), ("state", state(at: clock.now())),
        ])
        return "\(settings.origin)/api/oauth2/auth?\(query)"
    }

    /// Checks the query of a callback (what follows the `?`) and takes the code out of it.
    ///
    /// Fails with ``/BridgeConnector/ConnectorError/Code/unauthorised`` when the person refused, when the state is not ours or too
    /// old, or when there is no code.
    public func code(fromCallback query: String) throws(ConnectorError) -> String {
        let pairs = FormCoding.decode(query)
        func value(_ name: String) -> String? { pairs.first { $0.name == name }?.value }
        guard let state = value("state"), isOurs(state) else {
            throw ConnectorError(
                .unauthorised, "The callback does not belong to a consent link of ours, or the link is older than a day: open a new link")
        }
        if let refusal = value("error") {
            throw ConnectorError(
                .unauthorised, "Exact Online reports that consent was not given: open the link again and agree",
                vendorText: value("error_description") ?? refusal)
        }
        guard let code = value("code"), !code.isEmpty else {
            throw ConnectorError(.unauthorised, "The callback carries no code: open the link again")
        }
        return code
    }

    /// Exchanges a callback for tokens and stores them durably. The code lives about three minutes and works once (reference §2.1).
    /// `who` gave the order for it: kept with the tokens.
    @discardableResult
    public func accept(
        callback query: String, into vault: any ExactTokenVault, by who: String = ""
    ) async throws(ConnectorError) -> ExactTokens {
        let code = try code(fromCallback: query)
        let answer: Result<ExactTokens, ConnectorError>
        do {
            answer = try await vault.exclusively { await exchange(code, into: vault, by: who) }
        } catch {
            throw ConnectorError(.unavailable, "Another process is renewing the session: open a new consent link in a minute")
        }
        return try answer.get()
    }

    private func exchange(_ code: String, into vault: any ExactTokenVault, by who: String) async -> Result<ExactTokens, ConnectorError> {
        do throws(ConnectorError) { return .success(try await tokens(for: code, into: vault, by: who)) } catch { return .failure(error) }
    }

    private func tokens(for code: String, into vault: any ExactTokenVault, by who: String) async throws(ConnectorError) -> ExactTokens {
        var tokens: ExactTokens
        switch await endpoint.exchange(code: code) {
        case .granted(let granted): tokens = granted
        case .refused(let text), .clientRefused(let text):
            throw ConnectorError(
                .unauthorised, "Exact Online refused the code: open a new consent link, and check client id, secret and redirect address",
                vendorText: text)
        case .tooEarly:
            throw ConnectorError(
                .unauthorised, "Exact Online gives no token so soon after the previous one: wait ten minutes, then open a new link")
        case .busy(let retryAt):
            throw ConnectorError(.throttled, "Exact Online allows no token call now: open a new link later", retryAt: retryAt)
        case .notSent(let reason), .lost(let reason):
            throw ConnectorError(.unavailable, "No answer to the exchange of the code (\(reason)): open a new consent link")
        }
        tokens.consent = ExactConsentRecord(givenTo: who, user: "", at: clock.now(), divisions: [])
        do { try await vault.store(tokens) } catch {
            throw ConnectorError(.unavailable, "The tokens could not be stored: mend the token store and open a new consent link")
        }
        return tokens
    }

    func state(at moment: Timestamp) -> String {
        let seconds = String(moment.milliseconds / 1000)
        return "\(seconds).\(seal(seconds))"
    }

    private func isOurs(_ state: String) -> Bool {
        let parts = state.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, ConstantTime.equal(String(parts[1]), seal(String(parts[0]))), let seconds = Int64(parts[0]) else {
            return false
        }
        let age = clock.now().milliseconds / 1000 - seconds
        return age >= 0 && age <= Self.linkLifeSeconds
    }

    private func seal(_ seconds: String) -> String {
        HMACSHA256.tag("exact-consent|\(settings.division)|\(settings.clientID)|\(seconds)".utf8, key: clientSecret.utf8).hex
    }
}

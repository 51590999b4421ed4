import BridgeConnector
import BridgeDomain
import BridgeHTTP

/// The one who holds a connection's tokens and renews them: one renewal at a time, callers wait for it.
///
/// The rules are those of reference `exact-online` §2.2. A refresh token works once, so:
/// - new tokens are durable in the vault before they are used; when storing fails they are kept and stored again first;
/// - when the answer to a renewal is lost, the old refresh token is tried once more. Where the service has a grace for it the connection
///   lives on; where it has not, the answer says that the token was used, and a person must consent again;
/// - no renewal within 570 s of the last one, also not after a 401: the service would refuse it, and refusals count.
/// Before renewing, the vault is read: a person may have consented anew, or another node may have renewed.
actor ExactSession {
    private let vault: any ExactTokenVault
    private let endpoint: ExactTokenEndpoint
    private let consent: ExactConsent
    private let clock: any TimeSource

    private var tokens: ExactTokens?
    /// Received and not yet durable: the old refresh token is used up, so these are all we have.
    private var undurable: ExactTokens?
    private var renewal: Task<Result<ExactTokens, ConnectorError>, Never>?
    /// The access token that was answered with 401.
    private var refusedToken: String?
    /// Tokens refused one after another, without an accepted call between them.
    private var refusals = 0
    /// Set when only a person can help; holds until the vault has other tokens.
    private var consentReason: (text: String, access: ExactAccess)?
    /// The answer to the last renewal was lost: the service may have issued tokens that we never saw.
    private var answerWasLost = false
    /// The service said or would say "too early" before this.
    private var renewNotBefore: Timestamp?

    /// Seconds until a renewal is tried again when the service's clock disagrees with ours about the 570 s.
    static let tooEarlyPauseSeconds: Int64 = 30
    /// Seconds until we look again after another process that did not finish its renewal in time.
    static let otherRenewalPauseSeconds: Int64 = 5

    init(settings: ExactSettings, clientSecret: String, vault: any ExactTokenVault, transport: any HTTPTransport, clock: any TimeSource) {
        self.vault = vault
        self.endpoint = ExactTokenEndpoint(settings: settings, clientSecret: clientSecret, transport: transport, clock: clock)
        self.consent = ExactConsent(settings: settings, clientSecret: clientSecret, transport: transport, clock: clock)
        self.clock = clock
    }

    /// A token to call with, renewed first when it is 570 s old. Costs a call of the token endpoint at most once in 570 s.
    func accessToken() async throws(ConnectorError) -> String {
        if let tokens, isUsable(tokens), undurable == nil { return tokens.accessToken }
        return try await renewed().accessToken
    }

    /// Says that a call with the token was answered with 401. Returns when there is another token to try; throws when there is none.
    func refused(_ accessToken: String) async throws(ConnectorError) {
        guard accessToken == tokens?.accessToken else { return }
        if refusedToken != accessToken { refusals += 1 }
        refusedToken = accessToken
        _ = try await renewed()
    }

    /// Says that a call was let in.
    func accepted() { refusals = 0 }

    private func isUsable(_ tokens: ExactTokens) -> Bool { tokens.accessToken != refusedToken && tokens.isFresh(at: clock.now()) }

    private func renewed() async throws(ConnectorError) -> ExactTokens {
        if let renewal { return try await renewal.value.get() }
        // A task of its own: when the caller is cancelled, the answer that carries the only good refresh token is still awaited.
        let task = Task { await self.renew() }
        renewal = task
        let result = await task.value
        renewal = nil
        return try result.get()
    }

    private func renew() async -> Result<ExactTokens, ConnectorError> {
        do throws(ConnectorError) {
            try await storeUndurable()
            if let found = try await usableFromVault() { return .success(found) }
        } catch {
            return .failure(error)
        }
        do {
            return try await vault.exclusively { await self.renewAlone() }
        } catch {
            return .failure(
                ConnectorError(
                    .unavailable, "Another process is renewing the session: waiting for it",
                    retryAt: clock.now().adding(seconds: Self.otherRenewalPauseSeconds)))
        }
    }

    /// What is in the vault may have been put there while we waited for our turn.
    private func renewAlone() async -> Result<ExactTokens, ConnectorError> {
        do throws(ConnectorError) {
            if let found = try await usableFromVault() { return .success(found) }
            guard let tokens else { throw needsConsent("No consent was given yet", .neverGiven) }
            try checkPace(tokens)
            return .success(try await refresh(tokens))
        } catch {
            return .failure(error)
        }
    }

    /// Tokens that can be used as they are; nil when they must be renewed.
    private func usableFromVault() async throws(ConnectorError) -> ExactTokens? {
        try await adoptFromVault()
        guard let tokens else { throw needsConsent("No consent was given yet", .neverGiven) }
        if isUsable(tokens) { return tokens }
        if let consentReason { throw needsConsent(consentReason.text, consentReason.access) }
        return nil
    }

    private func adoptFromVault() async throws(ConnectorError) {
        let stored: ExactTokens?
        do { stored = try await vault.load() } catch {
            throw ConnectorError(.unavailable, "The token store cannot be read, so the session cannot be renewed: mend the store")
        }
        guard let stored, stored != tokens else { return }
        tokens = stored
        refusals = 0
        consentReason = nil
        renewNotBefore = nil
        answerWasLost = false
    }

    private func storeUndurable() async throws(ConnectorError) {
        guard let pending = undurable else { return }
        do { try await vault.store(pending) } catch {
            throw ConnectorError(
                .unavailable,
                "New tokens are held in memory because the token store refuses them: mend the store before stopping the service")
        }
        undurable = nil
        tokens = pending
        refusedToken = nil
    }

    private func checkPace(_ tokens: ExactTokens) throws(ConnectorError) {
        let now = clock.now()
        if !tokens.isFresh(at: now) {
            guard let renewNotBefore, now < renewNotBefore else { return }
            throw ConnectorError(
                .unavailable, "Exact Online gives no new session before \(renewNotBefore): waiting for it", retryAt: renewNotBefore)
        }
        // The token was refused although it is young. A second one in a row means that the consent itself is gone.
        if refusals >= 2 { throw needsConsent("Exact Online refuses new sessions too", .withdrawn) }
        throw ConnectorError(
            .unavailable, "Exact Online refused a session of less than ten minutes old; a new one is given from \(tokens.renewableAt)",
            retryAt: tokens.renewableAt)
    }

    private func refresh(_ old: ExactTokens) async throws(ConnectorError) -> ExactTokens {
        var answer = await endpoint.refresh(old.refreshToken)
        if case .lost = answer {
            // The old token may still work: when the request never arrived, and where the service grants a grace.
            answerWasLost = true
            answer = await endpoint.refresh(old.refreshToken)
        }
        switch answer {
        case .granted(var granted):
            // The consent is the same.
            granted.consent = old.consent
            undurable = granted
            renewNotBefore = nil
            answerWasLost = false
            try await storeUndurable()
            return granted
        case .tooEarly: throw tooEarly()
        case .refused(let text):
            throw blocked(
                answerWasLost ? "The answer to a renewal was lost and the old token is used up" : "The session can no longer be renewed",
                .reading(tokenRefusal: text, isClient: false), vendorText: text)
        case .clientRefused(let text):
            throw blocked("Client id or client secret is not accepted: check the configuration first", .secretChanged, vendorText: text)
        case .busy(let until): throw ConnectorError(.throttled, "Exact Online allows no token call now", retryAt: until)
        case .notSent(let reason), .lost(let reason):
            throw ConnectorError(.unavailable, "The session could not be renewed: \(reason)")
        }
    }

    private func tooEarly() -> ConnectorError {
        // After a lost answer the 570 s of the tokens we never saw must pass; otherwise only the clocks differ a little.
        let pause = answerWasLost ? ExactTokens.renewalAgeSeconds : Self.tooEarlyPauseSeconds
        let until = clock.now().adding(seconds: pause)
        renewNotBefore = until
        return ConnectorError(.unavailable, "Exact Online gives no new session yet: next attempt at \(until)", retryAt: until)
    }

    private func blocked(_ reason: String, _ access: ExactAccess, vendorText: String) -> ConnectorError {
        consentReason = (reason, access)
        return needsConsent(reason, access, vendorText: vendorText)
    }

    private func needsConsent(_ reason: String, _ access: ExactAccess, vendorText: String? = nil) -> ConnectorError {
        ConnectorError(
            .unauthorised, "\(reason). A person must give consent for Exact Online (again), through: \(consent.link())",
            vendorText: vendorText, remedy: access.text(""))
    }
}

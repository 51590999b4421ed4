public import BridgeDomain

/// The pair of tokens a connection lives on (reference `exact-online` §2).
///
/// Never printed: every description leaves the tokens out.
public struct ExactTokens: Hashable, Sendable, Codable {
    public var accessToken: String
    /// Good for one refresh; replaced by it.
    public var refreshToken: String
    /// When the answer that brought them arrived.
    public var receivedAt: Timestamp
    /// Seconds the access token lives from its issue, as the service said.
    public var expiresIn: Int64
    /// Whose consent they came by; nil for those of before it was kept.
    public var consent: ExactConsentRecord?

    /// A pair of tokens.
    public init(accessToken: String, refreshToken: String, receivedAt: Timestamp, expiresIn: Int64) {
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        self.receivedAt = receivedAt
        self.expiresIn = expiresIn
    }

    /// Seconds after which, and not before, the service gives a new access token (reference §2.2). Renewing lazily at this age costs at
    /// most 152 token calls a day, below the 200 that are allowed.
    static let renewalAgeSeconds: Int64 = 570

    /// The first moment the service gives a new access token.
    var renewableAt: Timestamp { receivedAt.adding(seconds: min(Self.renewalAgeSeconds, expiresIn)) }

    /// True while calls may be made with the access token without renewing it first.
    func isFresh(at now: Timestamp) -> Bool { now < renewableAt }
}

extension ExactTokens: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// When they came; never what they are.
    public var description: String { "tokens received at \(receivedAt)" }
    /// As ``description``.
    public var debugDescription: String { description }
    /// Nothing, so that `dump` shows nothing either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Where the tokens are kept durably, sealed. One vault per connection.
public protocol ExactTokenVault: Sendable {
    /// The stored tokens; nil when no consent was ever given.
    func load() async throws -> ExactTokens?
    /// Stores the tokens durably: when this returns, they survive a crash. They are used only afterwards.
    func store(_ tokens: ExactTokens) async throws
    /// Does `work` while nobody else, in this process or another, renews or replaces the tokens of this connection: a refresh token is good for
    /// one refresh, and of two who use it the second loses the connection. Throws when it does not get its turn in time; `work` was then
    /// not done.
    func exclusively<Answer: Sendable>(_ work: @Sendable () async -> Answer) async throws -> Answer
}

extension ExactTokenVault {
    /// For a vault nobody else uses: the session itself renews once at a time.
    public func exclusively<Answer: Sendable>(_ work: @Sendable () async -> Answer) async throws -> Answer { await work() }
}

public import BridgeDomain

/// Where one FreshPortal environment is and how to sign in there. Its texts show no secret.
public struct FreshPortalConfiguration: Sendable, CustomStringConvertible, CustomReflectable {
    /// Scheme, host and port of the API: `https://{tenant}-api.freshportal.com` (reference freshportal §2).
    public var origin: String
    /// The legal entity of this bridge; documents of others are not asked for, and parked when they come.
    public var administration: SourceAdministration
    /// The key of this integration: every integration and environment has its own.
    public var apiKey: String
    /// What pushes are signed with; nil refuses every push.
    public var webhookSecret: String?
    /// Milliseconds one exchange may take.
    public var timeoutTotal: Int
    /// Bytes one answer may have. A page beyond it is asked for again in halves.
    public var answerMax: Int

    /// An environment; exchanges of at most 60 s and answers of at most 64 MB unless said otherwise.
    public init(
        origin: String, administration: SourceAdministration, apiKey: String, webhookSecret: String? = nil, timeoutTotal: Int = 60_000,
        answerMax: Int = 64 << 20
    ) {
        self.origin = origin
        self.administration = administration
        self.apiKey = apiKey
        self.webhookSecret = webhookSecret
        self.timeoutTotal = timeoutTotal
        self.answerMax = answerMax
    }

    /// The environment and administration, without the secrets.
    public var description: String { "FreshPortal \(origin) \(administration)" }
    /// Nothing to look into: what dumps a value must not dump its secrets.
    public var customMirror: Mirror { Mirror(self, children: [("origin", origin), ("administration", administration.text)]) }
}

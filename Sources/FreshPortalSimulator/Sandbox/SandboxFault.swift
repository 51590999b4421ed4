/// A way in which the exchange with the sandbox fails, as networks and servers fail.
public enum SandboxFault: Sendable, Hashable, Codable {
    /// The connection breaks before the request had an effect.
    case dropBefore
    /// The request has its effect; the answer is lost.
    case dropAfter
    /// The answer comes after so many milliseconds, by the sandbox's sleeper.
    case slow(milliseconds: Int)
    /// An answer with this status instead of an effect; 429 and 503 with `Retry-After` when given.
    case status(Int, retryAfter: Int?)
    /// The request has its effect; the answer is cut in the middle.
    case truncated
    /// All tokens end at this moment.
    case tokensExpire
    /// A maintenance page with status 200.
    case webPage
}

/// A fault that waits for the requests it is meant for.
public struct SandboxFaultRule: Sendable, Hashable, Codable {
    public var fault: SandboxFault
    /// The requests it is meant for: those whose path contains this text; empty means all.
    public var pathContains: String
    /// How many such requests pass before it strikes.
    public var skip: Int
    /// How many it strikes.
    public var times: Int

    /// A fault for the next requests of a kind.
    public init(_ fault: SandboxFault, pathContains: String = "", skip: Int = 0, times: Int = 1) {
        self.fault = fault
        self.pathContains = pathContains
        self.skip = skip
        self.times = times
    }
}

/// How often, in a thousand requests, each fault strikes by itself. Drawn from the sandbox's seed.
public struct SandboxWeather: Sendable, Hashable, Codable {
    public var dropBefore = 0
    public var dropAfter = 0
    public var slow = 0
    public var throttled = 0
    public var failed = 0
    public var unavailable = 0
    public var truncated = 0
    public var tokensExpire = 0
    /// How long a slow answer takes.
    public var slowMilliseconds = 400

    /// Fair weather.
    public init() {}

    /// The fault of one draw of 0…999; nil for none.
    func fault(_ draw: Int) -> SandboxFault? {
        let shares: [(Int, SandboxFault)] = [
            (dropBefore, .dropBefore), (dropAfter, .dropAfter), (slow, .slow(milliseconds: slowMilliseconds)),
            (throttled, .status(429, retryAfter: 1)), (failed, .status(500, retryAfter: nil)),
            (unavailable, .status(503, retryAfter: nil)), (truncated, .truncated), (tokensExpire, .tokensExpire),
        ]
        var ticket = draw
        for (share, fault) in shares {
            if ticket < share { return fault }
            ticket -= share
        }
        return nil
    }
}

/// How pushes go astray. A push is only a nudge: none of this may change anything in the result (reference freshportal §4.5).
public struct SandboxWebhookTrouble: Sendable, Hashable, Codable {
    /// In a thousand.
    public var lost = 0
    /// In a thousand.
    public var doubled = 0
    /// Each push comes up to so many seconds late.
    public var lateSecondsMax = 0
    /// Pushes that are due together come in another order.
    public var reordered = false

    /// None.
    public init() {}
}

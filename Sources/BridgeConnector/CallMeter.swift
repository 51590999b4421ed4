public import BridgeDomain

/// What the target said of one of its limits in an answer.
public struct ObservedLimit: Hashable, Sendable {
    /// Which of the target's windows.
    public enum Window: String, Hashable, Sendable, Codable, CaseIterable {
        case minute, day
    }

    public var window: Window
    public var limit: Int
    public var remaining: Int
    public var resetsAt: Timestamp

    /// A limit as the target reported it.
    public init(window: Window, limit: Int, remaining: Int, resetsAt: Timestamp) {
        self.window = window
        self.limit = limit
        self.remaining = remaining
        self.resetsAt = resetsAt
    }
}

/// The one who counts calls. Limits are respected by calculation, not by being refused (design rule 4).
public protocol CallMeter: Sendable {
    /// Takes one call on `endpoint` out of the budget, or throws ``ConnectorError/Code/budgetSpent`` with the time it may go on.
    func take(_ endpoint: String) async throws(ConnectorError)
    /// What the target reported after a call: its word counts over our own sum.
    func observed(_ limits: [ObservedLimit]) async
    /// A call on `endpoint` ended with a client error that counts towards the target's error velocity. Enough of them stop the endpoint.
    func erred(_ endpoint: String) async
}

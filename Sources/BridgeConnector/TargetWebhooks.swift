/// Which of a system's streams is worth reading now.
public enum TargetStream: String, Hashable, Sendable, CaseIterable {
    /// Entries, and the payments that settle them.
    case entries
    case relations
}

/// That something changed over there, as the system told on its own.
///
/// Only ever a nudge: lost, doubled, late and out-of-order ones change nothing in the result, because what changed is read through the
/// streams, which are complete by themselves.
public struct TargetNudge: Hashable, Sendable {
    /// The same for the same event told again.
    public var eventID: String
    public var stream: TargetStream

    /// A nudge.
    public init(eventID: String, stream: TargetStream) {
        self.eventID = eventID
        self.stream = stream
    }
}

/// What a system that tells of changes on its own needs of us. An ability of its own: a system without it is read by the clock alone.
public protocol TargetWebhooks: Sendable {
    /// Seconds between two looks whether the subscriptions are still there.
    var subscriptionSeconds: Int64 { get }
    /// What a message says; nil when it is not this system's, not for this administration, or of a kind that is not known.
    func nudge(body: [UInt8]) -> TargetNudge?
    /// Sees to it that we are told of everything we want to be told of; subscribes anew where a subscription was lost. Each call is taken from
    /// the connector's ``CallMeter``.
    ///
    /// - Returns: how many subscriptions were made.
    func keepSubscribed() async throws(ConnectorError) -> Int
}

public import BridgeDomain

/// The moment by which a call must have begun.
///
/// A process can stand still at any line: a suspended machine, a stopped container. When it goes on, another may have taken its lane, waited
/// out the settling time counted from the durable intent, found nothing and sent the entry itself. A call that then still went out would book
/// it a second time. So a call begins soon after it was asked for, or not at all: the engine looks right before it asks the connector, the
/// connector right before it sends.
public struct CallDeadline: Hashable, Sendable {
    /// Seconds from asking to beginning. Once in the engine and once in the connector, with the time an exchange may take, they must stay
    /// below ``ConnectorCapabilities/settlingSeconds``.
    public static let seconds: Int64 = 30

    private let last: Timestamp

    /// The deadline of what was asked for at that moment.
    public init(askedAt moment: Timestamp) { last = moment.adding(seconds: Self.seconds) }

    /// Throws ``ConnectorError/Code/unavailable``, with nothing sent, when it is too late to begin.
    public func check(now: Timestamp) throws(ConnectorError) {
        guard now > last else { return }
        throw ConnectorError(.unavailable, "the process stood still before the call, until \(now): nothing was sent")
    }
}

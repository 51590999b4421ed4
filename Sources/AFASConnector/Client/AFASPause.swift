import BridgeDomain
import Synchronization

/// Holds calls back while the service is down for maintenance, as long as it said itself.
final class AFASPause: Sendable {
    /// Seconds without a word from the service of its own; it usually says 7,200.
    static let secondsUsual: Int64 = 60
    static let secondsMax: Int64 = 7_200

    private let end = Mutex<Timestamp?>(nil)

    /// The moment before which nothing is sent; nil when calls may go.
    func until(_ now: Timestamp) -> Timestamp? { end.withLock { end in end.flatMap { now < $0 ? $0 : nil } } }

    /// The service is down until then.
    func extend(to moment: Timestamp) { end.withLock { $0 = max($0 ?? moment, moment) } }
    /// The service answered as it should.
    func over() { end.withLock { $0 = nil } }
}

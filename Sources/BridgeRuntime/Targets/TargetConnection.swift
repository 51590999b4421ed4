public import BridgeConnector
public import BridgeEngine
import Synchronization

/// A connection to one set of books.
public struct TargetConnection: Sendable {
    /// The connection's name in budgets and leases: `exact/3456789`.
    public let name: String
    /// The connector as the engine sees it; what it says of failures is redacted.
    let connector: any AccountingConnector
    /// Who counts the connection's calls.
    public let meter: BudgetMeter
    /// What a person has to consent to; nil where a secret of the configuration is enough.
    public let consent: (any PersonsConsent)?

    init(name: String, connector: any AccountingConnector, meter: BudgetMeter, consent: (any PersonsConsent)? = nil) {
        self.name = name
        self.connector = RedactingConnector(connector)
        self.meter = meter
        self.consent = consent
    }
}

/// Access that a person gives in the browser, and that comes back to an address of ours.
public protocol PersonsConsent: Sendable {
    /// The page where a person gives consent; carries no secret.
    var link: String { get }
    /// Where the browser comes back.
    var redirect: String { get }
    /// True for the query of a callback that belongs to a link of ours, whatever the person decided.
    func isOurs(callback query: String) -> Bool
    /// Takes the query of a callback and makes the consent durable.
    func accept(callback query: String) async throws(ConnectorError)
}

/// The connections of a process: one per target, whichever bridges and commands use it, so that calls, sessions and maintenance pauses are
/// shared.
final class TargetConnections: Sendable {
    private let made = Mutex<[String: TargetConnection]>([:])

    /// The connection of a target, if it was made.
    func found(_ target: String) -> TargetConnection? { made.withLock { $0[target] } }

    /// Keeps a connection unless somebody was faster; the one that counts comes back.
    func keep(_ connection: TargetConnection, for target: String) -> TargetConnection {
        made.withLock { made in
            if let earlier = made[target] { return earlier }
            made[target] = connection
            return connection
        }
    }
}

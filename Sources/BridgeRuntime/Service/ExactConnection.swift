public import BridgeConnector
public import BridgeEngine
import ExactConnector
import Synchronization

/// A connection to one set of books, and the consent it rests on.
public struct ExactConnection: Sendable {
    /// The connection's name in budgets and leases: `exact/3456789`.
    public let name: String
    /// The connector as the engine sees it; what it says of failures is redacted.
    let connector: any AccountingConnector
    private let consent: ExactConsent
    private let vault: any ExactTokenVault
    /// Who counts the connection's calls.
    public let meter: BudgetMeter

    init(name: String, connector: any AccountingConnector, consent: ExactConsent, vault: any ExactTokenVault, meter: BudgetMeter) {
        self.name = name
        self.connector = connector
        self.consent = consent
        self.vault = vault
        self.meter = meter
    }

    /// The page where a person gives consent; carries no secret.
    public var consentLink: String { consent.link() }

    /// True for the query of a callback that belongs to a link of ours, whatever the person decided.
    public func isOurs(callback query: String) -> Bool {
        do throws(ConnectorError) {
            _ = try consent.code(fromCallback: query)
            return true
        } catch {
            // A refusal by the person comes with the vendor's text, a foreign callback with none.
            return error.vendorText != nil
        }
    }

    /// Takes the query of a callback and makes the consent durable.
    public func acceptConsent(callback query: String) async throws(ConnectorError) {
        _ = try await consent.accept(callback: query, into: vault)
    }
}

/// The connections of a process: one per target, whichever bridges and commands use it, so that calls, sessions and maintenance pauses are
/// shared.
final class ExactConnections: Sendable {
    private let made = Mutex<[String: ExactConnection]>([:])

    /// The connection of a target, if it was made.
    func found(_ target: String) -> ExactConnection? { made.withLock { $0[target] } }

    /// Keeps a connection unless somebody was faster; the one that counts comes back.
    func keep(_ connection: ExactConnection, for target: String) -> ExactConnection {
        made.withLock { made in
            if let earlier = made[target] { return earlier }
            made[target] = connection
            return connection
        }
    }
}

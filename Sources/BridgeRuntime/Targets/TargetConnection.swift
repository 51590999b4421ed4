public import BridgeConnector
public import BridgeDomain
public import BridgeEngine
import BridgeMapping
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
    /// What the system tells on its own; nil where it does not, or no address of ours is set for it.
    let webhooks: (any TargetWebhooks)?
    private let findings: Examination?
    private let ending: Ending?
    /// Asks the system itself, before the first posting and daily; nil where the code lists tell all, or asking costs too many calls.
    let daily: DailyExamination?

    /// Gives back what the system keeps for us while we are connected.
    typealias Ending = @Sendable () async -> Void
    /// Compares what a system lets us do with what we need.
    typealias Examination = @Sendable (_ known: MasterData?) async throws(ConnectorError) -> [ConnectionFinding]

    /// The same with the codes that a bridge's rules can give.
    typealias DailyExamination = @Sendable (_ master: MasterData, _ used: CodesUsed) async throws(ConnectorError) -> [ConnectionFinding]

    init(
        name: String, connector: any AccountingConnector, meter: BudgetMeter, consent: (any PersonsConsent)? = nil,
        webhooks: (any TargetWebhooks)? = nil, findings: Examination? = nil, daily: DailyExamination? = nil, ending: Ending? = nil
    ) {
        self.name = name
        self.connector = RedactingConnector(connector)
        self.meter = meter
        self.consent = consent
        self.webhooks = webhooks
        self.ending = ending
        self.findings = findings
        self.daily = daily
    }

    /// Ends what the system keeps for us, such as a session: for whoever is done with it. What is asked after it begins anew; nothing depends on it.
    public func end() async { await ending?() }

    /// What has to be changed in the system before everything works; calls it, and changes nothing. Empty for a system whose code lists show
    /// as much.
    ///
    /// - Parameter known: the code lists as last read: what is missing of them since is told.
    public func examine(known: MasterData? = nil) async throws(ConnectorError) -> [ConnectionFinding] {
        try await findings?(known) ?? []
    }
}

/// Something in an accounting system that is not as the connection needs it.
public struct ConnectionFinding: Hashable, Sendable {
    /// What is wrong and what to change there.
    public var text: BilingualText
    /// True when nothing can be booked or read back as long as it is so.
    public var isBlocking: Bool
    /// True when a person has to mend it, whatever else still works.
    public var needsPerson = false
    /// Where in the system it is mended; nil where nobody knows, or it is not mended there.
    public var part: BooksPart?
}

/// Access that a person gives in the browser, and that comes back to an address of ours.
public protocol PersonsConsent: Sendable {
    /// The page where a person gives consent; carries no secret.
    var link: String { get }
    /// Where the browser comes back.
    var redirect: String { get }
    /// True for the query of a callback that belongs to a link of ours, whatever the person decided.
    func isOurs(callback query: String) -> Bool
    /// Takes the query of a callback and makes the consent durable; `who` gave the order for it.
    func accept(callback query: String, by who: String) async throws(ConnectorError)
    /// Whose consent it is and how long it lasts; nil before one was given. Calls nobody. Throws what the token store throws.
    func standing() async throws -> ConsentStanding?
}

/// Whose consent a connection lives on, and until when.
public struct ConsentStanding: Hashable, Sendable {
    /// Who gave the order at our side; nil for a consent of before that was kept.
    public var givenTo: String?
    /// The user of the accounting system who agreed.
    public var user: String?
    public var at: Timestamp?
    /// The administrations that user can reach, as the system numbers them.
    public var administrations: [String]
    /// When it dies unless the connection is used before.
    public var until: Timestamp
    /// From then on people are warned.
    public var warnsFrom: Timestamp

    /// True when people are to be warned, or it is over.
    public func isEnding(at now: Timestamp) -> Bool { now >= warnsFrom }
}

/// The connections of a process: one per target, whichever bridges and commands use it, so that calls, sessions and maintenance pauses are
/// shared.
final class TargetConnections: Sendable {
    private let made = Mutex<[String: TargetConnection]>([:])

    /// Every connection that was made.
    var all: [TargetConnection] { made.withLock { Array($0.values) } }

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

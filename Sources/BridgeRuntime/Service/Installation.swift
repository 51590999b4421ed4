import BridgeConnector
public import BridgeDomain
public import BridgeEngine
public import BridgeFolder
public import BridgeHTTP
public import BridgeJournal
import BridgeMapping
import BridgeSecrets
import BridgeYAML

/// A configuration brought to life: journal, secrets, network.
///
/// Bridges that use the same target share one connection to it: one session, one count of calls, one call at a time.
public struct Installation: Sendable {
    public let configuration: Configuration
    public let journal: any BridgeJournal
    public let clock: any TimeSource
    /// True when the key that seals secrets was made just now: somebody must keep a copy of it.
    public let keyIsNew: Bool
    let sealer: Sealer
    let environment: [String: String]
    let transport: any HTTPTransport
    let owner: String
    private let connections = TargetConnections()

    /// Brings a configuration to life on an open journal. The key file is made when it is not there. `owner` names this process where
    /// processes take turns; no other may have the same.
    public init(
        _ configuration: Configuration, journal: any BridgeJournal, transport: any HTTPTransport, clock: any TimeSource,
        environment: [String: String], owner: String
    ) throws(InstallationError) {
        self.configuration = configuration
        self.journal = journal
        self.clock = clock
        self.transport = transport
        self.environment = environment
        self.owner = owner
        do {
            let key = try SealingKey.readOrCreate(file: configuration.path(configuration.keyFile))
            sealer = Sealer(key: key.key)
            keyIsNew = key.isNew
        } catch {
            throw InstallationError(error)
        }
    }

    /// The parts of a bridge with the newest version of its mapping.
    public func bridge(_ bridge: Configuration.Bridge) async throws(InstallationError) -> WorkingBridge {
        let name = bridge.policy.bridge
        guard let source = configuration.sources.first(where: { $0.name == bridge.source }),
            let target = configuration.targets.first(where: { $0.name == bridge.target })
        else {
            throw InstallationError(
                nl: "de brug \(name) noemt een bron of boekhouding die niet is ingesteld",
                en: "the bridge \(name) names a source or target that is not set up")
        }
        let mapping = try await mapping(of: bridge)
        let connection = try await connect(target)
        let translator = MappingTranslator(
            rules: mapping.rules, version: mapping.version, bridge: bridge.policy, capabilities: connection.connector.capabilities)
        let documents = try await documents(of: source, for: bridge)
        var parts = BridgeParts(
            policy: bridge.policy, journal: journal, source: RedactingSource(documents), connector: connection.connector,
            translator: translator, clock: clock, zone: bridge.zone,
            share: BudgetShare(of: name, among: configuration.sharing(bridge), meter: connection.meter))
        parts.examination = examination(target, connection, bridge.zone)
        parts.vatDoubts = vatDoubts(target, bridge.zone)
        return WorkingBridge(parts: parts, translator: translator, connection: connection, folder: documents as? FolderSource)
    }

    /// What is asked and compared before the first posting and daily, with the rules then in force.
    private func examination(_ target: Configuration.Target, _ connection: TargetConnection, _ zone: TimeZoneRule)
        -> BridgeParts.Examination
    {
        let (setup, daily, clock) = (target.setup, connection.daily, clock)
        return { (master: MasterData, translator: any DocumentTranslator) async throws(ConnectorError) -> [SetupFinding] in
            guard let rules = (translator as? MappingTranslator)?.mapper.rules else { return [] }
            var found: [ConnectionFinding] = []
            if let daily { found = try await daily(master, rules.codesUsed) }
            found += setup.findings(in: master, rules, on: zone.date(of: clock.now()))
            return found.map { SetupFinding($0) }
        }
    }

    /// Which VAT codes of the books stop the documents that need them.
    private func vatDoubts(_ target: Configuration.Target, _ zone: TimeZoneRule) -> BridgeParts.VATDoubts? {
        let setup = type(of: target.setup)
        guard setup.vatStopsDocuments else { return nil }
        let clock = clock
        return { (master: MasterData, translator: any DocumentTranslator) in
            guard let rules = (translator as? MappingTranslator)?.mapper.rules else { return [:] }
            return VATComparison(rules: rules, master: master, reading: setup.vat, today: zone.date(of: clock.now())).doubts
        }
    }

    /// The connection to a target, whatever bridge uses it.
    public func connect(_ target: Configuration.Target) async throws(InstallationError) -> TargetConnection {
        if let found = connections.found(target.name) { return found }
        return connections.keep(try await target.setup.connect(self), for: target.name)
    }

    /// Ends every connection, at the end of a process.
    public func endConnections() async {
        for connection in connections.all { await connection.end() }
    }

    /// Where a connection's session is kept, sealed; one process renews it at a time.
    func vault(_ connection: String) -> SealedTokenVault {
        SealedTokenVault(name: connection, journal: journal, sealer: sealer, clock: clock, owner: owner)
    }

    /// Who counts a connection's calls.
    func meter(_ connection: String, perMinute: Int, perDay: Int, errorsPerHour: Int) -> BudgetMeter {
        BudgetMeter(
            connection: connection, journal: journal, clock: clock,
            limits: BudgetMeter.Limits(
                perMinute: perMinute, perDay: perDay, errorsPerHour: errorsPerHour, block: Self.block(perMinute)))
    }

    /// Calls taken from the budget at once: few where calls are few, since a crash loses what is left of a block; a tenth of a second's worth
    /// where they are many, since each block is a write.
    private static func block(_ callsPerMinute: Int) -> Int { min(max(5, callsPerMinute / 600), 100) }

    /// The newest mapping of a bridge; empty before the first was saved.
    private func mapping(of bridge: Configuration.Bridge) async throws(InstallationError) -> (rules: MappingRules, version: Int) {
        let kept: MappingRecord?
        do { kept = try await journal.mapping(bridge.policy.bridge, version: nil) } catch { throw InstallationError(error.text) }
        guard let kept else { return (MappingRules(name: "empty"), 0) }
        do { return (try MappingRules(yaml: kept.yaml), kept.version) } catch {
            throw InstallationError(
                nl: "versie \(kept.version) van de regels is niet te lezen: \(error.text(file: "mapping", .dutch))",
                en: "version \(kept.version) of the rules cannot be read: \(error.text(file: "mapping", .english))")
        }
    }
}

/// A bridge with everything it works with.
public struct WorkingBridge: Sendable {
    public var parts: BridgeParts
    public var translator: MappingTranslator
    public var connection: TargetConnection
    /// The folder it reads, where its source is one.
    public var folder: FolderSource?
}

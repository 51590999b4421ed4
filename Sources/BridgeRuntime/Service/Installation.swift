public import BridgeConnector
public import BridgeDomain
public import BridgeEngine
public import BridgeHTTP
public import BridgeJournal
import BridgeMapping
import BridgeSecrets
import BridgeYAML
import BridgeSource
import ExactConnector
import FreshPortalSource

/// A configuration brought to life: journal, secrets, network. The one place where vendors are wired in.
public struct Installation: Sendable {
    public let configuration: Configuration
    public let journal: any BridgeJournal
    public let clock: any TimeSource
    private let transport: any HTTPTransport
    private let sealer: Sealer
    private let environment: [String: String]

    /// Brings a configuration to life on an open journal. The key file is made when it is not there.
    public init(
        _ configuration: Configuration, journal: any BridgeJournal, transport: any HTTPTransport, clock: any TimeSource,
        environment: [String: String]
    ) throws(InstallationError) {
        self.configuration = configuration
        self.journal = journal
        self.clock = clock
        self.transport = transport
        self.environment = environment
        do {
            sealer = Sealer(key: try SealingKey.readOrCreate(file: configuration.path(configuration.keyFile)).key)
        } catch {
            throw InstallationError(error)
        }
    }

    /// The parts of a bridge with the newest version of its mapping.
    public func bridge(_ bridge: Configuration.Bridge) async throws(InstallationError) -> WorkingBridge {
        guard let source = configuration.sources.first(where: { $0.name == bridge.source }),
            let target = configuration.targets.first(where: { $0.name == bridge.target })
        else {
            throw InstallationError(
                nl: "de brug \(bridge.policy.bridge) noemt een bron of boekhouding die niet is ingesteld",
                en: "the bridge \(bridge.policy.bridge) names a source or target that is not set up")
        }
        let mapping = try await mapping(of: bridge)
        let connection = try await connect(target)
        let freshPortal = FreshPortalSource(
            FreshPortalConfiguration(
                origin: source.origin, administration: bridge.policy.source, apiKey: try await secret(source.key),
                webhookSecret: try await secret(source.webhookSecret)),
            transport: transport, time: clock)
        let translator = MappingTranslator(
            rules: mapping.rules, version: mapping.version, policy: bridge.policy, capabilities: connection.connector.capabilities,
            validator: DocumentValidator(ownCountry: CountryCode(bridge.policy.ownCountry) ?? .netherlands))
        let parts = BridgeParts(
            policy: bridge.policy, journal: journal, source: freshPortal, connector: connection.connector, translator: translator,
            clock: clock, zone: bridge.zone)
        return WorkingBridge(parts: parts, translator: translator, connection: connection)
    }

    /// A connection to a target, whatever bridge uses it.
    public func connect(_ target: Configuration.Target) async throws(InstallationError) -> ExactConnection {
        let settings = ExactSettings(
            country: .netherlands, originOverride: target.origin, division: target.division, clientID: target.clientID,
            clientSecretReference: target.clientSecret.description, redirectURI: target.redirect,
            daybookUse: [.sales, .purchases, .general],
            settlingSeconds: target.settlingSeconds)
        let secret = try await secret(target.clientSecret)
        let vault = SealedTokenVault(name: "exact/\(target.division)", journal: journal, sealer: sealer)
        let meter = BudgetMeter(
            connection: "exact/\(target.division)", journal: journal, clock: clock,
            limits: BudgetMeter.Limits(perMinute: target.callsPerMinute, perDay: target.callsPerDay, errorsPerHour: 5))
        let connector = ExactOnlineConnector(
            settings: settings, clientSecret: secret, vault: vault, transport: transport, meter: meter, clock: clock)
        return ExactConnection(
            connector: connector, consent: ExactConsent(settings: settings, clientSecret: secret, transport: transport, clock: clock),
            vault: vault, meter: meter)
    }

    /// The newest mapping of a bridge: of the journal, or of the file it starts with.
    private func mapping(of bridge: Configuration.Bridge) async throws(InstallationError) -> (rules: MappingRules, version: Int) {
        let kept: MappingRecord?
        do { kept = try await journal.mapping(bridge.policy.bridge, version: nil) } catch { throw InstallationError(error.text) }
        if let kept {
            do { return (try MappingRules(yaml: kept.yaml), kept.version) } catch {
                throw InstallationError(
                    nl: "versie \(kept.version) van de regels is niet te lezen: \(error.text(file: "mapping", .dutch))",
                    en: "version \(kept.version) of the rules cannot be read: \(error.text(file: "mapping", .english))")
            }
        }
        return (MappingRules(name: "empty"), 0)
    }

    private func secret(_ reference: SecretReference?) async throws(InstallationError) -> String? {
        guard let reference else { return nil }
        return try await secret(reference) as String
    }

    private func secret(_ reference: SecretReference) async throws(InstallationError) -> String {
        do {
            switch reference {
            case .environment, .file:
                return try SecretResolver(environment: environment).secret(reference).exposed
            case .sealed(let name):
                guard let bytes = try await journal.sealed(name: name) else {
                    throw InstallationError(
                        nl: "er is geen geheim '\(name)' verzegeld; 'ledgerbridge connect seal \(name)' doet dat",
                        en: "the sealed store holds no secret named '\(name)'; 'ledgerbridge connect seal \(name)' puts one in")
                }
                return try sealer.open(SealedBox(String(decoding: bytes, as: UTF8.self), name: name), name: name).exposed
            }
        } catch let error as SecretError {
            throw InstallationError(error)
        } catch let error as JournalError {
            throw InstallationError(error.text)
        } catch let error as InstallationError {
            throw error
        } catch {
            throw InstallationError(nl: "het geheim \(reference) is niet te lezen", en: "the secret \(reference) cannot be read")
        }
    }

    /// Seals a secret into the store under a name.
    public func seal(_ value: String, name: String) async throws(JournalError) {
        let box = sealer.seal(Secret(value), name: name)
        try await journal.commit(JournalUnit([.putSealed(name: name, value: Array(box.description.utf8))]))
    }
}

/// A bridge with everything it works with.
public struct WorkingBridge: Sendable {
    public var parts: BridgeParts
    public var translator: MappingTranslator
    public var connection: ExactConnection
}

/// A connection to one set of books, and the consent it rests on.
public struct ExactConnection: Sendable {
    let connector: ExactOnlineConnector
    private let consent: ExactConsent
    private let vault: any ExactTokenVault
    /// Who counts the connection's calls.
    public let meter: BudgetMeter

    init(connector: ExactOnlineConnector, consent: ExactConsent, vault: any ExactTokenVault, meter: BudgetMeter) {
        self.connector = connector
        self.consent = consent
        self.vault = vault
        self.meter = meter
    }

    /// The page where a person gives consent; carries no secret.
    public var consentLink: String { consent.link() }

    /// Takes the query of a callback and makes the consent durable.
    public func acceptConsent(callback query: String) async throws(ConnectorError) {
        _ = try await consent.accept(callback: query, into: vault)
    }
}

/// Why an installation could not be brought to life: one sentence with what to do.
public struct InstallationError: Error, Hashable, Sendable, CustomStringConvertible {
    public var text: BilingualText

    /// A reason.
    public init(_ text: BilingualText) { self.text = text }

    /// A reason in both languages.
    public init(nl dutch: String, en english: String) { text = BilingualText(nl: dutch, en: english) }

    init(_ error: SecretError) { self.init(nl: error.text(.dutch), en: error.text(.english)) }

    /// The reason in English.
    public var description: String { text.english }
}

/// Keeps a connection's tokens sealed in the journal: durable before they are used.
struct SealedTokenVault: ExactTokenVault {
    let name: String
    let journal: any BridgeJournal
    let sealer: Sealer

    func load() async throws -> ExactTokens? {
        guard let bytes = try await journal.sealed(name: name) else { return nil }
        let secret = try sealer.open(SealedBox(String(decoding: bytes, as: UTF8.self), name: name), name: name)
        return try ExactTokens(json: secret.exposed)
    }

    func store(_ tokens: ExactTokens) async throws {
        let box = sealer.seal(Secret(try tokens.json), name: name)
        try await journal.commit(JournalUnit([.putSealed(name: name, value: Array(box.description.utf8))]))
    }
}

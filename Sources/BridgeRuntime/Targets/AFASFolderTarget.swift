public import AFASConnector
public import AFASExchange
public import BridgeDomain
import BridgeEngine
public import BridgeExchange
public import BridgeYAML

/// An administration in AFAS Profit, by files in an exchange folder.
public struct AFASFolderTarget: TargetSetup {
    public static let type = "afas-folder"
    public static var sampleRules: String { MappingSamples.afasFlowerExporter }

    public var settings: AFASExchangeSettings
    public var place: ExchangePlace
    /// Whose Profit imports the files, and which environment of it; nil where the configuration does not say.
    public var participant: String?
    public var environment: AFASEnvironment?

    public init?(_ name: String, _ mapping: YAMLMapping) {
        let place = ExchangePlace(mapping)
        participant = mapping.optional("participant", .string(lengthMax: 20))
        environment = mapping.optional("environment", .choice(of: AFASEnvironment.self))
        guard let settings = AFASExchangeSettings(name: name, mapping), let place else { return nil }
        self.settings = settings
        self.place = place
    }

    public var administration: TargetAdministration { TargetAdministration(String(settings.unit)) }

    public var exchange: ExchangeSettings? { settings.exchange }

    public var books: BooksName { BooksName("afas", participant, environment?.rawValue, String(settings.unit)) }

    public var connectionName: String { "afas-folder/\(place.name)" }

    public func connect(_ installation: Installation) async throws(InstallationError) -> TargetConnection {
        let connector = settings.connector(
            folder: try await place.folder(installation), journal: installation.journal, clock: installation.clock,
            owner: installation.owner)
        // Files are no calls: nothing is counted.
        let meter = installation.meter(connectionName, perMinute: Int(Int32.max), perDay: Int(Int32.max), errorsPerHour: Int(Int32.max))
        return TargetConnection(name: connectionName, connector: connector, meter: meter)
    }
}

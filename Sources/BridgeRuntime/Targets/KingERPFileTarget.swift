import BridgeConnector
public import BridgeDomain
import BridgeEngine
public import BridgeExchange
public import BridgeYAML
public import KingERPConnector

/// An administration in KING ERP, by files that its import job takes out of a folder.
public struct KingERPFileTarget: TargetSetup {
    public static let type = "king-erp-file"
    public static var sampleRules: String { MappingSamples.kingERPFlowerExporter }

    public var settings: KingERPFileSettings
    public var place: ExchangePlace

    public init?(_ name: String, _ mapping: YAMLMapping) {
        let place = ExchangePlace(mapping)
        guard let settings = KingERPFileSettings(name: name, mapping), let place else { return nil }
        self.settings = settings
        self.place = place
    }

    public var administration: TargetAdministration { TargetAdministration(settings.administration) }
    public var exchange: ExchangeSettings? { settings.exchange }
    public var books: BooksName { BooksName("king-erp", settings.administration) }
    public var connectionName: String { "king-erp-file/\(place.name)" }

    public func connect(_ installation: Installation) async throws(InstallationError) -> TargetConnection {
        let folder = try await place.folder(installation)
        let connector = settings.connector(
            folder: folder, journal: installation.journal, clock: installation.clock,
            owner: installation.owner)
        // Files are no calls: nothing is counted.
        let meter = installation.meter(connectionName, perMinute: Int(Int32.max), perDay: Int(Int32.max), errorsPerHour: Int(Int32.max))
        return TargetConnection(name: connectionName, connector: connector, meter: meter) {
            [settings, place] _ async throws(ConnectorError) in
            let waiting: Int
            do { waiting = try await folder.names(in: "").count(where: KingERPFileSettings.isImport) } catch {
                throw ConnectorError(.unavailable, "the import folder \(place.name) cannot be read: \(error)")
            }
            return [
                ConnectionFinding(
                    text: BilingualText(
                        nl:
                            "dit is KING ERP (een programma op een server; voorheen King 5), administratie '\(settings.administration)', via "
                            + "importbestanden in \(place.name); \(waiting) bestand(en) wachten op de importtaak",
                        en: "this is KING ERP (a program on a server; once King 5), administration '\(settings.administration)', by import "
                            + "files in \(place.name); \(waiting) file(s) wait for the import job"), isBlocking: false)
            ]
        }
    }
}

import BridgeConnector
public import BridgeDomain
public import BridgeEngine
public import BridgeSecrets
public import BridgeYAML
public import KingERPConnector

/// An administration in KING ERP, by the web services that are installed at the customer's.
public struct KingERPServiceTarget: TargetSetup {
    public static let type = "king-erp-webservice"
    public static var sampleRules: String { MappingSamples.kingERPFlowerExporter }

    public var settings: KingWebServiceSettings
    public var accessCode: SecretReference
    /// The vendor names no limit of calls; these keep our part of the load fair. An entry takes a call for each line and one more.
    public var callsPerMinute: Int
    public var callsPerDay: Int

    public init?(_ name: String, _ mapping: YAMLMapping) {
        let accessCode = mapping.required("access_code", .secret)
        let origin = mapping.required("url", .origin)
        let limits = mapping.optionalMapping("limits")
        callsPerMinute = limits?.optional("per_minute", .integer(in: 1...1_000_000)) ?? 1_200
        callsPerDay = limits?.optional("per_day", .integer(in: 1...100_000_000)) ?? 500_000
        guard let settings = KingWebServiceSettings(name: name, origin: origin, mapping), let accessCode else { return nil }
        self.settings = settings
        self.accessCode = accessCode
    }

    public var administration: TargetAdministration { TargetAdministration(settings.administration) }
    public var books: BooksName { BooksName("king-erp", settings.administration) }
    public var connectionName: String { "king-erp-webservice/\(settings.origin)\(settings.base)/\(settings.administration)" }

    public var limits: BudgetMeter.Limits? {
        .init(perMinute: callsPerMinute, perDay: callsPerDay, errorsPerHour: Self.errorsPerHour)
    }

    public func connect(_ installation: Installation) async throws(InstallationError) -> TargetConnection {
        let code = try await installation.secret(accessCode) as String
        let meter = installation.meter(
            connectionName, perMinute: callsPerMinute, perDay: callsPerDay, errorsPerHour: Self.errorsPerHour)
        let connector = KingWebServiceConnector(
            settings: settings, accessCode: code, transport: installation.transport, meter: meter, journal: installation.journal,
            clock: installation.clock, owner: installation.owner)
        return TargetConnection(name: connectionName, connector: connector, meter: meter) { [settings] _ async throws(ConnectorError) in
            try await connector.check()
            return [
                ConnectionFinding(
                    text: BilingualText(
                        nl:
                            "dit is KING ERP (een programma op een server; voorheen King 5), administratie '\(settings.administration)', via "
                            + "King Webservices op \(settings.origin)\(settings.base)",
                        en: "this is KING ERP (a program on a server; once King 5), administration '\(settings.administration)', by King "
                            + "Webservices at \(settings.origin)\(settings.base)"), isBlocking: false)
            ]
        }
    }

    /// Nothing is known to be blocked by refusals; so many in an hour are a fault of ours all the same.
    private static let errorsPerHour = 1_000
}

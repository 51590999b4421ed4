public import BridgeConnector
public import BridgeDomain
public import BridgeHTTP

/// Tries an address of King's web services before there is a connection.
public enum KingWebServiceTest {
    /// Whether address, access code and administration are right; throws what is wrong otherwise. One call (`Test`), which changes nothing.
    public static func run(
        origin: String, path: String, administration: String, accessCode: String, transport: any HTTPTransport, meter: any CallMeter,
        clock: any TimeSource
    ) async throws(ConnectorError) {
        // What the rules say of entries plays no part.
        let rules = KingERPRules(accountWidth: KingERPRules.widths.upperBound, debtorSection: "", creditorSection: "")
        let codes = MasterData(
            administrationName: administration, currency: .eur, accounts: [], vatCodes: [], daybooks: [], paymentConditions: [],
            costCentres: [], costUnits: [], periods: [], readAt: clock.now())
        var settings = KingWebServiceSettings(name: "", origin: origin, administration: administration, rules: rules, codes: codes)
        settings.base = path.hasSuffix("/") ? String(path.dropLast()) : path
        try await KingWebService(settings: settings, accessCode: accessCode, transport: transport, meter: meter, clock: clock).test()
    }
}

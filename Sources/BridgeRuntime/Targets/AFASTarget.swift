public import AFASConnector
import BridgeConnector
public import BridgeDomain
public import BridgeEngine
public import BridgeSecrets
public import BridgeYAML

/// An administration in AFAS Profit, by its REST connectors.
public struct AFASTarget: TargetSetup {
    public static let type = "afas"
    public static var sampleRules: String { MappingSamples.afasFlowerExporter }
    public static var tellsPayments: Bool { true }

    public var settings: AFASSettings
    public var token: SecretReference
    /// The vendor names no limit of calls; these keep our part of the load fair.
    public var callsPerMinute: Int
    public var callsPerDay: Int

    public init?(_ name: String, _ mapping: YAMLMapping) {
        let participant = mapping.required("participant", .string(lengthMax: 20))
        let administration = mapping.required("administration", .integer(in: 1...99_999))
        let token = mapping.required("token", .secret)
        let environment = mapping.optional("environment", .choice(of: AFASEnvironment.self), default: .live)
        let origin = mapping.optional("url", .origin)
        var settings = AFASSettings(
            environment: environment, participant: participant ?? "", originOverride: origin, administration: administration ?? 0,
            tokenReference: token?.description ?? "")
        settings.read(mapping)
        let limits = mapping.optionalMapping("limits")
        callsPerMinute = limits?.optional("per_minute", .integer(in: 1...1_000_000)) ?? 300
        callsPerDay = limits?.optional("per_day", .integer(in: 1...100_000_000)) ?? 50_000
        guard participant != nil, administration != nil, let token else { return nil }
        self.settings = settings
        self.token = token
    }

    public var administration: TargetAdministration { TargetAdministration(String(settings.administration)) }
    /// The same number means other books in another environment.
    public var connectionName: String { "afas/\(settings.participant)/\(settings.environment.rawValue)/\(settings.administration)" }

    public var books: BooksName {
        BooksName("afas", settings.participant, settings.environment.rawValue, String(settings.administration))
    }

    public var limits: BudgetMeter.Limits? {
        .init(perMinute: callsPerMinute, perDay: callsPerDay, errorsPerHour: Self.errorsPerHour)
    }

    public func connect(_ installation: Installation) async throws(InstallationError) -> TargetConnection {
        let text = try await installation.secret(token) as String
        guard let secret = AFASToken(text) else {
            throw InstallationError(
                nl:
                    "wat in \(token) staat is geen token van een App Connector: verwacht <token>…</token>, hetzelfde in base64, of 64 tekens",
                en: "what \(token) holds is no token of an App Connector: <token>…</token>, the same in base64, or 64 characters expected")
        }
        let meter = installation.meter(
            connectionName, perMinute: callsPerMinute, perDay: callsPerDay, errorsPerHour: Self.errorsPerHour)
        var settings = settings
        settings.readsPayments = installation.configuration.readsPayments(from: connectionName)
        let connector = AFASProfitConnector(
            settings: settings, token: secret, transport: installation.transport, meter: meter, clock: installation.clock)
        return TargetConnection(name: connectionName, connector: connector, meter: meter) { known async throws(ConnectorError) in
            try await connector.connectionReport(known: known).findings.map {
                ConnectionFinding(text: $0.text, isBlocking: $0.isBlocking, part: $0.kind.part)
            }
        }
    }

    /// Refusals block nothing here (reference afas-profit §13); so many in an hour are a fault of ours all the same.
    private static let errorsPerHour = 1_000
}

extension AFASFinding.Kind {
    fileprivate var part: BooksPart? {
        switch self {
        case .connectorMissing, .fieldMissing, .fieldTooShort, .hidden: .rights
        case .token: .consent
        case .setting: nil
        }
    }
}

extension AFASSettings {
    fileprivate mutating func read(_ mapping: YAMLMapping) {
        bookCurrency = mapping.optional("currency", .currency, default: bookCurrency)
        language = mapping.optional("language", .choice(of: Language.self))
        integrationID = mapping.optional("integration_id", .string(lengthMax: 100))
        callsAtOnce = mapping.optional("calls_at_once", .integer(in: 1...8), default: callsAtOnce)
        settlingSeconds = mapping.optional("settling_seconds", .integer(in: 1...3_600)).map { Int64($0) } ?? settlingSeconds
        costCentreAxis = mapping.optional("cost_centre_axis", .integer(in: 0...5), default: costCentreAxis)
        costUnitAxis = mapping.optional("cost_unit_axis", .integer(in: 0...5), default: costUnitAxis)
        usesPurchases = mapping.optional("purchases", .bool, default: usesPurchases)
        shortenings = mapping.table("shortenings", of: .string(lengthMax: 32)).map { AFASShortening($0.key, to: $0.value) }
        for issue in AFASInvoiceNumber.issues(shortenings) {
            mapping.report(
                "shortenings", what: issue,
                remedy: BilingualText(
                    nl: "Schrijf per begin van een kenmerk hoe het korter wordt, zoals FP-20: F",
                    en: "Write for each beginning of a reference how it is shortened, such as FP-20: F"))
        }
        if let clearing = mapping.optional("split_account", .string(lengthMax: 16)) {
            longEntries = .split(clearing: AccountCode(clearing))
        }
        refusals = mapping.optional("refusals", .string(lengthMax: 20_000), default: refusals)
        if let relations = mapping.optionalMapping("relations") { self.relations.read(relations) }
        if let names = mapping.optionalMapping("connectors") { connectors.read(names) }
    }
}

extension AFASRelationSettings {
    fileprivate mutating func read(_ mapping: YAMLMapping) {
        if let duties = mapping.optionalMapping("vat_duties") {
            for group in CountryGroup.allCases { vatDuties[group] = duties.optional(group.rawValue, .string(lengthMax: 10)) }
        }
        paymentCondition = mapping.optional("payment_condition", .string(lengthMax: 10))
        debtorAccount = mapping.optional("debtor_account", .string(lengthMax: 16)).map { AccountCode($0) }
        creditorAccount = mapping.optional("creditor_account", .string(lengthMax: 16)).map { AccountCode($0) }
        issueMethod = mapping.optional("issue_method", .string(lengthMax: 5))
        personGroups = Set(mapping.list("person_groups", of: .string(lengthMax: 50)))
        for (country, code) in mapping.table("country_codes", of: .string(lengthMax: 5)) { countryCodes[country] = code }
    }
}

extension AFASConnectorNames {
    /// A name for each connector, by what it gives.
    private static let keys: [(key: String, path: any WritableKeyPath<AFASConnectorNames, String> & Sendable)] = [
        ("administrations", \.administrations), ("journals", \.journals), ("periods", \.periods), ("accounts", \.accounts),
        ("vat_codes", \.vatCodes), ("countries", \.countries), ("debtors", \.debtors), ("organisations", \.organisations),
        ("bank_accounts", \.bankAccounts), ("creditors", \.creditors), ("payment_conditions", \.paymentConditions),
        ("dimension_codes", \.dimensionCodes), ("entry_lines", \.entryLines), ("open_debtor_items", \.openDebtorItems),
        ("open_creditor_items", \.openCreditorItems), ("changed_days", \.changedDays),
    ]

    fileprivate mutating func read(_ mapping: YAMLMapping) {
        for (key, path) in Self.keys { self[keyPath: path] = mapping.optional(key, .string(lengthMax: 100), default: self[keyPath: path]) }
    }
}

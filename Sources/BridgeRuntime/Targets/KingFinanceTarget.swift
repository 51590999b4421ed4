public import BridgeConnector
public import BridgeDomain
public import BridgeEngine
public import BridgeMapping
public import BridgeSecrets
public import BridgeYAML
public import KingFinanceConnector

/// One of the two ways to KING Finance.
public protocol KingFinanceWay: Sendable {
    static var profile: KingFinanceProfile { get }
}

/// Plain HTTP.
public enum KingFinanceByHTTP: KingFinanceWay {
    public static let profile = KingFinanceProfile.http
}

/// SOAP.
public enum KingFinanceBySOAP: KingFinanceWay {
    public static let profile = KingFinanceProfile.soap
}

/// An administration in KING Finance.
public struct KingFinanceTarget<Way: KingFinanceWay>: TargetSetup {
    public static var type: String { Way.profile.rawValue }
    public static var sampleRules: String { MappingSamples.kingFinanceFlowerExporter }

    public var settings: KingFinanceSettings
    public var partnerKey: SecretReference
    public var environmentCode: SecretReference
    /// The vendor names no limit of calls; these keep our part of the load fair.
    public var callsPerMinute: Int
    public var callsPerDay: Int

    public init?(_ name: String, _ mapping: YAMLMapping) {
        let administration = mapping.required("administration", .string(lengthMax: 40))
        let partner = mapping.required("partner_key", .secret)
        let code = mapping.required("omgevingscode", .secret)
        var settings = KingFinanceSettings(
            profile: Way.profile, origin: mapping.optional("url", .origin), administration: administration ?? "")
        settings.read(mapping)
        let limits = mapping.optionalMapping("limits")
        callsPerMinute = limits?.optional("per_minute", .integer(in: 1...1_000_000)) ?? 300
        callsPerDay = limits?.optional("per_day", .integer(in: 1...100_000_000)) ?? 50_000
        guard administration != nil, let partner, let code else { return nil }
        self.settings = settings
        partnerKey = partner
        environmentCode = code
    }

    public var administration: TargetAdministration { TargetAdministration(settings.administration) }
    /// Whichever way it is reached, the books are the same.
    public var connectionName: String { "king-finance/\(settings.administration)" }

    public var limits: BudgetMeter.Limits? {
        .init(perMinute: callsPerMinute, perDay: callsPerDay, errorsPerHour: Self.errorsPerHour)
    }

    public func connect(_ installation: Installation) async throws(InstallationError) -> TargetConnection {
        let partner = try await installation.secret(partnerKey) as String
        let code = try await installation.secret(environmentCode) as String
        guard let keys = KingFinanceKeys(partnerKey: partner, environmentCode: code) else {
            throw InstallationError(
                nl: "\(partnerKey) of \(environmentCode) is leeg: zet er de partnerkey en de omgevingscode in",
                en: "\(partnerKey) or \(environmentCode) is empty: put the partner key and the omgevingscode there")
        }
        let meter = installation.meter(
            connectionName, perMinute: callsPerMinute, perDay: callsPerDay, errorsPerHour: Self.errorsPerHour)
        let connector = KingFinanceConnector(
            settings: settings, keys: keys, transport: installation.transport, meter: meter, clock: installation.clock)
        return TargetConnection(name: connectionName, connector: connector, meter: meter) { _ async throws(ConnectorError) in
            try await connector.examine().map { ConnectionFinding(text: $0.text, isBlocking: $0.isBlocking, part: $0.part) }
        } ending: {
            await connector.logOut()
        }
    }

    /// Journals the rules use that give invoice numbers of their own: nothing would be booked in them, or King's number is recorded, by
    /// `own_numbers`.
    public func findings(using codes: CodesUsed, known master: MasterData) -> [ConnectionFinding] {
        let own = master.daybooks.filter { codes.daybooks.contains(DaybookCode($0.code)) && KingFinanceCodes.numbersInvoices($0) }
        return own.map { journal in
            let name = "\(journal.code) \(journal.name)"
            guard settings.ownNumbers == .refuse else {
                return ConnectionFinding(
                    text: BilingualText(
                        nl: "dagboek \(name) nummert facturen zelf: het nummer van King komt naast het onze te staan (own_numbers: record)",
                        en: "journal \(name) numbers invoices itself: King's number is kept beside ours (own_numbers: record)"),
                    isBlocking: false)
            }
            return ConnectionFinding(
                text: BilingualText(
                    nl: "dagboek \(name) uit de regels nummert facturen zelf (GEBRJRFACT): er wordt niet in geboekt. Zet de automatische "
                        + "nummering in King uit, kies een ander dagboek in de regels, of zet own_numbers: record",
                    en:
                        "journal \(name) of the rules numbers invoices itself (GEBRJRFACT): nothing is booked in it. Switch automatic numbering "
                        + "off in King, choose another daybook in the rules, or set own_numbers: record"), isBlocking: true,
                needsPerson: true, part: .daybook)
        }
    }

    /// Nothing is blocked for errors here; so many in an hour are a fault of ours all the same.
    private static var errorsPerHour: Int { 1_000 }
}

extension KingFinanceSettings {
    fileprivate mutating func read(_ mapping: YAMLMapping) {
        path = mapping.optional("path", .string(lengthMax: 200), default: path)
        if profile == .soap { soapVersion = mapping.optional("soap_version", .choice(of: KingSOAPVersion.self), default: soapVersion) }
        bookCurrency = mapping.optional("currency", .currency, default: bookCurrency)
        decimalSeparator = mapping.optional("decimal_separator", .choice(of: KingDecimalSeparator.self), default: decimalSeparator)
        creditLink = mapping.optional("credit_link", .choice(of: KingCreditLink.self), default: creditLink)
        ownNumbers = mapping.optional("own_numbers", .choice(of: KingOwnNumbers.self), default: ownNumbers)
        splitAccount = mapping.optional("split_account", .string(lengthMax: 8)).map { AccountCode($0) }
        booksWhereUsersMayNot = mapping.optional("book_where_users_may_not", .bool, default: booksWhereUsersMayNot)
        if let relations = mapping.optionalMapping("relations") {
            paymentCondition = relations.optional("payment_condition", .string(lengthMax: 3))
            if let duties = relations.optionalMapping("vat_duties") {
                for group in CountryGroup.allCases { vatDuties[group] = duties.optional(group.rawValue, .string(lengthMax: 1)) }
            }
            for (country, code) in relations.table("country_codes", of: .string(lengthMax: 3)) { countryCodes[country] = code }
        }
        settlingSeconds = mapping.optional("settling_seconds", .integer(in: 1...3_600)).map { Int64($0) } ?? settlingSeconds
        sessionSeconds = mapping.optional("session_seconds", .integer(in: 1...86_400)).map { Int64($0) } ?? sessionSeconds
    }
}

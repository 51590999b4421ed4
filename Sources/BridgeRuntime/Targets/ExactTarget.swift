public import BridgeConnector
import BridgeMapping
public import BridgeDomain
public import BridgeEngine
public import BridgeSecrets
public import BridgeYAML
import ExactConnector

/// A division in Exact Online.
public struct ExactTarget: TargetSetup {
    public static let type = "exact"
    public static var sampleRules: String { MappingSamples.exactFlowerExporter }
    public static var attachesFiles: Bool { true }
    public static var tellsPayments: Bool { true }

    /// Scheme, host and port.
    public var origin: String
    public var division: Int
    public var clientID: String
    public var clientSecret: SecretReference
    public var redirect: String
    public var callsPerMinute: Int
    public var callsPerDay: Int
    /// Client errors of one endpoint in an hour after which it is left alone; the vendor blocks the key above ten.
    public var errorsPerHour: Int
    /// Seconds after which a request whose answer was lost can no longer be carried out.
    public var settlingSeconds: Int64
    /// One entry a call, many in one, or whichever suits what is left of the budget.
    public var road: Road
    /// Where the vendor tells us of changes, and the reference of the secret it signs with; nil: it does not.
    public var webhooks: Webhooks?
    /// Where an entry stands in the browser, with `{id}`, `{number}` and `{division}`; nil: nobody said.
    public var entryPage: String?

    /// An address of ours that the vendor can reach.
    public struct Webhooks: Hashable, Sendable {
        /// On the host of ``ExactTarget/redirect``; leads to `/hooks/books/<target>` at the service's door.
        public var url: String
        public var secret: SecretReference
    }

    /// Which way entries go to the books.
    public enum Road: String, Hashable, Sendable, CaseIterable {
        case rest, xml, auto
    }
    /// Divisions with the same word here live on one person's consent; nil: on one of their own.
    public var consentName: String?

    public init?(_ name: String, _ mapping: YAMLMapping) {
        let origin = mapping.required("url", .origin)
        let division = mapping.required("division", .integer(in: 1...999_999_999))
        let client = mapping.required("client_id", .string(lengthMax: 200))
        let secret = mapping.required("client_secret", .secret)
        let redirect = mapping.required("redirect", .callback)
        let limits = mapping.optionalMapping("limits")
        callsPerMinute = limits?.optional("per_minute", .integer(in: 1...1_000_000)) ?? 60
        callsPerDay = limits?.optional("per_day", .integer(in: 1...100_000_000)) ?? 5_000
        errorsPerHour = limits?.optional("errors_per_hour", .integer(in: 1...10)) ?? 5
        settlingSeconds = Int64(mapping.optional("settling_seconds", .integer(in: 1...3_600)) ?? 180)
        road = mapping.optional("road", .choice(of: Road.self), default: .rest)
        if let told = mapping.optionalMapping("webhooks") {
            let (url, secret) = (told.required("url", .callback), told.required("secret", .secret))
            if let url, let secret { webhooks = Webhooks(url: url, secret: secret) }
        }
        consentName = mapping.optional("consent", .string(lengthMax: 60))
        let page = mapping.optional("entry_page", .entryPage)
        if let page, let origin, !page.hasPrefix(origin + "/") { mapping.reportForeignEntryPage(origin) }
        entryPage = page
        guard let origin, let division, let client, let secret, let redirect else { return nil }
        self.origin = origin
        self.division = division
        clientID = client
        clientSecret = secret
        self.redirect = redirect
    }

    public var administration: TargetAdministration { TargetAdministration(String(division)) }
    public var connectionName: String { "exact/\(division)" }
    public var limits: BudgetMeter.Limits? { .init(perMinute: callsPerMinute, perDay: callsPerDay, errorsPerHour: errorsPerHour) }

    public func entryPage(id: String, number: String) -> String? {
        entryPage.flatMap { settings.entryPage($0, id: id, number: number) }
    }

    public var postsTogether: PostingTogether? { ExactOnlineConnector.postsTogether(settings) }

    public func connect(_ installation: Installation) async throws(InstallationError) -> TargetConnection {
        let secret = try await installation.secret(clientSecret) as String
        let (transport, clock) = (installation.transport, installation.clock)
        let vault = installation.vault(sessionName)
        let meter = installation.meter(
            connectionName, perMinute: callsPerMinute, perDay: callsPerDay, errorsPerHour: errorsPerHour)
        let connector = ExactOnlineConnector(
            settings: settings, clientSecret: secret, vault: vault, transport: transport, meter: meter, clock: clock)
        let readsPayments = installation.configuration.readsPayments(from: connectionName)
        return TargetConnection(
            name: connectionName, connector: connector, meter: meter,
            consent: DivisionConsent(
                redirect: redirect, vault: vault, connector: connector,
                consent: ExactConsent(settings: settings, clientSecret: secret, transport: transport, clock: clock)),
            webhooks: try await told(connector, installation),
            findings: { known async throws(ConnectorError) in
                // Entries are booked all the same without the rights for payments.
                var found: [ConnectionFinding] = []
                if readsPayments {
                    found = try await connector.missingPaymentRights().map {
                        ConnectionFinding(text: $0.text, isBlocking: false, part: .rights)
                    }
                }
                guard let known else { return found }
                return try await connector.examine(daybooks: [], vatCodes: [], with: known).map { ConnectionFinding($0) } + found
            },
            daily: { master, used async throws(ConnectorError) in
                try await connector.examine(daybooks: used.daybooks, vatCodes: used.vatCodes, with: master).map { ConnectionFinding($0) }
            })
    }

    /// The vendor calls nobody but the host that is registered with the app (reference `exact-online` §10).
    private func told(
        _ connector: ExactOnlineConnector, _ installation: Installation
    ) async throws(InstallationError) -> (any TargetWebhooks)? {
        guard let webhooks else { return nil }
        guard Self.host(of: webhooks.url) == Self.host(of: redirect) else {
            throw InstallationError(
                nl:
                    "het adres \(webhooks.url) onder 'webhooks' moet op dezelfde host liggen als 'redirect': een andere weigert Exact Online",
                en: "the address \(webhooks.url) under 'webhooks' must be on the host of 'redirect': Exact Online refuses another")
        }
        return connector.webhooks(callback: webhooks.url, secret: try await installation.secret(webhooks.secret) as String)
    }

    private static func host(of address: String) -> Substring? {
        address.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first.map { $0.prefix { $0 != ":" } }
    }

    /// Under which name the session is kept: tokens belong to an app, and to the one who agreed (reference exact-online §2).
    var sessionName: String { consentName.map { "exact-consent/\($0)" } ?? connectionName }

    private var settings: ExactSettings {
        let country = ExactCountry.allCases.first { $0.origin == origin }
        return ExactSettings(
            country: country ?? .netherlands, originOverride: country == nil ? origin : nil, division: division, clientID: clientID,
            clientSecretReference: clientSecret.description, redirectURI: redirect, daybookUse: [.sales, .purchases, .general],
            settlingSeconds: settlingSeconds, road: ExactRoad(rawValue: road.rawValue) ?? .rest)
    }
}

extension ConnectionFinding {
    fileprivate init(_ finding: ExactFinding) {
        self.init(text: finding.text, isBlocking: finding.isBlocking, part: finding.part)
    }
}

/// The consent to a division, kept in the vault of its connection.
private struct DivisionConsent: PersonsConsent {
    let redirect: String
    let vault: any ExactTokenVault
    let connector: ExactOnlineConnector
    let consent: ExactConsent

    var link: String { consent.link() }

    func isOurs(callback query: String) -> Bool {
        do throws(ConnectorError) {
            _ = try consent.code(fromCallback: query)
            return true
        } catch {
            // A refusal by the person comes with the vendor's text, a foreign callback with none.
            return error.vendorText != nil
        }
    }

    func accept(callback query: String, by who: String) async throws(ConnectorError) {
        _ = try await consent.accept(callback: query, into: vault, by: who)
        // Who agreed is worth knowing, but the consent holds without.
        guard let record = try? await connector.consentRecord(givenTo: who) else { return }
        _ = try? await vault.exclusively {
            guard var tokens = try? await vault.load() else { return }
            tokens.consent = record
            try? await vault.store(tokens)
        }
    }

    func standing() async throws -> ConsentStanding? {
        guard let tokens = try await vault.load() else { return nil }
        let record = tokens.consent
        return ConsentStanding(
            givenTo: record.flatMap { $0.givenTo.isEmpty ? nil : $0.givenTo }, user: record.flatMap { $0.user.isEmpty ? nil : $0.user },
            at: record?.at, administrations: record?.divisions.map { String($0) } ?? [],
            until: tokens.idleUntil, warnsFrom: tokens.idleUntil.adding(seconds: -ExactTokens.warningSeconds))
    }
}

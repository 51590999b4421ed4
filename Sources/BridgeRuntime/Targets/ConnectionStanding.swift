import BridgeConnector
public import BridgeDomain
import BridgeJournal
import BridgeSource

/// How one connection stands: whose consent it lives on, and what a person is to be told of it.
public struct ConnectionStanding: Sendable {
    public let target: String
    public let name: String
    /// False where the secret of the configuration is enough.
    public private(set) var asksConsent = false
    public private(set) var consent: ConsentStanding?
    /// What keeps the store of tokens from being read.
    public private(set) var trouble: BilingualText?

    /// The connection of a target. Calls nobody.
    public static func read(_ target: Configuration.Target, _ installation: Installation) async -> ConnectionStanding {
        var standing = ConnectionStanding(target: target.name, name: target.setup.connectionName)
        do {
            let consent = try await installation.connect(target).consent
            standing.asksConsent = consent != nil
            standing.consent = try await consent?.standing()
        } catch {
            standing.trouble = text(of: error)
        }
        return standing
    }

    static func text(of error: any Error) -> BilingualText {
        switch error {
        case let error as JournalError: error.text
        case let error as InstallationError: error.text
        case let error as ConnectorError: error.text
        case let error as SourceError: error.text
        default: BilingualText(nl: "onverwacht: \(error)", en: "unexpected: \(error)")
        }
    }

    /// What a person is to be told; nil where nothing has to be done. Moments are told on the zone's clock.
    public func warning(at now: Timestamp, in zone: TimeZoneRule) -> BilingualText? {
        if let trouble { return BilingualText(nl: "\(target): \(trouble.dutch)", en: "\(target): \(trouble.english)") }
        guard asksConsent else { return nil }
        guard let consent else {
            return BilingualText(
                nl: "\(target): er is nog geen toestemming: ledgerbridge connect consent",
                en: "\(target): no consent was given yet: ledgerbridge connect consent")
        }
        let (nl, en) = (
            Formatting(.dutch).moment(consent.until, in: zone), Formatting(.english).moment(consent.until, in: zone)
        )
        if now >= consent.until {
            return BilingualText(
                nl: "\(target): de toestemming is verlopen op \(nl): ledgerbridge connect consent",
                en: "\(target): the consent ran out on \(en): ledgerbridge connect consent")
        }
        guard consent.isEnding(at: now) else { return nil }
        return BilingualText(
            nl: "\(target): de toestemming verloopt op \(nl) als de verbinding niet wordt gebruikt: start de service, of "
                + "geef opnieuw toestemming met ledgerbridge connect consent",
            en: "\(target): the consent runs out on \(en) unless the connection is used: start the service, or give "
                + "consent again with ledgerbridge connect consent")
    }
}

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

    /// True where a person has still to consent, or has to do it anew: nothing goes before that.
    public func lacksConsent(at now: Timestamp) -> Bool { trouble == nil && asksConsent && (consent.map { now >= $0.until } ?? true) }

    /// The command that gives consent, where ``warning(at:in:)`` asks for it.
    public static let command = "ledgerbridge connect consent"

    /// What a person is to be told; nil where nothing has to be done. Moments are told on the zone's clock. It does not say where: a page has a link,
    /// and a terminal ``command``.
    public func warning(at now: Timestamp, in zone: TimeZoneRule) -> BilingualText? {
        if let trouble { return BilingualText(nl: "\(target): \(trouble.dutch)", en: "\(target): \(trouble.english)") }
        guard asksConsent else { return nil }
        guard let consent else {
            return BilingualText(
                nl: "\(target): er is nog geen toestemming gegeven", en: "\(target): no consent was given yet")
        }
        let (nl, en) = (
            Formatting(.dutch).moment(consent.until, in: zone), Formatting(.english).moment(consent.until, in: zone)
        )
        if now >= consent.until {
            return BilingualText(
                nl: "\(target): de toestemming is verlopen op \(nl)", en: "\(target): the consent ran out on \(en)")
        }
        guard consent.isEnding(at: now) else { return nil }
        return BilingualText(
            nl: "\(target): de toestemming verloopt op \(nl) als de verbinding niet wordt gebruikt: start de service, of "
                + "geef opnieuw toestemming",
            en: "\(target): the consent runs out on \(en) unless the connection is used: start the service, or give consent again")
    }
}

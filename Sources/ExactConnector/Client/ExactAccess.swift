import BridgeDomain

/// Why the service does not let us in, and what a person does about it (reference `exact-online` §2.3, §4).
///
/// Everything is told by the few words the service gives: an error of the token endpoint, a `Reason` or a text of a 403.
enum ExactAccess: Hashable, Sendable, CaseIterable {
    case neverGiven
    case secretChanged
    case userDeactivated
    case idleTooLong
    case withdrawn
    case divisionNotTicked
    case divisionRightLost
    case divisionBlocked
    case licenceEnded
    case rightMissing

    /// What an error of the token endpoint means; `isClient` for one about client id or secret.
    static func reading(tokenRefusal text: String, isClient: Bool) -> ExactAccess {
        let words = text.lowercased()
        if isClient { return .secretChanged }
        if words.contains("not active") { return .userDeactivated }
        if words.contains("expired") { return .idleTooLong }
        return .withdrawn
    }

    /// What a 403 means: its `Reason` and its text.
    static func reading(forbidden text: String) -> ExactAccess {
        let words = text.lowercased()
        let known: [(String, ExactAccess)] = [
            ("division scope", .divisionNotTicked), ("nodivisionaccess", .divisionRightLost), ("blockeduser", .userDeactivated),
            ("inactiveuser", .userDeactivated), ("licenseexpired", .licenceEnded), ("blockedcustomer", .licenceEnded),
            ("divisionblocked", .divisionBlocked),
        ]
        return known.first { words.contains($0.0) }?.1 ?? .rightMissing
    }

    /// What is wrong and what to do. `place`: the division, and for a missing right what was called.
    func text(_ place: String) -> BilingualText {
        switch self {
        case .neverGiven:
            BilingualText(
                nl: "Er is nog geen toestemming gegeven voor Exact Online. \(Self.consentNL)",
                en: "No consent was given for Exact Online yet. \(Self.consentEN)")
        case .secretChanged:
            BilingualText(
                nl:
                    "Exact Online aanvaardt client-id of client-secret niet meer: het secret van de app is gewijzigd of verlopen. Zet het nieuwe "
                    + "secret in de configuratie (client_secret) en start opnieuw; de toestemming blijft geldig.",
                en:
                    "Exact Online no longer accepts client id or client secret: the app's secret was changed or has run out. Put the new secret into "
                    + "the configuration (client_secret) and start again; the consent stays valid.")
        case .userDeactivated:
            BilingualText(
                nl:
                    "De gebruiker die toestemming gaf is in Exact Online niet meer actief. Maak hem weer actief, of laat een andere gebruiker met "
                    + "rechten op de administratie toestemming geven. \(Self.consentNL)",
                en:
                    "The user who gave consent is no longer active in Exact Online. Make the user active again, or have another user with rights "
                    + "to the division give consent. \(Self.consentEN)")
        case .idleTooLong:
            BilingualText(
                nl: "De toestemming is verlopen omdat de verbinding 30 dagen niet is gebruikt. \(Self.consentNL)",
                en: "The consent has run out because the connection was not used for 30 days. \(Self.consentEN)")
        case .withdrawn:
            BilingualText(
                nl: "De toestemming geldt niet meer: ze is ingetrokken, het wachtwoord is gewijzigd, of een sleutel is elders gebruikt. "
                    + Self.consentNL,
                en:
                    "The consent no longer holds: it was withdrawn, the password was changed, or a key was used elsewhere. \(Self.consentEN)"
            )
        case .divisionNotTicked:
            BilingualText(
                nl: "Administratie \(place) valt buiten de toestemming. Geef opnieuw toestemming en vink haar aan. \(Self.consentNL)",
                en: "Division \(place) lies outside the consent. Give consent again and tick it. \(Self.consentEN)")
        case .divisionRightLost:
            BilingualText(
                nl:
                    "De gebruiker die toestemming gaf heeft geen recht meer op administratie \(place). Geef dat recht terug in Exact Online; "
                    + "nieuwe toestemming is niet nodig.",
                en:
                    "The user who gave consent has lost the right to division \(place). Give it back in Exact Online; no new consent is needed."
            )
        case .divisionBlocked:
            BilingualText(
                nl:
                    "Administratie \(place) is in Exact Online geblokkeerd (onderhoud of archief). Het gaat vanzelf verder zodra ze weer open is.",
                en: "Division \(place) is blocked in Exact Online (maintenance or archive). Work goes on by itself when it is open again.")
        case .licenceEnded:
            BilingualText(
                nl: "Het abonnement op Exact Online is beëindigd of geblokkeerd: neem contact op met wie het beheert.",
                en: "The Exact Online licence has ended or is blocked: speak to whoever manages it.")
        case .rightMissing:
            BilingualText(
                nl:
                    "De gebruiker die toestemming gaf mag \(place) niet gebruiken: geef in Exact Online het recht, of de module in het abonnement.",
                en: "The user who gave consent may not use \(place): grant the right in Exact Online, or the module in the licence.")
        }
    }

    private static let consentNL =
        "Geef toestemming op de pagina Verbindingen van de console, of met 'ledgerbridge connect consent'. Documenten houden hun stand; niets "
        + "wordt opnieuw aangeboden."
    private static let consentEN =
        "Give consent on the console's page Connections, or with 'ledgerbridge connect consent'. Documents keep their state; nothing is offered "
        + "again."
}

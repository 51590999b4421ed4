import BridgeActs
import BridgeDomain
import BridgeJournal

// What *Webhooks* says.
extension Say {
    static let webhooks = Text(nl: "Webhooks", en: "Webhooks")
    static func webhooksSummary(_ active: Int) -> Text {
        if active == 0 { return Text(nl: "Nog niemand wordt verteld wat er gebeurt.", en: "Nobody is told what happens yet.") }
        return Text(
            nl: "\(active) \(active == 1 ? "adres wordt" : "adressen worden") verteld wat er gebeurt.",
            en: "\(active) \(active == 1 ? "address is" : "addresses are") told what happens.")
    }
    static func webhooksNeed(aside count: Int, failing: Int) -> Text {
        var (nl, en): ([String], [String]) = ([], [])
        if count > 0 {
            nl.append(
                "\(Formatting(.dutch).count(count)) \(count == 1 ? "webhookbericht is" : "webhookberichten zijn") opzijgezet na de laatste poging."
            )
            en.append(
                "\(Formatting(.english).count(count)) webhook \(count == 1 ? "message was" : "messages were") put aside after the last attempt."
            )
        }
        if failing > 0 {
            nl.append("\(failing) \(failing == 1 ? "webhook staat" : "webhooks staan") stil na aanhoudende fouten.")
            en.append("\(failing) \(failing == 1 ? "webhook has" : "webhooks have") stopped after lasting failures.")
        }
        return Text(nl: nl.joined(separator: " "), en: en.joined(separator: " "))
    }
    static let webhooksHint = Text(
        nl: "Ondertekende berichten voor andere systemen, minstens één keer en per document op volgorde.",
        en: "Signed messages for other systems, at least once and in order per document.")
    static let webhookAddress = Text(nl: "Adres", en: "Address")
    static let webhookAddressHint = Text(
        nl: "Begint met https://. Adressen in een eigen netwerk alleen als de configuratie het toestaat.",
        en: "Begins with https://. Addresses within a private network only where the configuration allows it.")
    static let webhookTold = Text(nl: "Wordt verteld", en: "Is told")
    static let webhookBridges = Text(nl: "Van brug", en: "Of bridge")
    static let allBridges = Text(nl: "alle bruggen", en: "all bridges")
    static let addWebhook = Text(nl: "Webhook toevoegen", en: "Add a webhook")
    static let waitingMessages = Text(nl: "Wacht", en: "Waiting")
    static let asideMessages = Text(nl: "Opzijgezet", en: "Put aside")
    static func webhookState(_ state: WebhookRecord.State) -> Text {
        switch state {
        case .active: Text(nl: "actief", en: "active")
        case .paused: Text(nl: "gepauzeerd", en: "paused")
        case .failing: Text(nl: "gestopt na fouten", en: "stopped after failures")
        case .ended: Text(nl: "beëindigd", en: "ended")
        }
    }
    static let failingSince = Text(nl: "elke poging mislukt sinds", en: "every attempt failed since")

    // MARK: The secret
    static let secretTitle = Text(nl: "Geheim van de webhook", en: "Secret of the webhook")
    static let secretLead = Text(
        nl: "Geef dit geheim aan wie de berichten ontvangt; daarmee is elke handtekening na te rekenen.",
        en: "Give this secret to whoever receives the messages; with it every signature can be checked.")
    static let secretOnce = Text(nl: "Het wordt niet nog eens getoond.", en: "It is not shown again.")
    static func secretOlder(_ until: String) -> Text {
        Text(
            nl: "Tot \(until) tekent ook het vorige geheim, zodat de ontvanger kan wisselen zonder iets te missen.",
            en: "Until \(until) the secret before it signs as well, so that the receiver can change without missing anything.")
    }
    static func olderSigns(_ until: String) -> Text {
        Text(nl: "het vorige geheim tekent mee tot \(until)", en: "the secret before signs as well until \(until)")
    }

    // MARK: Doing
    static func webhookVerb(_ verb: WebhookVerb) -> Text {
        switch verb {
        case .test: Text(nl: "Proefbericht sturen", en: "Send a test message")
        case .pause: Text(nl: "Pauzeren", en: "Pause")
        case .resume: Text(nl: "Hervatten", en: "Resume")
        case .rotate: Text(nl: "Nieuw geheim", en: "New secret")
        case .replay: Text(nl: "Opnieuw vertellen", en: "Tell again")
        case .end: Text(nl: "Beëindigen", en: "End")
        }
    }
    static func webhookDone(_ verb: WebhookVerb) -> Text {
        switch verb {
        case .test: Text(nl: "Het proefbericht wordt meteen gestuurd.", en: "The test message is sent at once.")
        case .pause:
            Text(nl: "Gepauzeerd; wat er nu gebeurt wordt later verteld.", en: "Paused; what happens meanwhile is told later.")
        case .resume: Text(nl: "Hervat, waar het gebleven was.", en: "Resumed, from where it stopped.")
        case .rotate: Text(nl: "Er is een nieuw geheim.", en: "There is a new secret.")
        case .replay: Text(nl: "Dit wordt opnieuw verteld.", en: "This is told again.")
        case .end: Text(nl: "Beëindigd.", en: "Ended.")
        }
    }
    static let endEffect = Text(
        nl: "Er wordt niets meer verteld, ook niet wat nog wacht. Opnieuw beginnen kan alleen met een nieuwe webhook.",
        en: "Nothing is told any more, nor what still waits. To begin again takes a new webhook.")
    static let tellPeriodAgain = Text(nl: "Een periode opnieuw vertellen", en: "Tell a period again")
    static let onlyAside = Text(nl: "alleen wat is opzijgezet", en: "only what was put aside")
    // MARK: Messages
    static let messages = Text(nl: "Berichten", en: "Messages")
    static let noMessages = Text(nl: "Er zijn nog geen berichten.", en: "There are no messages yet.")
    static let message = Text(nl: "Bericht", en: "Message")
    static let event = Text(nl: "Gebeurtenis", en: "Event")
    static let about = Text(nl: "Over", en: "About")
    static let happenedAt = Text(nl: "Gebeurd", en: "Happened")
    static let lastAnswer = Text(nl: "Laatste antwoord", en: "Last answer")
    static let attemptsMade = Text(nl: "Pogingen", en: "Attempts")
    static let nextAttempt = Text(nl: "Volgende poging", en: "Next attempt")
    static let answered = Text(nl: "Antwoord", en: "Answer")
    static let duration = Text(nl: "Duur", en: "Took")
    static let noAnswer = Text(nl: "geen antwoord", en: "no answer")
    static let olderMessages = Text(nl: "Oudere berichten", en: "Older messages")
    static let backToWebhook = Text(nl: "Terug naar deze webhook", en: "Back to this webhook")
    static let backToWebhooks = Text(nl: "Terug naar de webhooks", en: "Back to the webhooks")
    static func deliveryState(_ state: DeliveryRecord.State) -> Text {
        switch state {
        case .waiting: Text(nl: "wacht", en: "waiting")
        case .delivered: Text(nl: "aangekomen", en: "delivered")
        case .aside: Text(nl: "opzijgezet", en: "put aside")
        }
    }
}

import BridgeActs
import BridgeDomain

// What pausing and resuming a bridge says.
extension Say {
    static func pause(_ act: PauseAct) -> (name: Text, effect: Text, done: Text) {
        switch act {
        case .pause:
            (
                Text(nl: "Pauzeren", en: "Pause"),
                Text(
                    nl:
                        "Er wordt niets nieuws verzonden tot iemand hervat, ook niet na een herstart. Aannemen, mappen en ordenen gaan door; "
                        + "wat onderweg is wordt afgemaakt.",
                    en: "Nothing new is sent until somebody resumes it, not after a restart either. Accepting, mapping and ordering go on; "
                        + "what is under way is finished."),
                Text(nl: "De brug is gepauzeerd.", en: "The bridge is paused.")
            )
        case .resume:
            (
                Text(nl: "Hervatten", en: "Resume"),
                Text(nl: "Alles wat klaar staat gaat weer naar de boeken.", en: "Everything that is ready goes to the books again."),
                Text(nl: "De brug verzendt weer.", en: "The bridge sends again.")
            )
        }
    }
    static func isPaused(_ bridge: String, _ since: String, _ by: String, _ reason: String) -> Text {
        Text(
            nl: "\(bridge) is gepauzeerd sinds \(since) door \(by): \(reason). Er wordt niets nieuws verzonden.",
            en: "\(bridge) is paused since \(since) by \(by): \(reason). Nothing new is sent.")
    }
    static let pausedAlready = Text(nl: "Deze brug is al gepauzeerd.", en: "This bridge is paused already.")
    static let notPaused = Text(nl: "Deze brug is niet gepauzeerd.", en: "This bridge is not paused.")
    static let sendsNothing = Text(nl: "gepauzeerd", en: "paused")
    static let runWhilePaused = Text(
        nl: "De brug is gepauzeerd: een overdracht wordt geteld en gaat na het hervatten.",
        en: "The bridge is paused: a run is counted, and goes after it is resumed.")
}

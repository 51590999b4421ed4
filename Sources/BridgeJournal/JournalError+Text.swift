public import BridgeDomain

extension JournalError {
    /// What happened and what to do, for people. The message itself is English, for logs too; in Dutch it stands behind the sentence of its
    /// code, because it names the file or record.
    public var text: BilingualText { BilingualText(nl: "\(code.sentence) (\(message))", en: message) }
}

extension JournalError.Code {
    fileprivate var sentence: String {
        switch self {
        case .conflict: "iemand anders was eerder; kijk opnieuw en beslis opnieuw"
        case .fenced: "een ander proces heeft het werk overgenomen; laat het aan dat proces"
        case .duplicate: "dit staat al anders in het journaal, en dat blijft zo"
        case .diskFull: "de schijf is vol; maak ruimte, er gaat niets verloren"
        case .readOnly: "het journaal mag niet geschreven worden; geef deze gebruiker daar rechten"
        case .locked: "een ander proces houdt het journaal bezet; wacht, of stop dat proces"
        case .newerVersion: "het journaal is van een nieuwere versie; gebruik die versie"
        case .damaged: "het bestand is beschadigd of geen journaal; zet een reservekopie terug"
        case .failed: "het journaal kan dit niet doen"
        case .closed: "het journaal is gesloten; open het opnieuw"
        }
    }
}

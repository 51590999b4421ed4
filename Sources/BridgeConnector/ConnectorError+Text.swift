public import BridgeDomain

extension ConnectorError {
    /// What happened and what to do, for people, with the system's own text behind it. The message itself is English, for logs too; in Dutch it
    /// stands behind the sentence of its code.
    public var text: BilingualText {
        let own = vendorText.map { ": \($0)" } ?? ""
        if let remedy { return BilingualText(nl: remedy.dutch + own, en: remedy.english + own) }
        let hint =
            " (the console's page Connections says what is missing and renews a person's consent, as 'ledgerbridge connect check' and "
            + "'ledgerbridge connect consent' do)"
        return BilingualText(nl: "\(code.sentence) (\(message))\(own)", en: message + (code == .unauthorised ? hint : "") + own)
    }
}

extension ConnectorError.Code {
    fileprivate var sentence: String {
        switch self {
        case .unavailable: "de boekhouding is niet bereikbaar; het wordt later opnieuw geprobeerd"
        case .throttled: "de boekhouding vraagt om even te wachten"
        case .budgetSpent: "het aantal oproepen voor nu is op; het gaat vanzelf verder"
        case .unauthorised:
            "de boekhouding aanvaardt onze toegang niet; de pagina Verbindingen van de console zegt wat ontbreekt en vernieuwt de toestemming "
                + "van een persoon, zoals 'ledgerbridge connect check' en 'ledgerbridge connect consent' doen"
        case .rejected: "de boekhouding weigert wat verzonden is"
        case .outcomeUnknown: "het antwoord van de boekhouding is verloren; er wordt opgezocht of het is geboekt"
        case .misused: "de boekhouding antwoordt anders dan afgesproken; meld dit"
        }
    }
}

public import BridgeDomain

extension SourceError {
    /// What happened and what to do, for people. The message itself is English, for logs too; in Dutch it stands behind the sentence of its
    /// code.
    public var text: BilingualText { BilingualText(nl: "\(code.sentence) (\(message))", en: message) }
}

extension SourceError.Code {
    fileprivate var sentence: String {
        switch self {
        case .unavailable: "het handelssysteem is niet bereikbaar; het wordt later opnieuw geprobeerd"
        case .throttled: "het handelssysteem vraagt om even te wachten"
        case .unauthorised: "het handelssysteem aanvaardt de sleutel niet; kijk naar de sleutel in de configuratie"
        case .forbidden: "de sleutel mag dit niet; vraag in het handelssysteem om het recht"
        case .cursorExpired: "het handelssysteem bewaart het vervolg niet meer; er wordt opnieuw gelezen"
        case .notFound: "het handelssysteem kent dit niet"
        case .conflict: "het handelssysteem heeft intussen iets anders"
        case .contract: "het handelssysteem antwoordt anders dan afgesproken; meld dit"
        }
    }
}

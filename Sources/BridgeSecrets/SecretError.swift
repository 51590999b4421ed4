public import BridgeDomain

/// Why a secret could not be had. Carries names, never values.
public enum SecretError: Error, Hashable, Sendable {
    /// The variable is not set, or empty.
    case variableMissing(String)
    /// The file could not be opened, read or made; the system's reason.
    case fileUnreadable(path: String, reason: String)
    case fileTooLarge(path: String, bytesMax: Int)
    case fileEmpty(path: String)
    /// No secret is sealed under that name.
    case notSealed(name: String)
    /// Others than its owner may read the key file.
    case keyFileOpen(path: String)
    /// The key is not 64 hexadecimal digits. The path, or the variable, it came from.
    case keyMalformed(origin: String)
    /// The value was sealed with another key.
    case otherKey(name: String, sealedWith: String, given: String)
    /// The sealed value was changed, cut short, or belongs to another name.
    case damaged(name: String)
    /// A sealed value from a newer version of the program.
    case newerVersion(name: String)
}

extension SecretError: CustomStringConvertible {
    /// What and remedy in English.
    public var description: String { text(.english) }

    /// What is wrong and what to do.
    public func text(_ language: Language) -> String { "\(what[language]). \(remedy[language])." }

    /// What is wrong, without a full stop.
    public var what: BilingualText {
        switch self {
        case .variableMissing(let name):
            BilingualText(nl: "de omgevingsvariabele \(name) is niet gezet", en: "the environment variable \(name) is not set")
        case .fileUnreadable(let path, let reason):
            BilingualText(nl: "het bestand \(path) is niet te lezen (\(reason))", en: "the file \(path) cannot be read (\(reason))")
        case .fileTooLarge(let path, let max):
            BilingualText(nl: "het bestand \(path) is groter dan \(max) bytes", en: "the file \(path) is larger than \(max) bytes")
        case .fileEmpty(let path): BilingualText(nl: "het bestand \(path) is leeg", en: "the file \(path) is empty")
        case .notSealed(let name):
            BilingualText(nl: "er is geen geheim verzegeld onder de naam \(name)", en: "no secret is sealed under the name \(name)")
        case .keyFileOpen(let path):
            BilingualText(
                nl: "het sleutelbestand \(path) is leesbaar voor anderen dan de eigenaar",
                en: "the key file \(path) can be read by others than its owner")
        case .keyMalformed(let origin):
            BilingualText(
                nl: "in \(origin) staat geen sleutel van 64 hexadecimale cijfers", en: "\(origin) holds no key of 64 hexadecimal digits")
        case .otherKey(let name, let sealed, let given):
            BilingualText(
                nl: "het geheim \(name) is verzegeld met sleutel \(sealed); gegeven is sleutel \(given)",
                en: "the secret \(name) is sealed with key \(sealed); key \(given) was given")
        case .damaged(let name):
            BilingualText(nl: "het verzegelde geheim \(name) is beschadigd", en: "the sealed secret \(name) is damaged")
        case .newerVersion(let name):
            BilingualText(
                nl: "het geheim \(name) is verzegeld door een nieuwere versie van het programma",
                en: "the secret \(name) was sealed by a newer version of the program")
        }
    }

    /// What to do, without a full stop.
    public var remedy: BilingualText {
        switch self {
        case .variableMissing(let name):
            BilingualText(nl: "Zet \(name) voordat het programma start", en: "Set \(name) before the program starts")
        case .fileUnreadable: BilingualText(nl: "Controleer pad, eigenaar en rechten", en: "Check path, owner and permissions")
        case .fileTooLarge, .fileEmpty:
            BilingualText(nl: "Zet alleen het geheim in het bestand", en: "Put the secret, and nothing else, in the file")
        case .notSealed(let name):
            BilingualText(
                nl: "Verbind opnieuw, of verzegel het geheim \(name)", en: "Connect again, or seal the secret \(name)")
        case .keyFileOpen(let path): BilingualText(nl: "Voer uit: chmod 600 \(path)", en: "Run: chmod 600 \(path)")
        case .keyMalformed:
            BilingualText(nl: "Zet de sleutel uit de reservekopie terug", en: "Put the key back from the backup")
        case .otherKey, .damaged:
            BilingualText(
                nl: "Zet de bijbehorende sleutel terug uit de reservekopie, of voer het geheim opnieuw in",
                en: "Put the key that belongs to it back from the backup, or enter the secret again")
        case .newerVersion: BilingualText(nl: "Gebruik de nieuwere versie", en: "Use the newer version")
        }
    }
}

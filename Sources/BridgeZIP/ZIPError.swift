public import BridgeDomain

/// Why an archive, or an entry of it, is not read. Nothing of a refused archive is used.
public struct ZIPError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The file cannot be opened or read.
        case unreadable
        /// It is no ZIP archive, is cut short, or contradicts itself.
        case malformed
        /// An entry is protected by a password.
        case encrypted
        /// An entry is packed in a way other than *stored* and *deflated*.
        case methodUnknown = "method_unknown"
        /// A name would lead out of a folder, or is no name: `../`, a leading `/`, a backslash, a drive letter, a control character.
        case unsafeName = "unsafe_name"
        /// Two entries have one name; which of them is meant cannot be known.
        case duplicateName = "duplicate_name"
        /// A bound of ``ZIPBounds`` is passed.
        case tooLarge = "too_large"
        /// The entry's content does not have the check sum or the size it was packed with.
        case checksum
    }

    public var code: Code
    /// The entry it is about; empty when it is the archive. At most 120 characters.
    public var entry: String
    /// What was found, in English: a number and the bound it passes, or the library's own words.
    public var detail: String

    /// A refusal.
    public init(_ code: Code, entry: String = "", _ detail: String) {
        self.code = code
        self.entry = String(entry.prefix(120))
        self.detail = detail
    }

    /// The refusal in English.
    public var description: String { text.english }

    /// What is wrong and what to do, for people.
    public var text: BilingualText {
        let place =
            entry.isEmpty
            ? (nl: "het ZIP-bestand", en: "the ZIP file") : (nl: "'\(entry)' in het ZIP-bestand", en: "'\(entry)' in the ZIP file")
        let words = code.words
        return BilingualText(nl: "\(place.nl) \(words.nl) (\(detail))", en: "\(place.en) \(words.en) (\(detail))")
    }
}

extension ZIPError.Code {
    fileprivate var words: (nl: String, en: String) {
        switch self {
        case .unreadable:
            ("is niet te lezen; kijk of het bestand er staat en gelezen mag worden", "cannot be read; see that it is there and may be read")
        case .malformed:
            ("is beschadigd of afgebroken; haal het opnieuw op", "is damaged or cut short; fetch it again")
        case .encrypted:
            ("is met een wachtwoord beveiligd; lever het zonder wachtwoord aan", "is protected by a password; deliver it without one")
        case .methodUnknown:
            ("is ingepakt op een manier die niet wordt gelezen; pak het gewoon in", "is packed in a way that is not read; pack it plainly")
        case .unsafeName:
            ("heeft een naam die niet mag; er wordt niets uit gebruikt", "has a name that is not allowed; nothing of it is used")
        case .duplicateName:
            ("komt twee keer voor; lever elk bestand één keer", "occurs twice; deliver each file once")
        case .tooLarge:
            ("gaat boven een grens; lever kleinere delen", "passes a bound; deliver smaller parts")
        case .checksum:
            ("is onderweg veranderd; haal het opnieuw op", "was changed on its way; fetch it again")
        }
    }
}

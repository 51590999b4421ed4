public import BridgeDomain

/// Why something with a folder did not succeed.
public struct FolderError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What happened.
    public enum Code: String, Hashable, Sendable {
        /// The file or folder is not there.
        case missing
        /// Something of that name is there already, and it is something else.
        case exists
        /// This user may not do that here.
        case forbidden
        /// No room is left, or the quota is used up.
        case full
        /// More entries, or a larger file, than the bound allows.
        case bounds
        /// Not a plain file: a folder, a link, a device.
        case notAFile
        /// The file changed while it was read.
        case changed
        /// Another process has it.
        case busy
        /// Anything else the system says.
        case failed
    }

    public var code: Code
    /// The file or folder.
    public var path: String
    /// What is wrong and what to do, in both languages.
    public var text: BilingualText

    /// A failure at a place.
    public init(_ code: Code, _ path: String, _ text: BilingualText) {
        self.code = code
        self.path = path
        self.text = text
    }

    /// In English, for logs.
    public var description: String { "\(path): \(text.english)" }
}

extension FolderError {
    /// What the system's number of error means for a file or folder.
    init(errno number: Int32, _ path: String) {
        switch number {
        case SystemError.missing:
            self.init(
                .missing, path, BilingualText(nl: "is er niet; controleer pad en naam", en: "is not there; check the path and the name"))
        case SystemError.exists:
            self.init(
                .exists, path,
                BilingualText(nl: "bestaat al; verplaats of hernoem wat er staat", en: "exists already; move or rename what is there"))
        case let number where SystemError.forbidden.contains(number):
            self.init(
                .forbidden, path,
                BilingualText(
                    nl: "mag niet worden gelezen of geschreven; geef deze gebruiker het recht daartoe",
                    en: "may not be read or written; give this user the right to"))
        case let number where SystemError.full.contains(number):
            self.init(
                .full, path,
                BilingualText(
                    nl: "er is geen ruimte meer op de schijf; maak ruimte", en: "no room is left on the disk; make room"))
        case SystemError.isLink:
            self = .notAFile(path)
        case SystemError.otherDisk:
            self.init(
                .failed, path,
                BilingualText(
                    nl: "ligt op een andere schijf dan zijn doel; zet de mappen op één schijf",
                    en: "lies on another disk than where it should go; keep the folders on one disk"))
        default:
            let words = SystemError.words(number)
            self.init(.failed, path, BilingualText(nl: "het systeem weigert: \(words)", en: "the system refuses: \(words)"))
        }
    }

    static func notAFile(_ path: String) -> FolderError {
        FolderError(
            .notAFile, path,
            BilingualText(
                nl: "is geen gewoon bestand maar een map, koppeling of apparaat; zet er een gewoon bestand neer",
                en: "is no plain file but a folder, link or device; put a plain file there"))
    }

    static func busy(_ path: String) -> FolderError {
        FolderError(
            .busy, path,
            BilingualText(
                nl: "een ander proces werkt nu met deze map; geef elke brug een eigen map als dat zo blijft",
                en: "another process works on this folder now; give each bridge a folder of its own if that stays so"))
    }

    static func tooMany(_ path: String, countMax: Int) -> FolderError {
        FolderError(
            .bounds, path,
            BilingualText(
                nl: "bevat meer dan \(countMax) bestanden; haal weg wat er niet hoort of verhoog de grens",
                en: "holds more than \(countMax) files; take away what does not belong there or raise the bound"))
    }
}

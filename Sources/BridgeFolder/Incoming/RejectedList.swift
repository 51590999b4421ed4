import BridgeDomain
import BridgeSource

/// The rejected places of a file as a table that a spreadsheet opens: semicolons, UTF-8 with its mark, both languages.
enum RejectedList {
    static let head = "\u{FEFF}regel / line;veld / field;gevonden / found;document;reden;reason\r\n"

    static func row(_ place: RejectedPlace) -> String {
        let cells = [
            place.line.map(String.init) ?? "", place.field, place.found, place.document?.text ?? "", place.reason.dutch,
            place.reason.english,
        ]
        return cells.map(cell).joined(separator: ";") + "\r\n"
    }

    /// The line a refusal of the whole file, or of its rest, gets.
    static func row(_ refusal: FileRefusal) -> String {
        row(RejectedPlace(line: refusal.line, field: refusal.field, found: refusal.found, reason: refusal.reason))
    }

    /// A cell. What a spreadsheet would run as a formula gets an apostrophe in front: the text comes from outside.
    static func cell(_ text: String) -> String {
        let isFormula = text.first.map { "=+@\t\r".contains($0) || ($0 == "-" && ExactDecimal(text) == nil) } ?? false
        let shown = isFormula ? "'" + text : text
        guard shown.unicodeScalars.contains(where: { ";\"\r\n".unicodeScalars.contains($0) }) else { return shown }
        return "\"\(shown.replacing("\"", with: "\"\""))\""
    }
}

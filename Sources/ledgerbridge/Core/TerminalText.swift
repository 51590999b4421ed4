/// Text as a terminal shows it.
enum TerminalText {
    /// The text without characters that a terminal would obey instead of show: what we print came from other people's systems.
    static func harmless(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isCommand) else { return text }
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { shown.append(isCommand(scalar) ? "·" : scalar) }
        return String(shown)
    }

    private static func isCommand(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F: true
        // Marks that turn the direction of writing: an amount could be shown backwards.
        case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// How many columns a text takes.
    static func columns(_ text: String) -> Int { text.reduce(0) { $0 + columns($1) } }

    static func columns(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        switch first.value {
        case 0x200B...0x200D, 0xFE00...0xFE0F: return 0
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
            0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return first.properties.generalCategory == .nonspacingMark ? 0 : 1
        }
    }

    /// The text, cut with an ellipsis when it takes more than `width` columns.
    static func cut(_ text: String, to width: Int) -> String {
        guard columns(text) > width else { return text }
        var room = width - 1
        var kept = ""
        for character in text {
            room -= columns(character)
            guard room >= 0 else { break }
            kept.append(character)
        }
        return kept + "…"
    }

    /// The text on as many lines as it needs, broken at spaces; lines behind the first begin with `indent` spaces.
    static func wrapped(_ text: String, width: Int, indent: Int = 0) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { wrappedLine(String($0), width: width, indent: indent) }.joined(separator: "\n")
    }

    private static func wrappedLine(_ text: String, width: Int, indent: Int) -> String {
        var lines: [String] = []
        var margin = ""
        var rest = text[...]
        while columns(margin) + columns(String(rest)) > width, let space = breakingSpace(rest, room: width - columns(margin)) {
            lines.append(margin + rest[..<space])
            rest = rest[space...].drop { $0 == " " }
            margin = String(repeating: " ", count: indent)
        }
        return (lines + [margin + rest]).joined(separator: "\n")
    }

    /// The last space within the room, or the first behind it when a word is longer; never one of those the text begins with.
    private static func breakingSpace(_ text: Substring, room: Int) -> Substring.Index? {
        var column = 0
        var found: Substring.Index?
        guard var place = text.firstIndex(where: { $0 != " " }) else { return nil }
        column = text.distance(from: text.startIndex, to: place)
        while place < text.endIndex {
            if text[place] == " ", found == nil || column <= room { found = place }
            if column > room, found != nil { break }
            column += columns(text[place])
            place = text.index(after: place)
        }
        return found
    }
}

extension String {
    /// The text with spaces behind it up to a width in columns; longer text stays as it is.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - TerminalText.columns(self))) }
    /// The text with spaces before it up to a width in columns.
    func leftPadded(to width: Int) -> String { String(repeating: " ", count: max(0, width - TerminalText.columns(self))) + self }
}

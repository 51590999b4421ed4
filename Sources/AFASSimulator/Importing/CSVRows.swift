/// The rows of a separated file, each with the text it was read from (RFC 4180 quoting).
struct CSVRows {
    struct Row: Sendable {
        /// Without the line's end.
        let text: String
        let cells: [String]
    }

    let rows: [Row]

    /// Nil when a quote is never closed, or text follows a closing quote.
    init?(_ text: String, separator: Character) {
        var reader = Reader(text: text, separator: separator)
        guard let rows = reader.rows() else { return nil }
        self.rows = rows
    }

    private struct Reader {
        let text: String
        let separator: Character
        var place: String.Index

        init(text: String, separator: Character) {
            self.text = text
            self.separator = separator
            place = text.startIndex
        }

        mutating func rows() -> [Row]? {
            var rows: [Row] = []
            while place < text.endIndex {
                let start = place
                var cells: [String] = []
                while true {
                    guard let cell = cell() else { return nil }
                    cells.append(cell)
                    guard place < text.endIndex, text[place] == separator else { break }
                    place = text.index(after: place)
                }
                let end = place
                if place < text.endIndex { place = text.index(after: place) }
                // Empty lines, such as one at the end, are no rows.
                if start != end { rows.append(Row(text: String(text[start..<end]), cells: cells)) }
            }
            return rows
        }

        private mutating func cell() -> String? {
            guard place < text.endIndex, text[place] == "\"" else {
                let start = place
                while place < text.endIndex, text[place] != separator, !text[place].isNewline { place = text.index(after: place) }
                return String(text[start..<place])
            }
            place = text.index(after: place)
            var content = ""
            while place < text.endIndex {
                let character = text[place]
                place = text.index(after: place)
                guard character == "\"" else {
                    content.append(character)
                    continue
                }
                guard place < text.endIndex, text[place] == "\"" else {
                    let isEnd = place == text.endIndex || text[place] == separator || text[place].isNewline
                    return isEnd ? content : nil
                }
                content.append("\"")
                place = text.index(after: place)
            }
            return nil
        }
    }
}

/// Text in the encodings customers' definitions use.
enum FileText {
    private static let bom: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Nil when the bytes are no text in that encoding.
    static func decode(_ bytes: [UInt8], _ encoding: AFASSandbox.ImportDefinition.Encoding) -> String? {
        switch encoding {
        case .utf8: return String(validating: bytes.starts(with: bom) ? bytes[3...] : bytes[...], as: UTF8.self)
        case .windows1252:
            var scalars = String.UnicodeScalarView()
            for byte in bytes {
                guard let scalar = scalar(byte) else { return nil }
                scalars.append(scalar)
            }
            return String(scalars)
        }
    }

    /// Characters the encoding lacks become question marks.
    static func encode(_ text: String, _ encoding: AFASSandbox.ImportDefinition.Encoding) -> [UInt8] {
        switch encoding {
        case .utf8: bom + Array(text.utf8)
        case .windows1252: text.unicodeScalars.map { byte($0) ?? UInt8(ascii: "?") }
        }
    }

    private static func scalar(_ byte: UInt8) -> Unicode.Scalar? {
        guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
        return high[Int(byte) - 0x80].flatMap { Unicode.Scalar($0) }
    }

    private static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
        if let place = high.firstIndex(of: scalar.value) { return UInt8(0x80 + place) }
        return (0x80...0x9F).contains(scalar.value) ? nil : UInt8(exactly: scalar.value)
    }

    /// Where Windows-1252 differs from Latin-1; nil: no character.
    private static let high: [UInt32?] = [
        0x20AC, nil, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, nil, 0x017D, nil, nil, 0x2018,
        0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, nil, 0x017E, 0x0178,
    ]
}

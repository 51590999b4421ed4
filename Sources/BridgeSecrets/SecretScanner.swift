/// One pass over text that finds the values of secret fields.
struct SecretScanner {
    let bytes: [UInt8]
    private var place = 0
    private var output: [UInt8] = []
    /// How much of the text stands in ``output``, masked where it must be.
    private var copied = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// The text with masks; nil where it holds no secret.
    mutating func masked() -> [UInt8]? {
        while place < bytes.count {
            let start = place
            while place < bytes.count, isWord(bytes[place]) { place += 1 }
            guard place > start else {
                place += 1
                continue
            }
            guard Self.mayBeSecret(first: bytes[start], length: place - start) else { continue }
            let name = String(decoding: bytes[start..<place], as: UTF8.self).lowercased()
            if !maskElement(name, from: start), let opening = opening(after: name) { mask(opening) }
        }
        guard copied > 0 else { return nil }
        output += bytes[copied...]
        return output
    }

    /// Lengths of secrets' names by their first letter, as bits: nearly every word of a text can be passed over without being read.
    private static let lengths: [UInt64] = {
        var lengths = [UInt64](repeating: 0, count: 256)
        for name in Redactor.fields.union(Redactor.formFields).union([bearer]) {
            guard let first = name.utf8.first else { continue }
            for byte in [first, first & ~0x20] { lengths[Int(byte)] |= 1 << UInt64(min(name.utf8.count, 63)) }
        }
        return lengths
    }()

    private static let bearer = "bearer"

    private static func mayBeSecret(first: UInt8, length: Int) -> Bool { lengths[Int(first)] & 1 << UInt64(min(length, 63)) != 0 }

    private mutating func replace(_ range: Range<Int>, with text: [UInt8]) {
        output += bytes[copied..<range.lowerBound]
        output += text
        copied = range.upperBound
    }

    /// How XML's angle brackets are written: as they are, or escaped where XML is carried as text.
    private static let brackets: [(open: [UInt8], close: [UInt8])] = [
        (Array("<".utf8), Array(">".utf8)), (Array("&lt;".utf8), Array("&gt;".utf8)),
    ]
    private static let literal = (open: Array("<![CDATA[".utf8), close: Array("]]>".utf8))
    /// Bytes of an opening tag behind its name: its attributes.
    private static let tagMax = 1_000

    /// Masks what stands in the XML element of that name, with or without a prefix and attributes, to its closing tag or the end; false where
    /// the name is not an opening tag's, or no secret's.
    private mutating func maskElement(_ name: String, from start: Int) -> Bool {
        guard Redactor.fields.contains(name) else { return false }
        var before = start
        if before > 0, bytes[before - 1] == UInt8(ascii: ":") {
            before -= 1
            while before > 0, isWord(bytes[before - 1]) { before -= 1 }
        }
        for bracket in Self.brackets {
            guard before >= bracket.open.count, stands(bracket.open, at: before - bracket.open.count),
                let value = endOfTag(bracket.open, bracket.close)
            else { continue }
            place = value
            while place < bytes.count, !stands(bracket.open, at: place) || stands(Self.literal.open, at: place) {
                guard stands(Self.literal.open, at: place) else {
                    place += 1
                    continue
                }
                while place < bytes.count, !stands(Self.literal.close, at: place) { place += 1 }
            }
            if place > value { replace(value..<place, with: Array(Secret.mask.utf8)) }
            return true
        }
        return false
    }

    /// Where the opening tag ends whose name was just read; nil where it does not, or the name goes on.
    private func endOfTag(_ open: [UInt8], _ close: [UInt8]) -> Int? {
        guard place < bytes.count, stands(close, at: place) || [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) else { return nil }
        var next = place
        while next < min(bytes.count, place + Self.tagMax), !stands(open, at: next) {
            if stands(close, at: next) { return bytes[next - 1] == UInt8(ascii: "/") ? nil : next + close.count }
            next += 1
        }
        return nil
    }

    private func stands(_ text: [UInt8], at start: Int) -> Bool {
        guard start >= 0, start + text.count <= bytes.count, bytes[start] == text[0] else { return false }
        return bytes[start..<(start + text.count)].elementsEqual(text)
    }

    /// Where the value of a secret field starts, and whether a colon came before it; nil when the word is no such field.
    private func opening(after name: String) -> (value: Int, colon: Bool)? {
        // A bearer token needs no name: the word announces it, in headers that were copied into a text.
        if name == Self.bearer, place + 1 < bytes.count, bytes[place] == UInt8(ascii: " ") { return (place + 1, false) }
        let isField = Redactor.fields.contains(name)
        guard isField || Redactor.formFields.contains(name) else { return nil }
        var next = place
        // The end of a quoted name; backslashes stand there when JSON is carried inside a JSON string.
        while next < bytes.count, bytes[next] == UInt8(ascii: "\\") { next += 1 }
        if next < bytes.count, isQuote(bytes[next]) { next += 1 }
        skipSpace(&next)
        guard next < bytes.count else { return nil }
        let colon = bytes[next] == UInt8(ascii: ":")
        guard bytes[next] == UInt8(ascii: "=") || (colon && isField) else { return nil }
        next += 1
        skipSpace(&next)
        return (next, colon)
    }

    private mutating func mask(_ opening: (value: Int, colon: Bool)) {
        place = opening.value
        let start = place
        while place < bytes.count, bytes[place] == UInt8(ascii: "\\") { place += 1 }
        guard place < bytes.count else { return }
        let mask = Array(Secret.mask.utf8)
        if isQuote(bytes[place]) {
            let quote = bytes[start...place]
            place += 1
            skipQuoted(quote: Array(quote))
            replace(start..<place, with: quote + mask + quote)
        } else if bytes[place] == UInt8(ascii: "{") || bytes[place] == UInt8(ascii: "[") {
            skipNested()
            replace(start..<place, with: Array("\"\(Secret.mask)\"".utf8))
        } else {
            skipBare(colon: opening.colon)
            guard place > start else { return }
            replace(start..<place, with: opening.colon ? Array("\"\(Secret.mask)\"".utf8) : mask)
        }
    }

    /// Moves behind the closing quote, which has as many backslashes in front of it as the opening one.
    private mutating func skipQuoted(quote: [UInt8]) {
        let mark = quote[quote.count - 1]
        var backslashes = 0
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == mark, backslashes == quote.count - 1 { return }
            backslashes = byte == UInt8(ascii: "\\") ? (backslashes + 1) % (2 * quote.count) : 0
        }
    }

    /// Moves behind the bracket that closes the one here, passing over strings.
    private mutating func skipNested() {
        var depth = 0
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""): skipQuoted(quote: [byte])
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return }
            default: break
            }
        }
    }

    /// Moves to the end of a value without quotes: a field's, or a JSON number or word.
    private mutating func skipBare(colon: Bool) {
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "&"), UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: "\""),
                UInt8(ascii: "'"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"):
                return
            case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"): if colon { return }
            default: break
            }
            place += 1
        }
    }

    private func skipSpace(_ next: inout Int) {
        while next < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[next]) { next += 1 }
    }

    private func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    private func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "-"), 0x80...:
            true
        default: false
        }
    }
}

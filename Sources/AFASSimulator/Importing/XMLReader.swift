import BridgeJSON

/// Reads the XML of an UpdateConnector into the same form as its JSON (reference §14.5): elements are members, attributes members with
/// an `@`, text a string. No document types, no entities but the five of XML: a message needs none.
struct XMLReader {
    private let bytes: [UInt8]
    private var place = 0
    /// Elements may nest so deep.
    private static let depthMax = 32

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    struct Malformed: Error {}

    /// An object with the root element as its only member; nil when the text is no such XML.
    static func read(_ bytes: [UInt8]) -> JSON? {
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        var reader = XMLReader(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes)
        guard let member = try? reader.document() else { return nil }
        return .object([member])
    }

    private mutating func document() throws(Malformed) -> JSON.Member {
        try skipProlog()
        let member = try element(depth: 0)
        try skipProlog()
        guard place == bytes.count else { throw Malformed() }
        return member
    }

    /// Space, the declaration and comments.
    private mutating func skipProlog() throws(Malformed) {
        while true {
            skipSpace()
            if starts("<?") {
                try skip(to: "?>")
            } else if starts("<!--") {
                try skip(to: "-->")
            } else {
                return
            }
        }
    }

    private mutating func element(depth: Int) throws(Malformed) -> JSON.Member {
        guard depth < Self.depthMax, take("<") else { throw Malformed() }
        let name = try name()
        var members: [JSON.Member] = []
        while true {
            skipSpace()
            if take("/>") { return JSON.Member(name, members.isEmpty ? .string("") : .object(members)) }
            if take(">") { break }
            let attribute = try self.name()
            let value = try attributeValue()
            // Namespaces say nothing about the entry.
            if !attribute.hasPrefix("xmlns") { members.append(.init("@\(attribute)", .string(value))) }
        }
        var text = ""
        var children: [JSON.Member] = []
        while true {
            if starts("<!--") {
                try skip(to: "-->")
            } else if take("</") {
                guard try self.name() == name else { throw Malformed() }
                skipSpace()
                guard take(">") else { throw Malformed() }
                break
            } else if starts("<") {
                children.append(try element(depth: depth + 1))
            } else {
                text += try self.text(until: UInt8(ascii: "<"))
            }
        }
        if children.isEmpty, members.isEmpty { return JSON.Member(name, .string(text)) }
        guard text.allSatisfy({ $0.isWhitespace }) else { throw Malformed() }
        return JSON.Member(name, .object(members + Self.grouped(children)))
    }

    /// Elements of one name become an array.
    private static func grouped(_ children: [JSON.Member]) -> [JSON.Member] {
        var groups: [(name: String, values: [JSON])] = []
        for child in children {
            if let place = groups.firstIndex(where: { $0.name == child.name }) {
                groups[place].values.append(child.value)
            } else {
                groups.append((child.name, [child.value]))
            }
        }
        return groups.map { .init($0.name, $0.values.count == 1 ? $0.values[0] : .array($0.values)) }
    }

    private mutating func attributeValue() throws(Malformed) -> String {
        skipSpace()
        guard take("=") else { throw Malformed() }
        skipSpace()
        for quote in ["\"", "'"] where take(quote) {
            let value = try text(until: Array(quote.utf8)[0])
            guard take(quote) else { throw Malformed() }
            return value
        }
        throw Malformed()
    }

    private mutating func name() throws(Malformed) -> String {
        let start = place
        while place < bytes.count, isName(bytes[place]) { place += 1 }
        guard place > start else { throw Malformed() }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "."), 0x80...0xFF:
            true
        default: false
        }
    }

    /// Text up to that byte, references replaced.
    private mutating func text(until end: UInt8) throws(Malformed) -> String {
        var result: [UInt8] = []
        while place < bytes.count, bytes[place] != end {
            if bytes[place] == UInt8(ascii: "&") {
                result += try reference()
            } else {
                guard bytes[place] != UInt8(ascii: "<") else { throw Malformed() }
                result.append(bytes[place])
                place += 1
            }
        }
        guard place < bytes.count else { throw Malformed() }
        return String(decoding: result, as: UTF8.self)
    }

    private mutating func reference() throws(Malformed) -> [UInt8] {
        let named: [(String, UInt8)] = [
            ("&amp;", UInt8(ascii: "&")), ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")), ("&quot;", UInt8(ascii: "\"")),
            ("&apos;", UInt8(ascii: "'")),
        ]
        for (name, byte) in named where take(name) { return [byte] }
        guard take("&#") else { throw Malformed() }
        let radix = take("x") ? 16 : 10
        let start = place
        while place < bytes.count, bytes[place] != UInt8(ascii: ";") { place += 1 }
        let digits = String(decoding: bytes[start..<place], as: UTF8.self)
        guard take(";"), let code = UInt32(digits, radix: radix), let scalar = Unicode.Scalar(code) else { throw Malformed() }
        return Array(String(scalar).utf8)
    }

    private func starts(_ text: String) -> Bool { bytes[place...].starts(with: text.utf8) }

    private mutating func take(_ text: String) -> Bool {
        guard starts(text) else { return false }
        place += text.utf8.count
        return true
    }

    private mutating func skip(to text: String) throws(Malformed) {
        while place < bytes.count {
            if take(text) { return }
            place += 1
        }
        throw Malformed()
    }

    private mutating func skipSpace() {
        while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    }
}

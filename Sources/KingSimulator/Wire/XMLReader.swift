/// Reads the small XML of these messages: elements, text, CDATA and comments. Attributes are read and passed over, prefixes dropped. No
/// document types and no entities but the five of XML: a message needs none, and they are how such readers are attacked.
struct XMLReader {
    private let bytes: [UInt8]
    private var place = 0
    /// Elements may nest so deep.
    private static let depthMax = 32

    private struct Malformed: Error {}

    /// The root element; nil when the text is no such XML.
    static func read(_ text: String) -> XMLElement? { read(Array(text.utf8)) }

    /// The root element of a document in UTF-8.
    static func read(_ bytes: [UInt8]) -> XMLElement? {
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        var reader = XMLReader(bytes: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes)
        return try? reader.document()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func document() throws(Malformed) -> XMLElement {
        try skipProlog()
        let root = try element(depth: 0)
        try skipProlog()
        guard place == bytes.count else { throw Malformed() }
        return root
    }

    /// Space, the declaration and comments.
    private mutating func skipProlog() throws(Malformed) {
        while true {
            skipSpace()
            if starts("<?") {
                try skip(past: "?>")
            } else if starts("<!--") {
                try skip(past: "-->")
            } else {
                return
            }
        }
    }

    private mutating func element(depth: Int) throws(Malformed) -> XMLElement {
        guard depth < Self.depthMax, take("<") else { throw Malformed() }
        let name = try name()
        if try passAttributes() { return XMLElement(local(name)) }
        var element = XMLElement(local(name))
        var text = ""
        while true {
            if starts("<!--") {
                try skip(past: "-->")
            } else if take("<![CDATA[") {
                let start = place
                try skip(past: "]]>")
                text += String(decoding: bytes[start..<place - 3], as: UTF8.self)
            } else if take("</") {
                guard try self.name() == name else { throw Malformed() }
                skipSpace()
                guard take(">") else { throw Malformed() }
                break
            } else if starts("<") {
                element.children.append(try self.element(depth: depth + 1))
            } else {
                text += try characters(until: UInt8(ascii: "<"))
            }
        }
        if element.children.isEmpty {
            element.text = text
        } else if !text.allSatisfy(\.isWhitespace) {
            throw Malformed()
        }
        return element
    }

    /// Reads to the end of a start tag; true when the element ends there.
    private mutating func passAttributes() throws(Malformed) -> Bool {
        while true {
            skipSpace()
            if take("/>") { return true }
            if take(">") { return false }
            _ = try name()
            skipSpace()
            guard take("=") else { throw Malformed() }
            skipSpace()
            guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") || bytes[place] == UInt8(ascii: "'") else { throw Malformed() }
            let quote = bytes[place]
            place += 1
            _ = try characters(until: quote)
            place += 1
        }
    }

    private func local(_ name: String) -> String { name.split(separator: ":").last.map(String.init) ?? name }

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
    private mutating func characters(until end: UInt8) throws(Malformed) -> String {
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

    private mutating func skip(past text: String) throws(Malformed) {
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

/// Why text is no JSON: what was wrong and at which byte.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was wrong, in one sentence.
    public let message: String
    /// The byte, counted from 0, at which reading stopped.
    public let offset: Int

    /// `unexpected end of text (at byte 17)`.
    public var description: String { "\(message) (at byte \(offset))" }
}

extension JSON {
    /// The bounds of reading: beyond them input is refused, not read.
    public struct Bounds: Sendable {
        /// Bytes of the whole text.
        public var bytesMax: Int
        /// How deep arrays and objects may nest.
        public var depthMax: Int

        /// 64 MB and 64 levels unless said otherwise.
        public init(bytesMax: Int = 64 << 20, depthMax: Int = 64) {
            self.bytesMax = bytesMax
            self.depthMax = depthMax
        }
    }

    /// Reads one JSON value (RFC 8259) from UTF-8 text.
    ///
    /// Stricter than the standard in one point: an object with two members of one name is refused, since readers disagree on which counts.
    /// A byte order mark at the start is skipped. Cost: one pass, linear.
    public init(parsing text: some Sequence<UInt8>, bounds: Bounds = Bounds()) throws(JSONError) {
        let bytes = ContiguousArray(text)
        guard bytes.count <= bounds.bytesMax else {
            throw JSONError(message: "longer than \(bounds.bytesMax) bytes", offset: bounds.bytesMax)
        }
        var reader = Reader(bytes: bytes, depthMax: bounds.depthMax)
        self = try reader.document()
    }

    /// Reads one JSON value from a string.
    public init(parsing text: String) throws(JSONError) { try self.init(parsing: text.utf8) }
}

/// Reads the grammar: what ``JSON`` and ``JSONCursor`` share.
struct Reader: Sendable {
    /// Up to so many members, a new name is compared with each; beyond it they are looked up in a set.
    static let comparedMax = 32

    /// Members for which room is made at once.
    static let membersUsual = 16

    let bytes: ContiguousArray<UInt8>
    let depthMax: Int
    var place = 0

    init(bytes: ContiguousArray<UInt8>, depthMax: Int) {
        self.bytes = bytes
        self.depthMax = depthMax
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    }

    func failure(_ message: String) -> JSONError { JSONError(message: message, offset: place) }

    mutating func document() throws(JSONError) -> JSON {
        let result = try value(depth: 0)
        skipSpace()
        guard place == bytes.count else { throw failure("something follows the value") }
        return result
    }

    mutating func skipSpace() {
        while place < bytes.count {
            switch bytes[place] {
            case 0x20, 0x0A, 0x0D, 0x09: place += 1
            default: return
            }
        }
    }

    mutating func value(depth: Int) throws(JSONError) -> JSON {
        skipSpace()
        guard place < bytes.count else { throw failure("unexpected end of text") }
        switch bytes[place] {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw failure("unexpected character")
        }
    }

    mutating func word(_ text: StaticString, _ result: JSON) throws(JSONError) -> JSON {
        let matches = text.description.utf8.elementsEqual(bytes[place...].prefix(text.utf8CodeUnitCount))
        guard matches else { throw failure("unexpected word") }
        place += text.utf8CodeUnitCount
        return result
    }

    mutating func object(depth: Int) throws(JSONError) -> JSON {
        guard depth <= depthMax else { throw failure("nested deeper than \(depthMax) levels") }
        place += 1
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object([]) }
        var members: [JSON.Member] = []
        members.reserveCapacity(Self.membersUsual)
        var names: Set<String> = []
        var marks: UInt64 = 0
        while true {
            skipSpace()
            guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { throw failure("a member's name is expected") }
            let name = try string()
            // Small objects compare names directly; the set pays off only for large ones.
            let mark = mark(of: name)
            let isNew =
                members.count < Self.comparedMax ? marks & mark == 0 || !members.contains { $0.name == name } : !names.contains(name)
            marks |= mark
            guard isNew else { throw failure("the member \"\(name.prefix(60))\" occurs twice") }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw failure("a colon is expected") }
            members.append(JSON.Member(name, try value(depth: depth)))
            if members.count == Self.comparedMax {
                names = Set(members.map(\.name))
            } else if members.count > Self.comparedMax {
                names.insert(name)
            }
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "}")) else { throw failure("a comma or closing brace is expected") }
            return .object(members)
        }
    }

    /// One of 64 bits for a name: names with different bits are different names, and need not be compared.
    private func mark(of name: String) -> UInt64 {
        let letters = name.utf8
        guard let first = letters.first, let last = letters.last else { return 1 }
        return 1 << UInt64((UInt(first) &* 31 &+ UInt(last) &* 7 &+ UInt(letters.count)) & 63)
    }

    mutating func array(depth: Int) throws(JSONError) -> JSON {
        guard depth <= depthMax else { throw failure("nested deeper than \(depthMax) levels") }
        place += 1
        var elements: [JSON] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array([]) }
        while true {
            elements.append(try value(depth: depth))
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else { throw failure("a comma or closing bracket is expected") }
            return .array(elements)
        }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard place < bytes.count, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    mutating func digits() -> Int {
        let start = place
        while place < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) { place += 1 }
        return place - start
    }

    mutating func number() throws(JSONError) -> JSON { .number(try numberText()) }

    mutating func numberText() throws(JSONError) -> String {
        let start = place
        _ = take(UInt8(ascii: "-"))
        let leadingZero = place < bytes.count && bytes[place] == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0, !(leadingZero && whole > 1) else { throw failure("not a number") }
        if take(UInt8(ascii: ".")) { guard digits() > 0 else { throw failure("not a number") } }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() > 0 else { throw failure("not a number") }
        }
        guard place - start <= 64 else { throw failure("a number of more than 64 characters") }
        return ascii(start..<place)
    }

    mutating func string() throws(JSONError) -> String {
        place += 1
        let start = place
        // Most strings have no escapes: find the end first, copy once. Most are ASCII, of which nothing need be checked.
        var seen: UInt8 = 0
        while place < bytes.count {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\"") {
                let text = seen < 0x80 ? ascii(start..<place) : try checked(bytes[start..<place])
                place += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            guard byte >= 0x20 else { throw failure("a control character inside a string") }
            seen |= byte
            place += 1
        }
        throw failure("a string without end")
    }

    /// The text of bytes that are known to be ASCII.
    func ascii(_ range: Range<Int>) -> String {
        bytes.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }
    }

    func checked(_ slice: ArraySlice<UInt8>) throws(JSONError) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else { throw failure("a string that is not UTF-8") }
        return text
    }

    mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var buffer = ContiguousArray(bytes[start..<place])
        while place < bytes.count {
            let byte = bytes[place]
            switch byte {
            case UInt8(ascii: "\""):
                let text = try checked(buffer[...])
                place += 1
                return text
            case UInt8(ascii: "\\"):
                place += 1
                try escape(into: &buffer)
            case 0..<0x20: throw failure("a control character inside a string")
            default:
                buffer.append(byte)
                place += 1
            }
        }
        throw failure("a string without end")
    }

    mutating func escape(into buffer: inout ContiguousArray<UInt8>) throws(JSONError) {
        guard place < bytes.count else { throw failure("a string without end") }
        let mark = bytes[place]
        place += 1
        switch mark {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): buffer.append(mark)
        case UInt8(ascii: "b"): buffer.append(0x08)
        case UInt8(ascii: "f"): buffer.append(0x0C)
        case UInt8(ascii: "n"): buffer.append(0x0A)
        case UInt8(ascii: "r"): buffer.append(0x0D)
        case UInt8(ascii: "t"): buffer.append(0x09)
        case UInt8(ascii: "u"): buffer.append(contentsOf: String(try unicode()).utf8)
        default: throw failure("an unknown escape in a string")
        }
    }

    mutating func unicode() throws(JSONError) -> Unicode.Scalar {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        // Outside the basic plane: two escapes, high surrogate first.
        guard (0xD800..<0xDC00).contains(first), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            throw failure("half a surrogate pair")
        }
        let second = try hexadecimal()
        guard (0xDC00..<0xE000).contains(second), let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) else {
            throw failure("half a surrogate pair")
        }
        return scalar
    }

    mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var result: UInt32 = 0
        for _ in 0..<4 {
            guard place < bytes.count, let digit = Character(Unicode.Scalar(bytes[place])).hexDigitValue else {
                throw failure("four hexadecimal digits are expected")
            }
            result = result << 4 + UInt32(digit)
            place += 1
        }
        return result
    }
}

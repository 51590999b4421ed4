/// Reads JSON text value by value, in one pass, without building a tree of it: for bodies of thousands of documents.
///
/// The caller asks what comes and takes it or skips it; every byte is checked either way, by the same grammar as ``JSON``. What it does not
/// check is that an object names each member once: who reads an object by a table of its members sees that anyway.
///
/// ```swift
/// try cursor.enterObject()
/// while let name = try cursor.nextMember() {
///     if name == "number" { number = try cursor.string() } else { try cursor.skip() }
/// }
/// ```
public struct JSONCursor: Sendable {
    /// What comes next.
    public enum Kind: Hashable, Sendable {
        case object, array, string, number, bool, null
    }

    private var reader: Reader
    /// The objects and arrays that are open, innermost last: whether anything of it was read.
    private var open: [Bool] = []

    /// A cursor at the beginning of a text. Refuses texts beyond the bounds, which also hold while reading.
    public init(_ bytes: [UInt8], bounds: JSON.Bounds = JSON.Bounds()) throws(JSONError) {
        guard bytes.count <= bounds.bytesMax else {
            throw JSONError(message: "longer than \(bounds.bytesMax) bytes", offset: bounds.bytesMax)
        }
        reader = Reader(bytes: ContiguousArray(bytes), depthMax: bounds.depthMax)
    }

    /// The byte at which reading stands, counted from 0: before and after a value, where it lies.
    public var place: Int { reader.place }

    /// The kind of the value that comes, white space before it skipped.
    public mutating func kind() throws(JSONError) -> Kind {
        reader.skipSpace()
        guard reader.place < reader.bytes.count else { throw reader.failure("unexpected end of text") }
        switch reader.bytes[reader.place] {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        default: throw reader.failure("unexpected character")
        }
    }

    /// Takes a string.
    public mutating func string() throws(JSONError) -> String {
        guard try kind() == .string else { throw reader.failure("a string is expected") }
        return try reader.string()
    }

    /// Takes a number as it is written.
    public mutating func number() throws(JSONError) -> String {
        guard try kind() == .number else { throw reader.failure("a number is expected") }
        return try reader.numberText()
    }

    /// Takes a boolean.
    public mutating func bool() throws(JSONError) -> Bool {
        guard try kind() == .bool else { throw reader.failure("true or false is expected") }
        if reader.bytes[reader.place] == UInt8(ascii: "t") {
            _ = try reader.word("true", true)
            return true
        }
        _ = try reader.word("false", false)
        return false
    }

    /// Takes a null.
    public mutating func null() throws(JSONError) {
        guard try kind() == .null else { throw reader.failure("null is expected") }
        _ = try reader.word("null", .null)
    }

    /// Opens an object; ``nextMember()`` then gives its names.
    public mutating func enterObject() throws(JSONError) { try enter(.object) }
    /// Opens an array; ``nextElement()`` then says whether there is another one.
    public mutating func enterArray() throws(JSONError) { try enter(.array) }

    private mutating func enter(_ wanted: Kind) throws(JSONError) {
        guard try kind() == wanted else { throw reader.failure(wanted == .object ? "an object is expected" : "an array is expected") }
        guard open.count < reader.depthMax else { throw reader.failure("nested deeper than \(reader.depthMax) levels") }
        reader.place += 1
        open.append(false)
    }

    /// The name of the next member of the open object, whose value comes next; nil, and the object is closed, when there is none.
    public mutating func nextMember() throws(JSONError) -> String? {
        guard try goOn(until: UInt8(ascii: "}"), "a comma or closing brace is expected") else { return nil }
        reader.skipSpace()
        guard reader.place < reader.bytes.count, reader.bytes[reader.place] == UInt8(ascii: "\"") else {
            throw reader.failure("a member's name is expected")
        }
        let name = try reader.string()
        reader.skipSpace()
        guard reader.take(UInt8(ascii: ":")) else { throw reader.failure("a colon is expected") }
        return name
    }

    /// True when another element of the open array comes; false, and the array is closed, when not.
    public mutating func nextElement() throws(JSONError) -> Bool {
        try goOn(until: UInt8(ascii: "]"), "a comma or closing bracket is expected")
    }

    private mutating func goOn(until end: UInt8, _ expected: String) throws(JSONError) -> Bool {
        guard let hasBegun = open.last else { throw reader.failure("nothing is open") }
        reader.skipSpace()
        if !hasBegun {
            open[open.count - 1] = true
            guard reader.take(end) else { return true }
        } else {
            if reader.take(UInt8(ascii: ",")) { return true }
            guard reader.take(end) else { throw reader.failure(expected) }
        }
        open.removeLast()
        return false
    }

    /// Takes the value that comes, whatever it is, as a tree.
    public mutating func value() throws(JSONError) -> JSON { try reader.value(depth: open.count) }

    /// Passes over the value that comes, whatever it is.
    public mutating func skip() throws(JSONError) {
        switch try kind() {
        case .string: _ = try reader.string()
        case .number: _ = try reader.numberText()
        case .bool: _ = try bool()
        case .null: try null()
        case .object:
            try enterObject()
            while try nextMember() != nil { try skip() }
        case .array:
            try enterArray()
            while try nextElement() { try skip() }
        }
    }

    /// Ends reading: nothing but white space may follow.
    public mutating func end() throws(JSONError) {
        reader.skipSpace()
        guard reader.place == reader.bytes.count else { throw reader.failure("something follows the value") }
    }

    /// The bytes of a part of the text.
    public func bytes(_ range: Range<Int>) -> [UInt8] { Array(reader.bytes[range]) }
}

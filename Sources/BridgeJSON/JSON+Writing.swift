extension JSON: CustomStringConvertible {
    /// Compact text: no spaces, members in their order. The same value always gives the same bytes.
    public var description: String { String(decoding: bytes, as: UTF8.self) }

    /// Compact UTF-8 text.
    public var bytes: [UInt8] {
        var writer = Writer(indented: false)
        writer.output.reserveCapacity(Writer.bytesUsual)
        writer.write(self, depth: 0)
        return writer.output
    }

    /// Text for people: two spaces a level.
    public var indentedText: String {
        var writer = Writer(indented: true)
        writer.write(self, depth: 0)
        return String(decoding: writer.output, as: UTF8.self)
    }

    /// The same value with the members of every object in order of name: the form that hashes are taken of.
    public var canonical: JSON {
        switch self {
        case .array(let elements): .array(elements.map(\.canonical))
        case .object(let members):
            .object(members.map { Member($0.name, $0.value.canonical) }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) })
        default: self
        }
    }
}

private struct Writer {
    /// Bytes for which room is made at once: grows by doubling.
    static let bytesUsual = 1_024

    let indented: Bool
    var output: [UInt8] = []

    init(indented: Bool) { self.indented = indented }

    mutating func write(_ value: JSON, depth: Int) {
        switch value {
        case .null: output.append(contentsOf: "null".utf8)
        case .bool(let truth): output.append(contentsOf: (truth ? "true" : "false").utf8)
        case .number(let text): output.append(contentsOf: text.utf8)
        case .string(let text): write(text)
        case .array(let elements): list("[", "]", elements, depth: depth) { $0.write($1, depth: depth + 1) }
        case .object(let members):
            list("{", "}", members, depth: depth) { writer, member in
                writer.write(member.name)
                writer.output.append(UInt8(ascii: ":"))
                if writer.indented { writer.output.append(UInt8(ascii: " ")) }
                writer.write(member.value, depth: depth + 1)
            }
        }
    }

    mutating func list<Element>(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ elements: [Element], depth: Int, _ one: (inout Writer, Element) -> Void
    ) {
        output.append(UInt8(ascii: open))
        for (index, element) in elements.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            newLine(depth + 1)
            one(&self, element)
        }
        if !elements.isEmpty { newLine(depth) }
        output.append(UInt8(ascii: close))
    }

    mutating func newLine(_ depth: Int) {
        guard indented else { return }
        output.append(UInt8(ascii: "\n"))
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
    }

    mutating func write(_ text: String) {
        output.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            // What needs no escape is copied in one go, which is nearly always everything.
            if Self.isPlain(bytes) { return output.append(contentsOf: bytes) }
            var copied = 0
            for (place, byte) in bytes.enumerated() where Self.needsEscape(byte) {
                output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<place]))
                output.append(contentsOf: Self.escaped(byte).utf8)
                copied = place + 1
            }
            output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied...]))
        }
        output.append(UInt8(ascii: "\""))
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    /// True when no byte needs an escape. Without a branch per byte, so that the compiler looks at many at once.
    private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var found: UInt8 = 0
        for byte in bytes { found |= needsEscape(byte) ? 1 : 0 }
        return found == 0
    }

    private static func escaped(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "\""): return "\\\""
        case UInt8(ascii: "\\"): return "\\\\"
        case 0x0A: return "\\n"
        case 0x0D: return "\\r"
        case 0x09: return "\\t"
        default:
            let hexadecimal = String(byte, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal
        }
    }
}

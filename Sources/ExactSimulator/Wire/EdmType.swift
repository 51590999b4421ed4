import BridgeDomain
import BridgeJSON

/// The type of a property, with the fixed width some texts have (reference §3.3).
enum EdmType: Hashable, Sendable {
    case guid
    case string
    /// Text that comes back `width` wide: right-aligned (numbers of accounts) or left-aligned (countries, VAT codes).
    case padded(Int, rightAligned: Bool)
    case byte
    case int16
    case int32
    case int64
    case double
    case boolean
    case dateTime
    case binary

    /// Reads `Guid`, `Int32`, `String`, `String>18` (right-aligned), `String<3` (left-aligned).
    init?(_ text: Substring) {
        if let mark = text.firstIndex(where: { $0 == ">" || $0 == "<" }), text[..<mark] == "String",
            let width = Int(text[text.index(after: mark)...])
        {
            self = .padded(width, rightAligned: text[mark] == ">")
            return
        }
        guard let type = Self.plain[String(text)] else { return nil }
        self = type
    }

    private static let plain: [String: EdmType] = [
        "Guid": .guid, "String": .string, "Byte": .byte, "Int16": .int16, "Int32": .int32, "Int64": .int64, "Double": .double,
        "Boolean": .boolean, "DateTime": .dateTime, "Binary": .binary,
    ]

    /// The name in refusals of conversions, as .NET writes it: `Guid`, `Byte[]`.
    var frameworkName: String {
        switch self {
        case .guid: "Guid"
        case .string, .padded: "String"
        case .byte: "Byte"
        case .int16: "Int16"
        case .int32: "Int32"
        case .int64: "Int64"
        case .double: "Double"
        case .boolean: "Boolean"
        case .dateTime: "DateTime"
        case .binary: "Byte[]"
        }
    }

    /// The name in refusals of filters: `Edm.Guid`.
    var edmName: String {
        switch self {
        case .binary: "Edm.Binary"
        default: "Edm.\(frameworkName)"
        }
    }

    private var integerRange: ClosedRange<Int64>? {
        switch self {
        case .byte: 0...255
        case .int16: Int64(Int16.min)...Int64(Int16.max)
        case .int32: Int64(Int32.min)...Int64(Int32.max)
        case .int64: Int64.min...Int64.max
        default: nil
        }
    }

    /// The value of a member of a body; nil when it does not have this type.
    func value(of json: JSON) -> Value? {
        if json.isNull { return .null }
        switch self {
        case .guid: return json.string.flatMap { GUID($0) }.map { .guid($0) }
        case .string: return json.string.map { $0.isEmpty ? .null : .string($0) }
        case .padded: return json.string.map { padded($0) }
        case .boolean: return json.bool.map { .bool($0) }
        // Numbers are also taken as text: a client has sent them so for years (reference §3.3).
        case .double: return json.decimal.map { .decimal($0) }
        case .dateTime: return json.string.flatMap { WallClock.milliseconds($0) }.map { .moment($0) }
        case .binary: return json.string.map { .string($0) }
        case .byte, .int16, .int32, .int64: return whole(json)
        }
    }

    private func whole(_ json: JSON) -> Value? {
        let number: Int64? =
            switch (self, json) {
            case (.int64, .string(let text)): Int64(text)
            default: json.integer
            }
        guard let number, let range = integerRange, range.contains(number) else { return nil }
        return .integer(number)
    }

    /// The text in the width of this type; null when there is none.
    func padded(_ text: String) -> Value {
        guard case .padded(let width, let rightAligned) = self else { return .string(text) }
        let core = text.trimmingSpaces()
        guard !core.isEmpty else { return .null }
        let missing = String(repeating: " ", count: max(0, width - core.unicodeScalars.count))
        return .string(rightAligned ? missing + core : core + missing)
    }
}

extension StringProtocol {
    /// The text without spaces at either end.
    func trimmingSpaces() -> String {
        var slice = self[...]
        while slice.first == " " { slice = slice.dropFirst() }
        while slice.last == " " { slice = slice.dropLast() }
        return String(slice)
    }
}

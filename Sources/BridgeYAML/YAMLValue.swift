public import BridgeDomain

/// A value to be written as YAML; what it means is settled here, so that the writer can quote what others would misread.
public enum YAMLValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A plain decimal number as written: an optional minus, digits without leading zeros, at most one point.
    case number(String)
    case string(String)
    case list([YAMLValue])
    case mapping([Member])

    /// One key and its value.
    public struct Member: Hashable, Sendable {
        public var key: String
        public var value: YAMLValue

        /// A named value.
        public init(_ key: String, _ value: YAMLValue) {
            self.key = key
            self.value = value
        }
    }

    /// A whole number.
    public static func number(_ value: some BinaryInteger) -> YAMLValue { .number(String(value)) }
    /// An exact decimal number.
    public static func number(_ value: ExactDecimal) -> YAMLValue { .number(value.description) }
    /// A mapping of those members that are there: optional values are left out rather than written as null.
    public static func mapping(present members: KeyValuePairs<String, YAMLValue?>) -> YAMLValue {
        .mapping(members.compactMap { key, value in value.map { Member(key, $0) } })
    }

    /// True for text that may stand as a number.
    static func isNumber(_ text: String) -> Bool {
        let unsigned = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let parts = unsigned.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = parts.first else { return false }
        let isDigits = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }
        return isDigits && (whole == "0" || !whole.hasPrefix("0"))
    }
}

extension YAMLNode {
    /// The node as a value: plain `true`, `false`, `null` and decimal numbers are what they look like, all else is text.
    public var value: YAMLValue {
        switch content {
        case .sequence(let nodes): .list(nodes.map(\.value))
        case .mapping(let entries): .mapping(entries.map { YAMLValue.Member($0.key, $0.value.value) })
        case .scalar(_, .plain) where isNull: .null
        case .scalar("true", .plain): .bool(true)
        case .scalar("false", .plain): .bool(false)
        case .scalar(let text, .plain) where YAMLValue.isNumber(text): .number(text)
        case .scalar(let text, _): .string(text)
        }
    }
}

extension YAMLValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    /// Text written in the source.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A truth written in the source.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A whole number written in the source.
    public init(integerLiteral value: Int64) { self = .number(String(value)) }
    /// A list written in the source.
    public init(arrayLiteral elements: YAMLValue...) { self = .list(elements) }
    /// A mapping written in the source, in the order written.
    public init(dictionaryLiteral elements: (String, YAMLValue)...) { self = .mapping(elements.map { Member($0.0, $0.1) }) }
}

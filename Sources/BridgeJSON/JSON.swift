public import BridgeDomain

/// A JSON value whose numbers keep their text.
///
/// Foundation's decoders turn numbers into binary floats or `Decimal`; amounts of money must reach the ledger as they were written.
/// Objects keep the order of their members, so that what is written is the same for the same input.
public enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    /// The number as written: `12.50` stays `12.50`.
    case number(String)
    case string(String)
    case array([JSON])
    case object([Member])

    /// One member of an object.
    public struct Member: Hashable, Sendable {
        public var name: String
        public var value: JSON

        /// A named value.
        public init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }

    /// A whole number.
    public static func number(_ value: some BinaryInteger) -> JSON { .number(String(value)) }
    /// An exact decimal as a JSON number.
    public static func number(_ value: ExactDecimal) -> JSON { .number(value.description) }
    /// The string, or null.
    public static func string(_ value: String?) -> JSON { value.map { .string($0) } ?? .null }

    /// The member of that name; nil when this is no object or has none. Null members are returned as ``null``.
    public subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        for member in members where member.name == name { return member.value }
        return nil
    }

    /// The element at that place; nil when this is no array or is shorter.
    public subscript(index: Int) -> JSON? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// The text of a string.
    public var string: String? { if case .string(let text) = self { text } else { nil } }
    /// The elements of an array.
    public var array: [JSON]? { if case .array(let elements) = self { elements } else { nil } }
    /// The members of an object.
    public var members: [Member]? { if case .object(let members) = self { members } else { nil } }
    /// The truth of a boolean.
    public var bool: Bool? { if case .bool(let truth) = self { truth } else { nil } }
    /// True for null.
    public var isNull: Bool { if case .null = self { true } else { false } }
    /// A number that is whole and fits 64 bits.
    public var integer: Int64? { if case .number(let text) = self { Int64(text) } else { nil } }

    /// A number, or text that is plain decimal: exact, exponent included; nil for everything else.
    public var decimal: ExactDecimal? {
        switch self {
        case .string(let text): return ExactDecimal(text)
        case .number(let text):
            guard let mark = text.firstIndex(where: { $0 == "e" || $0 == "E" }) else { return ExactDecimal(text) }
            guard let mantissa = ExactDecimal(text[..<mark]), let exponent = Int(text[text.index(after: mark)...]),
                (-24...24).contains(exponent)
            else { return nil }
            var places = mantissa.decimals - exponent
            var whole = mantissa.significand
            // Zeros at the end are no decimals: 10e-13 is 1e-12.
            while places > ExactDecimal.decimalsMax, whole.isMultiple(of: 10), whole != 0 {
                whole /= 10
                places -= 1
            }
            if places >= 0 { return places <= ExactDecimal.decimalsMax ? ExactDecimal(significand: whole, decimals: places) : nil }
            for _ in 0..<(-places) {
                let (product, overflowed) = whole.multipliedReportingOverflow(by: 10)
                if overflowed { return nil }
                whole = product
            }
            return ExactDecimal(whole)
        default: return nil
        }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    /// A string written in the source.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A boolean written in the source.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A whole number written in the source.
    public init(integerLiteral value: Int64) { self = .number(String(value)) }
    /// An array written in the source.
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    /// An object written in the source, in the order written.
    public init(dictionaryLiteral elements: (String, JSON)...) { self = .object(elements.map { Member($0.0, $0.1) }) }
    /// Null written in the source.
    public init(nilLiteral: ()) { self = .null }
}

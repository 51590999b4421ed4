import BridgeDomain
import BridgeJSON

/// The value of one property.
enum Value: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case decimal(ExactDecimal)
    case string(String)
    case guid(GUID)
    /// Milliseconds since 1970 of a wall clock, written as if it were UTC (reference §3.3).
    case moment(Int64)

    static func string(_ text: String?) -> Value { text.map { .string($0) } ?? .null }
    static func guid(_ key: GUID?) -> Value { key.map { .guid($0) } ?? .null }
    static func integer(_ number: Int) -> Value { .integer(Int64(number)) }
    static func date(_ date: CalendarDate) -> Value { .moment(Int64(date.daysSinceEpoch) * Timestamp.millisecondsPerDay) }

    var isNull: Bool { self == .null }
    var bool: Bool? { if case .bool(let truth) = self { truth } else { nil } }
    var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
    var string: String? { if case .string(let text) = self { text } else { nil } }
    var guid: GUID? { if case .guid(let key) = self { key } else { nil } }
    var moment: Int64? { if case .moment(let milliseconds) = self { milliseconds } else { nil } }

    var decimal: ExactDecimal? {
        switch self {
        case .decimal(let number): number
        case .integer(let number): ExactDecimal(number)
        default: nil
        }
    }

    /// The calendar day of a moment.
    var date: CalendarDate? { moment.map { Timestamp(milliseconds: $0).dateUTC } }
}

extension Value {
    /// -1, 0 or 1; nil when the two cannot be compared. Null comes before everything, as in the service's database.
    static func order(_ left: Value, _ right: Value) -> Int? {
        switch (left, right) {
        case (.null, .null): 0
        case (.null, _): -1
        case (_, .null): 1
        case (.integer(let left), .integer(let right)): sign(left, right)
        case (.moment(let left), .moment(let right)): sign(left, right)
        case (.guid(let left), .guid(let right)): sign(left, right)
        case (.string(let left), .string(let right)): sign(left, right)
        case (.bool(let left), .bool(let right)): sign(left ? 1 : 0, right ? 1 : 0)
        default:
            if let left = left.decimal, let right = right.decimal { sign(left, right) } else { nil }
        }
    }

    private static func sign<Element: Comparable>(_ left: Element, _ right: Element) -> Int {
        left == right ? 0 : (left < right ? -1 : 1)
    }
}

extension Value {
    /// The value as it stands in a reply of that type (reference §3.3): Int64 as text, moments as `/Date(ms)/`.
    func json(_ type: EdmType) -> JSON {
        switch self {
        case .null: .null
        case .bool(let truth): .bool(truth)
        case .integer(let number): type == .int64 ? .string(String(number)) : .number(number)
        case .decimal(let number): .number(number)
        case .string(let text): .string(text)
        case .guid(let key): .string(key.description)
        case .moment(let milliseconds): .string("/Date(\(milliseconds))/")
        }
    }

    /// The value as a literal of a URL: in keys, `__next` and `__metadata` (reference §3.3).
    var literal: String {
        switch self {
        case .null: "null"
        case .bool(let truth): truth ? "true" : "false"
        case .integer(let number): String(number)
        case .decimal(let number): number.description
        case .string(let text): "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
        case .guid(let key): "guid'\(key)'"
        case .moment(let milliseconds): "datetime'\(WallClock.text(milliseconds))'"
        }
    }
}

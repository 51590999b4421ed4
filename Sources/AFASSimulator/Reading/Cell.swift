import BridgeDomain
import BridgeJSON

/// A value in a row of a GetConnector.
enum Cell: Sendable, Hashable {
    case null
    case integer(Int64)
    case decimal(ExactDecimal)
    case bool(Bool)
    case text(String)
    case date(CalendarDate)
    /// Wall-clock milliseconds.
    case moment(Int64)

    static func text(_ text: String?) -> Cell { text.flatMap { $0.isEmpty ? nil : .text($0) } ?? .null }
    static func date(_ date: CalendarDate?) -> Cell { date.map { .date($0) } ?? .null }
    static func decimal(_ value: ExactDecimal?) -> Cell { value.map { .decimal($0) } ?? .null }
    static func integer(_ value: Int) -> Cell { .integer(Int64(value)) }

    func json(_ behaviour: AFASSandbox.Behaviour) -> JSON {
        switch self {
        case .null: return .null
        case .integer(let value): return .number(value)
        case .decimal(let value):
            // Money is written with its two decimals, more when there are more (reference §3.4).
            let text = value.text(decimalsMin: 2)
            guard behaviour.bareFractions else { return .number(text) }
            if text.hasPrefix("0.") { return .number(String(text.dropFirst())) }
            return .number(text.hasPrefix("-0.") ? "-" + text.dropFirst(2) : text)
        case .bool(let truth): return .bool(truth)
        case .text(let text): return .string(text)
        case .date(let date): return .string(WallClock.text(date))
        case .moment(let milliseconds): return .string(WallClock.text(milliseconds))
        }
    }

    /// For comparing: numbers by value, texts as the database collates them, without regard to case.
    static func isOrdered(_ left: Cell, _ right: Cell) -> Bool {
        switch (left, right) {
        case (.null, .null), (_, .null): return false
        case (.null, _): return true
        case (.integer(let left), .integer(let right)): return left < right
        case (.decimal(let left), .decimal(let right)): return left < right
        case (.bool(let left), .bool(let right)): return !left && right
        case (.text(let left), .text(let right)):
            let (left, right) = (left.lowercased(), right.lowercased())
            return left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
        default: return (left.moment ?? 0) < (right.moment ?? 0)
        }
    }

    private var moment: Int64? {
        switch self {
        case .date(let date): Timestamp(date).milliseconds
        case .moment(let milliseconds): milliseconds
        default: nil
        }
    }

    /// As text, for the operators that look into texts.
    var searchText: String {
        switch self {
        case .null: ""
        case .integer(let value): String(value)
        case .decimal(let value): value.description
        case .bool(let truth): truth ? "1" : "0"
        case .text(let text): text.lowercased()
        case .date(let date): date.description
        case .moment(let milliseconds): WallClock.text(milliseconds)
        }
    }
}

/// The type of a column, as metainfo names it.
enum CellType: String, Sendable {
    case integer = "int"
    case decimal
    case bool = "boolean"
    case text = "string"
    case date

    /// A filter's value in this type; nil when it has another form.
    func cell(_ text: String) -> Cell? {
        switch self {
        case .integer: Int64(text).map { .integer($0) }
        case .decimal: ExactDecimal(text).map { .decimal($0) }
        case .bool:
            switch text.lowercased() {
            case "true", "1": .bool(true)
            case "false", "0": .bool(false)
            default: nil
            }
        case .text: .text(text)
        case .date: WallClock.milliseconds(text).map { .moment($0) }
        }
    }
}

public import BridgeDomain
public import BridgeJSON

/// A row of a GetConnector (reference `afas-profit` §3.4).
public struct AFASRow: Hashable, Sendable {
    public let json: JSON

    init(_ json: JSON) { self.json = json }

    /// The names of its fields: a column that the user's rights hide is left out without a word.
    public var fields: [String] { json.members?.map(\.name) ?? [] }

    /// Text without outer spaces, also of a field that came as a number; nil for null and for nothing.
    public func text(_ field: String) -> String? {
        switch json[field] {
        case .string(let text):
            let start = text.drop { $0 == " " }
            guard let last = start.lastIndex(where: { $0 != " " }) else { return nil }
            return String(start[...last])
        case .number(let text): return text
        default: return nil
        }
    }

    /// A whole number, also as text.
    public func integer(_ field: String) -> Int? { text(field).flatMap { Int($0) } }

    /// A decimal number of up to ten places, exact; nil for null and for anything else.
    public func decimal(_ field: String) -> ExactDecimal? { json[field]?.decimal }

    /// An amount, rounded half away from zero to the currency's smallest unit; zero for null, nil for what is no number.
    public func money(_ field: String, _ currency: Currency) -> Money? {
        guard let value = json[field], !value.isNull else { return .zero(currency) }
        return value.decimal.flatMap { Money(rounding: $0, currency) }
    }

    /// A truth; false for null.
    public func flag(_ field: String) -> Bool {
        switch json[field] {
        case .bool(let truth): truth
        case .string(let text): text == "1" || text.lowercased() == "true"
        case .number(let text): text == "1"
        default: false
        }
    }

    /// A day. The time and the `Z` behind it mean nothing.
    public func date(_ field: String) -> CalendarDate? { text(field).flatMap { CalendarDate($0.prefix(10)) } }

    /// A moment on the wall clock in Amsterdam: the `Z` of the answer is not UTC.
    public func moment(_ field: String) -> AFASClock.Moment? { text(field).flatMap { AFASClock.Moment($0) } }
}

/// One page of a read.
public struct AFASPage: Sendable {
    public var rows: [AFASRow]
    /// Rows that were asked for; fewer came when this is the last page.
    public var take: Int

    /// True when no row follows.
    public var isLast: Bool { rows.count < take }
}

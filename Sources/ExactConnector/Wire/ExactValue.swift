import BridgeDomain
import BridgeJSON

/// Values as the service writes and reads them (reference `exact-online` §3.3).
enum ExactValue {
    /// Decimals kept of a number that the service computed in binary: a cent is never near the ninth.
    static let decimalsKept = 9

    /// A date of an answer, `/Date(1717027200000)/`: midnight of the day, written as if in UTC.
    static func date(_ value: JSON?) -> CalendarDate? {
        moment(value).map { CalendarDate(daysSinceEpoch: Int32(clamping: $0.flooredDays)) }
    }

    /// The milliseconds of an answer's date as text, to notice a change; nil for null.
    static func dateText(_ value: JSON?) -> String? { moment(value).map { String($0) } }

    /// A date in a body: without a zone, so that no conversion can move it to another day.
    static func body(_ date: CalendarDate) -> JSON { .string("\(date)T00:00:00") }

    /// An exact amount in a body.
    static func body(_ money: Money) -> JSON { .number(money.amountText) }

    /// A whole number, which comes as text when it has 64 bits.
    static func integer(_ value: JSON?) -> Int64? { value?.integer ?? value?.string.flatMap { Int64($0) } }

    /// A decimal number. Sums the service computed in binary come with a tail (`-16.499999999999996`): it is rounded off at the ninth
    /// decimal, half away from zero.
    static func decimal(_ value: JSON?) -> ExactDecimal? {
        guard let value else { return nil }
        if let exact = value.decimal { return exact.rounded(to: decimalsKept) }
        guard case .number(let text) = value else { return nil }
        return rounded(text)
    }

    /// An amount in a currency, rounded half away from zero to its smallest unit; nil when it is no number.
    static func money(_ value: JSON?, _ currency: Currency) -> Money? {
        decimal(value).flatMap { Money(rounding: $0, currency) }
    }

    /// A code without padding; nil for null and for nothing but spaces.
    static func code(_ value: JSON?) -> String? {
        guard let text = value?.string.map(ExactCode.trimmed), !text.isEmpty else { return nil }
        return text
    }

    private static func moment(_ value: JSON?) -> Int64? {
        guard let text = value?.string, text.hasPrefix("/Date("), text.hasSuffix(")/") else { return nil }
        return Int64(text.dropFirst(6).dropLast(2))
    }

    private static func rounded(_ text: String) -> ExactDecimal? {
        let parts = text.split(whereSeparator: { $0 == "e" || $0 == "E" })
        guard let mantissa = parts.first, parts.count <= 2 else { return nil }
        let exponent = parts.count == 2 ? Int(parts[1]) : 0
        let pieces = mantissa.split(separator: ".", omittingEmptySubsequences: false)
        guard let exponent, (-30...18).contains(exponent), pieces.count <= 2 else { return nil }
        let fraction = pieces.count == 2 ? String(pieces[1]) : ""
        // Digits as one whole number, with the place of its point; what lies more than a digit beyond the kept ones is dropped.
        let decimals = fraction.utf8.count - exponent
        let surplus = max(0, decimals - ExactDecimal.decimalsMax)
        let digits = String(pieces[0]) + fraction
        guard surplus < digits.utf8.count else { return .zero }
        guard let significand = Int64(digits.dropLast(surplus)), decimals - surplus >= 0 else { return nil }
        return ExactDecimal(significand: significand, decimals: decimals - surplus).rounded(to: decimalsKept)
    }
}

extension Int64 {
    fileprivate var flooredDays: Int64 {
        let (days, rest) = quotientAndRemainder(dividingBy: Timestamp.millisecondsPerDay)
        return rest < 0 ? days - 1 : days
    }
}

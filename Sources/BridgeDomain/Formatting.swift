/// How amounts, numbers, dates and durations are written for people: `1.234,56` and `18-11-2026` in Dutch, `1,234.56` and `2026-11-18`
/// in English.
///
/// For people only: files, journals and messages to other systems carry the plain forms of the values themselves.
public struct Formatting: Hashable, Sendable {
    /// The language that is written.
    public let language: Language

    /// Formats for a language.
    public init(_ language: Language) { self.language = language }

    private var point: String { language == .dutch ? "," : "." }
    private var separator: String { language == .dutch ? "." : "," }

    /// An amount with all decimals of its currency, without the currency: `-1.234,56`.
    public func amount(_ money: Money) -> String { number(plain: money.amountText) }

    /// An amount with its currency: `1.234,56 EUR`.
    public func money(_ money: Money) -> String { "\(amount(money)) \(money.currency.code)" }

    /// A decimal number with at least `places` decimals: `1.375`, `0,1875`.
    public func number(_ value: ExactDecimal, decimalsMin places: Int = 0) -> String { number(plain: value.text(decimalsMin: places)) }

    /// A percentage: `25,5%`.
    public func percentage(_ value: ExactDecimal) -> String { "\(number(value))%" }

    /// A number of things: `12.345`.
    public func count(_ number: some BinaryInteger) -> String { self.number(plain: String(number)) }

    /// A day: `18-11-2026` in Dutch, `2026-11-18` in English.
    public func date(_ date: CalendarDate) -> String {
        let (year, month, day) = date.components
        return language == .dutch ? "\(twoDigits(day))-\(twoDigits(month))-\(year)" : "\(date)"
    }

    /// A moment on a zone's clock, to the minute: `18-11-2026 16:42`.
    public func moment(_ moment: Timestamp, in zone: TimeZoneRule) -> String {
        let reading = zone.reading(of: moment)
        return "\(date(reading.date)) \(twoDigits(reading.hour)):\(twoDigits(reading.minute))"
    }

    /// How long something takes, in its two largest units: `2 min 5 s`, `3 u 4 min` (`3 h 4 min`), `2 d 3 u`, `840 ms`.
    ///
    /// Cut off, not rounded, so that nothing seems to have lasted longer than it did; a negative duration is written as none.
    public func duration(milliseconds: Int64) -> String {
        guard milliseconds >= 1000 else { return "\(max(milliseconds, 0)) ms" }
        let units: [(name: String, seconds: Int64)] = [("d", 86_400), (language == .dutch ? "u" : "h", 3600), ("min", 60), ("s", 1)]
        var rest = milliseconds / 1000
        var parts: [String] = []
        for unit in units {
            let (whole, remainder) = rest.quotientAndRemainder(dividingBy: unit.seconds)
            rest = remainder
            if whole > 0 { parts.append("\(count(whole)) \(unit.name)") } else if !parts.isEmpty { break }
            if parts.count == 2 { break }
        }
        return parts.joined(separator: " ")
    }

    /// Puts separators into plain decimal text.
    func number(plain text: String) -> String {
        let sign = text.hasPrefix("-") ? "-" : ""
        let parts = text.dropFirst(sign.count).split(separator: ".", maxSplits: 1)
        guard let whole = parts.first else { return text }
        var grouped = ""
        for (place, digit) in whole.enumerated() {
            if place > 0, (whole.count - place).isMultiple(of: 3) { grouped += separator }
            grouped.append(digit)
        }
        return sign + grouped + (parts.count > 1 ? point + parts[1] : "")
    }
}

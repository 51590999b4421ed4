import BridgeDomain

/// Values as messages hold them (reference `king` §2.4).
enum KingValue {
    /// Amounts a trade can have; beyond it a wrong separator is likelier.
    private static let digitsMax = 12

    /// With two decimals and never a thousands separator: `175,50`.
    static func text(_ money: Money, _ separator: KingDecimalSeparator) -> String { text(decimal: money.amountText, separator) }
    /// A rate, in the same manner.
    static func text(_ rate: ExactDecimal, _ separator: KingDecimalSeparator) -> String { text(decimal: rate.description, separator) }
    /// `05-11-2026`.
    static func text(_ date: CalendarDate) -> String {
        let (year, month, day) = date.components
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        return "\(two(day))-\(two(month))-\(year)"
    }

    private static func text(decimal: String, _ separator: KingDecimalSeparator) -> String {
        String(decimal.map { $0 == "." ? Character(separator.character) : $0 })
    }

    /// Reads an amount with comma or point before its decimals; nil for anything that could be read in two ways.
    static func money(_ text: String, _ currency: Currency) -> Money? {
        let marks = text.filter { $0 == "," || $0 == "." }
        guard marks.count <= 1 else { return nil }
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "." }
        let whole = parts.first?.drop { $0 == "-" || $0 == "+" } ?? ""
        guard whole.count <= digitsMax, parts.count < 2 || parts[1].count != 3, let value = decimal(text) else { return nil }
        // Zeros beyond the currency's decimals are nothing; anything else is no amount in it.
        guard value.decimals <= currency.exponent else { return nil }
        return value.scaled(to: currency.exponent).map { Money(minorUnits: $0, currency) }
    }

    /// Reads a decimal with comma or point.
    static func decimal(_ text: String) -> ExactDecimal? { ExactDecimal(String(text.map { $0 == "," ? "." : $0 })) }

    /// Reads `05-11-2026`, and the ISO date-times of typed answers.
    static func date(_ text: String) -> CalendarDate? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if parts.count == 3, parts[0].utf8.count == 2 { return CalendarDate("\(parts[2].prefix(4))-\(parts[1])-\(parts[0])") }
        return CalendarDate(text.prefix(10))
    }

    /// Text within a field's length, cut visibly.
    static func cut(_ text: String, _ max: Int) -> String { text.count <= max ? text : text.prefix(max - 1) + "…" }
}

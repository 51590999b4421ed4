import BridgeDomain

/// Values as they stand in messages (reference king §2.4).
enum Formats {
    /// Digits before the decimals; no amount of a trade comes near.
    static let digitsMax = 12

    /// An amount in the manner of that mode; nil when it is none, has more than two decimals or too many digits.
    static func money(_ text: String, _ mode: KingSandbox.MoneyMode) -> ExactDecimal? {
        let plain: String
        switch mode {
        case .dutch: plain = String(text.filter { $0 != "." }.map { $0 == "," ? "." : $0 })
        case .invariant: plain = text.filter { $0 != "," }
        case .strict:
            guard !text.contains(".") else { return nil }
            plain = String(text.map { $0 == "," ? "." : $0 })
        }
        guard let value = ExactDecimal(plain), value.decimals <= 2 else { return nil }
        let whole = plain.drop { $0 == "-" || $0 == "+" }.prefix { $0 != "." }
        return whole.count <= digitsMax ? value : nil
    }

    /// `DD-MM-YYYY`, or where it is taken an ISO date, a time behind it passed over.
    static func date(_ text: String, takesISO: Bool) -> CalendarDate? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if parts.count == 3, parts[0].utf8.count == 2, parts[1].utf8.count == 2, parts[2].utf8.count == 4 {
            return CalendarDate("\(parts[2])-\(parts[1])-\(parts[0])")
        }
        guard takesISO else { return nil }
        return CalendarDate(text.prefix { $0 != "T" })
    }

    /// `05-11-2026`.
    static func text(_ date: CalendarDate) -> String {
        let (year, month, day) = date.components
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        return "\(two(day))-\(two(month))-\(year)"
    }

    /// `2026-11-05T00:00:00+01:00`, as typed data sets echo dates.
    static func typed(_ date: CalendarDate) -> String {
        let midnight = TimeZoneRule.amsterdam.timestamp(of: date, hour: 0, minute: 0)
        return "\(date)T00:00:00+0\(TimeZoneRule.amsterdam.offset(at: midnight) / 3600):00"
    }

    /// Digits only, leading zeros dropped; nil for anything else.
    static func digits(_ text: String) -> String? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        let bare = text.drop { $0 == "0" }
        return bare.isEmpty ? "0" : String(bare)
    }
}

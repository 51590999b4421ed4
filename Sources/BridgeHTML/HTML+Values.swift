public import BridgeDomain

// Values as accountants write them, in the reader's language. All come from exact decimals: no binary number is on the way.
extension HTML {
    /// An amount with its currency, kept on one line: `1.234,56 EUR`. Negative ones are marked for the eye as well.
    public static func money(_ money: Money, _ formatting: Formatting) -> HTML {
        element(.span, [.class(money.isNegative ? "amount negative" : "amount")], .text(formatting.money(money)))
    }

    /// A day, readable for machines as well.
    public static func date(_ date: CalendarDate, _ formatting: Formatting) -> HTML {
        element(.time, [Attribute("datetime", "\(date)")], .text(formatting.date(date)))
    }

    /// A moment on a zone's clock, to the minute; readable for machines as well.
    public static func moment(_ moment: Timestamp, _ formatting: Formatting, in zone: TimeZoneRule) -> HTML {
        element(.time, [Attribute("datetime", moment.description)], .text(formatting.moment(moment, in: zone)))
    }
}

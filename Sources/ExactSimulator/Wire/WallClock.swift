import BridgeDomain

/// Times as the service keeps them: what a clock on the wall in Amsterdam shows, labelled as if it were UTC (reference §3.3).
enum WallClock {
    /// Seconds Amsterdam is ahead of UTC at `moment`.
    static func offsetSeconds(at moment: Timestamp) -> Int64 { Int64(TimeZoneRule.amsterdam.offset(at: moment)) }

    /// Wall-clock milliseconds at `moment`.
    static func milliseconds(at moment: Timestamp) -> Int64 { moment.milliseconds + offsetSeconds(at: moment) * 1000 }

    /// The calendar day in Amsterdam.
    static func date(at moment: Timestamp) -> CalendarDate { Timestamp(milliseconds: milliseconds(at: moment)).dateUTC }

    /// `2024-05-30T14:00:00`, with `.fff` where there are milliseconds.
    static func text(_ milliseconds: Int64) -> String { String(Timestamp(milliseconds: milliseconds).description.dropLast()) }

    /// Reads a date or a date with time. A zone mark `Z` is accepted and the written wall time is kept (reference §3.3);
    /// other offsets are refused. `/Date(ms)/` is what the service writes itself.
    static func milliseconds(_ text: some StringProtocol) -> Int64? {
        if let date = CalendarDate(text) { return Timestamp(date).milliseconds }
        if text.hasPrefix("/Date("), text.hasSuffix(")/") { return Int64(text.dropFirst(6).dropLast(2)) }
        let withoutZone = text.hasSuffix("Z") ? String(text.dropLast()) : String(text)
        guard withoutZone.utf8.count >= 16 else { return nil }
        // Seconds may be left out: 2024-05-30T14:00.
        let whole = withoutZone.utf8.count == 16 ? withoutZone + ":00" : withoutZone
        return Timestamp(whole + "Z")?.milliseconds
    }
}

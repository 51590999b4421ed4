import BridgeDomain

/// Times as the service keeps them: what a clock on the wall in Amsterdam shows, with a `Z` behind it that means nothing (reference §3.4).
enum WallClock {
    /// Wall-clock milliseconds at `moment`.
    static func milliseconds(at moment: Timestamp) -> Int64 {
        moment.milliseconds + Int64(TimeZoneRule.amsterdam.offset(at: moment)) * 1000
    }

    static func date(at moment: Timestamp) -> CalendarDate { TimeZoneRule.amsterdam.date(of: moment) }

    /// `2026-03-02T14:05:09Z`, rounded to whole seconds.
    static func text(_ milliseconds: Int64) -> String {
        let seconds = (milliseconds + 500).quotientAndRemainder(dividingBy: 1000).quotient
        return Timestamp(milliseconds: seconds * 1000).description
    }

    static func text(_ date: CalendarDate) -> String { "\(date)T00:00:00Z" }

    /// Reads a date, or a date with time; a `Z` behind it is passed over.
    static func milliseconds(_ text: some StringProtocol) -> Int64? {
        if let date = CalendarDate(text) { return Timestamp(date).milliseconds }
        let bare = text.hasSuffix("Z") ? String(text.dropLast()) : String(text)
        guard bare.utf8.count >= 16 else { return nil }
        return Timestamp((bare.utf8.count == 16 ? bare + ":00" : bare) + "Z")?.milliseconds
    }

    /// A day as a person writes it: `1-11-2024`.
    static func spoken(_ date: CalendarDate) -> String {
        let (year, month, day) = date.components
        return "\(day)-\(month)-\(year)"
    }
}

/// A sequence of numbers that looks random and hangs on its seed only (SplitMix64).
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private(set) var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

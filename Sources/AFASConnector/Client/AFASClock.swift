public import BridgeDomain

/// Times as the service keeps them: what a clock on a wall in Amsterdam shows. The `Z` it writes behind them is to be ignored (reference
/// `afas-profit` §3.4), and filters are sent without it.
public enum AFASClock {
    /// A reading of that clock, to the second. Not a moment: the hour before the clock goes back in October is shown twice.
    public struct Moment: Hashable, Sendable, Comparable, CustomStringConvertible {
        /// Seconds on the wall since 1970.
        let seconds: Int64

        init(seconds: Int64) { self.seconds = seconds }

        /// Reads `2026-03-02T14:05:09Z`, with or without the `Z`, and a bare day; nil for anything else.
        public init?(_ text: some StringProtocol) {
            if text.utf8.count == 10, let date = CalendarDate(text) {
                seconds = Timestamp(date).milliseconds / 1000
                return
            }
            let bare = text.hasSuffix("Z") ? String(text.dropLast()) : String(text)
            guard let moment = Timestamp(bare + "Z") else { return nil }
            seconds = moment.milliseconds / 1000
        }

        /// As a filter wants it: `2026-03-02T14:05:09`.
        public var description: String { String(Timestamp(milliseconds: seconds * 1000).description.dropLast()) }
        /// The reading so many seconds later.
        public func adding(seconds more: Int64) -> Moment { Moment(seconds: seconds + more) }
        /// Orders as the clock shows them.
        public static func < (left: Moment, right: Moment) -> Bool { left.seconds < right.seconds }
    }

    /// What the clock shows at a moment.
    public static func moment(at now: Timestamp) -> Moment {
        Moment(seconds: now.milliseconds / 1000 + Int64(TimeZoneRule.amsterdam.offset(at: now)))
    }
}

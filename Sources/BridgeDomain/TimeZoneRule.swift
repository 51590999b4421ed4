/// The civil time of a place, as dated data: which offset from UTC holds when.
///
/// A day in the books is a day in Amsterdam, not in UTC: an invoice approved at 23:30 UTC in winter belongs to the next day. The rules
/// are data of our own so that the same input gives the same output on every machine, whatever its time-zone files say.
///
/// Summer time follows directive 2000/84/EC: from 01:00 UTC on the last Sunday of March until 01:00 UTC on the last Sunday of October,
/// in all zones at the same moment. That is exact from 1996 on; earlier moments are read with the same rule. Should summer time be
/// abolished, a row with a later first year says so.
public struct TimeZoneRule: Hashable, Sendable {
    /// The name in the tz database: `Europe/Amsterdam`.
    public let name: String
    private let rows: [Row]

    /// From which year on (in UTC) which offset and whether summer time hold.
    private struct Row: Hashable {
        var fromYear: Int
        var standardSeconds: Int
        var hasSummerTime: Bool
    }

    /// The Netherlands: one hour ahead of UTC, two in summer.
    public static let amsterdam = centralEuropean("Europe/Amsterdam")
    /// Belgium; same clock as Amsterdam.
    public static let brussels = centralEuropean("Europe/Brussels")
    /// Germany; same clock as Amsterdam.
    public static let berlin = centralEuropean("Europe/Berlin")
    /// France; same clock as Amsterdam.
    public static let paris = centralEuropean("Europe/Paris")
    /// The United Kingdom: UTC, one hour ahead in summer.
    public static let london = TimeZoneRule(
        name: "Europe/London", rows: [Row(fromYear: .min, standardSeconds: 0, hasSummerTime: true)])
    /// Universal time.
    public static let utc = TimeZoneRule(name: "UTC", rows: [Row(fromYear: .min, standardSeconds: 0, hasSummerTime: false)])

    /// Every zone the product knows.
    public static let all: [TimeZoneRule] = [amsterdam, brussels, berlin, paris, london, utc]

    private init(name: String, rows: [Row]) {
        self.name = name
        self.rows = rows
    }

    /// A zone by its name in the tz database; nil for one that is not in ``all``.
    public init?(name: some StringProtocol) {
        guard let rule = Self.all.first(where: { $0.name == name }) else { return nil }
        self = rule
    }

    private static func centralEuropean(_ name: String) -> TimeZoneRule {
        TimeZoneRule(name: name, rows: [Row(fromYear: .min, standardSeconds: 3600, hasSummerTime: true)])
    }
}

extension TimeZoneRule {
    /// A wall clock's reading.
    public struct Reading: Hashable, Sendable {
        /// The day the clock is in.
        public let date: CalendarDate
        /// 0…23.
        public let hour: Int
        /// 0…59.
        public let minute: Int
        /// 0…59.
        public let second: Int
    }

    /// How many seconds the local clock is ahead of UTC at `moment`.
    public func offset(at moment: Timestamp) -> Int {
        let year = moment.dateUTC.year
        guard let row = rows.last(where: { $0.fromYear <= year }) else { return 0 }
        guard row.hasSummerTime, let start = Self.change(month: 3, year: year), let end = Self.change(month: 10, year: year) else {
            return row.standardSeconds
        }
        return row.standardSeconds + (start <= moment && moment < end ? 3600 : 0)
    }

    /// The calendar day at `moment` on the local clock.
    public func date(of moment: Timestamp) -> CalendarDate { local(moment).dateUTC }

    /// What the local clock shows at `moment`.
    public func reading(of moment: Timestamp) -> Reading {
        let shifted = local(moment)
        let ofDay = Int((shifted.milliseconds - Timestamp(shifted.dateUTC).milliseconds) / 1000)
        return Reading(date: shifted.dateUTC, hour: ofDay / 3600, minute: ofDay / 60 % 60, second: ofDay % 60)
    }

    /// The moment at which the local clock shows `hour`:`minute` on `date`.
    ///
    /// On the two days of the change, where the clock does not tell one moment:
    /// - In the hour that is skipped in March (02:00 to 03:00 in Amsterdam) the moment is as much after the jump as the clock time is
    ///   after its start: 02:30 is the moment at which clocks show 03:30. A daily job set at 02:30 therefore runs once on that day.
    /// - In the hour that comes twice in October the first one is meant (summer time). The job runs once as well.
    ///
    /// - Precondition: hour lies in 0…23 and minute in 0…59.
    public func timestamp(of date: CalendarDate, hour: Int, minute: Int) -> Timestamp {
        precondition((0...23).contains(hour) && (0...59).contains(minute), "a time of day lies in 00:00…23:59")
        let asUTC = Timestamp(date, milliseconds: Int64(hour * 60 + minute) * 60_000)
        // The offset before a change is the one that holds a day earlier: changes lie months apart. Reading the clock with it gives the
        // first of two moments in October, and in March the moment that lies as far behind the jump. When the answer lies behind the
        // change and the clock time exists there, the offset that holds there is the right one.
        let before = offset(at: asUTC.adding(seconds: -86_400))
        let candidate = asUTC.adding(seconds: -Int64(before))
        let after = offset(at: candidate)
        guard after != before else { return candidate }
        let later = asUTC.adding(seconds: -Int64(after))
        return offset(at: later) == after ? later : candidate
    }

    private func local(_ moment: Timestamp) -> Timestamp { moment.adding(seconds: Int64(offset(at: moment))) }

    /// 01:00 UTC on the last Sunday of a month; nil outside the calendar's years.
    private static func change(month: Int, year: Int) -> Timestamp? {
        guard let last = CalendarDate(year: year, month: month, day: 31) else { return nil }
        return Timestamp(last.adding(days: -(last.weekday % 7)), milliseconds: 3_600_000)
    }
}

extension TimeZoneRule: Codable, CustomStringConvertible {
    /// The name.
    public var description: String { name }

    /// Reads the name.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let rule = TimeZoneRule(name: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a time zone we know: \(text)")
        }
        self = rule
    }

    /// Writes the name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}

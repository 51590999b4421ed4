public import BridgeDomain

/// When documents leave: each run takes everything that had arrived when it began.
///
/// Pure: the last and the next run follow from the moment alone, so nothing is remembered and a restart changes nothing.
public enum Schedule: Hashable, Sendable {
    /// At once.
    case onArrival
    /// Every so many minutes (1…1,440), counted from midnight UTC.
    case every(minutes: Int)
    /// Every day at these times of the zone. A time that does not exist on the day the clock goes forward runs at the first moment after the
    /// gap; a time that comes twice when it goes back runs the first time.
    case daily([TimeOfDay], zone: TimeZoneRule)
    /// Only when a person says so, up to a date.
    case manual

    /// A time of day in minutes.
    public struct TimeOfDay: Hashable, Sendable, Comparable {
        public var hour: Int
        public var minute: Int

        /// A time of day; nil outside 00:00…23:59.
        public init?(hour: Int, minute: Int) {
            guard (0..<24).contains(hour), (0..<60).contains(minute) else { return nil }
            self.hour = hour
            self.minute = minute
        }

        /// Orders by time.
        public static func < (left: TimeOfDay, right: TimeOfDay) -> Bool { (left.hour, left.minute) < (right.hour, right.minute) }
    }

    /// The first run after `moment`; nil for schedules without runs of their own.
    public func nextRun(after moment: Timestamp) -> Timestamp? {
        switch self {
        case .onArrival, .manual: return nil
        case .every(let minutes):
            let step = Int64(max(1, minutes)) * 60_000
            return Timestamp(milliseconds: (moment.milliseconds / step + 1) * step)
        case .daily(let times, let zone):
            let today = zone.date(of: moment)
            return (0...2).lazy.flatMap { day in runs(on: today.adding(days: day), times, zone) }.first { $0 > moment }
        }
    }

    /// The last run at or before `moment`; nil for schedules without runs of their own.
    public func lastRun(at moment: Timestamp) -> Timestamp? {
        switch self {
        case .onArrival, .manual: return nil
        case .every(let minutes):
            let step = Int64(max(1, minutes)) * 60_000
            return Timestamp(milliseconds: moment.milliseconds / step * step)
        case .daily(let times, let zone):
            let today = zone.date(of: moment)
            return (0...2).lazy.flatMap { day in runs(on: today.adding(days: -day), times, zone).reversed() }.first { $0 <= moment }
        }
    }

    private func runs(on date: CalendarDate, _ times: [TimeOfDay], _ zone: TimeZoneRule) -> [Timestamp] {
        times.sorted().map { zone.timestamp(of: date, hour: $0.hour, minute: $0.minute) }
    }
}

/// A person's word that documents may leave: everything that had arrived by then, dated up to `until` or booked in `period`.
public struct ManualRelease: Hashable, Sendable, Codable {
    public var at: Timestamp
    /// nil: whatever the date.
    public var until: CalendarDate?
    /// nil: whatever the period.
    public var period: Period?
    /// Who said it.
    public var by: String?

    /// A release.
    public init(at: Timestamp, until: CalendarDate? = nil, period: Period? = nil, by: String? = nil) {
        self.at = at
        self.until = until
        self.period = period
        self.by = by
    }

    /// True for a document of that date that is booked in that period; one without a period belongs to none.
    func allows(_ date: CalendarDate, in period: Period?) -> Bool {
        (until.map { date <= $0 } ?? true) && (self.period.map { $0 == period } ?? true)
    }
}

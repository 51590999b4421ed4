import BridgeConnector
import BridgeDomain

/// Where reading of touched booking days goes on: `2026-03-12T10:00:00` after a whole reading, and within one the day it has come to:
/// `2026-03-12T08:43:00>2026-03-12T10:00:00>2026-03-10`.
struct AFASDaysCursor: Hashable, Sendable {
    /// The latest change seen; nil before anything was.
    var high: AFASClock.Moment?
    /// Within a reading: days touched since `from` are read, those up to that change and day are behind us.
    var within: (from: AFASClock.Moment?, change: AFASClock.Moment, day: CalendarDate)?

    init(high: AFASClock.Moment?) { self.high = high }

    /// Reads a cursor we made; fails for any other text.
    init(_ cursor: TargetCursor) throws(ConnectorError) {
        let parts = cursor.text.split(separator: ">", omittingEmptySubsequences: false)
        if cursor.text.isEmpty { return }
        if parts.count == 1, let high = AFASClock.Moment(parts[0]) {
            self.high = high
            return
        }
        guard parts.count == 3, let change = AFASClock.Moment(parts[1]), let day = CalendarDate(parts[2]) else {
            throw ConnectorError(.misused, "The cursor of payments of AFAS Profit was not made by this connector")
        }
        high = change
        within = (AFASClock.Moment(parts[0]), change, day)
    }

    var target: TargetCursor {
        guard let within else { return TargetCursor(high?.description ?? "") }
        return TargetCursor("\(within.from?.description ?? "")>\(within.change)>\(within.day)")
    }

    /// Changes from this moment on are asked for. Times are rounded and written as a clock on a wall shows them, so a reading goes back some
    /// way (``AFASMark/deepSeconds``): a day that is read twice changes nothing.
    var from: AFASClock.Moment? {
        if let within { return within.from }
        return high?.adding(seconds: -AFASMark.deepSeconds)
    }

    static func == (left: AFASDaysCursor, right: AFASDaysCursor) -> Bool { left.target == right.target }
    func hash(into hasher: inout Hasher) { hasher.combine(target) }
}

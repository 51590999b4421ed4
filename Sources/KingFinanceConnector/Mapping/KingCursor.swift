import BridgeConnector
import BridgeDomain

/// Where reading a stream of changed rows goes on.
///
/// King says of a row only the day it was changed (`MUTDATE_VA`, reference `king` §2.3). So the next reading begins with the day on which the last
/// one began, sees that day's rows again and passes over what it knows.
///
/// As text: `2026-11-18` after a whole reading, with `/3/25001/2026-11-19` behind it within one, and a digest of what was told.
struct KingCursor: Hashable, Sendable {
    /// Rows changed on that day or later; nil: all.
    var since: CalendarDate?
    /// Within a reading: what of it is behind us.
    var within: Within?
    /// Of what was told.
    var digest = ""

    struct Within: Hashable, Sendable {
        /// Pages read, or the last number.
        var place: Int
        /// Which table; 0 where there is one.
        var table = 0
        /// Rows there were over all pages.
        var count: Int
        /// The day the reading began.
        var begun: CalendarDate
    }

    init() {}

    /// Reads a cursor we wrote.
    init(_ cursor: TargetCursor) throws(ConnectorError) {
        if cursor == .start { return }
        let halves = cursor.text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = halves[0].split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, parts.count == 1 || parts.count == 5, parts[0].isEmpty || CalendarDate(parts[0]) != nil else {
            throw Self.foreign(cursor)
        }
        since = CalendarDate(parts[0])
        digest = String(halves[1])
        if parts.count == 1 { return }
        guard let table = Int(parts[1]), let place = Int(parts[2]), let count = Int(parts[3]), let begun = CalendarDate(parts[4]) else {
            throw Self.foreign(cursor)
        }
        within = Within(place: place, table: table, count: count, begun: begun)
    }

    private static func foreign(_ cursor: TargetCursor) -> ConnectorError {
        ConnectorError(.misused, "'\(cursor.text.prefix(60))' is no place in a stream of King's: report this")
    }

    var target: TargetCursor {
        let inner = within.map { "/\($0.table)/\($0.place)/\($0.count)/\($0.begun)" } ?? ""
        return TargetCursor("\(since?.description ?? "")\(inner)#\(digest)")
    }

    /// The day a reading that begins now may count on: King's clock need not be ours.
    static func day(at now: Timestamp) -> CalendarDate { TimeZoneRule.amsterdam.date(of: now.adding(seconds: -overlapSeconds)) }
    /// Seconds King's clock may differ from ours, and a call may take to show.
    private static let overlapSeconds: Int64 = 2 * 3_600
}

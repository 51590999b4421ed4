public import BridgeDomain
public import BridgeJournal

/// The rows of the control table over a part of its dates: a day, or a month.
public struct ControlSlice: Hashable, Sendable {
    public var dates: ClosedRange<CalendarDate>
    public var rows: [ControlTable.Row]
}

extension ControlTable {
    /// Gross amounts of the three sides in one currency.
    public struct Sides: Hashable, Sendable {
        public var meant: Money
        public var sent: Money
        public var booked: Money

        /// What the books hold more than was sent; negative for less.
        public var difference: Money { booked - sent }
        /// What has still to be sent.
        public var unsent: Money { meant - sent }
    }

    /// What rows add up to, per currency in order of code. Documents with several VAT codes stand in several rows: they are not counted here.
    public static func sides(of rows: [Row]) -> [Sides] {
        var all: [Currency: Sides] = [:]
        for row in rows {
            let zero = Money.zero(row.sent.net.currency)
            var sides = all[zero.currency] ?? Sides(meant: zero, sent: zero, booked: zero)
            sides.meant += row.meant.gross
            sides.sent += row.sent.gross
            sides.booked += row.booked.gross
            all[zero.currency] = sides
        }
        return all.values.sorted { $0.sent.currency.code < $1.sent.currency.code }
    }
}

extension Reconciliation {
    /// Days that are told one by one; longer ranges are told by month.
    public static let daysMax = 62

    /// The rows of the table alone, over invoice dates in `dates` (nil: all). Cost depends on the number of days, not of documents.
    public func rows(dates: ClosedRange<CalendarDate>?) async throws(JournalError) -> [ControlTable.Row] {
        Self.rows(
            try await journal.daybookTotals(.mapped, bridge: bridge, dates: dates),
            try await journal.daybookTotals(.sent, bridge: bridge, dates: dates),
            try await journal.daybookTotals(.booked, bridge: bridge, dates: dates))
    }

    /// The rows day by day, or month by month over more than ``daysMax`` days, oldest first; days on which nothing is dated are left out.
    public func slices(_ dates: ClosedRange<CalendarDate>) async throws(JournalError) -> [ControlSlice] {
        let isByDay = dates.upperBound.daysSinceEpoch - dates.lowerBound.daysSinceEpoch < Self.daysMax
        var slices: [ControlSlice] = []
        var first = dates.lowerBound
        while first <= dates.upperBound {
            let last = isByDay ? first : min(first.endOfMonth(), dates.upperBound)
            let rows = try await rows(dates: first...last)
            if !rows.isEmpty { slices.append(ControlSlice(dates: first...last, rows: rows)) }
            first = last.adding(days: 1)
        }
        return slices
    }
}

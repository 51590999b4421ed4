public import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJSON

extension ExactOnlineConnector {
    /// Pages asked for to find the end of a stream. Every place reached on the way is a right beginning, the last one only the cheapest.
    static let endSearchMax = 64

    /// Where the stream of ledger rows ends now: entries booked from now on lie after it.
    ///
    /// One call for an administration with up to 1,000 ledger rows, and about two more for each doubling beyond that (22 for a million), where
    /// reading all of it would take one per 1,000. Row versions rise with every change (reference `exact-online` §9.1), so the end is found by
    /// asking for rows after a guess: strides that double until nothing comes back, then halving.
    public func bookedEnd(with master: MasterData) async throws(ConnectorError) -> TargetCursor {
        var cursor = try ExactCursor(.start, movedNow: master.cursors[ExactCursor.movedKey])
        cursor.marks["lines"] = try await lastVersion()
        return cursor.target
    }

    /// The row version up to which all rows are older than that day, or an earlier one: found as the end is (``bookedEnd(with:)``), by when
    /// rows were changed.
    func lastVersion(changedBefore day: CalendarDate) async throws(ConnectorError) -> Int64 {
        // Times are those of a clock on a Dutch wall, written as if in UTC (reference `exact-online` §3.3).
        try await lastVersion(select: "Timestamp,Modified") { row in ExactValue.date(row["Modified"]).map { $0 < day } ?? false }
    }

    /// The version of the last row, or of the last that `counts`; those that do come first.
    private func lastVersion(
        select: String = "Timestamp", counts: (JSON) -> Bool = { _ in true }
    ) async throws(ConnectorError) -> Int64 {
        /// Known to have rows after it that count, or to be the end.
        var low = ExactCursor.beginning
        /// Known to have none after it.
        var high: Int64?
        var stride: Int64 = 0
        /// Versions the last full page spanned.
        var span: Int64 = 0
        for _ in 0..<Self.endSearchMax {
            // Close to the end the next page is the best guess.
            let guess = high.map { $0 - low <= 2 * span ? low : low + ($0 - low) / 2 } ?? low.addingReportingOverflow(stride).partialValue
            guard guess >= low else { return low }
            let page = try await versions(after: guess, select, counts)
            guard let first = page.versions.first, let last = page.versions.last else {
                if guess == low { return low }
                high = guess
                continue
            }
            if !page.hasMore { return last }
            low = last
            span = last - first
            stride = max(stride * 2, span)
        }
        return low
    }

    private func versions(
        after version: Int64, _ select: String, _ counts: (JSON) -> Bool
    ) async throws(ConnectorError) -> (versions: [Int64], hasMore: Bool) {
        let endpoint = "sync/Financial/TransactionLines"
        let page = try await client.page(get(endpoint, [("$filter", ExactFilter.after(version)), ("$select", select)]))
        let counted = page.rows.prefix(while: counts)
        var versions: [Int64] = []
        versions.reserveCapacity(counted.count)
        for row in counted {
            guard let version = ExactValue.integer(row["Timestamp"]) else { throw unreadable(endpoint) }
            versions.append(version)
        }
        return (versions, page.next != nil && counted.count == page.rows.count)
    }
}

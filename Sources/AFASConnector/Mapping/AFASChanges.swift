import BridgeConnector
import BridgeDomain

/// Reads rows in the order in which they were changed, page by page.
struct AFASChanges: Sendable {
    let client: AFASClient
    /// The stream's name in cursors.
    let stream: String
    let connector: String
    /// The field that says when a row was changed.
    let time: String
    /// Fields that make a unique key together.
    let key: [String]
    var conditions: [AFASCondition] = []
    let take: Int

    /// One page after a mark: one call.
    func page(
        after mark: AFASMark, _ seen: inout AFASSeen, now: Timestamp
    ) async throws(ConnectorError) -> (rows: [AFASRow], next: AFASMark, hasMore: Bool) {
        let isDeep = seen.isDeepDue(stream, now: now)
        let start = mark.start(isDeep: isDeep)
        var wanted = conditions
        if let from = start.from { wanted.append(AFASCondition(time, .atLeast, from.description)) }
        let page = try await client.page(AFASQuery(connector, where: wanted, order: [time] + key), skip: start.skip, take: take)
        var times: [AFASClock.Moment] = []
        times.reserveCapacity(page.rows.count)
        for row in page.rows {
            guard let moment = row.moment(time) else {
                throw ConnectorError(.misused, "A row of \(connector) has no \(time): run the connection check")
            }
            times.append(moment)
        }
        if page.isLast, isDeep { seen.deepWasRead(stream, now: now) }
        return (page.rows, mark.after(times, isLast: page.isLast, from: start, take: take), !page.isLast)
    }

    /// Where the stream ends now: one call.
    func end() async throws(ConnectorError) -> AFASMark {
        let page = try await client.page(
            AFASQuery(connector, where: conditions, order: ["-" + time] + key.map { "-" + $0 }), skip: 0, take: 1)
        var mark = AFASMark()
        mark.high = page.rows.first?.moment(time)
        return mark
    }
}

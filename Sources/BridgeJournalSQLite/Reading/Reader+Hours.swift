import BridgeDomain
import BridgeJournal

// What flowed by the hour, how old is what waits, and what it waits for: all from counters.
extension Reader {
    func hourTotals(_ bridge: BridgeID, from moment: Timestamp, limit: Int) throws(JournalError) -> [HourTotal] {
        guard let id = try tables.id(of: bridge) else { return [] }
        return try connection.statement(.hourTotals).bind(id).bind(HourTotal.hour(of: moment)).bind(limit).all { row in
            HourTotal(start: HourTotal.start(of: row.number()), received: row.int(), booked: row.int())
        }
    }

    func ageTotals(_ bridge: BridgeID, bounds: [Timestamp]) throws(JournalError) -> [AgeTotal] {
        guard let id = try tables.id(of: bridge) else {
            return Array(repeating: AgeTotal(waiting: 0, needsPerson: 0), count: bounds.count + 1)
        }
        var ages: [AgeTotal] = []
        var end = Int64.max
        for start in bounds.map({ HourTotal.hour(of: $0) }) + [Int64.min] {
            let age = try connection.statement(.ageTotal).bind(id).bind(start).bind(end)
                .first { row in AgeTotal(waiting: row.int(), needsPerson: row.int()) }
            ages.append(age ?? AgeTotal(waiting: 0, needsPerson: 0))
            end = start
        }
        return ages
    }

    func holdTotals(_ bridge: BridgeID) throws(JournalError) -> [HoldTotal] {
        guard let id = try tables.id(of: bridge) else { return [] }
        return try connection.statement(.holdTotals).bind(id).all { row throws(JournalError) in
            let (blocker, kind, code, count) = (row.text(), try Codes.kind(row.number()), row.text(), row.int())
            guard !code.isEmpty else { return HoldTotal(blocker: blocker, kind: kind, count: count, gross: nil) }
            guard let currency = Currency(kept: code) else { throw Codec.damaged("the totals of \(bridge)", "currency \(code)") }
            return HoldTotal(blocker: blocker, kind: kind, count: count, gross: row.money(currency))
        }.sorted(by: HoldTotal.inOrder)
    }
}

extension Query {
    fileprivate static let hourTotals = Query(
        "SELECT hour, received, booked FROM hour_total WHERE bridge = ? AND hour >= ? AND received + booked > 0 ORDER BY hour LIMIT ?")
    fileprivate static let ageTotal = Query(
        """
        SELECT sum(waiting), sum(needing) FROM hour_total INDEXED BY hour_open
        WHERE bridge = ? AND hour >= ? AND hour < ? AND waiting + needing > 0
        """)
    fileprivate static let holdTotals = Query(
        "SELECT blocker, kind, currency, count, gross FROM hold_total WHERE bridge = ? AND count <> 0")
}

import BridgeDomain
import BridgeJournal

// Totals come from counters; causes, of which only what waits for a person has any, from an index.
extension Reader {
    func stateTotals(_ bridge: BridgeID?) throws(JournalError) -> [StateTotal] {
        try rows(Query.stateTotals, bridge).all { [tables] row throws(JournalError) in
            let bridge = try tables.bridge(row.number())
            let (state, kind) = (try Codes.postingState(row.number()), try Codes.kind(row.number()))
            let code = row.text()
            let count = row.int()
            guard !code.isEmpty else {
                return StateTotal(bridge: bridge, state: state, kind: kind, count: count, net: nil, vat: nil, gross: nil)
            }
            guard let currency = Currency(kept: code) else { throw Codec.damaged("the totals of \(bridge)", "currency \(code)") }
            return StateTotal(
                bridge: bridge, state: state, kind: kind, count: count, net: row.money(currency), vat: row.money(currency),
                gross: row.money(currency))
        }.sorted(by: StateTotal.inOrder)
    }

    func daybookTotals(_ column: ControlColumn, _ bridge: BridgeID, _ dates: ClosedRange<CalendarDate>?) throws(JournalError)
        -> [DaybookTotal]
    {
        guard let id = try tables.id(of: bridge) else { return [] }
        let (first, last) = (Int64(dates?.lowerBound.daysSinceEpoch ?? .min), Int64(dates?.upperBound.daysSinceEpoch ?? .max))
        return try connection.statement(.daybookTotals).bind(id).bind(Codes.number(column)).bind(first).bind(last)
            .all { row throws(JournalError) in
                let (daybook, vatCode, code) = (row.text(), row.text(), row.text())
                guard let currency = Currency(kept: code) else { throw Codec.damaged("the totals of \(bridge)", "currency \(code)") }
                let documents = row.int()
                return DaybookTotal(
                    daybook: DaybookCode(daybook), vatCode: vatCode.isEmpty ? nil : VATCode(vatCode), documents: documents,
                    net: Money(minorUnits: row.number(), currency), vat: Money(minorUnits: row.number(), currency))
            }.sorted(by: DaybookTotal.inOrder)
    }

    func problemTotals(_ bridge: BridgeID?) throws(JournalError) -> [ProblemTotal] {
        var totals: [ProblemTotal] = []
        // A row per currency: those of one cause follow each other.
        _ = try rows(Query.problemTotals, bridge).all { [tables] row throws(JournalError) in
            let bridge = try tables.bridge(row.number())
            let (code, found) = (row.text(), row.text())
            guard let problem = ProblemCode(rawValue: code) else { throw Codec.damaged("the causes of \(bridge)", "problem \(code)") }
            let currency = try row.currency(at: "the causes of \(bridge)")
            let (count, gross, oldest) = (row.int(), row.money(currency), Timestamp(milliseconds: row.number()))
            if let last = totals.indices.last, totals[last].bridge == bridge, totals[last].code == problem, totals[last].found == found {
                totals[last].count += count
                totals[last].gross += gross.map { [$0] } ?? []
                totals[last].oldest = min(totals[last].oldest, oldest)
            } else {
                totals.append(
                    ProblemTotal(bridge: bridge, code: problem, found: found, count: count, gross: gross.map { [$0] } ?? [], oldest: oldest)
                )
            }
        }
        return totals.sorted(by: ProblemTotal.inOrder)
    }

    func waitingTotals(_ bridge: BridgeID, at now: Timestamp) throws(JournalError) -> WaitingTotals {
        guard let id = try tables.id(of: bridge) else { return WaitingTotals(late: 0, differing: 0, oldest: nil) }
        let late = try connection.statement(.countLate).bind(id).bind(now.milliseconds).all { row in row.int() }
        let differing = try connection.statement(.countDiffering).bind(id).all { row in row.int() }
        let oldest = try connection.statement(.firstDeadline).bind(id).all { row in Timestamp(milliseconds: row.number()) }
        return WaitingTotals(late: late.first ?? 0, differing: differing.first ?? 0, oldest: oldest.first)
    }

    /// The rows of one bridge, or of all.
    private func rows(_ queries: OneOrAll, _ bridge: BridgeID?) throws(JournalError) -> Statement {
        guard let bridge else { return try connection.statement(queries.all) }
        return try connection.statement(queries.one).bind(try tables.id(of: bridge) ?? 0)
    }
}

/// A query for one bridge and the same for all.
private struct OneOrAll {
    let one: Query
    let all: Query

    init(_ text: (_ condition: String) -> String) {
        one = Query(text(" AND bridge = ?1"))
        all = Query(text(""))
    }
}

extension Query {
    fileprivate static let stateTotals = OneOrAll { condition in
        "SELECT bridge, state, kind, currency, count, net, vat, gross FROM state_total WHERE count <> 0\(condition)"
    }
    fileprivate static let problemTotals = OneOrAll { condition in
        """
        SELECT bridge, code, found, currency, count(*), sum(gross), min(received_at) FROM posting_cause
        WHERE code IN (\(codesPerValue))\(condition) GROUP BY bridge, code, found, currency
        UNION ALL
        SELECT bridge, code, '', currency, count(*), sum(gross), min(received_at) FROM (
            SELECT DISTINCT bridge, code, posting, currency, gross, received_at FROM posting_cause
            WHERE code NOT IN (\(codesPerValue))\(condition)
        ) AS cause GROUP BY bridge, code, currency
        ORDER BY 1, 2, 3, 4
        """
    }
    /// Codes of which each value is a cause of its own. A posting counts once in every other cause, however often it has that problem.
    private static let codesPerValue = ProblemCode.allCases.filter(\.isOneCausePerValue).map { "'\($0.rawValue)'" }.joined(separator: ", ")
    fileprivate static let countLate = Query(
        """
        SELECT count(*) FROM posting INDEXED BY posting_deadline
        WHERE bridge = ? AND deadline < ? AND deadline IS NOT NULL AND state < \(Codes.settledPosting)
        """)
    fileprivate static let countDiffering = Query(
        "SELECT count(*) FROM posting INDEXED BY posting_differing WHERE bridge = ? AND read_back = 2")
    fileprivate static let firstDeadline = Query(
        """
        SELECT received_at FROM posting INDEXED BY posting_deadline
        WHERE bridge = ? AND deadline IS NOT NULL AND state < \(Codes.settledPosting) ORDER BY deadline LIMIT 1
        """)
    fileprivate static let daybookTotals = Query(
        """
        SELECT daybook, vat_code, currency, sum(documents), sum(net), sum(vat) FROM daybook_total
        WHERE bridge = ? AND control = ? AND date BETWEEN ? AND ? GROUP BY daybook, vat_code, currency HAVING sum(documents) <> 0
        """)
}

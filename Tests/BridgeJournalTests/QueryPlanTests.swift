import BridgeDomain
import BridgeJournal
import BridgeJournalTesting
import CSQLite
import Testing

@testable import BridgeJournalSQLite

/// Every question must cost the same at a thousand documents and at millions: it is answered by going straight to its place in an index.
@Suite struct QueryPlanTests {
    private let bridge = JournalSample.bridge
    private let now = JournalSample.now

    @Test func `no question looks through a table, and none but lists by date and deadline sorts`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await folder.open()
        for number in 1...5 { try await journal.commit(JournalSample.arrival(number, bridge: number == 5 ? "other" : bridge)) }
        try await journal.commit(JournalUnit([.putParty(JournalSample.party("C0412"))]))
        let connection = try Connection.reading(folder.journalPath, SQLiteJournalOptions())
        try askEverything(Reader(connection, handedOut: ReadPostings()))
        let plans = try statements(of: connection).map { sql in (sql: sql, steps: try plan(sql, connection)) }
        #expect(plans.count > 50)
        for plan in plans {
            for step in plan.steps where step.hasPrefix("SCAN") {
                let small = [
                    "SCAN bridge", "SCAN state_total", "SCAN posting_cause", "SCAN CONSTANT", "SCAN token", "SCAN found", "SCAN cause",
                    "SCAN posting_text VIRTUAL",
                ]
                #expect(small.contains { step.hasPrefix($0) } || isWholeList(plan.sql), "\(step) in \(plan.sql)")
            }
            let mayManySort = plan.sql.contains("posting_date") || plan.sql.contains("posting_deadline")
            for step in plan.steps where step.contains("TEMP B-TREE") {
                // Sums of a few rows of counters, of a credit's originals.
                let isSmall = plan.sql.contains("GROUP BY")
                #expect(mayManySort || isSmall, "\(step) in \(plan.sql)")
            }
        }
        connection.close()
        await journal.close()
    }

    /// The list of everything, newest first, is the table itself read from its end.
    private func isWholeList(_ sql: String) -> Bool { sql.contains("posting NOT INDEXED") }

    private func askEverything(_ reader: Reader) throws {
        let (key, party) = (JournalSample.key(1), PartyKey(.debtor, "C0412"))
        _ = try reader.postings([key], bridge)
        _ = try reader.postings(source: "src-sales_invoice-1", bridge)
        _ = try reader.posting(bridge, reference: "FPsa100001")
        _ = try reader.due(bridge, states: Set(PostingState.allCases), now: now, limit: 10)
        _ = try reader.held(bridge, blocker: "approval", after: 0, limit: 10)
        _ = try reader.nextDue(bridge)
        _ = try reader.credited(key, bridge, except: key)
        _ = try reader.credits(of: key, bridge)
        _ = try reader.depositBalance(party, bridge, .eur)
        _ = try reader.parties([party], bridge)
        _ = try reader.dueParties(bridge, states: [.ready], now: now, limit: 10)
        _ = try reader.listParties(bridge, states: [], after: nil, limit: 10)
        _ = try reader.listParties(bridge, states: [.ready], after: nil, limit: 10)
        _ = try reader.partyVersions(party, bridge)
        _ = try reader.differingParties(bridge, after: party, limit: 10)
        _ = try reader.relations(bridge, vatNumber: "1", chamberOfCommerce: "1", number: "1")
        _ = try reader.relation(bridge, id: "1")
        _ = try reader.binding(bridge, .debtor, .bindingByOurs, "1")
        _ = try reader.binding(bridge, .debtor, .bindingByTheirs, "1")
        _ = try reader.cursor(bridge, "c")
        _ = try reader.value(bridge, "v")
        _ = try reader.sealed("s")
        _ = try reader.token("t")
        _ = try reader.tokens()
        _ = try reader.answer(asker: "token/t", key: "k")
        _ = try reader.payments(["1/1"], bridge)
        _ = try reader.payments(dated: JournalSample.date, bridge, after: nil, limit: 10)
        _ = try reader.payments(of: key, bridge)
        _ = try reader.payments(Set(PaymentRecord.Standing.allCases), bridge, before: nil, limit: 10)
        _ = try reader.notices(of: "1/1", bridge)
        _ = try reader.notices(.waiting, bridge, after: 0, limit: 10)
        _ = try reader.settledItems([key], bridge)
        _ = try reader.itemsToCheck(bridge, now: now, limit: 10)
        _ = try reader.itemsInTrouble(bridge, after: nil, limit: 10)
        _ = try reader.paymentTotals(bridge)
        for version in [nil, 1] { _ = try reader.mapping(bridge, version: version) }
        _ = try reader.mappings(bridge)
        _ = try reader.dueReports(bridge, now: now, limit: 10)
        _ = try reader.budget("exact")
        _ = try reader.versions(key, bridge)
        _ = try reader.entry(key, version: 1, bridge)
        _ = try reader.booked(key, bridge)
        _ = try reader.attempts("\(key)", bridge)
        for subject in [nil, "\(key)"] {
            for bridge in [nil, bridge] { _ = try reader.history(subject: subject, bridge: bridge, after: 0, limit: 10) }
        }
        for bridge in [nil, bridge] {
            _ = try reader.stateTotals(bridge)
            _ = try reader.problemTotals(bridge)
        }
        _ = try reader.hourTotals(bridge, from: now, limit: 10)
        _ = try reader.ageTotals(bridge, bounds: [now])
        _ = try reader.holdTotals(bridge)
        _ = try reader.daybookTotals(.mapped, bridge, nil)
        for filter in filters { _ = try reader.list(filter, before: nil, limit: 10) }
    }

    private var filters: [PostingFilter] {
        let dates = JournalSample.date...JournalSample.date.adding(days: 30)
        return [
            PostingFilter(), PostingFilter(bridge: bridge), PostingFilter(states: [.ready]),
            PostingFilter(bridge: bridge, kinds: [.creditNote]),
            PostingFilter(bridge: bridge, states: [.ready], party: PartyKey(.debtor, "C0412")),
            PostingFilter(party: PartyKey(.debtor, "C0412")),
            PostingFilter(bridge: bridge, problem: .accountUnmapped), PostingFilter(bridge: bridge, blocker: "approval"),
            PostingFilter(bridge: bridge, invoiceDates: dates), PostingFilter(bridge: bridge, states: [.parked], invoiceDates: dates),
            PostingFilter(lateAt: now), PostingFilter(differing: true), PostingFilter(search: "2026"),
            PostingFilter(bridge: bridge, states: [.ready], search: "2026"),
        ]
    }

    /// The texts of all statements prepared on a connection.
    private func statements(of connection: Connection) -> [String] {
        var texts: [String] = []
        var statement = sqlite3_next_stmt(connection.handle, nil)
        while let found = statement {
            if let text = sqlite3_sql(found) { texts.append(String(cString: text)) }
            statement = sqlite3_next_stmt(connection.handle, found)
        }
        return texts.filter { $0.hasPrefix("SELECT") }
    }

    private func plan(_ sql: String, _ connection: Connection) throws -> [String] {
        try Statement(connection, "EXPLAIN QUERY PLAN \(sql)", isKept: false).all { row in
            for _ in 0..<3 { _ = row.number() }
            return row.text()
        }
    }
}

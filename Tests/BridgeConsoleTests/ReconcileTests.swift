import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import BridgeReconciliation
import BridgeTesting
import Testing

@testable import BridgeConsole

@Suite struct `Source, sent and booked are held against each other` {
    /// A document that is booked, as the books were read back; `booked` is what they hold, in cents net.
    private static func book(_ office: Office, _ number: Int, booked: Int64? = 10_000, on day: CalendarDate = JournalSample.date)
        async throws
    {
        let problem = Problem(.bookedDiffers, at: Place("net"), found: "100,01 EUR", expected: "100,00 EUR")
        try await office.document(number, .booked) { posting in
            posting.invoiceDate = day
            posting.targetNumber = "2670\(number)"
            if let booked {
                posting.readBack =
                    booked == 10_000 ? .agrees(at: JournalSample.now) : .differs(at: JournalSample.now, problems: [problem])
            }
        }
        if let booked { try await office.journal.commit(JournalUnit([.keepBooked(JournalSample.booked(number, net: booked))])) }
    }

    @Test func `a controller finds the cent, and the document is one click away`() async throws {
        try await Office.with { office in
            try await office.person(.controller)
            try await Self.book(office, 1)
            try await Self.book(office, 2, booked: 10_001)
            try await Self.book(office, 3, booked: nil)
            let cookie = try await office.enter()
            let page = try await office.get("/reconcile", cookie: cookie).text
            #expect(page.contains("1 document stands in the books otherwise than sent: difference 0.01 EUR."))
            #expect(page.contains("href=\"\(Office.path(2))\"") && !page.contains("href=\"\(Office.path(1))\""))
            #expect(page.contains("109.01") && page.contains("327.00") && page.contains("218.01"))
            #expect(page.contains("109.00 EUR was sent and has not been read back yet."))
            let day = "from=\(JournalSample.date)&amp;to=\(JournalSample.date)"
            #expect(page.contains(day), "the day leads to its documents")
            let list = try await office.get(
                "/documents?bridge=export-nl&from=\(JournalSample.date)&to=\(JournalSample.date)", cookie: cookie)
            #expect(list.text.contains(Office.path(1)) && list.text.contains(Office.path(2)))
        }
    }

    @Test func `books that hold what was sent are said to, with the amount`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            for number in 1...3 { try await Self.book(office, number) }
            let page = try await office.get("/reconcile", cookie: try await office.enter()).text
            #expect(page.contains("The books hold exactly what was sent: 327.00 EUR."))
            #expect(!page.contains("has still to be sent") && !page.contains("not counted"))
        }
    }

    @Test func `what was not read back, not sent or not mapped is told apart`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            try await Self.book(office, 1)
            try await Self.book(office, 2, booked: nil)
            try await office.document(3, .ready)
            try await office.document(4, .parked)
            let page = try await office.get("/reconcile", cookie: try await office.enter()).text
            #expect(page.contains("No document differs, but 109.00 EUR of what was sent has not been read back yet."))
            #expect(page.contains("109.00 EUR has still to be sent.") && page.contains("1 parked document is not counted here yet."))
        }
    }

    @Test func `days add up to the whole, over months as well`() async throws {
        try await Office.with { office in
            let days = [0, 1, 1, 40, 100].map { JournalSample.date.adding(days: -$0) }
            for (number, day) in days.enumerated() { try await Self.book(office, number + 1, on: day) }
            let reconciliation = Reconciliation(journal: office.journal, bridge: JournalSample.bridge)
            let range = days[4]...days[0]
            let whole = ControlTable.sides(of: try await reconciliation.rows(dates: range))
            let months = try await reconciliation.slices(range)
            #expect(whole.map(\.booked) == [JournalSample.euro(54_500)] && months.count >= 2)
            #expect(months.map { ControlTable.sides(of: $0.rows) }.flatMap { $0.map(\.booked) }.total(.eur) == whole.first?.booked)
            let short = try await reconciliation.slices(days[3]...days[0])
            #expect(short.map(\.dates.lowerBound) == [days[3], days[1], days[0]], "only days on which something is dated")
            #expect(short.map { $0.rows.map(\.booked.documents) } == [[1], [2], [1]])
        }
    }

    @Test(arguments: Role.allCases)
    func `the source is asked by those who may`(role: Role) async throws {
        try await Office.with { office in
            try await office.person(role)
            try await Self.book(office, 1)
            let cookie = try await office.enter()
            let may = Rights.allow(.compareSource, role)
            #expect(try await office.get("/reconcile", cookie: cookie).text.contains("/reconcile/source?") == may)
            let asked = try await office.get("/reconcile/source", cookie: cookie)
            #expect(asked.status == (may ? 200 : 403))
            if may { #expect(asked.text.contains("Not all has arrived: the source approved 0 documents, 1 were received.")) }
        }
    }

    @Test(arguments: [
        ("?bridge=none", 404), ("?from=2026-11-30&to=2026-11-01", 200), ("?from=1990-01-01&to=2026-11-30", 200), ("?from=x&to=", 200),
        ("?to=1900-01-01", 200), ("?from=2199-12-31&to=2199-12-31", 200), ("?from=1900-01-01&to=2199-12-31", 200),
    ])
    func `any dates are understood or left aside`(query: String, status: Int) async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            try await Self.book(office, 1)
            #expect(try await office.get("/reconcile\(query)", cookie: try await office.enter()).status == status)
        }
    }
}

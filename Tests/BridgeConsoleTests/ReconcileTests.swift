import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Testing

@testable import BridgeConsole
@testable import BridgeReconciliation

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

    /// What the source approved and what arrived, row by row: kind, whether it can be read, counts and gross amounts in cents.
    typealias Row = (kind: DocumentKind, isReadable: Bool, approved: Int, received: Int, gross: Int64, receivedGross: Int64)

    @Test(
        arguments: [
            ("all of it", [(.salesInvoice, true, 74, 74, 100, 100), (.creditNote, true, 7, 7, 50, 50)], .same),
            ("one that cannot be read here", [(.salesInvoice, true, 74, 73, 100, 90), (.salesInvoice, false, 1, 2, 0, 0)], .unreadable(1)),
            ("one is missing", [(.salesInvoice, true, 74, 73, 100, 90)], .uneven),
            ("one came as another kind", [(.salesInvoice, true, 74, 73, 100, 90), (.creditNote, true, 7, 8, 50, 60)], .otherwise),
            ("another amount", [(.salesInvoice, true, 74, 74, 100, 101)], .otherwise),
            (
                "one unreadable, and another amount besides",
                [
                    (.salesInvoice, true, 74, 73, 100, 90), (.salesInvoice, false, 1, 2, 0, 0), (.creditNote, true, 7, 7, 50, 51),
                ], .otherwise
            ),
        ] as [(String, [Row], ControlTable.Arriving)])
    func `that everything arrived is said where it is so, and otherwise what is the matter`(
        what: String, rows: [Row], expected: ControlTable.Arriving
    ) {
        let arrivals = rows.map { row in
            ControlTable.Arrival(
                kind: row.kind, currency: row.isReadable ? .eur : nil, approved: row.approved, received: row.received,
                approvedGross: row.isReadable ? JournalSample.euro(row.gross) : nil,
                receivedGross: row.isReadable ? JournalSample.euro(row.receivedGross) : nil)
        }
        let states = rows.map { row in
            StateTotal(
                bridge: JournalSample.bridge, state: .booked, kind: row.kind, count: row.received, net: nil, vat: nil, gross: nil)
        }
        let table = ControlTable(
            bridge: JournalSample.bridge, rows: [], arrivals: arrivals, states: states, approved: rows.map(\.approved).reduce(0, +))
        #expect(table.arriving == expected, "\(what)")
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
            if may {
                #expect(asked.text.contains("More has arrived than the source names: the source approved 0 documents, 1 was received."))
            }
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

import BridgeConnector
import BridgeDomain
import BridgeJournal
import BridgeJournalTesting
import ExactSimulator
import FreshPortalSimulator
import Testing

@testable import ExactConnector

/// What the accountant in the Exact Online sandbox did, on its way to the FreshPortal sandbox (reference dutch-finance §15, M01 to M08).
@Suite struct `What happens in the books comes back` {
    private static let division = ExactSandbox.division
    private static let day = CalendarDate("2026-11-18") ?? CalendarDate(daysSinceEpoch: 0)

    private static func amount(_ text: String) -> ExactDecimal { ExactDecimal(text) ?? 0 }

    /// The eight payment scenarios, done in the books; M01 and M02 stand on one bank statement.
    private func doEverything(in books: ExactSandbox) async throws {
        let (day, division) = (Self.day, Self.division)
        func item(_ document: String, _ text: String? = nil, on date: CalendarDate? = nil) async throws -> ExactSandbox.SettlingLine {
            .item(try await books.number(document), text.map(Self.amount), on: date)
        }
        let two = [try await item("S01", on: day), try await item("S02", "200.00", on: day.adding(days: 1))]
        try await books.bookStatement(two, in: division)
        let known = [try await item("S03"), try await item("S04"), .ledger("1290", -56)]
        try await books.bookStatement(known, on: day.adding(days: 2), in: division)
        try await books.bookStatement([try await item("S17"), .ledger("4810", 15)], on: day.adding(days: 3), in: division)
        // M05: collected on the account for money under way, booked by the bank, and one taken back.
        let batch = [try await item("S05"), try await item("S06"), try await item("S07")]
        try await books.bookStatement(batch, on: day.adding(days: 4), journal: "55", in: division)
        try await books.bookStatement([.ledger("1150", Self.amount("-729.86"))], on: day.adding(days: 5), in: division)
        try await books.bookStatement([try await item("S06", "-354.25")], on: day.adding(days: 12), in: division)
        // M06, M07, M08.
        let lost = [try await item("S08"), .ledger("4700", 100), .ledger("1560", 9)]
        try await books.bookGeneral(lost, on: day.adding(days: 13), in: division)
        try await books.bookStatement(
            [try await item("S09"), .ledger("4990", Self.amount("0.02"))], on: day.adding(days: 14), in: division)
        let setOff = [try await item("S10", "45.78"), try await item("S25", "-45.78")]
        try await books.bookGeneral(setOff, on: day.adding(days: 15), in: division)
    }

    private static let expected = [
        "2026-11-18 receipt 152.60: S01 152.60 (0.00), rest 0.00", "2026-11-19 receipt 200.00: S02 200.00 (355.90), rest 0.00",
        "2026-11-20 receipt 1000.00: S03 844.00 (0.00) S04 100.00 (0.00), rest 56.00",
        "2026-11-21 bank_charge 15.00: S17 15.00 (6285.00), rest 0.00", "2026-11-21 receipt 6285.00: S17 6285.00 (0.00), rest 0.00",
        "2026-11-22 direct_debit 729.86: S05 152.60 (0.00) S06 354.25 (0.00) S07 223.01 (0.00), rest 0.00",
        "2026-11-30 direct_debit_reversal -354.25: S06 -354.25 (354.25), rest 0.00",
        "2026-12-01 write_off 109.00: S08 109.00 (0.00), rest 0.00", "2026-12-02 receipt 152.58: S09 152.58 (0.02), rest 0.00",
        "2026-12-02 write_off 0.02: S09 0.02 (0.00), rest 0.00",
        "2026-12-03 set_off 0.00: S25 -45.78 (0.00) S10 45.78 (106.82), rest 0.00",
    ]

    private static let invoices: [(String, Int64)] = [
        ("S01", 15_260), ("S02", 55_590), ("S03", 84_400), ("S04", 10_000), ("S17", 630_000), ("S05", 15_260), ("S06", 35_425),
        ("S07", 22_301), ("S08", 10_900), ("S09", 15_260), ("S10", 15_260), ("S25", -4_578),
    ]

    @Test(.timeLimit(.minutes(5)))
    func `M01 to M08 come back over real connections, equal to what was done`() async throws {
        let sockets = try await PaymentSockets.open {
            $0.divisions[0].journals.append(.init("55", "Incasso", type: 12, ledgerAccount: "1150"))
        }
        let (books, portal, bridge) = (sockets.books, sockets.portal, sockets.bridge)
        try await bridge.book(Self.invoices)
        try await bridge.round()
        await portal.inject(SandboxFaultRule(.dropAfter, pathContains: "/payments"))
        try await doEverything(in: books)
        for _ in 0..<3 { try await bridge.round() }
        #expect(await bridge.told().sorted() == Self.expected.sorted())
        #expect(
            try await bridge.journal.paymentTotals("export")
                == PaymentTotals(waiting: 0, oldestWaiting: nil, refused: 0, trouble: 0, foreign: 0, items: 0))
        #expect(try await bridge.journal.verify { _ in }.faults == [])
        #expect(await books.inconsistencies(in: Self.division) == [])
        await sockets.close()
    }

    private func open(_ invoices: [(String, Int64)]) async throws -> (Office, PaymentBridge) {
        let office = try await Office.open(use: [.sales, .purchases, .general]) {
            $0.limits.callsPerMinute = 1_000
            $0.divisions[0].journals.append(.init("73", "Auction statements", type: 20, ledgerAccount: "1610"))
        }
        let bridge = PaymentBridge(office.connector, PaymentBridge.portal(office.clock), clock: office.clock)
        try await bridge.book(invoices)
        try await bridge.round()
        return (office, bridge)
    }

    // MARK: Payments that change

    @Test func `money on account is told with its payment, and allocated later`() async throws {
        let (office, bridge) = try await open([("S01", 10_000), ("S02", 1_000)])
        let books = office.sandbox
        let lines: [ExactSandbox.SettlingLine] = [.item(try await books.number("S01")), .onAccount("501", 10)]
        let statement = try await books.bookStatement(lines, on: Self.day, in: Self.division)
        try await bridge.round()
        try await books.allocate(statement, line: 3, to: try await books.number("S02"), in: Self.division)
        for _ in 0..<2 { try await bridge.round() }
        #expect(
            await bridge.told() == [
                "2026-11-18 receipt 110.00: S01 100.00 (0.00), rest 10.00", "2026-11-18 receipt 0.00: S02 10.00 (0.00), rest -10.00",
            ])
    }

    @Test func `a statement that is deleted, or from which a line is taken, is taken back`() async throws {
        let (office, bridge) = try await open([("S01", 10_000), ("S02", 5_000), ("S03", 2_500)])
        let books = office.sandbox
        let both: [ExactSandbox.SettlingLine] = [.item(try await books.number("S01")), .item(try await books.number("S02"))]
        let first = try await books.bookStatement(both, on: Self.day, in: Self.division)
        let second = try await books.bookStatement([.item(try await books.number("S03"))], on: Self.day, in: Self.division)
        try await bridge.round()
        try await books.removeLine(2, ofStatement: first, in: Self.division)
        try await books.deleteEntry(second, in: Self.division)
        for _ in 0..<2 { try await bridge.round() }
        for (number, left) in [("S01", 10_000), ("S02", 0), ("S03", 2_500)] as [(String, Int64)] {
            let item = try #require(try await bridge.item(number))
            #expect(item.remaining == Money(minorUnits: left, .eur) && item.told == item.settled && item.problems == [], "\(number)")
        }
        #expect(try await bridge.journal.paymentTotals("export").refused == 0)
        #expect(await books.inconsistencies(in: Self.division) == [])
    }

    @Test func `a line taken out of a payment without another row being written leaves the rest of the payment`() async throws {
        let (office, bridge) = try await open([("S01", 10_000), ("S02", 5_000), ("S03", 2_500)])
        let books = office.sandbox
        var lines: [ExactSandbox.SettlingLine] = []
        for number in ["S01", "S02", "S03"] { lines.append(.item(try await books.number(number))) }
        let statement = try await books.bookStatement(lines, on: Self.day, in: Self.division)
        try await bridge.round()
        try await books.removeLine(2, ofStatement: statement, alone: true, in: Self.division)
        for _ in 0..<4 { try await bridge.round() }
        for (number, left) in [("S01", 10_000), ("S02", 0), ("S03", 0)] as [(String, Int64)] {
            let item = try #require(try await bridge.item(number))
            #expect(item.remaining == Money(minorUnits: left, .eur), "\(number)")
            #expect(item.told == item.settled && item.problems == [] && item.differences == 0, "\(number): \(item.problems)")
        }
    }

    @Test func `a difference the service writes off by itself is told as one`() async throws {
        let (office, bridge) = try await open([("S01", 10_000)])
        let number = try await office.sandbox.number("S01")
        try await office.sandbox.pay(number, amount: Self.amount("99.97"), on: Self.day, in: Self.division)
        let rest: [ExactSandbox.SettlingLine] = [.item(number), .ledger("8900", Self.amount("0.03"))]
        try await office.sandbox.bookGeneral(rest, type: 83, on: Self.day, in: Self.division)
        try await bridge.round()
        #expect(
            await bridge.told() == [
                "2026-11-18 receipt 99.97: S01 99.97 (0.03), rest 0.00", "2026-11-18 write_off 0.03: S01 0.03 (0.00), rest 0.00",
            ])
    }

    @Test func `a line taken out that is not a payment's first is noticed, though no other row was written`() async throws {
        let (office, bridge) = try await open([("S01", 10_000), ("S02", 5_000), ("S03", 2_500)])
        let books = office.sandbox
        var lines: [ExactSandbox.SettlingLine] = []
        for number in ["S01", "S02", "S03"] { lines.append(.item(try await books.number(number))) }
        let statement = try await books.bookStatement(lines, on: Self.day, in: Self.division)
        try await bridge.round()
        // The bank's line is the first; the payment is named by the second.
        try await books.removeLine(4, ofStatement: statement, alone: true, in: Self.division)
        for _ in 0..<3 { try await bridge.round() }
        for (number, left) in [("S01", 0), ("S02", 0), ("S03", 2_500)] as [(String, Int64)] {
            let item = try #require(try await bridge.item(number))
            #expect(item.remaining == Money(minorUnits: left, .eur), "\(number)")
            #expect(item.told == item.settled && item.problems == [] && item.differences == 0, "\(number): \(item.problems)")
        }
        #expect(await bridge.told().last == "2026-11-18 receipt -25.00: S03 -25.00 (25.00), rest 0.00")
        #expect(try await bridge.journal.verify { _ in }.faults == [])
    }

    @Test func `what an auction pays on its statement comes back, though it stands on an account of creditors`() async throws {
        let (office, bridge) = try await open([])
        try await bridge.book([("S01", 304_110), ("S02", 10_000)], daybook: "73", on: "1610")
        let statement = try await office.sandbox.number("S01")
        try await office.sandbox.pay(statement, amount: 1_000, on: Self.day, in: Self.division)
        try await bridge.round()
        try await office.sandbox.pay(statement, on: Self.day.adding(days: 1), in: Self.division)
        for _ in 0..<3 { try await bridge.round() }
        #expect(
            await bridge.told() == [
                "2026-11-18 receipt 1000.00: S01 1000.00 (2041.10), rest 0.00",
                "2026-11-19 receipt 2041.10: S01 2041.10 (0.00), rest 0.00",
            ])
        for number in ["S01", "S02"] { #expect(try await bridge.item(number)?.problems == []) }
        #expect(try await bridge.item("S02")?.remaining == Money(minorUnits: 10_000, .eur))
    }

    @Test func `what is matched without an entry is no difference, and told as nothing`() async throws {
        let (office, bridge) = try await open([("S01", 10_000), ("S25", -2_000)])
        let (invoice, credit) = (try await office.sandbox.number("S01"), try await office.sandbox.number("S25"))
        try await office.sandbox.match(credit, with: invoice, amount: 20, in: Self.division)
        for _ in 0..<4 { try await bridge.round() }
        #expect(try await bridge.item("S01")?.problems == [])
        #expect(try await bridge.item("S25", .creditNote)?.problems == [])
        #expect(try await bridge.item("S01")?.booksOpen == Money(minorUnits: 8_000, .eur))
        #expect(await bridge.told() == [])
        #expect(try await bridge.journal.paymentTotals("export").items == 0)
    }

    // MARK: Entries of ours

    @Test func `an invoice the accountant deletes is a difference told to the trade system, and does not look paid`() async throws {
        let (office, bridge) = try await open([("S01", 10_000), ("S02", 5_000)])
        try await office.sandbox.pay(try await office.sandbox.number("S01"), amount: 40, on: Self.day, in: Self.division)
        try await bridge.round()
        for number in ["S01", "S02"] {
            try await office.sandbox.deleteEntry(try await office.sandbox.number(number), in: Self.division)
        }
        for _ in 0..<2 { try await bridge.round() }
        for (place, number) in ["S01", "S02"].enumerated() {
            let item = try #require(try await bridge.item(number))
            #expect(item.settled.isZero && item.problems.map(\.code) == [.openItemGone], "\(number)")
            let posting = try await bridge.journal.postings([item.document], bridge: "export")[item.document]
            guard case .differs(_, let problems) = posting?.readBack else { throw Missing() }
            #expect(posting?.state == .booked && problems.map(\.code) == [.bookedMissing])
            let status = try #require(await bridge.portal.statuses(of: place + 1).last)
            #expect("\(status)".contains("parked"), "\(status)")
        }
        #expect(await bridge.told().last == "2026-11-18 receipt -40.00: S01 -40.00 (100.00), rest 0.00")
        #expect(await office.sandbox.entries(in: Self.division).count { $0.type == 20 } == 0, "nothing was booked again")
    }

    @Test func `an entry that is given another number is a difference, and its payments still find it`() async throws {
        let (office, bridge) = try await open([("S01", 10_000)])
        try await office.sandbox.pay(try await office.sandbox.number("S01"), amount: 40, on: Self.day, in: Self.division)
        try await office.sandbox.renumber(try await office.sandbox.number("S01"), to: 26_700_901, in: Self.division)
        try await office.sandbox.pay(26_700_901, amount: 60, on: Self.day.adding(days: 1), in: Self.division)
        for _ in 0..<2 { try await bridge.round() }
        #expect(try await bridge.item("S01")?.remaining.isZero == true)
        let key = DocumentKey("NL01", .salesInvoice, "S01")
        let posting = try #require(try await bridge.journal.postings([key], bridge: "export")[key])
        guard case .differs(_, let problems) = posting.readBack else { throw Missing() }
        #expect(problems.map { [$0.place.description, $0.found, $0.expected ?? ""] } == [["number", "26700901", "26700001"]])
        #expect(posting.targetNumber == "26700001", "what was told is not overwritten")
        #expect("\(try #require(await bridge.portal.statuses(of: 1).last))".contains("26700901"))
    }

    @Test func `an entry whose amounts the accountant changes is a difference`() async throws {
        let (office, bridge) = try await open([("S01", 10_900)])
        var change = ExactSandbox.EntryChange()
        var line = ExactSandbox.LineChange(1)
        line.amount = 90
        change.lines = [line]
        try await office.sandbox.change(try await office.sandbox.number("S01"), change, in: Self.division)
        for _ in 0..<3 { try await bridge.round() }
        let key = DocumentKey("NL01", .salesInvoice, "S01")
        guard case .differs(_, let problems) = try await bridge.journal.postings([key], bridge: "export")[key]?.readBack else {
            throw Missing()
        }
        #expect(problems.allSatisfy { $0.code == .bookedDiffers } && !problems.isEmpty)
        #expect(try await bridge.item("S01")?.problems.map(\.code) == [.openItemDiffers])
    }

    // MARK: Calls

    @Test func `a quiet hour costs three calls, and each payment a part of one`() async throws {
        let (office, bridge) = try await open((0..<60).map { ("S\($0)", 5_000) })
        let reading = try #require(office.connector.settlementReading)
        let master = try await office.connector.masterData(known: nil)
        let beginning = try await reading.settlementsBeginning(on: Self.day, with: master)
        func read(after cursor: TargetCursor) async throws -> (SettlementPage, [String]) {
            let before = office.meter.seen.taken.count
            let page = try await reading.settlements(after: cursor, with: master)
            return (page, Array(office.meter.seen.taken.dropFirst(before)))
        }
        let (first, _) = try await read(after: beginning)
        #expect(first.items.count == 60 && first.entries.isEmpty && !first.hasMore)
        let (quiet, calls) = try await read(after: first.next)
        #expect(calls == ["sync/Financial/TransactionLines", "sync/Cashflow/PaymentTerms", "sync/Deleted"] && quiet.next == first.next)
        for number in 0..<45 {
            try await office.sandbox.pay(try await office.sandbox.number("S\(number)"), on: Self.day, in: Self.division)
        }
        let (paid, spent) = try await read(after: quiet.next)
        #expect(paid.entries.count == 45 && paid.items.count == 45 && spent.count == 3 + 3, "\(spent)")
        _ = bridge
    }

    @Test func `what the user may not read of payments is named before they are read, one call each`() async throws {
        let open = try await Office.open()
        _ = try await open.connector.masterData(known: nil)
        let before = open.meter.seen.taken.count
        #expect(try await open.connector.missingPaymentRights() == [])
        #expect(open.meter.seen.taken.count == before + 4)
        let shut = try await Office.open { $0.user.forbidden = ["sync/Cashflow/PaymentTerms", "cashflow/Payments"] }
        let missing = try await shut.connector.missingPaymentRights()
        #expect(missing.map(\.endpoint) == ["sync/Cashflow/PaymentTerms", "cashflow/Payments"])
        #expect(missing.allSatisfy { $0.text.english.contains("Cash flow") && $0.text.dutch.contains("Cashflow") })
    }

    @Test(.timeLimit(.minutes(5)), arguments: [3, 11, 29] as [UInt64])
    func `customers who pay in every way leave the same open in the books, with us and in FreshPortal`(_ seed: UInt64) async throws {
        let office = try await Office.open(use: [.sales, .purchases, .general]) { settings in
            settings.seed = seed
            settings.limits.callsPerMinute = 1_000
        }
        let bridge = PaymentBridge(office.connector, PaymentBridge.portal(office.clock), clock: office.clock)
        let invoices = (0..<60).map { (number: Int) -> (String, Int64) in
            number % 6 == 5 ? ("C\(number)", -2_000 - Int64(number)) : ("S\(number)", 5_000 + 137 * Int64(number))
        }
        try await bridge.book(invoices)
        try await bridge.round()
        for days in [20, 30, 40, 60] {
            try await office.sandbox.arrivePayments(through: Self.day.adding(days: days), in: Self.division)
            for _ in 0..<2 { try await bridge.round() }
        }
        #expect(await office.sandbox.inconsistencies(in: Self.division) == [])
        let open = await office.sandbox.openItems(in: Self.division)
        for (number, gross) in invoices {
            let item = try #require(try await bridge.item(number, gross < 0 ? .creditNote : .salesInvoice))
            guard let left = open["F\(number)"] else {
                #expect(item.problems.map(\.code) == [.openItemGone] && item.settled.isZero, "\(number) was deleted and does not look paid")
                continue
            }
            #expect(item.remaining == Money(rounding: left, .eur), "\(number)")
            #expect(item.told == item.settled && item.problems == [], "\(number): \(item.problems)")
            let place = try #require(invoices.firstIndex { $0.0 == number })
            #expect(await bridge.portal.paid(document: place + 1) == item.settled.minorUnits, "\(number) in FreshPortal")
        }
        #expect(try await bridge.journal.paymentTotals("export").refused == 0)
    }

    private struct Missing: Error {}
}

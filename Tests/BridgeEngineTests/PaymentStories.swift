import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalTesting
import BridgeSource
import BridgeTesting
import Testing

@Suite struct `Payments coming back` {
    /// A bridge with these invoices (gross, in cents) and credit notes booked, whose payments come back.
    static func open(
        _ invoices: [(String, Int64)], credits: [(String, Int64, String)] = [], removal: ScriptedRemoval = .named,
        crash: @escaping @Sendable (CrashPoint) -> CrashVerdict = { _ in .goOn }
    ) async throws -> TestBridge {
        let bridge = TestBridge(crash: crash) { policy in
            policy.payments = PaymentPolicy()
            policy.payments?.accounts = ["4990": .paymentDifference, "4810": .bankCharge]
            policy.payments?.collected = ["1150"]
            policy.payments?.suspense = ["1290"]
        }
        bridge.books.tellRemovals(removal)
        bridge.trade.deliver(.florist())
        for (number, gross) in invoices { bridge.trade.approve(.gross(number, gross)) }
        try await bridge.settle(hours: 0)
        try await bridge.settle(hours: 0)
        for (number, gross, original) in credits { bridge.trade.approve(.gross(number, gross, credits: original)) }
        try await bridge.settle(hours: 0)
        try await bridge.settle(hours: 2)
        return bridge
    }

    /// What the source knows, in words: kind, amount, allocations, rest.
    private func told(_ bridge: TestBridge) -> [String] { bridge.trade.payments.map(\.words) }

    private func item(_ bridge: TestBridge, _ number: String, _ kind: DocumentKind = .salesInvoice) async throws -> SettledItemRecord? {
        let key = DocumentKey("NL01", kind, DocumentNumber(number))
        return try await MemoryJournal(on: bridge.disk).settledItems([key], bridge: "export")[key]
    }

    // MARK: What comes back

    @Test func `a receipt in full comes back once, with the bank's date and nothing left`() async throws {
        let bridge = try await Self.open([("S01", 15_260)])
        bridge.books.book(.bank("1", [("S01", 15_260)]))
        try await bridge.settle(hours: 30)
        #expect(told(bridge) == ["payment 152.60: S01 152.60 (0.00 open), rest 0.00"])
        #expect(bridge.trade.payments.first?.date == TestBridge.day)
        #expect(try await item(bridge, "S01")?.remaining == .zero(.eur))
        #expect(bridge.trade.paymentCalls == 1)
    }

    @Test func `a part leaves the rest open, and the rest comes later`() async throws {
        let bridge = try await Self.open([("S02", 55_590)])
        bridge.books.book(.bank("1", [("S02", 20_000)]))
        try await bridge.settle(hours: 2)
        #expect(try await item(bridge, "S02")?.remaining == Money(minorUnits: 35_590, .eur))
        bridge.books.book(.bank("2", [("S02", 35_590)], on: TestBridge.day.adding(days: 3)))
        try await bridge.settle(hours: 2)
        #expect(
            told(bridge) == ["payment 200.00: S02 200.00 (355.90 open), rest 0.00", "payment 355.90: S02 355.90 (0.00 open), rest 0.00"])
    }

    @Test func `money for several invoices is one payment, what is too much goes along unallocated and is allocated later`() async throws {
        let bridge = try await Self.open([("S03", 84_400), ("S04", 10_000), ("S05", 5_600)])
        bridge.books.book(.bank("1", [("S03", 84_400), ("S04", 10_000)], total: 100_000))
        try await bridge.settle(hours: 2)
        #expect(told(bridge) == ["payment 1000.00: S03 844.00 (0.00 open), S04 100.00 (0.00 open), rest 56.00"])
        bridge.books.book(.bank("1", [("S03", 84_400), ("S04", 10_000), ("S05", 5_600)]))
        try await bridge.settle(hours: 2)
        #expect(told(bridge).last == "payment 0.00: S05 56.00 (0.00 open), rest -56.00")
        #expect(bridge.trade.payments.count == 2)
    }

    @Test func `what the bank kept and cents too few are told as what they are`() async throws {
        let bridge = try await Self.open([("S17", 630_000), ("S01", 15_260)])
        bridge.books.book(.bank("1", [("S17", 630_000)], total: 628_500, ledger: [("4810", 1_500)]))
        bridge.books.book(.bank("2", [("S01", 15_260)], total: 15_258, ledger: [("4990", 2)]))
        try await bridge.settle(hours: 2)
        #expect(
            told(bridge) == [
                "bank_charge 15.00: S17 15.00 (6285.00 open), rest 0.00", "payment 6285.00: S17 6285.00 (0.00 open), rest 0.00",
                "payment 152.58: S01 152.58 (0.02 open), rest 0.00", "payment_difference 0.02: S01 0.02 (0.00 open), rest 0.00",
            ])
    }

    @Test func `a collected batch comes back, and a reversal opens the invoice again`() async throws {
        let bridge = try await Self.open([("S01", 15_260), ("S06", 35_425), ("S07", 22_301)])
        let batch = [("S01", Int64(15_260)), ("S06", 35_425), ("S07", 22_301)]
        bridge.books.book(.bank("1", batch, total: 0, ledger: [("1150", 72_986)]))
        bridge.books.book(.bank("2", [], total: 72_986, ledger: [("1150", -72_986)]))
        try await bridge.settle(hours: 2)
        bridge.books.book(.bank("3", [("S06", -35_425)], on: TestBridge.day.adding(days: 9)))
        try await bridge.settle(hours: 2)
        #expect(
            told(bridge) == [
                "direct_debit 729.86: S01 152.60 (0.00 open), S06 354.25 (0.00 open), S07 223.01 (0.00 open), rest 0.00",
                "reversal -354.25: S06 -354.25 (354.25 open), rest 0.00",
            ])
        #expect(try await item(bridge, "S06")?.remaining == Money(minorUnits: 35_425, .eur))
    }

    @Test func `a credit note set off against an invoice, and one paid out`() async throws {
        let bridge = try await Self.open([("S01", 15_260)], credits: [("S25", 4_578, "S01"), ("S26", 1_000, "S01")])
        bridge.books.book(.memorial("1", [("S01", 4_578), ("S25", -4_578)]))
        bridge.books.book(.bank("2", [("S26", -1_000)]))
        try await bridge.settle(hours: 2)
        #expect(
            told(bridge) == [
                "set_off 0.00: S25 -45.78 (0.00 open), S01 45.78 (106.82 open), rest 0.00",
                "refund -10.00: S26 -10.00 (0.00 open), rest 0.00",
            ])
    }

    @Test func `an uncollectible debt is written off, not paid`() async throws {
        let bridge = try await Self.open([("S08", 10_900)])
        bridge.books.book(.memorial("1", [("S08", 10_900)], ledger: [("4700", 10_000), ("1560", 900)]))
        try await bridge.settle(hours: 2)
        #expect(told(bridge) == ["write_off 109.00: S08 109.00 (0.00 open), rest 0.00"])
    }

    // MARK: What is taken back

    @Test(arguments: [ScriptedRemoval.named, .days])
    func `a payment that is deleted in the books is taken back at the source`(_ removal: ScriptedRemoval) async throws {
        let bridge = try await Self.open([("S01", 15_260), ("S02", 10_000)], removal: removal)
        bridge.books.book(.bank("1", [("S01", 15_260)], total: 16_000))
        bridge.books.book(.bank("2", [("S02", 10_000)]))
        try await bridge.settle(hours: 2)
        bridge.books.delete("1")
        try await bridge.settle(hours: 2)
        #expect(told(bridge).last == "payment -160.00: S01 -152.60 (152.60 open), rest -7.40")
        #expect(bridge.trade.payments.count == 3)
        #expect(try await item(bridge, "S01")?.remaining == Money(minorUnits: 15_260, .eur))
        #expect(try await item(bridge, "S02")?.remaining == .zero(.eur))
    }

    @Test func `an invoice whose entry is deleted does not look paid`() async throws {
        let bridge = try await Self.open([("S01", 15_260), ("S02", 10_000)])
        bridge.books.book(.bank("1", [("S01", 5_000)]))
        try await bridge.settle(hours: 2)
        bridge.books.change { $0.removeAll { $0.reference == "FP-sales_invoice-S01" } }
        try await bridge.settle(hours: 30)
        let item = try #require(try await item(bridge, "S01"))
        #expect(item.remaining == Money(minorUnits: 10_260, .eur) && item.problems.map(\.code) == [.openItemGone])
        #expect(bridge.trade.payments.count == 1, "what vanished was not told as paid")
        #expect(try await bridge.journal.itemsInTrouble("export", after: nil, limit: 9).count == 1)
    }

    @Test func `two invoices that differ by as much are two differences: books match an invoice with a credit note only`() async throws {
        let bridge = try await Self.open([("S01", 15_260), ("S02", 10_000)])
        bridge.books.book(.bank("1", [("S01", 1_000), ("S02", 1_000)]))
        try await bridge.settle(hours: 2)
        bridge.books.change { entries in
            for (number, cents) in [("S01", Int64(13_260)), ("S02", 12_000)] {
                for place in entries.indices where entries[place].reference.text == "FP-sales_invoice-\(number)" {
                    entries[place].lines[0].amount = Money(minorUnits: cents, .eur)
                }
            }
        }
        for _ in 0..<48 where try await item(bridge, "S01")?.differences == 0 { try await bridge.settle(hours: 1) }
        try await bridge.settle(hours: 6)
        for number in ["S01", "S02"] {
            #expect(try await item(bridge, number)?.problems.map(\.code) == [.openItemDiffers], "\(number)")
        }
    }

    @Test func `what the books call settled without a payment is shown, and not at the first sight`() async throws {
        let bridge = try await Self.open([("S01", 15_260)])
        bridge.books.book(.bank("1", [("S01", 5_000)]))
        try await bridge.settle(hours: 2)
        bridge.books.change { entries in
            for place in entries.indices where entries[place].reference == "FP-sales_invoice-S01" {
                entries[place].lines[0].amount = Money(minorUnits: 5_000, .eur)
            }
        }
        for _ in 0..<48 where try await item(bridge, "S01")?.differences == 0 { try await bridge.settle(hours: 1) }
        #expect(try await item(bridge, "S01")?.differences == 1)
        #expect(try await item(bridge, "S01")?.problems == [])
        try await bridge.settle(hours: 6)
        let problem = try #require(try await item(bridge, "S01")?.problems.first)
        #expect(problem.code == .openItemDiffers && problem.found == "0.00 EUR" && problem.expected == "102.60 EUR")
    }

    @Test func `an invoice paid before the books could be read for payments does not stay open`() async throws {
        let bridge = TestBridge { $0.payments = PaymentPolicy() }
        bridge.trade.deliver(.florist())
        bridge.books.plan(.settlements, Array(repeating: .refused(ConnectorError(.unavailable, "maintenance")), count: 100))
        bridge.trade.approve(.gross("S01", 15_260))
        try await bridge.settle(hours: 1)
        bridge.books.book(.bank("1", [("S01", 15_260)]))
        try await bridge.settle(hours: 72)
        #expect(told(bridge) == ["payment 152.60: S01 152.60 (0.00 open), rest 0.00"])
        let begun = try await bridge.journal.history(subject: "connection", bridge: "export", after: 0, limit: 1_000)
            .first { $0.entry.act == "payments_begun" }
        #expect(begun?.entry.at.dateUTC ?? TestBridge.day > TestBridge.day)
    }

    // MARK: What does not fit

    @Test func `a payment on somebody else's invoice stays visible, and is told when the invoice turns out to be ours`() async throws {
        let bridge = try await Self.open([("S01", 15_260)])
        bridge.books.book(.bank("1", [("S01", 15_260), ("S99", 1_000)]))
        try await bridge.settle(hours: 2)
        #expect(told(bridge) == ["payment 152.60: S01 152.60 (0.00 open), rest 0.00"])
        let foreign = try await bridge.journal.payments([.foreign], bridge: "export", before: nil, limit: 9)
        #expect(foreign.map { $0.settlements.compactMap(\.problem?.code) } == [[.settlementItemUnknown]])
        bridge.trade.approve(.gross("S99", 1_000))
        try await bridge.settle(hours: 3)
        #expect(told(bridge).last == "payment 10.00: S99 10.00 (0.00 open), rest 0.00")
        #expect(try await bridge.journal.paymentTotals("export").foreign == 0)
    }

    @Test func `more paid than invoiced, and money of another currency, are kept with their reason`() async throws {
        let bridge = try await Self.open([("S01", 10_000), ("S02", 10_000)])
        bridge.books.book(.bank("1", [("S01", 12_000)]))
        bridge.books.book(.bank("2", [("S02", 10_000)], currency: "USD"))
        try await bridge.settle(hours: 2)
        #expect(told(bridge) == [])
        let trouble = try await bridge.journal.payments([.trouble], bridge: "export", before: nil, limit: 9)
        #expect(trouble.flatMap { $0.settlements.compactMap(\.problem?.code) } == [.settlementCurrencyDiffers, .settlementBeyondItem])
        bridge.books.book(.bank("1", [("S01", 10_000)], total: 12_000))
        try await bridge.settle(hours: 2)
        #expect(told(bridge) == ["payment 120.00: S01 100.00 (0.00 open), rest 20.00"])
    }

    @Test func `an entry that is deleted before anybody paid is noticed as well, and what is only open is left alone`() async throws {
        let bridge = try await Self.open([("S01", 15_260), ("S02", 10_000)])
        bridge.books.change { $0.removeAll { $0.reference == "FP-sales_invoice-S01" } }
        try await bridge.settle(hours: 30)
        #expect(try await item(bridge, "S01")?.problems.map(\.code) == [.openItemGone])
        #expect(try await item(bridge, "S02")?.problems == [])
        #expect(told(bridge).isEmpty, "nobody paid")
        #expect(try await bridge.journal.paymentTotals("export").items == 1)
    }

    @Test func `two payments for one invoice: the second waits until the first is taken back`() async throws {
        let bridge = try await Self.open([("S01", 10_000)])
        bridge.books.book(.bank("1", [("S01", 10_000)]))
        bridge.books.book(.bank("2", [("S01", 10_000)]))
        try await bridge.settle(hours: 2)
        #expect(told(bridge).count == 1)
        bridge.books.delete("1")
        try await bridge.settle(hours: 2)
        #expect(
            told(bridge) == [
                "payment 100.00: S01 100.00 (0.00 open), rest 0.00", "payment -100.00: S01 -100.00 (100.00 open), rest 0.00",
                "payment 100.00: S01 100.00 (0.00 open), rest 0.00",
            ])
    }

    // MARK: Faults

    @Test(arguments: [false, true])
    func `a lost answer tells nothing twice and loses nothing`(_ wasTaken: Bool) async throws {
        let bridge = try await Self.open([("S01", 15_260), ("S02", 10_000)])
        bridge.trade.failPayments(3, afterTaking: wasTaken)
        bridge.books.book(.bank("1", [("S01", 15_260)]))
        bridge.books.book(.bank("2", [("S02", 10_000)]))
        try await bridge.settle(hours: 3)
        #expect(bridge.trade.paymentCalls == 5, "three without an answer, then both")
        #expect(bridge.trade.payments.count == 2)
        #expect(try await bridge.journal.paymentTotals("export").waiting == 0)
    }

    @Test func `what the source refuses is shown with its words, lets others pass, and is told again when a person says so`() async throws {
        let bridge = try await Self.open([("S01", 15_260), ("S02", 10_000)])
        bridge.trade.failPayments(1, code: .contract)
        bridge.books.book(.bank("1", [("S01", 15_260)]))
        bridge.books.book(.bank("2", [("S02", 10_000)]))
        try await bridge.settle(hours: 3)
        #expect(bridge.trade.payments.count == 1)
        let refused = try await bridge.journal.notices(.refused, bridge: "export", after: 0, limit: 9)
        #expect(refused.map(\.reason) == ["no answer"])
        #expect(try await PaymentDesk(parts: bridge.parts(), who: .person("anna")).tellAgain() == 1)
        try await bridge.settle(hours: 1)
        #expect(bridge.trade.payments.count == 2)
        #expect(try await bridge.journal.verify { _ in }.faults == [])
    }

    @Test func `trouble with payments does not hold up posting`() async throws {
        let bridge = try await Self.open([("S01", 15_260)])
        bridge.books.plan(.settlements, Array(repeating: .refused(ConnectorError(.rejected, "no right to read payments")), count: 50))
        bridge.clock.advance(seconds: 4_000)
        let turn = try await bridge.lane.turn()
        bridge.trade.approve(.gross("S02", 10_000))
        #expect(turn.trouble?.english.contains("no right to read payments") ?? false)
        try await bridge.settle(hours: 1)
        #expect(try await bridge.state("S02") == .booked)
    }

    @Test func `wherever the process dies, every payment reaches the source exactly once`() async throws {
        for number in 1...40 {
            for side in [CrashPoint.Side.before, .after] {
                let bridge = try await Self.open([("S01", 15_260), ("S02", 20_000)])
                bridge.books.book(.bank("1", [("S01", 15_260), ("S02", 5_000)], total: 21_000))
                let dying = MemoryJournal(on: bridge.disk) { point in point.number == number && point.side == side ? .die : .goOn }
                let first = Lane(parts: bridge.parts(dying), orders: PlainOrders(), owner: "dying", leaseSeconds: 600)
                await bridge.lane.release()
                bridge.clock.advance(seconds: 4_000)
                var died = false
                do { try await bridge.settle(first, hours: 1) } catch { died = true }
                bridge.clock.advance(seconds: 700)
                bridge.books.book(.bank("2", [("S02", 15_000)]))
                let next = Lane(parts: bridge.parts(), orders: PlainOrders(), owner: "next", leaseSeconds: 600)
                try await bridge.settle(next, hours: 3)
                #expect(
                    told(bridge) == [
                        "payment 210.00: S01 152.60 (0.00 open), S02 50.00 (150.00 open), rest 7.40",
                        "payment 150.00: S02 150.00 (0.00 open), rest 0.00",
                    ], "died \(side) write \(number)")
                #expect(try await MemoryJournal(on: bridge.disk).verify { _ in }.faults == [])
                if !died { return }
            }
        }
    }

    @Test func `a bridge that was not asked to does not read payments`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.gross("S01", 15_260))
        try await bridge.settle()
        bridge.books.book(.bank("1", [("S01", 15_260)]))
        try await bridge.settle(hours: 6)
        #expect(bridge.books.calls(.settlements) == 0 && bridge.trade.paymentCalls == 0)
    }
}

extension PaymentReport {
    var words: String {
        let parts = allocations.map { "\($0.document.number) \($0.amount.amountText) (\($0.openAfter.amountText) open)" }
        return "\(kind.rawValue) \(amount.amountText): \((parts + ["rest \(unallocated.amountText)"]).joined(separator: ", "))"
    }
}

extension SettlingEntry {
    /// A bank line on invoices, by number and cents taken off; what is left of the total is nobody's yet.
    static func bank(
        _ id: String, _ items: [(String, Int64)], total: Int64? = nil, ledger: [(AccountCode, Int64)] = [], currency: String = "EUR",
        on day: CalendarDate = TestBridge.day
    ) -> SettlingEntry {
        let paid = items.reduce(0) { $0 + $1.1 }
        let total = total ?? paid
        let rest = total + ledger.reduce(0) { $0 + $1.1 } - paid
        return make(id, "50", isMoney: true, items, ledger + [("1100", total)], rest: rest, currency, day)
    }

    /// A memorial entry.
    static func memorial(_ id: String, _ items: [(String, Int64)], ledger: [(AccountCode, Int64)] = []) -> SettlingEntry {
        make(id, "80", isMoney: false, items, ledger, rest: 0, "EUR", TestBridge.day)
    }

    private static func make(
        _ id: String, _ daybook: DaybookCode, isMoney: Bool, _ items: [(String, Int64)], _ ledger: [(AccountCode, Int64)], rest: Int64,
        _ code: String, _ day: CalendarDate
    ) -> SettlingEntry {
        let currency = Currency(code: code) ?? .eur
        func line(_ name: String, _ role: SettlingLine.Role, _ cents: Int64) -> SettlingLine {
            let amount = Money(minorUnits: cents, currency)
            return SettlingLine(id: name, role: role, amount: amount, bookAmount: amount)
        }
        var lines = items.map { number, cents in
            let kind = number >= "S25" && number <= "S29" ? "credit_note" : "sales_invoice"
            return line(
                number, .item(OpenItemName(side: .debtor, relation: nil, reference: EntryReference("FP-\(kind)-\(number)"))), -cents)
        }
        if rest != 0 { lines.append(line("rest", .party(.debtor, nil), -rest)) }
        lines += ledger.filter { $0.1 != 0 }.map { line("ledger \($0.0)", .ledger($0.0), $0.1) }
        return SettlingEntry(
            id: PaymentID(id), number: "50-\(id)", daybook: daybook, isMoney: isMoney, date: day, lines: lines)
    }
}

extension Document {
    /// An invoice, or a credit note, of this amount with VAT.
    static func gross(_ number: String, _ cents: Int64, credits original: String? = nil) -> Document {
        sale(number, credits: original).with { document in
            let vat = Money(minorUnits: cents * 9 / 109, .eur)
            let net = Money(minorUnits: cents, .eur) - vat
            document.lines[0].net = net
            document.vatSummary[0].base = net
            document.vatSummary[0].vat = vat
            document.totals = DocumentTotals(net: net, vat: vat, gross: net + vat)
        }
    }
}

import AFASSimulator
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import Testing

/// Reference afas-profit §6.3 and §12: payments that arrive over time.
struct PaymentTests {
    private let april = CalendarDate(daysSinceEpoch: 20_544)

    private func desk(_ invoices: [(String, String)]) async -> Desk {
        let desk = Desk()
        for (invoice, amount) in invoices { _ = await desk.post("FiEntries", Message.plain(invoice, amount)) }
        return desk
    }

    /// What is open by invoice.
    private func open(_ desk: Desk) async -> [String: String] {
        let rows = await desk.get("Profit_Debtor_Invoices").rows
        return Dictionary(rows.map { ($0["InvoiceNr"]?.string ?? "", $0["Balance"]?.description ?? "") }) { $1 }
    }

    @Test func `a payment in full takes the invoice off the list, and the receipt is found by its number`() async throws {
        let desk = await desk([("A1", "152.60")])
        let entry = try await desk.sandbox.pay(.init("10044", [("A1", nil)], on: april))
        #expect(await open(desk) == [:])
        let rows = await desk.get("Profit_Transactions", where: [("JournalId", "50"), ("InvoiceId", "A1")]).rows
        #expect(rows.map { $0["AmtCredit"] } == [.number("152.60")])
        #expect(rows.first?["EntryNo"] == .number(entry))
        #expect(rows.first?["EntryDate"] == "2026-04-01T00:00:00Z")
        let own = await desk.get("LedgerBridge_EntryLines", where: [("InvoiceId", "A1")])
        #expect(Set(own.column("MatchedOn")) == [.string("2026-04-01T00:00:00Z"), .null], "the revenue line belongs to no item")
        #expect(await desk.sandbox.balances()["1100"] == ExactDecimal("152.60"))
    }

    @Test func `a part leaves the rest open, several invoices go in one payment`() async throws {
        let desk = await desk([("A1", "555.90"), ("A2", "100.00"), ("A3", "44.10")])
        try await desk.sandbox.pay(.init("10044", [("A1", ExactDecimal("200.00"))], on: april))
        #expect(await open(desk)["A1"] == "355.90")
        try await desk.sandbox.pay(.init("10044", [("A1", nil), ("A2", nil)], on: april))
        #expect(await open(desk) == ["A3": "44.10"])
        let entries = await desk.sandbox.entries(ofInvoice: "A2")
        #expect(entries.last?.lines.count == 3)
    }

    @Test func `what is paid too much stays unallocated until somebody allocates it`() async throws {
        let desk = await desk([("A1", "944.00"), ("A2", "56.00")])
        let entry = try await desk.sandbox.pay(.init("10044", [("A1", nil)], amount: ExactDecimal("1000.00"), on: april))
        let lines = await desk.get("Profit_Transactions", where: [("EntryNo", String(entry))]).rows
        let loose = lines.filter { $0["AccountNo"] == "10044" && $0["InvoiceId"] == .null }
        #expect(loose.map { $0["AmtCredit"] } == [.number("56.00")])
        let sequence = Int(loose.first?["SeqNo"]?.integer ?? 0)
        try await desk.sandbox.allocate(entry, line: sequence, to: "A2")
        #expect(await open(desk) == [:])
        #expect(await desk.sandbox.inconsistencies().isEmpty)
    }

    @Test func `what is paid too little is a payment difference`() async throws {
        let desk = await desk([("A1", "152.60"), ("A2", "10.00")])
        try await desk.sandbox.pay(.init("10044", [("A1", nil)], amount: ExactDecimal("152.58"), on: april))
        #expect(await open(desk) == ["A2": "10.00"])
        #expect(await desk.sandbox.balances()["4990"] == ExactDecimal("0.02"))
        try await desk.sandbox.writeOff("A2", of: "10044", on: april)
        #expect(await open(desk) == [:])
        #expect(await desk.sandbox.balances()["4990"] == ExactDecimal("10.02"))
    }

    @Test func `a credit note is set off in the memorial journal without touching the ledger`() async throws {
        let desk = await desk([("A1", "152.60")])
        _ = await desk.post("FiEntries", Message.credit("C1", "45.78"))
        let before = await desk.sandbox.balances()
        let entry = try await desk.sandbox.setOff("A1", against: "C1", of: "10044", amount: ExactDecimal("45.78") ?? 0, on: april)
        #expect(await open(desk) == ["A1": "106.82"])
        #expect(await desk.sandbox.balances() == before)
        #expect(await desk.sandbox.entries().last { $0.number == entry }?.journal == "80")
    }

    @Test func `a reversed direct debit opens the invoice again`() async throws {
        let desk = await desk([("A1", "354.25")])
        try await desk.sandbox.pay(.init("10044", [("A1", nil)], on: april))
        try await desk.sandbox.reverse("A1", of: "10044", amount: ExactDecimal("354.25") ?? 0, on: april)
        #expect(await open(desk) == ["A1": "354.25"])
        let debits = await desk.get("Profit_Transactions", where: [("JournalId", "50"), ("InvoiceId", "A1")]).column("AmtDebit")
        #expect(Set(debits) == [.number("0.00"), .number("354.25")])
    }

    @Test func `a deleted entry vanishes like a paid one, and only the transactions tell them apart`() async throws {
        let desk = await desk([("A1", "10.00"), ("A2", "10.00")])
        try await desk.sandbox.pay(.init("10044", [("A1", nil)], on: april))
        try await desk.sandbox.deleteEntry(71_002)
        #expect(await open(desk) == [:])
        #expect(await desk.get("Profit_Transactions", where: [("InvoiceId", "A1")]).rows.isEmpty == false)
        #expect(await desk.get("Profit_Transactions", where: [("InvoiceId", "A2")]).rows.isEmpty)
        #expect(await desk.get("Profit_Fin_ChangedEntrydate").rows.count == 2)
    }

    @Test func `a deleted invoice leaves its receipt without an invoice, a deleted receipt opens the invoice`() async throws {
        let desk = await desk([("A1", "10.00"), ("A2", "20.00")])
        try await desk.sandbox.pay(.init("10044", [("A1", nil)], on: april))
        let second = try await desk.sandbox.pay(.init("10044", [("A2", nil)], on: april))
        try await desk.sandbox.deleteEntry(71_001)
        let rows = await desk.get("Profit_Transactions", where: [("JournalId", "50"), ("AccountNo", "10044")]).rows
        #expect(rows.filter { $0["InvoiceId"] == .null }.count == 1)
        try await desk.sandbox.deleteEntry(second)
        #expect(await open(desk) == ["A2": "20.00"])
        #expect(await desk.sandbox.inconsistencies().isEmpty)
    }

    @Test func `a creditor is paid the other way round`() async throws {
        let desk = Desk()
        let lines = [
            Message.line("3", "50010", credit: "109", ["InId": "K1"]), Message.line("1", "7000", debit: "100", ["VaId": "4"]),
            Message.line("1", "1560", debit: "9", ["VaId": "4"]),
        ]
        _ = await desk.post("FiEntries", Message.entry(["JoCo": "10"], lines))
        try await desk.sandbox.pay(.init("50010", [("K1", nil)], kind: .creditor, on: april))
        #expect(await desk.get("Profit_Creditor_Invoices").rows.isEmpty)
        #expect(await desk.sandbox.balances()["1100"] == -109)
    }

    @Test func `customers pay in every way, the same with the same seed, whoever asks how often`() async throws {
        func run(_ seed: UInt64, steps: [Int32]) async throws -> (Set<AFASSandbox.Arrival.Kind>, [String: ExactDecimal], Int) {
            let desk = Desk { $0.seed = seed }
            for number in 0..<240 {
                let debtor = ["10044", "10077", "20012"][number % 3]
                _ = await desk.post(
                    "FiEntries",
                    number % 6 == 5
                        ? Message.credit("C\(number)", "7.50", debtor: debtor)
                        : Message.plain("A\(number)", "\(20 + number).25", debtor: debtor))
            }
            var kinds: Set<AFASSandbox.Arrival.Kind> = []
            var count = 0
            for step in steps {
                let arrivals = try await desk.sandbox.arrivePayments(through: CalendarDate(daysSinceEpoch: 20_514 + step))
                kinds.formUnion(arrivals.map(\.kind))
                count += arrivals.count
            }
            #expect(await desk.sandbox.inconsistencies().isEmpty)
            return (kinds, await desk.sandbox.balances(), count)
        }
        let (kinds, balances, count) = try await run(5, steps: [10, 20, 30, 40, 60, 90])
        #expect(kinds == Set(AFASSandbox.Arrival.Kind.allCases))
        let again = try await run(5, steps: [10, 20, 30, 40, 60, 90])
        #expect(again.1 == balances)
        #expect(again.2 == count)
        #expect(try await run(6, steps: [90]).1 != balances)
        let desk = Desk()
        _ = await desk.post("FiEntries", Message.plain("A1"))
        let late = CalendarDate(daysSinceEpoch: 20_600)
        let first = try await desk.sandbox.arrivePayments(through: late)
        #expect(try await desk.sandbox.arrivePayments(through: late).isEmpty, "asking again brings nothing new: \(first)")
    }

    @Test func `what the keeper cannot have is said`() async throws {
        let desk = await desk([("A1", "10.00")])
        await #expect(throws: AFASSandbox.AdminError.self) { try await desk.sandbox.pay(.init("10044", [("A9", nil)], on: april)) }
        await #expect(throws: AFASSandbox.AdminError.self) { try await desk.sandbox.deleteEntry(1) }
        await #expect(throws: AFASSandbox.AdminError.self) { try await desk.sandbox.block(Period(year: 2026, number: 1), in: .init("X")) }
        try await desk.sandbox.pay(.init("10044", [("A1", nil)], on: april))
        await #expect(throws: AFASSandbox.AdminError.self) { try await desk.sandbox.pay(.init("10044", [("A1", nil)], on: april)) }
    }
}

import BridgeDomain
import BridgeHTTP
import BridgeJSON
import ExactSimulator
import Testing

/// Reference exact-online §8 and §12, items 21 and 22.
struct PaymentTests {
    private let select = (name: "$select", value: "InvoiceNumber,AmountDC,TransactionAmountDC,IsFullyPaid,Status,LastPaymentDate,YourRef")

    @Test func `open amounts have the opposite sign, a part payment lowers them, the rest settles`() async throws {
        let desk = try await Desk.signedIn()
        let entry = await desk.post("salesentry/SalesEntries", try await desk.sale(try await desk.customer())).d
        let filter = (name: "$filter", value: "TransactionEntryID eq guid'\(entry["EntryID"]?.string ?? "")'")
        func receivable() async -> JSON? { await desk.get("cashflow/Receivables", [filter, select]).rows.first }
        #expect(await receivable()?["TransactionAmountDC"] == 109)
        #expect(await receivable()?["AmountDC"] == -109)
        #expect(await receivable()?["Status"] == 20)

        let bank = try await desk.sandbox.pay(26_700_001, amount: 100, on: CalendarDate("2026-03-20"), in: Desk.division)
        #expect(bank == 26_200_001)
        #expect(await receivable()?["AmountDC"] == -9)
        #expect(await receivable()?["IsFullyPaid"] == false)
        #expect(await receivable()?["LastPaymentDate"] == "/Date(1773964800000)/")

        try await desk.sandbox.pay(26_700_001, in: Desk.division)
        #expect(await receivable()?["AmountDC"] == 0)
        #expect(await receivable()?["IsFullyPaid"] == true)
        #expect(await receivable()?["Status"] == 50)
        #expect(await desk.get("read/financial/ReceivablesList").rows.isEmpty, "what is settled is not in the list")
        let after = await desk.get("salesentry/SalesEntries", [("$filter", "EntryNumber eq 26700001")]).rows.first
        #expect(after?["Status"] == 20, "an entry stays open when it is paid")
        let lines = await desk.get(
            "financialtransaction/TransactionLines", [("$filter", "Type eq 40"), ("$select", "GLAccountCode,AmountDC,OffsetID")])
        #expect(Set(lines.rows.compactMap { $0["GLAccountCode"]?.string }) == ["1100", "1300"])
        #expect(await desk.sandbox.inconsistencies(in: Desk.division).isEmpty)
    }

    @Test func `credit notes are open the other way and paid back`() async throws {
        let desk = try await Desk.signedIn()
        let line: JSON = ["GLAccount": .string(try await desk.key("financial/GLAccounts", "8000")), "AmountFC": -100, "VATCode": "1"]
        _ = await desk.post("salesentry/SalesEntries", try await desk.sale(try await desk.customer(), lines: [line]))
        let row = await desk.get("cashflow/Receivables", [select]).rows.first
        #expect(row?["TransactionAmountDC"] == -109)
        #expect(row?["AmountDC"] == 109)
        await #expect(throws: ExactSandbox.AdminError.self) { try await desk.sandbox.pay(26_700_001, amount: 5, in: Desk.division) }
        try await desk.sandbox.pay(26_700_001, amount: -109, in: Desk.division)
        #expect(await desk.get("cashflow/Receivables", [select]).rows.first?["IsFullyPaid"] == true)
    }

    @Test func `purchases stand among the payments`() async throws {
        let desk = try await Desk.signedIn()
        let supplier = try await desk.key("crm/Accounts", "551")
        let cost = try await desk.key("financial/GLAccounts", "7000")
        _ = await desk.post(
            "purchaseentry/PurchaseEntries",
            [
                "Journal": "60", "Supplier": .string(supplier), "EntryDate": "2026-03-10",
                "PurchaseEntryLines": [["GLAccount": .string(cost), "AmountFC": 100, "VATCode": "11"]],
            ])
        #expect(await desk.get("cashflow/Receivables", [("$select", "ID")]).rows.isEmpty)
        let row = await desk.get("cashflow/Payments", [("$select", "AmountDC,TransactionAmountDC,TransactionType,GLAccountCode")]).rows
            .first
        #expect(row?["TransactionAmountDC"] == 109)
        #expect(row?["AmountDC"] == -109)
        #expect(row?["TransactionType"] == 30)
        #expect(row?["GLAccountCode"] == "1600")
        try await desk.sandbox.pay(26_600_001, in: Desk.division)
        #expect(await desk.sandbox.entry(26_200_001, in: Desk.division)?.lines.map(\.amountOwn) == [-109, 109])
    }
}

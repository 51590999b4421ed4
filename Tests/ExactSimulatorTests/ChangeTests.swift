import BridgeDomain
import BridgeHTTP
import BridgeJSON
import ExactSimulator
import Testing

/// Entries that change after they were made: over the interface and by the accountant's hand.
struct ChangeTests {
    private func entry(_ desk: Desk) async throws -> (number: Int, path: String, id: String) {
        let row = await desk.post("salesentry/SalesEntries", try await desk.sale(try await desk.customer())).d
        let id = row["EntryID"]?.string ?? ""
        return (Int(row["EntryNumber"]?.integer ?? 0), "salesentry/SalesEntries(guid'\(id)')", id)
    }

    private func lines(_ desk: Desk, _ number: Int) async -> [String] {
        (await desk.sandbox.entry(number, in: Desk.division)?.lines ?? []).map { "\($0.ledgerAccount) \($0.amountOwn)" }
    }

    @Test func `a changed head keeps lines and number, and follows into the ledger`() async throws {
        let desk = try await Desk.signedIn()
        let (number, path, id) = try await entry(desk)
        #expect(await desk.call(.put, path, body: ["YourRef": "NEW", "EntryDate": "2026-04-02"]).status == 204)
        let after = await desk.sandbox.entry(number, in: Desk.division)
        #expect(after?.yourReference == "NEW")
        #expect(after?.period == Period(year: 2026, number: 4))
        #expect(after?.dueDate == CalendarDate("2026-05-02"))
        let found = await desk.get("financialtransaction/TransactionLines", [("$filter", "YourRef eq 'NEW'"), ("$select", "EntryID")])
        #expect(found.rows.map { $0["EntryID"]?.string } == [id, id, id])
    }

    @Test func `lines are added, changed and removed on their own endpoint, the last one takes the entry along`() async throws {
        let desk = try await Desk.signedIn()
        let (number, path, id) = try await entry(desk)
        let revenue = try await desk.key("financial/GLAccounts", "8020")
        let added = await desk.post(
            "salesentry/SalesEntryLines", ["EntryID": .string(id), "GLAccount": .string(revenue), "AmountFC": 10, "VATCode": "2"])
        #expect(added.status == 201, "\(added.text)")
        #expect(await lines(desk, number) == ["1300 121.1", "8000 -100", "8020 -10", "1510 -9", "1500 -2.1"])
        let line = "salesentry/SalesEntryLines(guid'\(added.d["ID"]?.string ?? "")')"
        #expect(await desk.call(.put, line, body: ["AmountFC": 20]).status == 204)
        #expect(await lines(desk, number) == ["1300 133.2", "8000 -100", "8020 -20", "1510 -9", "1500 -4.2"])
        #expect(await desk.call(.delete, line).status == 204)
        #expect(await lines(desk, number) == ["1300 109", "8000 -100", "1510 -9"])
        let last = await desk.get("\(path)/SalesEntryLines").rows.first?["ID"]?.string ?? ""
        #expect(await desk.call(.delete, "salesentry/SalesEntryLines(guid'\(last)')").status == 204)
        #expect(await desk.get(path).status == 404)
        #expect(await desk.sandbox.entries(in: Desk.division).isEmpty)
    }

    @Test func `a VAT amount that was sent survives a change of something else`() async throws {
        let desk = try await Desk.signedIn()
        let revenue = try await desk.key("financial/GLAccounts", "8000")
        let line: JSON = ["GLAccount": .string(revenue), "AmountFC": 100, "VATCode": "1", "VATAmountFC": .number("9.01")]
        let row = await desk.post("salesentry/SalesEntries", try await desk.sale(try await desk.customer(), lines: [line])).d
        #expect(
            await desk.call(.put, "salesentry/SalesEntries(guid'\(row["EntryID"]?.string ?? "")')", body: ["Description": "x"]).status
                == 204)
        #expect(await lines(desk, 26_700_001) == ["1300 109.01", "8000 -100", "1510 -9.01"])
    }

    @Test func `entries that are processed, paid in part, or closed stay as they are`() async throws {
        let desk = try await Desk.signedIn()
        let (number, path, _) = try await entry(desk)
        try await desk.sandbox.pay(number, amount: 10, in: Desk.division)
        #expect(await desk.call(.put, path, body: ["YourRef": "x"]).message == "Already processed")
        let (other, otherPath, _) = try await entry(desk)
        var change = ExactSandbox.EntryChange()
        change.status = 50
        try await desk.sandbox.change(other, change, in: Desk.division)
        #expect(await desk.call(.delete, otherPath).message == "Already processed")
        let (_, third, _) = try await entry(desk)
        try await desk.sandbox.close(Period(year: 2026, number: 3), in: Desk.division)
        #expect(await desk.call(.delete, third).message == "Period is closed: 2026 - 3")
    }

    @Test func `the accountant's hand changes account, code and amount, even in a closed period`() async throws {
        let desk = try await Desk.signedIn()
        let (number, _, _) = try await entry(desk)
        try await desk.sandbox.close(Period(year: 2026, number: 3), in: Desk.division)
        var line = ExactSandbox.LineChange(1)
        line.ledgerAccount = "8020"
        line.vatCode = "2"
        line.amount = 90
        var change = ExactSandbox.EntryChange()
        change.lines = [line]
        change.account = "501"
        try await desk.sandbox.change(number, change, in: Desk.division)
        #expect(await lines(desk, number) == ["1300 108.9", "8020 -90", "1500 -18.9"])
        #expect(await desk.sandbox.entry(number, in: Desk.division)?.account == "501")
        try await desk.sandbox.deleteEntry(number, in: Desk.division)
        #expect(await desk.sandbox.entries(in: Desk.division).isEmpty)
    }

    @Test func `a merged account hands its entries over and is gone`() async throws {
        let desk = try await Desk.signedIn()
        let (number, _, _) = try await entry(desk)
        let code = await desk.sandbox.entry(number, in: Desk.division)?.account ?? ""
        try await desk.sandbox.mergeAccount(code, into: "501", in: Desk.division)
        #expect(await desk.sandbox.entry(number, in: Desk.division)?.account == "501")
        #expect(await desk.get("crm/Accounts", [("$filter", "trim(Code) eq '\(code)'")]).rows.isEmpty)
        let open = await desk.get("read/financial/ReceivablesList")
        #expect(open.rows.first?["AccountCode"]?.string?.hasSuffix("501") ?? false)
    }
}

import BridgeHTTP
import BridgeJSON
import ExactSimulator
import Testing

/// Reference exact-online §6.10, §7.12, §7.13.
struct JournalTests {
    private func line(_ desk: Desk, _ account: String, _ amount: String, _ more: [JSON.Member] = []) async throws -> JSON {
        .object(
            [
                .init("Date", "2026-03-10"), .init("GLAccount", .string(try await desk.key("financial/GLAccounts", account))),
                .init("AmountFC", .number(amount)),
            ] + more)
    }

    private func post(_ desk: Desk, journal: String = "90", _ lines: [JSON], _ more: [JSON.Member] = []) async -> Answer {
        let body: [JSON.Member] = [.init("JournalCode", .string(journal)), .init("GeneralJournalEntryLines", .array(lines))]
        return await desk.post("generaljournalentry/GeneralJournalEntries", .object(body + more))
    }

    @Test func `a balanced entry is booked as it is`() async throws {
        let desk = try await Desk.signedIn()
        let answer = await post(desk, [try await line(desk, "1400", "250"), try await line(desk, "1700", "-250")])
        #expect(answer.status == 201, "\(answer.text)")
        #expect(answer.d["EntryNumber"] == 26_900_001)
        #expect(answer.d["FinancialPeriod"] == 3)
        #expect(answer.d["Type"] == 90)
        let entry = await desk.sandbox.entry(26_900_001, in: Desk.division)
        #expect(entry?.lines.map { "\($0.ledgerAccount) \($0.amountOwn)" } == ["1400 250", "1700 -250"])
        #expect(await desk.get("generaljournalentry/GeneralJournalEntries").rows.count == 1)
        #expect(await desk.get("salesentry/SalesEntries").rows.isEmpty)
    }

    @Test func `an entry that is a cent out is refused with the difference`() async throws {
        let desk = try await Desk.signedIn()
        let answer = await post(desk, [try await line(desk, "1400", "250"), try await line(desk, "1700", "-250.01")])
        #expect(answer.status == 500)
        #expect(answer.message == "Not in balance: difference EUR -0.01")
    }

    @Test func `VAT is only allowed in journals with VAT, and is booked beside its base`() async throws {
        let desk = try await Desk.signedIn()
        let lines = [
            try await line(desk, "8000", "-100", [.init("VATCode", "1")]), try await line(desk, "1290", "109"),
        ]
        #expect(await post(desk, lines).message == "Not allowed: VAT code")
        #expect(await post(desk, journal: "91", lines).status == 201)
        let entry = await desk.sandbox.entry(26_910_001, in: Desk.division)
        #expect(entry?.lines.map { "\($0.ledgerAccount) \($0.amountOwn)" } == ["8000 -100", "1510 -9", "1290 109"])
        let lost = [try await line(desk, "1400", "1", [.init("AmountVATFC", 1)]), try await line(desk, "1700", "-1")]
        #expect(await post(desk, journal: "91", lost).message == "Mandatory: VAT code")
    }

    @Test func `control accounts need to know whose debt it is and make open items`() async throws {
        let desk = try await Desk.signedIn()
        let customer = try await desk.customer()
        let lines = [try await line(desk, "1300", "50"), try await line(desk, "1290", "-50")]
        #expect(await post(desk, lines).message == "Mandatory: Relation")
        let known = [try await line(desk, "1300", "50", [.init("Account", .string(customer))]), try await line(desk, "1290", "-50")]
        #expect(await post(desk, known).status == 201)
        #expect(await desk.get("cashflow/Receivables", [("$select", "AmountDC,TransactionAmountDC")]).rows.map { $0["AmountDC"] } == [-50])
    }

    @Test func `general entries are deleted but never changed`() async throws {
        let desk = try await Desk.signedIn()
        let answer = await post(desk, [try await line(desk, "1400", "250"), try await line(desk, "1700", "-250")])
        let path = "generaljournalentry/GeneralJournalEntries(guid'\(answer.d["EntryID"]?.string ?? "")')"
        #expect(
            await desk.get(path, [("$expand", "GeneralJournalEntryLines")]).d["GeneralJournalEntryLines"]?["results"]?.array?.count == 2)
        #expect(await desk.call(.put, path, body: [:]).status == 405)
        #expect(await desk.call(.delete, path).status == 204)
        #expect(await desk.sandbox.entries(in: Desk.division).isEmpty)
    }

    @Test(arguments: [("70", "Invalid: Journal (Type)"), ("99", "Invalid reference: Journal")])
    func `only general journals take general entries`(journal: String, message: String) async throws {
        let desk = try await Desk.signedIn()
        let answer = await post(desk, journal: journal, [try await line(desk, "1400", "250"), try await line(desk, "1700", "-250")])
        #expect(answer.message == message)
    }
}

import BridgeHTTP
import BridgeJSON
import ExactSimulator
import Testing

/// Reference exact-online §9 and §12, item 24.
struct SyncTests {
    private func changes(_ desk: Desk, _ path: String, after version: Int64, _ select: String) async -> [JSON] {
        let answer = await desk.get(path, [("$filter", "Timestamp gt \(version)L"), ("$select", "\(select),Timestamp")])
        #expect(answer.status == 200, "\(answer.text)")
        return answer.rows
    }

    private func highest(_ rows: [JSON]) -> Int64 { rows.compactMap { $0["Timestamp"]?.string.flatMap { Int64($0) } }.max() ?? 0 }

    @Test func `changes come after the last timestamp, as text, in any spelling of the path`() async throws {
        let desk = try await Desk.signedIn()
        let all = await changes(desk, "sync/CRM/Accounts", after: 1, "ID,Name")
        #expect(all.count == 5)
        #expect(highest(all) > Int64(Int32.max), "too large for 32 bits")
        let mark = highest(all)
        #expect(await changes(desk, "sync/crm/accounts", after: mark, "ID").isEmpty)
        let key = try await desk.key("crm/Accounts", "501")
        _ = await desk.call(.put, "crm/Accounts(guid'\(key)')", body: ["City": "Lisse"])
        _ = try await desk.customer("Nieuw")
        let since = await changes(desk, "sync/CRM/Accounts", after: mark, "ID,Name")
        #expect(since.compactMap { $0["Name"]?.string } == ["Bloemenhuis De Tulp B.V.", "Nieuw"])
        #expect(await changes(desk, "sync/CRM/Accounts", after: 1, "ID").count == 6, "a changed row comes once")
    }

    @Test func `row versions are shared by all entities`() async throws {
        let desk = try await Desk.signedIn()
        let before = highest(await changes(desk, "sync/CRM/Accounts", after: 1, "ID"))
        let account = await changes(desk, "sync/Financial/GLAccounts", after: 1, "ID")
        #expect(highest(account) < before)
        #expect(Set(account.compactMap { $0["Timestamp"]?.string }).count == account.count)
    }

    @Test func `pages of a thousand follow each other without loss`() async throws {
        let desk = try await Desk.signedIn {
            var division = ExactSandbox.Division.bloemenexport
            division.accounts = (0..<2100).map { .init(String(1000 + $0), "A\($0)") }
            $0.divisions = [division]
        }
        var answer = await desk.get("sync/CRM/Accounts", [("$filter", "Timestamp gt 1L"), ("$select", "ID,Timestamp")])
        var seen: [String] = []
        while true {
            seen += answer.rows.compactMap { $0["ID"]?.string }
            guard let next = answer.next, let start = next.range(of: "/api/v1/") else { break }
            answer = await desk.raw(.get, String(next[start.lowerBound...]))
        }
        #expect(seen.count == 2100)
        #expect(Set(seen).count == 2100)
    }

    @Test(arguments: ["Name eq 'x'", "Timestamp lt 5L", "Timestamp gt 1L and Name eq 'x'"])
    func `only the timestamp is filtered on`(filter: String) async throws {
        let desk = try await Desk.signedIn()
        #expect(await desk.get("sync/CRM/Accounts", [("$filter", filter), ("$select", "ID")]).status == 400)
        #expect(await desk.get("sync/CRM/Accounts", [("$select", "ID")]).status == 400)
    }

    @Test func `ledger lines come with a head row that has no amount, so that sums are right`() async throws {
        let desk = try await Desk.signedIn()
        _ = await desk.post("salesentry/SalesEntries", try await desk.sale(try await desk.customer()))
        let rows = await changes(desk, "sync/Financial/TransactionLines", after: 1, "LineNumber,AmountDC,GLAccountCode,JournalCode,YourRef")
        #expect(rows.map { $0["LineNumber"]?.integer } == [0, 1, 2, 3])
        #expect(rows.map { $0["AmountDC"] } == [0, 109, -100, -9])
        #expect(rows.allSatisfy { $0["JournalCode"] == "70" && $0["YourRef"] == "FP-2026-000123" })
        let plain = try await Desk.signedIn { $0.behaviour.syncHeaderRows = false }
        _ = await plain.post("salesentry/SalesEntries", try await plain.sale(try await plain.customer()))
        #expect(await changes(plain, "sync/Financial/TransactionLines", after: 1, "ID").count == 3)
    }

    @Test func `payments move the timestamps of open items`() async throws {
        let desk = try await Desk.signedIn()
        _ = await desk.post("salesentry/SalesEntries", try await desk.sale(try await desk.customer()))
        let before = await changes(desk, "sync/Cashflow/PaymentTerms", after: 1, "ID,LineType,AmountDC")
        #expect(before.first?["LineType"] == 20)
        try await desk.sandbox.pay(26_700_001, in: Desk.division)
        let after = await changes(desk, "sync/Cashflow/PaymentTerms", after: highest(before), "ID,IsFullyPaid")
        #expect(after.map { $0["IsFullyPaid"] } == [true])
    }

    @Test func `deleted rows are listed by what they were`() async throws {
        let desk = try await Desk.signedIn()
        let id = await desk.post("salesentry/SalesEntries", try await desk.sale(try await desk.customer())).d["EntryID"]?.string ?? ""
        #expect(await desk.call(.delete, "salesentry/SalesEntries(guid'\(id)')").status == 204)
        let account = try await desk.customer("Weg")
        #expect(await desk.call(.delete, "crm/Accounts(guid'\(account)')").status == 204)
        let rows = await desk.get(
            "sync/Deleted", [("$filter", "Timestamp gt 1L and EntityType eq 2"), ("$select", "EntityKey,EntityType")]
        ).rows
        #expect(rows.map { $0["EntityKey"]?.string } == [account])
        let all = await changes(desk, "sync/Deleted", after: 1, "EntityType")
        #expect(all.count { $0["EntityType"] == 1 } == 4, "three lines and the head row")
        #expect(all.count { $0["EntityType"] == 10 } == 1)
        desk.clock.advance(seconds: 62 * 86_400)
        try await desk.signIn()
        #expect(await changes(desk, "sync/Deleted", after: 1, "EntityType").isEmpty, "kept for two months")
    }
}

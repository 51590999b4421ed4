import BridgeHTTP
import BridgeJSON
import ExactSimulator
import Testing

/// The keeper's door and snapshots.
struct KeeperTests {
    private func admin(_ desk: Desk, _ method: HTTPMethod, _ path: String, _ body: JSON? = nil) async -> Answer {
        await desk.send(HTTPRequest(method, target: "/_sandbox/\(path)", body: body?.bytes ?? []))
    }

    @Test func `the page tells what is in the books and spends no calls`() async throws {
        let desk = try await Desk.signedIn()
        _ = await desk.post("salesentry/SalesEntries", try await desk.sale(try await desk.customer("Tuin & <Zoon>")))
        let calls = await desk.sandbox.callCount
        let page = await admin(desk, .get, "")
        #expect(page.status == 200)
        #expect(page.text.contains("26700001"))
        #expect(page.text.contains("Tuin &amp; &lt;Zoon&gt;"))
        #expect(!page.text.contains("<script"))
        #expect(await desk.sandbox.callCount == calls)
    }

    @Test func `books, totals, calls and the check are there for programs`() async throws {
        let desk = try await Desk.signedIn()
        _ = await desk.post("salesentry/SalesEntries", try await desk.sale(try await desk.customer()))
        let books = await admin(desk, .get, "books?division=3456789").json
        #expect(books["entries"]?[0]?["lines"]?.array?.count == 3)
        #expect(books["entries"]?[0]?["amount"] == 109)
        let totals = await admin(desk, .get, "totals").json["totals"]?.array ?? []
        #expect(totals == [["journal": "70", "vatCode": "1", "count": 1, "net": 100, "vat": 9]])
        #expect(await admin(desk, .get, "calls").json["endpoints"]?["POST salesentry/SalesEntries"] == 1)
        #expect(await admin(desk, .get, "check").json["problems"] == [])
    }

    @Test func `orders over the door do what their names say`() async throws {
        let desk = try await Desk.signedIn()
        let customer = try await desk.customer()
        _ = await desk.post("salesentry/SalesEntries", try await desk.sale(customer))
        #expect(await admin(desk, .post, "payments", ["entry": 26_700_001, "amount": 9]).json["entry"] == 26_200_001)
        #expect(await admin(desk, .post, "payments", ["entry": 26_700_001, "amount": 900]).status == 400)
        #expect(await admin(desk, .post, "periods", ["period": "2026-03"]).status == 200)
        #expect(await desk.post("salesentry/SalesEntries", try await desk.sale(customer)).message.hasPrefix("Period is closed"))
        #expect(await admin(desk, .post, "periods", ["period": "2026-03", "closed": false]).status == 200)
        #expect(await admin(desk, .put, "entries/26700001", ["lines": [["number": 1, "ledgerAccount": "8010"]]]).status == 200)
        #expect(await desk.sandbox.entry(26_700_001, in: Desk.division)?.lines[1].ledgerAccount == "8010")
        #expect(await admin(desk, .delete, "entries/26700001").status == 200)
        #expect(await desk.sandbox.entry(26_700_001, in: Desk.division) == nil)
        #expect(await admin(desk, .post, "accounts/merge", ["from": "501", "into": "502"]).status == 200)
        #expect(await admin(desk, .post, "clock", ["advanceSeconds": 600]).json["now"] == "2026-03-12T09:10:00Z")
        #expect(await desk.get("crm/Accounts").status == 401, "ten minutes have passed")
        #expect(await admin(desk, .get, "nonsense").status == 404)
        #expect(await admin(desk, .get, "books?division=5").status == 400)
    }

    @Test func `faults are planned over the door`() async throws {
        let desk = try await Desk.signedIn()
        let faults: JSON = [
            "faults": [["kind": "unavailable", "path": "Costcenters", "times": 1], ["kind": "answerLate", "milliseconds": 5]]
        ]
        #expect(await admin(desk, .post, "faults", faults).json["faults"]?.array?.count == 2)
        #expect(await desk.get("hrm/Costcenters").status == 503)
        #expect(await admin(desk, .delete, "faults").status == 200)
        #expect(await desk.sandbox.plannedFaults.isEmpty)
        #expect(await admin(desk, .post, "faults", ["faults": [["kind": "earthquake"]]]).status == 400)
    }

    @Test func `a sandbox goes on where its snapshot stands`() async throws {
        let desk = try await Desk.signedIn()
        let customer = try await desk.customer()
        for _ in 0..<3 { _ = await desk.post("salesentry/SalesEntries", try await desk.sale(customer)) }
        try await desk.sandbox.pay(26_700_002, in: Desk.division)
        let before = await desk.sandbox.entries(in: Desk.division)
        let bytes = await desk.sandbox.snapshot()

        let other = Desk()
        try await other.sandbox.restore(bytes)
        #expect(await other.sandbox.entries(in: Desk.division).sorted { $0.number < $1.number } == before.sorted { $0.number < $1.number })
        #expect(await other.sandbox.snapshot().count == bytes.count)
        other.take(over: desk)
        let next = await other.post("salesentry/SalesEntries", try await other.sale(customer))
        #expect(next.d["EntryNumber"] == 26_700_004, "the series goes on; the old token is still good")
        let again = await desk.post("salesentry/SalesEntries", try await desk.sale(customer))
        #expect(next.d["EntryID"] == again.d["EntryID"], "even the keys are the same")
        let changes = await other.get("sync/CRM/Accounts", [("$filter", "Timestamp gt 1L"), ("$select", "ID,Timestamp")])
        #expect(changes.rows.count == 6)
    }

    @Test(arguments: ["", "{}", "[1]", "{\"format\":99}", "{\"format\":1}"])
    func `what is no snapshot is refused and changes nothing`(text: String) async throws {
        let desk = try await Desk.signedIn()
        _ = await desk.post("salesentry/SalesEntries", try await desk.sale(try await desk.customer()))
        await #expect(throws: ExactSandbox.SnapshotError.self) { try await desk.sandbox.restore(Array(text.utf8)) }
        #expect(await desk.sandbox.entries(in: Desk.division).count == 1)
    }

    @Test func `the same seed and calls give the same keys`() async throws {
        func run() async throws -> [String] {
            let desk = try await Desk.signedIn()
            let customer = try await desk.customer()
            let entry = await desk.post("salesentry/SalesEntries", try await desk.sale(customer))
            return [customer, entry.d["EntryID"]?.string ?? "", desk.accessToken]
        }
        #expect(try await run() == run())
    }
}

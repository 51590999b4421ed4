import AFASSimulator
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import Testing

/// The keeper's door, `/_sandbox/`.
struct KeeperTests {
    @Test func `the page shows the books, open items and the log, with what people wrote made harmless`() async {
        let desk = Desk()
        _ = await desk.post("FiEntries", Message.sale())
        _ = await desk.post("FiEntries", Message.sale())
        let lines = [
            Message.line("2", "10044", debit: "5", ["InId": "P2", "Ds": "<b>&"]), Message.line("1", "8100", credit: "5", ["VaId": "6"]),
        ]
        _ = await desk.post("FiEntries", Message.entry([:], lines))
        let page = await desk.keeper(.get, "")
        #expect(page.fields["Content-Type"] == "text/html; charset=utf-8")
        for text in ["FP260001", "1301.80", "&lt;b&gt;&amp;", "Every entry adds up to nothing.", "already used in finance", "T12345AA"] {
            #expect(page.text.contains(text), "\(text)")
        }
        #expect(!page.text.contains("<b>&"))
        #expect(await desk.keeper(.get, "?environment=T12345AA&unit=2").status == 200)
        #expect(await desk.keeper(.get, "?environment=X").status == 400)
    }

    @Test func `the dump holds every entry, item and relation`() async {
        let desk = Desk()
        _ = await desk.post("FiEntries", Message.sale())
        let dump = await desk.keeper(.get, "books").json
        let lines = dump["entries"]?[0]?["lines"]
        #expect(lines?.array?.count == 5)
        #expect(lines?[0]?["ledgerAccount"] == "1300")
        #expect(lines?[1]?["vatCode"] == "2")
        #expect(dump["invoices"]?[0]?["balance"] == .number("1301.8"))
        #expect(dump["debtors"]?.array?.count == 4)
        #expect(dump["creditors"]?[0]?["address"]?["Rs"] == "De Lier")
        #expect(
            await desk.keeper(.get, "postings").text.contains("71001;20;1300;1301.80;0.00") == false, "the invoice's number stands there")
        #expect(await desk.keeper(.get, "postings").text.contains("FP260001;20;1300;1301.80;0.00\n"))
        let totals = await desk.keeper(.get, "totals").json["totals"]?.array ?? []
        #expect(totals.first { $0["vatCode"] == "2" }?["vat"] == .number("-90"))
        #expect(await desk.keeper(.get, "calls").json["total"] == 1)
        #expect(await desk.keeper(.get, "check").json["problems"] == [])
    }

    @Test func `orders reach the books`() async {
        let desk = Desk()
        #expect(await desk.keeper(.post, "periods", ["period": "2026-03"]).status == 200)
        #expect(await desk.post("FiEntries", Message.sale()).status == 500)
        _ = await desk.keeper(.post, "periods", ["period": "2026-03", "blocked": false])
        _ = await desk.keeper(.post, "journals", ["journal": "20", "locked": true])
        #expect(await desk.post("FiEntries", Message.sale()).message == "Journal '20' is locked by another user.")
        _ = await desk.keeper(.post, "journals", ["journal": "20", "locked": false, "blocked": true])
        #expect(await desk.post("FiEntries", Message.sale()).message == "Journal 20 is blocked.")
        _ = await desk.keeper(.post, "journals", ["journal": "20", "blocked": false])
        _ = await desk.keeper(.post, "accounts", ["account": "8010"])
        #expect(await desk.post("FiEntries", Message.sale()).message == "Account 8010 is blocked.")
        _ = await desk.keeper(.post, "accounts", ["account": "8010", "blocked": false])
        _ = await desk.keeper(.post, "relations", ["kind": "debtor", "number": "10044"])
        #expect(await desk.post("FiEntries", Message.sale()).message == "Debtor 10044 is blocked.")
        _ = await desk.keeper(.post, "relations", ["kind": "debtor", "number": "10044", "blocked": false])
        #expect(await desk.post("FiEntries", Message.sale()).status == 201)
        _ = await desk.keeper(.post, "connectors", ["connector": "Profit_Debtor"])
        #expect(await desk.get("Profit_Debtor").status == 500)
        _ = await desk.keeper(.post, "maintenance", ["on": true])
        #expect(await desk.get("Profit_Accounts").status == 503)
        _ = await desk.keeper(.post, "maintenance", ["on": false])
        _ = await desk.keeper(.post, "tokens", ["revoked": true])
        #expect(await desk.get("Profit_Accounts").status == 401)
        _ = await desk.keeper(.post, "tokens", ["revoked": false])
        #expect(await desk.get("Profit_Accounts").status == 200)
    }

    @Test func `payments, reversals, set-offs, differences and allocations are ordered there`() async {
        let desk = Desk()
        for (invoice, amount) in [("A1", "10.00"), ("A2", "20.00"), ("A3", "0.03")] {
            _ = await desk.post("FiEntries", Message.plain(invoice, amount))
        }
        _ = await desk.post("FiEntries", Message.credit("C1", "5.00"))
        func order(_ name: String, _ body: JSON) async -> JSON { await desk.keeper(.post, name, body).json }
        let paid = await order(
            "payments", ["relation": "10044", "date": "2026-04-01", "amount": .number("12.00"), "allocations": [["invoice": "A1"]]])
        #expect(paid["entry"] == 71_005)
        #expect(await order("reversals", ["relation": "10044", "date": "2026-04-03", "invoice": "A1", "amount": 10])["entry"] == 71_006)
        #expect(
            await order("setoffs", ["relation": "10044", "date": "2026-04-03", "invoice": "A2", "credit": "C1", "amount": 5])["entry"]
                == 71_007)
        #expect(await order("differences", ["relation": "10044", "date": "2026-04-03", "invoice": "A3"])["entry"] == 71_008)
        #expect(await order("allocations", ["entry": 71_005, "line": 3, "invoice": "A2"]) == [:])
        let open = await desk.sandbox.invoices().map { "\($0.invoice) \($0.balance)" }
        #expect(open == ["A1 10", "A2 13", "A3 0", "C1 0"])
        #expect(await desk.keeper(.post, "payments/arrive", ["through": "2026-06-01"]).json["arrivals"]?.array != nil)
        #expect(await order("payments", ["relation": "10044"])["error"] == "date is missing, as in 2026-04-01.")
        #expect(await desk.keeper(.post, "nothing").status == 404)
    }

    @Test func `the accountant's hand changes lines that still add up, and deletes`() async {
        let desk = Desk()
        _ = await desk.post("FiEntries", Message.sale())
        let change: JSON = ["lines": [["sequence": 2, "account": "8000", "description": "Moved", "vatCode": "2"]]]
        #expect(await desk.keeper(.put, "entries/71001", change).status == 200)
        #expect(await desk.sandbox.balances()["8000"] == -1000)
        let unbalanced: JSON = ["lines": [["sequence": 2, "credit": 1]]]
        #expect(await desk.keeper(.put, "entries/71001", unbalanced).status == 400)
        #expect(await desk.keeper(.put, "entries/71001", ["lines": [["sequence": 1, "account": "10077"]]]).status == 400)
        #expect(await desk.keeper(.delete, "entries/71001").status == 200)
        #expect(await desk.sandbox.entries().isEmpty)
    }

    @Test func `clock, faults and the importer are the keeper's`() async {
        let desk = Desk()
        #expect(await desk.keeper(.post, "clock", ["advanceSeconds": 60]).json["now"] == "2026-03-12T09:01:00Z")
        let faults: JSON = [
            "faults": [
                ["kind": "slowWork", "seconds": 5, "method": "POST", "path": "FiEntries"],
                ["kind": "truncated", "bytes": 3, "times": .null],
                ["kind": "edge", "perMille": 5, "skip": 2],
            ]
        ]
        #expect(await desk.keeper(.post, "faults", faults).status == 200)
        #expect(
            await desk.sandbox.plannedFaults == [
                .init(.slowWork(5), method: .post, pathContains: "FiEntries"), .init(.truncated(3), times: nil),
                .init(.edge, skip: 2, perMille: 5),
            ])
        #expect(await desk.keeper(.post, "faults", ["faults": [["kind": "nothing"]]]).status == 400)
        #expect(await desk.keeper(.delete, "faults").status == 200)
        #expect(await desk.keeper(.get, "faults").json["faults"] == [])
        desk.folder.write(Array("x".utf8), to: "1.csv")
        #expect(await desk.keeper(.post, "import").json["imports"]?[0]?["file"] == "1.csv")
        #expect(await desk.keeper(.get, "imports").json["imports"]?.array?.count == 1)
    }

    @Test func `a snapshot goes on where it stood`() async throws {
        let desk = Desk()
        _ = await desk.post("FiEntries", Message.sale())
        _ = await desk.post("FiEntries", Message.sale())
        _ = await desk.post("KnSalesRelationOrg", Message.debtor())
        await desk.sandbox.plan([.init(.slowWork(300), method: .post), .init(.unavailable, times: nil, perMille: 1)])
        _ = await desk.post("FiEntries", Message.plain("LATER"))
        try await desk.sandbox.block(Period(year: 2026, number: 1))
        let bytes = try await desk.sandbox.snapshot()
        let other = Desk()
        try await other.sandbox.restore(bytes)
        #expect(await other.keeper(.get, "books").text == desk.keeper(.get, "books").text)
        other.clock.advance(seconds: 300)
        await other.sandbox.clearFaults()
        #expect(await other.get("Profit_Debtor_Invoices", where: [("InvoiceNr", "LATER")]).rows.count == 1)
        #expect(await other.post("FiEntries", Message.sale()).status == 500)
        let plain = await other.post("FiEntries", Message.plain("NEXT", debtor: "10901"))
        #expect(plain.entry["EnNo"] == "71003")
        await #expect(throws: AFASSandbox.SnapshotError.self) { try await other.sandbox.restore(Array("{}".utf8)) }
        #expect(await other.sandbox.entries().count == 3, "what cannot be read changes nothing")
    }
}

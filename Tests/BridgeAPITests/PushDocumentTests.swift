import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Testing

/// A trade system pushes documents over a real socket.
@Suite(.timeLimit(.minutes(5))) struct `Pushing documents` {
    @Test func `an invoice is accepted, booked, and its status tells the number in the books`() async throws {
        try await House.with { house in
            try await house.push(Bodies.party(), to: "/parties?bridge=NL01")
            let answer = try await house.push(Bodies.invoice())
            #expect(answer.status == 202 && answer.verdicts == ["accepted"])
            #expect(answer.json["document"] == "NL01/sales_invoice/2026-1")
            let status = try #require(answer.json["status"]?.string)
            let path = String(status.dropFirst("/api/v1".count))
            #expect(try await house.ask(.get, path).json["documents"]?[0]?["state"] == "held")
            try await house.settle()
            let booked = try await house.ask(.get, path).json["documents"]?[0]
            #expect(booked?["state"] == "booked")
            #expect(booked?["booked"]?["number"]?.string == house.books.entries.first?.number)
            #expect(try await house.ask(.post, "/documents?bridge=NL01", Bodies.invoice().bytes).json["verdict"] == "unchanged")
        }
    }

    @Test func `a batch has a verdict for each item, in its order`() async throws {
        try await House.with { house in
            let wrong = Bodies.invoice("2026-2").with("totals.gross", "1.00")
            let unreadable = Bodies.invoice("2026-3").with("lines.0.net", "a lot").with("supply_date", nil)
            let nameless = Bodies.invoice("2026-4").with("number", nil)
            let elsewhere = Bodies.invoice("2026-5", administration: "BE01")
            let other = Bodies.invoice("2026-1", id: "another")
            let batch: JSON = [
                Bodies.invoice("2026-1"), wrong, unreadable, nameless, elsewhere, "no object", Bodies.invoice("2026-1"), other,
            ]
            let answer = try await house.push(batch)
            #expect(answer.status == 200)
            #expect(
                answer.verdicts == [
                    "accepted", "parked gross_mismatch", "parked malformed field_missing", "refused field_missing", "refused value_unknown",
                    "refused malformed", "unchanged", "conflict number_with_other_content",
                ])
            #expect(answer.json["counts"] == ["accepted": 1, "parked": 2, "unchanged": 1, "conflict": 1, "refused": 3])
            #expect(answer.json["results"]?[3]?["id"] == "id-2026-4", "what could be read of a refused item names it")
            #expect(try await house.postings().count == 4, "what was refused is not kept")
        }
    }

    @Test func `every problem says what, where, why and what to do, in the language asked for`() async throws {
        try await House.with { house in
            let wrong = Bodies.invoice().with("lines.1.net", "10.001")
            let dutch = try await house.push(wrong, fields: [("Accept-Language", "de, nl;q=0.8, en;q=0.7")])
            #expect(
                dutch.json["problems"]?[0] == [
                    "code": "amount_decimals", "severity": "error", "field": "net", "line": 2, "found": "10.001", "expected": "≤ 2 (EUR)",
                    "message":
                        "Bedrag heeft meer decimalen dan de munt toelaat: regel 2, net (gevonden: 10.001, verwacht: ≤ 2 (EUR))",
                    "remedy": "Corrigeer het bedrag in het bronsysteem; er wordt niet afgerond",
                ])
            let english = try await house.push([wrong], fields: [("Accept-Language", "en")])
            #expect(english.verdicts == ["unchanged"])
            #expect(english.fields["Content-Language"] == "en")
        }
    }

    @Test func `a credit note, a ledger posting and a withdrawal are documents too`() async throws {
        try await House.with { house in
            let credit = Bodies.invoice("C-1").with("type", "credit_note").with("references", ["original_document": "2026-1"])
            let answer = try await house.push([
                Bodies.invoice("2026-1"), credit, Bodies.ledgerPosting, Bodies.invoice("2026-2"), Bodies.withdrawal("2026-2", version: 2),
                Bodies.withdrawal("2026-9", version: 1),
            ])
            #expect(answer.verdicts == ["accepted", "accepted", "accepted", "accepted", "accepted", "accepted"])
            let states = try await house.postings().map { "\($0.document.number) \($0.state)" }
            #expect(states == ["2026-1 held", "C-1 held", "M-1 held", "2026-2 withdrawn", "2026-9 withdrawn"])
        }
    }

    @Test func `a correction of what is booked is kept and shown to a person`() async throws {
        try await House.with { house in
            try await house.push(Bodies.party(), to: "/parties?bridge=NL01")
            try await house.push(Bodies.invoice())
            try await house.settle()
            let corrected = Bodies.invoice(version: 2).with("description", "corrected")
            #expect(try await house.push(corrected).verdicts == ["parked correction_after_posting"])
            let state = try await house.ask(.get, "/documents/id-2026-1?bridge=NL01").json["documents"]?[0]
            #expect(state?["state"] == "booked" && state?["differs"] == true)
            #expect(house.books.entries.count == 1)
        }
    }

    @Test func `a thousand items are taken at once, one more is refused whole`() async throws {
        try await House.with { house in
            let thousand = (1...1_000).map { Bodies.invoice("2026-\($0)") }
            let answer = try await house.push(.array(thousand))
            #expect(answer.json["counts"]?["accepted"] == 1_000)
            let more = try await house.push(.array(thousand + [Bodies.invoice("2026-1001")]))
            #expect(more.status == 422 && more.problem == "too-many-items")
            #expect(try await house.journal.stateTotals("NL01").map(\.count) == [1_000])
        }
    }

    @Test func `parties are pushed one by one or many at once`() async throws {
        try await House.with { house in
            let first = try await house.push(Bodies.party(), to: "/parties?bridge=NL01")
            #expect(first.status == 202 && first.json["party"] == "debtor/C0412")
            #expect(try await house.push(Bodies.party(), to: "/parties?bridge=NL01").status == 200)
            let batch = try await house.push(
                [
                    Bodies.party("C1"), Bodies.party("C2").with("country", "ZZ"), Bodies.party("C3").with("code", nil),
                    Bodies.party("C4").with("credit_limit", "1.234"),
                ], to: "/parties?bridge=NL01")
            #expect(
                batch.verdicts == ["accepted", "parked country_unknown", "refused field_missing", "parked amount_decimals"])
            let refused = try await house.push(Bodies.party().with("kind", "friend"), to: "/parties?bridge=NL01")
            #expect(refused.status == 422 && refused.verdicts == ["refused value_unknown"])
        }
    }

    @Test func `what was pushed is told apart by bridge`() async throws {
        try await House.with { house in
            try await house.push(Bodies.invoice(administration: "NL02"), to: "/documents?bridge=NL02")
            #expect(try await house.postings("NL02").count == 1)
            #expect(try await house.ask(.get, "/documents/id-2026-1?bridge=NL01").status == 404)
            #expect(try await house.ask(.get, "/documents/id-2026-1?bridge=NL02").status == 200)
        }
    }

    @Test func `history names the token that brought a document`() async throws {
        try await House.with { house in
            try await house.push(Bodies.invoice())
            let history = try await house.journal.history(subject: "NL01/sales_invoice/2026-1", bridge: "NL01", after: 0, limit: 10)
            let id = try #require(try await house.journal.tokens().first?.id)
            #expect(history.map(\.entry.who.description) == ["machine:token/\(id)"])
        }
    }
}

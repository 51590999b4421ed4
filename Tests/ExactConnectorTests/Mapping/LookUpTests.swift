import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import Testing

@testable import ExactConnector

@Suite struct `Looking up several references` {
    private func page(_ rows: [Row], next: Bool = false) -> ScriptedTransport.Step {
        .json(
            #"{"d":{"results":[\#(rows.map(\.json.description).joined(separator: ","))]"#
                + (next ? #","__next":"https://start.exactonline.nl/api/v1/3456789/financialtransaction/TransactionLines?x=1""# : "") + "}}"
        )
    }

    private func filters(_ bench: Bench) -> [String] {
        bench.transport.requests.compactMap { $0.query.first { $0.name == "$filter" }?.value }
    }

    private func ids(_ found: [EntryReference: [BookedEntry]]) -> [EntryReference: [TargetID]] { found.mapValues { $0.map(\.id) } }

    @Test func `costs one call, and tells each its own`() async throws {
        let again = Row.invoice("c", from: 0).map { row in
            var row = row
            row.reference = "FP-a"
            return row
        }
        let payment = Row(entry: "pay", line: 1, account: "1300", amount: "-152.60", journal: "20", type: 40, reference: "FP-b")
        let bench = Bench(page(Row.invoice("a", from: 0) + Row.invoice("b", from: 3) + [payment] + again))
        let found = try await bench.connector.entries(carrying: ["FP-a", "FP-b", "FP-none"], with: Samples.master())
        #expect(ids(found) == ["FP-a": ["a", "c"], "FP-b": ["b"]])
        #expect(filters(bench) == ["YourRef eq 'FP-a' or YourRef eq 'FP-b' or YourRef eq 'FP-none'"])
        #expect(bench.transport.requests[0].path == "/api/v1/3456789/financialtransaction/TransactionLines")
    }

    @Test func `reads every page, so that an entry cut in two is whole and none is missed`() async throws {
        let rows = Row.invoice("a", from: 0) + Row.invoice("b", from: 3)
        let bench = Bench(page(Array(rows.prefix(2)), next: true), page(Array(rows.dropFirst(2))))
        let found = try await bench.connector.entries(carrying: ["FP-a", "FP-b"], with: Samples.master())
        #expect(found["FP-a"]?.first?.lines.count == 3 && found["FP-b"]?.first?.lines.count == 3)
    }

    /// The service compares texts by its own rules; an answer that is nobody's letter for letter may be anybody's.
    @Test func `asks about each alone what came back under a reference nobody asked for`() async throws {
        let odd = Row.invoice("b", from: 3).map { row in
            var row = row
            row.reference = "fp-B"
            return row
        }
        let bench = Bench(page(Row.invoice("a", from: 0) + odd), page(odd), page([]))
        let found = try await bench.connector.entries(carrying: ["FP-a", "FP-b", "FP-c"], with: Samples.master())
        #expect(ids(found) == ["FP-a": ["a"], "FP-b": ["b"]])
        #expect(filters(bench).dropFirst() == ["YourRef eq 'FP-b'", "YourRef eq 'FP-c'"])
    }

    @Test func `finds general journal entries by their description, letter for letter`() async throws {
        let rows = [("m", "FP-M-3 Fust"), ("n", "FP-M-31 Fust"), ("o", "FP-M-4 Fust")].flatMap { entry, text in
            [
                Row(entry: entry, line: 1, account: "1700", amount: "250.00", type: 90, reference: "", description: text),
                Row(entry: entry, line: 2, account: "8010", amount: "-250.00", type: 90, reference: "", description: text),
            ]
        }
        let bench = Bench(page(Row.invoice("a", from: 0)), page(rows), use: [.sales, .general])
        let found = try await bench.connector.entries(carrying: ["FP-a", "FP-M-3", "FP-M-4"], with: Samples.master())
        #expect(ids(found) == ["FP-a": ["a"], "FP-M-3": ["m"], "FP-M-4": ["o"]])
        #expect(
            filters(bench)[1]
                == "(startswith(Description,'FP-M-3') eq true or startswith(Description,'FP-M-4') eq true) and Type eq 90")
    }

    @Test(arguments: ["FP-sales_invoice-2026-", "FP 'ü' / – "]) func `keeps every filter short enough`(_ prefix: String) {
        let references = (0..<100).map { EntryReference("\(prefix)\(1_000 + $0)") }
        for condition in [ExactFilter.reference, ExactFilter.describedBy] {
            let questions = ExactOnlineConnector.questions(references, condition)
            #expect(questions.flatMap(\.self) == references)
            for question in questions {
                let filter = question.map(condition).joined(separator: " or ")
                #expect(FormCoding.percentEncode(filter).utf8.count <= ExactOnlineConnector.filterMax)
                #expect(question.count <= ExactOnlineConnector.lookUpsAtOnce)
            }
        }
    }

    @Test func `fails as a whole when a page fails`() async {
        let bench = Bench(page(Row.invoice("a", from: 0), next: true), .fail(.connectionLost("reset")))
        let failed = await bench.failure { _ = try await bench.connector.entries(carrying: ["FP-a", "FP-b"], with: Samples.master()) }
        #expect(failed != nil)
    }
}

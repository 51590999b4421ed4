import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import Testing

@testable import ExactConnector

/// A ledger row in short: entry, line, account, amount.
struct Row {
    var entry: String
    var line: Int
    var account: String?
    var amount: String
    var vat: String?
    var version = 0
    var journal = "70"
    var type = 20
    var reference: String?
    var description = ""
    var currency = "EUR"
    var foreign: String?

    var json: JSON {
        .object(
            [
                ("ID", .string("\(entry)/\(line)")), ("EntryID", .string(entry)), ("EntryNumber", .number(24_700_001)),
                ("LineNumber", .number(line)), ("Type", .number(type)), ("JournalCode", .string(journal)),
                ("Date", "/Date(1795996800000)/"), ("FinancialYear", 2026), ("FinancialPeriod", 11),
                ("GLAccountCode", .string(account)), ("Account", "1d9f"), ("AmountDC", .number(amount)),
                ("AmountFC", .number(foreign ?? amount)), ("Currency", .string(currency)), ("VATCode", .string(vat)),
                ("YourRef", .string(reference ?? "FP-\(entry)")), ("Description", .string(description)), ("CostCenter", nil),
                ("CostUnit", nil), ("Timestamp", .string(String(version))),
            ].map { JSON.Member($0.0, $0.1) })
    }

    func line(books: Currency = .eur) -> TransactionLine? { TransactionLine(json, books: books) }

    /// An invoice of 152.60: three rows from a row version on.
    static func invoice(_ entry: String, from version: Int, journal: String = "70") -> [Row] {
        [
            Row(entry: entry, line: 1, account: "1300", amount: "152.60", version: version, journal: journal),
            Row(entry: entry, line: 2, account: "8000", amount: "-140.00", vat: "9  ", version: version + 1, journal: journal),
            Row(entry: entry, line: 3, account: "1510", amount: "-12.60", vat: "9  ", version: version + 2, journal: journal),
        ]
    }
}

@Suite struct `Booked entries` {
    private func sorted(_ rows: [Row], hasMore: Bool = false) -> BookedEntries {
        BookedEntries(page: rows.compactMap { $0.line() }, hasMore: hasMore, daybooks: ["70"])
    }

    private func ids(_ entries: BookedEntries) -> [String] { entries.complete.compactMap { $0.first?.EntryID } }

    private func page(_ rows: [Row], next: Bool = false) -> ScriptedTransport.Step {
        .json(
            #"{"d":{"results":[\#(rows.map(\.json.description).joined(separator: ","))]"#
                + (next ? #","__next":"https://start.exactonline.nl/api/v1/3456789/sync/x""# : "") + "}}")
    }

    private func filters(_ bench: Bench) -> [String] {
        bench.transport.requests.compactMap { $0.query.first { $0.name == "$filter" }?.value }
    }

    @Test func `are complete when their rows add up to zero`() {
        let found = sorted(Row.invoice("a", from: 10) + Row.invoice("b", from: 13))
        #expect(ids(found) == ["a", "b"])
        #expect(found.incomplete.isEmpty)
        #expect(found.resumeAfter == 15)
    }

    @Test(arguments: 1...5)
    func `that a page may have cut are read again with the next`(rows: Int) {
        let all = Row.invoice("a", from: 10) + Row.invoice("b", from: 13)
        let found = sorted(Array(all.prefix(rows)), hasMore: true)
        switch rows {
        case 1...3:
            // One entry alone on a page: whole or not cannot be told, so it is fetched.
            #expect(found.complete.isEmpty && found.incomplete == ["a"])
        default:
            #expect(ids(found) == ["a"] && found.incomplete.isEmpty)
            #expect(found.resumeAfter == 12)
        }
    }

    @Test func `never come in halves, wherever pages end`() {
        let all = (0..<8).flatMap { Row.invoice("e\($0)", from: 10 + 3 * $0) }
        for size in 4...24 {
            var seen: [String: Int] = [:]
            var after: Int64 = 1
            for _ in 0..<30 {
                let rest = all.filter { Int64($0.version) > after }
                let found = sorted(Array(rest.prefix(size)), hasMore: rest.count > size)
                #expect(found.incomplete.isEmpty)
                for entry in found.complete {
                    #expect(entry.count == 3)
                    seen[entry[0].EntryID, default: 0] += 1
                }
                guard let resume = found.resumeAfter, resume > after else { break }
                after = resume
            }
            #expect(seen.count == 8 && seen.values.allSatisfy { $0 == 1 }, "pages of \(size)")
        }
    }

    @Test func `of which one row changed are incomplete`() {
        let paid = Row(entry: "old", line: 1, account: "1300", amount: "152.60", version: 20)
        let found = sorted(Row.invoice("a", from: 10) + [paid] + Row.invoice("b", from: 21))
        #expect(ids(found) == ["a", "b"])
        #expect(found.incomplete == ["old"])
        #expect(found.resumeAfter == 23)
    }

    @Test func `of which one row of nothing changed are incomplete too`() {
        let row = Row(entry: "old", line: 3, account: "1510", amount: "0", version: 20)
        #expect(sorted([row]).incomplete == ["old"])
    }

    @Test func `of other daybooks are passed over`() {
        let found = sorted(Row.invoice("bank", from: 10, journal: "20") + Row.invoice("a", from: 13))
        #expect(ids(found) == ["a"])
        let only = sorted(Row.invoice("bank", from: 10, journal: "20"), hasMore: true)
        #expect(only.complete.isEmpty && only.incomplete.isEmpty && only.resumeAfter == 12)
    }

    @Test func `count a row that changed twice once, as it was last`() {
        var rows = Row.invoice("a", from: 10)
        rows.append(Row(entry: "a", line: 2, account: "8010", amount: "-140.00", vat: "9  ", version: 13))
        let found = sorted(rows)
        #expect(found.complete.first?.map(\.GLAccountCode) == ["1300", "8010", "1510"])
    }

    @Test func `take row 0 as a head or as the party's line`() {
        let lines = Row.invoice("a", from: 10).compactMap { $0.line() }
        let head = Row(entry: "a", line: 0, account: "1300", amount: "152.60", version: 9).line()
        let bare = Row(entry: "a", line: 0, account: nil, amount: "0", version: 9).line()
        #expect(BookedEntries.withoutHead([head, bare].compactMap { $0 } + lines).map(\.LineNumber) == [1, 2, 3])
        // As in the XML channel: the party's line is row 0, and there is no row for it besides.
        let withParty = [head].compactMap { $0 } + lines.dropFirst()
        #expect(BookedEntries.withoutHead(withParty).map(\.LineNumber) == [0, 2, 3])
        #expect(BookedEntries.isComplete(BookedEntries.withoutHead(withParty)))
    }

    @Test func `say account, VAT code, amounts, party, period and daybook without padding`() throws {
        var rows = Row.invoice("a", from: 10)
        rows[0].currency = "USD"
        rows[0].foreign = "164.81"
        let entry = try #require(BookedEntry(rows.compactMap { $0.line() }, with: Samples.master()))
        #expect(entry.id == "a" && entry.number == "24700001" && entry.reference == "FP-a" && entry.daybook == "70")
        #expect(entry.date == CalendarDate("2026-11-30") && entry.period == Period(year: 2026, number: 11))
        #expect(entry.relation == "1d9f")
        let usd = try #require(Currency(code: "USD"))
        #expect(
            entry.lines == [
                BookedLine(
                    account: "1300", amount: Money(minorUnits: 16_481, usd), bookAmount: Money(minorUnits: 15_260, .eur), vatCode: nil,
                    isParty: true),
                BookedLine(
                    account: "8000", amount: Money(minorUnits: -14_000, .eur), bookAmount: Money(minorUnits: -14_000, .eur), vatCode: "9",
                    isParty: false),
                BookedLine(
                    account: "1510", amount: Money(minorUnits: -1_260, .eur), bookAmount: Money(minorUnits: -1_260, .eur), vatCode: "9",
                    isParty: false),
            ])
    }

    @Test func `know the party's line by the daybook when the account is new`() throws {
        var master = Samples.master()
        master.accounts.removeAll { $0.code == "1300" }
        let entry = try #require(BookedEntry(Row.invoice("a", from: 1).compactMap { $0.line() }, with: master))
        #expect(entry.lines.map(\.isParty) == [true, false, false])
    }

    @Test func `are read back in pages, those changed in part fetched whole`() async throws {
        let paid = Row(entry: "old", line: 1, account: "1300", amount: "152.60", version: 20)
        let bench = Bench(
            page(Row.invoice("a", from: 10) + [paid] + Row.invoice("b", from: 21), next: true), page(Row.invoice("old", from: 0)))
        var master = Samples.master()
        master.cursors[ExactCursor.movedKey] = "5"
        let first = try await bench.connector.booked(after: .start, with: master)
        #expect(first.items.map(\.id) == ["a", "old"])
        #expect(first.items.allSatisfy { $0.lines.map(\.bookAmount).total(.eur).isZero })
        #expect(first.hasMore)
        #expect(first.next == "moved=5;lines=20")
        #expect(filters(bench) == ["Timestamp gt 1L", "EntryID eq guid'old'"])
        #expect(
            bench.meter.seen.taken == ["sync/Financial/TransactionLines", "bulk/Financial/TransactionLines"])

        bench.transport.add(page(Row.invoice("b", from: 21)))
        let second = try await bench.connector.booked(after: first.next, with: master)
        #expect(second.items.map(\.id) == ["b"] && !second.hasMore && second.next == "moved=5;lines=23")
        #expect(filters(bench).last == "Timestamp gt 20L")

        bench.transport.add(page([]))
        let third = try await bench.connector.booked(after: second.next, with: master)
        #expect(third.items.isEmpty && third.next == second.next)
    }

    @Test func `many changed in part are fetched twenty at a time`() async throws {
        let rows = (0..<45).map { Row(entry: "e\($0)", line: 1, account: "1300", amount: "152.60", version: 10 + $0) }
        let bench = Bench(page(rows))
        for chunk in [0..<20, 20..<40, 40..<45] { bench.transport.add(page(chunk.flatMap { Row.invoice("e\($0)", from: 0) })) }
        let found = try await bench.connector.booked(after: .start, with: Samples.master())
        #expect(found.items.count == 45)
        #expect(bench.transport.requests.count == 4)
        #expect(bench.transport.requests.allSatisfy { $0.target.utf8.count < 4_000 })
    }

    @Test func `are looked up by reference in one call, all that carry it`() async throws {
        let payment = Row(entry: "pay", line: 1, account: "1300", amount: "-152.60", journal: "20", type: 40, reference: "FP-a")
        let stranger = Row.invoice("b", from: 0).map { row in
            var row = row
            row.reference = "FP-a"
            return row
        }
        let bench = Bench(page(Row.invoice("a", from: 0) + [payment] + stranger))
        let found = try await bench.connector.entries(carrying: "FP-a", with: Samples.master())
        #expect(found.map(\.id) == ["a", "b"])
        #expect(filters(bench) == ["YourRef eq 'FP-a'"])
        #expect(bench.transport.requests[0].path == "/api/v1/3456789/financialtransaction/TransactionLines")
    }

    @Test func `of general journals are looked up by their description`() async throws {
        let rows = [("m", "FP-M-3 Fust"), ("n", "FP-M-31 Fust")].flatMap { entry, text in
            [
                Row(entry: entry, line: 1, account: "1700", amount: "250.00", type: 90, reference: "", description: text),
                Row(entry: entry, line: 2, account: "8010", amount: "-250.00", type: 90, reference: "", description: text),
            ]
        }
        let bench = Bench(nothingFound, page(rows), use: [.sales, .general])
        let found = try await bench.connector.entries(carrying: "FP-M-3", with: Samples.master())
        #expect(found.map(\.id) == ["m"])
        #expect(filters(bench)[1] == "startswith(Description,'FP-M-3') eq true and Type eq 90")
    }

    @Test func `with rows that lack what every row has are reported`() async {
        let bench = Bench(.json(#"{"d":{"results":[{"ID":"x"}]}}"#))
        let failed = await bench.failure { _ = try await bench.connector.booked(after: .start, with: Samples.master()) }
        #expect(failed?.code == .misused)
    }
}

import BridgeDomain
import BridgeJournal
import BridgeJSON
import Testing

@testable import ledgerbridge

/// What came back from the books, at the command line.
@Suite struct `The payment commands` {
    @Test func `show what was paid, what remains and what the trade system knows of it`() async throws {
        let place = try CommandFolder(paymentsBack: true)
        try await place.keep(paid: 10_000, of: 15_260, notice: .told)
        let said = await place.words(["payments", "--json"])
        #expect(said.exit == .success, "\(said.status)")
        let line = try #require(try JSON(parsing: said.output)["payments"]?[0])
        #expect(line["document"]?.string == "NL01/sales_invoice/S01" && line["bank_date"]?.string == "2026-11-18")
        #expect(line["paid"]?.string == "100.00 EUR" && line["remaining"]?.string == "52.60 EUR" && line["told"] == true)
        let table = await place.words(["payments"]).output
        #expect(table.contains("50 7") && table.contains("S01") && table.contains("52.60"), "\(table)")
        #expect(await place.words(["payments", "--stuck"]).output.contains("No payments."), "nothing is stuck")
    }

    @Test func `a notice the trade system refuses needs a person, says why, and goes again when told to`() async throws {
        let place = try CommandFolder(paymentsBack: true)
        try await place.keep(paid: 10_000, of: 15_260, notice: .refused)
        let said = await place.words(["payments"])
        #expect(said.exit == .needsPerson && said.output.contains("refused: “S01 is not known”"), "\(said.output)")
        #expect(await place.words(["status"]).output.contains("1 payments refused by the trade system: ledgerbridge payments"))
        let again = await place.words(["payments", "retry", "--json"])
        #expect(try again.exit == .success && JSON(parsing: again.output)["again"] == 1, "\(again.status)")
        #expect(await place.words(["payments"]).output.contains("waiting"))
    }

    @Test func `a document whose entry vanished stands under the table, with what to do`() async throws {
        let place = try CommandFolder(paymentsBack: true)
        try await place.keep(paid: 0, of: 15_260, notice: nil, problem: .openItemGone)
        let said = await place.words(["payments"])
        #expect(said.exit == .needsPerson && said.output.contains("S01: remaining") && said.output.contains("→"), "\(said.output)")
    }

    @Test func `a bridge without payments says how to have them`() async throws {
        let place = try CommandFolder(paymentsBack: false)
        let said = await place.words(["payments"])
        #expect(said.exit == .success && said.output.contains("payments_back: true"))
    }

    @Test(arguments: [["payments", "--limit", "0"], ["payments", "--before", "x"], ["payments", "--bridge", "other"]])
    func `say what is wrong`(words: [String]) async throws {
        let said = await (try CommandFolder(paymentsBack: true)).words(words)
        #expect(said.exit == .usage && !said.status.isEmpty, "\(said.status)")
    }
}

extension CommandFolder {
    /// With a bridge that brings payments back, or does not.
    fileprivate convenience init(paymentsBack: Bool) throws {
        try self.init(
            """
            language: en
            sources: { trade: { type: freshportal, url: "http://127.0.0.1:1", key: "env:TOKEN" } }
            targets: { profit: { type: afas, participant: "12345", administration: 1, token: "env:TOKEN" } }
            bridges: { sales: { source: trade, administration: NL01, target: profit, payments_back: \(paymentsBack) } }
            """, environment: ["LANG": "en_GB.UTF-8", "USER": "anna", "TOKEN": String(repeating: "A", count: 64)])
    }

    /// An invoice of so many cents, a payment on it (none for 0 cents) and what became of its notice.
    fileprivate func keep(paid: Int64, of gross: Int64, notice state: NoticeRecord.State?, problem: ProblemCode? = nil) async throws {
        let (document, bridge): (DocumentKey, BridgeID) = (DocumentKey("NL01", .salesInvoice, "S01"), "sales")
        let day = try #require(CalendarDate("2026-11-18"))
        let at = Timestamp(day, milliseconds: 36_000_000)
        let (amount, whole) = (Money(minorUnits: paid, .eur), Money(minorUnits: gross, .eur))
        var posting = PostingRecord(
            bridge: bridge, document: document, sourceID: "1", documentVersion: 1, contentHash: "", state: .booked, receivedAt: at,
            invoiceDate: day)
        posting.gross = whole
        var item = SettledItemRecord(bridge: bridge, document: document, gross: whole, changedAt: at)
        item.settled = amount
        item.problems = problem.map { [Problem($0, at: Place("entry"), found: "0.00 EUR")] } ?? []
        var changes: [JournalChange] = [.startPosting(posting), .putSettledItem(item)]
        if paid > 0 {
            let part = Settlement(
                line: "2", kind: .payment, side: .debtor, entry: nil, reference: "F2026-S01", document: document, amount: amount,
                bookAmount: amount)
            changes.append(
                .putPayment(
                    PaymentRecord(bridge: bridge, id: "1/7", number: "7", daybook: "50", date: day, settlements: [part], changedAt: at)))
        }
        if let state {
            var notice = NoticeRecord(
                bridge: bridge, payment: "1/7", number: 1, kind: .payment, side: .debtor, date: day, amount: amount,
                allocations: [.init(document: document, amount: amount, openAfter: whole - amount)], unallocated: .zero(.eur), key: "k",
                madeAt: at)
            notice.state = state
            notice.reason = state == .refused ? "S01 is not known" : nil
            notice.settledAt = at
            changes.append(.putNotice(notice))
        }
        let unit = JournalUnit(changes)
        try await journal { try await $0.commit(unit) }
    }
}

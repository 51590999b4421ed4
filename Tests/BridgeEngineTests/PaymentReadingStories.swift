import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalTesting
import BridgeSource
import BridgeTesting
import Synchronization
import Testing

/// What books say of items and payments, and what becomes of a turn that cannot keep it.
@Suite struct `Payments read` {
    private static func lane(_ bridge: TestBridge, _ till: TalkativeTill, _ journal: (any BridgeJournal)? = nil) -> Lane {
        var parts = bridge.parts()
        if let journal { parts.journal = journal }
        parts.connector = TalkativeBooks(books: bridge.books, till: till)
        return Lane(parts: parts, orders: PlainOrders(), owner: "next", leaseSeconds: 600)
    }

    private func item(_ bridge: TestBridge, _ number: String) async throws -> SettledItemRecord {
        let key = DocumentKey("NL01", .salesInvoice, DocumentNumber(number))
        return try #require(try await bridge.journal.settledItems([key], bridge: "export")[key])
    }

    /// Each term alone, with its own amount or with that of the whole.
    @Test(arguments: [Int64(7_630), 15_260])
    func `two terms of one invoice neither stop the lane nor look like a difference`(_ whole: Int64) async throws {
        let bridge = try await `Payments coming back`.open([("S01", 15_260)])
        let entry = try #require(bridge.books.entries.first)
        let half = Money(minorUnits: 7_630, .eur)
        let news = ["T1", "T2"].map { id in
            ItemNews(
                name: OpenItemName(side: .debtor, relation: nil, entry: entry.id, reference: entry.reference),
                standing: .open(half, book: half), id: TargetID(id), whole: Money(minorUnits: whole, .eur))
        }
        let till = TalkativeTill(bridge.books, saying: [news, [news[0]], [news[1]]])
        await bridge.lane.release()
        bridge.trade.approve(.gross("S02", 10_000))
        try await bridge.settle(Self.lane(bridge, till), hours: 5)
        let item = try await item(bridge, "S01")
        #expect(item.problems == [] && item.differences == 0)
        #expect(try await !bridge.acts("S01").contains("open_item_doubted"))
        #expect(bridge.trade.reports.contains { $0.status == .posted && $0.targetNumber == "26700002" })
    }

    @Test(arguments: [JournalError.Code.duplicate, .conflict, .failed])
    func `what of payments cannot be kept is trouble of payments alone`(_ code: JournalError.Code) async throws {
        let bridge = try await `Payments coming back`.open([("S01", 15_260)])
        let journal = InterposedJournal(bridge.parts().journal) { unit throws(JournalError) in
            let isOfPayments = unit.changes.contains { if case .putPayment = $0 { true } else { false } }
            if isOfPayments { throw JournalError(code, "it does not fit") }
            return unit
        }
        let till = TalkativeTill(bridge.books, saying: [])
        await bridge.lane.release()
        bridge.books.book(.bank("1", [("S01", 15_260)]))
        bridge.trade.approve(.gross("S02", 10_000))
        let lane = Self.lane(bridge, till, journal)
        try await bridge.settle(lane, hours: 3)
        #expect(bridge.trade.reports.contains { $0.status == .posted && $0.targetNumber == "26700002" })
        bridge.clock.advance(seconds: 4_000)
        #expect(try await lane.turn().trouble?.english.contains("it does not fit") ?? false)
        await lane.release()
        try await bridge.settle(Self.lane(bridge, till), hours: 3)
        #expect(bridge.trade.payments.count == 1, "read again when it can be kept")
    }

    @Test func `what is open in two currencies is a difference said in words, until the books say one amount`() async throws {
        let bridge = try await `Payments coming back`.open([("S01", 15_260)])
        let usd = try #require(Currency(code: "USD"))
        let mixed = OpenItem.Standing.mixed([Money(minorUnits: 7_630, .eur), Money(minorUnits: 8_000, usd)])
        let till = TalkativeTill(bridge.books, saying: [], answering: [mixed, mixed])
        await bridge.lane.release()
        let lane = Self.lane(bridge, till)
        for _ in 0..<60 where try await item(bridge, "S01").problems.isEmpty { try await bridge.settle(lane, hours: 1) }
        let problem = try #require(try await item(bridge, "S01").problems.first)
        #expect(problem.code == .openItemDiffers && problem.found == "76.30 EUR + 80.00 USD" && problem.expected == "152.60 EUR")
        try await bridge.settle(lane, hours: 3)
        let item = try await item(bridge, "S01")
        #expect(item.problems == [] && item.differences == 0)
    }

    @Test func `an entry that was gone for one answer still differs as it did`() async throws {
        let bridge = try await `Payments coming back`.open([("S01", 15_260)])
        bridge.books.change { $0[0].lines[1].account = "8999" }
        try await bridge.settle(hours: 3)
        func differences() async throws -> [ProblemCode] {
            guard case .differs(_, let problems) = try await bridge.posting("S01")?.readBack else { return [] }
            return problems.map(\.code)
        }
        let before = try await differences()
        #expect(!before.isEmpty && before.allSatisfy { $0 == .bookedDiffers })
        let till = TalkativeTill(bridge.books, saying: [], answering: [.gone])
        await bridge.lane.release()
        let reported = bridge.trade.reports.count
        try await bridge.settle(Self.lane(bridge, till), hours: 60)
        #expect(try await differences() == before)
        #expect(bridge.trade.reports.dropFirst(reported).contains { $0.message != nil })
        #expect(!bridge.trade.reports.dropFirst(reported).contains { $0.status == .posted })
    }
}

/// What books say of payments, with news of items added to each page in turn, and the first questions about items answered by a script.
private final class TalkativeTill: SettlementReading {
    private let books: ScriptedBooks
    private let script: Mutex<(news: [[ItemNews]], answers: [OpenItem.Standing])>

    init(_ books: ScriptedBooks, saying news: [[ItemNews]], answering answers: [OpenItem.Standing] = []) {
        self.books = books
        script = Mutex((news, answers))
    }

    private func honest() throws(ConnectorError) -> any SettlementReading {
        guard let reading = books.settlementReading else { throw ConnectorError(.misused, "these books tell of payments") }
        return reading
    }

    var openItemsAskedMax: Int { 3 }
    func settlements(after cursor: TargetCursor, with master: MasterData) async throws(ConnectorError) -> SettlementPage {
        var page = try await honest().settlements(after: cursor, with: master)
        page.items = script.withLock { $0.news.isEmpty ? [] : $0.news.removeFirst() }
        return page
    }
    func settlementsBeginning(on day: CalendarDate, with master: MasterData) async throws(ConnectorError) -> TargetCursor {
        try await honest().settlementsBeginning(on: day, with: master)
    }
    func openItems(_ names: [OpenItemName], with master: MasterData) async throws(ConnectorError) -> [OpenItem] {
        let answer = script.withLock { $0.answers.isEmpty ? nil : $0.answers.removeFirst() }
        if let answer { return names.map { OpenItem(name: $0, standing: answer) } }
        return try await honest().openItems(names, with: master)
    }
}

/// Books with another till.
private struct TalkativeBooks: ForwardedBooks {
    let books: ScriptedBooks
    let till: TalkativeTill

    var settlementReading: (any SettlementReading)? { till }
}

import BridgeConnector
import BridgeDomain
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Synchronization
import Testing

@testable import BridgeEngine

/// Books that take many relations in one call; what comes over a call comes over all of it.
private final class TogetherRelations: ForwardedBooks {
    enum Fault: Sendable {
        case requestLost, answerLost
        /// The answer says nothing of the relations after so many, which were not sent.
        case takesOnly(Int)
    }

    let books: ScriptedBooks
    private let faults: Mutex<[Fault?]>
    private let sizes = Mutex<[Int]>([])
    /// Names that are refused.
    private let poisoned: Set<String>
    /// Tells fields, but for these, which do not arrive with many.
    private let silent: Set<PartyField>

    init(_ books: ScriptedBooks, _ faults: [Fault?] = [], poisoned: Set<String> = [], silent: Set<PartyField> = []) {
        self.books = books
        self.faults = Mutex(faults)
        self.poisoned = poisoned
        self.silent = silent
    }

    /// How many relations each call was offered.
    var offered: [Int] { sizes.withLock { $0 } }

    var capabilities: ConnectorCapabilities {
        var capabilities = books.capabilities
        capabilities.alignsTogether = PostingTogether(entriesMax: 40, calls: 2, isAlways: true)
        capabilities.tellsRelationDetails = !silent.isEmpty
        return capabilities
    }

    func align(_ orders: [RelationOrder]) async -> [Result<Relation, ConnectorError>] {
        sizes.withLock { $0.append(orders.count) }
        let fault = faults.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        let lost = Result<Relation, ConnectorError>.failure(ConnectorError(.outcomeUnknown, "no answer"))
        if case .requestLost? = fault { return orders.map { _ in lost } }
        var answers: [Result<Relation, ConnectorError>] = []
        for order in orders {
            do throws(ConnectorError) {
                if poisoned.contains(order.order.party.name) { throw ConnectorError(.rejected, "no", vendorText: "Invalid: Name") }
                var made: Relation
                if let id = order.id {
                    made = try await books.update(id, order.order)
                } else {
                    made = try await books.create(order.order)
                }
                if !silent.isEmpty { made.details = order.order.values.filter { !silent.contains($0.key) } }
                answers.append(.success(made))
            } catch {
                answers.append(.failure(error))
            }
            if case .takesOnly(let count)? = fault, answers.count == count { return answers }
        }
        if case .answerLost? = fault { return orders.map { _ in lost } }
        return answers
    }
}

@Suite struct `Many relations in one call` {
    private func lane(_ bridge: TestBridge, _ books: TogetherRelations, customers: Int) -> Lane {
        for number in 0..<customers {
            let code = "C\(1_000 + number)"
            bridge.trade.deliver(.florist(code, name: "Florist \(number)"))
            bridge.trade.approve(.sale("2026-\(number)", of: code))
        }
        let parts = BridgeParts(
            policy: bridge.policy, journal: bridge.journal, source: bridge.trade, connector: books, translator: bridge.translator,
            clock: bridge.clock, zone: .amsterdam)
        return Lane(parts: parts, orders: PlainOrders(), owner: "first", leaseSeconds: 600)
    }

    private func numbers(_ bridge: TestBridge) -> [String] { bridge.books.relations.map(\.number).sorted() }

    @Test func `customers that many invoices wait for are made in few calls, and every invoice is booked`() async throws {
        let bridge = TestBridge()
        let books = TogetherRelations(bridge.books)
        try await bridge.settle(lane(bridge, books, customers: 90))
        #expect(books.offered.count == 3 && books.offered.reduce(0, +) == 90)
        #expect(numbers(bridge).count == 90 && bridge.books.entries.count == 90)
        let history = try await MemoryJournal(on: bridge.disk).history(
            subject: PartyKey(.debtor, "C1000").description, bridge: "export", after: 0, limit: 100)
        #expect(history.contains { $0.entry.act == "started" && $0.entry.detail.contains("one of 40 together") })
    }

    @Test func `one that is refused takes no other down`() async throws {
        let bridge = TestBridge()
        let books = TogetherRelations(bridge.books, poisoned: ["Florist 3"])
        try await bridge.settle(lane(bridge, books, customers: 9))
        #expect(try await bridge.party("C1003")?.state == .rejected)
        #expect(numbers(bridge).count == 8 && bridge.books.entries.count == 8)
        #expect(try await bridge.posting("2026-3")?.hold == .party(PartyKey(.debtor, "C1003")))
    }

    @Test func `after a lost answer each is looked for by its number, and none is made twice`() async throws {
        for fault in [TogetherRelations.Fault.answerLost, .requestLost] {
            let bridge = TestBridge()
            let books = TogetherRelations(bridge.books, [fault])
            try await bridge.settle(lane(bridge, books, customers: 12))
            #expect(numbers(bridge) == (0..<12).map { "C\(1_000 + $0)" })
            #expect(bridge.books.entries.count == 12)
        }
    }

    @Test func `what a call did not take is offered again`() async throws {
        let bridge = TestBridge()
        let books = TogetherRelations(bridge.books, [.takesOnly(5)])
        try await bridge.settle(lane(bridge, books, customers: 12))
        #expect(books.offered == [12, 7] && numbers(bridge).count == 12)
    }

    @Test func `two with one number never go in one call, since the second would change the first`() async throws {
        let bridge = TestBridge()
        let books = TogetherRelations(bridge.books)
        let lane = lane(bridge, books, customers: 3)
        let (debtor, creditor) = (PartyKey(.debtor, "C2000"), PartyKey(.creditor, "C2000"))
        bridge.trade.deliver(.florist("C2000", name: "Both"))
        bridge.trade.deliver(Party(key: creditor, sourceID: "14", name: "Both", country: "NL"))
        let amount = Money(minorUnits: 1_000, .eur)
        var document = Document(
            key: DocumentKey("NL01", .ledgerPosting, "J1"), sourceID: "id-J1", version: 1, invoiceDate: TestBridge.day, currency: .eur,
            party: nil, vatTreatment: .domestic, lines: [], vatSummary: [],
            totals: DocumentTotals(net: .zero(.eur), vat: .zero(.eur), gross: .zero(.eur)))
        for (number, party) in [(1, debtor), (2, creditor)] {
            let (debit, credit) = number == 1 ? (amount, Money.zero(.eur)) : (Money.zero(.eur), amount)
            var line = LedgerLine(number: number, account: "1300", debit: debit, credit: credit)
            line.party = party
            document.ledgerLines.append(line)
        }
        bridge.trade.approve(document)
        try await bridge.settle(lane)
        #expect(books.offered.allSatisfy { $0 < 5 })
        #expect(bridge.books.relations.count { $0.number == "C2000" } == 1 && numbers(bridge).count == 4)
        let states = try await MemoryJournal(on: bridge.disk).parties([debtor, creditor], bridge: "export").mapValues(\.state)
        #expect(Set(states.values) == [.aligned, .proposed], "whoever has the number by then is proposed")
    }

    @Test func `a process that dies during the call leaves each to be looked for`() async throws {
        let bridge = TestBridge()
        let books = TogetherRelations(bridge.books, [.answerLost])
        let first = lane(bridge, books, customers: 6)
        _ = try await first.turn()
        let parts = BridgeParts(
            policy: bridge.policy, journal: MemoryJournal(on: bridge.disk), source: bridge.trade, connector: books,
            translator: bridge.translator, clock: bridge.clock, zone: .amsterdam)
        bridge.clock.advance(seconds: 700)
        try await bridge.settle(Lane(parts: parts, orders: PlainOrders(), owner: "second"))
        #expect(numbers(bridge).count == 6 && bridge.books.entries.count == 6)
    }

    @Test func `a field that did not arrive with the others follows alone`() async throws {
        let bridge = TestBridge()
        let books = TogetherRelations(bridge.books, silent: [.email])
        let lane = lane(bridge, books, customers: 0)
        for code in ["C1000", "C1001", "C1002"] {
            bridge.trade.deliver(.florist(code, name: "Florist \(code)").with { $0.email = "info@\(code.lowercased()).example" })
            bridge.trade.approve(.sale("2026-\(code)", of: code))
        }
        try await bridge.settle(lane)
        #expect(books.offered.first == 3)
        let party = try #require(try await bridge.party("C1001"))
        #expect(party.state == .aligned && party.alignment?.agreed[.email] == "info@c1001.example")
        #expect(bridge.books.entries.count == 3)
    }
}

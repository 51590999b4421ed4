import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeMapping
import BridgeTesting
import Testing

/// Ledger postings whose lines name debtors and creditors.
@Suite struct `Parties on the lines of a ledger posting` {
    private static let florist = PartyKey(.debtor, "C0412")
    private static let grower = PartyKey(.creditor, "S551")

    /// A set-off: what the florist owes against what the grower is owed.
    private static func setOff(_ number: String) -> Document {
        let amount = Money(minorUnits: 4_578, .eur)
        let zero = Money.zero(.eur)
        var document = Document(
            key: DocumentKey("NL01", .ledgerPosting, DocumentNumber(number)), sourceID: SourceID("id-\(number)"), version: 1,
            invoiceDate: TestBridge.day, currency: .eur, party: nil, vatTreatment: .domestic, lines: [], vatSummary: [],
            totals: DocumentTotals(net: zero, vat: zero, gross: zero))
        var debit = LedgerLine(number: 1, account: "1600", debit: amount, credit: zero)
        debit.party = grower
        var credit = LedgerLine(number: 2, account: "1300", debit: zero, credit: amount)
        credit.party = florist
        document.ledgerLines = [debit, credit]
        return document
    }

    private static func creditor() -> Party { Party(key: grower, sourceID: "13", name: "Kwekerij Zonnedauw", country: "NL") }

    @Test func `it waits until each of them is in the books, and names them there`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.deliver(Self.creditor())
        bridge.trade.approve(Self.setOff("J1"))
        try await bridge.settle()
        #expect(bridge.books.calls(.create) == 2)
        #expect(try await bridge.state("J1", .ledgerPosting) == .booked)
        let order = try #require(bridge.books.orders.first)
        #expect(order.lineRelations.count == 2 && Set(order.lineRelations.values) == Set(bridge.books.relations.map(\.id)))
    }

    @Test func `it is not posted while one of them waits for a person, and says why`() async throws {
        let bridge = TestBridge { $0.partyPolicy = .refuse }
        bridge.trade.deliver(.florist())
        bridge.trade.deliver(Self.creditor())
        bridge.trade.approve(Self.setOff("J1"))
        try await bridge.settle()
        let posting = try #require(try await bridge.posting("J1", .ledgerPosting))
        #expect(posting.state == .held && posting.problems.map(\.code) == [.partyCreationRefused, .partyCreationRefused])
        #expect(bridge.books.calls(.post) == 0)
        bridge.books.changeRelations {
            $0.append(.init(id: "a", number: "9", name: "De Tulp", isDebtor: true, isCreditor: false))
            $0.append(.init(id: "b", number: "10", name: "Zonnedauw", isDebtor: false, isCreditor: true))
        }
        // The books' relations are read again before they are offered.
        _ = try await bridge.desk.retry(Self.florist)
        bridge.clock.advance(seconds: 3_600)
        try await bridge.settle()
        #expect(try await bridge.desk.link(Self.florist, to: "a") != nil)
        try await bridge.settle()
        #expect(try await bridge.posting("J1", .ledgerPosting)?.hold == .party(Self.grower))
        #expect(bridge.books.calls(.post) == 0)
        #expect(try await bridge.desk.link(Self.grower, to: "b") != nil)
        try await bridge.settle()
        #expect(try await bridge.state("J1", .ledgerPosting) == .booked)
    }

    @Test func `one that the trade system has not delivered is waited for by name, then asked for, and flows when it comes`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(Self.setOff("J1"))
        try await bridge.settle(hours: 0)
        #expect(try await bridge.posting("J1", .ledgerPosting)?.hold == .party(Self.grower))
        try await bridge.settle(hours: 2)
        let parked = try #require(try await bridge.posting("J1", .ledgerPosting))
        #expect(parked.state == .parked && parked.problems.map(\.code) == [.partyUnknown])
        #expect(parked.problems.first?.place == Place(line: 1, "party_code"))
        bridge.trade.deliver(Self.creditor())
        try await bridge.settle(hours: 0)
        #expect(try await bridge.state("J1", .ledgerPosting) == .booked)
    }
}

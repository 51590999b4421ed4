import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalTesting
import BridgeMapping
import BridgeTesting
import Testing

@Suite struct `Customers` {
    @Test func `an invoice waits for its customer by name, parks when it does not come, and flows when it does`() async throws {
        let bridge = TestBridge()
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle(hours: 0)
        #expect(try await bridge.posting("2026-1")?.hold == .party(PartyKey(.debtor, "C0412")))
        try await bridge.settle(hours: 2)
        #expect(try await bridge.state("2026-1") == .parked)
        #expect(try await bridge.posting("2026-1")?.problems.map(\.code) == [.partyUnknown])
        bridge.trade.deliver(.florist())
        try await bridge.settle()
        #expect(try await bridge.state("2026-1") == .booked)
    }

    @Test func `a customer is made once for all invoices that wait for it, when the first needs it`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        try await bridge.settle()
        #expect(bridge.books.relations.isEmpty)
        for number in 1...5 { bridge.trade.approve(.sale("2026-\(number)")) }
        try await bridge.settle()
        #expect(bridge.books.calls(.create) == 1 && bridge.books.entries.count == 5)
    }

    @Test func `invoices that arrived before their customer are all released by it`() async throws {
        let bridge = TestBridge()
        for number in 1...5 { bridge.trade.approve(.sale("2026-\(number)")) }
        try await bridge.settle(hours: 0)
        bridge.trade.deliver(.florist())
        try await bridge.settle(hours: 0)
        bridge.clock.advance(seconds: 120)
        try await bridge.settle(hours: 0)
        #expect(try await bridge.postings().map(\.state) == Array(repeating: .booked, count: 5))
    }

    @Test func `the invoice of a merged customer is booked on the one that lives on`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist("C0001").with { $0.mergedInto = "C0002" })
        bridge.trade.deliver(.florist("C0002", name: "Bloemenhuis De Roos"))
        bridge.trade.approve(.sale("2026-1", of: "C0001"))
        try await bridge.settle()
        #expect(bridge.books.relations.map(\.number) == ["C0002"])
        #expect(bridge.books.entries.map(\.relation) == ["relation-1"])
    }

    @Test func `a merge after booking is no difference, whichever of the two the entry stands on`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist("C0001"))
        bridge.trade.deliver(.florist("C0002", name: "Bloemenhuis De Roos"))
        bridge.trade.approve(.sale("2026-1", of: "C0001"))
        bridge.trade.approve(.sale("2026-2", of: "C0002"))
        try await bridge.settle()
        bridge.trade.deliver(.florist("C0001").with { $0.mergedInto = "C0002" })
        // The accountant touches the entry, so that it is read again.
        bridge.books.change { $0[0].lines.reverse() }
        bridge.trade.approve(.sale("2026-3", of: "C0001"))
        try await bridge.settle()
        guard case .agrees = try await bridge.posting("2026-1")?.readBack else {
            Issue.record("a merge is not a difference")
            return
        }
        #expect(bridge.books.entries.last?.relation == bridge.books.relations.first { $0.number == "C0002" }?.id)
    }

    @Test func `where the books are leading no customer is made; the invoice says why it waits, and flows once linked`() async throws {
        let bridge = TestBridge { $0.partyPolicy = .refuse }
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        #expect(bridge.books.calls(.create) == 0)
        #expect(try await bridge.party()?.state == .parked)
        let posting = try #require(try await bridge.posting("2026-1"))
        #expect(posting.state == .held && posting.problems.map(\.code) == [.partyCreationRefused])
        // A person makes it in the books and links it.
        bridge.books.changeRelations { $0.append(.init(id: "theirs", number: "9", name: "De Tulp", isDebtor: true, isCreditor: false)) }
        _ = try await bridge.desk.retry(PartyKey(.debtor, "C0412"))
        bridge.clock.advance(seconds: 3_600)
        try await bridge.settle()
        #expect(try await bridge.desk.link(PartyKey(.debtor, "C0412"), to: "theirs") != nil)
        try await bridge.settle()
        #expect(bridge.books.entries.map(\.relation) == ["theirs"])
    }

    /// A relation that was in the books before us.
    static let old = Relation(
        id: "theirs", number: "100", name: "De Tulp BV", vatNumber: "NL 0012.34567.B01", isDebtor: true, isCreditor: false)

    @Test func `a relation that looks like it is proposed, never linked or changed silently`() async throws {
        let bridge = TestBridge()
        bridge.books.changeRelations { $0.append(Self.old) }
        bridge.trade.deliver(.florist().with { $0.vatNumber = "NL001234567B01" })
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        #expect(try await bridge.party()?.proposal == "theirs")
        #expect(try await bridge.posting("2026-1")?.problems.map(\.code) == [.partyMatchProposed])
        #expect(bridge.books.relations == [Self.old] && bridge.books.entries.isEmpty)
        // A person confirms: the invoice follows at once.
        #expect(try await bridge.desk.link(PartyKey(.debtor, "C0412")) != nil)
        try await bridge.settle()
        #expect(bridge.books.entries.map(\.relation) == ["theirs"] && bridge.books.calls(.create) == 0)
    }

    @Test func `a person who refuses the proposal gets a new relation, and is not asked again`() async throws {
        let bridge = TestBridge()
        bridge.books.changeRelations { $0.append(Self.old) }
        bridge.trade.deliver(.florist().with { $0.vatNumber = "NL001234567B01" })
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        #expect(try await bridge.desk.retry(PartyKey(.debtor, "C0412")))
        try await bridge.settle()
        #expect(bridge.books.relations.map(\.number) == ["100", "C0412"])
        #expect(bridge.books.entries.map(\.relation) == ["relation-2"])
    }

    @Test func `a relation is linked to one customer only; a second link is refused and stops nothing`() async throws {
        let bridge = TestBridge()
        bridge.books.changeRelations { $0.append(Self.old) }
        for code in ["C0001", "C0002"] {
            bridge.trade.deliver(.florist(code).with { $0.vatNumber = "NL001234567B01" })
            bridge.trade.approve(.sale("2026-\(code)", of: code))
        }
        try await bridge.settle()
        #expect(try await bridge.desk.link(PartyKey(.debtor, "C0001")) != nil)
        #expect(try await bridge.desk.link(PartyKey(.debtor, "C0002")) == nil)
        #expect(try await bridge.desk.link(PartyKey(.debtor, "C0001"), to: "nobody") == nil)
        try await bridge.settle()
        #expect(bridge.books.entries.count == 1)
    }

    @Test func `linking by number and name takes exact matches without a call, once each`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist("C0001", name: "De Roos"))
        bridge.trade.deliver(.florist("C0002", name: "De Anjer"))
        bridge.books.changeRelations {
            $0.append(.init(id: "a", number: "C0001", name: "De Roos", isDebtor: true, isCreditor: false))
            $0.append(.init(id: "b", number: "C0002", name: "Iemand anders", isDebtor: true, isCreditor: false))
        }
        _ = try await bridge.lane.refreshTarget()
        try await bridge.settle()
        let calls = bridge.books.calls
        #expect(try await bridge.desk.linkByNumber(.debtor, orders: PlainOrders()).map(\.code) == ["C0001"])
        #expect(bridge.books.calls == calls)
    }

    @Test(arguments: [ScriptedBooks.Fault.answerLost, .requestLost])
    func `a lost answer to making a customer is looked up: never made twice`(_ fault: ScriptedBooks.Fault) async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        bridge.books.plan(.create, [fault])
        try await bridge.settle()
        #expect(bridge.books.relations.count == 1 && bridge.books.entries.count == 1)
    }

    @Test func `a customer that changed while its making was in doubt is brought up to date afterwards`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        bridge.books.plan(.create, [.answerLost])
        try await bridge.settle(hours: 0)
        #expect(try await bridge.party()?.state == .outcomeUnknown)
        var party = Party.florist()
        party.email = "tulp@example.nl"
        bridge.clock.advance(seconds: 60)
        bridge.trade.deliver(party, raw: "with a mail address")
        try await bridge.settle()
        #expect(try await bridge.party()?.alignedVersion == 2 && bridge.books.calls(.update) == 1)
    }

    @Test func `a relation of our number under another name is proposed after a lost answer`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        bridge.books.plan(.create, [.requestLost])
        try await bridge.settle(hours: 0)
        bridge.books.changeRelations { $0.append(.init(id: "x", number: "C0412", name: "Iemand", isDebtor: true, isCreditor: false)) }
        try await bridge.settle()
        #expect(try await bridge.party()?.state == .proposed && bridge.books.entries.isEmpty)
    }

    @Test func `a lost answer to an update is repeated, a refused one shows itself, and invoices go on meanwhile`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        bridge.books.plan(.update, [.answerLost, .refused(ConnectorError(.rejected, "no", vendorText: "Invalid: Email"))])
        bridge.trade.deliver(.florist(name: "De Tulp BV"))
        bridge.trade.approve(.sale("2026-2"))
        try await bridge.settle()
        #expect(try await bridge.party()?.state == .rejected && bridge.books.calls(.update) == 2)
        #expect(try await bridge.state("2026-2") == .booked)
        // Newer content is a new chance.
        bridge.trade.deliver(.florist(name: "De Tulp B.V."))
        try await bridge.settle()
        #expect(bridge.books.relations.map(\.name) == ["De Tulp B.V."])
    }

    @Test func `a customer whose data cannot be sent is parked once, says why at its invoices, and is mended by newer data`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist(name: ""))
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        #expect(try await bridge.party()?.state == .parked)
        #expect(try await bridge.posting("2026-1")?.problems.map(\.code) == [.partyIncomplete])
        bridge.trade.deliver(.florist())
        try await bridge.settle()
        #expect(try await bridge.state("2026-1") == .booked)
    }

    @Test func `a customer sent again unchanged costs no call`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        bridge.trade.deliver(.florist(), raw: "another place in the stream")
        try await bridge.settle()
        #expect(bridge.books.calls(.update) == 0)
        #expect(try await bridge.party()?.version == 1)
    }

    @Test func `two customers under one number in the books: the second needs a person, the bridge goes on`() async throws {
        struct SameNumber: PartyOrdering {
            func order(for party: PartyRecord) -> PartyOrder? {
                party.party.map { PartyOrder(party: $0, number: "1", paymentCondition: nil) }
            }
            func problems(of party: PartyRecord) -> [Problem] { [] }
        }
        let bridge = TestBridge()
        let lane = Lane(parts: bridge.parts(), orders: SameNumber(), owner: "first")
        for code in ["C0001", "C0002"] {
            bridge.trade.deliver(.florist(code))
            bridge.trade.approve(.sale("2026-\(code)", of: code))
        }
        // The answer to making the second is lost, so that it is looked up by the number of the first.
        bridge.books.plan(.create, [nil, .requestLost])
        try await bridge.settle(lane)
        bridge.trade.approve(.sale("2026-3", of: "C0001"))
        try await bridge.settle(lane)
        #expect(try await bridge.state("2026-3") == .booked && bridge.books.relations.count == 1)
        #expect(try await bridge.party("C0002")?.state == .proposed)
    }
}

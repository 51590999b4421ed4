import BridgeDomain
@testable import BridgeEngine
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Testing

@Suite struct `What is left of an invoice` {
    private static func standing(_ bridge: TestBridge, _ number: String, _ kind: DocumentKind = .salesInvoice) async throws
        -> CreditStanding?
    {
        let posting = try #require(try await bridge.posting(number, kind))
        return try await CreditStanding.read(of: posting, journal: MemoryJournal(on: bridge.disk))
    }

    private static func euros(_ cents: Int64) -> Money { Money(minorUnits: cents, .eur) }

    @Test func `is its amount less each credit note that is booked, seen from either side`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1", cents: 10_000))
        bridge.trade.approve(.sale("2026-2", cents: 4_000, credits: "2026-1"))
        bridge.trade.approve(.sale("2026-3", cents: 1_000, credits: "2026-1"))
        try await bridge.settle()
        let standing = try #require(try await Self.standing(bridge, "2026-1"))
        #expect(standing.gross == Self.euros(10_900))
        #expect(standing.credits.map(\.gross) == [Self.euros(4_360), Self.euros(1_090)])
        #expect(standing.credits.map(\.link) == [.notTold, .notTold], "the scripted books have no links")
        #expect(standing.credited == Self.euros(5_450) && standing.underWay == Self.euros(0))
        #expect(standing.remaining == Self.euros(5_450))
        #expect(try await Self.standing(bridge, "2026-2", .creditNote) == standing)
    }

    @Test func `is not less while credit notes are only under way, and shows those apart`() async throws {
        let bridge = TestBridge { $0.approval = .reviewAll }
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1", cents: 10_000))
        bridge.trade.approve(.sale("2026-2", cents: 4_000, credits: "2026-1"))
        try await bridge.settle()
        let standing = try #require(try await Self.standing(bridge, "2026-1"))
        #expect(standing.credits.map(\.link) == [CreditStanding.Link.none])
        #expect(standing.credited == Self.euros(0) && standing.underWay == Self.euros(4_360))
        #expect(standing.remaining == Self.euros(10_900))
    }

    @Test func `is not known while the invoice has not come`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-2", cents: 4_000, credits: "2025-9"))
        try await bridge.settle()
        let standing = try #require(try await Self.standing(bridge, "2026-2", .creditNote))
        #expect(standing.originals == [.init(document: DocumentKey("NL01", .salesInvoice, "2025-9"), gross: nil, state: nil)])
        #expect(standing.gross == nil && standing.remaining == nil)
    }

    @Test func `is one sum where a credit note takes several invoices back`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1", cents: 10_000))
        bridge.trade.approve(.sale("2026-2", cents: 5_000))
        bridge.trade.approve(
            .sale("2026-3", cents: 12_000, credits: "2026-1").with {
                $0.references.originalDocument = nil
                $0.references.collectiveOf = ["2026-1", "2026-2"]
            })
        try await bridge.settle()
        let standing = try #require(try await Self.standing(bridge, "2026-2"))
        #expect(standing.originals.map(\.document.number.text) == ["2026-1", "2026-2"])
        #expect(standing.remaining == Self.euros(3_270), "150.00 and 9% less 120.00 and 9%")
    }

    @Test func `is nobody's question where nothing was credited`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        #expect(try await Self.standing(bridge, "2026-1") == nil)
    }
}

import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeSource
import BridgeTesting
import Testing

@Suite struct `Documents reach the books` {
    @Test func `an invoice of a new customer makes the customer, then is booked once and read back`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        let posting = try #require(try await bridge.posting("2026-1"))
        #expect(posting.state == .booked)
        #expect(bridge.books.entries.count == 1)
        #expect(bridge.books.relations.map(\.number) == ["C0412"])
        if case .agrees = posting.readBack {} else { Issue.record("not read back: \(posting.readBack)") }
        #expect(bridge.trade.reports.map(\.status) == [.posted])
    }

    @Test func `a lost answer is looked up and adopted, never sent again`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        try await bridge.settle()
        bridge.trade.approve(.sale("2026-1"))
        bridge.books.plan([nil, nil, .answerLost])
        try await bridge.settle()
        let posting = try #require(try await bridge.posting("2026-1"))
        #expect(posting.state == .booked)
        #expect(bridge.books.entries.count == 1)
    }

    @Test func `a lost request is looked up, not found, and sent again`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        bridge.books.plan([nil, nil, nil, .requestLost])
        try await bridge.settle()
        #expect(try await bridge.posting("2026-1")?.state == .booked)
        #expect(bridge.books.entries.count == 1)
    }

    @Test func `a credit note waits for its original and follows it`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("C-1", cents: 4_000, credits: "2026-1"))
        try await bridge.settle(hours: 0)
        #expect(try await bridge.posting("C-1", .creditNote)?.hold == .original(DocumentKey("NL01", .salesInvoice, "2026-1")))
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        #expect(bridge.books.entries.map(\.reference.text) == ["FP-sales_invoice-2026-1", "FP-credit_note-C-1"])
    }

    @Test(arguments: [true, false])
    func `a credit note takes its VAT of the day its original was supplied`(togetherWithIt: Bool) async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1", on: TestBridge.day.adding(days: -30)))
        if !togetherWithIt { try await bridge.settle() }
        bridge.trade.approve(.sale("C-1", cents: 4_000, credits: "2026-1"))
        try await bridge.settle()
        let credit = try #require(bridge.books.entries.last { $0.reference.text == "FP-credit_note-C-1" })
        #expect(Set(credit.lines.compactMap(\.vatCode)) == [VATCode("V9 of \(TestBridge.day.adding(days: -30))")])
    }

    @Test func `a credit note on originals of several days takes its VAT of its own day`() async throws {
        let bridge = TestBridge()
        bridge.trade.deliver(.florist())
        for number in 1...2 { bridge.trade.approve(.sale("2026-\(number)", on: TestBridge.day.adding(days: -30 * number))) }
        bridge.trade.approve(.sale("C-1", cents: 4_000, credits: "2026-1").with { $0.references.collectiveOf = ["2026-2"] })
        try await bridge.settle()
        let credit = try #require(bridge.books.entries.last { $0.reference.text == "FP-credit_note-C-1" })
        #expect(Set(credit.lines.compactMap(\.vatCode)) == ["V9"])
    }
}

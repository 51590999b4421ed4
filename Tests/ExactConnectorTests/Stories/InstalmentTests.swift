import BridgeDomain
import BridgeJournal
import ExactSimulator
import Testing

@testable import ExactConnector

/// Payment conditions in fractions make several terms of one invoice (reference exact-online §7.21).
@Suite struct `Invoices in instalments` {
    private static let day = CalendarDate("2026-11-18") ?? CalendarDate(daysSinceEpoch: 0)

    @Test(.timeLimit(.minutes(5)))
    func `are paid part by part and found gone as a whole, over real connections`() async throws {
        let half = ExactDecimal("0.5") ?? 0
        let sockets = try await PaymentSockets.open { settings in
            let code = "14"
            settings.divisions[0].paymentConditions.removeAll { $0.code == code }
            settings.divisions[0].paymentConditions += [
                .init(code, "Two halves", days: 14, fraction: half), .init(code, "Two halves", days: 44, fraction: half),
            ]
        }
        let (books, bridge, division) = (sockets.books, sockets.bridge, ExactSandbox.division)
        try await bridge.book([("S01", 10_001), ("S02", 5_000)])
        func expectNoDoubt(_ number: String, open: Int64) async throws {
            let item = try #require(try await bridge.item(number))
            #expect(item.remaining == Money(minorUnits: open, .eur) && item.booksOpen == item.remaining, "\(number)")
            #expect(item.problems == [] && item.differences == 0 && item.told == item.settled, "\(number): \(item.problems)")
        }
        for _ in 0..<3 { try await bridge.round() }
        try await expectNoDoubt("S01", open: 10_001)
        let number = try await books.number("S01")
        // The first half, and later a part of the second.
        try await books.pay(number, on: Self.day, in: division)
        for _ in 0..<3 { try await bridge.round() }
        try await expectNoDoubt("S01", open: 5_000)
        try await books.pay(number, amount: 20, on: Self.day.adding(days: 1), in: division)
        for _ in 0..<3 { try await bridge.round() }
        try await expectNoDoubt("S01", open: 3_000)
        #expect(
            await bridge.told() == [
                "2026-11-18 receipt 50.01: S01 50.01 (50.00), rest 0.00", "2026-11-19 receipt 20.00: S01 20.00 (30.00), rest 0.00",
            ])
        try await books.deleteEntry(try await books.number("S02"), in: division)
        for _ in 0..<2 { try await bridge.round() }
        #expect(try await bridge.item("S02")?.problems.map(\.code) == [.openItemGone])
        #expect(await books.inconsistencies(in: division) == [])
        await sockets.close()
    }
}

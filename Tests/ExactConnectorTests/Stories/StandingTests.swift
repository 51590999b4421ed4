import BridgeConnector
import BridgeDomain
import ExactSimulator
import Testing

@testable import ExactConnector

/// What is the books' alone of a relation (reference `exact-online` §7.21 to §7.23).
@Suite struct `What the books hold of a relation` {
    private static let day = CalendarDate("2026-12-20") ?? CalendarDate(daysSinceEpoch: 0)

    @Test func `its balance is what is open of its items, and how much of that was due`() async throws {
        let office = try await Office.open(use: [.sales, .purchases, .general]) { $0.limits.callsPerMinute = 1_000 }
        let portal = PaymentBridge.portal(office.clock)
        let bridge = PaymentBridge(office.connector, portal, clock: office.clock)
        try await bridge.book([("S01", 10_000), ("S02", 5_000), ("S03", -2_000)])
        let master = try await office.connector.masterData(known: nil)
        let florist = try await office.relation("501")
        try await office.sandbox.pay(try await office.sandbox.number("S01"), amount: 40, in: ExactSandbox.division)
        try await office.sandbox.pay(try await office.sandbox.number("S02"), in: ExactSandbox.division)
        let before = office.meter.seen.taken.count
        let standing = try #require(try await office.connector.standing(of: florist, .debtor, on: Self.day.adding(days: 365), with: master))
        #expect(office.meter.seen.taken.count - before == 1)
        #expect(standing.open == [Money(minorUnits: 4_000, .eur)] && standing.items == 2)
        #expect(standing.overdue == [Money(minorUnits: 4_000, .eur)])
        let early = try #require(try await office.connector.standing(of: florist, .debtor, on: Self.day.adding(days: -365), with: master))
        #expect(early.overdue == [] && early.open == standing.open)
        let other = try #require(try await office.connector.standing(of: office.relation("551"), .creditor, on: Self.day, with: master))
        #expect(other.open == [] && other.items == 0)
    }

    @Test func `how it is reminded is the scenario of its payment condition`() async throws {
        let office = try await Office.open { settings in
            settings.divisions[0].paymentConditions[0].reminders = "Drie aanmaningen"
        }
        let master = try await office.connector.masterData(known: nil)
        #expect(master.paymentConditions.compactMap(\.dunning) == ["Drie aanmaningen"])
    }
}

import BridgeConnector
import BridgeDomain
import BridgeEngine
import KingSimulator
import Testing

@testable import KingFinanceConnector

@Suite struct `Credit notes in KING Finance` {
    @Test(arguments: KingFinanceProfile.allCases)
    func `a credit note names its original on its open item`(profile: KingFinanceProfile) async throws {
        let office = try Office(profile)
        let master = try await office.connector.masterData(known: nil)
        _ = try await office.connector.post(Samples.order(Samples.sale("F1")), with: master)
        _ = try await office.connector.post(Samples.order(Samples.credit("C1", of: "F1")), with: master)
        let item = try #require(await office.sandbox.openItems().first { $0.invoice == "C1" })
        #expect(item.creditedInvoice == "F1" && item.balance.text(decimalsMin: 2) == "-43.60")
        let found = try #require(try await office.connector.entries(carrying: "C1", with: master).first)
        #expect(found.creditedReferences == ["F1"])
        #expect(try await office.connector.entries(carrying: "F1", with: master).first?.creditedReferences == nil)
    }

    @Test(arguments: KingFinanceProfile.allCases)
    func `when the link fails the credit note stays booked, the read-back tells, and the link alone is tried again`(
        profile: KingFinanceProfile
    ) async throws {
        let office = try Office(profile)
        let master = try await office.connector.masterData(known: nil)
        _ = try await office.connector.post(Samples.order(Samples.sale("F1")), with: master)
        await office.sandbox.plan([.init(.refused("Veld CREDITNOTAFACT mag niet worden gewijzigd"), operation: "UPDATESTAMTABELRECORD")])
        let order = Samples.order(Samples.credit("C1", of: "F1"))
        let posted = try await office.connector.post(order, with: master)
        let comparison = BookedComparison(entry: order.entry, relation: order.relation)
        let found = try #require(try await office.connector.entries(carrying: "C1", with: master).first)
        #expect(found.id == posted.id && found.creditedReferences == [])
        #expect(comparison.problems(found).map(\.code) == [.creditLinkMissing])
        // It is ours all the same: a look-up after a lost answer adopts it.
        #expect(comparison.finding([found]) == .ours(found))
        try await office.connector.link(order, with: master)
        let linked = try #require(try await office.connector.entries(carrying: "C1", with: master).first)
        #expect(comparison.problems(linked) == [])
        #expect(await office.sandbox.entries().count == 2)
    }

    @Test func `under one number both are one open item, which shows what is left`() async throws {
        let office = try Office(settings: { $0.creditLink = .sameNumber })
        let master = try await office.connector.masterData(known: nil)
        _ = try await office.connector.post(Samples.order(Samples.sale("F1")), with: master)
        let order = Samples.order(Samples.credit("C1", of: "F1"))
        _ = try await office.connector.post(order, with: master)
        #expect(await office.sandbox.openItems().map { $0.balance.text(decimalsMin: 2) } == ["109.00"])
        let found = try #require(try await office.connector.entries(carrying: "C1", with: master).first)
        #expect(BookedComparison(entry: order.entry, relation: order.relation).problems(found) == [])
    }

    @Test func `by text alone nothing is changed after posting`() async throws {
        let office = try Office(settings: { $0.creditLink = .textOnly })
        let master = try await office.connector.masterData(known: nil)
        _ = try await office.connector.post(Samples.order(Samples.sale("F1")), with: master)
        _ = try await office.connector.post(Samples.order(Samples.credit("C1", of: "F1")), with: master)
        #expect(office.meter.count("UPDATESTAMTABELRECORD") == 0)
        #expect(await office.sandbox.entries()[1].lines[0].description?.contains("Credit F1") == true)
        #expect(office.connector.capabilities.linksAfterwards == false)
    }

    @Test func `a journal's own number is followed to the original`() async throws {
        let office = try Office(settings: { $0.ownNumbers = .record })
        let master = try await office.connector.masterData(known: nil)
        let sale = Samples.entry(.salesInvoice, "F1", daybook: "11", lines: Samples.sale().lines)
        let credit = Samples.entry(.creditNote, "C1", daybook: "11", originals: ["F1"], lines: Samples.credit("C1", of: "F1").lines)
        _ = try await office.connector.post(Samples.order(sale), with: master)
        _ = try await office.connector.post(Samples.order(credit), with: master)
        #expect(await office.sandbox.openItems().first { $0.invoice == "20260102" }?.creditedInvoice == "20260101")
        #expect(try await office.connector.entries(carrying: "C1", with: master).first?.creditedReferences == ["F1"])
    }
}

import BridgeConnector
import BridgeDomain
import KingSimulator
import Testing

@testable import KingFinanceConnector

@Suite struct `Amounts arrive in King as they are sent` {
    @Test(arguments: KingFinanceProfile.allCases)
    func `a factor of a hundred stops after the first entry, and says what to do`(profile: KingFinanceProfile) async throws {
        let office = try Office(profile, sandbox: { $0.behaviour.money = .invariant })
        let master = try await office.connector.masterData(known: nil)
        _ = try await office.connector.post(Samples.order(Samples.sale("F1")), with: master)
        #expect(await office.sandbox.openItems().map { $0.amount.text(decimalsMin: 2) } == ["15260.00"])
        // Nothing else goes, in this process and in any other.
        for connector in [office.connector, try office.another()] {
            let failure = await office.failure { _ = try await connector.post(Samples.order(Samples.sale("F2")), with: master) }
            #expect(failure?.code == .unauthorised)
            #expect(failure?.message.contains("15260.00 where 152.60 was sent") == true)
            #expect(failure?.message.contains("decimal_separator: point") == true)
            #expect(await office.failure { _ = try await connector.masterData(known: nil) }?.code == .unauthorised)
        }
        #expect(await office.sandbox.entries().count == 1)
        let findings = try await office.connector.examine()
        #expect(findings.contains { $0.subject == "decimal_separator" && $0.isBlocking })
        // With the right separator and the wrong entry gone it goes on.
        try await office.sandbox.deleteEntry(1)
        let mended = try office.another { $0.decimalSeparator = .point }
        _ = try await mended.post(Samples.order(Samples.sale("F1")), with: try await mended.masterData(known: nil))
        #expect(await office.sandbox.openItems().map { $0.amount.text(decimalsMin: 2) } == ["152.60"])
    }

    @Test func `in new books the first entry is read back before the second goes; in books that prove it nothing more is asked`()
        async throws
    {
        let office = try Office()
        let master = try await office.connector.masterData(known: nil)
        let before = office.meter.taken.count
        _ = try await office.connector.post(Samples.order(Samples.sale("F1")), with: master)
        let first = office.meter.taken.dropFirst(before)
        #expect(Array(first.suffix(3)) == ["CREATEJOURNAALPOST", "GETSTAMTABELRECORDS", "GETSTAMTABELRECORDS"])
        let between = office.meter.taken.count
        _ = try await office.connector.post(Samples.order(Samples.sale("F2")), with: master)
        #expect(Array(office.meter.taken.dropFirst(between)) == ["CREATEJOURNAALPOST"])
        let another = try office.another()
        _ = try await another.masterData(known: master)
        #expect(another.proof == .right)
    }

    @Test func `while the answer to the first is lost, nothing else goes`() async throws {
        let office = try Office()
        let master = try await office.connector.masterData(known: nil)
        await office.sandbox.plan([.init(.loseAnswer, operation: "CREATEJOURNAALPOST")])
        _ = await office.failure { _ = try await office.connector.post(Samples.order(Samples.sale("F1")), with: master) }
        let failure = await office.failure { _ = try await office.connector.post(Samples.order(Samples.sale("F2")), with: master) }
        #expect(failure?.code == .unavailable && failure?.retryAt != nil)
        office.clock.move(seconds: office.settings.settlingSeconds)
        _ = try await office.connector.post(Samples.order(Samples.sale("F2")), with: master)
        #expect(await office.sandbox.entries().count == 2)
    }

    @Test func `a reader that wants a comma gets one`() async throws {
        let office = try Office(sandbox: { $0.behaviour.money = .strict })
        let master = try await office.connector.masterData(known: nil)
        _ = try await office.connector.post(Samples.order(Samples.sale("F1")), with: master)
        #expect(await office.sandbox.openItems().map { $0.amount.text(decimalsMin: 2) } == ["152.60"])
    }

    @Test(
        arguments: [
            ("175.50", 17_550), ("175,50", 17_550), ("-0,05", -5), ("1200", 120_000), ("1.200", nil), ("1,200", nil), ("1.200,50", nil),
            ("", nil), ("1e3", nil), ("12,345", nil),
        ] as [(String, Int64?)])
    func `an amount that can be read in two ways is none`(text: String, cents: Int64?) {
        #expect(KingValue.money(text, .eur)?.minorUnits == cents)
    }
}

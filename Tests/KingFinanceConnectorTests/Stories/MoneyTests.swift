import BridgeConnector
import BridgeDomain
import BridgeHTTP
import KingSimulator
import Synchronization
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
            #expect(failure?.text.dutch.contains("15260.00 geboekt waar 152.60 is verzonden") == true)
            #expect(failure?.text.english.contains("connect consent") == false, "it is not our access that is wrong")
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

    @Test func `any other amount than was sent stops after the first entry too`() async throws {
        let office = try Office()
        let master = try await office.connector.masterData(known: nil)
        let losing = try Office.connector(office.settings, CentsLost(wire: office.wire), office.meter, office.clock)
        _ = try await losing.post(Samples.order(Samples.sale("F1")), with: master)
        #expect(await office.sandbox.openItems().map { $0.amount.text(decimalsMin: 2) } == ["152.00"])
        for connector in [losing, try office.another()] {
            let failure = await office.failure { _ = try await connector.post(Samples.order(Samples.sale("F2")), with: master) }
            #expect(failure?.code == .unauthorised)
            #expect(failure?.message.contains("152.00 where 152.60 was sent") == true, "\(String(describing: failure))")
        }
        #expect(await office.sandbox.entries().count == 1)
    }

    @Test func `an open item that is not its entry's amount stops what follows until it is gone or right`() async throws {
        let office = try Office()
        let master = try await office.connector.masterData(known: nil)
        let switched = Switch()
        let items = ItemsWrong(wire: office.wire, switched: switched)
        let connector = try Office.connector(office.settings, items, office.meter, office.clock)
        _ = try await connector.post(Samples.order(Samples.sale("F1")), with: master)
        // In this process and in one that starts again.
        for connector in [connector, connector, try Office.connector(office.settings, items, office.meter, office.clock)] {
            let failure = await office.failure { _ = try await connector.post(Samples.order(Samples.sale("F2")), with: master) }
            #expect(failure?.code == .unauthorised && failure?.message.contains("15260.00 where 152.60 was sent") == true)
        }
        switched.turnOff()
        _ = try await connector.post(Samples.order(Samples.sale("F2")), with: master)
        #expect(await office.sandbox.entries().count == 2)
    }

    @Test func `an amount that a person changed in King beside others that agree stops nothing`() async throws {
        let office = try Office()
        let master = try await office.connector.masterData(known: nil)
        _ = try await office.connector.post(Samples.order(Samples.sale("F1")), with: master)
        let losing = try Office.connector(office.settings, CentsLost(wire: office.wire), office.meter, office.clock)
        _ = try await losing.masterData(known: master)
        _ = try await losing.post(Samples.order(Samples.sale("F2")), with: master)
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

/// Something on the way that shows open items a hundredfold, as long as it is told to.
private struct ItemsWrong: HTTPTransport {
    let wire: Wire
    let switched: Switch

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        var response = try await wire.send(request)
        if switched.isOn {
            let text = String(decoding: response.body, as: UTF8.self)
            response.body = Array(text.replacing("<BEDR>152.60<", with: "<BEDR>15260.00<").utf8)
        }
        return response
    }
}

/// Something on the way that loses the cents of an entry's total.
private struct CentsLost: HTTPTransport {
    let wire: Wire

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        var request = request
        let text = String(decoding: request.body, as: UTF8.self)
        request.body = Array(text.replacing("BEDRBOEK%3E152%2C60", with: "BEDRBOEK%3E152%2C00").utf8)
        return try await wire.send(request)
    }
}

private final class Switch: Sendable {
    private let state = Mutex(true)

    var isOn: Bool { state.withLock { $0 } }
    func turnOff() { state.withLock { $0 = false } }
}

import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import ExactSimulator
import Testing

@testable import ExactConnector

@Suite struct `Over a real connection` {
    @Test func `consent, paging, posting, a lost answer and reading back go as they do in one process`() async throws {
        let clock = MovableClock()
        var sandboxSettings = ExactSandbox.Settings()
        sandboxSettings.consent = .allDivisions
        sandboxSettings.divisions[0].accounts += (0..<130).map { .init("\(1_000 + $0)", "Customer \($0)") }
        let sandbox = ExactSandbox(sandboxSettings, clock: clock)
        let server = HTTPServer(handler: sandbox)
        let port = try server.start()
        let transport = CurlTransport()
        let settings = ExactSettings(
            country: .netherlands, originOverride: "http://127.0.0.1:\(port)", division: 3_456_789,
            clientID: sandboxSettings.apps[0].clientID, clientSecretReference: "env:EXACT", redirectURI: sandboxSettings.apps[0].redirectURI
        )
        let vault = MemoryVault()
        let consent = ExactConsent(settings: settings, clientSecret: "sandbox-secret", transport: transport, clock: clock)
        let link = consent.link()
        let page = try await transport.send(
            HTTPRequest(.get, origin: settings.origin, target: String(link.dropFirst(settings.origin.count))))
        let query = try #require(page.fields["Location"]?.split(separator: "?", maxSplits: 1).last)
        _ = try await consent.accept(callback: String(query), into: vault)

        let connector = ExactOnlineConnector(
            settings: settings, clientSecret: "sandbox-secret", vault: vault, transport: transport, meter: CountingMeter(), clock: clock)
        let rows = try await connector.client.rows(
            ExactCall(
                .get, "crm/Accounts", in: settings.division,
                query: [("$filter", "Status eq 'C'"), ("$select", "ID,Code"), ("$orderby", "Code")]))
        #expect(rows.count == 132, "three pages through the addresses the service gives")
        let master = try await connector.masterData(known: nil)
        let relation = try #require(try await connector.relation(numbered: "1129")).id

        let order = PostingOrder(entry: Trade.all[0].entry, relation: relation)
        await sandbox.plan([ExactSandbox.Fault(.loseAnswer, method: .post, pathContains: "SalesEntries")])
        let error = await #expect(throws: ConnectorError.self) { try await connector.post(order, with: master) }
        #expect(error?.code == .outcomeUnknown)
        await sandbox.plan([ExactSandbox.Fault(.truncated(20), method: .get, pathContains: "TransactionLines")])
        let cut = await #expect(throws: ConnectorError.self) {
            try await connector.entries(carrying: order.entry.reference, with: master)
        }
        #expect(cut?.code == .unavailable)
        let found = try await connector.entries(carrying: order.entry.reference, with: master)
        #expect(found.map(Meaning.of) == [Meaning.of(order.entry)])
        #expect(try await connector.booked(after: .start, with: master).items == found)

        await server.stop()
        let gone = await #expect(throws: ConnectorError.self) { try await connector.post(order, with: master) }
        #expect(gone?.code == .unavailable, "nothing was sent: \(gone?.message ?? "")")
        await transport.shutdown()
    }
}

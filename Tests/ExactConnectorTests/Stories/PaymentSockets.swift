import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import ExactSimulator
import FreshPortalSimulator
import Testing

@testable import ExactConnector

/// Both sandboxes behind real sockets, with a bridge between them.
struct PaymentSockets {
    let books: ExactSandbox
    let portal: FreshPortalSandbox
    let bridge: PaymentBridge
    private let servers: [HTTPServer]
    private let transport: CurlTransport

    static func open(_ change: (inout ExactSandbox.Settings) -> Void) async throws -> PaymentSockets {
        let clock = MovableClock()
        var sandboxSettings = ExactSandbox.Settings()
        sandboxSettings.consent = .allDivisions
        change(&sandboxSettings)
        let (books, portal) = (ExactSandbox(sandboxSettings, clock: clock), PaymentBridge.portal(clock))
        let (office, door, transport) = (HTTPServer(handler: books), HTTPServer(handler: portal), CurlTransport())
        let settings = ExactSettings(
            country: .netherlands, originOverride: "http://127.0.0.1:\(try office.start())", division: ExactSandbox.division,
            clientID: sandboxSettings.apps[0].clientID, clientSecretReference: "env:EXACT",
            redirectURI: sandboxSettings.apps[0].redirectURI,
            daybookUse: [.sales, .purchases, .general])
        let vault = MemoryVault()
        let consent = ExactConsent(settings: settings, clientSecret: "sandbox-secret", transport: transport, clock: clock)
        let page = try await transport.send(
            HTTPRequest(.get, origin: settings.origin, target: String(consent.link().dropFirst(settings.origin.count))))
        _ = try await consent.accept(
            callback: String(try #require(page.fields["Location"]?.split(separator: "?", maxSplits: 1).last)), into: vault)
        let connector = ExactOnlineConnector(
            settings: settings, clientSecret: "sandbox-secret", vault: vault, transport: transport, meter: CountingMeter(), clock: clock)
        let bridge = PaymentBridge(connector, portal, clock: clock, origin: "http://127.0.0.1:\(try door.start())", transport: transport)
        return PaymentSockets(books: books, portal: portal, bridge: bridge, servers: [office, door], transport: transport)
    }

    func close() async {
        await transport.shutdown()
        for server in servers { await server.stop() }
    }
}

import BridgeDomain
import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import BridgeSource
import FreshPortalSimulator
import FreshPortalSource
import Testing

/// The same contract over a real connection: libcurl on our side, the sandbox behind the product's own server on the other.
struct NetworkStoryTests {
    @Test(.timeLimit(.minutes(5)))
    func `a day is read over a network that breaks, and a status is kept once`() async throws {
        let sandbox = await Trade.sandbox()
        let server = HTTPServer(handler: sandbox)
        let port = try server.start()
        let transport = CurlTransport()
        let configuration = FreshPortalConfiguration(
            origin: "http://127.0.0.1:\(port)", administration: "NL01", apiKey: "sandbox-key", timeoutTotal: 60_000)
        let source = FreshPortalSource(configuration, transport: transport, time: Trade.clock)

        await sandbox.inject(SandboxFaultRule(.truncated, pathContains: "/documents/sync", skip: 1))
        await sandbox.inject(SandboxFaultRule(.dropAfter, pathContains: "/documents/sync", skip: 2))
        await sandbox.inject(SandboxFaultRule(.tokensExpire, pathContains: "/documents/sync", skip: 3))
        await sandbox.inject(SandboxFaultRule(.dropAfter, pathContains: "posting-status"))
        let items = try await SandboxStoryTests.readAll(source, limit: 25)
        #expect(items.map(\.sourceID) == Trade.smallDay.documents.map(\.id))

        await #expect(throws: SourceError.self) { try await source.report(ExchangeTests.status, key: "k") }
        try await source.report(ExchangeTests.status, key: "k")
        #expect(await sandbox.statuses(of: 700_004).count == 1)

        await transport.shutdown()
        await server.stop()
    }
}

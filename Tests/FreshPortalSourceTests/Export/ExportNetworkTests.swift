import BridgeDomain
import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import BridgeSource
import FreshPortalSimulator
import FreshPortalSource
import Testing

/// The export over a real connection: libcurl on our side, the sandbox behind the product's own server on the other.
struct ExportNetworkTests {
    @Test(.timeLimit(.minutes(5)), arguments: [3, 11] as [UInt64])
    func `a day is read over a network that breaks, with every habit at once, and equals the day as it was made`(seed: UInt64) async throws
    {
        let plain = ExportTrade.newest(try await ExportTrade.readAll(ExportTrade().source()).items)
        var quirks = SandboxQuirks.all
        (quirks.csvSeparator, quirks.scatteredExports) = ("\t", 3)
        let trade = try await ExportTrade(quirks: quirks, seed: seed)
        let server = HTTPServer(handler: trade.sandbox)
        let port = try server.start()
        let transport = CurlTransport()
        trade.configuration.origin = "http://127.0.0.1:\(port)"
        for path in ["/v2/export", "/_storage"] {
            for fault in [SandboxFault.truncated, .dropAfter, .status(503, retryAfter: nil)] {
                await trade.sandbox.inject(SandboxFaultRule(fault, pathContains: path))
            }
        }
        await trade.sandbox.inject(SandboxFaultRule(.tokensExpire, pathContains: "/v2/export", skip: 1))

        var cursor = SourceCursor.start
        var items: [SourceDocument] = []
        var failures = 0
        for _ in 0..<40 where items.count < plain.count {
            // A new process each time, as after a crash.
            let source = FreshPortalExportSource(trade.configuration, transport: transport, time: trade.clock)
            do throws(SourceError) {
                let page = try await source.documents(after: cursor, limit: 50)
                items += page.items
                cursor = page.next
                if !page.hasMore { trade.waitForNextExport() }
            } catch {
                #expect(error.code == .unavailable, "\(error)")
                failures += 1
            }
        }
        #expect(failures >= 3, "the faults struck; some of them the transport mends by itself")
        #expect(ExportTrade.newest(items).mapValues(\.document) == plain.mapValues(\.document))
        #expect(items.allSatisfy { $0.version == 1 })
        await transport.shutdown()
        await server.stop()
    }

    @Test(.timeLimit(.minutes(1))) func `an answer's body is handed on in pieces, and bounded as any other`() async throws {
        let content = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let server = HTTPServer(
            handler: ScriptedHandler([
                .respond(HTTPResponse(status: 200, body: content)), .respond(HTTPResponse(status: 200, body: content)),
            ]))
        let port = try server.start()
        let transport = CurlTransport()
        let pieces = Pieces()
        var request = HTTPRequest(.get, origin: "http://127.0.0.1:\(port)", target: "/file")
        let response = try await transport.send(request) { pieces.add($0) }
        #expect(response.status == 200 && response.body.isEmpty)
        #expect(pieces.bytes == content && pieces.count > 10)
        request.answerMax = 1_000_000
        await #expect(throws: HTTPFailure.answerTooLarge) { try await transport.send(request) { pieces.add($0) } }
        await transport.shutdown()
        await server.stop()
    }
}

import BridgeDomain
import BridgeHTTP
import BridgeHTTPServer
import BridgeJSON
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import BridgeWebhooks
import Testing

@testable import BridgeRuntime

@Suite(.timeLimit(.minutes(2)), .serialized) struct `The service tells other systems` {
    /// Takes every message and passes it on to the test.
    private struct Stock: HTTPHandler {
        let heard: AsyncStream<HTTPRequest>.Continuation

        func answer(_ request: HTTPRequest) async -> HTTPAnswer {
            heard.yield(request)
            return .respond(HTTPResponse(status: 204))
        }
    }

    private static func with(
        _ networks: String, _ work: (Town, Installation, String, AsyncStream<HTTPRequest>) async throws -> Void
    ) async throws {
        let (stream, heard) = AsyncStream.makeStream(of: HTTPRequest.self)
        let stock = HTTPServer(handler: Stock(heard: heard), configuration: HTTPServer.Configuration(port: 0))
        let address = "http://127.0.0.1:\(try stock.start())/hooks"
        let town = try await Town()
        let more = "webhooks: { allowed_networks: [\(networks)] }\nconsole: { open: true, public_address: \"https://books.example.nl\" }"
        let installation = try town.installation(town.configuration(more: more))
        try await town.connect(installation)
        let outcome: Result<Void, any Error>
        do {
            try await work(town, installation, address, stream)
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await stock.stop()
        await town.close()
        try outcome.get()
    }

    @Test func `that a document was booked, with a link that leads to it`() async throws {
        try await Self.with("127.0.0.0/8") { town, installation, address, stream in
            let (webhook, _) = try await installation.webhooks.add(
                name: "stock", url: address, events: [WebhookEvent.documentBooked.rawValue], bridges: [], by: .person("anna"))
            try await town.serving(installation) { guest in
                try await guest.wait("/readyz") { $0.status == 200 }
                await town.approve(0..<1)
                #expect(try await guest.push("document.approved", id: "ev-1").status == 204)
                var messages = stream.makeAsyncIterator()
                let message = try #require(await messages.next())
                let json = try JSON(parsing: String(decoding: message.body, as: UTF8.self))
                #expect(json["type"]?.string == "document.booked")
                #expect(json["data"]?["link"]?.string?.hasPrefix("https://books.example.nl/documents/export/NL01/sales_invoice/") == true)
                #expect(json["data"]?["entry_number"]?.string?.isEmpty == false)
                #expect(message.fields["webhook-signature"]?.hasPrefix("v1,") == true)
            }
            let kept = try await town.journal.deliveries(webhook.id, states: [], before: nil, limit: 10)
            #expect(kept.map(\.state) == [.delivered], "what was under way is finished when the service stops")
        }
    }

    @Test func `but none within a network that nobody allowed`() async throws {
        try await Self.with("10.0.0.0/8") { _, installation, address, _ in
            await #expect(throws: WebhookProblem.privateAddress) {
                _ = try await installation.webhooks.add(
                    name: "stock", url: address, events: [WebhookEvent.documentBooked.rawValue], bridges: [], by: .person("anna"))
            }
        }
    }
}

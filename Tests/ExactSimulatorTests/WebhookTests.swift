import BridgeHTTP
import BridgeHash
import BridgeJSON
import ExactSimulator
import Synchronization
import Testing

/// Reference exact-online §10.
struct WebhookTests {
    private final class Listener: HTTPTransport {
        let status: Int
        let heard = Mutex<[HTTPRequest]>([])

        init(status: Int) { self.status = status }

        func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
            heard.withLock { $0.append(request) }
            return HTTPResponse(status: status)
        }
    }

    private let subscription: JSON = ["CallbackURL": "https://hub.example.nl/exact/hook", "Topic": "SalesEntries"]

    @Test func `changes are told with a hash over the exact bytes`() async throws {
        let desk = try await Desk.signedIn()
        #expect(await desk.post("webhooks/WebhookSubscriptions", subscription).status == 201)
        _ = await desk.post("salesentry/SalesEntries", try await desk.sale(try await desk.customer()))
        let notes = await desk.sandbox.takeNotifications()
        #expect(notes.map(\.address) == ["https://hub.example.nl/exact/hook"])
        let text = String(decoding: try #require(notes.first).body, as: UTF8.self)
        let json = try JSON(parsing: text)
        #expect(json["Content"]?["Topic"] == "SalesEntries")
        #expect(json["Content"]?["Action"] == "Create")
        let content = try #require(text.split(separator: ",\"HashCode\"").first).dropFirst("{\"Content\":".count)
        let hash = Hex.encode(HMACSHA256.tag(content.utf8, key: "sandbox-webhook-secret".utf8).bytes).uppercased()
        #expect(json["HashCode"] == .string(hash))
        #expect(await desk.sandbox.takeNotifications().isEmpty)
    }

    @Test(arguments: [(204, 201), (500, 500)])
    func `a new address is called once with nothing and must answer`(answer: Int, status: Int) async throws {
        let listener = Listener(status: answer)
        let desk = Desk(transport: listener)
        try await desk.signIn()
        #expect(await desk.post("webhooks/WebhookSubscriptions", subscription).status == status)
        #expect(listener.heard.withLock { $0.map(\.body) } == [[]])
        #expect(await desk.get("webhooks/WebhookSubscriptions").rows.count == (status == 201 ? 1 : 0))
    }

    @Test func `one subscription per topic, https only`() async throws {
        let desk = try await Desk.signedIn()
        #expect(await desk.post("webhooks/WebhookSubscriptions", subscription).status == 201)
        #expect(await desk.post("webhooks/WebhookSubscriptions", subscription).message == "Data already exists")
        let plain: JSON = ["CallbackURL": "http://hub.example.nl/hook", "Topic": "Accounts"]
        #expect(await desk.post("webhooks/WebhookSubscriptions", plain).message == "Invalid: Callback URL")
    }
}

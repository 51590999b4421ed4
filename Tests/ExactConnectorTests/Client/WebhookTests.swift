import BridgeConnector
import BridgeDomain
import BridgeHash
import BridgeHTTP
import BridgeJSON
import ExactSimulator
import Testing

@testable import ExactConnector

@Suite struct `Messages of a division` {
    private static let secret = "sandbox-webhook-secret"

    private func webhooks(_ bench: Bench, secret: String = secret) -> ExactWebhooks {
        bench.connector.webhooks(callback: "https://hub.example.nl/hooks/books/exact", secret: secret)
    }

    private func content(
        topic: String = "FinancialTransactions", client: String = "6f1c0000-1111-2222-3333-444455556666", division: Int = 3_456_789,
        space: String = ""
    ) -> String {
        #"{"Topic":"\#(topic)",\#(space)"ClientId":"\#(client)","Division":\#(division),"Action":"Update","Key":"9a40","ExactOnlineEndpoint":"#
            + #""https://start.exactonline.nl/x(guid'9a40')\"{","EventCreatedOn":"2026-05-30T14:00:00.07"}"#
    }

    private func body(_ content: String, secret: String = secret, order: Bool = true) -> [UInt8] {
        let hash = HMACSHA256.tag(content.utf8, key: secret.utf8).hex.uppercased()
        return Array(
            (order ? #"{"Content":\#(content),"HashCode":"\#(hash)"}"# : #"{"HashCode":"\#(hash)", "Content" : \#(content)}"#).utf8)
    }

    @Test func `are taken when the hash fits the bytes as they came, whatever spaces and order they have`() {
        let webhooks = webhooks(Bench())
        for text in [content(), content(space: "  "), content(topic: "Accounts")] {
            for order in [true, false] {
                let nudge = webhooks.nudge(body: body(text, order: order))
                #expect(nudge?.stream == (text.contains("Accounts") ? .relations : .entries))
                #expect(nudge?.eventID.hasSuffix("/9a40/2026-05-30T14:00:00.07") == true)
            }
        }
    }

    @Test func `are refused when forged, altered, for others, of another kind or not to be read`() {
        let webhooks = webhooks(Bench())
        let altered = String(decoding: body(content()), as: UTF8.self).split(separator: "9a40").joined(separator: "9a41")
        let refused: [[UInt8]] = [
            body(content(), secret: "another"), Array(altered.utf8), body(content(client: "someone")), body(content(division: 1)),
            body(content(topic: "Items")), Array(#"{"Content":{},"HashCode":""}"#.utf8), Array("{".utf8), [],
            [UInt8](repeating: 32, count: ExactWebhooks.bodyMax + 1),
        ]
        for (place, body) in refused.enumerated() { #expect(webhooks.nudge(body: body) == nil, "\(place)") }
        #expect(self.webhooks(Bench(), secret: "").nudge(body: body(content(), secret: "")) == nil)
    }

    @Test func `are subscribed to once, again when lost, and led to the new address when that changed`() async throws {
        let office = try await Office.open()
        let hooks = office.connector.webhooks(callback: "https://hub.example.nl/hooks/books/exact", secret: Self.secret)
        #expect(try await hooks.keepSubscribed() == 2)
        let before = office.meter.seen.taken.count
        #expect(try await hooks.keepSubscribed() == 0)
        #expect(office.meter.seen.taken.count == before + 1, "one call to see that all is well")
        await office.sandbox.loseSubscriptions(in: 3_456_789)
        #expect(try await hooks.keepSubscribed() == 2)
        let moved = office.connector.webhooks(callback: "https://hub.example.nl/elsewhere", secret: Self.secret)
        #expect(try await moved.keepSubscribed() == 2)
        let rows = try await office.connector.client.rows(
            ExactCall(.get, "webhooks/WebhookSubscriptions", in: 3_456_789, query: [("$select", "CallbackURL,Topic")]))
        #expect(Set(rows.compactMap { $0["CallbackURL"]?.string }) == ["https://hub.example.nl/elsewhere"] && rows.count == 2)
    }
}

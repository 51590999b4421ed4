import BridgeDomain
import BridgeHash
import BridgeHTTP
import BridgeJSON
import BridgeSource
import FreshPortalSimulator
import FreshPortalSource
import Testing

struct WebhookTests {
    static let secret = "a secret of sixteen"
    static let now = Timestamp("2026-11-18T15:42:11Z") ?? Timestamp(milliseconds: 0)
    static let body =
        #"{"event_id":"ev-1","event":"document.approved","tenant":"fp042","administration":"NL01","resource_id":700123,"sequence":9,"occurred_at":"2026-11-18T15:42:11Z"}"#

    static func signature(_ body: String = body, at moment: Timestamp = now, secret: String = secret) -> String {
        let seconds = moment.milliseconds / 1000
        return "t=\(seconds),v1=\(HMACSHA256.tag(Array("\(seconds).\(body)".utf8), key: secret.utf8).hex)"
    }

    static func nudge(_ header: String, body: String = body, now: Timestamp = now) -> SourceNudge? {
        Trade.source(ScriptedHandler([])).nudge(headers: [("x-fp-signature", header)], body: Array(body.utf8), now: now)
    }

    @Test func `a signed push is a nudge to read`() {
        #expect(Self.nudge(Self.signature()) == SourceNudge(eventID: "ev-1", stream: .documents))
        let other = "v1=" + String(repeating: "0", count: 64)
        #expect(Self.nudge(Self.signature() + "," + other) != nil, "while a secret is changed there are two")
    }

    @Test(arguments: [(-301, false), (-300, true), (0, true), (300, true), (301, false)] as [(Int64, Bool)])
    func `a push may be five minutes old or early`(seconds: Int64, isTaken: Bool) {
        #expect((Self.nudge(Self.signature(at: Self.now.adding(seconds: seconds))) != nil) == isTaken)
    }

    @Test(
        arguments: [
            ("customer.changed", .debtors), ("supplier.changed", .creditors), ("document.corrected", .documents),
            ("document.withdrawn", .documents),
            ("document.printed", nil),
        ] as [(String, SourceStream?)])
    func `each event names its stream`(event: String, stream: SourceStream?) {
        let body = Self.body.replacing("document.approved", with: event)
        #expect(Self.nudge(Self.signature(body), body: body)?.stream == stream)
    }

    @Test(
        arguments: [
            "", "t=1", "v1=00", signature(secret: "another secret here"), signature(body + " "), signature().replacing("t=", with: "t=0"),
            signature() + ",t=1", signature().replacing("v1=", with: "v2="), signature().replacing("t=", with: "t=-"), "t=abc,v1=00", "=",
        ])
    func `anything else is not FreshPortal's`(header: String) {
        #expect(Self.nudge(header) == nil)
    }

    @Test func `a push without a secret, twice signed, of another administration or without sense is ignored`() {
        let source = FreshPortalSource(
            FreshPortalConfiguration(origin: "http://x", administration: "NL01", apiKey: "k"),
            transport: InProcessTransport(handler: ScriptedHandler([])), time: Trade.clock)
        let header = (name: "X-FP-Signature", value: Self.signature())
        #expect(source.nudge(headers: [header], body: Array(Self.body.utf8), now: Self.now) == nil)
        #expect(Trade.source(ScriptedHandler([])).nudge(headers: [header, header], body: Array(Self.body.utf8), now: Self.now) == nil)
        for body in [Self.body.replacing("NL01", with: "NL02"), "[]", "", Self.body.replacing("\"ev-1\"", with: "null")] {
            #expect(Self.nudge(Self.signature(body), body: body) == nil)
        }
    }

    @Test func `the sandbox signs what it sends, lost, doubled, late and reordered as asked`() async throws {
        let clock = TestClock(Self.now)
        let sandbox = await Trade.sandbox(time: clock)
        let source = Trade.source(sandbox, time: clock)
        try await Self.subscribe(sandbox)
        await sandbox.approveAnother()
        let pushes = await sandbox.takeDueWebhooks()
        #expect(pushes.map { source.nudge(headers: $0.fields.all, body: $0.body, now: clock.now())?.stream } == [.documents])
        #expect(await sandbox.takeDueWebhooks().isEmpty)

        var trouble = SandboxWebhookTrouble()
        trouble.lost = 1_000
        await sandbox.setWebhookTrouble(trouble)
        await sandbox.approveAnother()
        #expect(await sandbox.takeDueWebhooks().isEmpty)
        trouble.lost = 0
        trouble.doubled = 1_000
        trouble.lateSecondsMax = 900
        trouble.reordered = true
        await sandbox.setWebhookTrouble(trouble)
        for _ in 0..<10 { await sandbox.approveAnother() }
        clock.advance(seconds: 900)
        let late = await sandbox.takeDueWebhooks()
        let events = late.compactMap { source.nudge(headers: $0.fields.all, body: $0.body, now: clock.now())?.eventID }
        #expect(events.count == 20 && Set(events).count == 10 && events != events.sorted())
    }

    static func subscribe(_ sandbox: FreshPortalSandbox) async throws {
        var request = HTTPRequest(.post, target: "/v1/auth", body: Array(#"{"username":"sandbox-key","type":"api"}"#.utf8))
        guard case .respond(let signed) = await sandbox.answer(request), let token = try JSON(parsing: signed.body)["token"]?.string else {
            throw SourceError(.unauthorised, "no token")
        }
        let body = #"{"url":"http://hub.test/hook","events":["document.approved"],"secret":"a secret of sixteen"}"#
        request = HTTPRequest(.post, target: "/finance/v1/webhooks", fields: ["Authorization": "Bearer \(token)"], body: Array(body.utf8))
        guard case .respond(let response) = await sandbox.answer(request), response.status == 201 else {
            throw SourceError(.contract, "no subscription")
        }
    }
}

@testable import BridgeAPI
import BridgeDomain
import BridgeHTTP
import BridgeHash
import BridgeJSON
import BridgeTesting
import Testing

/// Pushes that are signed instead of bringing a token (Standard Webhooks 1.0).
@Suite(.timeLimit(.minutes(5))) struct `Signed webhooks` {
    @Test func `both secrets are good, so that one can be changed`() async throws {
        try await House.with { house in
            for (number, secret) in House.secrets.enumerated() {
                let answer = try await house.hook(Bodies.invoice("2026-\(number)"), event: "e-\(number)", secret: secret)
                #expect(answer.status == 202 && answer.verdicts == ["accepted"])
            }
            #expect(try await house.hook([Bodies.party()], event: "p-1", to: "/hooks/NL01/parties").verdicts == ["accepted"])
        }
    }

    @Test func `the example of the standard is signed as the standard says`() throws {
        // https://github.com/standard-webhooks/standard-webhooks: the test vector its libraries share.
        let signature = WebhookSignature(secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
        var fields = HTTPFields()
        fields["Webhook-Id"] = "msg_p5jXN8AQM9LWM0D4loKWxJek"
        fields["Webhook-Timestamp"] = "1614265330"
        fields["Webhook-Signature"] = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        let now = Timestamp(milliseconds: 1_614_265_330_000)
        #expect(try signature.check(fields, body: Array(#"{"test": 2432232314}"#.utf8), now: now) == "msg_p5jXN8AQM9LWM0D4loKWxJek")
        #expect(throws: WebhookSignature.Refusal.wrong) {
            try signature.check(fields, body: Array(#"{"test": 2432232315}"#.utf8), now: now)
        }
    }

    @Test(arguments: [
        (-300, 202), (300, 202), (-301, 401), (301, 401), (-1_000_000, 401),
    ])
    func `a push is good for five minutes, either way`(seconds: Int64, status: Int) async throws {
        try await House.with { house in
            let answer = try await house.hook(Bodies.invoice(), event: "e", sentAt: House.now.adding(seconds: seconds))
            #expect(answer.status == status)
            if status == 401 { #expect(answer.text.contains("clocks")) }
        }
    }

    @Test func `a replayed push has no second effect and gets the first answer`() async throws {
        try await House.with { house in
            let first = try await house.hook(Bodies.invoice(), event: "e-1")
            let again = try await house.hook(Bodies.invoice(), event: "e-1")
            #expect(again.body == first.body && again.fields["Idempotency-Replayed"] == "true")
            let other = try await house.hook(Bodies.invoice("2026-2"), event: "e-1")
            #expect(other.status == 422 && other.problem == "key-reused", "an event's identifier names one content")
            #expect(try await house.postings().count == 1)
        }
    }

    /// What is done to a push that was signed rightly.
    enum Harm: CaseIterable {
        case otherBody, otherEvent, otherTime, otherSecret, noSignature, noTime, noEvent, twoTimes, brokenSignature, wrongVersion, noSecret
    }

    @Test(arguments: Harm.allCases) func `whatever is touched, the push is not let in`(harm: Harm) async throws {
        try await House.with { house in
            let body = Bodies.invoice().bytes
            var fields = House.signature(body, event: "e", sentAt: House.now, secret: House.secrets[0])
            var sent = body
            switch harm {
            case .otherBody: sent = Bodies.invoice("2026-2").bytes
            case .otherEvent: fields[0].1 = "f"
            case .otherTime: fields[1].1 = "\(House.now.milliseconds / 1_000 + 1)"
            case .otherSecret: fields = House.signature(body, event: "e", sentAt: House.now, secret: "guessed")
            case .noSecret: fields = House.signature(body, event: "e", sentAt: House.now, secret: "")
            case .noSignature: fields.remove(at: 2)
            case .noTime: fields.remove(at: 1)
            case .noEvent: fields.remove(at: 0)
            case .twoTimes: fields[1].1 += ", 1"
            case .brokenSignature: fields[2].1 = "v1,@@@"
            case .wrongVersion: fields[2].1 = "v2" + fields[2].1.dropFirst(2)
            }
            let answer = try await house.ask(.post, "/hooks/NL01/documents", sent, token: nil, fields: fields)
            #expect(answer.status == 401 && answer.problem == "not-authenticated")
            #expect(try await house.postings().isEmpty)
        }
    }

    @Test func `one right signature among several is enough`() async throws {
        try await House.with { house in
            let body = Bodies.invoice().bytes
            var fields = House.signature(body, event: "e", sentAt: House.now, secret: "not in force any more")
            fields[2].1 += " " + House.signature(body, event: "e", sentAt: House.now, secret: House.secrets[1])[2].1
            let answer = try await house.ask(.post, "/hooks/NL01/documents", body, token: nil, fields: fields)
            #expect(answer.status == 202)
        }
    }

    @Test func `a bridge without secrets lets no push in`() {
        let none = WebhookSignature(secrets: ["", "whsec_", "whsec_@@"])
        #expect(throws: WebhookSignature.Refusal.self) {
            let fields = House.signature([], event: "e", sentAt: House.now, secret: "")
            _ = try none.check(HTTPFields(fields), body: [], now: House.now)
        }
    }
}

extension HTTPFields {
    init(_ fields: [(String, String)]) {
        self.init()
        for (name, value) in fields { append(name, value) }
    }
}

extension House {
    /// Identifier, moment and signature, as a sender makes them.
    static func signature(_ body: [UInt8], event: String, sentAt: Timestamp, secret: String) -> [(String, String)] {
        let moment = "\(sentAt.milliseconds / 1_000)"
        let key = secret.hasPrefix("whsec_") ? Base64.decode(secret.dropFirst(6)) ?? [] : Array(secret.utf8)
        let tag = HMACSHA256.tag(Array("\(event).\(moment).".utf8) + body, key: key)
        return [("webhook-id", event), ("webhook-timestamp", moment), ("webhook-signature", "v1,\(Base64.encode(tag.bytes))")]
    }

    func hook(
        _ body: JSON, event: String, to path: String = "/hooks/NL01/documents", sentAt: Timestamp? = nil, secret: String = House.secrets[0]
    ) async throws -> HTTPResponse {
        try await ask(
            .post, path, body.bytes, token: nil,
            fields: Self.signature(body.bytes, event: event, sentAt: sentAt ?? clock.now(), secret: secret))
    }
}

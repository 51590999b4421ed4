import BridgeDomain
import BridgeHash
import BridgeHTTP
import BridgeHTTPClient
import BridgeJSON
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Synchronization
import Testing

@testable import BridgeWebhooks

@Suite struct `Other systems are told` {
    @Test(arguments: Town.Kind.allCases)
    func `what happens from then on, signed, thin, once each`(kind: Town.Kind) async throws {
        try await Town.with(kind) { town in
            try await town.happens("booked", 1)
            let (webhook, secret) = try await town.add()
            for (act, number) in [("received", 2), ("booked", 2), ("rejected", 3), ("parked", 4), ("adopted", 5), ("held", 6)] {
                try await town.happens(act, number)
            }
            #expect(try await town.turn() == .told(4))
            #expect(try await town.turn() == .told(0))
            let numbers = Set(town.receiver.told)
            #expect(
                numbers == [
                    "document.booked \(JournalSample.key(2).number)", "document.rejected \(JournalSample.key(3).number)",
                    "document.parked \(JournalSample.key(4).number)", "document.booked \(JournalSample.key(5).number)",
                ])
            let request = try #require(town.receiver.requests.first { $0.text.contains("document.booked") })
            #expect(request.target == "/hooks?key=1" && request.fields["Content-Type"] == "application/json")
            let data = try #require(try JSON(parsing: request.text)["data"])
            #expect(
                data["gross"]?.string != nil && data["currency"]?.string == "EUR" && data["entry_number"]?.string?.hasPrefix("9") == true)
            #expect(data["link"]?.string?.hasPrefix("https://console.example/documents/") == true)
            let (id, sent) = (try #require(request.fields["webhook-id"]), try #require(request.fields["webhook-timestamp"]))
            #expect(sent == "\(town.clock.now().milliseconds / 1_000)")
            let key = try #require(Base64.decode(secret.dropFirst(6)))
            let tag = HMACSHA256.tag(Array("\(id).\(sent).".utf8) + request.body, key: key)
            #expect(request.fields["webhook-signature"] == "v1,\(Base64.encode(tag.bytes))")
            let kept = try await town.messages(webhook)
            #expect(kept.allSatisfy { $0.state == .delivered && $0.attempts.map(\.status) == [200] })
            #expect(Set(kept.map { Webhooks.messageID($0) }) == Set(town.receiver.requests.compactMap { $0.fields["webhook-id"] }))
        }
    }

    @Test(arguments: Town.Kind.allCases)
    func `in order per document, however often one fails, and no document waits for another`(kind: Town.Kind) async throws {
        try await Town.with(kind) { town in
            let (webhook, _) = try await town.add()
            town.receiver.answers { number, request in
                request.text.contains("parked") && number < 8 ? Receiver.status(500, "not now\u{1B}[2J") : Receiver.status(204)
            }
            try await town.happens("parked", 1)
            try await town.happens("booked", 1)
            try await town.happens("booked", 2)
            for _ in 1...40 where town.receiver.requests.count < 10 {
                _ = try await town.turn()
                town.clock.advance(seconds: 600)
            }
            let (one, two) = ("\(JournalSample.key(1).number)", "\(JournalSample.key(2).number)")
            let ofOne = town.receiver.told.filter { $0.hasSuffix(one) }
            #expect(ofOne.last == "document.booked \(one)" && ofOne.dropLast().allSatisfy { $0 == "document.parked \(one)" })
            #expect(town.receiver.told.prefix(2).contains("document.booked \(two)"), "it goes beside")
            let first = try #require(try await town.messages(webhook).first)
            #expect(first.attempts.first?.answer == "not now [2J" && first.attempts.first?.status == 500)
            #expect(first.state == .delivered && first.attempts.last?.status == 204)
            let ids = town.receiver.requests.filter { $0.text.contains("parked") }.compactMap { $0.fields["webhook-id"] }
            #expect(Set(ids).count == 1, "every repetition has the same name")
        }
    }

    @Test func `again after growing pauses, until a message is put aside and the next goes on`() async throws {
        try await Town.with { town in
            let (webhook, _) = try await town.add()
            town.receiver.answers { _, request in Receiver.status(request.text.contains("parked") ? 422 : 200) }
            try await town.happens("parked", 1)
            try await town.happens("booked", 1)
            var sentAt: [Int64] = []
            var count = 0
            for _ in 1...2_000 {
                _ = try await town.turn()
                if town.receiver.requests.count > count { sentAt.append(town.clock.now().milliseconds / 1_000) }
                count = town.receiver.requests.count
                guard try await town.journal.deliveryTotals(webhook.id).waiting > 0 else { break }
                let first = try await town.messages(webhook).first { $0.state == .waiting }
                if let first { town.clock.advance(to: first.dueAt) }
            }
            let kept = try await town.messages(webhook)
            #expect(kept.map(\.state) == [.aside, .delivered])
            #expect(kept[0].attemptsMade == RetrySchedule.pauses.count + 1)
            let pauses = zip(sentAt.dropFirst(), sentAt).map { $0 - $1 }
            #expect(Array(pauses.prefix(RetrySchedule.pauses.count)) == RetrySchedule.pauses)
            #expect(try await town.webhooks.needsPerson() == (1, 0))
            try await town.webhooks.replay(webhook.id, sequence: kept[0].sequence, by: .person("anna"))
            town.receiver.answers { _, _ in Receiver.status(200) }
            _ = try await town.turn()
            #expect(try await town.messages(webhook).map(\.state) == [.delivered, .delivered])
            #expect(try await town.webhooks.needsPerson() == (0, 0))
            #expect(try await town.acts(webhook) == ["person:anna webhook_added", "person:anna webhook_replayed"])
        }
    }

    @Test func `later when the receiver asks for it, within a bound`() async throws {
        try await Town.with { town in
            let (webhook, _) = try await town.add()
            town.receiver.answers { number, _ in Receiver.status(503, "", ["Retry-After": number == 1 ? "300" : "999999"]) }
            try await town.happens("booked", 1)
            for pause in [300, RetrySchedule.askedMax] {
                _ = try await town.turn()
                let message = try #require(try await town.messages(webhook).first)
                #expect(message.dueAt == town.clock.now().adding(seconds: pause))
                town.clock.advance(to: message.dueAt)
            }
        }
    }

    @Test func `although answers get lost or do not come in time`() async throws {
        try await Town.with { town in
            let (webhook, _) = try await town.add()
            let (never, gate) = AsyncStream.makeStream(of: Void.self)
            defer { gate.finish() }
            town.receiver.answers { number, _ in
                switch number {
                case 1: return .drop
                case 2:
                    for await _ in never {}
                    return Receiver.status(200)
                case 3: return Receiver.status(200, String(repeating: "x", count: WebhookTeller.answerMax + 1))
                case 4: return Receiver.status(302, "", ["Location": "http://169.254.169.254/"])
                default: return Receiver.status(200, String(repeating: "y", count: 10_000))
                }
            }
            try await town.happens("booked", 1)
            for _ in 1...5 {
                _ = try await town.turn(town.teller(patience: 300))
                town.clock.advance(seconds: 36_000)
            }
            let message = try #require(try await town.messages(webhook).first)
            #expect(message.attempts.map(\.status) == [nil, nil, nil, 302, 200])
            #expect(message.attempts.allSatisfy { !$0.answer.isEmpty || $0.status == 302 })
            #expect(message.attempts[4].answer.count == WebhookTeller.answerKept)
            #expect(message.state == .delivered && town.receiver.requests.count == 5, "and nobody went where it was sent on to")
        }
    }

    @Test func `no more by one that says it is gone, until a person lets it go on`() async throws {
        try await Town.with { town in
            let (webhook, _) = try await town.add()
            town.receiver.answers { _, _ in Receiver.status(410) }
            try await town.happens("booked", 1)
            _ = try await town.turn()
            let stopped = try #require(try await town.journal.webhook(webhook.id))
            #expect(stopped.state == .failing && stopped.reason.contains("410"))
            #expect(try await town.turn() == .nobody)
            #expect(try await town.webhooks.needsPerson() == (0, 1))
            town.receiver.answers { _, _ in Receiver.status(200) }
            try await town.happens("booked", 2)
            _ = try await town.webhooks.resume(webhook.id, by: .person("bram"))
            town.clock.advance(seconds: 60)
            #expect(try await town.turn() == .told(2), "what happened meanwhile too")
            #expect(
                try await town.acts(webhook) == [
                    "person:anna webhook_added", "machine:webhooks webhook_stopped", "person:bram webhook_resumed",
                ])
        }
    }

    @Test func `no more by one that fails for three days`() async throws {
        try await Town.with { town in
            let (webhook, _) = try await town.add()
            town.receiver.answers { _, _ in Receiver.status(500) }
            try await town.happens("booked", 1)
            _ = try await town.turn()
            #expect(try await town.journal.webhook(webhook.id)?.standing.failingSince != nil)
            town.clock.advance(seconds: RetrySchedule.failingMax)
            _ = try await town.turn()
            #expect(try await town.journal.webhook(webhook.id)?.state == .failing)
        }
    }
}

@Suite struct `Nothing is lost or told by two` {
    @Test(arguments: 1...8)
    func `when the process dies at any write`(write: Int) async throws {
        try await Town.with { town in
            let disk = MemoryDisk()
            let living = MemoryJournal(on: disk)
            let webhooks = Webhooks(journal: living, clock: town.clock, sealing: .turning, bridges: [JournalSample.bridge]) { _ in true }
            let (webhook, _) = try await webhooks.add(
                name: "stock", url: town.address, events: ["document.booked"], bridges: [], by: .person("anna"))
            for number in 1...3 { try await living.commit(JournalUnit([.record(JournalSample.record("booked", number))])) }
            for side in [CrashPoint.Side.before, .after] {
                let dying = MemoryJournal(on: disk) { $0.number == write && $0.side == side ? .die : .goOn }
                _ = try? await town.turn(town.teller("dying", over: dying))
            }
            town.clock.advance(seconds: WebhookTeller.leaseSeconds)
            for _ in 1...3 { _ = try await town.turn(town.teller("next", over: living)) }
            let ids = town.receiver.requests.compactMap { $0.fields["webhook-id"] }
            #expect(Set(ids).count == 3 && Set(town.receiver.told).count == 3, "each at least once, under one name")
            let kept = try await living.deliveries(webhook.id, states: [.delivered], before: nil, limit: 10)
            #expect(kept.count == 3)
        }
    }

    @Test func `when two processes turn`() async throws {
        try await Town.with { town in
            try await town.add()
            for number in 1...20 { try await town.happens("booked", number) }
            let (one, two) = (town.teller("one"), town.teller("two"))
            let turns = try await withThrowingTaskGroup(of: WebhookTeller.Turn.self) { group in
                for teller in [one, two] { group.addTask { try await teller.turn() } }
                return try await group.reduce(into: [WebhookTeller.Turn]()) { $0.append($1) }
            }
            #expect(turns.contains(.elsewhere) && turns.contains(.told(20)))
            #expect(town.receiver.requests.count == 20)
            town.clock.advance(seconds: WebhookTeller.leaseSeconds)
            #expect(try await two.turn() == .told(0), "it takes over when the other stops")
        }
    }

    @Test func `when the lease went to another meanwhile`() async throws {
        try await Town.with { town in
            let (webhook, _) = try await town.add()
            try await town.happens("booked", 1)
            town.receiver.answers { _, _ in
                town.clock.advance(seconds: WebhookTeller.leaseSeconds + 1)
                _ = try? await town.journal.lease(
                    WebhookTeller.lane, owner: "other", now: town.clock.now(), until: town.clock.now().adding(seconds: 60))
                return Receiver.status(200)
            }
            await #expect(throws: JournalError.self) { _ = try await town.turn() }
            #expect(try await town.messages(webhook).map(\.state) == [.waiting], "what the late one saw is not kept")
        }
    }
}

@Suite struct `People keep webhooks` {
    @Test(arguments: [
        ("ftp://example.com", WebhookProblem.badAddress), ("http://example.com", .badAddress), ("https://a@example.com", .badAddress),
        ("https://example.com/#x", .badAddress), ("https://", .badAddress), ("https://exa mple.com", .badAddress),
        ("https://example.com:0", .badAddress), ("http://127.evil.example", .badAddress), ("https://2130706433/", .badAddress),
        ("https://0x7f000001/", .badAddress), ("https://0177.0.0.1/", .badAddress), ("https://127.1/", .badAddress),
        ("https://10.0.0.1./", .badAddress), ("https://0/", .badAddress), ("https://a.0x1/", .badAddress),
        ("https://10.0.0.1/x", .privateAddress), ("https://[::1]/", .privateAddress), ("https://169.254.169.254/", .privateAddress),
        ("https://[::ffff:192.168.0.1]/", .privateAddress),
    ])
    func `only at addresses that will do`(url: String, problem: WebhookProblem) async throws {
        try await Town.with { town in
            await #expect(throws: problem) {
                _ = try await town.webhooks.add(
                    name: "x", url: url, events: ["document.booked"], bridges: [], by: .person("anna"))
            }
            let kept = try await town.journal.webhooks()
            #expect(kept.isEmpty)
        }
    }

    @Test func `with known events and bridges, and no more than so many`() async throws {
        try await Town.with { town in
            for (name, events, bridge, problem) in [
                ("", ["document.booked"], nil, .badName), ("x", [], nil, .noEvents), ("x", ["webhook.test"], nil, .badEvent),
                ("x", ["document.booked"], "nowhere", .badBridge),
            ] as [(String, [String], String?, WebhookProblem)] {
                await #expect(throws: problem) {
                    _ = try await town.webhooks.add(
                        name: name, url: town.address, events: events, bridges: bridge.map { [BridgeID($0)] } ?? [], by: .person("anna"))
                }
            }
            for _ in 1...Webhooks.countMax { try await town.add() }
            await #expect(throws: WebhookProblem.tooMany) { try await town.add() }
        }
    }

    @Test func `whose secret changes while both sign for a day, and is never kept in the open`() async throws {
        try await Town.with { town in
            let (webhook, first) = try await town.add()
            let (changed, second) = try await town.webhooks.rotate(webhook.id, by: .person("bram"))
            func signatures() async throws -> [String] {
                let count = town.receiver.requests.count
                try await town.happens("booked", count + 1)
                _ = try await town.turn()
                return town.receiver.requests.last?.fields["webhook-signature"]?.split(separator: " ").map(String.init) ?? []
            }
            #expect(try await signatures().count == 2 && first != second)
            town.clock.advance(seconds: Webhooks.olderSeconds)
            #expect(try await signatures().count == 1)
            for number in 1...2 {
                let box = String(decoding: try #require(try await town.journal.sealed(name: changed.secretName(number))), as: UTF8.self)
                #expect(!box.contains(number == 1 ? first : second))
            }
            #expect(try await town.acts(webhook).last == "person:bram webhook_secret_changed")
        }
    }

    @Test func `and pause, try, tell a period again, and end them`() async throws {
        try await Town.with { town in
            let (webhook, _) = try await town.add([.documentBooked])
            let other = try await town.add([.documentParked]).webhook
            try await town.webhooks.test(webhook.id, by: .person("anna"))
            #expect(try await town.turn() == .told(1))
            #expect(town.receiver.told == ["webhook.test -"], "told to this one alone")
            _ = try await town.webhooks.pause(webhook.id, by: .person("anna"))
            await #expect(throws: WebhookProblem.doesNotFit) { try await town.webhooks.test(webhook.id, by: .person("anna")) }
            try await town.happens("booked", 1)
            #expect(try await town.turn() == .told(0))
            _ = try await town.webhooks.resume(webhook.id, by: .person("anna"))
            #expect(try await town.turn() == .told(1))
            let (from, until) = (JournalSample.now, JournalSample.now.adding(seconds: 1))
            let again = try await town.webhooks.replay(webhook.id, from: from, until: until, onlyAside: false, by: .person("anna"))
            #expect(again == 2)
            #expect(try await town.turn() == .told(2))
            await #expect(throws: WebhookProblem.nothingThere) {
                _ = try await town.webhooks.replay(webhook.id, from: until, until: until, onlyAside: false, by: .person("anna"))
            }
            _ = try await town.webhooks.end(webhook.id, by: .person("anna"))
            try await town.happens("booked", 2)
            #expect(try await town.turn() == .told(0))
            await #expect(throws: WebhookProblem.doesNotFit) { _ = try await town.webhooks.resume(webhook.id, by: .person("anna")) }
            #expect(try await town.webhooks.list().map(\.id) == [other.id, webhook.id])
        }
    }

    @Test func `that reach no private network, whatever name leads there`() async throws {
        try await Town.with { town in
            let port = town.address.drop { $0 != ":" }.dropFirst(3).drop { $0 != ":" }.dropFirst().prefix { $0.isNumber }
            var settings = CurlTransport.Configuration()
            settings.addressRule = AddressRule()
            let guarded = CurlTransport(configuration: settings)
            let request = HTTPRequest(.post, origin: "http://localhost:\(port)", target: "/", body: [])
            await #expect(throws: HTTPFailure.notConnected("the address lies within a private network")) {
                _ = try await guarded.send(request)
            }
            #expect(town.receiver.requests.isEmpty)
            await guarded.shutdown()
        }
    }
}

@Suite struct `Nobody does it, yet it is told` {
    @Test(arguments: Town.Kind.allCases)
    func `a document becomes late, once, and what was late before is no news`(kind: Town.Kind) async throws {
        try await Town.with(kind) { town in
            for number in 1...3 {
                var posting = JournalSample.posting(number, state: .held)
                posting.hold = .approval
                posting.deadline = JournalSample.now.adding(seconds: Int64(number - 1) * 100)
                try await town.journal.commit(JournalUnit([.startPosting(posting)]))
            }
            let watch = WebhookWatch(journal: town.journal, clock: town.clock, bridges: [JournalSample.bridge]) { _ in nil }
            let teller = town.teller()
            func look() async throws {
                let fence = try #require(try await teller.lease())
                try await watch.look(fence)
            }
            town.clock.advance(seconds: 1)
            try await look()
            try await town.add([.documentLate])
            try await look()
            town.clock.advance(seconds: 100)
            for _ in 1...3 { try await look() }
            #expect(try await teller.turn() == .told(1))
            #expect(town.receiver.told == ["document.late \(JournalSample.key(2).number)"])
            town.clock.advance(seconds: 100)
            try await look()
            #expect(try await teller.turn() == .told(1))
        }
    }

    @Test func `a connection needs a person, once each time`() async throws {
        try await Town.with { town in
            try await town.add([.connectionNeedsPerson])
            let need = Flag()
            let watch = WebhookWatch(journal: town.journal, clock: town.clock, bridges: [JournalSample.bridge]) { _ in
                need.isSet ? BilingualText(nl: "de toestemming is verlopen", en: "the consent ran out") : nil
            }
            let teller = town.teller()
            for isNeeded in [false, true, true, false, true] {
                need.set(isNeeded)
                let fence = try #require(try await teller.lease())
                try await watch.look(fence)
            }
            #expect(try await teller.turn() == .told(2))
            #expect(
                town.receiver.requests.allSatisfy { $0.text.contains("the consent ran out") && $0.text.contains("connection.needs_person") }
            )
        }
    }
}

@Suite struct `Signatures` {
    /// The example of Standard Webhooks' own libraries.
    @Test func `are those of Standard Webhooks`() {
        let signer = WebhookSigner(secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
        let fields = signer.fields(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at: Timestamp(milliseconds: 1_614_265_330_000), body: Array("{\"test\": 2432232314}".utf8))
        #expect(fields["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        #expect(fields["webhook-id"] == "msg_p5jXN8AQM9LWM0D4loKWxJek" && fields["webhook-timestamp"] == "1614265330")
    }

    @Test func `come of secrets only`() {
        #expect(
            WebhookSigner(secrets: ["", "abc", "whsec_", "whsec_%"]).fields(id: "m", at: JournalSample.now, body: [])["webhook-signature"]
                == "")
    }
}

/// Something that is switched in a test.
private final class Flag: Sendable {
    private let state = Mutex(false)

    var isSet: Bool { state.withLock { $0 } }
    func set(_ value: Bool) { state.withLock { $0 = value } }
}

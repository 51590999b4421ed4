import BridgeAccess
import BridgeDomain
import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import BridgeJSON
import BridgeJournal
import BridgeJournalSQLite
import BridgeJournalTesting
import BridgeTesting
import Glibc
import Synchronization
import Testing

@testable import BridgeWebhooks

/// Another system on a real socket: takes messages, and answers as its script says.
final class Receiver: HTTPHandler {
    /// Answers by the number of the request, from 1.
    typealias Script = @Sendable (Int, HTTPRequest) async -> HTTPAnswer

    private let state = Mutex<(requests: [HTTPRequest], script: Script)>(([], { _, _ in Receiver.status(200) }))

    static func status(_ status: Int, _ text: String = "", _ fields: HTTPFields = [:]) -> HTTPAnswer {
        .respond(HTTPResponse(status: status, fields: fields, body: Array(text.utf8)))
    }

    func answers(_ script: @escaping Script) { state.withLock { $0.script = script } }

    func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        let (number, script) = state.withLock { state in
            state.requests.append(request)
            return (state.requests.count, state.script)
        }
        return await script(number, request)
    }

    var requests: [HTTPRequest] { state.withLock { $0.requests } }
    /// What each message was about: event and number of the document.
    var told: [String] {
        requests.map { request in
            let json = try? JSON(parsing: request.text)
            return "\(json?["type"]?.string ?? "") \(json?["data"]?["number"]?.string ?? "-")"
        }
    }
}

extension HTTPRequest {
    var text: String { String(decoding: body, as: UTF8.self) }
}

/// Webhooks over a journal, with a receiver on a real socket and a clock that is set by hand.
final class Town: Sendable {
    enum Kind: String, CaseIterable, Sendable { case memory, file }

    let journal: any BridgeJournal
    let clock = MovableClock(JournalSample.now)
    let receiver = Receiver()
    let webhooks: Webhooks
    let transport: CurlTransport
    let address: String
    private let server: HTTPServer

    private init(_ journal: any BridgeJournal) throws {
        self.journal = journal
        var settings = CurlTransport.Configuration()
        let rule = AddressRule(allowing: [try #require(NetworkRange("127.0.0.0/8"))])
        settings.addressRule = rule
        transport = CurlTransport(configuration: settings)
        webhooks = Webhooks(journal: journal, clock: clock, sealing: .turning, bridges: [JournalSample.bridge]) { rule.mayTry($0) }
        server = HTTPServer(handler: receiver, configuration: HTTPServer.Configuration(port: 0))
        address = "http://127.0.0.1:\(try server.start())/hooks?key=1"
    }

    static func with(_ kind: Kind = .memory, _ work: (Town) async throws -> Void) async throws {
        var template = Array("/tmp/ledgerbridge-webhooks-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap { mkdtemp($0) } }
        let folder = String(cString: try #require(made))
        defer {
            for name in ["j", "j-wal", "j-shm", "j.lock"] { unlink("\(folder)/\(name)") }
            rmdir(folder)
        }
        let journal: any BridgeJournal =
            kind == .memory ? MemoryJournal() : try await SQLiteJournal.open(path: folder + "/j", time: MovableClock(JournalSample.now))
        let town = try Town(journal)
        let outcome: Result<Void, any Error>
        do {
            try await work(town)
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await town.server.stop()
        await town.transport.shutdown()
        await journal.close()
        try outcome.get()
    }

    func teller(
        _ owner: String = "one", over journal: (any BridgeJournal)? = nil, patience: Int = WebhookTeller.attemptMilliseconds
    ) -> WebhookTeller {
        let webhooks =
            journal.map { Webhooks(journal: $0, clock: clock, sealing: .turning, bridges: [JournalSample.bridge]) { _ in true } }
            ?? webhooks
        return WebhookTeller(webhooks, transport: transport, owner: owner, patience: patience) { bridge, key in
            "https://console.example/documents/\(bridge)/\(key.map { "\($0.number)" } ?? "")"
        }
    }

    @discardableResult
    func add(_ events: [WebhookEvent] = WebhookEvent.choices) async throws -> (webhook: WebhookRecord, secret: String) {
        try await webhooks.add(
            name: "stock", url: address, events: events.map(\.rawValue), bridges: [], by: .person("anna"))
    }

    /// Something happens to a document.
    func happens(_ act: String, _ number: Int) async throws {
        let key = JournalSample.key(number)
        var unit = JournalUnit()
        if try await journal.postings([key], bridge: JournalSample.bridge)[key] == nil {
            var posting = JournalSample.posting(number, state: .booked)
            posting.targetNumber = "9\(number)"
            unit.append(.startPosting(posting))
        }
        unit.append(.record(JournalSample.record(act, number)))
        try await journal.commit(unit)
    }

    func turn(_ teller: WebhookTeller? = nil) async throws -> WebhookTeller.Turn { try await (teller ?? self.teller()).turn() }

    func messages(_ webhook: WebhookRecord) async throws -> [DeliveryRecord] {
        try await journal.deliveries(webhook.id, states: [], before: nil, limit: 100).reversed()
    }

    func acts(_ webhook: WebhookRecord) async throws -> [String] {
        try await journal.history(subject: "webhook/\(webhook.id)", bridge: nil, after: 0, limit: 100).map {
            "\($0.entry.who) \($0.entry.act)"
        }
    }
}

extension KeySealing {
    /// Turns text round under its name: enough to see whether it was sealed, and under which name.
    static let turning = KeySealing { text, name in
        name + "|" + String(text.reversed())
    } open: { box, name in
        box.hasPrefix(name + "|") ? String(box.dropFirst(name.count + 1).reversed()) : nil
    }
}

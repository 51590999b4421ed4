import BridgeDomain
import BridgeEngine
import BridgeHash
import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import BridgeJSON
import BridgeJournal
import BridgeJournalTesting
import BridgeMapping
import BridgeTesting
import ExactSimulator
import FreshPortalSimulator
import Synchronization
import Testing

@testable import BridgeRuntime

/// A flower exporter's town in one process: FreshPortal and Exact Online as sandboxes behind real doors, and the service between them.
///
/// The clock stands still unless it is moved; the network and its waiting are real.
final class Town: Sendable {
    static let hookSecret = "a-secret-of-the-pushes"
    static let date = CalendarDate(daysSinceEpoch: 20_775)

    let clock = MovableClock(Timestamp(Town.date, milliseconds: 9 * 3_600_000))
    let folder: ScratchFolder
    let day: TradingDay
    let trade: FreshPortalSandbox
    let books: ExactSandbox
    let journal: MemoryJournal
    let transport = CurlTransport()
    private let doors: [HTTPServer]
    private let ports: (trade: UInt16, books: UInt16)
    private let fault: Fault

    /// What the journal's disk does.
    final class Fault: Sendable {
        let refusal = Mutex<JournalError?>(nil)
    }

    init(_ change: (inout ExactSandbox.Settings) -> Void = { _ in }) async throws {
        let fault = Fault()
        self.fault = fault
        folder = try ScratchFolder()
        journal = MemoryJournal { point in
            guard point.side == .before, let error = fault.refusal.withLock({ $0 }) else { return .goOn }
            return .refuse(error)
        }
        day = TradingDay.make(seed: 7, date: Town.date, invoices: 80, creditNotes: 6)
        var settings = ExactSandbox.Settings()
        settings.consent = .allDivisions
        settings.limits.callsPerMinute = 100_000
        settings.limits.callsPerDay = 1_000_000
        change(&settings)
        let wait: @Sendable (Int) async -> Void = { try? await Task.sleep(for: .milliseconds($0)) }
        books = ExactSandbox(settings, clock: clock, sleeper: wait, transport: transport)
        trade = FreshPortalSandbox(time: clock, sleeper: wait)
        for party in day.parties {
            if party.kind == .debtor { await trade.put(customer: party.json) } else { await trade.put(supplier: party.json) }
        }
        doors = [HTTPServer(handler: trade), HTTPServer(handler: books)]
        ports = (try doors[0].start(), try doors[1].start())
    }

    /// Closes the sandboxes' doors.
    func close() async {
        for door in doors { await door.stop() }
        await transport.shutdown()
    }

    // MARK: The trade

    /// Documents that are right and stand by themselves, in the day's order.
    var goodInvoices: [TradingDocument] {
        day.documents.filter { $0.kind == .salesInvoice && $0.brokenness == nil && !day.manifest.nothingToPost.contains($0.number) }
    }

    /// Approves some good invoices; gives their identifiers.
    @discardableResult
    func approve(_ range: Range<Int>) async -> [Int] {
        var ids: [Int] = []
        for document in goodInvoices[range] { if let id = await trade.approve(document.json) { ids.append(id) } }
        return ids
    }

    /// What stands in the books, by number of the source.
    func booked() async -> [String] { await books.entries(in: 3_456_789).compactMap(\.yourReference).sorted() }

    // MARK: The journal

    /// Lets the disk refuse every write; nil mends it.
    func refuseWrites(_ error: JournalError?) { fault.refusal.withLock { $0 = error } }

    // MARK: The service

    /// A configuration for these sandboxes. `bridge` and `more` are laid over and behind the usual.
    func configuration(
        bridge: String = "", more: String = "", service: String = "port: 0", sources: String = "", targets: String = ""
    ) throws -> Configuration {
        let text = """
            key_file: key
            language: en
            service: { \(service) }
            sources:
              freshportal:
                type: freshportal
                url: http://127.0.0.1:\(ports.trade)
                key: env:KEY
                webhook_secret: env:HOOK
              \(sources)
            targets:
              exact:
                type: exact
                url: http://127.0.0.1:\(ports.books)
                division: 3456789
                client_id: 6f1c0000-1111-2222-3333-444455556666
                client_secret: env:CLIENT
                redirect: http://127.0.0.1:8080/exact/callback
                limits: { per_minute: 100000, per_day: 1000000 }
                settling_seconds: 2
                \(targets)
            bridges:
              export:
                source: freshportal
                administration: NL01
                target: exact
                closed_period: ask
                poll_seconds: 86400
                \(bridge)
            \(more)
            """
        return try Configuration(yaml: text, directory: folder.path)
    }

    /// Where Exact Online is.
    var booksOrigin: String { "http://127.0.0.1:\(ports.books)" }

    /// Where FreshPortal is.
    var tradeOrigin: String { "http://127.0.0.1:\(ports.trade)" }

    var environment: [String: String] { ["KEY": "sandbox-key", "HOOK": Self.hookSecret, "CLIENT": "sandbox-secret"] }

    func installation(
        _ configuration: Configuration, environment: [String: String]? = nil, owner: String = "test"
    ) throws -> Installation {
        try Installation(
            configuration, journal: journal, transport: transport, clock: clock, environment: environment ?? self.environment, owner: owner)
    }

    /// Gives consent, saves the sample rules for each bridge, and links the customers that are in the books already.
    func connect(_ installation: Installation) async throws {
        for bridge in installation.configuration.bridges {
            let working = try await installation.bridge(bridge)
            if bridge.policy.bridge == installation.configuration.bridges.first?.policy.bridge {
                try await give(try #require(working.connection.consent))
            }
            let rules = try MappingRules(yaml: MappingSamples.exactFlowerExporter)
            _ = try await working.save(rules, yaml: MappingSamples.exactFlowerExporter, by: .person("anna"), comment: "first rules")
        }
    }

    /// What the browser does: opens the link, and brings the redirect's query back.
    func give(_ consent: any PersonsConsent) async throws {
        let origin = "http://127.0.0.1:\(ports.books)"
        let page = try await transport.send(
            HTTPRequest(.get, origin: origin, target: String(consent.link.dropFirst(origin.count))))
        let query = try #require(page.fields["Location"]?.split(separator: "?", maxSplits: 1).last)
        try await consent.accept(callback: String(query), by: "anna")
    }

    /// Runs a service while `work` is done, then stops it in good order.
    func serving(_ installation: Installation, _ work: (Guest) async throws -> Void) async throws {
        let log = Log(label: "service", level: .error, clock: clock, sink: LogSink(descriptor: -1))
        let service = Service(installation, owner: "serve", log: log)
        let port = try await service.start()
        let running = Task { await service.run() }
        do {
            try await work(Guest(service: service, origin: "http://127.0.0.1:\(port)", transport: transport, clock: clock))
        } catch {
            await service.stop()
            await running.value
            throw error
        }
        await service.stop()
        await running.value
    }
}

/// Somebody at the service's door.
struct Guest {
    let service: Service
    let origin: String
    let transport: CurlTransport
    let clock: MovableClock

    func get(_ path: String) async throws -> HTTPResponse { try await transport.send(HTTPRequest(.get, origin: origin, target: path)) }

    /// Pushes an event as FreshPortal would.
    func push(
        _ event: String, id: String, bridge: String = "export", secret: String = Town.hookSecret, secondsOld: Int64 = 0,
        administration: String = "NL01"
    ) async throws -> HTTPResponse {
        let body =
            #"{"event_id":"\#(id)","event":"\#(event)","tenant":"fp042","administration":"\#(administration)","resource_id":1,"sequence":1}"#
        let seconds = clock.now().milliseconds / 1000 - secondsOld
        let tag = HMACSHA256.tag(Array("\(seconds).\(body)".utf8), key: secret.utf8)
        return try await transport.send(
            HTTPRequest(
                .post, origin: origin, target: "/hooks/freshportal/\(bridge)",
                fields: ["Content-Type": "application/json", "X-FP-Signature": "t=\(seconds),v1=\(tag.hex)"], body: Array(body.utf8)))
    }

    /// Asks the door until it says what is waited for; bounded by the test's own time limit.
    @discardableResult
    func wait(_ path: String, until isReached: (HTTPResponse) -> Bool) async throws -> HTTPResponse {
        while true {
            let answer = try await get(path)
            if isReached(answer) { return answer }
        }
    }

    /// Waits until a number stands at a value.
    func wait(for sample: String, _ value: Int) async throws {
        try await wait("/metrics") { $0.text.split(separator: "\n").contains("\(sample) \(value)") }
    }
}

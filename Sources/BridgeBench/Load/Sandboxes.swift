import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeHTTPClient
import BridgeJournal
import BridgeJournalSQLite
import BridgeJSON
import BridgeMapping
import BridgeSource
import BridgeRuntime
import Glibc
import Synchronization

/// Both remote systems as processes of their own, and a bridge between them as the program wires it, with its journal in a file.
struct Sandboxes: Sendable {
    static let bridge: BridgeID = "bench"

    let freshPortal: any BenchProcess
    let exact: any BenchProcess
    let freshPortalOrigin: String
    let exactOrigin: String
    let journal: any BridgeJournal
    let working: WorkingBridge
    let lane: Lane
    let wire: RecordingTransport

    init(_ bench: Bench, name: String, date: CalendarDate, road: ExactTarget.Road = .rest) async throws {
        func port(_ kind: String) -> String { bench.file("\(name)-\(kind).port") }
        let common = ["--empty", "--date", "\(date)"]
        freshPortal = try bench.launcher.launch(
            ["sandbox", "freshportal", "--port-file", port("freshportal")] + common, log: bench.file("\(name)-freshportal.log"))
        exact = try bench.launcher.launch(
            ["sandbox", "exact", "--port-file", port("exact"), "--consent-at-once"] + common
                + ["--calls-per-minute", "1000000", "--calls-per-day", "100000000"], log: bench.file("\(name)-exact.log"))
        freshPortalOrigin = "http://127.0.0.1:\(try await Self.port(in: port("freshportal"), freshPortal))"
        exactOrigin = "http://127.0.0.1:\(try await Self.port(in: port("exact"), exact))"
        wire = RecordingTransport(CurlTransport(), posts: road == .rest ? "/SalesEntries" : "/docs/XMLUpload.aspx")
        let configuration = try Self.configuration(bench, name, freshPortalOrigin, exactOrigin, road)
        journal = try await SQLiteJournal.open(path: configuration.path(configuration.journal), time: SystemClock())
        let installation = try Installation(
            configuration, journal: journal, transport: wire, clock: SystemClock(), environment: [:], owner: "bench")
        let first = try await installation.bridge(configuration.bridges[0])
        try await Self.consent(first, exactOrigin, wire)
        let rules = try MappingRules(yaml: MappingSamples.exactFlowerExporter)
        _ = try await first.save(rules, yaml: MappingSamples.exactFlowerExporter, by: .person("bench"), comment: "bench")
        working = try await installation.bridge(configuration.bridges[0])
        lane = Lane(parts: working.parts, orders: working.translator, owner: "bench")
    }

    private static func configuration(
        _ bench: Bench, _ name: String, _ freshPortal: String, _ exact: String, _ road: ExactTarget.Road
    ) throws -> Configuration {
        try TextFile.write(Array("sandbox-key\n".utf8), to: bench.file("freshportal.key"), mode: 0o600)
        try TextFile.write(Array("sandbox-secret\n".utf8), to: bench.file("exact.secret"), mode: 0o600)
        let text = """
            journal: \(name).db
            key_file: \(name).key
            sources:
              freshportal: { type: freshportal, url: "\(freshPortal)", key: "file:\(bench.file("freshportal.key"))" }
            targets:
              exact:
                type: exact
                url: \(exact)
                division: 3456789
                client_id: 6f1c0000-1111-2222-3333-444455556666
                client_secret: file:\(bench.file("exact.secret"))
                redirect: http://127.0.0.1:8080/exact/callback
                road: \(road.rawValue)
                limits: { per_minute: 1000000, per_day: 100000000 }
            bridges:
              bench: { source: freshportal, administration: NL01, target: exact, approval: automatic, schedule: on_arrival }

            """
        try TextFile.write(Array(text.utf8), to: bench.file("\(name).yaml"))
        return try ConfigurationFile.read(bench.file("\(name).yaml"))
    }

    static func consent(_ bridge: WorkingBridge, _ origin: String, _ transport: any HTTPTransport) async throws {
        guard let consent = bridge.connection.consent else { return }
        let answer = try await transport.send(HTTPRequest(.get, origin: origin, target: String(consent.link.dropFirst(origin.count))))
        guard let location = answer.fields["Location"], let mark = location.firstIndex(of: "?") else {
            throw BenchFailure(nl: "de sandbox gaf geen toestemming", en: "the sandbox gave no consent")
        }
        try await consent.accept(callback: String(location[location.index(after: mark)...]), by: "bench")
    }

    static func port(in file: String, _ process: any BenchProcess) async throws -> Int {
        for _ in 0..<1_000 {
            guard process.isRunning else { break }
            if let bytes = try TextFile.read(file), let port = Int(String(decoding: bytes.dropLast(), as: UTF8.self)) { return port }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw BenchFailure(
            nl: "een sandbox begint niet; zie de logboeken naast \(file)", en: "a sandbox does not start; see the logs beside \(file)")
    }

    /// Has the source know the customers and approve these documents.
    func load(_ text: TradeText, _ places: Range<Int>) async throws {
        if places.lowerBound == 0 { for party in text.parties { try await give("/_sandbox/customers", party.bytes) } }
        for place in places { try await give("/_sandbox/approve", text.document(place)) }
    }

    private func give(_ target: String, _ body: [UInt8]) async throws {
        let request = HTTPRequest(
            .post, origin: freshPortalOrigin, target: target, fields: ["Content-Type": "application/json"], body: body)
        let answer = try await wire.send(request)
        guard answer.status == 200 else {
            throw BenchFailure(
                nl: "de bron neemt een document niet aan: \(answer.text)", en: "the source refuses a document: \(answer.text)")
        }
    }

    /// Turns until `count` more are booked; looks at the source at once.
    func book(_ count: Int) async throws {
        await lane.nudge(.debtors)
        await lane.nudge(.documents)
        var (booked, idle) = (0, 0)
        while booked < count {
            let turn = try await lane.turn()
            booked += turn.booked
            idle = turn.didWork ? 0 : idle + 1
            guard idle < 200 else {
                throw BenchFailure(
                    nl: "\(booked) van \(count) geboekt en niets beweegt meer: \(turn.trouble?.dutch ?? "-")",
                    en: "\(booked) of \(count) booked and nothing moves any more: \(turn.trouble?.english ?? "-")")
            }
        }
    }

    func close() async {
        await lane.release()
        await journal.close()
        freshPortal.stop()
        exact.stop()
    }
}

/// The network, remembering the bodies that were posted to one kind of address, so that a bare loop can post the same.
final class RecordingTransport: HTTPTransport {
    private struct State {
        var isRecording = false
        var requests: [HTTPRequest] = []
    }

    private let base: CurlTransport
    private let kind: String
    private let state = Mutex(State())

    init(_ base: CurlTransport, posts kind: String) {
        self.base = base
        self.kind = kind
    }

    var executor: (any TaskExecutor)? { base.executor }
    func record(_ isRecording: Bool) { state.withLock { $0.isRecording = isRecording } }
    /// What was posted while recording, in order.
    var requests: [HTTPRequest] { state.withLock { $0.requests } }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        if request.method == .post, request.target.contains(kind) {
            state.withLock { if $0.isRecording { $0.requests.append(request) } }
        }
        return try await base.send(request)
    }
}

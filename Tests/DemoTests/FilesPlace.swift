import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeHTTPClient
import BridgeJournal
import BridgeJournalSQLite
import BridgeJSON
import BridgeMapping
import BridgeRuntime
import Foundation
import Testing

/// A folder with a configuration that reads UBL files or tables, its rules and consent, and a sandbox of Exact Online in a process of its own.
final class FilesPlace {
    /// What the files are.
    enum Form {
        case ubl
        /// Tables with columns as these settings name them.
        case columns(String)
    }

    /// In the month that is open in the sandbox, whatever day it is.
    static let day = CalendarDate(daysSinceEpoch: 20_775)

    private let folder: URL
    private let sandbox: Program
    private let origin: String
    private let form: Form
    private let transport = CurlTransport()
    private static let environment = ["EXACT_SECRET": "sandbox-secret"]

    struct Standing {
        var booked = 0
        var readBack = 0
    }

    init(_ form: Form = .ubl) throws {
        self.form = form
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("ledgerbridge-files-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder.appendingPathComponent("incoming"), withIntermediateDirectories: true)
        let portFile = folder.appendingPathComponent("exact.port")
        sandbox = try Program(
            [
                "sandbox", "exact", "--port-file", portFile.path, "--consent-at-once", "--date", "\(Self.day)", "--calls-per-minute",
                "100000",
            ],
            [:], log: folder.appendingPathComponent("exact.log"))
        var port: String?
        while port == nil {
            try #require(sandbox.isRunning, "the sandbox does not start")
            let text = (try? String(contentsOf: portFile, encoding: .utf8)) ?? ""
            if text.hasSuffix("\n") { port = String(text.dropLast()) }
        }
        origin = "http://127.0.0.1:\(port ?? "")"
        try configuration.write(to: folder.appendingPathComponent("ledgerbridge.yaml"), atomically: true, encoding: .utf8)
        if case .columns(let settings) = form {
            try settings.write(to: folder.appendingPathComponent("columns.yaml"), atomically: true, encoding: .utf8)
        }
    }

    /// Type of the source, and the key that only this type has.
    private var type: String {
        switch form {
        case .ubl: "type: ubl-folder\n    own_numbers: [NL111111111B01]"
        case .columns: "type: column-folder\n    columns: columns.yaml"
        }
    }

    private var configuration: String {
        """
        language: en
        service: { port: 0 }
        sources:
          invoices:
            \(type)
            folder: incoming
            settling_seconds: 0
        targets:
          exact:
            type: exact
            url: \(origin)
            division: 3456789
            client_id: 6f1c0000-1111-2222-3333-444455556666
            client_secret: env:EXACT_SECRET
            redirect: http://127.0.0.1:8080/exact/callback
            limits: { per_minute: 100000, per_day: 100000 }
            settling_seconds: 2
        bridges:
          invoices: { source: invoices, administration: UBL, target: exact, poll_seconds: 1, read_back_seconds: 1, closed_period: first_open }
        """
    }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    func remove() {
        sandbox.kill()
        try? FileManager.default.removeItem(at: folder)
    }

    // MARK: A second process on the same journal

    /// Another bridge of the same connection and journal, in a configuration of its own, so that another process works on it.
    func addSecond() throws {
        try FileManager.default.createDirectory(at: folder.appendingPathComponent("second"), withIntermediateDirectories: true)
        let text = configuration.replacingOccurrences(of: "folder: incoming", with: "folder: second")
            .replacingOccurrences(
                of: "invoices: { source: invoices, administration: UBL", with: "second: { source: invoices, administration: UBL2")
        try text.write(to: folder.appendingPathComponent("second.yaml"), atomically: true, encoding: .utf8)
    }

    /// Moves everybody's time on: the sandbox's clock, and the file that tells services how far theirs is off.
    func pass(seconds: Int) async throws {
        let fields: HTTPFields = ["Content-Type": "application/json"]
        let body: JSON = ["advanceSeconds": .number(seconds)]
        let answer = try await transport.send(
            HTTPRequest(.post, origin: origin, target: "/_sandbox/clock", fields: fields, body: body.bytes))
        try #require(answer.status == 200)
        try Data("\(seconds * 1_000)\n".utf8).write(to: URL(fileURLWithPath: path("clock")))
    }

    /// How often an endpoint was called, by the sandbox's own account.
    func calls(_ endpoint: String) async throws -> Int64 {
        let page = try await transport.send(HTTPRequest(.get, origin: origin, target: "/_sandbox/calls"))
        return try JSON(parsing: page.body)["endpoints"]?[endpoint]?.integer ?? 0
    }

    // MARK: The folder

    /// Puts a file in, whole: written beside and renamed.
    func drop(_ name: String, _ text: String, in place: String = "incoming") throws {
        let beside = path("\(place)/.\(name)")
        try Data(text.utf8).write(to: URL(fileURLWithPath: beside))
        try FileManager.default.moveItem(atPath: beside, toPath: path("\(place)/\(name)"))
    }

    func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path("incoming/\(folder)"))) ?? []).sorted()
    }

    /// Files that nobody took.
    func waiting() -> [String] { names(in: "").filter { !$0.hasPrefix(".") && !["done", "repeats", "refused"].contains($0) } }

    // MARK: The program

    /// Gives consent and saves rules before the first start, then serves.
    func connect(_ file: String = "ledgerbridge.yaml", consents: Bool = true) async throws {
        let configuration = try ConfigurationFile.read(path(file))
        let journal = try await JournalFile.open(path("ledgerbridge.sqlite"))
        let installation = try Installation(
            configuration, journal: journal, transport: transport, clock: SystemClock(), environment: Self.environment, owner: "test")
        let bridge = try await installation.bridge(configuration.bridges[0])
        if consents {
            let consent = try #require(bridge.connection.consent)
            let page = try await transport.send(
                HTTPRequest(.get, origin: origin, target: String(consent.link.dropFirst(origin.count))))
            let query = try #require(page.fields["Location"]?.split(separator: "?", maxSplits: 1).last)
            try await consent.accept(callback: String(query), by: "anna")
        }
        let yaml = try String(contentsOf: Program.project.appendingPathComponent("Examples/mapping-exact-files.yaml"), encoding: .utf8)
        _ = try await bridge.save(try MappingRules(yaml: yaml), yaml: yaml, by: .person("anna"), comment: "the example's rules")
        await journal.close()
    }

    func serve(_ file: String = "ledgerbridge.yaml", _ more: [String] = []) throws -> Program {
        try Program(
            ["serve", "--config", path(file)] + more, Self.environment, log: folder.appendingPathComponent("serve-\(file).log"))
    }

    func run(_ words: [String]) throws -> (status: Int32, text: String) {
        let log = folder.appendingPathComponent("run-\(UUID().uuidString).log")
        let program = try Program(words + ["--config", path("ledgerbridge.yaml")], Self.environment, log: log)
        let status = program.end()
        return (status, try String(contentsOf: log, encoding: .utf8))
    }

    /// Asks the journal until it stands as wanted; bounded by the test's own time limit. Returns how many were booked then.
    @discardableResult
    func wait(for bridge: BridgeID = "invoices", _ isReached: (Standing) -> Bool) async throws -> Int {
        let journal = try await JournalFile.openForReading(path("ledgerbridge.sqlite"))
        while true {
            var standing = Standing()
            for posting in try await journal.list(PostingFilter(bridge: bridge, states: [.booked]), before: nil, limit: 1_000) {
                standing.booked += 1
                if case .agrees = posting.readBack { standing.readBack += 1 }
            }
            try Task.checkCancellation()
            guard isReached(standing) else { continue }
            await journal.close()
            return standing.booked
        }
    }

    /// What is to go wrong in the sandbox.
    func plan(_ faults: JSON) async throws {
        let fields: HTTPFields = ["Content-Type": "application/json"]
        let answer = try await transport.send(
            HTTPRequest(.post, origin: origin, target: "/_sandbox/faults", fields: fields, body: faults.bytes))
        try #require(answer.status == 200)
    }

    /// From here on all goes well.
    func planNothing() async throws { _ = try await transport.send(HTTPRequest(.delete, origin: origin, target: "/_sandbox/faults")) }

    /// What stands in the sandbox's books, by its own account: the amounts under each reference.
    func books() async throws -> [String: [ExactDecimal]] {
        let page = try await transport.send(HTTPRequest(.get, origin: origin, target: "/_sandbox/books"))
        var books: [String: [ExactDecimal]] = [:]
        for entry in try JSON(parsing: page.body)["entries"]?.array ?? [] {
            guard let reference = entry["yourReference"]?.string, reference.hasPrefix("U") else { continue }
            books[reference, default: []].append(entry["amount"]?.decimal ?? .zero)
        }
        return books
    }
}

/// The program that was built with these tests, as a process.
final class Program {
    private let process = Process()

    init(_ words: [String], _ environment: [String: String], log: URL) throws {
        if !FileManager.default.fileExists(atPath: log.path) { try Data().write(to: log) }
        let output = try FileHandle(forWritingTo: log)
        try output.seekToEnd()
        process.executableURL = try Self.file()
        process.arguments = words
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = output
        process.standardError = output
        try process.run()
    }

    var isRunning: Bool { process.isRunning }

    /// Waits until it ends by itself.
    func end() -> Int32 {
        process.statusAtEnd()
    }

    /// Asks it to end in good order.
    func stop() -> Int32 {
        process.terminate()
        return end()
    }

    /// Kills it in the middle of whatever it does.
    func kill() {
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
        _ = process.statusAtEnd()
    }

    /// The program stands beside the bundle of tests.
    static func file() throws -> URL {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        let program = URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("ledgerbridge")
        try #require(FileManager.default.isExecutableFile(atPath: program.path), "no program at \(program.path)")
        return program
    }

    static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}

import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeHTTPClient
import BridgeJSON
import BridgeJournal
import BridgeJournalSQLite
import BridgeMapping
import BridgeRuntime
import FreshPortalSimulator

let demoCommand = Command(
    path: ["demo"], summary: "a flower exporter's day, from FreshPortal into Exact Online, killed in the middle",
    details: """
        Starts both sandboxes as processes, connects them, posts a day of 300 invoices and 20 credit notes (some broken in believable ways),
        is killed with SIGKILL in the middle while answers are being lost, starts again, finishes, and proves that nothing is lost, double
        or different. Ends with a failure when anything is. The folder it leaves can be tried with every other command.
        """,
    example: "ledgerbridge demo --directory demo",
    options: [
        .value("directory", "DIR", "where to leave configuration, journal and logs; demo unless given"),
        .value("seed", "N", "which day; 1 unless given"), .value("invoices", "N", "how many; 300 unless given"),
        .value("credit-notes", "N", "how many; 20 unless given"), .value("date", "DATE", "the day; today unless given"),
    ], needsConfiguration: false
) { invocation in
    try await Demo(invocation).run()
}

/// The demo, step by step. Everything it claims is checked against the sandbox's own books.
struct Demo {
    static let callsPerMinute = 6_000
    /// How long the whole may take before something is wrong.
    static let secondsMax: Int64 = 120

    let invocation: Invocation
    let folder: DemoFolder
    let language: Language
    let day: TradingDay
    let clock = SystemClock()
    let transport = CurlTransport()

    init(_ invocation: Invocation) throws {
        self.invocation = invocation
        folder = try DemoFolder(invocation.value("directory") ?? "demo")
        language = invocation.value("lang").flatMap { Language(rawValue: $0) } ?? .english
        day = TradingDay.make(
            seed: UInt64(try invocation.integer("seed", in: 0...1_000_000, default: 1)),
            date: try ledgerbridge.date(invocation, "date") ?? TimeZoneRule.amsterdam.date(of: SystemClock().now()),
            invoices: try invocation.integer("invoices", in: 80...100_000, default: 300),
            creditNotes: try invocation.integer("credit-notes", in: 6...10_000, default: 20))
    }

    func run() async throws -> Exit {
        let started = clock.now()
        say("1", "Starting FreshPortal and Exact Online as sandboxes: strict, stateful, two processes on this machine.")
        let freshPortal = try await startSandbox("freshportal", [])
        let exact = try await startSandbox(
            "exact", ["--calls-per-minute", "\(Self.callsPerMinute)", "--calls-per-day", "5000", "--consent-at-once"])
        let manifest = day.manifest
        try folder.write(freshPortal: freshPortal.port, exact: exact.port, manifest: manifest, language: language)
        let context = try Context(invocation.with(config: folder.configuration))

        try await connect(context, exact.client)
        try await exact.client.post("/_sandbox/faults", Self.lostAnswers)
        let kill = try await postAndKill(context)
        try await finish(context, expected: manifest.documents)
        let report = try await DemoReport(
            demo: self, context: context, manifest: manifest, exact: exact.client, started: started, kill: kill
        ).print()
        freshPortal.process.stop()
        exact.process.stop()
        await transport.shutdown()
        return report
    }

    func say(_ step: String, _ text: String) { Terminal.out("[\(step)/5] \(text)") }

    /// Answers lost after the entry was booked, and requests lost before: the two must not look alike to anyone but the books.
    private static let lostAnswers: JSON = [
        "faults": [
            ["kind": "loseAnswer", "method": "POST", "path": "SalesEntries", "skip": 20, "times": 2],
            ["kind": "loseRequest", "method": "POST", "path": "SalesEntries", "skip": 60, "times": 1],
        ]
    ]

    // MARK: Steps

    struct Sandbox {
        var process: ChildProcess
        var port: Int
        var client: SandboxClient
    }

    private func startSandbox(_ name: String, _ more: [String]) async throws -> Sandbox {
        let portFile = folder.file("\(name).port")
        let words =
            ["sandbox", name, "--port-file", portFile, "--seed", "\(day.seed)", "--date", "\(day.date)", "--invoices", "\(day.invoices)"]
            + ["--credit-notes", "\(day.creditNotes)", "--state", folder.file("\(name).state")] + more
        let process = try ChildProcess(words, log: folder.file("\(name).log"))
        let port = try await waited("the \(name) sandbox does not start; see \(folder.file("\(name).log"))") {
            guard process.isRunning else {
                throw CommandFailure(.failure, "the \(name) sandbox ended at once; see \(folder.file("\(name).log"))")
            }
            return try TextFile.read(portFile).flatMap { Int(String(decoding: $0.dropLast(), as: UTF8.self)) }
        }
        return Sandbox(process: process, port: port, client: SandboxClient(origin: "http://127.0.0.1:\(port)", transport: transport))
    }

    private func connect(_ context: Context, _ exact: SandboxClient) async throws {
        let journal = try await context.openJournal()
        let bridge = try await context.workingBridge(journal)
        // The sandbox gives consent at once; a real Exact Online asks a person: ledgerbridge connect consent.
        let link = bridge.connection.consentLink
        let answer = try await exact.get(String(link.dropFirst(exact.origin.count)))
        guard let location = answer.fields["Location"], let mark = location.firstIndex(of: "?") else {
            throw CommandFailure(.failure, "the sandbox gave no consent (status \(answer.status))")
        }
        try await bridge.connection.acceptConsent(callback: String(location[location.index(after: mark)...]))
        let rules = try MappingFile.read(folder.file("mapping.yaml"), language: language)
        _ = try await bridge.save(rules, yaml: MappingSamples.exactFlowerExporter, by: context.person, comment: "the demo's first rules")
        await journal.close()

        let linked = try await linkKnown(context)
        say("2", "Consent given, rules saved and checked against the books, \(linked) known customers linked by number and name.")
    }

    /// The customers that exist on both sides are linked by a person's word, once; the day's new ones will be made.
    private func linkKnown(_ context: Context) async throws -> Int {
        let journal = try await context.openJournal()
        let bridge = try await context.workingBridge(journal)
        let missing = try await bridge.codesMissing(in: bridge.translator.mapper.rules)
        guard missing.isEmpty else {
            throw CommandFailure(.configuration, "the books lack \(missing.map { "\($0.list) \($0.code)" }.joined(separator: ", "))")
        }
        let linked = try await bridge.linkKnown(.debtor, by: context.person)
        await journal.close()
        return linked
    }

    /// What the journal said just before and just after the kill.
    struct Kill {
        var bookedBefore: Int
        var inFlight: Int
        var recoveredInMilliseconds: Int64
    }

    private func postAndKill(_ context: Context) async throws -> Kill {
        let wanted = day.count * 2 / 5
        say("3", "Posting \(day.invoices) invoices and \(day.creditNotes) credit notes; SIGKILL for the service after about \(wanted).")
        let first = try serve()
        let journal = try await JournalFile.openForReading(context.configuration.path(context.configuration.journal))
        let before = try await waited("the service books nothing; see \(folder.file("service.log"))") {
            guard first.isRunning else { throw CommandFailure(.failure, "the service ended; see \(folder.file("service.log"))") }
            let booked = try await count(journal, .booked)
            return booked >= wanted ? booked : nil
        }
        first.kill()
        let killedAt = clock.now()
        let inFlight = try await count(journal, .inFlight) + count(journal, .outcomeUnknown)
        let second = try serve()
        _ = try await waited("the service does not recover; see \(folder.file("service.log"))") { () -> Int? in
            let booked = try await count(journal, .booked)
            return booked > before ? booked : nil
        }
        let recovered = clock.now().milliseconds(since: killedAt)
        say(
            "4",
            "Killed with \(before) booked, \(inFlight) in flight or unknown; started again, next booking \(recovered) ms after the kill.")
        try await settled(journal, expected: day.count)
        second.stop()
        await journal.close()
        return Kill(bookedBefore: before, inFlight: inFlight, recoveredInMilliseconds: recovered)
    }

    private func serve() throws -> ChildProcess {
        try ChildProcess(["serve", "--config", folder.configuration], log: folder.file("service.log"))
    }

    /// Waits until everything that can happen by itself has happened.
    private func settled(_ journal: any BridgeJournal, expected: Int) async throws {
        _ = try await waited("the day does not come to an end; see \(folder.file("service.log"))") { () -> Bool? in
            let totals = try await journal.stateTotals("export")
            let received = totals.reduce(0) { $0 + $1.count }
            let moving = totals.filter { [.ready, .inFlight, .outcomeUnknown].contains($0.state) }.reduce(0) { $0 + $1.count }
            let waiting = totals.filter { $0.state == .held }.reduce(0) { $0 + $1.count }
            guard received >= expected, moving == 0, waiting == 0 else { return nil }
            guard try await isReadBack(journal) else { return nil }
            return try await journal.dueReports("export", now: clock.now(), limit: 1).isEmpty ? true : nil
        }
    }

    private func isReadBack(_ journal: any BridgeJournal) async throws -> Bool {
        var before: Int64?
        while true {
            let page = try await journal.list(PostingFilter(bridge: "export", states: [.booked]), before: before, limit: 1_000)
            guard let last = page.last else { return true }
            if page.contains(where: { $0.readBack == .pending }) { return false }
            before = last.sequence
        }
    }

    private func finish(_ context: Context, expected: Int) async throws {
        say("5", "Done. What follows is read from the sandboxes' own books and from the journal, and compared.")
    }

    private func count(_ journal: any BridgeJournal, _ state: PostingState) async throws -> Int {
        try await journal.stateTotals("export").filter { $0.state == state }.reduce(0) { $0 + $1.count }
    }

    private func waited<Value>(_ complaint: String, _ look: () async throws -> Value?) async throws -> Value {
        let end = clock.now().adding(seconds: Self.secondsMax)
        while clock.now() < end {
            if let value = try await look() { return value }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw CommandFailure(.failure, complaint)
    }
}

extension Invocation {
    /// The same with another configuration file.
    func with(config file: String) -> Invocation {
        var copy = self
        copy.options["config"] = [file]
        return copy
    }
}

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
    path: ["demo"], chapter: .start,
    summary: BilingualText(
        nl: "de dag van een bloemenexporteur, van FreshPortal naar Exact Online, halverwege neergeschoten",
        en: "a flower exporter's day, from FreshPortal into Exact Online, killed in the middle"),
    details: BilingualText(
        nl: """
            Start beide sandboxen als processen, verbindt ze, boekt een dag van 300 facturen en 20 creditnota's (sommige op geloofwaardige \
            wijze kapot), wordt halverwege met SIGKILL gestopt terwijl antwoorden verloren gaan, begint opnieuw, maakt het af, en bewijst dat \
            niets kwijt, dubbel of anders is. Eindigt met een foutcode als dat wel zo is. In de map die overblijft is elke andere opdracht te \
            proberen.
            """,
        en: """
            Starts both sandboxes as processes, connects them, posts a day of 300 invoices and 20 credit notes (some broken in believable \
            ways), is killed with SIGKILL in the middle while answers are being lost, starts again, finishes, and proves that nothing is \
            lost, double or different. Ends with a failure when anything is. The folder it leaves can be tried with every other command.
            """),
    example: "ledgerbridge demo --directory demo",
    options: [
        .value(
            "directory", "DIR", nl: "waar alles blijft staan; demo", en: "where to leave configuration, journal and logs; demo unless given"
        ),
        .value("seed", "N", nl: "welke dag; 1", en: "which day; 1 unless given"),
        .value("invoices", "N", nl: "hoeveel facturen; 300", en: "how many; 300 unless given"),
        .value("credit-notes", "N", nl: "hoeveel creditnota's; 20", en: "how many; 20 unless given"),
        .value("date", "DATE", nl: "de dag; vandaag", en: "the day; today unless given"),
    ], readsConfiguration: false
) { invocation in
    try await Demo(invocation).run()
}

/// The demo, step by step. Everything it claims is checked against the sandbox's own books.
struct Demo {
    static let callsPerMinute = 6_000
    static let callsPerDay = 5_000
    /// How long any step may take before something is wrong.
    static let secondsMax: Int64 = 120
    private static let steps = 5

    let invocation: Invocation
    let folder: DemoFolder
    let words: Words
    let day: TradingDay
    private let transport: any HTTPTransport
    private let children = Children()

    private var clock: any TimeSource { invocation.surroundings.clock }

    init(_ invocation: Invocation) throws {
        self.invocation = invocation
        let asked = invocation.value("lang").map { ["--lang", $0] } ?? []
        words = Words(language: invocation.surroundings.language(asked, configured: nil))
        transport = invocation.surroundings.transport
        day = TradingDay.make(
            seed: UInt64(try invocation.integer("seed", in: 0...1_000_000, default: 1)),
            date: try invocation.date("date") ?? TimeZoneRule.amsterdam.date(of: invocation.surroundings.clock.now()),
            invoices: try invocation.integer("invoices", in: TradingDaySize.invoices, default: 300),
            creditNotes: try invocation.integer("credit-notes", in: TradingDaySize.creditNotes, default: 20))
        folder = try DemoFolder(invocation.value("directory") ?? "demo")
    }

    func run() async throws -> Exit {
        // Whoever stops the demo stops what it started.
        let signals = StopSignals { [children] in children.killAll(thenExit: 130) }
        defer {
            children.stopAll()
            signals.end()
        }
        let started = clock.now()
        say(
            1, nl: "FreshPortal en Exact Online starten als sandbox: streng, met geheugen, twee processen op deze machine.",
            en: "Starting FreshPortal and Exact Online as sandboxes: strict, stateful, two processes on this machine.")
        let freshPortal = try await startSandbox("freshportal", [])
        let exact = try await startSandbox(
            "exact", ["--calls-per-minute", "\(Self.callsPerMinute)", "--calls-per-day", "\(Self.callsPerDay)", "--consent-at-once"])
        try folder.write(freshPortal: freshPortal.port, exact: exact.port, manifest: day.manifest, language: words.language)
        let context = try Context(invocation.with(config: folder.configuration))

        try await connect(context, exact.client)
        try await exact.client.post("/_sandbox/faults", Self.lostAnswers)
        let kill = try await postAndKill(context)
        say(
            5, nl: "Klaar. Wat volgt is gelezen uit de boeken van de sandbox zelf en uit het journaal, en vergeleken.",
            en: "Done. What follows is read from the sandbox's own books and from the journal, and compared.")
        return try await DemoReport(
            demo: self, context: context, manifest: day.manifest, exact: exact.client, started: started, kill: kill
        ).print()
    }

    private func say(_ step: Int, nl dutch: String, en english: String) {
        let text = TerminalText.wrapped("[\(step)/\(Self.steps)] " + words.pick(dutch, english), width: invocation.console.width, indent: 6)
        if invocation.flag("json") { invocation.console.say(text) } else { invocation.console.out(text) }
    }

    /// Answers lost after the entry was booked, and requests lost before: the two must not look alike to anyone but the books.
    private static let lostAnswers: JSON = [
        "faults": [
            ["kind": "loseAnswer", "method": "POST", "path": "SalesEntries", "skip": 20, "times": 2],
            ["kind": "loseRequest", "method": "POST", "path": "SalesEntries", "skip": 60, "times": 1],
        ]
    ]

    // MARK: Sandboxes

    private struct Sandbox {
        var port: Int
        var client: SandboxClient
    }

    private func startSandbox(_ name: String, _ more: [String]) async throws -> Sandbox {
        let (portFile, log) = (folder.file("\(name).port"), folder.file("\(name).log"))
        let line =
            ["sandbox", name, "--port-file", portFile, "--seed", "\(day.seed)", "--date", "\(day.date)", "--invoices", "\(day.invoices)"]
            + ["--credit-notes", "\(day.creditNotes)", "--state", folder.file("\(name).state")] + more
        let process = try children.start(line, log: log)
        let port = try await waited(nl: "de sandbox \(name) begint niet; zie \(log)", en: "the \(name) sandbox does not start; see \(log)")
        {
            try stillRuns(process, log)
            return try TextFile.read(portFile).flatMap { Int(String(decoding: $0.dropLast(), as: UTF8.self)) }
        }
        return Sandbox(port: port, client: SandboxClient(origin: "http://127.0.0.1:\(port)", transport: transport))
    }

    private func stillRuns(_ process: ChildProcess, _ log: String) throws {
        guard process.isRunning else {
            throw CommandFailure(.failure, nl: "een proces is geëindigd; zie \(log)", en: "a process ended; see \(log)")
        }
    }

    // MARK: Connecting

    private func connect(_ context: Context, _ exact: SandboxClient) async throws {
        try await context.working { bridge in
            // The sandbox gives consent at once; a real Exact Online asks a person: ledgerbridge connect consent.
            let link = bridge.connection.consentLink
            let answer = try await exact.get(String(link.dropFirst(exact.origin.count)))
            guard let location = answer.fields["Location"], let mark = location.firstIndex(of: "?") else {
                throw CommandFailure(
                    .failure, nl: "de sandbox gaf geen toestemming (status \(answer.status))",
                    en: "the sandbox gave no consent (status \(answer.status))")
            }
            try await bridge.connection.acceptConsent(callback: String(location[location.index(after: mark)...]))
            let (rules, yaml) = try MappingFile.readText(folder.file("mapping.yaml"))
            _ = try await bridge.save(
                rules, yaml: yaml, by: context.person, comment: words.pick("de eerste regels van de demo", "the demo's first rules"))
        }
        let linked = try await linkKnown(context)
        say(
            2,
            nl: "Toestemming gegeven, regels bewaard en tegen de boeken nagekeken, \(linked) bekende klanten gekoppeld op nummer en naam.",
            en: "Consent given, rules saved and checked against the books, \(linked) known customers linked by number and name.")
    }

    /// The customers that exist on both sides are linked by a person's word, once; the day's new ones will be made.
    private func linkKnown(_ context: Context) async throws -> Int {
        try await context.working { bridge in
            let missing = try await bridge.codesMissing(in: bridge.translator.mapper.rules)
            guard missing.isEmpty else {
                let list = missing.map { "\($0.list.rawValue) \($0.code)" }.joined(separator: ", ")
                throw CommandFailure(.configuration, nl: "de boeken missen \(list)", en: "the books lack \(list)")
            }
            return try await bridge.linkKnown(.debtor, by: context.person)
        }
    }

    // MARK: Posting, and the kill

    /// What the journal said just before and just after the kill.
    struct Kill {
        var bookedBefore: Int
        var inFlight: Int
        var recoveredInMilliseconds: Int64
    }

    private func postAndKill(_ context: Context) async throws -> Kill {
        let wanted = day.count * 2 / 5
        let log = folder.file("service.log")
        say(
            3, nl: "\(day.invoices) facturen en \(day.creditNotes) creditnota's boeken; SIGKILL voor de service na ongeveer \(wanted).",
            en: "Posting \(day.invoices) invoices and \(day.creditNotes) credit notes; SIGKILL for the service after about \(wanted).")
        let progress = context.progress(words.pick("geboekt", "booked"), total: day.count, unit: words.pick("documenten", "documents"))
        defer { progress.end() }
        let first = try serve()
        let journal = try await JournalFile.openForReading(context.journalPath)
        let before = try await waited(nl: "de service boekt niets; zie \(log)", en: "the service books nothing; see \(log)") {
            try stillRuns(first, log)
            let booked = try await count(journal, .booked)
            progress.show(booked)
            return booked >= wanted ? booked : nil
        }
        first.kill()
        let killedAt = clock.now()
        let inFlight = try await count(journal, .inFlight) + count(journal, .outcomeUnknown)
        let second = try serve()
        _ = try await waited(nl: "de service herstelt niet; zie \(log)", en: "the service does not recover; see \(log)") { () -> Int? in
            let booked = try await count(journal, .booked)
            return booked > before ? booked : nil
        }
        let recovered = clock.now().milliseconds(since: killedAt)
        progress.end()
        say(
            4,
            nl:
                "Gestopt met \(before) geboekt en \(inFlight) onderweg of onbekend; opnieuw gestart, eerste boeking \(recovered) ms na de stop.",
            en:
                "Killed with \(before) booked, \(inFlight) in flight or unknown; started again, next booking \(recovered) ms after the kill."
        )
        try await settled(journal, progress)
        second.stop()
        await journal.close()
        return Kill(bookedBefore: before, inFlight: inFlight, recoveredInMilliseconds: recovered)
    }

    private func serve() throws -> ChildProcess {
        try children.start(["serve", "--config", folder.configuration], log: folder.file("service.log"))
    }

    /// Waits until everything that can happen by itself has happened.
    private func settled(_ journal: any BridgeJournal, _ progress: Progress) async throws {
        let log = folder.file("service.log")
        _ = try await waited(nl: "de dag komt niet af; zie \(log)", en: "the day does not come to an end; see \(log)") { () -> Bool? in
            let totals = try await journal.stateTotals("export")
            progress.show(totals.filter { $0.state == .booked }.reduce(0) { $0 + $1.count })
            let received = totals.reduce(0) { $0 + $1.count }
            let moving = totals.filter { !$0.state.isSettled && !$0.state.needsPerson }.reduce(0) { $0 + $1.count }
            guard received >= day.count, moving == 0 else { return nil }
            let isReadBack = try await isReadBack(journal)
            guard isReadBack else { return nil }
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

    private func count(_ journal: any BridgeJournal, _ state: PostingState) async throws -> Int {
        try await journal.stateTotals("export").filter { $0.state == state }.reduce(0) { $0 + $1.count }
    }

    private func waited<Value>(nl dutch: String, en english: String, _ look: () async throws -> Value?) async throws -> Value {
        let end = clock.now().adding(seconds: Self.secondsMax)
        while clock.now() < end {
            if let value = try await look() { return value }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw CommandFailure(.failure, nl: dutch, en: english)
    }
}

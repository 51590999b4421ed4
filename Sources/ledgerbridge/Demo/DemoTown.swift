import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeHTTPClient
import BridgeJournal
import BridgeJournalSQLite
import BridgeMapping
import BridgeRuntime
import FreshPortalSimulator

/// The two sandboxes and the service as processes of their own, and the steps every story with them takes.
struct DemoTown {
    /// How long any step may take without getting further before something is wrong.
    static let secondsMax: Int64 = 240

    let folder: DemoFolder
    let books: any DemoBooks
    let words: Words
    let day: TradingDay
    let clock: any TimeSource
    let children = Children()
    private let transport: any HTTPTransport

    init(_ invocation: Invocation, folder: DemoFolder, day: TradingDay) throws {
        books = try DemoTargets.asked(invocation)
        let asked = invocation.value("lang").map { ["--lang", $0] } ?? []
        words = Words(language: invocation.surroundings.language(asked, configured: nil))
        transport = invocation.surroundings.transport
        clock = invocation.surroundings.clock
        self.folder = folder
        self.day = day
    }

    var serviceLog: String { folder.file("service.log") }

    // MARK: Sandboxes

    struct Sandbox {
        var port: Int
        var client: SandboxClient
    }

    func startFreshPortal() async throws -> Sandbox { try await startSandbox("freshportal", ["freshportal"]) }

    func startBooks(_ limits: DemoFolder.Limits) async throws -> Sandbox {
        books.prepare(folder)
        return try await startSandbox(books.name, books.sandbox(folder, limits))
    }

    private func startSandbox(_ name: String, _ words: [String]) async throws -> Sandbox {
        let (portFile, log) = (folder.file("\(name).port"), folder.file("\(name).log"))
        let line =
            ["sandbox"] + words + [
                "--port-file", portFile, "--seed", "\(day.seed)", "--date", "\(day.date)", "--invoices", "\(day.invoices)",
            ]
            + ["--credit-notes", "\(day.creditNotes)", "--state", folder.file("\(name).state")]
        let process = try children.start(line, log: log)
        let port = try await waited(nl: "de sandbox \(name) begint niet; zie \(log)", en: "the \(name) sandbox does not start; see \(log)")
        {
            try stillRuns(process, log)
            return try TextFile.read(portFile).flatMap { Int(String(decoding: $0.dropLast(), as: UTF8.self)) }
        }
        return Sandbox(port: port, client: SandboxClient(origin: "http://127.0.0.1:\(port)", transport: transport))
    }

    func stillRuns(_ process: ChildProcess, _ log: String) throws {
        guard process.isRunning else {
            throw CommandFailure(.failure, nl: "een proces is geëindigd; zie \(log)", en: "a process ended; see \(log)")
        }
    }

    /// Writes the folder's configuration for sandboxes at these ports. Not written where it is used: in the middle of an asynchronous
    /// function the optimiser of Swift 6.3 crashes on it.
    func configure(
        freshPortal: Int, books port: Int, limits: DemoFolder.Limits, journal: String = "ledgerbridge.sqlite", paymentsBack: Bool = false,
        attachesFiles: Bool = false
    ) throws {
        let place = DemoFolder.Place(
            freshPortal: freshPortal, books: port, limits: limits, firstDate: day.manifest.firstExportDate, journal: journal,
            language: words.language, paymentsBack: paymentsBack, attachesFiles: attachesFiles)
        try folder.write(books, place)
    }

    // MARK: Connecting

    /// Gives consent, saves the rules, checks them against the books and links the known customers; how many were linked.
    func connect(_ context: Context, _ sandbox: SandboxClient) async throws -> Int {
        try await context.working { bridge in
            try await books.consent(bridge, sandbox)
            let (rules, yaml) = try MappingFile.readText(folder.file("mapping.yaml"))
            _ = try await bridge.save(
                rules, yaml: yaml, by: context.person, comment: words.pick("de eerste regels van de demo", "the demo's first rules"))
        }
        return try await linkKnown(context)
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

    // MARK: Serving

    /// Starts the service.
    func serve(_ more: [String] = []) throws -> ChildProcess {
        try children.start(["serve", "--config", folder.configuration] + more, log: serviceLog)
    }

    /// Waits until everything that can happen by itself has happened.
    func settled(_ journal: any BridgeJournal, _ progress: Progress) async throws {
        var latest: (booked: Int, at: Timestamp)?
        _ = try await waited(
            nl: "de dag komt niet af; zie \(serviceLog)", en: "the day does not come to an end; see \(serviceLog)", moved: { latest?.at }
        ) { () -> Bool? in
            let totals = try await journal.stateTotals("export")
            let booked = totals.filter { $0.state == .booked }.reduce(0) { $0 + $1.count }
            progress.show(booked)
            if booked != latest?.booked { latest = (booked, clock.now()) }
            let received = totals.reduce(0) { $0 + $1.count }
            let moving = totals.filter { !$0.state.isSettled && !$0.state.needsPerson }.reduce(0) { $0 + $1.count }
            guard received >= day.count, moving == 0 else { return nil }
            let isReadBack = try await isReadBack(journal)
            guard isReadBack else { return nil }
            return try await journal.dueReports("export", now: clock.now(), limit: 1).isEmpty ? true : nil
        }
    }

    /// Waits until the file of every booked document has come to its end.
    func filesFollowed(_ journal: any BridgeJournal) async throws {
        var latest: (done: Int, at: Timestamp)?
        _ = try await waited(
            nl: "de bestanden komen niet af; zie \(serviceLog)", en: "the files do not come to an end; see \(serviceLog)",
            moved: { latest?.at }
        ) { () -> Bool? in
            var (open, done) = (0, 0)
            var before: Int64?
            while true {
                let page = try await journal.list(PostingFilter(bridge: "export", states: [.booked]), before: before, limit: 1_000)
                guard let last = page.last else { break }
                let kept = try await journal.attachments(page.map(\.document), bridge: "export")
                let ended = page.count { kept[$0.document].map { !$0.state.isOpen } ?? false }
                (open, done) = (open + page.count - ended, done + ended)
                before = last.sequence
            }
            if done != latest?.done { latest = (done, clock.now()) }
            return open == 0 ? true : nil
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

    func count(_ journal: any BridgeJournal, _ state: PostingState) async throws -> Int {
        try await journal.stateTotals("export").filter { $0.state == state }.reduce(0) { $0 + $1.count }
    }

    /// What `look` finds. Gives up some minutes after the beginning or after the last time it `moved`, whichever is later: a slow machine is
    /// no reason.
    func waited<Value>(
        nl dutch: String, en english: String, moved: () -> Timestamp? = { nil }, _ look: () async throws -> Value?
    ) async throws -> Value {
        let beginning = clock.now()
        while clock.now() < max(beginning, moved() ?? beginning).adding(seconds: Self.secondsMax) {
            if let value = try await look() { return value }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw CommandFailure(.failure, nl: dutch, en: english)
    }
}

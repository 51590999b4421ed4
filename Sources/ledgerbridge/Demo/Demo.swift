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
        nl: "de dag van een bloemenexporteur, van FreshPortal naar de boekhouding, halverwege neergeschoten",
        en: "a flower exporter's day, from FreshPortal into the books, killed in the middle"),
    details: BilingualText(
        nl: """
            Start beide sandboxen als processen, verbindt ze, boekt een dag van 300 facturen en 20 creditnota's (sommige op geloofwaardige \
            wijze kapot), wordt halverwege met SIGKILL gestopt terwijl antwoorden verloren gaan, begint opnieuw, maakt het af, en bewijst dat \
            niets kwijt, dubbel of anders is. Eindigt met een foutcode als dat wel zo is. In de map die overblijft is elke andere opdracht te \
            proberen. Aan een terminal blijft de console daarna open om rond te kijken, tot Ctrl-C.
            """,
        en: """
            Starts both sandboxes as processes, connects them, posts a day of 300 invoices and 20 credit notes (some broken in believable \
            ways), is killed with SIGKILL in the middle while answers are being lost, starts again, finishes, and proves that nothing is \
            lost, double or different. Ends with a failure when anything is. The folder it leaves can be tried with every other command. At a \
            terminal the console then stays open to look around in, until Ctrl-C.
            """),
    example: "ledgerbridge demo --directory demo",
    options: [
        DemoTargets.option,
        .value(
            "directory", "DIR", nl: "waar alles blijft staan; demo", en: "where to leave configuration, journal and logs; demo unless given"
        ),
        .value("seed", "N", nl: "welke dag; 1", en: "which day; 1 unless given"),
        .value("invoices", "N", nl: "hoeveel facturen; 300", en: "how many; 300 unless given"),
        .value(
            "credit-notes", "N", nl: "hoeveel creditnota's, hoogstens een op tien facturen; 20",
            en: "how many, at most one to ten invoices; 20 unless given"),
        .value("date", "DATE", nl: "de dag; vandaag", en: "the day; today unless given"),
    ] + DemoConsole.options, readsConfiguration: false
) { invocation in
    try await Demo(invocation).run()
}

/// The demo, step by step. Everything it claims is checked against the sandbox's own books.
struct Demo {
    private static let steps = 5

    let invocation: Invocation
    let town: DemoTown
    /// Whether the console stays open at the end.
    let opensConsole: Bool

    private var words: Words { town.words }
    private var day: TradingDay { town.day }

    init(_ invocation: Invocation) throws {
        self.invocation = invocation
        opensConsole = try DemoConsole.isWanted(invocation)
        let clock = invocation.surroundings.clock
        let size = try TradingDaySize(invocation)
        let day = TradingDay.make(
            seed: UInt64(try invocation.integer("seed", in: 0...1_000_000, default: 1)),
            date: try invocation.date("date") ?? TimeZoneRule.amsterdam.date(of: clock.now()),
            invoices: size.invoices, creditNotes: size.creditNotes)
        town = try DemoTown(invocation, folder: DemoFolder(invocation.value("directory") ?? "demo"), day: day)
    }

    func run() async throws -> Exit {
        // Whoever stops the demo stops what it started; once the console is open, that is how it ends well.
        let (isOpen, stop) = (SignalCount(), SignalCount())
        let signals = StopSignals { [children = town.children] in
            if isOpen.isAny { _ = stop.next() } else { children.killAll(thenExit: 130) }
        }
        defer {
            town.children.stopAll()
            signals.end()
        }
        let (exit, console) = try await story()
        guard opensConsole else { return exit }
        _ = isOpen.next()
        try await console.keepOpen(until: stop)
        return exit
    }

    /// The demo itself, and the console that can be opened after it.
    private func story() async throws -> (Exit, DemoConsole) {
        let started = town.clock.now()
        say(
            1, nl: "FreshPortal en \(town.books.title) starten als sandbox: streng, met geheugen, twee processen op deze machine.",
            en: "Starting FreshPortal and \(town.books.title) as sandboxes: strict, stateful, two processes on this machine.")
        let (context, sandbox, freshPortal) = try await begin()
        let linked = try await town.connect(context, sandbox)
        say(
            2,
            nl: "Verbonden, regels bewaard en tegen de boeken nagekeken, \(linked) bekende klanten gekoppeld op nummer en naam.",
            en: "Connected, rules saved and checked against the books, \(linked) known customers linked by number and name.")
        if let faults = town.books.lostAnswers { try await sandbox.post("/_sandbox/faults", faults) }
        let kill = try await postAndKill(context)
        let payment = try await payOne(context, sandbox)
        say(
            5, nl: "Klaar. Wat volgt is gelezen uit de boeken van de sandbox zelf en uit het journaal, en vergeleken.",
            en: "Done. What follows is read from the sandbox's own books and from the journal, and compared.")
        let exit = try await DemoReport(
            demo: self, context: context, manifest: day.manifest, sandbox: sandbox, started: started, kill: kill, payment: payment
        ).print()
        return (exit, DemoConsole(town: town, context: context, freshPortal: freshPortal.origin, books: sandbox.origin))
    }

    /// Starts both sandboxes and writes a folder for them.
    private func begin() async throws -> (Context, books: SandboxClient, freshPortal: SandboxClient) {
        let freshPortal = try await town.startFreshPortal()
        let books = try await town.startBooks(Self.limits)
        try town.configure(freshPortal: freshPortal.port, books: books.port, limits: Self.limits, paymentsBack: town.books.takesPayments)
        return (try Context(invocation.with(config: town.folder.configuration)), books.client, freshPortal.client)
    }

    /// The sandbox has the day limit of a new app, and a minute limit that keeps nobody waiting.
    private static let limits = DemoFolder.Limits(perMinute: 6_000, perDay: 5_000)

    private func say(_ step: Int, nl dutch: String, en english: String) {
        let text = TerminalText.wrapped("[\(step)/\(Self.steps)] " + words.pick(dutch, english), width: invocation.console.width, indent: 6)
        if invocation.flag("json") { invocation.console.say(text) } else { invocation.console.out(text) }
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
        say(
            3, nl: "\(day.invoices) facturen en \(day.creditNotes) creditnota's boeken; SIGKILL voor de service na ongeveer \(wanted).",
            en: "Posting \(day.invoices) invoices and \(day.creditNotes) credit notes; SIGKILL for the service after about \(wanted).")
        let progress = context.progress(words.pick("geboekt", "booked"), total: day.count, unit: words.pick("documenten", "documents"))
        defer { progress.end() }
        let first = try town.serve()
        let journal = try await JournalFile.openForReading(context.journalPath)
        let before = try await town.waited(
            nl: "de service boekt niets; zie \(town.serviceLog)", en: "the service books nothing; see \(town.serviceLog)"
        ) {
            try town.stillRuns(first, town.serviceLog)
            let booked = try await town.count(journal, .booked)
            let delivered = town.books.answersLater ? try await town.count(journal, .outcomeUnknown) : 0
            progress.show(booked)
            return booked + delivered >= wanted ? booked : nil
        }
        first.kill()
        let killedAt = town.clock.now()
        let inFlight = try await town.count(journal, .inFlight) + town.count(journal, .outcomeUnknown)
        let second = try town.serve()
        _ = try await town.waited(
            nl: "de service herstelt niet; zie \(town.serviceLog)", en: "the service does not recover; see \(town.serviceLog)"
        ) { () -> Int? in
            let booked = try await town.count(journal, .booked)
            return booked > before ? booked : nil
        }
        let recovered = town.clock.now().milliseconds(since: killedAt)
        progress.end()
        say(
            4,
            nl:
                "Gestopt met \(before) geboekt en \(inFlight) onderweg of onbekend; opnieuw gestart, eerste boeking \(recovered) ms na de stop.",
            en:
                "Killed with \(before) booked, \(inFlight) in flight or unknown; started again, next booking \(recovered) ms after the kill."
        )
        try await town.settled(journal, progress)
        second.stop()
        await journal.close()
        return Kill(bookedBefore: before, inFlight: inFlight, recoveredInMilliseconds: recovered)
    }

    // MARK: A payment

    /// A customer pays an invoice in the sandbox; what FreshPortal was told of it. nil where the sandbox takes no payment.
    private func payOne(_ context: Context, _ sandbox: SandboxClient) async throws -> NoticeRecord? {
        guard town.books.takesPayments else { return nil }
        let journal = try await JournalFile.openForReading(context.journalPath)
        let booked = try await journal.list(
            PostingFilter(bridge: "export", states: [.booked], kinds: [.salesInvoice]), before: nil, limit: 100)
        let invoice = booked.first { $0.gross?.currency == .eur && $0.targetNumber.flatMap { Int($0) } != nil }
        guard let invoice, let number = invoice.targetNumber.flatMap({ Int($0) }) else { return nil }
        try await sandbox.post("/_sandbox/payments", ["entry": .number(number)])
        let service = try town.serve()
        let notice = try await town.waited(
            nl: "de betaling komt niet terug; zie \(town.serviceLog)", en: "the payment does not come back; see \(town.serviceLog)"
        ) { () -> NoticeRecord? in
            try town.stillRuns(service, town.serviceLog)
            for payment in try await journal.payments(of: invoice.document, bridge: "export") {
                let notices = try await journal.notices(of: payment.id, bridge: "export")
                if let told = notices.first(where: { $0.state == .told }) { return told }
            }
            return nil
        }
        service.stop()
        await journal.close()
        return notice
    }
}

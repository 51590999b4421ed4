import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalSQLite
import BridgeRuntime
import FreshPortalSimulator
import Glibc

let tortureCommand = Command(
    path: ["torture"], chapter: .sandboxes,
    summary: BilingualText(
        nl: "de service honderd keer neerschieten terwijl alles misgaat, en bewijzen dat niets kwijt of dubbel is",
        en: "kill the service a hundred times while everything goes wrong, and prove that nothing is lost or double"),
    details: BilingualText(
        nl: """
            Service en sandboxen zijn eigen processen. Op willekeurige momenten: SIGKILL, verloren verzoeken en antwoorden, late antwoorden, \
            429, 5xx, verlopen tokens, een volle schijf, een klok die verspringt. Daarna worden de boeken van de sandbox met het journaal \
            vergeleken. Duurt ongeveer tien minuten; eindigt met een foutcode als er iets kwijt, dubbel of anders is.
            """,
        en: """
            Service and sandboxes are processes of their own. At random moments: SIGKILL, lost requests and answers, late answers, 429, 5xx, \
            expired tokens, a full disk, a clock that jumps. Then the sandbox's books are compared with the journal. Takes about ten \
            minutes; ends with a failure when anything is lost, double or different.
            """),
    example: "ledgerbridge torture --documents 500 --kills 10",
    options: [
        DemoTargets.option,
        .value("directory", "DIR", nl: "waar alles blijft staan; torture", en: "where everything is left; torture unless given"),
        .value("seed", "N", nl: "welke dag en welke rampen; 1", en: "which day and which disasters; 1 unless given"),
        .value("documents", "N", nl: "hoeveel documenten; 5000", en: "how many documents; 5000 unless given"),
        .flag(
            "attachments", nl: "ook het pdf-bestand van elk document gaat mee (waar de boeken dat aannemen)",
            en: "each document's PDF goes along too (where the books take it)"),
        .value("kills", "N", nl: "hoe vaak SIGKILL; 100", en: "how many SIGKILLs; 100 unless given"),
    ], readsConfiguration: false
) { invocation in
    try await Torture(invocation).run()
}

/// Service and sandboxes as processes, and everything that can happen to them at moments drawn from a seed.
struct Torture {
    /// What happened, for the table at the end.
    struct Tally {
        var killsAsked = 0
        var kills = 0
        var killedByClock = 0
        var faults = 0
        var fullDisks = 0
        var clockJumps = 0
        /// The service ended although nobody killed it.
        var endedByItself = 0
        /// How often nothing moved because the other side had asked to wait, and time was moved on for both.
        var waits = 0
        /// How often a person had to give consent again.
        var consents = 0
        /// From SIGKILL to the next booking, milliseconds, where nobody had asked to wait.
        var longestRecovery: Int64 = 0
    }

    /// How the service's clock may be off against everybody else's, in milliseconds. A jump ahead eats from the settling time of a lost
    /// answer; what is under way is therefore left to arrive before the clock is set.
    private static let deviations: ClosedRange<Int64> = -2_000...20_000
    /// The longest a request may be on its way, in milliseconds; see ``Disasters``.
    private static let underWayMax = 1_000
    /// Without a booking for so long, in milliseconds, somebody has asked us to wait: time is moved on by a minute for all.
    private static let stuckAfter: Int64 = 4_500
    private static let minute: Int64 = 60_000
    /// After so many waits without a booking a person looks, and gives consent anew: a kill in the middle of a renewal costs the consent.
    /// From then on each wait is twice as long, up to an hour: maintenance is told of in hours.
    private static let waitsUntilConsent = 3
    /// How often the person tries before giving up.
    private static let consentsTried = 5
    private static let minutesMax: Int64 = 60
    /// Documents that books which answer later may book in one life of the service: those of a run.
    private static let bookedAtOnce = 100
    /// A SIGKILL may come this long after the moment that was drawn for it, in milliseconds.
    private static let killDelays = 0...60
    /// How long a disk stays full, in milliseconds.
    private static let fullDiskTime = 1_500
    private static let limits = DemoFolder.Limits(perMinute: 100_000, perDay: 1_000_000)

    private let invocation: Invocation
    private let town: DemoTown
    private let kills: Int
    private let attachesFiles: Bool
    private let disk: DiskPressure
    private let clockFile: String
    private let journalFolder: String
    private let world = World()

    private var words: Words { town.words }

    init(_ invocation: Invocation) throws {
        self.invocation = invocation
        let documents = try invocation.integer("documents", in: 100...50_000, default: 5_000)
        kills = try invocation.integer("kills", in: 1...10_000, default: 100)
        attachesFiles = invocation.flag("attachments")
        let creditNotes = max(6, documents / 16)
        let day = TradingDay.make(
            seed: UInt64(try invocation.integer("seed", in: 0...1_000_000, default: 1)),
            date: TimeZoneRule.amsterdam.date(of: invocation.surroundings.clock.now()), invoices: documents - creditNotes,
            creditNotes: creditNotes)
        town = try DemoTown(invocation, folder: DemoFolder(invocation.value("directory") ?? "torture"), day: day)
        clockFile = town.folder.file("clock")
        journalFolder = town.folder.file("journal")
        disk = DiskPressure.prepare(journalFolder)
    }

    func run() async throws -> Exit {
        let signals = StopSignals { [children = town.children, disk] in
            disk.remove()
            children.killAll(thenExit: 130)
        }
        defer {
            town.children.stopAll()
            disk.remove()
            signals.end()
        }
        do {
            let exit = try await story()
            try await leaveJournal()
            return exit
        } catch {
            // What went wrong is to be looked at in the journal.
            town.children.stopAll()
            try? await leaveJournal()
            throw error
        }
    }

    private func leaveJournal() async throws {
        try await disk.leave(journal: journalFolder + "/ledgerbridge.sqlite", backup: town.folder.file("kept.sqlite"))
    }

    private func story() async throws -> Exit {
        let freshPortal = try await town.startFreshPortal()
        let books = try await town.startBooks(Self.limits)
        try town.configure(
            freshPortal: freshPortal.port, books: books.port, limits: Self.limits, journal: "journal/ledgerbridge.sqlite",
            attachesFiles: attachesFiles)
        // The torture lives in the service's time: what it writes there carries moments too.
        var invocation = invocation.with(config: town.folder.configuration)
        invocation.surroundings.clock = TorturedClock(base: town.clock, file: clockFile)
        let context = try Context(invocation)
        _ = try await town.connect(context, books.client)

        let started = town.clock.now()
        var disasters = Disasters(seed: town.day.seed, freshPortal: freshPortal.client, books: town.books, sandbox: books.client)
        let journal = try await JournalFile.openForReading(context.journalPath)
        let progress = context.progress(words.pick("geboekt", "booked"), total: town.day.count, unit: words.pick("documenten", "documents"))
        var tally = try await torment(context, journal, &disasters, progress)
        try await disasters.end()
        try await setClock(deviation: 0)
        let last = try town.serve(["--clock-file", clockFile])
        try await town.settled(journal, progress)
        if attachesFiles { try await town.filesFollowed(journal) }
        last.stop()
        progress.end()
        await journal.close()
        tally.faults = disasters.planned
        tally.waits = world.waits
        return try await TortureReport(
            context: context, books: town.books, sandbox: books.client, manifest: town.day.manifest, tally: tally, disk: disk,
            attachesFiles: attachesFiles, seconds: town.clock.now().milliseconds(since: started) / 1_000, seed: town.day.seed
        ).print()
    }

    // MARK: One life after the other

    private func torment(
        _ context: Context, _ journal: any BridgeJournal, _ disasters: inout Disasters, _ progress: Progress
    ) async throws -> Tally {
        var tally = Tally(killsAsked: kills)
        var booked = try await town.count(journal, .booked)
        var killedAt: Timestamp?
        while tally.kills < kills {
            try await disasters.plan()
            if disasters.draws(percent: 25) {
                try await setClock(deviation: Int64.random(in: Self.deviations, using: &disasters.generator))
                tally.clockJumps += 1
            }
            let service = try town.serve(["--clock-file", clockFile])
            let left = try await remaining(journal)
            if disasters.draws(percent: killsByClock(left, tally)) {
                // While it starts, waits for the lease, recovers, or makes a file.
                try await pause(Int.random(in: 0...3_500, using: &disasters.generator))
                tally.killedByClock += 1
                booked = try await town.count(journal, .booked)
            } else {
                // Less than its share on average, so that there is work left for the last kill too.
                let most = max(1, left * 3 / (2 * (kills - tally.kills)))
                let wanted = Int.random(in: 1...most, using: &disasters.generator)
                let life = Life(service: service, journal: journal, from: booked, wanted: wanted, killedAt: killedAt)
                guard let reached = try await live(life, context, &disasters, &tally, progress) else { break }
                booked = reached
            }
            service.kill()
            killedAt = town.clock.now()
            tally.kills += 1
        }
        return tally
    }

    /// How many kills in a hundred come at a moment, not after so many bookings. Books that answer later book a file's worth at once: where
    /// little is left for each kill, waiting for bookings would end the work before the last one.
    private func killsByClock(_ left: Int, _ tally: Tally) -> Int {
        town.books.answersLater && left < (kills - tally.kills) * Self.bookedAtOnce ? 80 : 15
    }

    /// One run of the service, until it has booked what was drawn for it.
    private struct Life {
        let service: ChildProcess
        let journal: any BridgeJournal
        let from: Int
        let wanted: Int
        let killedAt: Timestamp?
    }

    /// How many are booked when this life is to end; nil when there is nothing left to do.
    private func live(
        _ life: Life, _ context: Context, _ disasters: inout Disasters, _ tally: inout Tally, _ progress: Progress
    ) async throws -> Int? {
        let fillsDisk = disasters.draws(percent: 10)
        let jumps = disasters.draws(percent: 15)
        let delay = Int.random(in: Self.killDelays, using: &disasters.generator)
        let deviation = Int64.random(in: Self.deviations, using: &disasters.generator)
        var (latest, movedAt, isAtWork, waits, inRow) = (life.from, town.clock.now(), false, 0, 0)
        var bookedAt = movedAt
        let reached = try await town.waited(
            nl: "de service komt niet verder; zie \(town.serviceLog)", en: "the service gets no further; see \(town.serviceLog)",
            moved: { bookedAt }
        ) { () -> Int? in
            if !life.service.isRunning {
                tally.endedByItself += 1
                return latest
            }
            let booked = try await town.count(life.journal, .booked)
            progress.show(booked)
            if booked > latest {
                (latest, movedAt, inRow) = (booked, town.clock.now(), 0)
                bookedAt = movedAt
            }
            if booked > life.from, !isAtWork {
                isAtWork = true
                if let killedAt = life.killedAt, waits == 0 {
                    tally.longestRecovery = max(tally.longestRecovery, town.clock.now().milliseconds(since: killedAt))
                }
                if jumps {
                    try await setClock(deviation: deviation)
                    tally.clockJumps += 1
                }
                if fillsDisk {
                    disk.begin(life.service, journal: context.journalPath)
                    try await pause(Self.fullDiskTime)
                    disk.end(life.service)
                    tally.fullDisks += 1
                }
            }
            if booked >= life.from + life.wanted { return booked }
            if town.clock.now().milliseconds(since: movedAt) > Self.stuckAfter {
                if try await remaining(life.journal) == 0 { return nothingLeft }
                movedAt = town.clock.now()
                try await passTime(disasters, minutes: min(Self.minutesMax, 1 << max(0, min(6, Int64(inRow - Self.waitsUntilConsent)))))
                (waits, inRow) = (waits + 1, inRow + 1)
                if inRow % Self.waitsUntilConsent == 0 {
                    try await consent(context, disasters)
                    tally.consents += 1
                }
            }
            return nil
        }
        if reached == nothingLeft { return nil }
        try await pause(delay)
        return reached
    }

    /// A person gives consent; where a fault strikes that too, with a new link, as the message says.
    private func consent(_ context: Context, _ disasters: Disasters) async throws {
        for _ in 1..<Self.consentsTried {
            do { return try await context.working { try await town.books.consent($0, disasters.sandbox) } } catch {
                try await pause(Self.underWayMax)
            }
        }
        try await context.working { try await town.books.consent($0, disasters.sandbox) }
    }

    /// Documents that may still move by themselves, those that have not arrived among them.
    private func remaining(_ journal: any BridgeJournal) async throws -> Int {
        let totals = try await journal.stateTotals("export")
        let done = totals.filter { $0.state.isSettled || $0.state.needsPerson }.reduce(0) { $0 + $1.count }
        return max(0, town.day.count - done)
    }

    // MARK: Time

    /// The time that was moved on for all, and how wrong the service's clock is beside it; milliseconds.
    private final class World {
        var passed: Int64 = 0
        var deviation: Int64 = 0
        var waits = 0
    }

    private func setClock(deviation: Int64) async throws {
        try await pause(Self.underWayMax)
        world.deviation = deviation
        try writeClock()
    }

    private func passTime(_ disasters: Disasters, minutes: Int64) async throws {
        world.passed += minutes * Self.minute
        world.waits += 1
        try await disasters.advance(seconds: minutes * Self.minute / 1_000)
        try writeClock()
    }

    private func writeClock() throws { try TextFile.write(Array("\(world.passed + world.deviation)\n".utf8), to: clockFile) }

    private func pause(_ milliseconds: Int) async throws { try await Task.sleep(for: .milliseconds(milliseconds)) }
}

/// Says that a life has nothing left to do.
private let nothingLeft = -1

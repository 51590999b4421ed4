import BridgeDomain
import BridgeEngine
import BridgeJSON
import BridgeRuntime
import Dispatch
import Glibc

/// Running and looking after the service.
let serviceCommands: [Command] = [serveCommand, checkCommand, doctorCommand]

private let serveCommand = Command(
    path: ["serve"], chapter: .running,
    summary: BilingualText(
        nl: "draaien: lezen, volgens rooster boeken, teruglezen, melden; tot het gestopt wordt",
        en: "run: read, post on schedule, read back, report; until told to stop"),
    details: BilingualText(
        nl: """
            Eindigt netjes op SIGTERM of SIGINT: oproepen die lopen worden afgemaakt en bewaard; een tweede signaal eindigt meteen. Na een \
            crash of SIGKILL gewoon opnieuw starten. Gezondheid op /healthz en /readyz, cijfers op /metrics, seintjes van de bron op \
            /hooks/freshportal/BRUG. Luistert alleen op deze machine, tenzij de configuratie anders zegt.
            """,
        en: """
            Ends in good order on SIGTERM or SIGINT: calls under way are finished and written; a second signal ends at once. After a crash \
            or SIGKILL just start it again. Health at /healthz and /readyz, numbers at /metrics, pushes at /hooks/freshportal/BRIDGE. \
            Listens on this machine only, unless the configuration says otherwise.
            """),
    example: "ledgerbridge serve",
    options: [
        .choice(
            "log", "human|json", Log.Format.allCases.map(\.rawValue), nl: "vorm van het logboek; human",
            en: "form of the log; human unless given"),
        .value("port-file", "FILE", nl: "schrijf de poort van de deur in dit bestand", en: "write the door's port to this file"),
        .value(
            "clock-file", "FILE", nl: "voor beproevingen: de klok staat zoveel milliseconden verkeerd als hierin staat",
            en: "for torture: the clock is wrong by as many milliseconds as this file says"),
    ], printsData: false
) { given in
    var invocation = given
    if let file = given.value("clock-file") {
        invocation.surroundings.clock = TorturedClock(base: given.surroundings.clock, file: ConfigurationFile.absolute(file))
    }
    let context = try Context(invocation)
    let format: Log.Format = invocation.choice("log") ?? .human
    let log = Log(label: "service", format: format, clock: context.clock)
    return try await context.withJournal { journal in
        let service = Service(try context.installation(journal), owner: context.process, log: log)
        let port = try await service.start()
        let door = context.configuration.door
        if let file = invocation.value("port-file") { try TextFile.write(Array("\(port)\n".utf8), to: file) }
        let names = context.configuration.bridges.map(\.policy.bridge.text).joined(separator: ", ")
        log.info(
            "serving",
            ["door": "\(door.tls == nil ? "http" : "https")://\(door.address):\(port)", "bridges": names, "journal": context.journalPath])
        if let path = try await service.firstRunPath() {
            // Said to whoever started it, not logged: logs are kept and passed on.
            let origin = "\(door.tls == nil ? "http" : "https")://\(door.address):\(port)"
            context.console.say(
                context.words.pick(
                    "Nog niemand kan aanmelden. Maak binnen een uur de eerste beheerder: \(origin)\(path)",
                    "Nobody can sign in yet. Make the first administrator within the hour: \(origin)\(path)"))
        }
        let signals = StopSignals { Task { await service.stop() } }
        await service.run()
        signals.end()
        log.info("stopped in good order")
        return .success
    }
}

private let checkCommand = Command(
    path: ["check"], chapter: .running,
    summary: BilingualText(
        nl: "de configuratie nakijken; er wordt niets opgeroepen en niets veranderd",
        en: "check the configuration; nothing is called, nothing is changed"),
    details: BilingualText(
        nl: "Noemt elke fout in één keer, met regel, kolom, wat er is en wat te doen. 'doctor' kijkt of alles ook antwoordt.",
        en: "Tells every mistake at once, with line, column, what it is and what to do. 'doctor' looks whether everything also answers."),
    example: "ledgerbridge check --config ledgerbridge.yaml"
) { invocation in
    let context = try Context(invocation)
    let configuration = context.configuration
    for bridge in configuration.bridges {
        if case .columnFolder(_, let columns) = configuration.source(of: bridge)?.kind {
            _ = try configuration.columnReader(configuration.path(columns), for: bridge)
        }
    }
    let json: JSON = .object([
        .init("bridges", .array(configuration.bridges.map { .string($0.policy.bridge.text) })),
        .init("sources", .array(configuration.sources.map { .string($0.name) })),
        .init("targets", .array(configuration.targets.map { .string($0.name) })),
        .init("journal", .string(context.journalPath)),
    ])
    let lines = configuration.bridges.map { bridge in
        "\(bridge.policy.bridge): \(bridge.source) \(bridge.policy.source) → \(bridge.target) \(bridge.policy.target)"
    }
    context.print(json, ([context.words.pick("De configuratie klopt.", "The configuration is right.")] + lines).joined(separator: "\n"))
    return .success
}

private let doctorCommand = Command(
    path: ["doctor"], chapter: .running,
    summary: BilingualText(
        nl: "alles bekijken wat een gezonde installatie nodig heeft, en zeggen wat te doen aan wat niet goed is",
        en: "look at everything a healthy installation needs, and say what to do about what is not"),
    details: BilingualText(
        nl:
            "Opent het journaal, kijkt naar schijf, sleutels, regels en codes, en vraagt beide kanten om een antwoord. Er wordt niets geboekt.",
        en: "Opens the journal, looks at disk, keys, rules and codes, and asks both ends for an answer. Nothing is posted."),
    example: "ledgerbridge doctor"
) { invocation in
    let context = try Context(invocation)
    let findings = await Doctor(context: context).examine()
    let json: JSON = .array(
        findings.map {
            .object([
                .init("what", .string($0.what)), .init("good", .bool($0.isGood)), .init("remedy", $0.isGood ? .null : .string($0.remedy)),
            ])
        })
    let lines = findings.map { finding in
        context.wrapped((finding.isGood ? "✓ " : "✗ ") + finding.what, indent: 2)
            + (finding.isGood ? "" : "\n" + context.wrapped("  → " + finding.remedy, indent: 4))
    }
    context.print(json, lines.joined(separator: "\n"))
    return findings.allSatisfy(\.isGood) ? .success : .needsPerson
}

/// Calls a closure on the first SIGTERM or SIGINT, and ends the process on the second: what is durable by then is found again, as after a
/// crash.
///
/// `@unchecked Sendable`: the sources are made once and only ever cancelled, which Dispatch allows from any thread.
final class StopSignals: @unchecked Sendable {
    private let sources: [any DispatchSourceSignal]

    init(_ stop: @escaping @Sendable () -> Void) {
        let count = SignalCount()
        sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if count.next() == 1 { stop() } else { _exit(128 + number) }
            }
            source.resume()
            return source
        }
    }

    func end() {
        for source in sources { source.cancel() }
        for number in [SIGTERM, SIGINT] { signal(number, SIG_DFL) }
    }
}

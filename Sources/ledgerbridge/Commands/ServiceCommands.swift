import BridgeConnector
import BridgeDomain
import BridgeSource
import BridgeEngine
import BridgeHTTPClient
import BridgeJournal
import BridgeJSON
import BridgeRuntime
import CLinux
import Dispatch
import Glibc

/// Running and looking after the program itself.
let serviceCommands: [Command] = [serveCommand, checkCommand, doctorCommand]

private let serveCommand = Command(
    path: ["serve"], summary: "run: read, post on schedule, read back, report; until told to stop",
    details: """
        Ends in good order on SIGTERM or SIGINT: calls under way are finished and written. After a crash or SIGKILL just start it again.
        Health at /healthz and /readyz, numbers at /metrics, pushes at /hooks/freshportal/BRIDGE. Listens on this machine only, unless the
        configuration says otherwise.
        """,
    example: "ledgerbridge serve",
    options: [
        .value("log", "human|json", "form of the log; human unless given"),
        .value("port-file", "FILE", "write the door's port to this file"),
    ]
) { invocation in
    let context = try Context(invocation)
    guard let format = Log.Format(rawValue: invocation.value("log") ?? "human") else {
        throw CommandFailure(.usage, "--log takes human or json")
    }
    let log = Log(label: "service", format: format, clock: context.clock)
    let journal = try await context.openJournal()
    let installation = try context.installation(journal)
    var bridges: [WorkingBridge] = []
    for bridge in context.configuration.bridges { bridges.append(try await installation.bridge(bridge)) }
    let service = Service(
        bridges: bridges, journal: journal, clock: context.clock, door: context.configuration.door,
        owner: "serve-\(getpid())-\(context.clock.now().milliseconds)",
        log: log)
    let port: UInt16
    do { port = try service.start() } catch { throw CommandFailure(.configuration, "\(error)") }
    if let file = invocation.value("port-file") { try TextFile.write(Array("\(port)\n".utf8), to: file) }
    log.info("serving", ["address": context.configuration.door.address, "port": "\(port)", "bridges": "\(bridges.count)"])
    let signals = StopSignals { Task { await service.stop() } }
    await service.run()
    signals.end()
    await journal.close()
    log.info("stopped in good order")
    return .success
}

/// Calls a closure on the first SIGTERM or SIGINT.
///
/// `@unchecked Sendable`: the sources are made once and only ever cancelled, which Dispatch allows from any thread.
final class StopSignals: @unchecked Sendable {
    private let sources: [any DispatchSourceSignal]

    init(_ stop: @escaping @Sendable () -> Void) {
        sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler(handler: stop)
            source.resume()
            return source
        }
    }

    func end() { for source in sources { source.cancel() } }
}

private let checkCommand = Command(
    path: ["check"], summary: "check the configuration; nothing is called, nothing is changed",
    example: "ledgerbridge check --config ledgerbridge.yaml"
) { invocation in
    let context = try Context(invocation)
    let configuration = context.configuration
    let json: JSON = .object([
        .init("bridges", .array(configuration.bridges.map { .string($0.policy.bridge.text) })),
        .init("sources", .array(configuration.sources.map { .string($0.name) })),
        .init("targets", .array(configuration.targets.map { .string($0.name) })),
        .init("journal", .string(configuration.path(configuration.journal))),
    ])
    let lines = configuration.bridges.map { bridge in
        "\(bridge.policy.bridge): \(bridge.source) \(bridge.policy.source) → \(bridge.target) \(bridge.policy.target)"
    }
    context.print(json, ([context.words.pick("De configuratie klopt.", "The configuration is right.")] + lines).joined(separator: "\n"))
    return .success
}

private let doctorCommand = Command(
    path: ["doctor"], summary: "look at everything a healthy installation needs, and say what to do about what is not",
    example: "ledgerbridge doctor"
) { invocation in
    let context = try Context(invocation)
    let findings = await Doctor(context: context).examine()
    context.print(
        .array(
            findings.map {
                .object([.init("what", .string($0.what)), .init("good", .bool($0.isGood)), .init("remedy", .string($0.remedy))])
            }),
        findings.map { ($0.isGood ? "✓ " : "✗ ") + $0.what + ($0.isGood ? "" : "\n  → \($0.remedy)") }.joined(separator: "\n"))
    return findings.allSatisfy(\.isGood) ? .success : .needsPerson
}

/// Examines an installation, one finding per question.
struct Doctor: Sendable {
    let context: Context

    struct Finding: Sendable {
        var what: String
        var isGood: Bool
        var remedy: String
    }

    func examine() async -> [Finding] {
        let words = context.words
        var findings: [Finding] = []
        let journal: any BridgeJournal
        do {
            journal = try await context.openJournal()
            findings.append(Finding(what: words.pick("het journaal gaat open", "the journal opens"), isGood: true, remedy: ""))
        } catch {
            return [
                Finding(
                    what: words.pick("het journaal gaat niet open: \(said(error))", "the journal does not open: \(said(error))"),
                    isGood: false,
                    remedy: words.pick(
                        "kijk naar het pad, de rechten en de schijfruimte", "look at the path, the rights and the disk space"))
            ]
        }
        findings.append(contentsOf: await examineBridges(journal))
        await journal.close()
        return findings
    }

    private func said(_ error: any Error) -> String { (error as? CommandFailure)?.message ?? "\(error)" }

    private func examineBridges(_ journal: any BridgeJournal) async -> [Finding] {
        var findings: [Finding] = []
        for bridge in context.configuration.bridges {
            let name = bridge.policy.bridge
            do {
                let working = try await context.installation(journal).bridge(bridge)
                findings.append(mapping(working, name))
                findings.append(await source(working, name))
                findings.append(await target(working, name))
            } catch {
                findings.append(Finding(what: "\(name): \(said(error))", isGood: false, remedy: "ledgerbridge check"))
            }
        }
        return findings
    }

    private func mapping(_ working: WorkingBridge, _ name: BridgeID) -> Finding {
        let version = working.translator.mappingVersion
        return Finding(
            what: context.words.pick("\(name): regels versie \(version)", "\(name): rules version \(version)"), isGood: version > 0,
            remedy: "ledgerbridge map sample > mapping.yaml; ledgerbridge map import mapping.yaml")
    }

    private func source(_ working: WorkingBridge, _ name: BridgeID) async -> Finding {
        do {
            let found = try await working.parts.source.administrations()
            let isThere = found.contains { $0.code == working.parts.policy.source }
            return Finding(
                what: context.words.pick("\(name): de bron antwoordt", "\(name): the source answers"), isGood: isThere,
                remedy: "administration \(working.parts.policy.source) is not among \(found.map(\.code.text))")
        } catch {
            return Finding(
                what: "\(name): \(error.description)", isGood: false,
                remedy: context.words.pick("kijk naar adres en sleutel", "look at address and key"))
        }
    }

    private func target(_ working: WorkingBridge, _ name: BridgeID) async -> Finding {
        do {
            let master = try await working.refreshTarget()
            return Finding(
                what: context.words.pick("\(name): de boekhouding antwoordt", "\(name): the books answer")
                    + ", \(master.administrationName)", isGood: true, remedy: "")
        } catch {
            let message = (error as? ConnectorError)?.message ?? said(error)
            return Finding(what: "\(name): \(message)", isGood: false, remedy: "ledgerbridge connect consent --bridge \(name)")
        }
    }
}

let completionCommand = Command(
    path: ["completion"], summary: "a completion script for bash or zsh", example: "source <(ledgerbridge completion bash)",
    operands: [Operand(name: "SHELL", help: "bash or zsh")], needsConfiguration: false
) { invocation in
    guard let script = Completion(commands: allCommands).script(shell: invocation.operands[0]) else {
        throw CommandFailure(.usage, "there is completion for bash and zsh")
    }
    Terminal.out(script)
    return .success
}

let versionCommand = Command(
    path: ["version"], summary: "the program's version", example: "ledgerbridge version", needsConfiguration: false
) { _ in
    Terminal.out("ledgerbridge \(Version.current)")
    return .success
}

/// The program's version, as the changelog has it.
enum Version {
    static let current = "0.1.0"
}

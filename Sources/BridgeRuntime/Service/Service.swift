import BridgeAPI
import BridgeActs
import BridgeConsole
import BridgeDomain
import BridgeEngine
import BridgeHTTPServer
public import BridgeJournal
import Synchronization

/// The program as a service: every bridge's lane turning, one door for health, numbers and pushes, and an orderly end.
///
/// A bridge that cannot be set up stands in nobody's way: it is tried again while the others work.
public final class Service: Sendable {
    private let installation: Installation
    private let runners: [LaneRunner]
    private let server: HTTPServer
    private let log: Log
    private let isStopping: Stopping
    private let entrance: Entrance?
    private let console: Console?
    private let teller: WebhookRunner

    /// True from the moment the end begins.
    final class Stopping: Sendable {
        private let flag = Atomic(false)
        var isSet: Bool { flag.load(ordering: .acquiring) }
        func set() { flag.store(true, ordering: .releasing) }
    }

    /// A service over an installation. `owner` names this process in leases.
    public init(_ installation: Installation, owner: String, log: Log) {
        self.installation = installation
        self.log = log
        let configuration = installation.configuration
        let runners = configuration.bridges.map { bridge in
            let name = bridge.policy.bridge
            return LaneRunner(bridge: name, owner: owner, clock: installation.clock, log: log.labelled(name.text)) {
                () async throws(InstallationError) in
                try await Self.setUp(bridge, installation)
            }
        }
        let isStopping = Stopping()
        let metrics = Metrics(
            journal: installation.journal, clock: installation.clock, connections: configuration.connectionNames, runners: runners)
        let entrance = configuration.console.map { Entrance($0, installation) }
        let acts = entrance?.acts(installation, runners)
        let console = acts.flatMap { entrance?.console($0, installation) }
        let door = Door(
            runners: Dictionary(zip(configuration.bridges.map { $0.policy.bridge.text }, runners)) { first, _ in first },
            targets: Dictionary(zip(configuration.bridges.map(\.target), runners.map { [$0] }), uniquingKeysWith: +), metrics: metrics,
            language: configuration.language, isStopping: isStopping, pushes: Self.pushes(installation, runners, acts),
            console: console)
        teller = WebhookRunner(installation, runners, owner: owner, log: log.labelled("webhooks"))
        self.runners = runners
        self.isStopping = isStopping
        self.entrance = entrance
        self.console = console
        server = HTTPServer(handler: door.router, configuration: door.serverConfiguration(configuration))
    }

    /// Our own door for programs: for the bridges that are pushed to, and for what people do where the console is open; nil where neither is.
    private static func pushes(_ installation: Installation, _ runners: [LaneRunner], _ acts: Acts?) -> APIDoor? {
        let configuration = installation.configuration
        let pushed = Set(configuration.sources.filter { $0.kind.type == .api }.map(\.name))
        let bridges = zip(configuration.bridges, runners).filter { pushed.contains($0.0.source) }.map { bridge, runner in
            APIDoor.Bridge(bridge.policy.bridge) {
                await runner.door
            } nudge: {
                await runner.came($0)
            }
        }
        guard !bridges.isEmpty || acts != nil else { return nil }
        var limits = APIDoor.Limits()
        limits.requestsPerMinute = configuration.door.pushesPerMinute
        limits.strangersPerMinute = configuration.door.strangersPerMinute
        return APIDoor(
            bridges: bridges, journal: installation.journal, clock: installation.clock, acts: acts, language: configuration.language,
            limits: limits)
    }

    private static func setUp(
        _ bridge: Configuration.Bridge, _ installation: Installation
    ) async throws(InstallationError) -> LaneRunner.SetUp {
        let working = try await installation.bridge(bridge)
        var setUp = LaneRunner.SetUp(parts: working.parts, orders: working.translator)
        guard working.translator.mappingVersion > 0 else {
            let name = bridge.policy.bridge
            setUp.missing = InstallationError(
                nl:
                    "er zijn nog geen regels bewaard: op de pagina Regels van de console, of 'ledgerbridge map import BESTAND --bridge \(name)'",
                en: "no rules were saved yet: on the console's page Mapping, or 'ledgerbridge map import FILE --bridge \(name)'")
            return setUp
        }
        setUp.webhooks = working.connection.webhooks
        setUp.keepsSubscriptions =
            installation.configuration.bridges.first { $0.target == bridge.target }?.policy.bridge == bridge.policy.bridge
        setUp.door = try await installation.atDoor(bridge, working)
        return setUp
    }

    /// Opens the door; returns its port.
    public func start() async throws(InstallationError) -> UInt16 {
        let door = installation.configuration.door
        if !door.isLocal, door.tls == nil {
            log.warning("the door is open to the network in clear text", ["address": door.address])
        }
        if installation.keyIsNew {
            log.warning(
                "a new key was made: keep a copy of it, apart from the backups of the journal",
                ["file": installation.configuration.path(installation.configuration.keyFile)])
        }
        await compareClocks()
        do { return try server.start() } catch { throw refused(error) }
    }

    /// The path at which the first administrator of the console is made, good for an hour and once; nil where somebody can sign in already, or
    /// there is no console. It is a secret: to be shown to who started the service, and to nobody else.
    public func firstRunPath() async throws(JournalError) -> String? { try await entrance?.firstRunPath() }

    /// Keeps every lane turning until ``stop()``. The door is closed last: whoever asks meanwhile hears that the service is stopping.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            for runner in runners { group.addTask { await runner.run() } }
            group.addTask { [teller] in await teller.run() }
        }
        await installation.endConnections()
        isStopping.set()
        await console?.stop()
        await server.stop()
    }

    /// Ends: calls under way are finished and written, leases given back, the door closed. Returns at once; ``run()`` returns when all is done.
    public func stop() async {
        guard !isStopping.isSet else { return }
        isStopping.set()
        log.info("stopping: calls under way are finished first")
        for runner in runners { await runner.stop() }
        await teller.stop()
    }

    /// How each bridge stands, in the configuration's order.
    public func health() async -> [BridgeHealth] {
        var all: [BridgeHealth] = []
        for runner in runners { all.append(await runner.health) }
        return all
    }

    /// What the journal holds from a later time than now was written under another clock.
    private func compareClocks() async {
        let now = installation.clock.now()
        for bridge in installation.configuration.bridges {
            let filter = PostingFilter(bridge: bridge.policy.bridge)
            guard let newest = try? await installation.journal.list(filter, before: nil, limit: 1).first else { continue }
            let ahead = newest.receivedAt.milliseconds(since: now)
            if ahead > LaneRunner.clockTolerance {
                log.warning(
                    "the clock of this machine is behind the newest document of the journal: set the clock",
                    ["clock": "\(now)", "document": "\(newest.receivedAt)"])
                return
            }
        }
    }

    private func refused(_ error: HTTPServerFailure) -> InstallationError {
        switch error {
        case .cannotListen(let address, let port, let reason):
            InstallationError(
                nl:
                    "op \(address), poort \(port), kan niet geluisterd worden: \(reason). Kies onder 'service' een andere poort, of stop het "
                    + "programma dat deze heeft",
                en:
                    "cannot listen on \(address), port \(port): \(reason). Choose another port under 'service', or stop the program that has it"
            )
        case .cannotRead(let file, let reason):
            InstallationError(nl: "\(file) is niet te lezen: \(reason)", en: "\(file) cannot be read: \(reason)")
        case .cannotServe(let reason):
            InstallationError(
                nl: "de deur gaat niet open: \(reason). Kijk of certificaat en sleutel bij elkaar horen",
                en: "the door does not open: \(reason). See whether certificate and key belong together")
        case .alreadyStarted: InstallationError(nl: "de dienst draait al", en: error.description)
        }
    }
}

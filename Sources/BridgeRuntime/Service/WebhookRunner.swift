import BridgeConsole
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeHTTPClient
import BridgeJournal
public import BridgeWebhooks

extension Installation {
    /// Which addresses webhooks may be sent to.
    var webhookRule: AddressRule { AddressRule(allowing: configuration.webhookNetworks.compactMap { NetworkRange($0) }) }

    /// What people do with webhooks.
    public var webhooks: Webhooks {
        let rule = webhookRule
        return Webhooks(
            journal: journal, clock: clock, sealing: keySealing, bridges: configuration.bridges.map(\.policy.bridge)
        ) { rule.mayTry($0) }
    }
}

/// Tells webhooks what happened, for as long as the service runs: a turn at once while there is more to tell, otherwise every second.
actor WebhookRunner {
    /// Milliseconds until the next turn: with nothing to tell, with nobody to tell or while another process tells, after the journal failed.
    static let idlePause: Int64 = 1_000
    static let nobodyPause: Int64 = 5_000
    static let failurePause: Int64 = 5_000
    /// Seconds between two looks at what is late and which connections need a person.
    static let watchSeconds: Int64 = 30

    private let teller: WebhookTeller
    private let watch: WebhookWatch
    private let transport: CurlTransport
    private let clock: any TimeSource
    private let journal: any BridgeJournal
    private let log: Log
    private let alarm = Alarm()
    private var isStopping = false
    private var watchAt: Timestamp?

    init(_ installation: Installation, _ runners: [LaneRunner], owner: String, log: Log) {
        var settings = CurlTransport.Configuration()
        settings.userAgent = "LedgerBridge-Webhooks"
        settings.addressRule = installation.webhookRule
        let network = CurlTransport(configuration: settings)
        transport = network
        let origin = installation.configuration.consoleOrigin
        teller = WebhookTeller(installation.webhooks, transport: network, owner: owner) { bridge, key in
            origin.map { $0 + Console.path(bridge, key) }
        }
        watch = WebhookWatch(
            journal: installation.journal, clock: installation.clock, bridges: installation.configuration.bridges.map(\.policy.bridge)
        ) { bridge in await Self.need(bridge, installation, runners) }
        clock = installation.clock
        journal = installation.journal
        self.log = log
    }

    /// Runs until ``stop()``; messages under way are finished first.
    func run() async {
        await withTaskCancellationHandler {
            while !isStopping, !Task.isCancelled {
                let pause = await step()
                if pause > 0, !isStopping { await alarm.wait(milliseconds: pause) }
            }
        } onCancel: {
            alarm.ring()
        }
        await transport.shutdown()
    }

    func stop() {
        isStopping = true
        alarm.ring()
    }

    private func step() async -> Int64 {
        do throws(JournalError) {
            if try await looksAround() == false { return Self.nobodyPause }
            switch try await teller.turn() {
            case .nobody, .elsewhere: return Self.nobodyPause
            case .told(let count): return count > 0 ? 0 : Self.idlePause
            }
        } catch {
            if error.code != .closed, error.code != .fenced { log.warning("webhooks wait for the journal", ["why": error.message]) }
            return Self.failurePause
        }
    }

    /// False while another process tells.
    private func looksAround() async throws(JournalError) -> Bool {
        let now = clock.now()
        if let watchAt, watchAt > now, watchAt.milliseconds(since: now) <= Self.watchSeconds * 1_000 { return true }
        guard try await !journal.webhooks().isEmpty else { return true }
        guard let fence = try await teller.lease() else { return false }
        try await watch.look(fence)
        watchAt = now.adding(seconds: Self.watchSeconds)
        return true
    }

    /// Why a bridge's connection needs a person: its consent, its set-up, or that it cannot be set up at all. Links are left out.
    private static func need(_ bridge: BridgeID, _ installation: Installation, _ runners: [LaneRunner]) async -> BilingualText? {
        let configuration = installation.configuration
        guard let place = configuration.bridges.firstIndex(where: { $0.policy.bridge == bridge }) else { return nil }
        if let target = configuration.target(of: configuration.bridges[place]),
            let warning = await ConnectionStanding.read(target, installation)
                .warning(at: installation.clock.now(), in: configuration.bridges[place].zone)
        {
            return plain(warning)
        }
        let health = await runners[place].health
        guard health.state == .notSetUp, let trouble = health.trouble else { return nil }
        return plain(trouble)
    }

    private static func plain(_ text: BilingualText) -> BilingualText {
        BilingualText(nl: Door.withoutLinks(text.dutch), en: Door.withoutLinks(text.english))
    }
}

extension Configuration {
    /// Where people reach the console, for links in messages; nil where it is not opened or nobody said where.
    var consoleOrigin: String? {
        guard let console else { return nil }
        if let address = console.publicAddress { return address }
        guard door.isLocal, console.proxy == nil else { return nil }
        let host = door.address.contains(":") ? "[\(door.address)]" : door.address
        return "\(door.tls == nil ? "http" : "https")://\(host):\(door.port)"
    }
}

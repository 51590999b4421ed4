import BridgeAccess
import BridgeActs
import BridgeConnector
import BridgeConsole
import BridgeDomain
import BridgeEngine
import BridgeJournal

/// How people come in at the console of this process.
struct Entrance: Sendable {
    private let settings: Configuration.Console
    private let signIn: SignIn
    private let firstRun: FirstRun
    private let journal: any BridgeJournal

    init(_ settings: Configuration.Console, _ installation: Installation) {
        self.settings = settings
        journal = installation.journal
        var limits = SignIn.Limits()
        limits.idleSeconds = Int64(settings.idleMinutes) * 60
        limits.wholeSeconds = Int64(settings.sessionHours) * 3_600
        signIn = SignIn(
            Accounts(journal: installation.journal, clock: installation.clock, sealing: installation.keySealing), limits: limits)
        firstRun = FirstRun(signIn.accounts)
    }

    func firstRunPath() async throws(JournalError) -> String? {
        try await FirstRun.isNeeded(journal) ? "\(Console.firstRunPath)?key=\(firstRun.token)" : nil
    }

    /// What people do at the pages and programs at the API, over the bridges of an installation and the lanes that work on them.
    func acts(_ installation: Installation, _ runners: [LaneRunner]) -> Acts {
        let configuration = installation.configuration
        let bridges = zip(configuration.bridges, runners).map { bridge, runner in
            OpenBridge(
                bridge.policy, zone: bridge.zone,
                way: "\(bridge.source) \(bridge.policy.source) → \(bridge.target) \(bridge.policy.target)",
                connection: configuration.target(of: bridge)?.setup.connectionName,
                menus: configuration.target(of: bridge)?.setup.menus, tradeMenus: configuration.source(of: bridge)?.menus,
                expectedEnd: { () async throws(JournalError) in
                    try await configuration.expectedEnd(of: bridge, journal: installation.journal, now: installation.clock.now())
                },
                consentWarning: {
                    guard let target = configuration.target(of: bridge) else { return nil }
                    return await ConnectionStanding.read(target, installation).warning(at: installation.clock.now(), in: bridge.zone)
                },
                desk: configuration.target(of: bridge).map { ConnectionDesk($0, bridge, installation, runner) },
                entryPage: { posting in
                    guard let id = posting.targetID?.text else { return nil }
                    return configuration.target(of: bridge)?.setup.entryPage(id: id, number: posting.targetNumber ?? "")
                },
                parts: { await runner.parts }, nudge: { await runner.wake() })
        }
        return Acts(
            bridges: bridges, journal: installation.journal, clock: installation.clock, signIn: signIn, webhooks: installation.webhooks,
            publicAddress: settings.publicAddress)
    }

    /// The pages.
    func console(_ acts: Acts, _ installation: Installation) -> Console {
        let configuration = installation.configuration
        var place = Console.Place()
        place.isSecure = configuration.door.tls != nil || settings.proxy != nil
        place.proxy = settings.proxy
        place.language = configuration.language
        place.origin = settings.publicAddress
        place.hosts = settings.hosts(at: configuration.door)
        return Console(acts, firstRun: firstRun, place: place)
    }
}

extension ConnectionDesk {
    private static let waitsForConsent = BilingualText(nl: "wacht op toestemming", en: "waits for consent")
    private static let accessRefused = BilingualText(nl: "toegang geweigerd", en: "access refused")

    /// The desk over a target's connection and the lane that works on it.
    fileprivate init(
        _ target: Configuration.Target, _ bridge: Configuration.Bridge, _ installation: Installation, _ runner: LaneRunner
    ) {
        self.init(
            read: {
                let (health, standing) = (await runner.health, await ConnectionStanding.read(target, installation))
                let trouble = health.trouble.map {
                    BilingualText(nl: Door.withoutLinks($0.dutch), en: Door.withoutLinks($0.english))
                }
                let lacksConsent = standing.lacksConsent(at: installation.clock.now())
                let lacks: [ConnectionFacts.Lack] = (lacksConsent ? [.consent] : []) + (health.lacks == .rules ? [.rules] : [])
                // A lane that works is not ready for that: without access nothing goes.
                let state = lacksConsent ? Self.waitsForConsent : health.lacks == .access ? Self.accessRefused : health.state.text
                return ConnectionFacts(
                    target: target.name, state: state, isReady: health.isReady && !lacksConsent && health.lacks == nil, trouble: trouble,
                    asksConsent: standing.asksConsent,
                    consent: standing.consent.map {
                        ConnectionFacts.Consent(
                            givenTo: $0.givenTo, user: $0.user, at: $0.at, administrations: $0.administrations, until: $0.until)
                    }, lacks: lacks, troubleIsLack: health.lacks == .rules || health.lacks == .access && lacksConsent)
            },
            invitation: {
                let consent = try? await installation.connect(target).consent
                return consent.map { Invitation(link: $0.link, redirect: $0.redirect) }
            },
            accept: { query, who async throws(ConnectorError) in
                let found: (any PersonsConsent)?
                do throws(InstallationError) { found = try await installation.connect(target).consent } catch {
                    throw ConnectorError(.unavailable, error.text.english, remedy: error.text)
                }
                try await found?.accept(callback: query, by: who.description)
            },
            guide: { await Self.guide(bridge, target, installation) }, test: { await Self.test(bridge, target, installation) })
    }
}

extension Configuration.Console {
    /// The hosts that are ours: the public one, this machine's own and the address the door listens on. Behind a proxy or beyond this machine
    /// nobody knows what people call it unless the configuration says so; then none is named, and any is taken.
    func hosts(at door: Configuration.Door) -> Set<String> {
        let host = publicAddress.flatMap { WebAddress($0)?.host }.map { $0.filter { $0 != "[" && $0 != "]" }.lowercased() }
        guard host != nil || door.isLocal && proxy == nil else { return [] }
        return Set(["127.0.0.1", "localhost", "::1", door.address] + (host.map { [$0] } ?? []))
    }
}

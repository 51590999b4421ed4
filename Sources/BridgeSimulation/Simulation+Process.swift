import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalTesting
import BridgeMapping
import BridgeSource
import BridgeTesting
import ExactConnector
import FreshPortalSimulator
import FreshPortalSource
import Synchronization

// The product: a process is a lane on the disk and the vault, and nothing else is remembered.
extension Simulation {
    func openLane() -> Lane {
        process += 1
        let deaths = deaths
        let journal = MemoryJournal(on: disk) { point in deaths.verdict(at: point) }
        var parts = parts(journal)
        if options.canary == .writesIntentAfterwards {
            let late = LateIntents()
            parts.journal = InterposedJournal(journal) { unit throws(JournalError) in late.pass(unit) }
        }
        return Lane(parts: parts, orders: translator(parts), owner: "process-\(process)")
    }

    func parts(_ journal: MemoryJournal) -> BridgeParts {
        let meter = BudgetMeter(
            connection: "exact", journal: journal, clock: clock,
            limits: .init(perMinute: Self.callsPerMinute, perDay: 5_000, errorsPerHour: 5))
        let exactOnline = ExactOnlineConnector(
            settings: exactSettings, clientSecret: "sandbox-secret", vault: vault, transport: exactNetwork, meter: meter, clock: clock)
        let source = FreshPortalSource(
            FreshPortalConfiguration(origin: "https://freshportal.test", administration: "NL01", apiKey: "sandbox-key"),
            transport: tradeNetwork, time: clock)
        return BridgeParts(
            policy: policy, journal: journal, source: source, connector: mistaken(exactOnline),
            translator: MappingTranslator(
                rules: rules, version: 1, policy: policy, capabilities: exactOnline.capabilities, validator: DocumentValidator()),
            clock: clock, zone: .amsterdam)
    }

    private func mistaken(_ honest: ExactOnlineConnector) -> any AccountingConnector {
        switch options.canary {
        case .resendsBlindly, .assumesSuccess: MistakenConnector(honest: honest, mistake: options.canary)
        case .none, .dropsSettlingDelay, .writesIntentAfterwards: honest
        }
    }

    private func translator(_ parts: BridgeParts) -> MappingTranslator {
        MappingTranslator(
            rules: rules, version: 1, policy: policy, capabilities: parts.connector.capabilities, validator: DocumentValidator())
    }

    private var policy: BridgePolicy {
        var policy = BridgePolicy(bridge: Self.bridge, source: "NL01", target: "3456789")
        policy.firstDate = day.manifest.firstExportDate
        policy.periodPolicy = .ask
        policy.missingWaitSeconds = 600
        return policy
    }

    /// One turn; a death opens the next process, as an operator's supervisor would.
    func turn(_ lane: Lane) async throws -> Lane {
        do {
            let turn = try await lane.turn()
            await exactNetwork.deliverLate()
            if let trouble = turn.trouble { tell(trouble) }
            if turn.didWork {
                tell("received \(turn.received), booked \(turn.booked), looked up \(turn.lookedUp), read back \(turn.readBack)")
            }
            // In fine weather nothing more comes: idle time, such as an hour in which an endpoint is left alone, goes by quickly.
            let pause: Int64 = turn.didWork ? 200 : isFine ? 30_000 : 1_000
            clock.advance(to: max(turn.nextAt ?? clock.now(), clock.now().adding(milliseconds: pause)))
            return lane
        } catch {
            guard error.code == .closed else { throw breach("the journal refused a write: \(error)") }
            tell("process \(process) died")
            report.deaths += 1
            clock.advance(seconds: 4)
            return openLane()
        }
    }
}

/// When the process dies: before or after a write, by the seed.
final class Deaths: Sendable {
    private let state: Mutex<(random: SeededGenerator, perMille: UInt64)>

    init(seed: UInt64, perMille: UInt64) { state = Mutex((SeededGenerator(seed: seed), perMille)) }

    func end() { state.withLock { $0.perMille = 0 } }

    func verdict(at point: CrashPoint) -> CrashVerdict {
        state.withLock { $0.random.next() % 1_000 < $0.perMille ? .die : .goOn }
    }
}

/// Tokens that survive the process.
final class DurableVault: ExactTokenVault {
    private let tokens = Mutex<ExactTokens?>(nil)
    func load() async throws -> ExactTokens? { tokens.withLock { $0 } }
    func store(_ new: ExactTokens) async throws { tokens.withLock { $0 = new } }
}

import Glibc
import Testing

/// Seeds come from the environment: LEDGERBRIDGE_SEED replays one, LEDGERBRIDGE_SEEDS runs so many from 0.
private enum Seeds {
    static let all: [UInt64] = {
        if let one = number("LEDGERBRIDGE_SEED") { return [one] }
        return Array(0..<(number("LEDGERBRIDGE_SEEDS") ?? 100))
    }()

    private static func number(_ name: String) -> UInt64? { getenv(name).flatMap { UInt64(String(cString: $0)) } }
}

@Suite struct `The whole product on one seed` {
    @Test(arguments: Seeds.all)
    func `every document is in the books exactly once, whatever is lost on the way`(seed: UInt64) async throws {
        try await Simulation(seed: seed).run()
    }

    @Test(arguments: [Simulation.Canary.resendsBlindly, .dropsSettlingDelay])
    func `a deliberate mistake is caught`(canary: Simulation.Canary) async throws {
        for seed in UInt64(0)..<200 {
            do { try await Simulation(seed: seed, canary: canary).run() } catch is Simulation.Breach { return }
        }
        Issue.record("nobody noticed: \(canary)")
    }
}

import BridgeSimulation
import Glibc
import Testing

/// Seeds come from the environment: LEDGERBRIDGE_SEED replays one, LEDGERBRIDGE_SEEDS runs so many from 0.
private enum Seeds {
    static let one = number("LEDGERBRIDGE_SEED")
    static let all: [UInt64] = one.map { [$0] } ?? Array(0..<(number("LEDGERBRIDGE_SEEDS") ?? 100))

    private static func number(_ name: String) -> UInt64? { getenv(name).flatMap { UInt64(String(cString: $0)) } }
}

@Suite struct `The whole product on one seed` {
    @Test(arguments: Seeds.all)
    func `every document is in the books exactly once, whatever is lost on the way`(seed: UInt64) async throws {
        let report = await (try Simulation(seed: seed)).run()
        #expect(report.breach == nil, "\(report)")
        // A replay tells its whole story.
        if Seeds.one != nil { print(report.story.joined(separator: "\n"), "\(report)", separator: "\n") }
    }

    @Test func `the same seed tells the same story`() async throws {
        let first = await (try Simulation(seed: 11)).run()
        let second = await (try Simulation(seed: 11)).run()
        #expect(first.story == second.story && !first.story.isEmpty)
    }

    /// Each within the 1,000 seeds that are promised; a handful is usually enough.
    @Test(arguments: SimulationOptions.Canary.allCases.filter { $0 != .none })
    func `a deliberate mistake is caught`(canary: SimulationOptions.Canary) async throws {
        var options = SimulationOptions()
        options.canary = canary
        for seed in UInt64(0)..<1_000 {
            if await (try Simulation(seed: seed, options: options)).run().breach != nil { return }
        }
        Issue.record("nobody noticed: \(canary)")
    }
}

import BridgeSimulation
import Testing

// A share of what `make simulate` runs: enough to see at once that something broke. Long campaigns and replays are for that command.

@Suite struct `The whole product on one seed` {
    @Test(arguments: UInt64(0)..<8)
    func `every document is in the books exactly once, whatever is lost on the way`(seed: UInt64) async throws {
        let report = await (try Simulation(seed: seed)).run()
        #expect(report.breach == nil, "\(report)")
    }

    @Test(arguments: [SimulationOptions.Store.memory, .sqlite])
    func `the same seed tells the same story`(store: SimulationOptions.Store) async throws {
        var options = SimulationOptions()
        options.store = store
        let first = await (try Simulation(seed: 11, options: options)).run()
        let second = await (try Simulation(seed: 11, options: options)).run()
        #expect(first.story == second.story && first.story.count > 20)
    }
}

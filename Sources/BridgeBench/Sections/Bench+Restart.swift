import BridgeDomain
import BridgeEngine
import BridgeJournal

// A process that starts on a journal with half of the documents in flight, as a killed one leaves them, and half of them waiting: how long
// until the first posting leaves.
extension Bench {
    func measureRestart() async throws -> [Figure] {
        let journal = file("restart.db")
        let bench = try await Workbench(file: journal, lines: 5)
        let known = try await bench.introduceCustomers()
        try await bench.takeIn(upTo: known + size.restarted)
        try await bench.leaveInFlight(size.restarted / 2)
        await bench.close()
        let (firstPosting, started) = try await probe(.firstPosting, journal: journal)
        return [Figure("restart.first_posting", (firstPosting - Double(started)) / 1e9, "s", .atMost(5))]
    }
}

extension Workbench {
    /// How many documents the journal holds.
    func stored() async throws -> Int { try await journal.stateTotals(Self.bridge).reduce(0) { $0 + $1.count } }

    /// Marks ready postings as in flight: the intents of a process that was killed before any outcome was written.
    fileprivate func leaveInFlight(_ count: Int) async throws {
        var left = count
        while left > 0 {
            let due = try await journal.due(Self.bridge, states: [.ready], now: parts.clock.now(), limit: min(left, 500))
            guard !due.isEmpty else { return }
            var unit = JournalUnit()
            for var posting in due {
                posting.state = .inFlight
                posting.revision += 1
                posting.attempts += 1
                posting.dueAt = nil
                unit.append(.movePosting(posting))
            }
            try await journal.commit(unit)
            left -= due.count
        }
    }
}

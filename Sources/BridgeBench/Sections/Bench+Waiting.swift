import BridgeDomain
import BridgeJournal

// Memory of a process that works while so many documents wait, in a process of its own each time: what this one used to fill the journal does
// not count.
extension Bench {
    func measureWaiting(_ told: @Sendable (String) -> Void) async throws -> [Figure] {
        let journal = file("waiting.db")
        var figures: [Figure] = []
        var megabytes: [Double] = []
        for waiting in size.waiting {
            told("\(waiting)")
            let bench = try await Workbench(file: journal, lines: 5)
            if try await bench.stored() == 0 { _ = try await bench.introduceCustomers() }
            let missing = waiting - (try await bench.count(.ready))
            if missing > 0 { try await bench.takeIn(upTo: try await bench.stored() + missing) }
            await bench.close()
            let (answer, _) = try await probe(.memory, journal: journal)
            megabytes.append(answer)
            figures.append(Figure("waiting.documents_\(waiting).memory", answer, "MB", .atMost(150)))
        }
        if let first = megabytes.first, let last = megabytes.last, first > 0 {
            figures.append(Figure("waiting.memory_last_to_first", last / first, "ratio", .atMost(1.5)))
        }
        return figures
    }
}

import BridgeDomain
import BridgeJournal

// A queue of ready postings into books inside the process that answer at once: intents, outcomes, links and history, all durable. Beside it,
// the same number of small records merely kept in groups.
extension Bench {
    /// About what an attempt with its verdict comes to.
    private static let attemptBytes = 300

    func measureDrain() async throws -> [Figure] {
        let bench = try await Workbench(file: file("drain.db"), lines: 5)
        let known = try await bench.introduceCustomers()
        try await bench.takeIn(upTo: known + size.drained)
        let watch = Stopwatch()
        try await bench.drain(known + size.drained)
        let (seconds, busy) = (watch.seconds, watch.busySeconds)
        await bench.close()
        let bareSeconds = try bareOutcomes()
        let count = Double(size.drained)
        return [
            Figure("drain.rate", count / seconds, "documents/s", .atLeast(16_000)),
            Figure("drain.processor", busy / count * 1e6, "us/document"),
            Figure("drain.bare_rate", count / bareSeconds, "documents/s"), Figure("drain.to_bare", bareSeconds / seconds, "ratio"),
        ]
    }

    private func bareOutcomes() throws -> Double {
        let record = [UInt8](repeating: 7, count: Self.attemptBytes)
        let store = try BareStore(file: file("drain-bare.db"), group: 50)
        let watch = Stopwatch()
        for _ in 0..<size.drained { try store.keep(record) }
        try store.commit()
        return watch.seconds
    }
}

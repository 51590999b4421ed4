import BridgeDomain
import BridgeEngine
import BridgeSource
import Synchronization

// One document at a time on a bridge that has nothing else to do: from the moment its page left the source to the call to the books. That is
// longer than from its acceptance, which comes after reading, judging and writing it.
extension Bench {
    func measureLatency() async throws -> [Figure] {
        let bench = try await Workbench(file: file("latency.db"), lines: 5)
        let known = try await bench.introduceCustomers()
        let handedOut = Mutex<Int64>(0)
        let called = Mutex<Int64>(0)
        bench.trade.tell { _ in handedOut.withLock { $0 = Stopwatch.nanoseconds() } }
        bench.books.tell { _ in called.withLock { $0 = Stopwatch.nanoseconds() } }
        var milliseconds: [Double] = []
        for place in 0..<size.single {
            bench.trade.offer(known + place + 1)
            await bench.lane.nudge(.documents)
            try await bench.drain(known + place + 1)
            milliseconds.append(Double(called.withLock { $0 } - handedOut.withLock { $0 }) / 1e6)
        }
        await bench.close()
        return [
            Figure("latency.first_attempt.p50", milliseconds.quantile(0.5), "ms"),
            Figure("latency.first_attempt.p99", milliseconds.quantile(0.99), "ms", .atMost(50)),
        ]
    }
}

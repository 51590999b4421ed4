import BridgeDomain
import Glibc

// How long the command line takes to say its version, from the start of the process to its end.
extension Bench {
    func measureStart() async throws -> [Figure] {
        var milliseconds: [Double] = []
        for _ in 0..<size.starts {
            let watch = Stopwatch()
            let process = try launcher.launch(["version"], log: file("start.log"))
            while process.isRunning { usleep(100) }
            milliseconds.append(watch.seconds * 1e3)
        }
        return [
            Figure("start.p50", milliseconds.quantile(0.5), "ms", .atMost(30)), Figure("start.p99", milliseconds.quantile(0.99), "ms"),
        ]
    }
}

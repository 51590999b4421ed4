import Glibc
import Synchronization

/// The processes a demo started, so that none is left behind.
final class Children: Sendable {
    private let started = Mutex<[ChildProcess]>([])

    func start(_ words: [String], log: String) throws -> ChildProcess {
        let child = try ChildProcess(words, log: log)
        started.withLock { $0.append(child) }
        return child
    }

    /// Asks all that run to end in good order, the youngest first.
    func stopAll() {
        for child in started.withLock({ $0.reversed() }) { child.stop() }
    }

    /// For when the demo itself is stopped in the middle.
    func killAll(thenExit code: Int32) -> Never {
        for child in started.withLock({ $0 }) { child.kill() }
        _exit(code)
    }
}

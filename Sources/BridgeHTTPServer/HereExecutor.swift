import BridgeHTTP
import CLinux
import Synchronization

/// Runs pieces of tasks on the thread that begins them, for as long as that thread offers itself; in the shared pool otherwise.
final class HereExecutor: TaskExecutor {
    private struct Offer {
        /// The thread that offers itself.
        var thread: pid_t
        var jobs: [UnownedJob] = []
    }

    private let offer = Mutex<Offer?>(nil)

    /// Begins something here: what it enqueues from this thread is run before this returns, up to where it waits for another thread. One thread
    /// at a time, and not from within itself.
    func run<Result>(_ begin: () -> Result) -> Result {
        offer.withLock { $0 = Offer(thread: gettid()) }
        let result = begin()
        while let job = next() { job.runSynchronously(on: asUnownedTaskExecutor()) }
        return result
    }

    /// The next piece; without one the offer ends.
    private func next() -> UnownedJob? {
        offer.withLock { offer in
            guard let first = offer?.jobs.first else {
                offer = nil
                return nil
            }
            offer?.jobs.removeFirst()
            return first
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let unowned = UnownedJob(job)
        let isTaken = offer.withLock { offer in
            guard offer?.thread == gettid() else { return false }
            offer?.jobs.append(unowned)
            return true
        }
        if !isTaken { globalConcurrentExecutor.enqueue(ExecutorJob(unowned)) }
    }
}

/// The answer of a handler that was begun at once: there before the connection had to be suspended for it, or afterwards.
final class EarlyAnswer: Sendable {
    private enum Stage {
        case beginning
        case answered(HTTPAnswer)
        case awaited
    }

    private let stage = Mutex(Stage.beginning)

    /// The handler's end. True when the connection is suspended, and whoever ends the handler has to deliver the answer.
    func finish(_ answer: HTTPAnswer) -> Bool {
        stage.withLock { stage in
            if case .awaited = stage { return true }
            stage = .answered(answer)
            return false
        }
    }

    /// The answer, when it is there.
    var answer: HTTPAnswer? { stage.withLock { if case .answered(let answer) = $0 { answer } else { nil } } }

    /// Says that the connection is suspended from now on; the answer when it came just before.
    func wait() -> HTTPAnswer? {
        stage.withLock { stage in
            defer { stage = .awaited }
            return if case .answered(let answer) = stage { answer } else { nil }
        }
    }
}

import CLinux
import Glibc

/// A thread of its own for an actor whose work blocks: files, SQLite, unpacking. On the shared pool, which has a thread per core, such work
/// would stop everybody else's (reference swift-on-linux §3).
final class OwnThread: SerialExecutor {
    private let line = WaitingLine()

    init() { line.start() }

    deinit { line.close() }

    func enqueue(_ job: consuming ExecutorJob) { line.add(UnownedJob(job), asUnownedSerialExecutor()) }

    func isIsolatingCurrentContext() -> Bool? { line.isCurrentThread }
    func checkIsolated() { precondition(line.isCurrentThread, "this belongs to the thread of its actor") }
    func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

    /// The jobs and the thread that runs them. The thread holds the line only, so that the executor can go and end it.
    ///
    /// `@unchecked Sendable`: everything is touched only with the mutex held.
    private final class WaitingLine: @unchecked Sendable {
        private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
        private var jobs: [(job: UnownedJob, executor: UnownedSerialExecutor)] = []
        private var isClosed = false
        private var thread: pid_t = 0

        init() {
            mutex.initialize(to: pthread_mutex_t())
            condition.initialize(to: pthread_cond_t())
            pthread_mutex_init(mutex, nil)
            pthread_cond_init(condition, nil)
        }

        deinit {
            pthread_mutex_destroy(mutex)
            pthread_cond_destroy(condition)
            mutex.deallocate()
            condition.deallocate()
        }

        private func locked<Result>(_ body: () -> Result) -> Result {
            pthread_mutex_lock(mutex)
            defer { pthread_mutex_unlock(mutex) }
            return body()
        }

        // By the kernel's number: the library's own may be kept over a change of thread (reference swift-on-linux §3, 9).
        var isCurrentThread: Bool { locked { thread == gettid() } }

        func start() {
            var handle = pthread_t()
            let code = pthread_create(
                &handle, nil,
                { argument in
                    guard let argument else { return nil }
                    Unmanaged<WaitingLine>.fromOpaque(argument).takeRetainedValue().run()
                    return nil
                }, Unmanaged.passRetained(self).toOpaque())
            precondition(code == 0, "the system gives no thread")
            pthread_detach(handle)
        }

        func add(_ job: UnownedJob, _ executor: UnownedSerialExecutor) {
            locked {
                jobs.append((job, executor))
                pthread_cond_signal(condition)
            }
        }

        func close() {
            locked {
                isClosed = true
                pthread_cond_signal(condition)
            }
        }

        private func run() {
            locked { thread = gettid() }
            while let taken = take() {
                for (job, executor) in taken { job.runSynchronously(on: executor) }
            }
        }

        private func take() -> [(job: UnownedJob, executor: UnownedSerialExecutor)]? {
            locked {
                while jobs.isEmpty {
                    if isClosed { return nil }
                    pthread_cond_wait(condition, mutex)
                }
                defer { jobs.removeAll(keepingCapacity: true) }
                return jobs
            }
        }
    }
}

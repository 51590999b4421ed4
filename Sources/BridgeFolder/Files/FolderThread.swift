import CLinux
import Glibc

/// One thread that runs an actor whose work waits for disks: blocking calls must not run on the shared pool, which has a thread a core
/// (reference swift-on-linux §3).
///
/// The thread holds only the queue, so that it ends when the last owner of this executor is gone.
final class FolderThread: SerialExecutor {
    private let queue = JobQueue()

    init() { queue.start() }

    deinit { queue.close() }

    func enqueue(_ job: consuming ExecutorJob) { queue.add(UnownedJob(job), on: asUnownedSerialExecutor()) }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

    func isIsolatingCurrentContext() -> Bool? { queue.isOwnThread }

    func checkIsolated() { precondition(queue.isOwnThread, "asked for outside the folder's own thread") }
}

/// `@unchecked Sendable`: everything mutable is touched only with the mutex held.
private final class JobQueue: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var jobs: [(UnownedJob, UnownedSerialExecutor)] = []
    private var isClosed = false
    private var thread: pid_t = 0

    init() {
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
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

    var isOwnThread: Bool { locked { thread == gettid() } }

    func add(_ job: UnownedJob, on executor: UnownedSerialExecutor) {
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

    func start() {
        var handle = pthread_t()
        let code = pthread_create(
            &handle, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<JobQueue>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        precondition(code == 0, "the system gives no more threads")
        pthread_detach(handle)
    }

    private func run() {
        locked { thread = gettid() }
        while let next = take() { for (job, executor) in next { job.runSynchronously(on: executor) } }
    }

    /// Waits for work; nil when there will be no more.
    private func take() -> [(UnownedJob, UnownedSerialExecutor)]? {
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

import Glibc

/// Work waiting for threads of our own. Blocking calls must not run on the shared pool: with two cores, two of them stop all Swift
/// concurrency (reference swift-on-linux §3).
///
/// `@unchecked Sendable`: `waiting`, `isClosed` and `threads` are touched only with the mutex held.
final class WorkQueue<Work: Sendable>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var waiting: [Work] = []
    private var taken = 0
    private var isClosed = false
    private var threads = 0
    private var ended: [@Sendable () -> Void] = []

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

    /// Adds work; false when the queue is closed and the work will never be done.
    func add(_ work: Work) -> Bool {
        locked {
            guard !isClosed else { return false }
            waiting.append(work)
            pthread_cond_signal(condition)
            return true
        }
    }

    /// Waits for work and takes at most `limit` pieces, oldest first; nil when the queue is closed and empty.
    func take(atMost limit: Int) -> [Work]? {
        locked {
            while waiting.count == taken {
                if isClosed { return nil }
                pthread_cond_wait(condition, mutex)
            }
            let end = min(waiting.count, taken + limit)
            let work = Array(waiting[taken..<end])
            taken = end
            // Moved up only now and then, so that taking stays cheap with much waiting.
            if taken == waiting.count {
                waiting.removeAll(keepingCapacity: true)
                taken = 0
            } else if taken > 512 {
                waiting.removeFirst(taken)
                taken = 0
            }
            return work
        }
    }

    /// Refuses further work and lets the threads end once all is done. Returns when they have.
    func close() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isOver = locked { () -> Bool in
                isClosed = true
                pthread_cond_broadcast(condition)
                if threads > 0 { ended.append { continuation.resume() } }
                return threads == 0
            }
            if isOver { continuation.resume() }
        }
    }

    /// Starts a thread that runs `body`; it should take work until there is none.
    func startThread(_ body: @escaping @Sendable () -> Void) throws(ThreadsExhausted) {
        locked { threads += 1 }
        let start = ThreadStart { [self] in
            body()
            threadEnded()
        }
        let handedOver = Unmanaged.passRetained(start)
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, handedOver.toOpaque())
        guard code == 0 else {
            handedOver.release()
            locked { threads -= 1 }
            throw ThreadsExhausted()
        }
        pthread_detach(thread)
    }

    private func threadEnded() {
        let waiters = locked { () -> [@Sendable () -> Void] in
            threads -= 1
            guard threads == 0 else { return [] }
            defer { ended.removeAll() }
            return ended
        }
        for waiter in waiters { waiter() }
    }
}

/// The system gave no thread.
struct ThreadsExhausted: Error {}

private final class ThreadStart: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

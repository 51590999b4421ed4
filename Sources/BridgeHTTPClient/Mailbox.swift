import BridgeHTTP
import CCurl
import Synchronization

/// Names one exchange across threads.
final class Ticket: Sendable {
    private let flag = Atomic<Bool>(false)

    /// True from the moment the task was cancelled. A cancellation may overtake the start, which is why it is a flag too.
    var isCancelled: Bool { flag.load(ordering: .acquiring) }

    func cancel() { flag.store(true, ordering: .releasing) }
}

/// How other threads reach the one that owns libcurl.
final class Mailbox: Sendable {
    enum Message: Sendable {
        case start(Exchange)
        case cancel(Ticket)
        /// A piece of a task that prefers the transport's thread.
        case job(UnownedJob)
    }

    private struct Contents {
        var messages: [Message] = []
        var isOpen = true
        var hasEnded = false
        var waiters: [CheckedContinuation<Void, Never>] = []
        /// True while the thread waits for the network, and must be woken to look here.
        var isAsleep = false
    }

    /// libcurl's handle, to wake the thread with. It has a lock of its own: waking takes a while, and the woken thread looks here at once.
    private struct Bell {
        var multi: UnsafeMutableRawPointer?
    }

    private let contents = Mutex(Contents())
    private let bell: Mutex<Bell>

    init(waking multi: sending UnsafeMutableRawPointer) {
        bell = Mutex(Bell(multi: multi))
    }

    /// Leaves a message; an exchange that comes too late fails at once, a piece of a task then runs where all others do.
    func post(_ message: Message) {
        let (isOpen, mustWake) = contents.withLock { contents in
            guard contents.isOpen || message.isJob && !contents.hasEnded else { return (false, false) }
            contents.messages.append(message)
            defer { contents.isAsleep = false }
            return (true, contents.isAsleep)
        }
        if mustWake { wake() }
        guard !isOpen else { return }
        switch message {
        case .start(let exchange): exchange.finish(.failure(.notConnected("the transport was shut down")))
        case .job(let job): globalConcurrentExecutor.enqueue(ExecutorJob(job))
        case .cancel: break
        }
    }

    /// The only call of libcurl's multi interface that another thread may make. Under the lock, so that it cannot be freed meanwhile.
    private func wake() { bell.withLock { bell in if let multi = bell.multi { curl_multi_wakeup(multi) } } }

    /// Says that the thread is about to wait for the network; false when there is something to do first.
    func fallAsleep() -> Bool {
        contents.withLock { contents in
            contents.isAsleep = contents.messages.isEmpty && contents.isOpen
            return contents.isAsleep
        }
    }

    /// What has come, and whether more may come.
    func take() -> (messages: [Message], isOpen: Bool) {
        contents.withLock { contents in
            contents.isAsleep = false
            defer { contents.messages = [] }
            return (contents.messages, contents.isOpen)
        }
    }

    /// Asks the thread to end; the continuation is resumed when it has.
    func close(_ waiter: CheckedContinuation<Void, Never>?) {
        let hasEnded = contents.withLock { contents in
            contents.isOpen = false
            if contents.hasEnded { return true }
            if let waiter { contents.waiters.append(waiter) }
            return false
        }
        if hasEnded { waiter?.resume() } else { wake() }
    }

    /// The thread's farewell in two steps: first nobody may wake it any more, then those who wait are told.
    func forgetMulti() { bell.withLock { $0.multi = nil } }

    func ended() {
        let (waiters, rest) = contents.withLock { contents in
            contents.hasEnded = true
            defer { (contents.waiters, contents.messages) = ([], []) }
            return (contents.waiters, contents.messages)
        }
        // What a task still had to do here it does elsewhere.
        for case .job(let job) in rest { globalConcurrentExecutor.enqueue(ExecutorJob(job)) }
        for waiter in waiters { waiter.resume() }
    }
}

extension Mailbox.Message {
    fileprivate var isJob: Bool { if case .job = self { true } else { false } }
}

/// Lets tasks run on the transport's own thread: what they ask of the network is then asked, and the answer looked at, without a change of
/// threads. While a piece of a task runs there, no exchange goes on, so it is for short ones.
final class LoopExecutor: TaskExecutor {
    private let mailbox: Mailbox

    init(_ mailbox: Mailbox) { self.mailbox = mailbox }

    func enqueue(_ job: consuming ExecutorJob) { mailbox.post(.job(UnownedJob(job))) }
}

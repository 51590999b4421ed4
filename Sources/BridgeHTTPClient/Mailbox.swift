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
    }

    private struct Contents {
        var messages: [Message] = []
        var isOpen = true
        var hasEnded = false
        var waiters: [CheckedContinuation<Void, Never>] = []
        /// Woken under the lock, so that it cannot be freed meanwhile.
        var multi: UnsafeMutableRawPointer?

        /// The only call of libcurl's multi interface that another thread may make.
        func wake() { if let multi { curl_multi_wakeup(multi) } }
    }

    private let contents: Mutex<Contents>

    init(waking multi: sending UnsafeMutableRawPointer) {
        contents = Mutex(Contents(multi: multi))
    }

    /// Leaves a message; an exchange that comes too late fails at once.
    func post(_ message: Message) {
        let isOpen = contents.withLock { contents in
            guard contents.isOpen else { return false }
            contents.messages.append(message)
            contents.wake()
            return true
        }
        if !isOpen, case .start(let exchange) = message { exchange.finish(.failure(.notConnected("the transport was shut down"))) }
    }

    /// What has come, and whether more may come.
    func take() -> (messages: [Message], isOpen: Bool) {
        contents.withLock { contents in
            defer { contents.messages.removeAll(keepingCapacity: true) }
            return (contents.messages, contents.isOpen)
        }
    }

    /// Asks the thread to end; the continuation is resumed when it has.
    func close(_ waiter: CheckedContinuation<Void, Never>?) {
        let hasEnded = contents.withLock { contents in
            contents.isOpen = false
            if contents.hasEnded { return true }
            if let waiter { contents.waiters.append(waiter) }
            contents.wake()
            return false
        }
        if hasEnded { waiter?.resume() }
    }

    /// The thread's farewell in two steps: first nobody may wake it any more, then those who wait are told.
    func forgetMulti() { contents.withLock { $0.multi = nil } }

    func ended() {
        let waiters = contents.withLock { contents in
            contents.hasEnded = true
            defer { contents.waiters = [] }
            return contents.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}

import BridgeHTTP
import CCurl
import Glibc

/// The thread that owns libcurl: every multi and easy handle is touched here and nowhere else.
final class CurlLoop {
    /// Handles kept for reuse; each holds some 20 KB.
    private static let idleHandlesMax = 64
    /// Milliseconds without an event after which the loop looks around; events and libcurl's own timers end a wait earlier.
    private static let waitMax: Int32 = 30_000
    /// How late the end of a waiting request's time may be noticed, in milliseconds.
    private static let lineInterval: Int32 = 50

    private static let globalInit: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    private let configuration: CurlTransport.Configuration
    private let mailbox: Mailbox
    private let executor: LoopExecutor
    private let multi: UnsafeMutableRawPointer
    private var running: [UnsafeMutableRawPointer: Exchange] = [:]
    private var idle: [UnsafeMutableRawPointer] = []
    private var line: WaitingLine<Exchange>

    private init(_ configuration: CurlTransport.Configuration, mailbox: Mailbox, multi: UnsafeMutableRawPointer) {
        self.configuration = configuration
        self.mailbox = mailbox
        executor = LoopExecutor(mailbox)
        self.multi = multi
        line = WaitingLine(perHostMax: configuration.maxConnectionsPerHost, totalMax: configuration.maxConnections)
    }

    /// Starts the thread and returns the way to reach it.
    static func start(_ configuration: CurlTransport.Configuration) -> (Mailbox, LoopExecutor) {
        precondition(globalInit == CURLE_OK, "libcurl could not be initialised.")
        guard let multi = curl_multi_init() else { preconditionFailure("There is no memory for libcurl.") }
        let bounded = configuration.bounded
        ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, bounded.maxConnections)
        nonisolated(unsafe) let shared = multi  // the mailbox only wakes it, which any thread may do
        let mailbox = Mailbox(waking: shared)
        let loop = CurlLoop(bounded, mailbox: mailbox, multi: multi)
        loop.startThread()
        return (mailbox, loop.executor)
    }

    private func startThread() {
        var thread = pthread_t()
        let outcome = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<CurlLoop>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        precondition(outcome == 0, "The system gave no thread for outgoing requests.")
        pthread_detach(thread)
    }

    private func run() {
        blockBrokenPipeSignal()
        var count: Int32 = 0
        while true {
            let (messages, isOpen) = mailbox.take()
            for message in messages { receive(message) }
            guard isOpen else { break }
            startNext()
            curl_multi_perform(multi, &count)
            finishDone()
            // What has ended makes room: whoever takes it must be performed before waiting.
            if startNext() || !mailbox.fallAsleep() { continue }
            curl_multi_poll(multi, nil, 0, line.waiting > 0 ? Self.lineInterval : Self.waitMax, nil)
        }
        end()
    }

    /// A TLS peer that closes early would otherwise end the process; libcurl leaves this signal to us (`NOSIGNAL`).
    private func blockBrokenPipeSignal() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    private func receive(_ message: Mailbox.Message) {
        switch message {
        case .start(let exchange):
            if exchange.ticket.isCancelled { return exchange.finish(.failure(.cancelled)) }
            guard running.count + line.waiting < configuration.maxExchanges else {
                return exchange.finish(.failure(.notConnected("\(configuration.maxExchanges) requests are under way already")))
            }
            exchange.deadline = monotonicNow() + Int64(exchange.timeoutTotal)
            line.append(exchange, host: exchange.host)
        case .cancel(let ticket): cancel(ticket)
        case .job(let job): job.runSynchronously(on: executor.asUnownedTaskExecutor())
        }
    }

    private func cancel(_ ticket: Ticket) {
        for exchange in line.remove(where: { $0.ticket === ticket }) { exchange.finish(.failure(.cancelled)) }
        guard let (handle, exchange) = running.first(where: { $0.value.ticket === ticket }) else { return }
        release(handle, exchange)
        exchange.finish(.failure(.cancelled))
    }

    /// Starts whatever has room; true when something was started.
    @discardableResult
    private func startNext() -> Bool {
        let now = monotonicNow()
        for exchange in line.remove(where: { $0.deadline <= now }) {
            exchange.finish(.failure(.notConnected("no connection was free within \(exchange.timeoutTotal) ms")))
        }
        var hasStarted = false
        while let exchange = line.next() {
            start(exchange, at: now)
            hasStarted = true
        }
        return hasStarted
    }

    private func start(_ exchange: Exchange, at now: Int64) {
        guard let handle = idle.popLast() ?? curl_easy_init() else {
            line.ended(host: exchange.host)
            return exchange.finish(.failure(.notConnected("there is no memory")))
        }
        if let problem = exchange.prepare(handle, configuration, milliseconds: Int(exchange.deadline - now)) {
            line.ended(host: exchange.host)
            recycle(handle)
            return exchange.finish(.failure(.notConnected(problem)))
        }
        running[handle] = exchange
        curl_multi_add_handle(multi, handle)
    }

    private func finishDone() {
        var handle: UnsafeMutableRawPointer?
        var code = CURLE_OK
        while ccurl_next_done(multi, &handle, &code) != 0 {
            guard let done = handle, let exchange = running[done] else { continue }
            let result = exchange.result(code, of: done)
            release(done, exchange)
            exchange.finish(result)
        }
    }

    private func release(_ handle: UnsafeMutableRawPointer, _ exchange: Exchange) {
        running[handle] = nil
        line.ended(host: exchange.host)
        curl_multi_remove_handle(multi, handle)
        recycle(handle)
    }

    private func recycle(_ handle: UnsafeMutableRawPointer) {
        guard idle.count < Self.idleHandlesMax else { return curl_easy_cleanup(handle) }
        curl_easy_reset(handle)
        idle.append(handle)
    }

    private func end() {
        for (handle, exchange) in running {
            curl_multi_remove_handle(multi, handle)
            curl_easy_cleanup(handle)
            exchange.finish(.failure(.cancelled))
        }
        running = [:]
        for exchange in line.remove(where: { _ in true }) { exchange.finish(.failure(.cancelled)) }
        for handle in idle { curl_easy_cleanup(handle) }
        mailbox.forgetMulti()
        curl_multi_cleanup(multi)
        mailbox.ended()
    }
}

/// Milliseconds of the machine's monotonic clock, for deadlines of sockets.
private func monotonicNow() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
}

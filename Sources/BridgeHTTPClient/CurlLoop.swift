import BridgeHTTP
import CCurl
import Glibc

/// The thread that owns libcurl: every multi and easy handle is touched here and nowhere else.
final class CurlLoop {
    /// Handles kept for reuse; each holds some 20 KB.
    private static let idleHandlesMax = 64
    /// Milliseconds without an event after which the loop looks around; events and libcurl's own timers end a wait earlier.
    private static let waitMax: Int32 = 30_000

    private static let globalInit: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    private let configuration: CurlTransport.Configuration
    private let mailbox: Mailbox
    private let multi: UnsafeMutableRawPointer
    private var running: [UnsafeMutableRawPointer: Exchange] = [:]
    private var idle: [UnsafeMutableRawPointer] = []

    private init(_ configuration: CurlTransport.Configuration, mailbox: Mailbox, multi: UnsafeMutableRawPointer) {
        self.configuration = configuration
        self.mailbox = mailbox
        self.multi = multi
    }

    /// Starts the thread and returns the way to reach it.
    static func start(_ configuration: CurlTransport.Configuration) -> Mailbox {
        precondition(globalInit == CURLE_OK, "libcurl could not be initialised.")
        guard let multi = curl_multi_init() else { preconditionFailure("There is no memory for libcurl.") }
        let bounded = configuration.bounded
        ccurl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, bounded.maxConnectionsPerHost)
        ccurl_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, bounded.maxConnections)
        ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, bounded.maxConnections)
        nonisolated(unsafe) let shared = multi  // the mailbox only wakes it, which any thread may do
        let mailbox = Mailbox(waking: shared)
        CurlLoop(bounded, mailbox: mailbox, multi: multi).startThread()
        return mailbox
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
            curl_multi_perform(multi, &count)
            finishDone()
            curl_multi_poll(multi, nil, 0, Self.waitMax, nil)
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
        case .start(let exchange): start(exchange)
        case .cancel(let ticket):
            guard let (handle, exchange) = running.first(where: { $0.value.ticket === ticket }) else { return }
            release(handle)
            exchange.finish(.failure(.cancelled))
        }
    }

    private func start(_ exchange: Exchange) {
        if exchange.ticket.isCancelled { return exchange.finish(.failure(.cancelled)) }
        guard running.count < configuration.maxExchanges else {
            return exchange.finish(.failure(.notConnected("\(running.count) requests are waiting already")))
        }
        guard let handle = idle.popLast() ?? curl_easy_init() else {
            return exchange.finish(.failure(.notConnected("there is no memory")))
        }
        if let problem = exchange.prepare(handle, configuration) {
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
            release(done)
            exchange.finish(result)
        }
    }

    private func release(_ handle: UnsafeMutableRawPointer) {
        running[handle] = nil
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
        for handle in idle { curl_easy_cleanup(handle) }
        mailbox.forgetMulti()
        curl_multi_cleanup(multi)
        mailbox.ended()
    }
}

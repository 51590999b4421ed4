public import BridgeHTTP
import Synchronization

/// Answers HTTP/1.1 requests on one address, in clear text or over TLS.
///
/// One thread reads and writes, handlers run on Swift's shared pool, and a second thread watches the time. A handler may take
/// as long as ``Configuration/handlerMax`` says without holding a thread. Every connection passes the guards of `HeadGuard`
/// and has absolute deadlines: a peer that sends one byte now and then is cut off like one that sends nothing.
///
/// Time is the machine's monotonic clock: these are deadlines of sockets, nothing of the books depends on them.
public final class HTTPServer: Sendable {
    private enum State {
        case new
        case running(ServerCore)
        case stopped
    }

    private let handler: any HTTPHandler
    private let configuration: Configuration
    private let state = Mutex(State.new)

    /// A server that is not yet listening.
    public init(handler: any HTTPHandler, configuration: Configuration = Configuration()) {
        self.handler = handler
        self.configuration = configuration
    }

    deinit {
        if case .running(let core) = state.withLock({ $0 }) { core.askToStop(nil) }
    }

    /// Begins to listen and returns the port, which is of the system's choosing when the configuration says 0.
    ///
    /// Does not wait for anything. A server starts once; after ``stop()`` make another.
    @discardableResult
    public func start() throws(HTTPServerFailure) -> UInt16 {
        try state.withLock { state throws(HTTPServerFailure) in
            guard case .new = state else { throw .alreadyStarted }
            let core = try ServerCore.start(handler: handler, configuration: configuration)
            state = .running(core)
            return core.port
        }
    }

    /// Stops listening, closes idle connections, lets requests in flight finish for at most
    /// ``Configuration/stopMax``, then closes what is left without an answer and cancels its handlers.
    ///
    /// Returns when every socket is closed. Calling it again, or before ``start()``, does nothing more.
    public func stop() async {
        let running = state.withLock { state in
            defer { if case .new = state { state = .stopped } }
            if case .running(let core) = state { return ServerCore?.some(core) }
            return nil
        }
        guard let running else { return }
        await withCheckedContinuation { running.askToStop($0) }
        state.withLock { $0 = .stopped }
    }

    /// What happened since the start; all zero before it and after the end.
    public var counts: Counts {
        if case .running(let core) = state.withLock({ $0 }) { return core.counts }
        return Counts()
    }

    /// What happened since the start.
    public struct Counts: Hashable, Sendable {
        /// Connections open now.
        public var connectionsOpen = 0
        /// Requests given to the handler.
        public var requests = 0
        /// Requests refused by a guard before the handler saw them.
        public var refusals = 0
        /// Connections cut, and handlers given up, because a deadline passed.
        public var deadlinesMissed = 0
    }
}

/// Why a server did not start.
public enum HTTPServerFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// A server starts once.
    case alreadyStarted
    /// The address is not a numeric one, is taken, or may not be used by this account.
    case cannotListen(address: String, port: UInt16, reason: String)
    /// The certificate or key file cannot be read.
    case cannotRead(file: String, reason: String)
    /// The C server refused; with TLS most likely because certificate and key do not belong together.
    case cannotServe(reason: String)

    /// What failed and what to do.
    public var description: String {
        switch self {
        case .alreadyStarted: "The server was started before; make a new one."
        case .cannotListen(let address, let port, let reason):
            "Cannot listen on \(address), port \(port): \(reason). Choose another port or stop the program that has it."
        case .cannotRead(let file, let reason): "Cannot read \(file): \(reason)."
        case .cannotServe(let reason): "The server did not start: \(reason)."
        }
    }
}

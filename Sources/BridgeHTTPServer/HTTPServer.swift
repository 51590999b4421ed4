public import BridgeHTTP
import Synchronization

/// Answers HTTP/1.1 requests on one address, in clear text or over TLS.
///
/// One thread reads and writes, handlers run on Swift's shared pool, and a second thread watches the time. A handler may take
/// as long as ``Configuration/handlerMax`` says without holding a thread. Every connection passes the guards of `HeadGuard`
/// and has absolute deadlines: a peer that sends one byte now and then is cut off like one that sends nothing.
///
/// A handler is not told when its peer goes away; a peer that closes its sending side before the answer counts as gone.
///
/// Time is the machine's monotonic clock: these are deadlines of sockets, nothing of the books depends on them.
public final class HTTPServer: Sendable {
    private enum State {
        case new
        case stoppedBeforeStart
        /// Started; what has become of it since, the core knows.
        case started(ServerCore)

        var core: ServerCore? { if case .started(let core) = self { core } else { nil } }
    }

    private let handler: any HTTPHandler
    private let configuration: Configuration
    private let state = Mutex(State.new)

    /// A server that is not yet listening.
    public init(handler: any HTTPHandler, configuration: Configuration = Configuration()) {
        self.handler = handler
        self.configuration = configuration.bounded
    }

    deinit {
        state.withLock { $0.core }?.askToStop(nil)
    }

    /// Begins to listen and returns the port, which is of the system's choosing when the configuration says 0.
    ///
    /// Does not wait for anything. A server starts once; after ``stop()`` make another.
    @discardableResult
    public func start() throws(HTTPServerFailure) -> UInt16 {
        try state.withLock { state throws(HTTPServerFailure) in
            guard case .new = state else { throw .alreadyStarted }
            let core = try ServerCore.start(handler: handler, configuration: configuration)
            state = .started(core)
            return core.port
        }
    }

    /// Stops listening, lets requests in flight finish for at most ``Configuration/stopMax``, then closes idle connections, and
    /// those that have not finished without an answer, their handlers' tasks cancelled.
    ///
    /// A request that a handler was given in time is answered; one that comes as the last connections close is not given to it.
    ///
    /// Returns when every socket is closed. Calling it again, or before ``start()``, does nothing more.
    public func stop() async {
        let core = state.withLock { state in
            if case .new = state { state = .stoppedBeforeStart }
            return state.core
        }
        if let core { await withCheckedContinuation { core.askToStop($0) } }
    }

    /// What happened since the start; all zero before it.
    public var counts: Counts { state.withLock { $0.core }?.counts ?? Counts() }

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

import BridgeHTTP
import CMicroHTTPD
import Glibc
import Synchronization

/// What the server's threads share. Kept alive by the keeper's thread until the C server has ended.
final class ServerCore: Sendable {
    private enum Stage {
        case open
        /// No new connections; requests in flight are finished.
        case stopping
        /// Nothing goes to a handler any more.
        case closing
        case ended
    }

    private struct Shared {
        var stage = Stage.open
        var connections: [ObjectIdentifier: Connection] = [:]
        /// Connections given to the C server and not yet closed by it; ahead of `connections` by those it has not looked at.
        var accepted = 0
        /// Connections the C server has been told to leave alone; it must not end before this is 0.
        var suspended = 0
        var waiters: [CheckedContinuation<Void, Never>] = []
        var counts = HTTPServer.Counts()
    }

    let handler: any HTTPHandler
    let configuration: HTTPServer.Configuration
    let headGuard: HeadGuard
    let port: UInt16
    let wake: WakeUp
    let here = HereExecutor()
    private let shared = Mutex(Shared())

    private init(handler: any HTTPHandler, configuration: HTTPServer.Configuration, port: UInt16, wake: WakeUp) {
        self.handler = handler
        self.configuration = configuration
        self.port = port
        self.wake = wake
        headGuard = HeadGuard(headBytesMax: configuration.headBytesMax, fieldsMax: configuration.fieldsMax)
    }

    /// Listens and starts both threads.
    static func start(handler: any HTTPHandler, configuration: HTTPServer.Configuration) throws(HTTPServerFailure) -> ServerCore {
        let certificate = try configuration.tls.map { tls throws(HTTPServerFailure) in try FileText.read(tls.certificateFile) }
        let key = try configuration.tls.map { tls throws(HTTPServerFailure) in try FileText.read(tls.keyFile) }
        guard let wake = WakeUp() else { throw .cannotServe(reason: lastError()) }
        let socket = try ListeningSocket.open(address: configuration.address, port: configuration.port)
        let core = ServerCore(handler: handler, configuration: configuration, port: socket.port, wake: wake)
        guard let daemon = core.startDaemon(certificate: certificate, key: key) else {
            close(socket.descriptor)
            throw .cannotServe(
                reason: configuration.tls == nil ? "no thread or memory" : "the certificate and the key are not PEM or do not match")
        }
        Keeper(core: core, daemon: daemon, listener: socket.descriptor).start()
        return core
    }

    var isStopping: Bool { shared.withLock { $0.stage != .open } }
    var suspended: Int { shared.withLock { $0.suspended } }
    var accepted: Int { shared.withLock { $0.accepted } }
    var connections: [Connection] { shared.withLock { Array($0.connections.values) } }

    var counts: HTTPServer.Counts {
        shared.withLock { shared in
            shared.counts.connectionsOpen = shared.connections.count
            return shared.counts
        }
    }

    // MARK: Connections

    /// One connection was given to the C server, or not after all.
    func countAccepted(_ number: Int) { shared.withLock { $0.accepted += number } }

    func opened(_ connection: Connection) { shared.withLock { $0.connections[ObjectIdentifier(connection)] = connection } }

    func closed(_ connection: Connection) {
        let isAwaited = shared.withLock { shared in
            shared.connections[ObjectIdentifier(connection)] = nil
            shared.accepted -= 1
            return shared.stage != .open || shared.accepted == configuration.connectionsMax - 1
        }
        if isAwaited { wake.signal() }
    }

    /// Asks to suspend one connection for a handler, or for a look at its head, which does not count as a request; false when the server is
    /// closing.
    func admit(counting: Bool = true) -> Bool {
        shared.withLock { shared in
            guard shared.stage == .open || shared.stage == .stopping else { return false }
            shared.suspended += 1
            if counting { shared.counts.requests += 1 }
            return true
        }
    }

    /// One connection was resumed, or not suspended after all.
    func released() {
        let isStopping = shared.withLock { shared in
            shared.suspended -= 1
            return shared.stage != .open
        }
        if isStopping { wake.signal() }
    }

    func countRefusal() { shared.withLock { $0.counts.refusals += 1 } }
    func countMissed(_ number: Int) { shared.withLock { $0.counts.deadlinesMissed += number } }

    // MARK: Stopping

    /// Begins to stop; the continuation is resumed at the end.
    func askToStop(_ waiter: CheckedContinuation<Void, Never>?) {
        let hasEnded = shared.withLock { shared in
            if shared.stage == .ended { return true }
            if shared.stage == .open { shared.stage = .stopping }
            if let waiter { shared.waiters.append(waiter) }
            return false
        }
        if hasEnded { waiter?.resume() } else { wake.signal() }
    }

    func beginClosing() { shared.withLock { $0.stage = .closing } }

    func ended() {
        let waiters = shared.withLock { shared in
            shared.stage = .ended
            defer { shared.waiters = [] }
            return shared.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    // MARK: The C server

    private func startDaemon(certificate: String?, key: String?) -> OpaquePointer? {
        let context = Unmanaged.passRetained(self)
        let daemon = withOptionalCString(certificate) { certificate in
            withOptionalCString(key) { key in
                var settings = cmhd_settings()
                // Room for the largest head, its table of fields, and the answer's head.
                settings.connection_memory = configuration.headBytesMax * 2 + (64 << 10)
                // The keeper counts; the C server counts a connection a little longer than it has told us that it is closed.
                settings.connections_max = UInt32(clamping: configuration.connectionsMax) &+ 64
                settings.connections_per_address_max = UInt32(clamping: configuration.connectionsPerAddressMax)
                settings.certificate_pem = certificate
                settings.key_pem = key
                settings.context = context.toOpaque()
                settings.access = daemonAccess
                settings.completed = daemonCompleted
                settings.connection = daemonConnection
                settings.target = daemonTarget
                return cmhd_start(&settings)
            }
        }
        if daemon == nil { context.release() }
        return daemon
    }

    /// After the C server has ended: gives back the reference its callbacks lived on.
    func daemonEnded() { Unmanaged.passUnretained(self).release() }
}

private func withOptionalCString<R>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> R) -> R {
    if let text { text.withCString { body($0) } } else { body(nil) }
}

// Callbacks are plain functions: closures of the C border must not be isolated to an actor.

private func core(_ context: UnsafeMutableRawPointer?) -> ServerCore? {
    context.map { Unmanaged<ServerCore>.fromOpaque($0).takeUnretainedValue() }
}

private func connection(_ pointer: OpaquePointer?) -> Connection? {
    pointer.flatMap { cmhd_socket_context($0) }.map { Unmanaged<Connection>.fromOpaque($0).takeUnretainedValue() }
}

private func daemonAccess(
    _ context: UnsafeMutableRawPointer?, _ pointer: OpaquePointer?, _ url: UnsafePointer<CChar>?, _ method: UnsafePointer<CChar>?,
    _ version: UnsafePointer<CChar>?, _ data: UnsafePointer<CChar>?, _ count: UnsafeMutablePointer<Int>?,
    _ request: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let connection = connection(pointer), let method, let version, let count else { return .NO }
    let bytes = UnsafeRawBufferPointer(start: data, count: count.pointee)
    count.pointee = 0
    return connection.access(method: String(cString: method), version: String(cString: version), data: bytes)
}

private func daemonTarget(
    _ context: UnsafeMutableRawPointer?, _ target: UnsafePointer<CChar>?, _ pointer: OpaquePointer?
) -> UnsafeMutableRawPointer? {
    if let target { connection(pointer)?.requestLine(String(cString: target)) }
    return nil
}

private func daemonCompleted(
    _ context: UnsafeMutableRawPointer?, _ pointer: OpaquePointer?, _ request: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    _ reason: MHD_RequestTerminationCode
) {
    connection(pointer)?.completed()
    if let core = core(context), core.isStopping { core.wake.signal() }
}

private func daemonConnection(
    _ context: UnsafeMutableRawPointer?, _ pointer: OpaquePointer?, _ socket: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    _ event: MHD_ConnectionNotificationCode
) {
    guard let core = core(context), let pointer, let socket else { return }
    switch event {
    case .CONNECTION_NOTIFY_STARTED:
        let connection = Connection(core: core, pointer: pointer)
        socket.pointee = Unmanaged.passRetained(connection).toOpaque()
        core.opened(connection)
    case .CONNECTION_NOTIFY_CLOSED:
        guard let context = socket.pointee else { return }
        socket.pointee = nil
        let connection = Unmanaged<Connection>.fromOpaque(context).takeRetainedValue()
        connection.closed()
        core.closed(connection)
    }
}

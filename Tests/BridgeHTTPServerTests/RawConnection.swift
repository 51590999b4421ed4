import BridgeHTTP
import BridgeHTTPServer
import CLinux
import Dispatch
import Glibc
import Synchronization

/// Runs blocking work on a thread of its own: the shared pool has as few threads as the machine has cores.
func blocking<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue(label: "blocking").async { continuation.resume(with: Swift.Result { try work() }) }
    }
}

/// A client that sends exactly the bytes it is told to. Every wait has a limit.
final class RawConnection: Sendable {
    struct Failure: Error { let reason: String }

    /// Milliseconds that count as "never" here.
    static let patience: Int32 = 60_000
    private let descriptor: Int32

    init(_ door: Door, from source: String = "127.0.0.1", receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var size = receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4) }
        try Self.withAddress(source, 0) { address, length in
            guard bind(descriptor, address, length) == 0 else { throw Failure(reason: "bind") }
        }
        try Self.withAddress(door.address, door.port) { address, length in
            guard connect(descriptor, address, length) == 0 else { throw Failure(reason: "connect") }
        }
    }

    deinit { close(descriptor) }

    private static func withAddress(_ host: String, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Void) rethrows {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, host, &address.sin_addr)
        try withUnsafePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { try body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }

    /// Sends text; false when the other side has gone.
    @discardableResult func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Sends bytes; false when the other side has gone.
    @discardableResult func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Sends one byte at a time with a pause in between until the other side ends it; the bytes it took.
    func dribble(_ text: String, pause: Int32) -> Int {
        for (count, byte) in text.utf8.enumerated() {
            guard send(String(UnicodeScalar(byte))) else { return count }
            if isReadable(within: pause) { return count }
        }
        return text.utf8.count
    }

    /// Says that nothing more will be sent.
    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// True when there is something to read, the end included.
    func isReadable(within milliseconds: Int32) -> Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, milliseconds) > 0
    }

    /// Everything until the other side closes.
    func readToEnd() throws -> String {
        var all: [UInt8] = []
        while let part = try readPart() { all += part }
        return String(decoding: all, as: UTF8.self)
    }

    /// One answer with a length; for `HEAD` say so.
    func readAnswer(toHead: Bool = false) throws -> RawAnswer {
        var all: [UInt8] = []
        while true {
            if let answer = RawAnswer(String(decoding: all, as: UTF8.self), bodyIsComplete: toHead) { return answer }
            guard let part = try readPart(max: 1) else { throw Failure(reason: "the connection ended within an answer") }
            all += part
        }
    }

    private func readPart(max: Int = 65_536) throws -> [UInt8]? {
        guard isReadable(within: Self.patience) else { throw Failure(reason: "nothing came") }
        var buffer = [UInt8](repeating: 0, count: max)
        let count = recv(descriptor, &buffer, max, 0)
        if count < 0 && errno == ECONNRESET { return nil }
        guard count >= 0 else { throw Failure(reason: "recv") }
        return count == 0 ? nil : Array(buffer.prefix(count))
    }
}

/// An answer as it came.
struct RawAnswer: Sendable {
    let status: Int
    let head: String
    let body: String

    /// Nil as long as the text is not a whole answer.
    init?(_ text: String, bodyIsComplete: Bool = false) {
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        head = String(text[..<end.lowerBound]).lowercased()
        body = String(text[end.upperBound...])
        status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        if !bodyIsComplete, let length = field("content-length").flatMap({ Int($0) }), body.utf8.count < length { return nil }
    }

    func field(_ name: String) -> String? {
        head.split(separator: "\r\n").first { $0.hasPrefix("\(name): ") }.map { String($0.dropFirst(name.count + 2)) }
    }
}

extension String {
    fileprivate func range(of other: String) -> Range<String.Index>? {
        let bytes = Array(utf8)
        let wanted = Array(other.utf8)
        guard bytes.count >= wanted.count else { return nil }
        for start in 0...(bytes.count - wanted.count) where bytes[start..<start + wanted.count].elementsEqual(wanted) {
            return utf8.index(startIndex, offsetBy: start)..<utf8.index(startIndex, offsetBy: start + wanted.count)
        }
        return nil
    }
}

/// Answers by a closure.
struct Answering: HTTPHandler {
    let closure: @Sendable (HTTPRequest) async -> HTTPAnswer

    init(_ closure: @escaping @Sendable (HTTPRequest) async -> HTTPAnswer) { self.closure = closure }

    func answer(_ request: HTTPRequest) async -> HTTPAnswer { await closure(request) }

    /// Answers every request with its body's length.
    static let length = Answering { .respond(HTTPResponse(status: 200, body: Array("\($0.body.count)".utf8))) }
    /// Answers when its task is cancelled.
    static let whenCancelled = Answering { _ in
        await untilCancelled()
        return .respond(HTTPResponse(status: 200))
    }
}

/// Returns when the task is cancelled, and not before.
func untilCancelled() async {
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    await withTaskCancellationHandler {
        for await _ in stream {}
    } onCancel: {
        continuation.finish()
    }
}

/// Where a test's server listens: an address of its own, so that nobody else is met there once it has stopped.
struct Door: Sendable {
    private static let next = Atomic<Int>(0)

    let address: String
    var port: UInt16 = 0

    init() {
        let number = Self.next.add(1, ordering: .relaxed).newValue
        address = "127.80.\(number / 250).\(number % 250 + 1)"
    }
}

/// Runs `body` against a server on loopback and stops it.
func withServer<Result>(
    _ handler: any HTTPHandler = Answering.length, _ configure: (inout HTTPServer.Configuration) -> Void = { _ in },
    _ body: (_ server: HTTPServer, _ door: Door) async throws -> Result
) async throws -> Result {
    var door = Door()
    var configuration = HTTPServer.Configuration(address: door.address, port: 0)
    configuration.stopMax = 5_000
    // A test that is about a deadline sets it; in all others a busy machine must not cut a connection that waits for its turn.
    (configuration.headMax, configuration.bodyTimeMax, configuration.idleMax) = (60_000, 60_000, 60_000)
    configure(&configuration)
    let server = HTTPServer(handler: handler, configuration: configuration)
    door.port = try server.start()
    do {
        let result = try await body(server, door)
        await server.stop()
        return result
    } catch {
        await server.stop()
        throw error
    }
}

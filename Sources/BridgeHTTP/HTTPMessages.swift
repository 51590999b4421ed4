/// The methods in use here.
public enum HTTPMethod: String, Hashable, Sendable, CaseIterable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case head = "HEAD"
}

/// Header fields in order; names compare without regard to case.
public struct HTTPFields: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// All fields, in order.
    public private(set) var all: [(name: String, value: String)]

    /// No fields.
    public init() { all = [] }
    /// Fields written in the source.
    public init(dictionaryLiteral elements: (String, String)...) { all = elements.map { (name: $0.0, value: $0.1) } }

    /// The first value of that name. Setting replaces every field of that name; nil removes them.
    public subscript(name: String) -> String? {
        get { all.first { Self.same($0.name, name) }?.value }
        set {
            all.removeAll { Self.same($0.name, name) }
            if let newValue { all.append((name: name, value: newValue)) }
        }
    }

    /// Every value of that name, in order.
    public func values(_ name: String) -> [String] { all.filter { Self.same($0.name, name) }.map(\.value) }
    /// Adds a field, keeping others of that name.
    public mutating func append(_ name: String, _ value: String) { all.append((name: name, value: value)) }

    /// Two sets of fields are equal when names, values and order are.
    public static func == (left: HTTPFields, right: HTTPFields) -> Bool { left.all.elementsEqual(right.all, by: ==) }
    /// Hashes names and values in order.
    public func hash(into hasher: inout Hasher) {
        for (name, value) in all {
            hasher.combine(name)
            hasher.combine(value)
        }
    }

    private static func same(_ left: String, _ right: String) -> Bool {
        left.utf8.count == right.utf8.count && zip(left.utf8, right.utf8).allSatisfy { lowered($0) == lowered($1) }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte }
}

/// A request, in either direction.
public struct HTTPRequest: Hashable, Sendable {
    public var method: HTTPMethod
    /// Scheme, host and port, as in `https://start.exactonline.nl`; empty on a request we received.
    public var origin: String
    /// Path and query as on the wire, percent-encoded, starting with `/`.
    public var target: String
    public var fields: HTTPFields
    public var body: [UInt8]
    /// Milliseconds the whole exchange may take, connecting included. 1…900,000.
    public var timeoutTotal: Int
    /// Bytes the answer's body may have; beyond it the exchange fails with ``HTTPFailure/answerTooLarge``.
    public var answerMax: Int
    /// On a request we received: the peer's address without port.
    public var peer: String?

    /// A request with a total time of 30 s and answers up to 16 MB unless said otherwise.
    public init(
        _ method: HTTPMethod, origin: String = "", target: String, fields: HTTPFields = [:], body: [UInt8] = [], timeoutTotal: Int = 30_000,
        answerMax: Int = 16 << 20
    ) {
        self.method = method
        self.origin = origin
        self.target = target
        self.fields = fields
        self.body = body
        self.timeoutTotal = timeoutTotal
        self.answerMax = answerMax
    }

    /// The path without its query, still percent-encoded.
    public var path: String { String(target.prefix { $0 != "?" }) }
    /// The query's names and values, decoded, in order; `+` is a space.
    public var query: [(name: String, value: String)] {
        guard let mark = target.firstIndex(of: "?") else { return [] }
        return FormCoding.decode(String(target[target.index(after: mark)...]))
    }
}

/// An answer, in either direction.
public struct HTTPResponse: Hashable, Sendable {
    public var status: Int
    public var fields: HTTPFields
    public var body: [UInt8]

    /// An answer.
    public init(status: Int, fields: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// The body as text; bytes that are not UTF-8 are replaced.
    public var text: String { String(decoding: body, as: UTF8.self) }
}

/// Why an exchange gave no answer. What matters to the caller is whether the request can have reached the other side.
public enum HTTPFailure: Error, Hashable, Sendable {
    /// The name could not be resolved or no connection was made: nothing was sent.
    case notConnected(String)
    /// TLS did not come about or the certificate was refused: nothing was sent.
    case insecure(String)
    /// The request may have arrived; no answer came within the time.
    case timedOut
    /// The connection broke after sending began; the request may have arrived.
    case connectionLost(String)
    /// The answer was cut short or longer than allowed; the request did arrive.
    case answerTruncated
    case answerTooLarge
    /// The task was cancelled; the request may have arrived.
    case cancelled

    /// True when the other side cannot have seen the request.
    public var nothingWasSent: Bool {
        switch self {
        case .notConnected, .insecure: true
        case .timedOut, .connectionLost, .answerTruncated, .answerTooLarge, .cancelled: false
        }
    }
}

/// Something that carries a request to its destination and brings the answer: the network, or a simulator in the same process.
public protocol HTTPTransport: Sendable {
    /// One exchange. Redirects are not followed. Any status is an answer; only the lack of one is a failure.
    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse
    /// One exchange whose body, whatever its status, goes to `take` piece by piece while it arrives; the response's own body is empty.
    ///
    /// For answers that are files: memory stays flat. `take` is called in order, from one thread at a time, and not after this returns; what
    /// it was given counts only when this does not throw.
    func send(
        _ request: HTTPRequest, bodyTo take: @escaping @Sendable (UnsafeRawBufferPointer) -> Void
    ) async throws(HTTPFailure) -> HTTPResponse
    /// Where a task that makes one call after another best runs, so that calls cost no change of threads; nil where it does not matter. Only
    /// for short pieces of work: the transport stands still meanwhile.
    var executor: (any TaskExecutor)? { get }
}

extension HTTPTransport {
    /// Anywhere.
    public var executor: (any TaskExecutor)? { nil }

    /// The same with the whole body in memory first, for transports whose answers are small.
    public func send(
        _ request: HTTPRequest, bodyTo take: @escaping @Sendable (UnsafeRawBufferPointer) -> Void
    ) async throws(HTTPFailure) -> HTTPResponse {
        var response = try await send(request)
        response.body.withUnsafeBytes { take($0) }
        response.body = []
        return response
    }
}

/// Something that answers requests: a simulator, our own door.
public protocol HTTPHandler: Sendable {
    /// Answers one request. Never throws: a fault is an answer with a status.
    func answer(_ request: HTTPRequest) async -> HTTPAnswer
}

/// What a handler wants done with the connection. The last two exist for simulators that play a failing network.
public enum HTTPAnswer: Sendable {
    case respond(HTTPResponse)
    /// Close the connection without a byte of answer.
    case drop
    /// Send the head and only the first bytes of the body, then close.
    case truncate(HTTPResponse, bytes: Int)
}

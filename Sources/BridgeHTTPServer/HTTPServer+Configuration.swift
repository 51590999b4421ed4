public import BridgeHTTP

extension HTTPServer {
    /// Where to listen and every bound. Times are milliseconds, 1…3,600,000; sizes bytes. A value outside its range counts as
    /// the nearest within it.
    public struct Configuration: Sendable {
        /// A numeric IPv4 or IPv6 address. `0.0.0.0` and `::` open the door to the network.
        public var address = "127.0.0.1"
        /// 0 lets the system choose.
        public var port: UInt16 = 0
        /// Without it clear text, which is for loopback and for a reverse proxy on the same machine.
        public var tls: TLS?

        /// From the connection or the request's first line to the end of its head.
        public var headMax = 5_000
        /// From the end of the head to the end of the body.
        public var bodyTimeMax = 20_000
        /// From the whole request to the handler's answer; then 503, and the handler's task is cancelled.
        public var handlerMax = 60_000
        /// From the handler's answer to its last byte.
        public var answerMax = 60_000
        /// From the end of an answer to the first line of the next request.
        public var idleMax = 30_000
        /// What ``HTTPServer/stop()`` grants to requests in flight.
        public var stopMax = 10_000

        /// Connections in all, 1…65,536; more wait in the system's queue.
        public var connectionsMax = 1_024
        /// Connections of one address; more are closed at once. Behind a reverse proxy set it to ``connectionsMax``.
        public var connectionsPerAddressMax = 256
        /// The request line and all fields, 1 KB…1 MB; beyond it 431.
        public var headBytesMax = 32 << 10
        /// Fields in one head, 1…1,000; beyond it 431.
        public var fieldsMax = 100
        /// The body a path accepts, 0…1 GB; beyond it 413. Called once for each request, on the thread of all connections.
        public var bodyMax: @Sendable (_ path: String) -> Int = { _ in 1 << 20 }

        /// Begins handlers on the thread of all connections instead of handing each over to the shared pool. An answer that is ready before the
        /// handler waits for anything then costs no change of threads; what waits goes on in the pool. For a server with few callers whose
        /// handlers are short: while one works, no other connection is served.
        public var beginsHandlersAtOnce = false

        /// How a body beyond its bound is answered: the problem as the server words it, and the request's head. Called on the thread of all
        /// connections.
        public var refusedBody: @Sendable (_ problem: HTTPProblem, _ head: HTTPRequest) -> HTTPResponse = { problem, _ in
            problem.response()
        }

        /// Looks at a request before its body is read, where that is longer than ``unseenBodyMax`` or of no declared length: what it returns
        /// is the answer, nil lets the body come. Shorter bodies are read at once; their handler looks soon enough.
        public var headCheck: (@Sendable (_ head: HTTPRequest) async -> HTTPResponse?)?

        /// Bytes of a body that is read before anybody looks at its head.
        public static let unseenBodyMax = 64 << 10

        /// Files in PEM form.
        public struct TLS: Hashable, Sendable {
            /// The certificate, followed by those that lead to its root.
            public var certificateFile: String
            /// The private key, not encrypted.
            public var keyFile: String

            /// TLS 1.2 and 1.3 with this certificate and key.
            public init(certificateFile: String, keyFile: String) {
                self.certificateFile = certificateFile
                self.keyFile = keyFile
            }
        }

        /// Loopback, a port of the system's choosing, clear text, and bodies up to 1 MB.
        public init() {}

        /// The same with another address and port.
        public init(address: String = "127.0.0.1", port: UInt16) {
            self.address = address
            self.port = port
        }

        /// No body may be larger, whatever ``bodyMax`` says: bodies are held in memory.
        static let bodyBytesLimit = 1 << 30

        /// The same with every number within its range.
        var bounded: Configuration {
            func within(_ value: Int, _ range: ClosedRange<Int>) -> Int { min(max(value, range.lowerBound), range.upperBound) }
            var result = self
            for time in [\Configuration.headMax, \.bodyTimeMax, \.handlerMax, \.answerMax, \.idleMax, \.stopMax] {
                result[keyPath: time] = within(self[keyPath: time], 1...3_600_000)
            }
            result.connectionsMax = within(connectionsMax, 1...65_536)
            result.connectionsPerAddressMax = within(connectionsPerAddressMax, 1...65_536)
            result.headBytesMax = within(headBytesMax, 1 << 10...1 << 20)
            result.fieldsMax = within(fieldsMax, 1...1_000)
            return result
        }
    }
}

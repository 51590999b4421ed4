extension HTTPServer {
    /// Where to listen and every bound. Times are milliseconds, sizes bytes.
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

        /// Connections in all; more wait in the system's queue.
        public var connectionsMax = 1_024
        /// Connections of one address; more are closed at once. Behind a reverse proxy set it to ``connectionsMax``.
        public var connectionsPerAddressMax = 256
        /// The request line and all fields; beyond it 431.
        public var headBytesMax = 32 << 10
        /// Fields in one head; beyond it 431.
        public var fieldsMax = 100
        /// The body a path accepts; beyond it 413. Called once for each request with a body, must be quick.
        public var bodyMax: @Sendable (_ path: String) -> Int = { _ in 1 << 20 }

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
    }
}

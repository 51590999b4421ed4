extension CurlTransport {
    /// How requests leave this machine, and every bound.
    public struct Configuration: Hashable, Sendable {
        /// Sent where a request has no `User-Agent` of its own.
        public var userAgent = "LedgerBridge"
        /// Certificates in PEM form that are trusted instead of the system's.
        public var caFile: String?
        /// A proxy such as `http://proxy.example:3128`; nil connects directly whatever the environment says.
        public var proxy: String?
        /// Which addresses may be connected to; nil for any. Not together with a proxy, whose own address it would judge.
        public var addressRule: AddressRule?
        /// Milliseconds to a ready connection, TLS included. 1…900,000.
        public var connectTimeout = 10_000
        /// Exchanges, and so connections, with one scheme, host and port at a time; further requests wait. 1…256.
        public var maxConnectionsPerHost = 8
        /// The same in all; also the number of unused connections that are kept. 1…1,024.
        public var maxConnections = 64
        /// Seconds an unused connection is kept. A little less than servers do, so that it is not closed just as a request
        /// leaves. 1…600.
        public var idleMax = 25
        /// Exchanges begun and waiting at a time; further ones fail at once. 1…100,000.
        public var maxExchanges = 10_000

        /// Direct connections, the system's certificates, 8 connections per host.
        public init() {}

        /// The same with every number within its range.
        var bounded: Configuration {
            func within(_ value: Int, _ range: ClosedRange<Int>) -> Int { min(max(value, range.lowerBound), range.upperBound) }
            var result = self
            result.connectTimeout = within(connectTimeout, 1...900_000)
            result.maxConnectionsPerHost = within(maxConnectionsPerHost, 1...256)
            result.maxConnections = within(maxConnections, 1...1024)
            result.idleMax = within(idleMax, 1...600)
            result.maxExchanges = within(maxExchanges, 1...100_000)
            return result
        }
    }
}

import BridgeHTTP
import BridgeJSON

/// One request to the service, before it has a token.
struct AFASCall: Sendable {
    /// Milliseconds a read may take; a good one takes less than a second (reference `afas-profit` §13).
    static let readTimeout = 60_000
    /// Milliseconds we wait for a write. The service may work on it for 900 s; after that much of waiting it is looked up instead.
    static let writeTimeout = 120_000
    /// Bytes an answer may have: 150,000 cells at some 40 bytes each have room.
    static let answerMax = 64 << 20

    var method: HTTPMethod
    /// The connector or utility, for the meter and messages: `FiEntries`, `metainfo`.
    var name: String
    /// Path below the base, and the query, percent-encoded; begins with `/`.
    var target: String
    var body: JSON?

    /// True when the call may change something over there.
    var isWrite: Bool { method != .get }

    init(get name: String, target: String) {
        method = .get
        self.name = name
        self.target = target
    }

    init(_ method: HTTPMethod, connector: String, below: String = "", body: JSON?) {
        self.method = method
        name = connector
        target = "/connectors/\(FormCoding.percentEncode(connector))\(below)"
        self.body = body
    }
}

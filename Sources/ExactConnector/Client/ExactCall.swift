import BridgeHTTP
import BridgeJSON

/// One request to the service, before it has a session.
struct ExactCall: Sendable {
    /// Milliseconds a call may take, waiting for the answer included. ``ExactSettings/settlingSecondsUsual`` is twice as much.
    static let timeoutTotal = 90_000
    /// Bytes an answer may have: a page of 1,000 rows has about one million.
    static let answerMax = 32 << 20

    var method: HTTPMethod
    /// Service and entity as the reference names them (`salesentry/SalesEntries`): for the address, the meter and messages.
    var endpoint: String
    /// Path and query, percent-encoded.
    var target: String
    var body: JSON?
    /// The XML of an upload, in place of a body (reference `exact-online` §11).
    var upload: [UInt8]?
    /// The division that is called; nil where the address is a ready one.
    var division: Int?
    /// Statuses besides success that the caller deals with itself.
    var alsoAccepts: Set<Int> = []

    /// True when the call may change something over there.
    var isWrite: Bool { method != .get }

    /// A call of a division's endpoint.
    init(_ method: HTTPMethod, _ endpoint: String, in division: Int, key: String = "", query: [(String, String)] = [], body: JSON? = nil) {
        self.method = method
        self.endpoint = endpoint
        self.body = body
        self.division = division
        self.target = "/api/v1/\(division)/\(endpoint)\(key)" + Self.text(query)
    }

    /// A call whose address is already made: the next page, or `current/Me`, which stands outside the divisions.
    init(get endpoint: String, target: String) {
        self.method = .get
        self.endpoint = endpoint
        self.target = target
    }

    /// An upload of many records of a topic in one call.
    init(upload: [UInt8], topic: String, in division: Int) {
        method = .post
        endpoint = "docs/XMLUpload.aspx"
        target = "/\(endpoint)?Topic=\(topic)&_Division_=\(division)"
        self.upload = upload
    }

    /// Milliseconds the call may take: big uploads run for minutes (reference §11).
    var timeout: Int { upload == nil ? Self.timeoutTotal : Self.timeoutTotal * ExactSettings.uploadTimes }

    /// Option names keep their `$`; everything in values is encoded.
    static func text(_ query: [(String, String)]) -> String {
        guard !query.isEmpty else { return "" }
        return "?" + query.map { "\($0.0)=\(FormCoding.percentEncode($0.1))" }.joined(separator: "&")
    }
}

import BridgeJSON

/// A request that works: it stands in the OpenAPI document and in the reference, and a test carries it out.
struct Example: Sendable {
    /// What stands in the path, by the names of its parts.
    let path: [String: String]
    let query: [(name: String, value: String)]
    let body: JSON?

    /// A request; parts of the path, parameters of the query and body as they are sent.
    init(_ path: [String: String] = [:], query: [(name: String, value: String)] = [], body: JSON? = nil) {
        self.path = path
        self.query = query
        self.body = body
    }

    /// The bridge of all examples.
    static let bridge = "export-nl"
}

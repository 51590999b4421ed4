import BridgeJSON

/// A successful answer in the service's "verbose" JSON (reference `exact-online` §3.2).
struct ExactReply: Hashable, Sendable {
    var status: Int
    /// The whole body; null when there was none.
    var body: JSON
    /// The answer to an upload; nil for every other call.
    var upload: ExactUploadAnswer?

    /// The rows of a collection, whichever of the two shapes it came in.
    var rows: [JSON] {
        guard let data = body["d"] else { return [] }
        return data.array ?? data["results"]?.array ?? []
    }

    /// The row of an answer about one, also when it came as a collection of one.
    var row: JSON? {
        guard let data = body["d"] else { return nil }
        if data.array == nil && data["results"] == nil { return data.members == nil ? nil : data }
        return rows.first
    }

    /// The address of the next page, as given.
    var next: String? { body["d"]?["__next"]?.string }
}

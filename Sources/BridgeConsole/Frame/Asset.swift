import BridgeHTML
import BridgeHash
import BridgeHTTP

/// A file that every page brings along. Its address carries the hash of its content, so that browsers keep it for a year and never show an old one.
struct Asset: Sendable {
    let bytes: [UInt8]
    let address: Address
    private let type: String
    private let tag: String

    /// A file of some content; `ending` is that of its name.
    init(_ text: String, type: String, ending: String) {
        bytes = Array(text.utf8)
        self.type = type
        let hash = SHA256.hash(bytes).hex.prefix(16)
        tag = "\"\(hash)\""
        address = Address("/assets", ["console-\(hash).\(ending)"])
    }

    var path: String { address.text }

    func response(to request: HTTPRequest) -> HTTPResponse {
        var fields: HTTPFields = [
            "Content-Type": type, "Cache-Control": "public, max-age=31536000, immutable", "ETag": tag, "X-Content-Type-Options": "nosniff",
        ]
        if request.fields["If-None-Match"] == tag {
            fields["Content-Type"] = nil
            return HTTPResponse(status: 304, fields: fields)
        }
        return HTTPResponse(status: 200, fields: fields, body: bytes)
    }
}

import BridgeHTTP

/// What a request must be before libcurl sees it. A line break in a field would let data write fields of its own.
enum RequestCheck {
    /// The first thing that is wrong, in plain words, or nil.
    static func problem(with request: HTTPRequest) -> String? {
        guard request.origin.hasPrefix("https://") || request.origin.hasPrefix("http://") else {
            return "the origin must start with https:// or http://"
        }
        let authority = request.origin.drop { $0 != ":" }.dropFirst(3)
        guard !authority.isEmpty, authority.utf8.allSatisfy({ isVisible($0) && !"/?#@\\".utf8.contains($0) }) else {
            return "the origin must be scheme, host and port only"
        }
        guard request.target.utf8.first == UInt8(ascii: "/"), request.target.utf8.allSatisfy({ isVisible($0) && $0 != UInt8(ascii: "#") })
        else { return "the target must start with / and be percent-encoded" }
        for (name, value) in request.fields.all {
            guard !name.isEmpty, name.utf8.allSatisfy({ isVisible($0) && $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: ";") }) else {
                return "a field has a name that HTTP does not allow"
            }
            guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
                return "the field \(name) has a control character"
            }
        }
        return nil
    }

    private static func isVisible(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }
}

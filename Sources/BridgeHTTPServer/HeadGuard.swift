import BridgeHTTP

/// What must be true of a request's head before anybody acts on it.
///
/// The C server alone would accept several heads that a proxy in front may read differently, which is how requests are
/// smuggled (RFC 9112 §11.2): two lengths, a length together with a transfer coding, a space before the colon. It would also
/// accept a missing or second Host. Each is refused here with 400, and the connection is closed.
struct HeadGuard {
    /// Why a head is refused.
    struct Refusal: Hashable {
        let status: Int
        let detail: String
    }

    /// The request line and the fields as the C server took them apart.
    struct Head {
        var method: String
        var target: String
        var version: String
        var fields: HTTPFields
        var bytes: Int
    }

    let headBytesMax: Int
    let fieldsMax: Int

    /// The first thing that is wrong with a head, or nil.
    func refusal(of head: Head) -> Refusal? {
        sizeRefusal(head) ?? lineRefusal(head) ?? fieldsRefusal(head.fields) ?? hostRefusal(head.fields) ?? framingRefusal(head)
    }

    /// The declared length of the body; nil when none is declared or the coding is chunked.
    static func declaredLength(_ fields: HTTPFields) -> Int? { fields["Content-Length"].flatMap { Int($0) } }

    private func sizeRefusal(_ head: Head) -> Refusal? {
        if head.bytes > headBytesMax {
            return Refusal(status: 431, detail: "The request's head has \(head.bytes) bytes; at most \(headBytesMax) are accepted.")
        }
        if head.fields.all.count > fieldsMax {
            return Refusal(status: 431, detail: "The request has \(head.fields.all.count) fields; at most \(fieldsMax) are accepted.")
        }
        return nil
    }

    private func lineRefusal(_ head: Head) -> Refusal? {
        guard HTTPMethod(rawValue: head.method) != nil else {
            return Refusal(status: 501, detail: "The method is not known here.")
        }
        guard head.target.utf8.first == UInt8(ascii: "/"), head.target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return bad("The request's target must be a path that starts with / and has only printable ASCII characters.")
        }
        guard head.version == "HTTP/1.1" || head.version == "HTTP/1.0" else {
            return Refusal(status: 505, detail: "Only HTTP/1.1 and HTTP/1.0 are spoken here.")
        }
        return nil
    }

    private func fieldsRefusal(_ fields: HTTPFields) -> Refusal? {
        for (name, value) in fields.all {
            guard !name.isEmpty, name.utf8.allSatisfy(Self.isTokenByte) else {
                return bad("A field's name has a character that is not allowed, such as a space before the colon.")
            }
            guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
                return bad("The value of the field \(name) has a control character.")
            }
        }
        return nil
    }

    private func hostRefusal(_ fields: HTTPFields) -> Refusal? {
        let hosts = fields.values("Host")
        guard hosts.count == 1 else { return bad("A request names its host exactly once; this one does so \(hosts.count) times.") }
        guard hosts[0].utf8.allSatisfy(Self.isHostByte) else { return bad("The Host field is not the name of a host.") }
        return nil
    }

    private func framingRefusal(_ head: Head) -> Refusal? {
        let lengths = head.fields.values("Content-Length")
        let codings = head.fields.values("Transfer-Encoding")
        if !lengths.isEmpty && !codings.isEmpty { return bad("A request has Content-Length or Transfer-Encoding, not both.") }
        if lengths.count > 1 { return bad("A request has one Content-Length.") }
        if let length = lengths.first {
            guard (1...18).contains(length.utf8.count), length.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                return bad("Content-Length is a number of bytes.")
            }
        }
        guard let coding = codings.first else { return nil }
        guard codings.count == 1, coding.lowercased() == "chunked" else {
            return bad("The only transfer coding accepted is chunked.")
        }
        guard head.version == "HTTP/1.1" else { return bad("HTTP/1.0 has no transfer codings.") }
        return nil
    }

    private func bad(_ detail: String) -> Refusal { Refusal(status: 400, detail: detail) }

    /// RFC 9110 §5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }

    /// RFC 3986 §3.2.2 and §3.2.3, without user information.
    private static func isHostByte(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || "-._~%!$&'()*+;=:[]".utf8.contains(byte) }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}

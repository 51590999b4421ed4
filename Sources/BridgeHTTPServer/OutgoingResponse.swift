import BridgeHTTP
import CMicroHTTPD

/// Makes the C server's answers of ours.
enum OutgoingResponse {
    /// The answer in full. The C server leaves the body out for `HEAD`, 204 and 304.
    static func whole(_ response: HTTPResponse, closing: Bool) -> OpaquePointer? {
        guard isSendable(response) else { return whole(unsendable, closing: true) }
        let made = response.body.withUnsafeBytes { bytes in
            // The C function does not write to a buffer that it copies.
            MHD_create_response_from_buffer(bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), .RESPMEM_MUST_COPY)
        }
        return made.map { add(response.fields, to: $0, closing: closing) }
    }

    /// A head that promises the whole body, the first bytes of it, and the end of the connection.
    static func cut(_ response: HTTPResponse, bytes: Int) -> OpaquePointer? {
        guard isSendable(response) else { return whole(unsendable, closing: true) }
        let part = CutBody(response.body.prefix(max(0, bytes)))
        let context = Unmanaged.passRetained(part).toOpaque()
        let made = MHD_create_response_from_callback(
            UInt64(response.body.count), CutBody.blockSize, { CutBody.read($0, $1, $2, $3) }, context, { CutBody.free($0) })
        guard let made else {
            Unmanaged<CutBody>.fromOpaque(context).release()
            return nil
        }
        return add(response.fields, to: made, closing: true)
    }

    /// The status if it is one that ends an exchange, 500 otherwise.
    static func valid(_ status: Int) -> Int { (200...599).contains(status) ? status : 500 }

    private static func add(_ fields: HTTPFields, to made: OpaquePointer, closing: Bool) -> OpaquePointer {
        var closes = closing
        for (name, value) in fields.all {
            switch name.lowercased() {
            case "content-length", "transfer-encoding", "keep-alive": break
            case "connection": closes = closes || value.lowercased() == "close"
            default: MHD_add_response_header(made, name, value)
            }
        }
        if closes { MHD_add_response_header(made, "Connection", "close") }
        return made
    }

    private static func isSendable(_ response: HTTPResponse) -> Bool {
        valid(response.status) == response.status
            && response.fields.all.allSatisfy { name, value in
                !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
                    && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
            }
    }

    private static var unsendable: HTTPResponse {
        HTTPProblem(
            status: 500, title: "Answer not sendable",
            detail: "The answer had a status or a field that HTTP does not allow. The request may have been carried out."
        ).response()
    }
}

/// The first bytes of a body that is cut on purpose.
private final class CutBody {
    static let blockSize = 16 << 10
    private let bytes: [UInt8]

    init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    static func read(
        _ context: UnsafeMutableRawPointer?, _ position: UInt64, _ buffer: UnsafeMutablePointer<CChar>?, _ room: Int
    ) -> Int {
        guard let context, let buffer else { return cmhd_end_with_error() }
        let body = Unmanaged<CutBody>.fromOpaque(context).takeUnretainedValue().bytes
        let start = min(Int(position), body.count)
        let count = min(room, body.count - start)
        guard count > 0 else { return cmhd_end_with_error() }
        UnsafeMutableRawPointer(buffer).copyMemory(from: Array(body[start..<start + count]), byteCount: count)
        return count
    }

    static func free(_ context: UnsafeMutableRawPointer?) {
        if let context { Unmanaged<CutBody>.fromOpaque(context).release() }
    }
}

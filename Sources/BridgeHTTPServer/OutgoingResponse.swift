import BridgeHTTP
import CMicroHTTPD

/// One of our answers as the C server wants it.
struct OutgoingResponse {
    let status: Int
    /// Owned: destroyed by whoever queues it.
    let pointer: OpaquePointer

    /// The answer in full. The C server leaves the body out for `HEAD`, 204 and 304.
    static func whole(_ response: HTTPResponse, closing: Bool) -> OutgoingResponse? {
        guard isSendable(response) else { return whole(unsendable, closing: true) }
        let made = response.body.withUnsafeBytes { bytes in
            // The C function does not write to a buffer that it copies.
            MHD_create_response_from_buffer(bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), .RESPMEM_MUST_COPY)
        }
        guard let made else { return nil }
        add(response.fields, to: made, closing: closing)
        return OutgoingResponse(status: response.status, pointer: made)
    }

    /// A head that promises the whole body, the first bytes of it, and the end of the connection.
    static func cut(_ response: HTTPResponse, bytes: Int) -> OutgoingResponse? {
        guard isSendable(response) else { return whole(unsendable, closing: true) }
        let part = CutBody(response.body.prefix(max(0, bytes)))
        let context = Unmanaged.passRetained(part).toOpaque()
        let made = MHD_create_response_from_callback(
            UInt64(response.body.count), CutBody.blockSize, { CutBody.read($0, $1, $2, $3) }, context, { CutBody.free($0) })
        guard let made else {
            Unmanaged<CutBody>.fromOpaque(context).release()
            return nil
        }
        add(response.fields, to: made, closing: true)
        return OutgoingResponse(status: response.status, pointer: made)
    }

    private static func add(_ fields: HTTPFields, to made: OpaquePointer, closing: Bool) {
        var closes = closing
        for (name, value) in fields.all {
            switch name.lowercased() {
            case "content-length", "transfer-encoding", "keep-alive": break
            case "connection": closes = closes || value.lowercased() == "close"
            default: MHD_add_response_header(made, name, value)
            }
        }
        if closes { MHD_add_response_header(made, "Connection", "close") }
    }

    private static func isSendable(_ response: HTTPResponse) -> Bool {
        (200...599).contains(response.status)
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

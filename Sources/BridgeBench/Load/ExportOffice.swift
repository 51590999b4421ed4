import BridgeHTTP
import Glibc
import Synchronization

/// FreshPortal's export inside the process: one archive from the disk, then nothing new.
final class ExportOffice: HTTPTransport {
    private let archive: String
    private let isGiven = Mutex(false)

    /// An office that gives out the archive at this path once.
    init(_ archive: String) { self.archive = archive }

    private static let pieceBytes = 256 << 10

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        let text: String
        switch request.path {
        case "/v1/auth": text = #"{"token":"bench"}"#
        case "/v2/export":
            guard
                isGiven.withLock({ given in
                    defer { given = true }; return !given
                })
            else { return HTTPResponse(status: 204) }
            text = #"{"export_url":"http://bench/archive"}"#
        case let path where path.hasSuffix("posting-status"): return HTTPResponse(status: 200)
        default: return HTTPResponse(status: 404)
        }
        return HTTPResponse(status: 200, fields: ["Content-Type": "application/json"], body: Array(text.utf8))
    }

    func send(
        _ request: HTTPRequest, bodyTo take: @escaping @Sendable (UnsafeRawBufferPointer) -> Void
    ) async throws(HTTPFailure) -> HTTPResponse {
        let file = open(archive, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return HTTPResponse(status: 404) }
        defer { close(file) }
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.pieceBytes, alignment: 16)
        defer { piece.deallocate() }
        while case let count = read(file, piece.baseAddress, piece.count), count > 0 {
            take(UnsafeRawBufferPointer(rebasing: piece[..<count]))
        }
        return HTTPResponse(status: 200)
    }
}

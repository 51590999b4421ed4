import Glibc

/// Reads small text files without Foundation.
enum FileText {
    /// A certificate chain is far smaller.
    private static let bytesMax = 1 << 20

    /// The file as text.
    static func read(_ path: String) throws(HTTPServerFailure) -> String {
        guard let file = fopen(path, "re") else { throw .cannotRead(file: path, reason: lastError()) }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: bytesMax)
        let count = fread(&bytes, 1, bytesMax, file)
        guard ferror(file) == 0 else { throw .cannotRead(file: path, reason: lastError()) }
        guard count > 0, count < bytesMax else {
            throw .cannotRead(file: path, reason: count == 0 ? "it is empty" : "it is larger than \(bytesMax) bytes")
        }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}

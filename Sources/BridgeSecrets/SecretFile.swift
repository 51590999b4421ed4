import Glibc

/// Files that hold one secret each.
enum SecretFile {
    /// How large a secret may be. Certificates with their keys fit; logs given by mistake do not.
    static let bytesMax = 64 << 10

    /// The text of a file, without the line break that editors put at its end.
    static func read(_ path: String) throws(SecretError) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .fileUnreadable(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        return try content(of: descriptor, path: path)
    }

    static func content(of descriptor: Int32, path: String) throws(SecretError) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .fileUnreadable(path: path, reason: String(cString: strerror(errno))) }
            if count == 0 { break }
            bytes += buffer[..<count]
            guard bytes.count <= bytesMax else { throw .fileTooLarge(path: path, bytesMax: bytesMax) }
        }
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard !bytes.isEmpty else { throw .fileEmpty(path: path) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .fileUnreadable(path: path, reason: "UTF-8") }
        return text
    }
}

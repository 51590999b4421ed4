import COpenSSL

/// HMAC-SHA-1 (RFC 2104). Only for one-time codes (RFC 4226), which telephones make with nothing else; everything of our own uses ``HMACSHA256``.
public enum HMACSHA1 {
    /// How many bytes a tag has.
    public static let byteCount = 20
    private static let blockBytes = 64

    /// The tag of a message. Keys may have any length.
    public static func tag(_ message: some Sequence<UInt8>, key: some Sequence<UInt8>) -> [UInt8] {
        var key = Array(key)
        if key.count > blockBytes { key = hash(key) }
        key += [UInt8](repeating: 0, count: blockBytes - key.count)
        return hash(key.map { $0 ^ 0x5C } + hash(key.map { $0 ^ 0x36 } + Array(message)))
    }

    private static func hash(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, filled in
            _ = SHA1(bytes, bytes.count, buffer.baseAddress)
            filled = byteCount
        }
    }
}

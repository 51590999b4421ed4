import CSodium

/// HMAC-SHA-256 (RFC 2104): proves that a message comes from someone who holds the key.
public enum HMACSHA256 {
    /// The tag of a message. Keys may have any length; 32 bytes is the length worth having.
    public static func tag(_ message: some Sequence<UInt8>, key: some Sequence<UInt8>) -> SHA256Digest {
        _ = Sodium.ready
        var state = crypto_auth_hmacsha256_state()
        // An array, which always has a place in memory: the library wants one even for an empty key.
        let key = Array(key)
        crypto_auth_hmacsha256_init(&state, key, key.count)
        withContiguousBytes(message) { buffer in
            _ = crypto_auth_hmacsha256_update(&state, buffer.baseAddress, UInt64(buffer.count))
        }
        return SHA256Digest { crypto_auth_hmacsha256_final(&state, $0) }
    }

    /// True when the tag belongs to the message; takes the same time whether it does or not.
    public static func isValid(_ tag: SHA256Digest, message: some Sequence<UInt8>, key: some Sequence<UInt8>) -> Bool {
        ConstantTime.equal(tag.bytes, Self.tag(message, key: key).bytes)
    }
}

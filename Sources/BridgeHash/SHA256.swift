import COpenSSL

/// SHA-256 (FIPS 180-4).
///
/// In one go with ``hash(_:)``; or piece by piece: make one, `update` it, ask for ``digest``.
public struct SHA256: Sendable {
    private var state = SHA256_CTX()

    /// A digest of nothing yet.
    public init() { SHA256_Init(&state) }

    /// The digest of all bytes. Cost: linear; about 1 µs per kilobyte, and a third of that on processors with instructions for it.
    public static func hash(_ bytes: some Sequence<UInt8>) -> SHA256Digest {
        var hash = SHA256()
        hash.update(bytes)
        return hash.digest
    }

    /// Adds bytes behind those already taken in.
    public mutating func update(_ bytes: some Sequence<UInt8>) {
        withContiguousBytes(bytes) { buffer in _ = SHA256_Update(&state, buffer.baseAddress, buffer.count) }
    }

    /// Adds the 32 bytes of a digest.
    public mutating func update(_ digest: SHA256Digest) {
        digest.withUnsafeBytes { _ = SHA256_Update(&state, $0.baseAddress, $0.count) }
    }

    /// Adds a whole number as eight bytes, the highest first.
    public mutating func update(bigEndian number: Int64) {
        withUnsafeBytes(of: number.bigEndian) { _ = SHA256_Update(&state, $0.baseAddress, $0.count) }
    }

    /// The digest of what was taken in so far; more may follow.
    public var digest: SHA256Digest {
        var ended = state
        return SHA256Digest { SHA256_Final($0, &ended) }
    }
}

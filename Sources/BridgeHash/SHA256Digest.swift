/// A SHA-256 digest or an HMAC-SHA-256 tag: 32 bytes, as a value.
///
/// Kept as four words rather than an array: no allocation, cheap to copy, and usable as a key.
public struct SHA256Digest: Hashable, Sendable {
    /// How many bytes a digest has.
    public static let byteCount = 32

    // Big-endian, so that comparing words compares bytes.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// A digest of 32 bytes; nil for any other number.
    public init?(_ bytes: some Sequence<UInt8>) {
        var words: [UInt64] = [0, 0, 0, 0]
        var count = 0
        for byte in bytes {
            guard count < Self.byteCount else { return nil }
            words[count / 8] = words[count / 8] << 8 | UInt64(byte)
            count += 1
        }
        guard count == Self.byteCount else { return nil }
        self.words = (words[0], words[1], words[2], words[3])
    }

    /// Reads 64 hexadecimal digits of either case; nil for any other text.
    public init?(hex: some StringProtocol) {
        guard hex.utf8.count == 2 * Self.byteCount, let bytes = Hex.decode(hex) else { return nil }
        self.init(bytes)
    }

    /// Lets `fill` write the 32 bytes.
    init(filling fill: (UnsafeMutablePointer<UInt8>) -> Void) {
        self.words = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.byteCount) { buffer in
            buffer.initialize(repeating: 0)
            if let start = buffer.baseAddress { fill(start) }
            let bytes = UnsafeRawBufferPointer(buffer)
            func word(_ place: Int) -> UInt64 { UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)) }
            return (word(0), word(8), word(16), word(24))
        }
    }

    /// The 32 bytes.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// Calls `body` with the 32 bytes, without making an array of them.
    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        Swift.withUnsafeBytes(of: (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian), body)
    }

    /// 64 lower-case hexadecimal digits.
    public var hex: String { withUnsafeBytes { Hex.encode($0) } }

    /// Equal bytes. Not in constant time: compare secrets with ``ConstantTime``.
    public static func == (left: SHA256Digest, right: SHA256Digest) -> Bool { left.words == right.words }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

extension SHA256Digest: Comparable {
    /// The order of the bytes.
    public static func < (left: SHA256Digest, right: SHA256Digest) -> Bool { left.words < right.words }
}

extension SHA256Digest: CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    public var description: String { hex }
}

import BridgeHash

/// The key that seals what is kept: 32 bytes, from a file only its owner can read, or from the environment.
public struct SealingKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// How many bytes a key has (XChaCha20-Poly1305).
    public static let byteCount = 32

    let bytes: [UInt8]

    /// A key of 32 bytes; nil for any other number.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Reads the 64 hexadecimal digits of an environment variable.
    public init(variable name: String, environment: [String: String]) throws(SecretError) {
        guard let text = environment[name], !text.isEmpty else { throw .variableMissing(name) }
        guard let bytes = Hex.decode(text), let key = SealingKey(bytes) else { throw .keyMalformed(origin: name) }
        self = key
    }

    /// Eight digits that tell keys apart and give nothing away: shown to people, stored beside what is sealed.
    public var fingerprint: String { String(HMACSHA256.tag("ledgerbridge key fingerprint".utf8, key: bytes).hex.prefix(8)) }

    /// Shows the fingerprint only.
    public var description: String { "key \(fingerprint)" }
    /// No children: nothing to look into.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

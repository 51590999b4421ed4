import BridgeHash

/// A sealed secret: safe to store and to back up, worth nothing without the key.
///
/// Its text is `v1.<fingerprint of the key>.<nonce>.<ciphertext>`, the last two in url-safe base64.
public struct SealedBox: Hashable, Sendable, CustomStringConvertible {
    /// The only form so far: XChaCha20-Poly1305, the name of the secret as associated data.
    static let version = "v1"

    /// Which key opens it.
    public let fingerprint: String
    let nonce: [UInt8]
    let ciphertext: [UInt8]

    init(fingerprint: String, nonce: [UInt8], ciphertext: [UInt8]) {
        self.fingerprint = fingerprint
        self.nonce = nonce
        self.ciphertext = ciphertext
    }

    /// Reads the text of a box. The name of the secret serves the error only.
    public init(_ text: String, name: String) throws(SecretError) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let version = parts.first, version.hasPrefix("v"), Int(version.dropFirst()) != nil else { throw .damaged(name: name) }
        guard version == Self.version else { throw .newerVersion(name: name) }
        guard parts.count == 4, let nonce = Base64.decode(parts[2], .urlSafe), nonce.count == Sealer.nonceBytes,
            let ciphertext = Base64.decode(parts[3], .urlSafe), ciphertext.count >= Sealer.tagBytes
        else { throw .damaged(name: name) }
        self.init(fingerprint: String(parts[1]), nonce: nonce, ciphertext: ciphertext)
    }

    /// The text to store.
    public var description: String {
        "\(Self.version).\(fingerprint).\(Base64.encode(nonce, .urlSafe)).\(Base64.encode(ciphertext, .urlSafe))"
    }
}

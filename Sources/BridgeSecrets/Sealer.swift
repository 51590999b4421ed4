public import BridgeHash
import CSodium

/// Seals secrets under a key and opens them again (XChaCha20-Poly1305).
///
/// The name of a secret is sealed in with it: a box moved to another name does not open, so nobody can pass one customer's token off as
/// another's by editing the store. Nonces have 24 random bytes, so many that they need no counting.
public struct Sealer: Sendable {
    static let nonceBytes = Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    static let tagBytes = Int(crypto_aead_xchacha20poly1305_ietf_ABYTES)

    private let key: SealingKey
    private let random: @Sendable (Int) -> [UInt8]

    /// A sealer with that key. `random` gives that many bytes that never repeat.
    public init(key: SealingKey, random: @escaping @Sendable (Int) -> [UInt8] = { SecureRandom().bytes($0) }) {
        self.key = key
        self.random = random
    }

    /// Which key this is, for people.
    public var fingerprint: String { key.fingerprint }

    /// Seals a secret under its name.
    public func seal(_ secret: Secret, name: String) -> SealedBox {
        let message = Array(secret.exposed.utf8)
        let nonce = random(Self.nonceBytes)
        precondition(nonce.count == Self.nonceBytes, "a source of random bytes gives as many as asked")
        let bound = Self.associated(name)
        var ciphertext = [UInt8](repeating: 0, count: message.count + Self.tagBytes)
        var count: UInt64 = 0
        crypto_aead_xchacha20poly1305_ietf_encrypt(
            &ciphertext, &count, message, UInt64(message.count), bound, UInt64(bound.count), nil, nonce, key.bytes)
        return SealedBox(fingerprint: fingerprint, nonce: nonce, ciphertext: ciphertext)
    }

    /// Opens a box that was sealed under that name with this key.
    public func open(_ box: SealedBox, name: String) throws(SecretError) -> Secret {
        guard box.fingerprint == fingerprint else { throw .otherKey(name: name, sealedWith: box.fingerprint, given: fingerprint) }
        let bound = Self.associated(name)
        var message = [UInt8](repeating: 0, count: box.ciphertext.count - Self.tagBytes)
        var count: UInt64 = 0
        let result = crypto_aead_xchacha20poly1305_ietf_decrypt(
            &message, &count, nil, box.ciphertext, UInt64(box.ciphertext.count), bound, UInt64(bound.count), box.nonce, key.bytes)
        guard result == 0, let text = String(validating: message, as: UTF8.self) else { throw .damaged(name: name) }
        return Secret(text)
    }

    private static func associated(_ name: String) -> [UInt8] { Array("ledgerbridge sealed v1\0\(name)".utf8) }
}

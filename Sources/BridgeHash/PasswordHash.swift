import CSodium

/// Slow hashes of passwords: Argon2id, version 1.3 (RFC 9106), with a salt of its own for each.
public enum PasswordHash {
    /// How much a guess costs. One guess takes as long as one sign-in.
    public struct Cost: Hashable, Sendable {
        let passes: UInt64
        let bytes: Int

        /// What is used: two passes over 64 MB, some 60 ms on a core; more than RFC 9106 §4's second choice asks of memory per pass.
        public static let interactive = Cost(passes: UInt64(crypto_pwhash_OPSLIMIT_INTERACTIVE), bytes: 64 << 20)
        /// The least there is: for tests that make many accounts.
        public static let least = Cost(passes: 1, bytes: 8 << 10)
    }

    /// Bytes of a password that are looked at; longer ones are refused by whoever takes them in.
    public static let passwordBytesMax = 1_024

    /// The hash of a password in Argon2's text form: algorithm, costs and salt stand in it. nil when the memory it takes is not to be had.
    public static func make(_ password: String, cost: Cost = .interactive) -> String? {
        _ = Sodium.ready
        var text = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
        let password = password.utf8.map { CChar(bitPattern: $0) }
        let algorithm = Int32(crypto_pwhash_ALG_ARGON2ID13)
        guard crypto_pwhash_str_alg(&text, password, UInt64(password.count), cost.passes, cost.bytes, algorithm) == 0 else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// True when the hash was made of this password. Takes the same time whichever byte is wrong.
    public static func fits(_ hash: String, _ password: String) -> Bool {
        _ = Sodium.ready
        guard hash.utf8.count < Int(crypto_pwhash_STRBYTES) else { return false }
        var text = hash.utf8.map { CChar(bitPattern: $0) }
        // The library reads up to a closing zero within this many bytes.
        text += [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES) - text.count)
        let password = password.utf8.map { CChar(bitPattern: $0) }
        return crypto_pwhash_str_verify(text, password, UInt64(password.count)) == 0
    }
}

import CSodium

/// Bytes as base64 text (RFC 4648).
public enum Base64 {
    /// Which characters stand for 62 and 63, and whether the text is padded.
    public enum Alphabet: Hashable, Sendable {
        /// `+`, `/`, padded with `=`: HTTP Basic, SOAP, XML.
        case standard
        /// `-`, `_`, not padded: fit for URLs, file names and tokens.
        case urlSafe

        fileprivate var variant: Int32 {
            switch self {
            case .standard: Int32(sodium_base64_VARIANT_ORIGINAL)
            case .urlSafe: Int32(sodium_base64_VARIANT_URLSAFE_NO_PADDING)
            }
        }
    }

    /// Text without line breaks.
    public static func encode(_ bytes: some Sequence<UInt8>, _ alphabet: Alphabet = .standard) -> String {
        _ = Sodium.ready
        let bytes = Array(bytes)
        // The length includes the C string's closing zero.
        var text = [CChar](repeating: 0, count: sodium_base64_encoded_len(bytes.count, alphabet.variant))
        sodium_bin2base64(&text, text.count, bytes, bytes.count, alphabet.variant)
        return String(decoding: text.dropLast().lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Reads what ``encode(_:_:)`` writes; nil for other characters, line breaks, missing padding, or bits left over.
    public static func decode(_ text: some StringProtocol, _ alphabet: Alphabet = .standard) -> [UInt8]? {
        _ = Sodium.ready
        let characters = text.utf8.map { CChar(bitPattern: $0) }
        var bytes = [UInt8](repeating: 0, count: characters.count / 4 * 3 + 3)
        var count = 0
        guard sodium_base642bin(&bytes, bytes.count, characters, characters.count, nil, &count, nil, alphabet.variant) == 0 else {
            return nil
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }
}

import BridgeHash

/// Files in bodies (reference §3.3, Binary).
enum Base64Text {
    /// The bytes; nil when the text is not base64. Line breaks, which some encoders write, are passed over.
    static func decode(_ text: String) -> [UInt8]? {
        Base64.decode(text.filter { !$0.isNewline })
    }
}

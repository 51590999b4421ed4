/// Takes secrets out of what is logged or stored of a call: headers, addresses, forms, JSON and XML.
///
/// Bodies are read as text, not parsed, so that half a body, or one of the wrong type, gives nothing away either. What follows a secret's
/// name and a `=` or `:` is masked, to the end of the text if it has no end. Cost: one pass.
public struct Redactor: Sendable {
    /// How much of a body is kept unless said otherwise.
    public static let bytesMaxDefault = 64 << 10

    /// Headers whose value is never shown, in lower case.
    public static let headers: Set<String> = [
        "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key",
    ]
    /// Form fields, query fields and JSON members whose value is never shown, in lower case. `username` is among them because the API key of a
    /// FreshPortal sign-in travels in it (reference freshportal §3).
    public static let fields: Set<String> = [
        "client_secret", "refresh_token", "access_token", "id_token", "token", "password", "username", "apikey", "api_key", "apitoken",
        "api_token", "client_assertion", "partnerkey", "omgevingscode", "sessionid",
    ]
    /// Fields of forms and queries only. An OAuth code travels there (RFC 6749 §4.1); in JSON, `code` is the name of errors and ledger
    /// accounts, which people need to see.
    public static let formFields: Set<String> = ["code"]

    private let bytesMax: Int

    /// A redactor that keeps at most so many bytes of a body.
    public init(bytesMax: Int = bytesMaxDefault) { self.bytesMax = bytesMax }

    /// The value of a header, or the mask.
    public func header(_ name: String, _ value: String) -> String {
        Self.headers.contains(name.lowercased()) ? Secret.mask : text(value)
    }

    /// All headers, with masks.
    public func headers(_ fields: some Sequence<(name: String, value: String)>) -> [(name: String, value: String)] {
        fields.map { (name: $0.name, value: header($0.name, $0.value)) }
    }

    /// A body as text: masked, cut at the bound with a note of how much is left out. Bytes that are no text are only counted.
    public func body(_ bytes: [UInt8]) -> String {
        let kept = Array(bytes.prefix(bytesMax))
        guard !kept.contains(0) else { return "(\(bytes.count) bytes)" }
        let text = String(decoding: masked(kept) ?? kept, as: UTF8.self)
        return kept.count == bytes.count ? text : "\(text)… (+\(bytes.count - kept.count) bytes)"
    }

    /// Any other text: an address with its query, a message.
    public func text(_ text: String) -> String { masked(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) } ?? text }

    /// nil where there is nothing to mask.
    private func masked(_ bytes: [UInt8]) -> [UInt8]? {
        var scanner = SecretScanner(bytes: bytes)
        return scanner.masked()
    }
}

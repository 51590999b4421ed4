import BridgeDomain
import BridgeHash
import BridgeHTTP

/// Tells a signed push from anything else, as *Standard Webhooks* 1.0 describes it (standardwebhooks.com), for which there are libraries in
/// most languages:
///
/// - `webhook-id` names the event: a repetition carries the same,
/// - `webhook-timestamp` is the moment of sending in seconds since 1970,
/// - `webhook-signature` holds one or more `v1,<base64>`, separated by spaces: HMAC-SHA256 over `id.timestamp.body`.
///
/// Two secrets may be in force at once, so that one can be changed without losing a push.
struct WebhookSignature: Sendable {
    /// How far the moment of sending may lie from now, in seconds, either way.
    static let tolerance: Int64 = 300
    /// Secrets in force at once.
    static let secretsMax = 2
    /// Signatures looked at in one request.
    static let signaturesMax = 8
    static let idMax = 200

    private let keys: [[UInt8]]

    /// A check with these secrets. One that begins with `whsec_` is base64 behind it, as the standard writes them.
    init(secrets: [String]) {
        keys = secrets.prefix(Self.secretsMax).compactMap { secret in
            guard secret.hasPrefix("whsec_") else { return secret.isEmpty ? nil : Array(secret.utf8) }
            return Base64.decode(secret.dropFirst(6)).flatMap { $0.isEmpty ? nil : $0 }
        }
    }

    /// Why a push is not let in.
    enum Refusal: Error, Hashable, Sendable {
        case notSigned
        case tooOld
        case wrong
    }

    /// The event's identifier, when the push is signed by one of the secrets and not older or newer than the tolerance.
    func check(_ fields: HTTPFields, body: [UInt8], now: Timestamp) throws(Refusal) -> String {
        let claim = try Claim(fields)
        // The timestamp is signed as it was written.
        let signed = Array("\(claim.id).\(claim.sent).".utf8) + body
        let isOurs = keys.contains { key in claim.tags.contains { HMACSHA256.isValid($0, message: signed, key: key) } }
        guard isOurs else { throw .wrong }
        // Asked last: only who knows the secret learns that the clock is the matter.
        guard abs(now.milliseconds - claim.seconds * 1_000) <= Self.tolerance * 1_000 else { throw .tooOld }
        return claim.id
    }

    /// What the fields of a push claim, whoever sent it.
    struct Claim {
        let id: String
        /// The moment as it was written.
        let sent: String
        let seconds: Int64
        let tags: [SHA256Digest]

        init(_ fields: HTTPFields) throws(Refusal) {
            guard let id = Self.single("webhook-id", fields), !id.isEmpty, id.utf8.count <= WebhookSignature.idMax,
                id.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let sent = Self.single("webhook-timestamp", fields),
                let seconds = Int64(sent), (0...1 << 40).contains(seconds), let signatures = Self.single("webhook-signature", fields)
            else { throw .notSigned }
            tags = signatures.split(separator: " ").prefix(WebhookSignature.signaturesMax).compactMap { part -> SHA256Digest? in
                guard part.hasPrefix("v1,") else { return nil }
                return Base64.decode(part.dropFirst(3)).flatMap { SHA256Digest($0) }
            }
            guard !tags.isEmpty else { throw .notSigned }
            (self.id, self.sent, self.seconds) = (id, sent, seconds)
        }

        private static func single(_ name: String, _ fields: HTTPFields) -> String? {
            let values = fields.values(name)
            return values.count == 1 ? values.first : nil
        }
    }
}

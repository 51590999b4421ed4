public import BridgeDomain
import BridgeHash
public import BridgeHTTP

/// Signs messages as *Standard Webhooks* 1.0 describes it (standardwebhooks.com): HMAC-SHA256 over `id.timestamp.body`, for which receivers find
/// libraries in most languages.
public struct WebhookSigner: Sendable {
    /// Bytes of a fresh secret; the standard asks for 24 to 64.
    static let secretBytes = 32

    private let keys: [[UInt8]]

    /// A signer with these secrets, the newest first; each signs. A text that is no secret signs nothing.
    public init(secrets: [String]) {
        keys = secrets.compactMap { secret in
            guard secret.hasPrefix("whsec_") else { return nil }
            return Base64.decode(secret.dropFirst(6)).flatMap { $0.isEmpty ? nil : $0 }
        }
    }

    /// A secret nobody knows yet: `whsec_` and base64.
    static func freshSecret() -> String { "whsec_" + Base64.encode(SecureRandom().bytes(secretBytes)) }

    /// The fields of a message sent at `moment`. `id` stays the same in every repetition.
    public func fields(id: String, at moment: Timestamp, body: [UInt8]) -> HTTPFields {
        let seconds = moment.milliseconds / 1_000
        let signed = Array("\(id).\(seconds).".utf8) + body
        let signatures = keys.map { "v1,\(Base64.encode(HMACSHA256.tag(signed, key: $0).bytes))" }
        return [
            "webhook-id": id, "webhook-timestamp": "\(seconds)", "webhook-signature": signatures.joined(separator: " "),
            "Content-Type": "application/json",
        ]
    }
}

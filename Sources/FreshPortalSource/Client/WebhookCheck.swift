import BridgeDomain
import BridgeHash
import BridgeJSON
import BridgeSource

/// Tells a push of FreshPortal from anything else (reference freshportal §4.5).
///
/// `X-FP-Signature: t=<unix>,v1=<hex HMAC-SHA256 of "t.body">`, at most 300 s old or early. A push is only a nudge: lost, doubled, late
/// and out-of-order ones change nothing in the result, because content is read through the streams.
struct WebhookCheck {
    let secret: String?
    let administration: SourceAdministration

    /// Bytes a push may have; ours are about 200.
    static let bodyMax = 64 << 10

    /// The nudge, or nil when the push is not FreshPortal's, too old, not for this administration, or of a kind that is not known.
    func nudge(headers: [(name: String, value: String)], body: [UInt8], now: Timestamp) -> SourceNudge? {
        guard let secret, !secret.isEmpty, body.count <= Self.bodyMax, let signature = signature(headers),
            abs(now.milliseconds - signature.seconds * 1000) <= AssumedContract.webhookTolerance * 1000
        else { return nil }
        let signed = Array("\(signature.written).".utf8) + body
        let isOurs = signature.tags.contains { HMACSHA256.isValid($0, message: signed, key: secret.utf8) }
        guard isOurs, let json = try? JSON(parsing: body), let id = json["event_id"].flatMap(Self.identifier),
            let stream = Self.stream(of: json["event"]?.string)
        else { return nil }
        if let named = json["administration"]?.string, WireText.trimmed(named) != administration.text { return nil }
        return SourceNudge(eventID: id, stream: stream)
    }

    private struct Signature {
        /// The moment as it was signed: its text, not its value, is part of what is signed.
        let written: Substring
        let seconds: Int64
        let tags: [SHA256Digest]
    }

    /// Exactly one signature header; it may carry several `v1`, as while a secret is being changed.
    private func signature(_ headers: [(name: String, value: String)]) -> Signature? {
        let values = headers.filter { $0.name.lowercased() == "x-fp-signature" }.map(\.value)
        guard values.count == 1, let value = values.first, value.utf8.count <= 1_000 else { return nil }
        var moments: [Substring] = []
        var tags: [SHA256Digest] = []
        for part in value.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { return nil }
            switch WireText.trimmed(String(pair[0])) {
            case "t": moments.append(pair[1])
            case "v1": if let tag = SHA256Digest(hex: pair[1]) { tags.append(tag) }
            default: break
            }
        }
        guard moments.count == 1, let written = moments.first, let seconds = Int64(written), (0...1 << 40).contains(seconds) else {
            return nil
        }
        return Signature(written: written, seconds: seconds, tags: tags)
    }

    private static func identifier(_ value: JSON) -> String? {
        switch value {
        case .string(let text): text.isEmpty ? nil : text
        case .number(let text): text
        default: nil
        }
    }

    private static func stream(of event: String?) -> SourceStream? {
        switch event {
        case "document.approved", "document.corrected", "document.withdrawn": .documents
        case "customer.changed": .debtors
        case "supplier.changed": .creditors
        default: nil
        }
    }
}

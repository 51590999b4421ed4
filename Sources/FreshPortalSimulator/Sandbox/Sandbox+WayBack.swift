import BridgeDomain
import BridgeHash
import BridgeHTTP
import BridgeJSON

/// Statuses coming back (reference freshportal §4.4).
extension FreshPortalSandbox {
    /// Longest history kept of one document.
    static let statusesMax = 1_000

    private static let statusForm = BodyForm([
        .init("target", .text), .init("target_administration", .text),
        .init("status", .word(["queued", "sent", "accepted", "posted", "rejected", "parked", "withdrawn"])),
        .init("target_number", .text, nullable: true), .init("target_id", .text, nullable: true), .init("journal", .text, nullable: true),
        .init("period", .period, nullable: true), .init("posted_at", .moment, nullable: true), .init("document_version", .integer),
        .init("message", .text, nullable: true),
    ])

    func postingStatus(_ id: String, _ request: HTTPRequest) -> HTTPResponse {
        guard let document = stored(id) else { return Self.refusal(404, "not_found", "There is no document \(id.prefix(20))") }
        return once(request) { json, key in
            let faults = Self.statusForm.faults(in: json)
            guard faults.isEmpty else { return Self.refusal(422, faults) }
            let version = json["document_version"]?.integer.flatMap { Int(exactly: $0) } ?? 0
            guard version == document.version else {
                return Self.refusal(409, "version", "The document is at version \(document.version)", field: "document_version")
            }
            let status = SandboxStatus(
                document: document.id, status: json["status"]?.string ?? "", documentVersion: version, target: json["target"]?.string ?? "",
                targetAdministration: json["target_administration"]?.string ?? "", targetNumber: json["target_number"]?.string,
                message: json["message"]?.string, receivedAt: time.now(), idempotencyKey: key)
            state.statuses[document.id, default: []].append(status)
            if state.statuses[document.id, default: []].count > Self.statusesMax { state.statuses[document.id]?.removeFirst() }
            return Self.success(["document": .number(document.id), "status": .string(status.status)])
        }
    }

    /// The same key with the same content gets the first answer again; with other content 409. Refusals are not kept: they had no effect.
    func once(_ request: HTTPRequest, _ effect: (JSON, String) -> HTTPResponse) -> HTTPResponse {
        guard let key = request.fields["Idempotency-Key"], (1...200).contains(key.utf8.count) else {
            return Self.refusal(400, "malformed", "An Idempotency-Key of 1 to 200 characters is required")
        }
        guard request.fields["Content-Type"]?.hasPrefix("application/json") == true, let json = try? JSON(parsing: request.body) else {
            return Self.refusal(400, "malformed", "The body is no JSON")
        }
        let content = SHA256.hash(Array(request.path.utf8) + json.canonical.bytes).hex
        if let kept = state.answers[key] {
            guard kept.content == content else { return Self.refusal(409, "conflict", "The key was used with other content") }
            return HTTPResponse(
                status: kept.status, fields: ["Content-Type": "application/json; charset=utf-8", "Idempotency-Replayed": "true"],
                body: Array(kept.body.utf8))
        }
        guard state.answers.count < SandboxState.answersMax else { return Self.refusal(503, "full", "No more keys can be kept") }
        let response = effect(json, key)
        if response.status < 300 {
            state.answers[key] = SandboxState.KeptAnswer(content: content, status: response.status, body: response.text)
        }
        return response
    }
}

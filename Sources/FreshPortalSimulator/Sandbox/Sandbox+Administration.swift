import BridgeDomain
import BridgeHTTP
import BridgeJSON
import FoundationEssentials

/// The routes below `/_sandbox`, for people and demos. They need no token, are not counted, and no fault strikes them.
///
/// | Route | Does |
/// |---|---|
/// | `GET /_sandbox/` | a page with the documents and the statuses that came back |
/// | `GET /_sandbox/statuses` | the newest status of every document |
/// | `GET /_sandbox/calls` | requests by kind |
/// | `GET /_sandbox/manifest` | what must not be booked, and why |
/// | `POST /_sandbox/approve` | `{}` one more invoice, or a document |
/// | `POST /_sandbox/correct`, `/withdraw`, `/resend` | `{"id": 700123}` |
/// | `POST /_sandbox/customers` | a customer |
/// | `POST /_sandbox/faults` | `{"fault": "dropAfter", "path": "/posting-status", "skip": 0, "times": 1, "milliseconds": 500, "status": 503, "retry_after": 5}` |
/// | `POST /_sandbox/weather`, `/quirks`, `/webhook-trouble` | the members of ``SandboxWeather``, ``SandboxQuirks``, ``SandboxWebhookTrouble``; those left out stay |
extension FreshPortalSandbox {
    func administer(_ request: HTTPRequest) -> HTTPResponse {
        let path = request.path.dropFirst("/_sandbox".count)
        switch (request.method, path) {
        case (.get, ""), (.get, "/"): return SandboxPage(state: state, tenant: settings.tenant).response
        case (.get, "/statuses"): return Self.success(.array(lastStatuses().sorted { $0.key < $1.key }.map { Self.json($0.value) }))
        case (.get, "/calls"): return Self.success(.object(state.calls.sorted { $0.key < $1.key }.map { .init($0.key, .number($0.value)) }))
        case (.get, "/manifest"): return encoded(manifest())
        case (.post, _): break
        default: return Self.unknownPath
        }
        guard let json = try? JSON(parsing: request.body.isEmpty ? Array("{}".utf8) : request.body), json.members != nil else {
            return Self.refusal(400, "malformed", "The body is no JSON object")
        }
        return change(String(path), json)
    }

    private func change(_ path: String, _ json: JSON) -> HTTPResponse {
        let id = json["id"]?.integer.flatMap { Int(exactly: $0) } ?? 0
        switch path {
        case "/approve": return done(json.members?.isEmpty == true ? approveAnother() : approve(json))
        case "/correct": return done(correct(id))
        case "/withdraw": return done(withdraw(id))
        case "/resend": return done(resend(id))
        case "/customers": return done(put(customer: json))
        case "/faults": return injected(json)
        case "/weather": return changed(json, \.weather)
        case "/quirks": return changed(json, \.quirks)
        case "/webhook-trouble": return changed(json, \.webhookTrouble)
        default: return Self.unknownPath
        }
    }

    private func done(_ id: Int?) -> HTTPResponse {
        guard let id else { return Self.refusal(422, "value", "There is no such document, or it cannot be changed so") }
        return Self.success(["id": .number(id), "max_sequence": .number(state.documents.lastSequence)])
    }

    private func injected(_ json: JSON) -> HTTPResponse {
        func number(_ name: String) -> Int? { json[name]?.integer.flatMap { Int(exactly: $0) } }
        let fault: SandboxFault
        switch json["fault"]?.string {
        case "dropBefore": fault = .dropBefore
        case "dropAfter": fault = .dropAfter
        case "slow": fault = .slow(milliseconds: min(max(number("milliseconds") ?? 400, 0), 600_000))
        case "status": fault = .status(number("status") ?? 503, retryAfter: number("retry_after"))
        case "truncated": fault = .truncated
        case "tokensExpire": fault = .tokensExpire
        case "webPage": fault = .webPage
        default:
            return Self.refusal(
                422, "value", "Known faults: dropBefore, dropAfter, slow, status, truncated, tokensExpire, webPage", field: "fault")
        }
        inject(
            SandboxFaultRule(
                fault, pathContains: json["path"]?.string ?? "", skip: max(number("skip") ?? 0, 0), times: max(number("times") ?? 1, 1)))
        return Self.success(["waiting": .number(state.faults.count)])
    }

    /// Lays the members given over the ones in force. A member that is not known is refused: nothing would happen, and nobody would know.
    private func changed<Value: Codable>(_ json: JSON, _ place: WritableKeyPath<SandboxState, Value>) -> HTTPResponse {
        guard let now = try? JSONEncoder().encode(state[keyPath: place]), case .object(var members)? = try? JSON(parsing: now) else {
            return Self.refusal(500, "fault", "The value in force cannot be written")
        }
        for member in json.members ?? [] {
            guard let index = members.firstIndex(where: { $0.name == member.name }) else {
                return Self.refusal(422, "unknown", "Known: \(members.map(\.name).sorted().joined(separator: ", "))", field: member.name)
            }
            members[index] = member
        }
        guard let value = try? JSONDecoder().decode(Value.self, from: Data(JSON.object(members).bytes)) else {
            return Self.refusal(422, "type", "A member has a value of the wrong type")
        }
        state[keyPath: place] = value
        return encoded(value)
    }

    private func encoded(_ value: some Encodable) -> HTTPResponse {
        guard let data = try? JSONEncoder().encode(value), let json = try? JSON(parsing: data) else {
            return Self.refusal(500, "fault", "The value cannot be written")
        }
        return Self.success(json.canonical)
    }

    private static func json(_ status: SandboxStatus) -> JSON {
        [
            "document": .number(status.document), "status": .string(status.status), "document_version": .number(status.documentVersion),
            "target": .string(status.target), "target_administration": .string(status.targetAdministration),
            "target_number": .string(status.targetNumber), "message": .string(status.message),
            "received_at": .string(status.receivedAt.description),
        ]
    }
}

import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// Which path does what (reference freshportal §2 for signing in, §4 for the rest).
extension FreshPortalSandbox {
    func respond(to request: HTTPRequest) -> HTTPResponse {
        let steps = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
            FormCoding.percentDecode($0)
        }
        count("\(request.method.rawValue) \(Self.family(of: steps))")
        guard request.body.count <= settings.requestMax else { return Self.refusal(413, "too_large", "The body is too large") }
        if steps == ["v1", "auth"] { return signIn(request) }
        if steps.count == 2, steps[0] == "_storage" { return storage(steps[1], request) }
        if steps == ["v2", "export"] {
            guard let rights = rights(of: request) else { return Self.refusal(401, "unauthorised", "Sign in again") }
            guard rights.contains(.read) else { return Self.refusal(403, "forbidden", "The key lacks the right for this") }
            return request.method == .get ? export(request) : Self.unknownPath
        }
        guard steps.count >= 3, steps[0] == "finance", steps[1] == "v1" else { return Self.unknownPath }
        switch rights(of: request) {
        case nil: return Self.refusal(401, "unauthorised", "Sign in again")
        case let rights? where !rights.contains(request.method == .get ? .read : .write):
            return Self.refusal(403, "forbidden", "The key lacks the right for this")
        case _?: break
        }
        return request.method == .get ? read(Array(steps.dropFirst(2)), request) : write(Array(steps.dropFirst(2)), request)
    }

    private func read(_ steps: [String], _ request: HTTPRequest) -> HTTPResponse {
        switch (steps.first, steps.count) {
        case ("administrations", 1): administrations(request)
        case ("customers", 3) where steps[1] == "sync": parties(\.customers, steps[2], request)
        case ("suppliers", 3) where steps[1] == "sync": parties(\.suppliers, steps[2], request)
        case ("documents", 3) where steps[1] == "sync": documents(steps[2], request)
        case ("documents", 2) where steps[1] == "max-sequence":
            noQuery(request) ?? Self.success(["max_sequence": .number(state.documents.lastSequence)])
        case ("documents", 2): noQuery(request) ?? document(steps[1])
        case ("documents", 3) where steps[2] == "pdf": noQuery(request) ?? pdf(steps[1])
        case ("lookups", 2): noQuery(request) ?? lookup(steps[1])
        case ("control-totals", 1): controlTotals(request)
        default: Self.unknownPath
        }
    }

    private func write(_ steps: [String], _ request: HTTPRequest) -> HTTPResponse {
        switch (request.method, steps.first, steps.count) {
        case (.post, "documents", 3) where steps[2] == "posting-status": postingStatus(steps[1], request)
        case (.post, "payments", 1): payment(request)
        case (.post, "webhooks", 1): subscribe(request)
        case (.delete, "webhooks", 2): unsubscribe(steps[1])
        default: Self.unknownPath
        }
    }

    static let unknownPath = refusal(404, "not_found", "There is no such address")

    private func count(_ kind: String) {
        let isCounted = state.calls[kind] != nil || state.calls.count < SandboxState.kindsMax
        state.calls[isCounted ? kind : "other", default: 0] += 1
    }

    /// A path without its identifiers, for counting.
    private static func family(of steps: [String]) -> String {
        steps.map { $0.allSatisfy(\.isWholeNumber) && !$0.isEmpty ? "{n}" : $0 }.joined(separator: "/")
    }

    /// Unknown query parameters are refused: a misspelt filter must not be taken for none.
    func query(_ request: HTTPRequest, _ known: [String]) -> Result<[String: String], QueryFault> {
        var values: [String: String] = [:]
        for (name, value) in request.query {
            guard known.contains(name) else { return .failure(QueryFault(message: "There is no parameter \(name)")) }
            guard values.updateValue(value, forKey: name) == nil else { return .failure(QueryFault(message: "\(name) is given twice")) }
        }
        return .success(values)
    }

    private func noQuery(_ request: HTTPRequest) -> HTTPResponse? {
        request.query.isEmpty ? nil : Self.refusal(400, "malformed", "No parameters are expected here")
    }
}

/// A query that cannot be understood.
struct QueryFault: Error {
    let message: String

    var response: HTTPResponse { FreshPortalSandbox.refusal(400, "malformed", message) }
}

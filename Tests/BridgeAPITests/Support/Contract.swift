import BridgeHTTP
import BridgeJSON

/// The OpenAPI document as it is served, and every answer held to it.
struct Contract: Sendable {
    let document: JSON
    private var checker: SchemaChecker { SchemaChecker(root: document) }

    struct Breach: Error, CustomStringConvertible {
        var description: String
    }

    /// An operation as the document describes it.
    struct Described {
        var path: String
        var method: String
        var operation: JSON
        var name: String { operation["operationId"]?.string ?? "" }
    }

    var operations: [Described] {
        (document["paths"]?.members ?? []).flatMap { path in
            (path.value.members ?? []).map { Described(path: path.name, method: $0.name, operation: $0.value) }
        }
    }

    /// The operation that a request asks for.
    func operation(_ request: HTTPRequest) -> Described? {
        guard let base = document["servers"]?[0]?["url"]?.string, request.path.hasPrefix(base) else { return nil }
        let asked = request.path.dropFirst(base.count).split(separator: "/", omittingEmptySubsequences: false)
        let fitting = operations.filter { described in
            let parts = described.path.split(separator: "/", omittingEmptySubsequences: false)
            return described.method == request.method.rawValue.lowercased() && parts.count == asked.count
                && zip(parts, asked).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
        }
        // What names a place is nearer than what leaves it open.
        return fitting.min { $0.path.count { $0 == "{" } < $1.path.count { $0 == "{" } }
    }

    /// Holds an answer to the description: its status, its fields, its form.
    func check(_ response: HTTPResponse, to request: HTTPRequest) throws {
        guard let described = operation(request) else { throw Breach(description: "\(request.path) is not described") }
        let place = "\(described.name) \(response.status)"
        guard let answer = described.operation["responses"]?["\(response.status)"] else {
            throw Breach(description: "\(place) is not described: \(response.text)")
        }
        for field in answer["headers"]?.members ?? [] {
            guard let value = response.fields[field.name], let schema = field.value["schema"] else {
                throw Breach(description: "\(place): \(field.name) is missing")
            }
            try checker.check(.string(value), schema, at: "\(place) \(field.name)")
        }
        guard answer["content"] != nil else {
            guard response.body.isEmpty else { throw Breach(description: "\(place): a body where none is described") }
            return
        }
        let type = response.fields["Content-Type"] ?? ""
        guard let schema = answer["content"]?[type]?["schema"] else {
            throw Breach(description: "\(place): type '\(type)' is not described")
        }
        guard type.hasSuffix("json") else {
            try checker.check(.string(response.text), schema, at: place)
            return
        }
        try checker.check(try JSON(parsing: response.body), schema, at: place)
        if type == "application/problem+json", try JSON(parsing: response.body)["status"]?.integer != Int64(response.status) {
            throw Breach(description: "\(place): the problem has another status")
        }
    }

    /// Whether a body is what an operation takes.
    func describesBody(_ body: JSON, of name: String) throws -> Bool {
        let schema = operations.first { $0.name == name }?.operation["requestBody"]?["content"]?["application/json"]?["schema"]
        guard let schema else { throw Breach(description: "\(name) takes no body") }
        return checker.isValid(body, schema)
    }
}

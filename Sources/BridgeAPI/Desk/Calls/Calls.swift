public import BridgeAccess
import BridgeHTTP
import BridgeJSON

extension DeskCall {
    /// Every operation beside pushes; one line for each area.
    static let all: [DeskCall] = [
        today, documents, sets, differences, history, tokens, parties, mapping, connections, reconcile, payments, people, webhooks,
    ].flatMap { $0 }
}

extension APIDoor {
    /// Paths of the console's pages for which there is an operation.
    public static var pages: Set<String> { Set(DeskCall.all.flatMap(\.pages)) }
    /// Verbs for which there is an operation.
    public static var verbs: Set<Verb> { Set(DeskCall.all.map(\.right)) }

    /// Every operation beside pushes, as the reference lists them: name, method and path, what it does, who may, what it is sealed by.
    public static var reference: [[String]] {
        DeskCall.all.map { call in
            let roles = Role.allCases.filter { Rights.allow(call.right, scopes: [], role: $0) }.map(\.rawValue)
            return [
                "`\(call.id)`", "`\(call.method.rawValue) \(call.path)`", call.summary,
                roles.count == Role.allCases.count ? "every role" : roles.joined(separator: ", "), call.seals.map { "`\($0)`" } ?? "–",
            ]
        }
    }

    /// The whole OpenAPI document, to be read by people.
    public static var openAPIText: String { OpenAPIDocument(desk: DeskCall.all).json.indentedText + "\n" }
}

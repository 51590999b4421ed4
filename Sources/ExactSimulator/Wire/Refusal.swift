import BridgeHTTP
import BridgeJSON

/// A message in both languages the service speaks here.
struct Text: Hashable, Sendable {
    let english: String
    let dutch: String

    init(_ english: String, _ dutch: String) {
        self.english = english
        self.dutch = dutch
    }

    /// The same in both: request-syntax refusals are English whoever the user is.
    init(_ both: String) { self.init(both, both) }

    func callAsFunction(_ language: ExactSandbox.Language) -> String { language == .dutch ? dutch : english }
}

/// Why a request is refused: the status and the messages, joined as the service joins them (reference §4).
struct Refusal: Error, Sendable {
    let status: Int
    let messages: [Text]

    /// Business rules are refused with 500 (reference §4).
    static func business(_ messages: [Text]) -> Refusal { Refusal(status: 500, messages: messages) }
    static func business(_ message: Text) -> Refusal { business([message]) }
    /// Request syntax is refused with 400.
    static func syntax(_ message: String) -> Refusal { Refusal(status: 400, messages: [Text(message)]) }
    static let querySyntax = syntax("Bad Request - Error in query syntax.")
    static let notFound = Refusal(status: 404, messages: [Text("Resource not found.")])
    static let unauthorised = Refusal(status: 401, messages: [])
    static func forbidden(_ message: String = "Forbidden") -> Refusal { Refusal(status: 403, messages: [Text(message)]) }

    /// The answer. Without messages the body is empty; otherwise it is pretty-printed with CRLF, as recorded.
    func response(_ language: ExactSandbox.Language) -> HTTPResponse {
        guard !messages.isEmpty else { return HTTPResponse(status: status) }
        let value = messages.map { $0(language) }.joined(separator: "\r\n")
        let body = """
            {\r\n  "error": {\r\n    "code": "",\r\n    "message": {\r\n      "lang": "",\r\n      "value": \(JSON.string(value))\r\n    }\r\n  }\r\n}
            """
        return HTTPResponse(status: status, fields: ["Content-Type": "application/json; charset=utf-8"], body: Array(body.utf8))
    }
}

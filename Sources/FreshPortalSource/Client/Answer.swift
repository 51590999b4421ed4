import BridgeDomain
import BridgeHTTP
import BridgeJSON
import BridgeSource

/// An answer of FreshPortal and what follows from it (reference freshportal §4.6): the one table from status to error.
struct Answer {
    private let response: HTTPResponse
    private let request: HTTPRequest
    private let now: Timestamp

    /// Characters of an explanation that are kept.
    static let explanationMax = 1_000
    /// When a 429 does not say when to come back.
    static let retryAfterDefault: Int64 = 60
    /// A 429 that asks for a longer pause is asked again after this: an hour.
    static let retryAfterMax: Int64 = 3_600

    init(_ response: HTTPResponse, to request: HTTPRequest, now: Timestamp) {
        self.response = response
        self.request = request
        self.now = now
    }

    /// The JSON of a success; nil when there is none to give (204).
    func content() throws(SourceError) -> JSON? {
        switch response.status {
        case 204: return nil
        case 200..<300: return try json()
        default: throw refusal()
        }
    }

    /// The file of a success; none where there is nothing to give (204).
    func file() throws(SourceError) -> FileAnswer {
        switch response.status {
        case 204: return .none
        case 200..<300: break
        default: throw refusal()
        }
        if let file = OriginalFile(response.body) { return .file(file) }
        // A maintenance page passes.
        let form = response.fields["Content-Type"] ?? ""
        if form.hasPrefix("text/html") { throw failure(.unavailable, "the answer is a web page") }
        if response.body.isEmpty { return .otherForm("0 bytes") }
        return .otherForm(form.isEmpty ? "?" : String(form.prefix(Self.formMax)))
    }

    /// Characters of a content type that are told.
    private static let formMax = 80

    /// The page of a success, its rows made into items one by one; an empty page where there is none (204). See ``PageEnvelope``.
    func page<Item>(after sequence: Int64, _ read: (JSON) -> Item?) throws(SourceError) -> PageEnvelope<Item> {
        switch response.status {
        case 204: return PageEnvelope(endingAt: sequence)
        case 200..<300: break
        default: throw refusal()
        }
        do throws(PageEnvelope<Item>.Fault) {
            return try PageEnvelope(response.body, bounds: JSON.Bounds(bytesMax: request.answerMax), after: sequence, read)
        } catch {
            switch error {
            case .noJSON(let error): throw unreadable(error)
            case .noPage(let message): throw failure(.contract, message)
            }
        }
    }

    /// An error that names the exchange, and FreshPortal's own number for it.
    func failure(_ code: SourceError.Code, _ message: String, retryAt: Timestamp? = nil) -> SourceError {
        let id = response.fields["X-Request-Id"].map { " [request \($0.prefix(80))]" } ?? ""
        return SourceError(code, "FreshPortal \(request.method.rawValue) \(request.path): \(message)\(id)", retryAt: retryAt)
    }

    private func json() throws(SourceError) -> JSON? {
        if response.body.isEmpty, request.method == .post { return nil }
        do throws(JSONError) {
            return try JSON(parsing: response.body, bounds: JSON.Bounds(bytesMax: request.answerMax))
        } catch {
            throw unreadable(error)
        }
    }

    private func unreadable(_ error: JSONError) -> SourceError {
        // A maintenance page passes; an API that speaks another language does not.
        let isPage = response.fields["Content-Type"]?.hasPrefix("text/html") == true
        return failure(isPage ? .unavailable : .contract, "the answer is \(isPage ? "a web page" : "no JSON: \(error)")")
    }

    private func refusal() -> SourceError {
        switch response.status {
        case 401: failure(.unauthorised, "401 also after signing in again; check the key of this integration")
        case 403: failure(.forbidden, "403, the key lacks the right for this\(explanation)")
        // Never "nothing there": a wrong path answers the same (quirk 5).
        case 404: failure(.notFound, "404, no such address or identifier; check environment and path\(explanation)")
        case 409: failure(.conflict, "409, a repeated key with other content or a version that is no longer current\(explanation)")
        case 410: failure(.cursorExpired, "410, the sequence is older than what FreshPortal keeps; read the stream from its beginning")
        case 422: failure(.contract, "422\(explanation)")
        case 429: failure(.throttled, "429, too many requests", retryAt: retryAt)
        case 408, 425, 500..<600: failure(.unavailable, "\(response.status)\(explanation)")
        default: failure(.contract, "unexpected status \(response.status)\(explanation)")
        }
    }

    private var retryAt: Timestamp {
        let asked = response.fields["Retry-After"].flatMap { Int64(WireText.trimmed($0)) } ?? Self.retryAfterDefault
        return now.adding(seconds: min(max(asked, 1), Self.retryAfterMax))
    }

    /// What the body says: the reason of a 422 is nowhere else (quirk 7). Not when signing in: a refusal may repeat the key.
    private var explanation: String {
        guard !response.body.isEmpty, request.path != FreshPortalClient.signInPath else { return "" }
        if let errors = (try? JSON(parsing: response.body))?["errors"]?.array {
            let sentences = errors.prefix(20).map { error in
                let words = [error["field"], error["code"], error["message"]].compactMap { $0?.string }
                return words.joined(separator: " · ")
            }
            return ": " + String(sentences.joined(separator: "; ").prefix(Self.explanationMax))
        }
        return ": " + String(response.text.prefix(Self.explanationMax))
    }

    /// What no answer at all means for the reader.
    static func code(of failure: HTTPFailure) -> SourceError.Code {
        switch failure {
        case .notConnected, .insecure, .timedOut, .connectionLost, .answerTruncated, .cancelled: .unavailable
        case .answerTooLarge: .contract
        }
    }

    /// The same for people.
    static func words(for failure: HTTPFailure) -> String {
        switch failure {
        case .notConnected(let reason): "no connection (\(reason))"
        case .insecure(let reason): "no secure connection (\(reason)); check certificate and host"
        case .timedOut: "no answer in time"
        case .connectionLost(let reason): "the connection broke (\(reason))"
        case .answerTruncated: "the answer was cut short"
        case .answerTooLarge: "the answer is larger than allowed"
        case .cancelled: "cancelled"
        }
    }
}

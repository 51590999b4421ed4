import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// Every way in which the door says no. The raw value ends the problem's `type` and is a promise.
enum DoorProblem: String, Hashable, Sendable, CaseIterable {
    case badRequest = "bad-request"
    case notJSON = "not-json"
    case notAuthenticated = "not-authenticated"
    case notAllowed = "not-allowed"
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case inProgress = "in-progress"
    case otherContent = "number-with-other-content"
    case tooLarge = "too-large"
    case wrongType = "content-type"
    case refused
    case keyReused = "key-reused"
    case tooManyItems = "too-many-items"
    case tooManyRequests = "too-many-requests"
    case unavailable

    /// The status of the answer.
    var status: Int {
        switch self {
        case .badRequest, .notJSON: 400
        case .notAuthenticated: 401
        case .notAllowed: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .inProgress, .otherContent: 409
        case .tooLarge: 413
        case .wrongType: 415
        case .refused, .keyReused, .tooManyItems: 422
        case .tooManyRequests: 429
        case .unavailable: 503
        }
    }

    /// The URI of the kind of problem.
    var type: String { "urn:ledgerbridge:problem:\(rawValue)" }

    var title: BilingualText {
        switch self {
        case .badRequest: BilingualText(nl: "Het verzoek klopt niet", en: "The request is not right")
        case .notJSON: BilingualText(nl: "De inhoud is geen JSON", en: "The body is no JSON")
        case .notAuthenticated: BilingualText(nl: "Niet bekend wie dit vraagt", en: "Not known who asks")
        case .notAllowed: BilingualText(nl: "Niet toegestaan", en: "Not allowed")
        case .notFound: BilingualText(nl: "Niet gevonden", en: "Not found")
        case .methodNotAllowed: BilingualText(nl: "Deze methode kan hier niet", en: "This method is not possible here")
        case .inProgress: BilingualText(nl: "Hetzelfde verzoek is nog bezig", en: "The same request is still under way")
        case .otherContent: BilingualText(nl: "Nummer met andere inhoud", en: "Number with other content")
        case .tooLarge: BilingualText(nl: "De inhoud is te groot", en: "The body is too large")
        case .wrongType: BilingualText(nl: "Verkeerd soort inhoud", en: "Wrong kind of body")
        case .refused: BilingualText(nl: "Geweigerd", en: "Refused")
        case .keyReused: BilingualText(nl: "Sleutel al gebruikt", en: "Key used already")
        case .tooManyItems: BilingualText(nl: "Te veel stukken in een keer", en: "Too many items at once")
        case .tooManyRequests: BilingualText(nl: "Te veel verzoeken", en: "Too many requests")
        case .unavailable: BilingualText(nl: "Nu niet beschikbaar", en: "Not available now")
        }
    }
}

/// A refusal of the door: thrown by whoever finds the reason, answered in one place.
struct DoorRefusal: Error, Sendable {
    var problem: DoorProblem
    var detail: BilingualText
    var fields: HTTPFields = [:]
    /// The verdict on the one item that was pushed.
    var verdict: VerdictAnswer?

    init(_ problem: DoorProblem, nl dutch: String, en english: String, fields: HTTPFields = [:], verdict: VerdictAnswer? = nil) {
        self.problem = problem
        self.detail = BilingualText(nl: dutch, en: english)
        self.fields = fields
        self.verdict = verdict
    }

    func response(_ language: Language, requestID: String) -> HTTPResponse {
        var members = [HTTPProblem.Member("request_id", text: requestID)]
        if let verdict { members.append(HTTPProblem.Member("verdict", json: verdict.json(language).description)) }
        return HTTPProblem(
            status: problem.status, title: problem.title[language], detail: detail[language], type: problem.type, members: members
        ).response(fields: fields)
    }
}

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
    case keyMissing = "key-missing"
    case notPossible = "not-possible-now"
    case lookFirst = "look-first"
    case changed
    case tooManyItems = "too-many-items"
    case tooManyRequests = "too-many-requests"
    case unavailable

    /// Those that only acts beside pushes are refused with.
    static let ofActs: Set<DoorProblem> = [.keyMissing, .notPossible, .lookFirst, .changed]

    /// The status of the answer.
    var status: Int {
        switch self {
        case .badRequest, .notJSON, .keyMissing: 400
        case .notAuthenticated: 401
        case .notAllowed: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .inProgress, .otherContent, .notPossible: 409
        case .changed: 412
        case .tooLarge: 413
        case .wrongType: 415
        case .refused, .keyReused, .tooManyItems: 422
        case .lookFirst: 428
        case .tooManyRequests: 429
        case .unavailable: 503
        }
    }

    /// The URI of the kind of problem: a path at the door, where it is described.
    var type: String { "\(Operation.base)/problems/\(rawValue)" }

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
        case .keyMissing: BilingualText(nl: "Idempotency-Key ontbreekt", en: "Idempotency-Key is missing")
        case .notPossible: BilingualText(nl: "Dat kan nu niet", en: "Not possible as it stands now")
        case .lookFirst: BilingualText(nl: "Kijk eerst: If-Match ontbreekt", en: "Look first: If-Match is missing")
        case .changed: BilingualText(nl: "Intussen veranderd", en: "Changed meanwhile")
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
    /// What is wrong with which parameter or member.
    var errors: [Problem] = []
    /// True where the same request may be tried again under the same key: for certain nothing was done.
    var isNothingDone = false

    init(_ problem: DoorProblem, nl dutch: String, en english: String, fields: HTTPFields = [:], verdict: VerdictAnswer? = nil) {
        self.problem = problem
        self.detail = BilingualText(nl: dutch, en: english)
        self.fields = fields
        self.verdict = verdict
    }

    func response(_ language: Language, requestID: String) -> HTTPResponse {
        var members = [HTTPProblem.Member("request_id", text: requestID)]
        if !errors.isEmpty {
            members.append(HTTPProblem.Member("errors", json: JSON.array(errors.map { $0.json(language) }).description))
        }
        if let verdict { members.append(HTTPProblem.Member("verdict", json: verdict.json(language).description)) }
        return HTTPProblem(
            status: problem.status, title: problem.title[language], detail: detail[language], type: problem.type, members: members
        ).response(fields: fields)
    }
}

extension Telling where Value == DoorProblem {
    static var kind: Telling {
        Telling(
            "ProblemKind", "What a kind of problem means.",
            [
                Told.text("type", "The URI of the kind.", .always) { $0.type },
                Told.count("status", "The status of the answers it comes in.") { $0.status },
                Told.said("title", "What it means, in a few words.", .always) { $0.title },
            ])
    }
}

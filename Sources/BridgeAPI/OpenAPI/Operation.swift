import BridgeAccess
import BridgeDomain
import BridgeHTTP

/// Everything the door can do: its routes and its OpenAPI document are both made of these cases.
enum Operation: String, CaseIterable, Sendable {
    case pushDocuments, pushParties, documentStatus, signedDocuments, signedParties, description, problemKind

    /// Who may ask.
    enum Access: Hashable, Sendable {
        case token(TokenScope)
        case signature
        case everyone
    }

    /// What a body holds.
    enum Body: Sendable {
        case documents, parties
    }

    /// One answer that may come.
    struct Answer: Sendable {
        var status: Int
        var about: String
        /// What the body may hold; the first is the usual one. Empty for a JSON object of any form.
        var shapes: [Shape]
    }

    static let base = "/api/v1"

    var method: HTTPMethod {
        switch self {
        case .pushDocuments, .pushParties, .signedDocuments, .signedParties: .post
        case .documentStatus, .description, .problemKind: .get
        }
    }

    /// Below ``base``.
    var path: String {
        switch self {
        case .pushDocuments: "/documents"
        case .pushParties: "/parties"
        case .documentStatus: "/documents/{id}"
        case .signedDocuments: "/hooks/{bridge}/documents"
        case .signedParties: "/hooks/{bridge}/parties"
        case .description: "/openapi.json"
        case .problemKind: "/problems/{kind}"
        }
    }

    var access: Access {
        switch self {
        case .pushDocuments: .token(.documentsWrite)
        case .pushParties: .token(.partiesWrite)
        case .documentStatus: .token(.statusRead)
        case .signedDocuments, .signedParties: .signature
        case .description, .problemKind: .everyone
        }
    }

    var body: Body? {
        switch self {
        case .pushDocuments, .signedDocuments: .documents
        case .pushParties, .signedParties: .parties
        case .documentStatus, .description, .problemKind: nil
        }
    }

    var summary: String {
        switch self {
        case .pushDocuments: "Push documents: one, or up to 1,000 in a list."
        case .pushParties: "Push debtors and creditors: one, or up to 1,000 in a list."
        case .documentStatus: "Ask what became of a document, by your own identifier."
        case .signedDocuments: "Push documents as a signed webhook."
        case .signedParties: "Push debtors and creditors as a signed webhook."
        case .description: "This description."
        case .problemKind: "What a kind of problem means: the `type` of every refusal leads here."
        }
    }

    var parameters: [Parameter] {
        switch self {
        case .pushDocuments, .pushParties: [.bridge, .idempotencyKey, .acceptLanguage, .requestID]
        case .documentStatus: [.id, .bridge, .acceptLanguage, .requestID]
        case .signedDocuments, .signedParties:
            [.bridgeInPath, .webhookID, .webhookTimestamp, .webhookSignature, .acceptLanguage, .requestID]
        case .description: [.requestID]
        case .problemKind: [.kindInPath, .acceptLanguage, .requestID]
        }
    }

    /// How the operation says no, beside what every one of them may say.
    var problems: [DoorProblem] {
        switch self {
        case .pushDocuments:
            [
                .badRequest, .notJSON, .notAuthenticated, .notAllowed, .notFound, .inProgress, .otherContent, .wrongType, .refused,
                .keyReused,
            ]
                + [.tooManyItems, .tooManyRequests, .unavailable]
        case .pushParties:
            [.badRequest, .notJSON, .notAuthenticated, .notAllowed, .notFound, .inProgress, .wrongType, .refused, .keyReused]
                + [.tooManyItems, .tooManyRequests, .unavailable]
        case .documentStatus: [.badRequest, .notAuthenticated, .notAllowed, .notFound, .tooManyRequests, .unavailable]
        case .signedDocuments:
            [.badRequest, .notJSON, .notAuthenticated, .notFound, .inProgress, .otherContent, .wrongType, .refused, .keyReused]
                + [.tooManyItems, .tooManyRequests, .unavailable]
        case .signedParties:
            [.badRequest, .notJSON, .notAuthenticated, .notFound, .inProgress, .wrongType, .refused, .keyReused]
                + [.tooManyItems, .tooManyRequests, .unavailable]
        case .description: []
        case .problemKind: [.notFound]
        }
    }

    /// The answers that are no refusal.
    private var successes: [Answer] {
        switch self {
        case .pushDocuments, .pushParties, .signedDocuments, .signedParties:
            [
                Answer(
                    status: 200, about: "A list: a verdict per item. A single item: it was known already.",
                    shapes: [.batchAnswer, .verdict]),
                Answer(status: 202, about: "A single item: kept, and on its way or parked.", shapes: [.verdict]),
            ]
        case .documentStatus: [Answer(status: 200, about: "Where it stands.", shapes: [.statusAnswer])]
        case .description: [Answer(status: 200, about: "The OpenAPI document.", shapes: [])]
        case .problemKind: [Answer(status: 200, about: "The kind of problem.", shapes: [Telling<DoorProblem>.kind.shape])]
        }
    }

    /// Every answer that may come, by status.
    var answers: [Answer] {
        var all = successes
        for status in Set(problems.map(\.status)).sorted() {
            let titles = problems.filter { $0.status == status }.map(\.title.english)
            all.append(Answer(status: status, about: titles.joined(separator: ", or: ") + ".", shapes: [.problem]))
        }
        return all
    }
}

/// A parameter of an operation.
struct Parameter: Sendable {
    enum Place: String, Sendable {
        case query, path, header
    }

    var name: String
    var place: Place
    var isRequired = false
    var lengthMax: Int
    var about: String

    static let bridge = Parameter(
        name: "bridge", place: .query, lengthMax: 100, about: "Which bridge; may be left out where the token is for one bridge only.")
    static let bridgeInPath = Parameter(name: "bridge", place: .path, isRequired: true, lengthMax: 100, about: "Which bridge.")
    static let kindInPath = Parameter(
        name: "kind", place: .path, isRequired: true, lengthMax: 100, about: "The last part of a problem's `type`.")
    static let id = Parameter(name: "id", place: .path, isRequired: true, lengthMax: 100, about: "Your own identifier of the document.")
    static let idempotencyKeyOfAct = Parameter(
        name: "Idempotency-Key", place: .header, isRequired: true, lengthMax: 200,
        about:
            "Names this request. The same key with the same request gets the same answer for 24 hours, also after a restart; with another it is refused."
    )
    static let ifMatch = Parameter(
        name: "If-Match", place: .header, isRequired: true, lengthMax: 1_000, about: "The `ETag` of what was looked at, as it was.")
    static let ifNoneMatch = Parameter(
        name: "If-None-Match", place: .header, lengthMax: 4_000,
        about: "An `ETag` that is known already: the answer is then 304, without body.")
    static let idempotencyKey = Parameter(
        name: "Idempotency-Key", place: .header, lengthMax: 200,
        about: "Names this request. The same key with the same body gets the same answer for 24 hours, also after a restart.")
    static let acceptLanguage = Parameter(
        name: "Accept-Language", place: .header, lengthMax: 200, about: "`nl` or `en`: the language of messages and remedies.")
    static let requestID = Parameter(
        name: "X-Request-Id", place: .header, lengthMax: 64, about: "Your own name for the request; it comes back with the answer.")
    static let webhookID = Parameter(
        name: "webhook-id", place: .header, isRequired: true, lengthMax: WebhookSignature.idMax,
        about: "Names the event: a repetition carries the same and has no second effect.")
    static let webhookTimestamp = Parameter(
        name: "webhook-timestamp", place: .header, isRequired: true, lengthMax: 20,
        about: "The moment of sending, in seconds since 1970; at most five minutes from now.")
    static let webhookSignature = Parameter(
        name: "webhook-signature", place: .header, isRequired: true, lengthMax: 1_000,
        about:
            "`v1,<base64>`: HMAC-SHA256 over `id.timestamp.body` (Standard Webhooks). Several, separated by spaces, while a secret changes."
    )
}

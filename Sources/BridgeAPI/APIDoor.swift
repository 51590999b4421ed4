import BridgeAccess
public import BridgeActs
public import BridgeDomain
public import BridgeEngine
public import BridgeHash
public import BridgeHTTP
import BridgeJSON
public import BridgeJournal
public import BridgeSource

/// Our own door: trade systems push documents, debtors and creditors, and ask what became of them.
///
/// Routes, readers and the OpenAPI document are made of the same tables (`Operation`, `Shape`). What is pushed is kept before it is
/// answered, together with the answer, so that a lost answer is given again; who holds the lane judges it. See ``/BridgeEngine/PushIntake``.
public struct APIDoor: Sendable {
    /// What a bridge that is set up works with.
    public struct Work: Sendable {
        let parts: BridgeParts
        let validator: DocumentValidator
        let signature: WebhookSignature

        /// The parts of a bridge; `validator` is its translator's. `webhookSecrets`, at most two, sign pushes that come without a token.
        public init(parts: BridgeParts, validator: DocumentValidator, webhookSecrets: [String] = []) {
            self.parts = parts
            self.validator = validator
            self.signature = WebhookSignature(secrets: webhookSecrets)
        }
    }

    /// A bridge whose documents are pushed.
    public struct Bridge: Sendable {
        let id: BridgeID
        let work: @Sendable () async -> Work?
        let nudge: @Sendable (SourceStream) async -> Void

        /// A bridge at the door. `work` gives what the bridge works with, nil while it is not set up: senders are then told to come back.
        /// `nudge` tells the lane of this process that something has come; another process finds it by itself.
        public init(
            _ id: BridgeID, work: @escaping @Sendable () async -> Work?,
            nudge: @escaping @Sendable (SourceStream) async -> Void = { _ in }
        ) {
            self.id = id
            self.work = work
            self.nudge = nudge
        }
    }

    /// What the door bounds. All are per process.
    public struct Limits: Sendable {
        /// Requests of one token or one bridge's webhooks in a minute, 1…1,000,000.
        public var requestsPerMinute = 6_000
        /// Requests of one address that showed no valid token, in a minute, 1…1,000,000.
        public var strangersPerMinute = 120

        /// The limits a careful operator starts with.
        public init() {}
    }

    /// Seconds an answer is kept for its repetition: a day.
    public static let answersKeptSeconds: Int64 = 24 * 3_600

    let bridges: [BridgeID: Bridge]
    let journal: any BridgeJournal
    let clock: any TimeSource
    let tokens: DoorTokens
    let acts: Acts?
    let language: Language
    let requestID: @Sendable () -> String
    let callers: RateLimit
    let strangers: RateLimit
    let underWay = UnderWay()
    private let description: [UInt8]

    /// A door over the bridges that are pushed to. `acts` are what people do at the console, which a token of a role may then do here; without
    /// them pushes are taken and nothing else. `language` is spoken to those who ask for neither Dutch nor English; `requestID` names
    /// requests that bring no name of their own.
    public init(
        bridges: [Bridge], journal: any BridgeJournal, clock: any TimeSource, acts: Acts? = nil, language: Language = .english,
        limits: Limits = Limits(),
        requestID: @escaping @Sendable () -> String = { Hex.encode(SecureRandom().bytes(8)) }
    ) {
        self.bridges = Dictionary(bridges.map { ($0.id, $0) }) { first, _ in first }
        self.journal = journal
        self.clock = clock
        self.tokens = DoorTokens(journal: journal, clock: clock)
        self.acts = acts
        self.language = language
        self.requestID = requestID
        callers = RateLimit(perMinute: max(1, min(limits.requestsPerMinute, 1_000_000)))
        strangers = RateLimit(perMinute: max(1, min(limits.strangersPerMinute, 1_000_000)))
        description = OpenAPIDocument(desk: acts == nil ? [] : DeskCall.all).json.bytes
    }

    /// Where the routes stand: every path of the door begins with it.
    public static let prefix = Operation.base

    /// The routes, to be mounted at ``prefix``.
    public var routes: Router {
        var router = Router()
        for operation in Operation.allCases {
            router.on(operation.method, operation.path) { request, parameters in
                .respond(await answer(operation, request, parameters))
            }
        }
        for desk in deskCalls {
            router.on(desk.method, desk.path) { request, parameters in .respond(await answer(desk, request, parameters)) }
        }
        router.onNothing(below: "") { request, allowed in .respond(nothing(request, allowed)) }
        return router
    }

    /// The answer where the door has nothing, or nothing for this method.
    private func nothing(_ request: HTTPRequest, _ allowed: String) -> HTTPResponse {
        guard !allowed.isEmpty else {
            return refusal(
                DoorRefusal(
                    .notFound, nl: "Hier is niets: kijk in /api/v1/openapi.json.",
                    en: "There is nothing here: look into /api/v1/openapi.json."),
                Call(request, door: self))
        }
        return refusal(
            DoorRefusal(
                .methodNotAllowed, nl: "Gebruik hier een van: \(allowed).", en: "Use one of these here: \(allowed).",
                fields: ["Allow": allowed]),
            Call(request, door: self))
    }

    /// The answer to a body beyond ``bodyMax(_:)``, of which only the head was read.
    public func refusedBody(_ head: HTTPRequest) -> HTTPResponse {
        let megabytes = PushBounds.bodyBytesMax >> 20
        return refusal(
            DoorRefusal(
                .tooLarge, nl: "Een verzoek mag ten hoogste \(megabytes) MB zijn: verdeel de stukken. Er is niets bewaard.",
                en: "A request may have at most \(megabytes) MB: divide the items. Nothing was kept."), Call(head, door: self))
    }

    /// The answer to a request that is not let in, told from its head alone; nil where its body is worth reading.
    ///
    /// A token is looked at as its request will be, a signature as far as that goes without the body it signs: bridge and fields.
    /// What is let in is not counted here; its request is.
    public func refusal(ofHead head: HTTPRequest) async -> HTTPResponse? {
        var gate = Router()
        for operation in Operation.allCases {
            gate.on(operation.method, Operation.base + operation.path) { head, parameters in
                let call = Call(head, door: self)
                do throws(DoorRefusal) {
                    try await look(operation, call, parameters)
                    return .drop
                } catch {
                    return .respond(refusal(error, call))
                }
            }
        }
        for desk in deskCalls {
            gate.on(desk.method, Operation.base + desk.path) { head, parameters in
                let call = Call(head, door: self)
                do throws(DoorRefusal) {
                    _ = try await admitted(call, to: desk, parameters, counting: false)
                    return .drop
                } catch {
                    return .respond(refusal(error, call))
                }
            }
        }
        gate.onNothing(below: Operation.base) { head, allowed in .respond(nothing(head, allowed)) }
        guard case .respond(let response) = await gate.answer(head) else { return nil }
        return response
    }

    private func look(_ operation: Operation, _ call: Call, _ parameters: Router.Parameters) async throws(DoorRefusal) {
        switch operation.access {
        case .everyone: return
        case .token(let scope): _ = try await admitted(call, to: scope, counting: false)
        case .signature: try await lookAtSigned(call, parameters["bridge"])
        }
    }

    func refusal(_ refusal: DoorRefusal, _ call: Call) -> HTTPResponse {
        marked(refusal.response(call.language, requestID: call.id), call)
    }

    /// Says in every answer which request it answers, and in which language.
    func marked(_ response: HTTPResponse, _ call: Call) -> HTTPResponse {
        var response = response
        response.fields["X-Request-Id"] = call.id
        response.fields["Content-Language"] = call.language.rawValue
        return response
    }

    /// The whole OpenAPI 3.1 document, as a door serves it beside which the console is open: JSON in UTF-8.
    public static var openAPI: [UInt8] { OpenAPIDocument(desk: DeskCall.all).json.bytes }

    /// Bytes of a body that a path of the door takes; nil for paths that are not the door's.
    public static func bodyMax(_ path: String) -> Int? { path.hasPrefix(Operation.base + "/") ? PushBounds.bodyBytesMax : nil }

    private func answer(_ operation: Operation, _ request: HTTPRequest, _ parameters: Router.Parameters) async -> HTTPResponse {
        let call = Call(request, door: self)
        do throws(DoorRefusal) {
            return marked(try await carryOut(operation, call, parameters), call)
        } catch {
            return refusal(error, call)
        }
    }

    private func carryOut(
        _ operation: Operation, _ call: Call, _ parameters: Router.Parameters
    ) async throws(DoorRefusal) -> HTTPResponse {
        switch operation {
        case .description: return Self.json(200, description)
        case .problemKind: return try Self.kind(of: parameters["kind"], call)
        case .documentStatus:
            let (_, bridge) = try await admitted(call, to: .statusRead)
            return try await status(of: SourceID(parameters["id"]), bridge, call)
        case .pushDocuments, .pushParties:
            guard case .token(let scope) = operation.access else { preconditionFailure("pushes are made with a token") }
            let (token, bridge) = try await admitted(call, to: scope)
            let push = Push(
                door: self, bridge: bridge, work: try await work(of: bridge), call: call, asker: "token/\(token.id)",
                key: try call.idempotencyKey())
            return operation == .pushDocuments ? try await push.documents() : try await push.parties()
        case .signedDocuments, .signedParties:
            let (event, bridge, work) = try await signed(call, parameters["bridge"])
            let push = Push(door: self, bridge: bridge, work: work, call: call, asker: "webhook/\(bridge.id)", key: event)
            return operation == .signedDocuments ? try await push.documents() : try await push.parties()
        }
    }

    /// What a kind of problem means.
    private static func kind(of name: String, _ call: Call) throws(DoorRefusal) -> HTTPResponse {
        guard let problem = DoorProblem(rawValue: name) else {
            throw DoorRefusal(.notFound, nl: "Er is geen soort probleem '\(name)'.", en: "There is no kind of problem '\(name)'.")
        }
        return json(200, Telling<DoorProblem>.kind.json(problem, Reader(call.language)).bytes)
    }

    func work(of bridge: Bridge) async throws(DoorRefusal) -> Work {
        guard let work = await bridge.work() else {
            throw DoorRefusal(
                .unavailable, nl: "De brug '\(bridge.id)' is nog niet ingesteld; er is niets bewaard. Stuur hetzelfde later opnieuw.",
                en: "The bridge '\(bridge.id)' is not set up yet; nothing was kept. Send the same again later.",
                fields: ["Retry-After": "60"])
        }
        return work
    }

    private func status(of id: SourceID, _ bridge: Bridge, _ call: Call) async throws(DoorRefusal) -> HTTPResponse {
        let postings = try await asked { () async throws(JournalError) in try await journal.postings(source: id, bridge: bridge.id) }
        guard !postings.isEmpty else {
            throw DoorRefusal(
                .notFound, nl: "Op de brug '\(bridge.id)' is geen document met kenmerk '\(id)' aangeleverd.",
                en: "No document with the identifier '\(id)' was pushed to the bridge '\(bridge.id)'.")
        }
        var members: [JSON.Member] = []
        members.add(StatusField.id, .string(id.text))
        members.add(StatusField.bridge, .string(bridge.id.text))
        members.add(StatusField.documents, .array(postings.map { $0.json(call.language) }))
        return Self.json(200, JSON.object(members).bytes)
    }

    /// Asks the journal; a journal that cannot answer now is no reason to give up.
    func asked<Value>(_ ask: () async throws(JournalError) -> Value) async throws(DoorRefusal) -> Value {
        do throws(JournalError) { return try await ask() } catch { throw Self.unavailable }
    }

    static var keyReused: DoorRefusal {
        DoorRefusal(
            .keyReused, nl: "Deze sleutel hoort bij een verzoek met andere inhoud: gebruik voor elk verzoek een eigen sleutel.",
            en: "This key belongs to a request with other content: use a key of its own for each request.")
    }

    static var unavailable: DoorRefusal {
        DoorRefusal(
            .unavailable, nl: "De administratie kan nu niets vastleggen; er is niets bewaard. Stuur hetzelfde straks opnieuw.",
            en: "The journal cannot take anything now; nothing was kept. Send the same again in a while.", fields: ["Retry-After": "2"])
    }

    static func json(_ status: Int, _ body: [UInt8], fields: HTTPFields = [:]) -> HTTPResponse {
        var all = fields
        all["Content-Type"] = "application/json"
        all["Cache-Control"] = "no-store"
        return HTTPResponse(status: status, fields: all, body: body)
    }
}

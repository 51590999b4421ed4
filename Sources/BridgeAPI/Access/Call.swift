import BridgeAccess
import BridgeDomain
import BridgeHTTP
import BridgeJournal

/// A request at the door, with what holds for the whole of it.
struct Call: Sendable {
    let request: HTTPRequest
    /// Comes back with the answer.
    let id: String
    let language: Language

    /// Characters of a name that a request brings.
    private static let idMax = 64
    private static let keyMax = 200

    init(_ request: HTTPRequest, door: APIDoor) {
        self.request = request
        language = Self.language(request.fields["Accept-Language"]) ?? door.language
        let named = request.fields["X-Request-Id"]
        id = named.flatMap { Self.isPlain($0) ? $0 : nil } ?? door.requestID()
    }

    /// Letters, digits and `-._` only: it goes into logs and answers as it is.
    private static func isPlain(_ text: String) -> Bool {
        (1...idMax).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    /// The language that is wanted most, of the two there are (RFC 9110 §12.5.4); nil when neither is asked for.
    static func language(_ field: String?) -> Language? {
        guard let field, field.utf8.count <= 1_000 else { return nil }
        var best: (language: Language, weight: Int)?
        for part in field.split(separator: ",") {
            let pieces = part.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            guard let tag = pieces.first, let language = Language(rawValue: String(tag.prefix { $0 != "-" })) else { continue }
            let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.map { Self.thousandths($0.dropFirst(2)) } ?? 1_000
            if weight > best?.weight ?? 0 { best = (language, weight) }
        }
        return best?.language
    }

    /// `0.8` as 800; anything that is no weight counts as none.
    private static func thousandths(_ text: some StringProtocol) -> Int {
        guard let value = ExactDecimal(text)?.scaled(to: 3), (0...1_000).contains(value) else { return 0 }
        return Int(value)
    }

    /// Refuses a body that is not JSON by its own account.
    func checkType() throws(DoorRefusal) {
        let type = request.fields["Content-Type"]?.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
        guard type == "application/json", request.fields["Content-Encoding"] == nil else {
            throw DoorRefusal(
                .wrongType, nl: "Stuur application/json, niet gecomprimeerd.", en: "Send application/json, not compressed.")
        }
    }

    /// The key of the request, quoted or not (the draft of the IETF quotes it); nil when there is none.
    func idempotencyKey() throws(DoorRefusal) -> String? {
        let values = request.fields.values("Idempotency-Key")
        guard let value = values.first else { return nil }
        let isQuoted = value.utf8.count >= 2 && value.hasPrefix("\"") && value.hasSuffix("\"")
        let key = isQuoted ? String(value.dropFirst().dropLast()) : value
        guard values.count == 1, (1...Self.keyMax).contains(key.utf8.count),
            key.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") })
        else {
            throw DoorRefusal(
                .badRequest, nl: "Idempotency-Key hoort één keer voor te komen, met 1 tot \(Self.keyMax) zichtbare tekens.",
                en: "Idempotency-Key is to occur once, with 1 to \(Self.keyMax) visible characters.")
        }
        return key
    }
}

extension APIDoor {
    /// Lets a token in, for one scope and one bridge; without `counting` its request is still to come.
    func admitted(_ call: Call, to scope: TokenScope, counting: Bool = true) async throws(DoorRefusal) -> (TokenRecord, Bridge) {
        let token = try await holder(call, counting: counting)
        guard token.may(scope.verb) else {
            throw DoorRefusal(
                .notAllowed, nl: "Dit token heeft het recht '\(scope.rawValue)' niet: maak er een met ledgerbridge token create.",
                en: "This token does not have the scope '\(scope.rawValue)': make one with ledgerbridge token create.",
                fields: ["WWW-Authenticate": "Bearer error=\"insufficient_scope\", scope=\"\(scope.rawValue)\""])
        }
        return (token, try bridge(named: call.request.query.first { $0.name == "bridge" }?.value, token))
    }

    /// Who shows a token that is in force; that it was used is noted.
    func holder(_ call: Call, counting: Bool) async throws(DoorRefusal) -> TokenRecord {
        let admission = try await asked { () async throws(JournalError) in
            try await tokens.admit(call.request.fields["Authorization"])
        }
        guard case .token(let token) = admission else { throw stranger(call, admission) }
        guard counting else { return token }
        try count(callers, "token/\(token.id)")
        // A journal that cannot note it will refuse what is asked, if that needs it.
        try? await tokens.noteUse(of: token)
        return token
    }

    private func stranger(_ call: Call, _ admission: DoorTokens.Admission) -> DoorRefusal {
        do throws(DoorRefusal) { try count(strangers, call.request.peer ?? "") } catch { return error }
        let challenge: HTTPFields = ["WWW-Authenticate": "Bearer realm=\"ledgerbridge\""]
        switch admission {
        case .refused(.standing(.revoked)):
            return DoorRefusal(
                .notAuthenticated, nl: "Dit token is ingetrokken.", en: "This token was revoked.", fields: challenge)
        case .refused(.standing(.makerGone)):
            return DoorRefusal(
                .notAuthenticated, nl: "Dit token opent niets meer: wie het maakte is er niet meer. Laat een beheerder een nieuw maken.",
                en: "This token opens nothing any more: who made it is gone. Have an administrator make a new one.", fields: challenge)
        case .refused(.standing(.ranOut)):
            return DoorRefusal(
                .notAuthenticated, nl: "Dit token is verlopen: maak een nieuw.", en: "This token has run out: make a new one.",
                fields: challenge)
        case .refused(.unknown):
            return DoorRefusal(
                .notAuthenticated, nl: "Dit token is hier niet bekend.", en: "This token is not known here.", fields: challenge)
        case .nothingShown, .token, .refused(.standing(.inForce)):
            return DoorRefusal(
                .notAuthenticated, nl: "Stuur een token mee: Authorization: Bearer lbt_…",
                en: "Send a token: Authorization: Bearer lbt_…", fields: challenge)
        }
    }

    private func bridge(named name: String?, _ token: TokenRecord) throws(DoorRefusal) -> Bridge {
        let open = bridges.values.filter { token.isFor($0.id) }
        guard let name else {
            guard open.count == 1, let only = open.first else {
                throw DoorRefusal(
                    .badRequest, nl: "Zeg voor welke brug dit is: voeg ?bridge=NAAM toe.",
                    en: "Say which bridge this is for: add ?bridge=NAME.")
            }
            return only
        }
        guard token.isFor(BridgeID(name)) else {
            throw DoorRefusal(
                .notAllowed, nl: "Dit token is niet voor de brug '\(name)'.", en: "This token is not for the bridge '\(name)'.")
        }
        return try known(name)
    }

    private func known(_ name: String) throws(DoorRefusal) -> Bridge {
        guard let bridge = bridges[BridgeID(name)] else {
            throw DoorRefusal(
                .notFound, nl: "Er is geen brug '\(name)' waar stukken voor worden aangeleverd.",
                en: "There is no bridge '\(name)' that is pushed to.")
        }
        return bridge
    }

    /// Refuses a signed push that its fields alone do not let in.
    func lookAtSigned(_ call: Call, _ name: String) async throws(DoorRefusal) {
        _ = try known(name)
        do throws(WebhookSignature.Refusal) {
            _ = try WebhookSignature.Claim(call.request.fields)
        } catch {
            try count(strangers, call.request.peer ?? "")
            throw unsigned(error)
        }
    }

    /// Lets a signed push in; returns the event's identifier.
    func signed(_ call: Call, _ name: String) async throws(DoorRefusal) -> (event: String, Bridge, Work) {
        let bridge = try known(name)
        let work = try await work(of: bridge)
        let event: String
        do throws(WebhookSignature.Refusal) {
            event = try work.signature.check(call.request.fields, body: call.request.body, now: clock.now())
        } catch {
            try count(strangers, call.request.peer ?? "")
            throw unsigned(error)
        }
        try count(callers, "webhook/\(name)")
        return (event, bridge, work)
    }

    private func unsigned(_ refusal: WebhookSignature.Refusal) -> DoorRefusal {
        switch refusal {
        case .notSigned:
            DoorRefusal(
                .notAuthenticated, nl: "Onderteken het bericht: webhook-id, webhook-timestamp en webhook-signature (Standard Webhooks).",
                en: "Sign the message: webhook-id, webhook-timestamp and webhook-signature (Standard Webhooks).")
        case .tooOld:
            DoorRefusal(
                .notAuthenticated, nl: "Het bericht is meer dan vijf minuten oud, of komt uit de toekomst: kijk de klokken na.",
                en: "The message is more than five minutes old, or from the future: check the clocks.")
        case .wrong:
            DoorRefusal(
                .notAuthenticated, nl: "De handtekening past niet bij de inhoud: kijk het geheim na.",
                en: "The signature does not fit the body: check the secret.")
        }
    }

    private func count(_ limit: RateLimit, _ caller: String) throws(DoorRefusal) {
        guard let seconds = limit.take(caller, now: clock.now()) else { return }
        throw DoorRefusal(
            .tooManyRequests, nl: "Te veel verzoeken in een minuut: wacht \(seconds) seconden, en stuur meer stukken per verzoek.",
            en: "Too many requests in a minute: wait \(seconds) seconds, and send more items per request.",
            fields: ["Retry-After": "\(seconds)"])
    }
}

import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHash
import BridgeHTTP
import BridgeJSON
import BridgeJournal

// What the API does beside taking pushes: each operation as its declaration says.
extension APIDoor {
    /// The operations that stand open here: none where the console does not.
    var deskCalls: [DeskCall] { acts == nil ? [] : DeskCall.all }

    func answer(_ desk: DeskCall, _ request: HTTPRequest, _ parameters: Router.Parameters) async -> HTTPResponse {
        let call = Call(request, door: self)
        do throws(DoorRefusal) {
            return marked(try await carryOut(desk, call, parameters), call)
        } catch {
            return refusal(error, call)
        }
    }

    private func carryOut(
        _ desk: DeskCall, _ call: Call, _ parameters: Router.Parameters
    ) async throws(DoorRefusal) -> HTTPResponse {
        guard let acts else { throw Self.unavailable }
        let token = try await admitted(call, to: desk, parameters)
        let query = try Self.checked(call.request.query, desk)
        let seal = try desk.seals == nil ? "" : Self.seal(of: call.request.fields)
        let record = try Self.record(call, desk)
        let asking = Asking(
            acts: acts, token: token, language: call.language, seal: seal,
            limit: query.first { $0.name == "limit" }.flatMap { Int($0.value) } ?? Paging.limitDefault,
            bridge: desk.reach == .bridge ? try bridge(parameters["bridge"], acts) : nil, path: call.request.path, parameters: parameters,
            query: query, record: record)
        guard desk.isAct else {
            return Self.unlessKnown(Self.response(try await Self.run(desk, asking), desk), call.request.fields)
        }
        return try await once(desk, call, token, asking)
    }

    private func bridge(_ name: String, _ acts: Acts) throws(DoorRefusal) -> OpenBridge {
        do throws(ActRefusal) { return try acts.bridge(name) } catch {
            throw DoorRefusal(.notFound, nl: "Er is geen brug '\(name)'.", en: "There is no bridge '\(name)'.")
        }
    }

    // MARK: Who asks

    /// Lets a token in that may do this, there; without `counting` its request is still to come.
    func admitted(
        _ call: Call, to desk: DeskCall, _ parameters: Router.Parameters, counting: Bool = true
    ) async throws(DoorRefusal) -> TokenRecord {
        let token = try await holder(call, counting: counting)
        guard token.may(desk.right) else {
            let roles = Role.allCases.filter { Rights.allow(desk.right, $0) }.map(\.rawValue).joined(separator: ", ")
            throw DoorRefusal(
                .notAllowed, nl: "Dit token mag dit niet: er is een token met een van deze rollen nodig: \(roles).",
                en: "This token may not do this: it takes a token with one of these roles: \(roles).",
                fields: ["WWW-Authenticate": "Bearer error=\"insufficient_scope\""])
        }
        switch desk.reach {
        case .any: break
        case .bridge:
            guard token.isFor(BridgeID(parameters["bridge"])) else {
                throw DoorRefusal(
                    .notAllowed, nl: "Dit token is niet voor de brug '\(parameters["bridge"])'.",
                    en: "This token is not for the bridge '\(parameters["bridge"])'.")
            }
        case .house:
            guard token.bridges.isEmpty else {
                throw DoorRefusal(
                    .notAllowed, nl: "Dit gaat over het hele huis: daarvoor is een token voor elke brug nodig.",
                    en: "This is about the whole house: it takes a token for every bridge.")
            }
        }
        return token
    }

    // MARK: What is asked

    /// The query as it was declared; what is not, or twice, or of another form, is refused by name.
    private static func checked(
        _ query: [(name: String, value: String)], _ desk: DeskCall
    ) throws(DoorRefusal) -> [(name: String, value: String)] {
        var problems: [Problem] = []
        var seen: Set<String> = []
        for (name, value) in query {
            guard let field = desk.query.first(where: { $0.name == name }) else {
                let known = desk.query.map(\.name).joined(separator: ", ")
                problems.append(Problem(.fieldUnknown, at: Place(String(name.prefix(60))), expected: known.isEmpty ? nil : known))
                continue
            }
            guard seen.insert(name).inserted else {
                problems.append(Problem(.malformed, at: Place(name), found: String(value.prefix(60)), expected: "once"))
                continue
            }
            if let problem = field.problem(value) { problems.append(problem) }
        }
        // Turned round, the days would be others than somebody asked for.
        if let from = date("from", query), let to = date("to", query), from > to {
            problems.append(Problem(.valueOutOfRange, at: Place("to"), found: "\(to)", expected: "≥ \(from)"))
        }
        problems += desk.query.filter { $0.isNeeded && !seen.contains($0.name) }.map { Problem(.fieldMissing, at: Place($0.name)) }
        guard !problems.isEmpty else { return query }
        let names = problems.map(\.place.field).joined(separator: ", ")
        var refusal = DoorRefusal(
            .badRequest, nl: "Deze parameters kunnen zo niet: \(names).", en: "These parameters cannot be taken: \(names).")
        refusal.errors = problems
        throw refusal
    }

    private static func date(_ name: String, _ query: [(name: String, value: String)]) -> CalendarDate? {
        query.first { $0.name == name }.flatMap { CalendarDate($0.value) }
    }

    /// What `If-Match` says was looked at.
    private static func seal(of fields: HTTPFields) throws(DoorRefusal) -> String {
        let values = fields.values("If-Match")
        guard values.count == 1, let value = values.first?.filter({ $0 != " " }), value.hasPrefix("\""), value.hasSuffix("\""),
            value.utf8.count > 2, !value.dropFirst().dropLast().contains("\""), let point = value.lastIndex(of: ".")
        else {
            throw DoorRefusal(
                .lookFirst, nl: "Stuur in If-Match de ETag van wat u bekeek, zoals hij was: één, met aanhalingstekens.",
                en: "Send the ETag of what you looked at in If-Match, as it was: one, with its quotation marks.")
        }
        return String(value[value.index(after: value.startIndex)..<point])
    }

    private static func record(_ call: Call, _ desk: DeskCall) throws(DoorRefusal) -> Record? {
        guard let shape = desk.body else {
            guard call.request.body.isEmpty || call.request.body.elementsEqual("{}".utf8) else {
                throw DoorRefusal(.refused, nl: "Hier hoort geen inhoud bij.", en: "This takes no body.")
            }
            return nil
        }
        try call.checkType()
        let read: (record: Record?, problems: [Problem])
        do throws(JSONError) {
            var reader = ShapeReader(try JSONCursor(call.request.body, bounds: PushBounds.json))
            read = try reader.read(shape)
            try reader.cursor.end()
        } catch {
            throw DoorRefusal(
                .notJSON, nl: "De inhoud is geen JSON volgens RFC 8259: \(error).", en: "The body is no JSON as RFC 8259 has it: \(error).")
        }
        guard read.problems.isEmpty, let record = read.record else {
            let names = read.problems.map(\.place.field).joined(separator: ", ")
            var refusal = DoorRefusal(
                .refused, nl: "De inhoud kan zo niet: \(names). Er is niets gedaan.",
                en: "The body cannot be taken: \(names). Nothing was done.")
            refusal.errors = read.problems
            throw refusal
        }
        return record
    }

    // MARK: Doing it

    private static func run(_ desk: DeskCall, _ asking: Asking) async throws(DoorRefusal) -> DeskAnswer {
        do {
            return try await desk.run(asking)
        } catch let refusal as DoorRefusal {
            throw refusal
        } catch let refusal as ActRefusal {
            throw DoorRefusal(refusal, isSealed: desk.seals != nil)
        } catch let problem as AccountProblem {
            throw DoorRefusal(.refused, nl: problem.text.dutch, en: problem.text.english)
        } catch let error as JournalError where error.code == .conflict {
            throw DoorRefusal(.changed, isSealed: desk.seals != nil)
        } catch {
            throw desk.isAct ? uncertain : unavailable
        }
    }

    private static var uncertain: DoorRefusal {
        DoorRefusal(
            .unavailable,
            nl:
                "De administratie gaf geen antwoord; misschien is het gedaan. Kijk hoe het staat voor u het opnieuw vraagt, met een andere sleutel.",
            en: "The journal gave no answer; it may have been done. See how it stands before asking again, under another key.",
            fields: ["Retry-After": "2"])
    }

    static func response(_ answer: DeskAnswer, _ desk: DeskCall, _ body: [UInt8]? = nil) -> HTTPResponse {
        var fields: HTTPFields = ["Content-Type": desk.type, "Cache-Control": "no-store", "Vary": "Accept-Language, Authorization"]
        if !desk.isAct || answer.seal != nil { fields["ETag"] = tag(answer) }
        if let next = answer.next { fields["Link"] = "<\(next)>; rel=\"next\"" }
        return HTTPResponse(status: desk.status, fields: fields, body: body ?? answer.body)
    }

    /// What was looked at, and how it looked: an act compares the first part, a repeated read the whole.
    private static func tag(_ answer: DeskAnswer) -> String {
        "\"\(answer.seal ?? "-").\(SHA256.hash(answer.body).hex.prefix(16))\""
    }

    /// Nothing but the tag for who has this already.
    private static func unlessKnown(_ response: HTTPResponse, _ fields: HTTPFields) -> HTTPResponse {
        guard let tag = response.fields["ETag"], let known = fields["If-None-Match"] else { return response }
        let tags = known.split(separator: ",").map { $0.filter { $0 != " " } }
        guard tags.contains(where: { $0 == tag || $0 == "W/" + tag }) else { return response }
        var same = response
        same.status = 304
        same.body = []
        same.fields["Content-Type"] = nil
        return same
    }
}

// MARK: - Once

extension APIDoor {
    /// Does an act once for its key: the same again gets the same answer, something else under the same key is refused.
    ///
    /// That it was begun is durable before it begins. Where its end never became so, nobody can tell whether it was done: the same key then gets
    /// no second try.
    private func once(_ desk: DeskCall, _ call: Call, _ token: TokenRecord, _ asking: Asking) async throws(DoorRefusal) -> HTTPResponse {
        guard let key = try call.idempotencyKey() else {
            throw DoorRefusal(
                .keyMissing, nl: "Geef dit verzoek een naam in Idempotency-Key: dan gebeurt het één keer, ook als u het herhaalt.",
                en: "Name this request in Idempotency-Key: it then happens once, also when you repeat it.")
        }
        let asker = "token/\(token.id)"
        let print = Self.fingerprint(call.request)
        if let kept = try await keptAnswer(asker, key, print) { return kept }
        let begun = answerRecord(asker, key, print, HTTPResponse(status: Self.begunStatus))
        do throws(JournalError) {
            try await journal.commit(
                JournalUnit([.keepAnswer(begun), .forgetAnswers(runOutBy: begun.madeAt, limit: PushLimits.forgottenAtOnce)]))
        } catch {
            guard error.code == .duplicate else { throw Self.unavailable }
            // Somebody else was faster with the same key.
            if let kept = try await keptAnswer(asker, key, print) { return kept }
            throw Self.unavailable
        }
        // Carried to its end also where whoever asked does not wait for it.
        return try await Task { () async -> Result<HTTPResponse, DoorRefusal> in
            await ended(desk, call, asking, asker, key, print)
        }.value.get()
    }

    private func ended(
        _ desk: DeskCall, _ call: Call, _ asking: Asking, _ asker: String, _ key: String, _ print: String
    ) async -> Result<HTTPResponse, DoorRefusal> {
        let free = JournalChange.dropAnswer(asker: asker, key: key)
        let response: HTTPResponse
        let kept: HTTPResponse
        do throws(DoorRefusal) {
            let answer = try await Self.run(desk, asking)
            response = Self.response(answer, desk)
            kept = Self.response(answer, desk, answer.kept)
        } catch {
            // What is not possible yet is no answer for ever; what may have been done is none either.
            if error.problem == .unavailable {
                if error.isNothingDone { try? await journal.commit(JournalUnit([free])) }
                return .failure(error)
            }
            response = refusal(error, call)
            kept = response
        }
        let record = answerRecord(asker, key, print, kept)
        // Should this fail, the act is done all the same, and its repetition is told that nobody knows.
        try? await journal.commit(JournalUnit([free, .keepAnswer(record)]))
        return .success(response)
    }

    private func answerRecord(_ asker: String, _ key: String, _ print: String, _ kept: HTTPResponse) -> AnswerRecord {
        let now = clock.now()
        return AnswerRecord(
            asker: asker, key: key, fingerprint: print, status: kept.status, contentType: kept.fields["Content-Type"] ?? "",
            tag: kept.fields["ETag"], body: kept.body, madeAt: now, keptUntil: now.adding(seconds: Self.answersKeptSeconds))
    }

    /// Kept in place of an answer while there is none.
    private static let begunStatus = 102

    /// What was asked, whole: the same key for another place, another body or another standing is another request.
    private static func fingerprint(_ request: HTTPRequest) -> String {
        var hash = SHA256()
        hash.update("\(request.method.rawValue) \(request.target)\n\(request.fields["If-Match"] ?? "")\n".utf8)
        hash.update(request.body)
        return hash.digest.hex
    }

    private func keptAnswer(_ asker: String, _ key: String, _ print: String) async throws(DoorRefusal) -> HTTPResponse? {
        let kept = try await asked { () async throws(JournalError) in try await journal.answer(asker: asker, key: key) }
        guard let kept, kept.keptUntil > clock.now() else { return nil }
        guard kept.fingerprint == print else { throw Self.keyReused }
        guard kept.status != Self.begunStatus else {
            throw DoorRefusal(
                .inProgress,
                nl:
                    "Een verzoek met deze sleutel is begonnen en heeft nog geen antwoord. Blijft dat zo, kijk dan of het gedaan is en neem een andere sleutel.",
                en:
                    "A request with this key was begun and has no answer yet. Should that stay so, see whether it was done, and take another key.",
                fields: ["Retry-After": "1"])
        }
        return kept.again
    }
}

extension AnswerRecord {
    /// The same answer once more.
    var again: HTTPResponse {
        var fields: HTTPFields = ["Content-Type": contentType, "Cache-Control": "no-store", "Idempotency-Replayed": "true"]
        if let tag { fields["ETag"] = tag }
        return HTTPResponse(status: status, fields: fields, body: body)
    }
}

extension DoorRefusal {
    /// What an act refused, as the door says it. `isSealed` where the act was told what its doer looked at.
    init(_ refusal: ActRefusal, isSealed: Bool) {
        let problem: DoorProblem =
            switch refusal.kind {
            case .notFound: .notFound
            case .notSetUp, .journalFails: .unavailable
            case .notAllowed: .notAllowed
            case .changed: isSealed ? .changed : .notPossible
            case .doesNotFit, .occupied: .notPossible
            case .incomplete, .tooMany: .refused
            }
        self.init(
            problem, nl: refusal.text.dutch, en: refusal.text.english, fields: problem == .unavailable ? ["Retry-After": "60"] : [:])
        isNothingDone = refusal.kind == .notSetUp
        if let field = refusal.field { errors = [Problem(refusal.code, at: Place(field))] }
    }
}

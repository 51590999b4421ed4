import BridgeDomain
import BridgeEngine
import BridgeHash
import BridgeHTTP
import BridgeJSON
import BridgeJournal
import BridgeSource

/// Bounds of a push.
enum PushLimits {
    /// Items of one request.
    static let itemsMax = 1_000
    /// How often a push is decided anew when someone else was faster.
    static let conflictsMax = 8
    /// Answers that have run out and are forgotten with each one that is kept: more than one, so that they never pile up.
    static let forgottenAtOnce = 4
}

/// One push: read, decided, kept together with its answer, answered.
struct Push: Sendable {
    let door: APIDoor
    let bridge: APIDoor.Bridge
    let work: APIDoor.Work
    let call: Call
    /// Whose keys they are.
    let asker: String
    let key: String?
    /// What was asked, whole: the same key for another place or another body is another request. Of nothing without a key.
    private let fingerprint: String

    init(door: APIDoor, bridge: APIDoor.Bridge, work: APIDoor.Work, call: Call, asker: String, key: String?) {
        self.door = door
        self.bridge = bridge
        self.work = work
        self.call = call
        self.asker = asker
        self.key = key
        var hash = SHA256()
        if key != nil {
            hash.update("\(call.request.path)\n\(bridge.id)\n".utf8)
            hash.update(call.request.body)
        }
        fingerprint = hash.digest.hex
    }

    private var intake: PushIntake { PushIntake(parts: work.parts, validator: work.validator, who: .machine(asker)) }

    func documents() async throws(DoorRefusal) -> HTTPResponse {
        let reader = DocumentReader(administration: work.parts.policy.source)
        return try await once { () async throws(DoorRefusal) in
            let body = try PushBody(call.request.body, .document, id: DocumentField.id.rawValue) { reader.document($0, $1, raw: $2) }
            let response = try await settle { () async throws(JournalError) in
                let decision = try await intake.decide(body.kept)
                return (decision, answers(body, decision.verdicts).response(body.isBatch, self))
            }
            await bridge.nudge(.documents)
            return response
        }
    }

    func parties() async throws(DoorRefusal) -> HTTPResponse {
        let reader = PartyReader()
        return try await once { () async throws(DoorRefusal) in
            let body = try PushBody(call.request.body, .party, id: PartyField.id.rawValue) { reader.party($0, $1, raw: $2) }
            let response = try await settle { () async throws(JournalError) in
                let decision = try await intake.decide(body.kept)
                return (decision, answers(body, decision.verdicts).response(body.isBatch, self))
            }
            // What is durable stays so: should this fail, what waits is looked at within the hour all the same.
            try? await intake.stir(Set(body.kept.map(\.key)))
            await bridge.nudge(.debtors)
            return response
        }
    }
}

// MARK: - Once

extension Push {
    /// Checks what every push must be, and keeps two requests with one key from being worked on at once.
    private func once(_ take: () async throws(DoorRefusal) -> HTTPResponse) async throws(DoorRefusal) -> HTTPResponse {
        try call.checkType()
        guard let key else { return try await take() }
        let name = "\(asker) \(key)"
        guard door.underWay.enter(name) else {
            throw DoorRefusal(
                .inProgress, nl: "Een verzoek met deze sleutel is nog bezig: wacht op het antwoord, of vraag het straks opnieuw.",
                en: "A request with this key is still under way: wait for its answer, or ask again in a while.",
                fields: ["Retry-After": "1"])
        }
        defer { door.underWay.leave(name) }
        if let kept = try await keptAnswer() { return kept }
        return try await take()
    }

    private func keptAnswer() async throws(DoorRefusal) -> HTTPResponse? {
        guard let key else { return nil }
        let kept = try await door.asked { () async throws(JournalError) in try await door.journal.answer(asker: asker, key: key) }
        guard let kept, kept.keptUntil > door.clock.now() else { return nil }
        guard kept.fingerprint == fingerprint else { throw APIDoor.keyReused }
        return kept.again
    }

    /// Decides and commits, and decides again when someone else was faster: with the same key, theirs is the answer.
    private func settle(
        _ decide: () async throws(JournalError) -> (PushIntake.Decision, HTTPResponse)
    ) async throws(DoorRefusal) -> HTTPResponse {
        for _ in 0..<PushLimits.conflictsMax {
            do throws(JournalError) {
                var (decision, response) = try await decide()
                keep(response, &decision.unit)
                if !decision.unit.changes.isEmpty { try await door.journal.commit(decision.unit) }
                return response
            } catch {
                guard error.code == .conflict || error.code == .duplicate else { throw APIDoor.unavailable }
            }
            if let kept = try await keptAnswer() { return kept }
        }
        throw APIDoor.unavailable
    }

    private func keep(_ response: HTTPResponse, _ unit: inout JournalUnit) {
        guard let key else { return }
        let now = door.clock.now()
        unit.append(
            .keepAnswer(
                AnswerRecord(
                    asker: asker, key: key, fingerprint: fingerprint, status: response.status,
                    contentType: response.fields["Content-Type"] ?? "application/json", body: response.body, madeAt: now,
                    keptUntil: now.adding(seconds: APIDoor.answersKeptSeconds))))
        unit.append(.forgetAnswers(runOutBy: now, limit: PushLimits.forgottenAtOnce))
    }
}

// MARK: - Answers

extension Push {
    private func answers<Item: PushableItem>(_ body: PushBody<Item>, _ verdicts: [PushIntake.Verdict]) -> [VerdictAnswer] {
        var (kept, verdicts) = (body.kept[...], verdicts[...])
        return body.items.enumerated().map { index, item in
            if let problems = item.refusal { return VerdictAnswer(index: index, word: .refused, id: item.id, problems: problems) }
            guard let arrived = kept.popFirst(), let verdict = verdicts.popFirst() else {
                preconditionFailure("one verdict for each item that is kept")
            }
            var answer = VerdictAnswer(index: index, word: VerdictWord(verdict.outcome), id: item.id, problems: verdict.problems)
            arrived.describe(&answer, verdict, bridge.id)
            return answer
        }
    }
}

/// What can be pushed.
protocol PushableItem: Sendable {
    /// Says in the answer what it is.
    func describe(_ answer: inout VerdictAnswer, _ verdict: PushIntake.Verdict, _ bridge: BridgeID)
}

extension SourceDocument: PushableItem {
    func describe(_ answer: inout VerdictAnswer, _ verdict: PushIntake.Verdict, _ bridge: BridgeID) {
        answer.document = verdict.document
        answer.version = version
        answer.status =
            "\(Operation.base)/documents/\(FormCoding.percentEncode(sourceID.text))?bridge=\(FormCoding.percentEncode(bridge.text))"
    }
}

extension SourceParty: PushableItem {
    func describe(_ answer: inout VerdictAnswer, _ verdict: PushIntake.Verdict, _ bridge: BridgeID) { answer.party = key }
}

extension [VerdictAnswer] {
    /// A list of verdicts for a batch; for a single item its verdict, or a problem when nothing of it goes on.
    fileprivate func response(_ isBatch: Bool, _ push: Push) -> HTTPResponse {
        let language = push.call.language
        guard !isBatch, let only = first else { return APIDoor.json(200, json(push.bridge.id, language).bytes) }
        switch only.word {
        case .accepted, .parked: return APIDoor.json(202, only.json(language).bytes)
        case .unchanged: return APIDoor.json(200, only.json(language).bytes)
        case .conflict:
            return DoorRefusal(
                .otherContent,
                nl: "Onder dit nummer is al een ander document bekend. Dit stuk is apart bewaard; iemand moet ze vergelijken.",
                en: "Another document is known under this number. This one was kept apart; somebody has to compare them.", verdict: only
            ).response(language, requestID: push.call.id)
        case .refused:
            return DoorRefusal(
                .refused, nl: "Het stuk is niet bewaard: verbeter wat hieronder staat en stuur het opnieuw.",
                en: "The item was not kept: mend what is said below and send it again.", verdict: only
            ).response(language, requestID: push.call.id)
        }
    }
}

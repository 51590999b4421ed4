public import BridgeDomain
import BridgeEngine
public import BridgeJournal
public import BridgeReports

extension Acts {
    /// Characters of a reason, and of a number in the books.
    public static let reasonMax = 200
    public static let numberMax = 50

    /// The document of a bridge, named part by part as addresses do.
    public func document(
        _ bridge: OpenBridge, administration: String, kind: String, number: String
    ) async throws -> PostingRecord {
        guard let kind = DocumentKind(rawValue: kind) else { throw ActRefusal.notFound }
        return try await document(bridge, DocumentKey(SourceAdministration(administration), kind, DocumentNumber(number)))
    }

    /// The document of a bridge.
    public func document(_ bridge: OpenBridge, _ key: DocumentKey) async throws -> PostingRecord {
        guard let posting = try await journal.postings([key], bridge: bridge.id)[key] else { throw ActRefusal.notFound }
        return posting
    }

    /// One attempt made for a document or party, with what was sent and answered. `address` names it below its subject.
    public func attempt(_ subject: String, _ address: String, of bridge: OpenBridge) async throws -> AttemptFacts {
        guard let name = AttemptFacts.name(address, of: subject) else { throw ActRefusal.notFound }
        guard let facts = try await AttemptFacts.read(name, bridge: bridge.id, journal: journal) else { throw ActRefusal.notFound }
        return facts
    }

    /// When a document goes on, and why then; nil for one that is done.
    public func nextAttempt(_ facts: DocumentFacts, of bridge: OpenBridge) async throws -> NextAttempt? {
        try await NextAttempt.read(facts, bridge.policy, connection: bridge.connection, journal: journal, now: clock.now())
    }

    /// Does one thing with one document, as it was looked at (`seal`: its revision). Returns it as it then stands.
    public func carryOut(
        _ verb: DocumentVerb, _ posting: PostingRecord, of bridge: OpenBridge, reason: String?, number: String?, seal: String,
        by who: Who
    ) async throws -> PostingRecord {
        guard seal == "\(posting.revision)" else { throw ActRefusal.changed }
        guard verb.fits(posting) else { throw ActRefusal.doesNotFit }
        let reason = Self.line(reason, max: Self.reasonMax)
        let number = Self.line(number, max: Self.numberMax)
        if verb == .withdraw, reason.isEmpty { throw ActRefusal.reasonMissing }
        if verb == .bookedByHand, number.isEmpty { throw ActRefusal.numberMissing }
        guard let parts = await bridge.parts() else { throw ActRefusal.notSetUp }
        let desk = Desk(parts: parts, who: who)
        let outcomes =
            verb == .bookedByHand
            ? try await desk.bookedByHand(posting.document, number: number, seen: [posting.document: posting.revision])
            : try await Self.carryOut(verb, [posting], reason, desk)
        await bridge.nudge()
        let now = try await document(bridge, posting.document)
        guard !outcomes.contains(where: \.changed) else { return now }
        // Somebody was faster, after it was looked at.
        guard now.revision == posting.revision else { throw ActRefusal.changed }
        // A retry that finds the same cause again has changed nothing, and has been done all the same.
        guard verb == .retry else { throw ActRefusal.doesNotFit }
        return now
    }

    /// Does one thing with documents as they were looked at; one that changed since is left alone.
    static func carryOut(
        _ verb: DocumentVerb, _ postings: [PostingRecord], _ reason: String, _ desk: Desk
    ) async throws(JournalError) -> [Desk.Outcome] {
        let keys = postings.map(\.document)
        let seen = Desk.Seen(postings.map { ($0.document, $0.revision) }) { first, _ in first }
        return switch verb {
        case .retry: try await desk.retry(keys, seen: seen)
        case .approve: try await desk.approve(keys, seen: seen)
        case .hold: try await desk.hold(keys, seen: seen)
        case .withdraw: try await desk.withdraw(keys, reason: reason, seen: seen)
        // Each has a number of its own.
        case .bookedByHand: []
        }
    }
}

extension ActRefusal {
    public static let reasonMissing = incomplete(
        "reason", nl: "Zeg waarom: de historie moet het vertellen.", en: "Say why: the history has to tell it.")
    static let numberMissing = incomplete(
        "number", nl: "Vul het nummer in de boekhouding in.", en: "Fill in the number in the books.")
}

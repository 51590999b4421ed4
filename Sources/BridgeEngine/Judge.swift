import BridgeConnector
import BridgeDomain
import BridgeJournal
import BridgeJSON
import FoundationEssentials

/// Gathers the facts a document is judged by and asks the gate: the one way a posting gets or changes its state before it is sent.
struct Judge: Sendable {
    let parts: BridgeParts
    let master: MasterData?

    /// A document that asks to pass, with its posting as it stands.
    struct Candidate: Sendable {
        var posting: PostingRecord
        var document: Document
        var readProblems: [Problem]
    }

    /// A candidate's verdict and what mapping made of it.
    struct Judgement: Sendable {
        var verdict: GateVerdict
        var translation: Translation
        /// The party to be aligned, when the document waits for it.
        var neededParty: PartyRecord?
    }

    /// Judges candidates that arrived together; credit notes among them see each other.
    func judge(_ candidates: [Candidate]) async throws(JournalError) -> [Judgement] {
        let parties = try await Self.parties(Set(candidates.compactMap { $0.document.party?.key }), parts)
        let originalKeys = Set(candidates.flatMap { Self.originals(of: $0.document) })
        let originals = try await originalKeys.isEmpty ? [:] : parts.journal.postings(Array(originalKeys), bridge: parts.bridge)
        let release = try await manualRelease()
        var creditedHere: [DocumentKey: [Document]] = [:]
        var judgements: [Judgement] = []
        judgements.reserveCapacity(candidates.count)
        for candidate in candidates {
            let party = candidate.document.party.flatMap { parties[$0.key] }
            var translation = parts.translator.translate(candidate.document, party: party?.party, today: parts.today)
            translation.problems = candidate.readProblems + translation.problems
            let keys = Self.originals(of: candidate.document)
            let facts = GateFacts(
                party: party, originals: keys.map { ($0, originals[$0]) },
                originalDocuments: try await documents(keys.compactMap { originals[$0] }),
                alreadyCredited: try await creditedEarlier(keys, candidate.posting, creditedHere),
                depositBalance: try await depositBalance(translation, candidate.document), master: master, release: release,
                now: parts.clock.now())
            let verdict = Gate(policy: parts.policy).judge(
                candidate.posting, document: candidate.document, translation: translation, facts: facts)
            if verdict.state != .parked { for key in keys { creditedHere[key, default: []].append(candidate.document) } }
            let needed: PartyRecord? = if case .party = verdict.hold { party } else { nil }
            judgements.append(Judgement(verdict: verdict, translation: translation, neededParty: needed))
        }
        return judgements
    }

    /// Party records with merges followed to the one that lives on.
    static func parties(_ keys: Set<PartyKey>, _ parts: BridgeParts) async throws(JournalError) -> [PartyKey: PartyRecord] {
        guard !keys.isEmpty else { return [:] }
        var found = try await parts.journal.parties(Array(keys), bridge: parts.bridge)
        for (key, record) in found {
            var current = record
            for _ in 0..<TurnLimits.merges {
                guard let next = current.party?.mergedInto.map({ PartyKey(key.kind, $0) }),
                    let record = try await parts.journal.parties([next], bridge: parts.bridge)[next]
                else { break }
                current = record
            }
            found[key] = current
        }
        return found
    }

    static func originals(of document: Document) -> [DocumentKey] {
        guard let kind = document.key.kind.original else { return [] }
        return document.references.originals.map { DocumentKey(document.key.administration, kind, $0) }
    }

    /// Other credit notes on these originals that are sent or on their way, or arrived earlier.
    private func creditedEarlier(
        _ originals: [DocumentKey], _ own: PostingRecord, _ here: [DocumentKey: [Document]]
    ) async throws(JournalError) -> [Document] {
        var others: [DocumentKey: PostingRecord] = [:]
        for original in originals {
            for other in try await parts.journal.credits(of: original, bridge: parts.bridge) where other.document != own.document {
                switch other.state {
                case .parked, .rejected, .withdrawn, .nothingToPost: break
                case .booked, .inFlight, .outcomeUnknown: others[other.document] = other
                case .held, .ready: if own.sequence == 0 || other.sequence < own.sequence { others[other.document] = other }
                }
            }
        }
        // Those judged together with this one may be in the journal already: each counts once.
        let together = Dictionary(originals.flatMap { here[$0] ?? [] }.map { ($0.key, $0) }) { first, _ in first }
        let earlier = others.values.filter { together[$0.document] == nil }.sorted { $0.sequence < $1.sequence }
        return try await documents(earlier) + together.values
    }

    private func documents(_ postings: [PostingRecord]) async throws(JournalError) -> [Document] {
        var documents: [Document] = []
        for posting in postings {
            let versions = try await parts.journal.versions(posting.document, bridge: parts.bridge)
            if let document = versions.last(where: { $0.version == posting.documentVersion })?.document { documents.append(document) }
        }
        return documents
    }

    private func depositBalance(_ translation: Translation, _ document: Document) async throws(JournalError) -> Money? {
        guard let deposits = translation.deposits, deposits.isNegative, let party = document.party?.key else { return nil }
        return try await parts.journal.depositBalance(party, bridge: parts.bridge, currency: deposits.currency)
    }

    private func manualRelease() async throws(JournalError) -> ManualRelease? {
        guard let bytes = try await parts.journal.value(parts.bridge, name: Names.release) else { return nil }
        return try? JSONDecoder().decode(ManualRelease.self, from: Data(bytes))
    }
}

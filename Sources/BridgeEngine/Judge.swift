import BridgeConnector
import BridgeDomain
import BridgeJournal
import BridgeJSON

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
        /// The parties to be aligned, when the document waits for one of them.
        var neededParties: [PartyRecord]
    }

    /// Judges candidates together, in their order of arrival: credit notes and deposits among them see each other.
    func judge(_ candidates: [Candidate]) async throws(JournalError) -> [Judgement] {
        let parties = try await Self.parties(Set(candidates.flatMap(\.document.partiesNamed)), parts)
        let originalKeys = Set(candidates.flatMap { Self.originals(of: $0.document) })
        let originals = try await originalKeys.isEmpty ? [:] : parts.journal.postings(Array(originalKeys), bridge: parts.bridge)
        let isScheduled = parts.policy.schedule != .onArrival
        let release = isScheduled ? try await value(ManualRelease.self, Names.release) : nil
        let counted = isScheduled ? try await value(Timestamp.self, Names.counted) ?? Timestamp(milliseconds: 0) : nil
        let together = Dictionary(candidates.map { ($0.document.key, $0.document) }) { _, last in last }
        let vatDoubts = master.flatMap { parts.vatDoubts?($0, parts.translator) } ?? [:]
        var earlier = JudgedTogether()
        var judgements: [Judgement?] = Array(repeating: nil, count: candidates.count)
        for place in candidates.indices.sorted(by: { candidates[$0].arrival($0) < candidates[$1].arrival($1) }) {
            let candidate = candidates[place]
            let party = candidate.document.party.flatMap { parties[$0.key] }
            let keys = Self.originals(of: candidate.document)
            let originalDocuments = try await documents(keys.compactMap { originals[$0] })
            // An original that arrives on the same page is not in the journal yet.
            let supplied = originalDocuments + keys.filter { originals[$0] == nil }.compactMap { together[$0] }
            var translation = parts.translator.translate(
                candidate.document, party: party?.party, originalSupplyDate: Self.commonDay(supplied), today: parts.today)
            translation.problems = candidate.readProblems + translation.problems
            var facts = GateFacts(
                party: party, originals: keys.map { ($0, originals[$0]) },
                originalDocuments: originalDocuments,
                alreadyCredited: try await credited(keys, candidate.posting, earlier),
                depositBalance: try await depositBalance(translation, candidate, earlier), master: master, release: release,
                countedUntil: counted, now: parts.clock.now(),
                lineParties: candidate.document.partiesOnLines.map { ($0.line, $0.key, parties[$0.key]) })
            facts.vatDoubts = vatDoubts
            let verdict = Gate(policy: parts.policy).judge(
                candidate.posting, document: candidate.document, translation: translation, facts: facts)
            earlier.note(candidate, verdict, translation, originals: keys)
            // All of them at once: aligned one after another, a posting with many parties would wait a turn for each.
            let needed =
                if case .party = verdict.hold { candidate.document.partiesNamed.compactMap { parties[$0] } } else { [PartyRecord]() }
            judgements[place] = Judgement(verdict: verdict, translation: translation, neededParties: needed)
        }
        return judgements.compactMap(\.self)
    }

    /// Party records with merges followed to the one that lives on.
    static func parties(_ keys: Set<PartyKey>, _ parts: BridgeParts) async throws(JournalError) -> [PartyKey: PartyRecord] {
        guard !keys.isEmpty else { return [:] }
        var found = try await parts.journal.parties(Array(keys), bridge: parts.bridge)
        for (key, record) in found {
            var current = record
            for _ in 0..<TurnLimits.merges {
                guard let next = current.livesOnAs.map({ PartyKey(key.kind, $0) }),
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

    /// The day on which all of these were supplied; nil when they differ or there are none.
    private static func commonDay(_ documents: [Document]) -> CalendarDate? {
        let days = Set(documents.map(\.supplyDate))
        return days.count == 1 ? days.first : nil
    }

    /// Other credit notes on these originals that are sent or on their way, or arrived earlier.
    private func credited(
        _ originals: [DocumentKey], _ own: PostingRecord, _ earlier: JudgedTogether
    ) async throws(JournalError) -> [Document] {
        var others: [DocumentKey: PostingRecord] = [:]
        for original in originals {
            for other in try await parts.journal.credits(of: original, bridge: parts.bridge)
            where other.document != own.document && !earlier.documents.contains(other.document) {
                switch other.state {
                case .parked, .rejected, .withdrawn, .nothingToPost: break
                case .booked, .inFlight, .outcomeUnknown: others[other.document] = other
                case .held, .ready: if own.sequence == 0 || other.sequence < own.sequence { others[other.document] = other }
                }
            }
        }
        let together = Dictionary(originals.flatMap { earlier.credits[$0] ?? [] }.map { ($0.key, $0) }) { first, _ in first }
        return try await documents(others.values.sorted { $0.sequence < $1.sequence }) + together.values
    }

    private func documents(_ postings: [PostingRecord]) async throws(JournalError) -> [Document] {
        let kept = try await parts.journal.documents(of: postings, bridge: parts.bridge)
        return postings.compactMap { kept[$0.document]?.document }
    }

    /// The party's balance without the document itself, which the journal may count already.
    private func depositBalance(
        _ translation: Translation, _ candidate: Candidate, _ earlier: JudgedTogether
    ) async throws(JournalError) -> Money? {
        guard let deposits = translation.deposits, deposits.isNegative, let party = candidate.document.party?.key else { return nil }
        let kept = try await parts.journal.depositBalance(party, bridge: parts.bridge, currency: deposits.currency)
        let own = candidate.posting.sequence > 0 && candidate.posting.state != .withdrawn ? candidate.posting.deposits : nil
        return ([kept] + (own.map { [-$0] } ?? []) + (earlier.deposits[party] ?? [])).filter { $0.currency == deposits.currency }
            .total(deposits.currency)
    }

    private func value<Value: Decodable>(_ type: Value.Type, _ name: String) async throws(JournalError) -> Value? {
        try await PostingRuns(journal: parts.journal, bridge: parts.bridge).value(type, name)
    }
}

extension Judge.Candidate {
    /// The order of arrival: what the journal has comes before what this page brings.
    fileprivate func arrival(_ place: Int) -> (Int64, Int) { (posting.sequence == 0 ? .max : posting.sequence, place) }
}

extension Document {
    /// Parties that lines of a ledger posting name, each once, with the first line that does.
    var partiesOnLines: [(line: Int, key: PartyKey)] {
        var seen: Set<PartyKey> = []
        return ledgerLines.compactMap { line in
            line.party.flatMap { $0 != party?.key && seen.insert($0).inserted ? (line.number, $0) : nil }
        }
    }

    /// Its own party first, then those of its lines.
    var partiesNamed: [PartyKey] { (party.map { [$0.key] } ?? []) + partiesOnLines.map(\.key) }
}

/// What candidates judged before, in the same unit of work, mean for the next: the journal does not know their verdicts yet.
private struct JudgedTogether {
    /// Everything judged so far.
    var documents: Set<DocumentKey> = []
    /// Credit notes that passed, per original.
    var credits: [DocumentKey: [Document]] = [:]
    /// Deposits of documents that the journal does not have yet, and what newer versions change in those it has.
    var deposits: [PartyKey: [Money]] = [:]

    mutating func note(_ candidate: Judge.Candidate, _ verdict: GateVerdict, _ translation: Translation, originals: [DocumentKey]) {
        documents.insert(candidate.document.key)
        if verdict.state != .parked {
            for original in originals { credits[original, default: []].append(candidate.document) }
        }
        guard let party = candidate.document.party?.key else { return }
        if let added = translation.deposits { deposits[party, default: []].append(added) }
        if candidate.posting.sequence > 0, candidate.posting.state != .withdrawn, let known = candidate.posting.deposits {
            deposits[party, default: []].append(-known)
        }
    }
}

import BridgeConnector
import BridgeDomain
import BridgeJournal

/// Asks mapping and gate again about postings that are in the journal already: a hold ended, a mapping was saved, a person said *retry*.
struct Rejudge: Sendable {
    let parts: BridgeParts
    let fence: Fence?
    let master: MasterData?
    let who: Who

    /// Judges postings anew from the newest version of their documents. A posting that someone else changed meanwhile is asked for again and,
    /// where `prepare` still finds it fit, judged once more. Returns the documents that moved.
    @discardableResult
    func rejudge(
        _ postings: [PostingRecord], prepare: (PostingRecord) -> PostingRecord? = { $0 }
    ) async throws(JournalError) -> Set<DocumentKey> {
        var moved: Set<DocumentKey> = []
        var waiting = postings
        for _ in 0..<TurnLimits.conflicts where !waiting.isEmpty {
            let lost = try await round(waiting.compactMap(prepare), &moved)
            if lost.isEmpty { break }
            let before = Dictionary(waiting.map { ($0.document, $0.state) }) { first, _ in first }
            let current = try await parts.journal.postings(lost, bridge: parts.bridge)
            // What a person withdrew meanwhile stays so; what went on its way is out of our hands.
            waiting = lost.compactMap { current[$0] }.filter { $0.state.canBeJudged || $0.state == before[$0.document] }
        }
        return moved
    }

    /// The same in one unit, for many at once: a durable write each would cost more than judging them. Where someone else changed one of
    /// them meanwhile, each goes by itself.
    func rejudgeTogether(_ postings: [PostingRecord]) async throws(JournalError) {
        var builder = UnitBuilder(parts, who: who, fence: fence)
        let (candidates, unreadable) = try await read(postings)
        for (record, problems) in unreadable { _ = move(record, .unreadable(problems), nil, &builder) }
        var needed: Set<PartyKey> = []
        for (candidate, judgement) in zip(candidates, try await Judge(parts: parts, master: master).judge(candidates)) {
            _ = move(candidate.posting, judgement.verdict, judgement.translation, &builder)
            for party in judgement.neededParties where needed.insert(party.key).inserted { need(party, &builder) }
        }
        guard !builder.unit.changes.isEmpty else { return }
        if try await !commit(builder) { try await rejudge(postings) }
    }

    /// One round; returns what was lost to someone faster.
    private func round(_ postings: [PostingRecord], _ moved: inout Set<DocumentKey>) async throws(JournalError) -> [DocumentKey] {
        let (candidates, unreadable) = try await read(postings)
        for (record, problems) in unreadable {
            var builder = UnitBuilder(parts, who: who, fence: fence)
            if move(record, .unreadable(problems), nil, &builder), try await commit(builder) { moved.insert(record.document) }
        }
        let judgements = try await Judge(parts: parts, master: master).judge(candidates)
        var lost: [DocumentKey] = []
        var needed: Set<PartyKey> = []
        for (candidate, judgement) in zip(candidates, judgements) {
            var builder = UnitBuilder(parts, who: who, fence: fence)
            let isMoved = move(candidate.posting, judgement.verdict, judgement.translation, &builder)
            for party in judgement.neededParties where !needed.contains(party.key) { need(party, &builder) }
            guard !builder.unit.changes.isEmpty else { continue }
            guard try await commit(builder) else {
                lost.append(candidate.posting.document)
                continue
            }
            if isMoved { moved.insert(candidate.posting.document) }
            needed.formUnion(judgement.neededParties.map(\.key))
        }
        return lost
    }

    /// Postings beside the newest versions of their documents: what can be judged, and what could not be read.
    private func read(
        _ postings: [PostingRecord]
    ) async throws(JournalError) -> (candidates: [Judge.Candidate], unreadable: [(PostingRecord, [Problem])]) {
        var candidates: [Judge.Candidate] = []
        var unreadable: [(PostingRecord, [Problem])] = []
        for posting in postings {
            switch try await newest(posting) {
            case .candidate(let candidate): candidates.append(candidate)
            case .unreadable(let record, let problems): unreadable.append((record, problems))
            case nil: continue
            }
        }
        return (candidates, unreadable)
    }

    /// False when someone else was faster.
    private func commit(_ builder: UnitBuilder) async throws(JournalError) -> Bool {
        do {
            try await parts.journal.commit(builder.unit)
            return true
        } catch  where error.code == .conflict { return false }
    }

    enum Newest {
        case candidate(Judge.Candidate)
        case unreadable(PostingRecord, [Problem])
    }

    /// A posting beside the newest version of its document; nil when the journal has none.
    func newest(_ posting: PostingRecord) async throws(JournalError) -> Newest? {
        guard let newest = try await parts.journal.versions(posting.document, bridge: parts.bridge).last else { return nil }
        var record = posting
        if newest.version != posting.documentVersion {
            record.documentVersion = newest.version
            record.contentHash = newest.contentHash
            // What was mapped was an older version: nothing of it counts for this one.
            record.mappingVersion = nil
            record.approvedBy = nil
            if let document = newest.document { record.describe(document) }
        }
        guard var document = newest.document else { return .unreadable(record, record.lasting + newest.problems) }
        document.key = posting.document
        return .candidate(Judge.Candidate(posting: record, document: document, readProblems: record.lasting + newest.problems))
    }

    /// False when the verdict changes nothing.
    private func move(
        _ posting: PostingRecord, _ verdict: GateVerdict, _ translation: Translation?, _ builder: inout UnitBuilder
    ) -> Bool {
        var record = posting
        if let translation { record.deposits = translation.deposits }
        var machine = parts.machine(record)
        guard let step = machine.handle(.judged(verdict, mappingVersion: parts.translator.mappingVersion), now: builder.now) else {
            return false
        }
        if let entry = verdict.entry, let translation { builder.keep(entry, totals: translation.totals) }
        builder.move(machine.record, step)
        return true
    }

    private func need(_ party: PartyRecord, _ builder: inout UnitBuilder) {
        var machine = parts.machine(party)
        if let step = machine.handle(.needed, now: builder.now) { builder.move(machine.record, step) }
    }
}

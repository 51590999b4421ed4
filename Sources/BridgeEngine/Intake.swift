import BridgeDomain
import BridgeHash
import BridgeJournal
import BridgeSource
import BridgeConnector

/// Reads pages from the source and makes them durable: documents, parties, postings and cursor in one unit per page.
///
/// Reading a page twice, a doubled nudge, an answer lost on the way: all end in the same journal, because what is kept is found again by key
/// and content hash. Nothing is dropped: what cannot be read is kept and parked.
struct Intake: Sendable {
    let parts: BridgeParts
    let fence: Fence?
    let master: MasterData?

    /// What a turn of reading did.
    struct Outcome: Sendable {
        var items = 0
        var hasMore = false
        /// Parties whose arrival may release documents.
        var partiesChanged: [PartyKey] = []
    }

    /// A failure of either side of the intake.
    enum Failure: Error {
        case source(SourceError)
        case journal(JournalError)
    }

    /// Reads up to the turn's number of pages of one stream.
    func read(_ stream: SourceStream) async throws(Failure) -> Outcome {
        var outcome = Outcome()
        for _ in 0..<TurnLimits.sourcePages {
            let cursor = SourceCursor(
                try await journaled { () async throws(JournalError) in
                    try await parts.journal.cursor(parts.bridge, name: Names.source(stream)) ?? ""
                })
            let more: Bool
            switch stream {
            case .documents: more = try await readDocuments(after: cursor, &outcome)
            case .debtors: more = try await readParties(.debtor, stream, after: cursor, &outcome)
            case .creditors: more = try await readParties(.creditor, stream, after: cursor, &outcome)
            }
            outcome.hasMore = more
            if !more { break }
        }
        return outcome
    }

    private func journaled<Value>(_ work: () async throws(JournalError) -> Value) async throws(Failure) -> Value {
        do { return try await work() } catch { throw .journal(error) }
    }

    private func sourced<Value>(_ work: () async throws(SourceError) -> Value) async throws(Failure) -> Value {
        do { return try await work() } catch { throw .source(error) }
    }
}

// MARK: Documents

extension Intake {
    private func readDocuments(after cursor: SourceCursor, _ outcome: inout Outcome) async throws(Failure) -> Bool {
        let page = try await sourced { () async throws(SourceError) in
            try await parts.source.documents(after: cursor, limit: TurnLimits.sourcePage)
        }
        try await journaled { () async throws(JournalError) in
            try await decided(parts.journal) { () async throws(JournalError) in
                try await documentUnit(page, after: cursor)
            }
        }
        outcome.items += page.items.count
        return page.hasMore
    }

    /// What one arrival amounts to, beside what the journal holds.
    private enum Arrival {
        case new(DocumentKey)
        case replaces(PostingRecord)
        case flags(PostingRecord, Problem)
        case known
    }

    private func documentUnit(_ page: SourcePage<SourceDocument>, after cursor: SourceCursor) async throws(JournalError) -> JournalUnit? {
        var builder = UnitBuilder(parts, who: .machine("intake"), fence: fence)
        var postings = try await parts.journal.postings(Array(Set(page.items.map(\.key))), bridge: parts.bridge)
        var candidates: [(judge: Judge.Candidate, isNew: Bool)] = []
        for item in page.items {
            let hash = SHA256.hash(item.raw).hex
            let arrival = try await classify(item, hash, postings)
            guard let posting = try await take(item, hash, arrival, &builder, &postings) else { continue }
            candidates.removeAll { $0.judge.posting.document == posting.record.document }
            if let document = item.document, !item.isWithdrawn {
                // The number stays as it came in the document; only the key may have been set apart.
                var keyed = document
                keyed.key = posting.record.document
                candidates.append((Judge.Candidate(posting: posting.record, document: keyed, readProblems: item.problems), posting.isNew))
            } else {
                settle(posting.record, item, isNew: posting.isNew, &builder)
            }
        }
        try await judge(candidates, &builder)
        if page.next != cursor { builder.append(.setCursor(parts.bridge, name: Names.source(.documents), value: page.next.text)) }
        return builder.unit
    }

    private func classify(_ item: SourceDocument, _ hash: String, _ postings: [DocumentKey: PostingRecord]) async throws(JournalError)
        -> Arrival
    {
        guard let known = postings[item.key] else { return .new(item.key) }
        if known.contentHash == hash { return item.isWithdrawn && !known.state.isSettled ? .replaces(known) : .known }
        guard known.sourceID == item.sourceID else { return try await setApart(item, hash, postings) }
        if item.isWithdrawn {
            return .flags(known, Problem(.withdrawnAtSource, at: Place("status"), found: "version \(item.version)"))
        }
        if item.version < known.documentVersion { return .known }
        if item.version == known.documentVersion { return try await setApart(item, hash, postings) }
        if try await isTaken(item, hash, known) { return try await setApart(item, hash, postings) }
        switch known.state {
        case .parked, .held, .ready, .rejected, .withdrawn, .nothingToPost: return .replaces(known)
        case .inFlight, .outcomeUnknown, .booked:
            return .flags(known, Problem(.correctionAfterPosting, at: Place("version"), found: "\(item.version)"))
        }
    }

    /// True when that version is kept already with other content: a source that gives one version twice.
    private func isTaken(_ item: SourceDocument, _ hash: String, _ known: PostingRecord) async throws(JournalError) -> Bool {
        try await parts.journal.versions(known.document, bridge: parts.bridge).contains {
            $0.version == item.version && $0.contentHash != hash
        }
    }

    /// The same number with other content is a document of its own, under a key that says so, parked for a person to compare.
    private func setApart(_ item: SourceDocument, _ hash: String, _ postings: [DocumentKey: PostingRecord]) async throws(JournalError)
        -> Arrival
    {
        let number = DocumentNumber("\(item.key.number)#\(item.sourceID).\(hash.prefix(8))")
        let key = DocumentKey(item.key.administration, item.key.kind, number)
        if postings[key] != nil { return .known }
        return try await parts.journal.postings([key], bridge: parts.bridge)[key] == nil ? .new(key) : .known
    }

    /// Writes what an arrival makes durable; nil when there is nothing left to judge.
    private func take(
        _ item: SourceDocument, _ hash: String, _ arrival: Arrival, _ builder: inout UnitBuilder,
        _ postings: inout [DocumentKey: PostingRecord]
    ) async throws(JournalError) -> (record: PostingRecord, isNew: Bool)? {
        switch arrival {
        case .known: return nil
        case .flags(let known, let problem):
            // A withdrawal is news about a version, not a version: there is nothing to keep beside what is kept.
            if !item.isWithdrawn { keep(item, known.document, hash, &builder) }
            var machine = parts.machine(known)
            guard let step = machine.handle(.flagged(problem), now: builder.now) else { return nil }
            builder.move(machine.record, step)
            postings[known.document] = machine.record
            return nil
        case .new(let key):
            keep(item, key, hash, &builder)
            var record = blank(item, key, hash, receivedAt: builder.now)
            if key != item.key, let known = postings[item.key] {
                record.problems = [
                    Problem(
                        .numberWithOtherContent, at: Place("number"), found: "\(item.key.number), \(record.gross?.description ?? "-")",
                        expected: "\(known.gross?.description ?? "-") (id \(known.sourceID))")
                ]
            }
            postings[key] = record
            return (record, true)
        case .replaces(let known):
            keep(item, known.document, hash, &builder)
            var record = blank(item, known.document, hash, receivedAt: known.receivedAt)
            record.state = known.state
            record.revision = known.revision
            record.sequence = known.sequence
            record.attempts = known.attempts
            builder.history(
                known.document.description, "corrected", "version \(item.version) takes the place of version \(known.documentVersion)")
            postings[known.document] = record
            return (record, false)
        }
    }

    private func keep(_ item: SourceDocument, _ key: DocumentKey, _ hash: String, _ builder: inout UnitBuilder) {
        builder.append(
            .keepDocument(
                DocumentRecord(
                    bridge: parts.bridge, key: key, version: item.version, contentHash: hash, raw: item.raw, document: item.document,
                    problems: item.problems, receivedAt: builder.now)))
        builder.history(key.description, "received", "version \(item.version), id \(item.sourceID)", hash: hash)
    }

    private func blank(_ item: SourceDocument, _ key: DocumentKey, _ hash: String, receivedAt: Timestamp) -> PostingRecord {
        var record = PostingRecord(
            bridge: parts.bridge, document: key, sourceID: item.sourceID, documentVersion: item.version, contentHash: hash, state: .parked,
            receivedAt: receivedAt, invoiceDate: item.document?.invoiceDate ?? parts.today)
        record.deadline = receivedAt.adding(seconds: parts.policy.deadlineSeconds)
        if let document = item.document {
            record.party = document.party?.key
            record.net = document.totals.net
            record.vat = document.totals.vat
            record.gross = document.totals.gross
            record.originals = document.references.originals
        }
        return record
    }

    /// A document that is withdrawn or could not be read needs no judgement.
    private func settle(_ record: PostingRecord, _ item: SourceDocument, isNew: Bool, _ builder: inout UnitBuilder) {
        var machine = parts.machine(record)
        let step =
            item.isWithdrawn
            ? machine.handle(.person(.withdraw(reason: "withdrawn in the source")), now: builder.now)
            : machine.handle(
                .judged(
                    GateVerdict(state: .parked, hold: nil, dueAt: nil, problems: item.problems + record.problems, entry: nil),
                    mappingVersion: parts.translator.mappingVersion),
                now: builder.now)
        guard let step else { return }
        if isNew { builder.start(machine.record, step) } else { builder.move(machine.record, step) }
    }

    private func judge(_ candidates: [(judge: Judge.Candidate, isNew: Bool)], _ builder: inout UnitBuilder) async throws(JournalError) {
        let judgements = try await Judge(parts: parts, master: master).judge(
            candidates.map { candidate in
                var asked = candidate.judge
                // A number that exists with other content stays a problem whatever mapping says.
                asked.readProblems = candidate.judge.posting.problems.filter { $0.code == .numberWithOtherContent } + asked.readProblems
                return asked
            })
        var needed: Set<PartyKey> = []
        for (candidate, judgement) in zip(candidates, judgements) {
            var record = candidate.judge.posting
            record.deposits = judgement.translation.deposits
            var machine = parts.machine(record)
            let step = machine.handle(.judged(judgement.verdict, mappingVersion: parts.translator.mappingVersion), now: builder.now)
            if let entry = judgement.verdict.entry { builder.keep(entry, totals: judgement.translation.totals) }
            if candidate.isNew {
                builder.start(machine.record, step)
            } else if let step {
                builder.move(machine.record, step)
            }
            if let party = judgement.neededParty, needed.insert(party.key).inserted { need(party, &builder) }
        }
    }

    private func need(_ party: PartyRecord, _ builder: inout UnitBuilder) {
        var machine = parts.machine(party)
        if let step = machine.handle(.needed, now: builder.now) { builder.move(machine.record, step) }
    }
}

// MARK: Parties

extension Intake {
    private func readParties(
        _ kind: PartyKind, _ stream: SourceStream, after cursor: SourceCursor, _ outcome: inout Outcome
    ) async throws(Failure) -> Bool {
        let page = try await sourced { () async throws(SourceError) in
            try await parts.source.parties(kind, after: cursor, limit: TurnLimits.sourcePage)
        }
        try await journaled { () async throws(JournalError) in
            try await decided(parts.journal) { () async throws(JournalError) in
                try await partyUnit(page, stream, after: cursor)
            }
        }
        outcome.items += page.items.count
        outcome.partiesChanged += page.items.map(\.key)
        return page.hasMore
    }

    private func partyUnit(
        _ page: SourcePage<SourceParty>, _ stream: SourceStream, after cursor: SourceCursor
    ) async throws(JournalError) -> JournalUnit? {
        var builder = UnitBuilder(parts, who: .machine("intake"), fence: fence)
        var known = try await parts.journal.parties(Array(Set(page.items.map(\.key))), bridge: parts.bridge)
        for item in page.items {
            let hash = SHA256.hash(item.raw).hex
            if known[item.key]?.contentHash == hash { continue }
            let record = arrived(item, hash, known[item.key], builder.now)
            known[item.key] = record
            builder.append(.putParty(record))
            builder.history(item.key.description, "received", "version \(record.version)", hash: hash)
        }
        if page.next != cursor { builder.append(.setCursor(parts.bridge, name: Names.source(stream), value: page.next.text)) }
        return builder.unit
    }

    /// A party's new content: an aligned one is brought up to date in the target, one that was stuck gets a new chance.
    private func arrived(_ item: SourceParty, _ hash: String, _ known: PartyRecord?, _ now: Timestamp) -> PartyRecord {
        guard var record = known else {
            var record = PartyRecord(
                bridge: parts.bridge, key: item.key, version: 1, contentHash: hash, raw: item.raw, party: item.party,
                problems: item.problems,
                state: .known, changedAt: now)
            record.revision = 1
            return record
        }
        record.version += 1
        record.revision += 1
        record.contentHash = hash
        record.raw = item.raw
        record.party = item.party
        record.changedAt = now
        switch record.state {
        case .aligned, .rejected, .parked:
            record.state = .ready
            record.dueAt = now
            record.problems = item.problems
        case .known, .ready: record.problems = item.problems
        case .inFlight, .outcomeUnknown, .proposed: break
        }
        return record
    }
}

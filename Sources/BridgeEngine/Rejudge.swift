import BridgeConnector
import BridgeDomain
import BridgeJournal

/// Asks mapping and gate again about postings that are in the journal already: a hold ended, a mapping was saved, a person said *retry*.
struct Rejudge: Sendable {
    let parts: BridgeParts
    let fence: Fence?
    let master: MasterData?
    let who: Who

    /// Judges postings anew from the newest version of their documents. Those that changed meanwhile are left to whoever changed them.
    func rejudge(_ postings: [PostingRecord]) async throws(JournalError) {
        var candidates: [Judge.Candidate] = []
        for posting in postings {
            guard let candidate = try await candidate(posting) else { continue }
            candidates.append(candidate)
        }
        let judgements = try await Judge(parts: parts, master: master).judge(candidates)
        for (candidate, judgement) in zip(candidates, judgements) {
            var builder = UnitBuilder(parts, who: who, fence: fence)
            apply(judgement, to: candidate.posting, &builder)
            guard !builder.unit.changes.isEmpty else { continue }
            do { try await parts.journal.commit(builder.unit) } catch  where error.code == .conflict { continue }
        }
    }

    private func candidate(_ posting: PostingRecord) async throws(JournalError) -> Judge.Candidate? {
        let versions = try await parts.journal.versions(posting.document, bridge: parts.bridge)
        guard let newest = versions.last, var document = newest.document else { return nil }
        document.key = posting.document
        var record = posting
        if newest.version != posting.documentVersion {
            record.documentVersion = newest.version
            record.contentHash = newest.contentHash
            record.net = document.totals.net
            record.vat = document.totals.vat
            record.gross = document.totals.gross
            record.party = document.party?.key
            record.invoiceDate = document.invoiceDate
            record.originals = document.references.originals
        }
        let lasting = posting.problems.filter { $0.code == .numberWithOtherContent }
        return Judge.Candidate(posting: record, document: document, readProblems: lasting + newest.problems)
    }

    private func apply(_ judgement: Judge.Judgement, to posting: PostingRecord, _ builder: inout UnitBuilder) {
        var record = posting
        record.deposits = judgement.translation.deposits
        var machine = parts.machine(record)
        guard let step = machine.handle(.judged(judgement.verdict, mappingVersion: parts.translator.mappingVersion), now: builder.now)
        else {
            return
        }
        if let entry = judgement.verdict.entry { builder.keep(entry, totals: judgement.translation.totals) }
        builder.move(machine.record, step)
        if let party = judgement.neededParty {
            var machine = parts.machine(party)
            if let step = machine.handle(.needed, now: builder.now) { builder.move(machine.record, step) }
        }
    }
}

public import BridgeDomain
public import BridgeJournal

/// What would become of postings if they were judged now: the same facts and the same gate as when they are, and nothing is written.
public struct Forecast: Sendable {
    /// What the gate would say of one posting.
    public struct Outcome: Hashable, Sendable {
        public var posting: PostingRecord
        /// The newest version of the document; nil when it cannot be read.
        public var document: Document?
        public var state: PostingState
        public var hold: Hold?
        /// Everything that was found: reading, validation, mapping, and what only the gate knows (period, party, original).
        public var problems: [Problem]
    }

    private let parts: BridgeParts

    /// A forecast with these parts; give them another translator to try other rules.
    public init(parts: BridgeParts) { self.parts = parts }

    /// Judges postings, at most a page of them, as if they arrived together; in their order, without those the journal does not hold.
    public func outcomes(of postings: [PostingRecord]) async throws(JournalError) -> [Outcome] {
        let master = try await TargetMirror(parts: parts, fence: nil).kept()
        let rejudge = Rejudge(parts: parts, fence: nil, master: master, who: .machine("forecast"))
        var candidates: [Judge.Candidate] = []
        var outcomes: [DocumentKey: Outcome] = [:]
        for posting in postings {
            switch try await rejudge.newest(posting) {
            case .candidate(let candidate): candidates.append(candidate)
            case .unreadable(let record, let problems):
                outcomes[posting.document] = Outcome(posting: record, document: nil, state: .parked, hold: nil, problems: problems)
            case nil: continue
            }
        }
        let judgements = try await Judge(parts: parts, master: master).judge(candidates)
        for (candidate, judgement) in zip(candidates, judgements) {
            let verdict = judgement.verdict
            outcomes[candidate.posting.document] = Outcome(
                posting: candidate.posting, document: candidate.document, state: verdict.state, hold: verdict.hold,
                problems: verdict.problems)
        }
        return postings.compactMap { outcomes[$0.document] }
    }
}

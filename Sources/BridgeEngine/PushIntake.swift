public import BridgeDomain
public import BridgeJournal
public import BridgeSource

/// Takes documents and parties that a trade system pushes, beside whoever works on the lane.
///
/// A push may reach any process, while another holds the lane. So nothing is judged here: two credit notes judged by two processes at once
/// would each be found to fit. What arrives is kept and its posting waits, due at once, for the one who holds the lane; the journal's own
/// tables are the inbox. Revisions and the uniqueness of a document's key keep the two apart, so no lease is needed.
///
/// What a trade system can mend, form and validation, it is told at once; what mapping or the books say later, it asks for.
public struct PushIntake: Sendable {
    private let parts: BridgeParts
    private let validator: DocumentValidator
    private let who: Who

    /// An intake for one bridge. `validator` is the one that the bridge's translator asks; `who` stands in the history as the one who
    /// brought what arrives.
    public init(parts: BridgeParts, validator: DocumentValidator, who: Who = .machine("intake")) {
        self.parts = parts
        self.validator = validator
        self.who = who
    }

    /// What became of one item.
    public struct Verdict: Hashable, Sendable {
        /// In one word.
        public enum Outcome: String, Hashable, Sendable, CaseIterable {
            /// Kept, and on its way.
            case accepted
            /// Kept, and somebody has to mend what the problems say.
            case parked
            /// Known already: nothing was changed.
            case unchanged
            /// The number is another document's: kept apart, for a person to compare.
            case conflict
        }

        public var outcome: Outcome
        /// Under which key a document is kept; nil for a party.
        public var document: DocumentKey?
        /// What is wrong, all of it; warnings too.
        public var problems: [Problem]
    }

    /// A unit that is to be committed, and what it makes of each item in order.
    public struct Decision: Sendable {
        public var unit: JournalUnit
        public var verdicts: [Verdict]
    }

    /// Decides what documents are beside what the journal holds now. Refused when committed (``/BridgeJournal/JournalError/Code/conflict`` or
    /// ``/BridgeJournal/JournalError/Code/duplicate``) when someone else was faster: decide again.
    public func decide(_ items: [SourceDocument]) async throws(JournalError) -> Decision {
        var builder = UnitBuilder(parts, who: who, fence: nil)
        let intake = Intake(parts: parts, fence: nil, master: nil)
        let stored = try await parts.journal.postings(Array(Set(items.map(\.key))), bridge: parts.bridge)
        var sheet = Intake.Sheet(stored, count: items.count)
        builder.reserve(items.count * Intake.changesWaiting)
        var verdicts: [Verdict] = []
        verdicts.reserveCapacity(items.count)
        for item in items {
            let before = sheet[item.key]
            verdicts.append(verdict(item, try await intake.take(item, item.key, &sheet, &builder), before))
        }
        intake.wait(sheet, &builder)
        return Decision(unit: builder.unit, verdicts: verdicts)
    }

    /// The same for debtors and creditors. After the commit ``stir(_:)`` is owed to those that were not unchanged.
    public func decide(_ items: [SourceParty]) async throws(JournalError) -> Decision {
        var builder = UnitBuilder(parts, who: who, fence: nil)
        let intake = Intake(parts: parts, fence: nil, master: nil)
        var known = try await parts.journal.parties(Array(Set(items.map(\.key))), bridge: parts.bridge)
        var verdicts: [Verdict] = []
        verdicts.reserveCapacity(items.count)
        for item in items {
            let isNews = intake.take(item, &known, &builder)
            let isStuck = item.party == nil || item.problems.containsError
            verdicts.append(
                Verdict(outcome: isNews ? isStuck ? .parked : .accepted : .unchanged, document: nil, problems: item.problems))
        }
        return Decision(unit: builder.unit, verdicts: verdicts)
    }

    /// Has the lane look again at what waits for these parties, or was parked perhaps for their data.
    public func stir(_ parties: Set<PartyKey>) async throws(JournalError) {
        for party in parties.sorted() {
            var after: Int64 = 0
            while let last = try await stir(
                parts.journal.held(parts.bridge, blocker: Hold.party(party).blocker, after: after, limit: TurnLimits.judged), party)
            {
                after = last
            }
            var before: Int64?
            let parked = PostingFilter(bridge: parts.bridge, states: [.parked], party: party)
            while let last = try await stir(parts.journal.list(parked, before: before, limit: TurnLimits.judged), party) { before = last }
            try await stirLedgerPostings(party)
        }
    }

    /// Ledger postings that were parked for want of a party which one of their lines names.
    private func stirLedgerPostings(_ party: PartyKey) async throws(JournalError) {
        let parked = PostingFilter(bridge: parts.bridge, states: [.parked], kinds: [.ledgerPosting], problem: .partyUnknown)
        var before: Int64?
        while true {
            let page = try await parts.journal.list(parked, before: before, limit: TurnLimits.judged)
            guard let last = page.last else { return }
            _ = try await stir(page.filter { $0.hold == .party(party) }, party)
            before = last.sequence
        }
    }

    /// The last posting's sequence; nil when there was none.
    private func stir(_ postings: [PostingRecord], _ party: PartyKey) async throws(JournalError) -> Int64? {
        var builder = UnitBuilder(parts, who: who, fence: nil)
        for posting in postings {
            var machine = parts.machine(posting)
            if let step = machine.handle(.stirred(why: "\(party) arrived"), now: builder.now) { builder.move(machine.record, step) }
        }
        do throws(JournalError) {
            if !builder.unit.changes.isEmpty { try await parts.journal.commit(builder.unit) }
        } catch {
            // Somebody moved one of them meanwhile; whoever does so looks at the party as it is now.
            guard error.code == .conflict else { throw error }
        }
        return postings.last?.sequence
    }

    private func verdict(_ item: SourceDocument, _ taken: Intake.Taken, _ before: PostingRecord?) -> Verdict {
        let isApart = taken.key != item.key
        switch taken.arrival {
        case .known, .setApart:
            return Verdict(outcome: isApart ? .conflict : .unchanged, document: taken.key, problems: isApart ? apart(item, before) : [])
        case .flags(let problem):
            let isTakenBack = problem.code == .withdrawnAtSource && !(before?.state.isOnItsWay ?? false)
            return Verdict(outcome: isTakenBack ? .accepted : .parked, document: taken.key, problems: isTakenBack ? [] : [problem])
        case .new, .replaces:
            if isApart { return Verdict(outcome: .conflict, document: taken.key, problems: apart(item, before)) }
            if item.isWithdrawn { return Verdict(outcome: .accepted, document: taken.key, problems: []) }
            let problems = item.problems + (item.document.map { validator.problems(of: $0, today: parts.today) } ?? [])
            let isStuck = item.document == nil || problems.containsError
            return Verdict(outcome: isStuck ? .parked : .accepted, document: taken.key, problems: problems)
        }
    }

    private func apart(_ item: SourceDocument, _ other: PostingRecord?) -> [Problem] {
        other.map { [Intake.otherContent(item, $0)] } ?? []
    }
}

extension Intake {
    /// Writes what a push brought so that the one who holds the lane judges it in its next turn.
    func wait(_ sheet: Sheet, _ builder: inout UnitBuilder) {
        for pending in sheet.pending {
            guard pending.item.document != nil, !pending.item.isWithdrawn else {
                close(pending, &builder)
                continue
            }
            var record = pending.record
            record.state = .held
            record.dueAt = builder.now
            record.revision += 1
            record.changedAt = builder.now
            builder.append(pending.isNew ? .startPosting(record) : .movePosting(record))
        }
    }
}

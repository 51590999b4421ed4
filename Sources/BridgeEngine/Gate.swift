public import BridgeConnector
public import BridgeDomain
public import BridgeJournal
public import BridgeMapping

/// What mapping made of a document, with everything validation and mapping found.
public struct Translation: Hashable, Sendable {
    public var entry: Entry?
    public var problems: [Problem]
    /// The entry's amounts per VAT code, for the control table.
    public var totals: [EntryTotal]
    /// Deposits given (positive) or taken back (negative); nil when there are none.
    public var deposits: Money?

    /// A translation.
    public init(entry: Entry?, problems: [Problem], totals: [EntryTotal], deposits: Money?) {
        self.entry = entry
        self.problems = problems
        self.totals = totals
        self.deposits = deposits
    }
}

/// Validation and mapping together: document in, entry or problems out. Pure.
public protocol DocumentTranslator: Sendable {
    /// The version of the mapping behind it.
    var mappingVersion: Int { get }
    /// Translates one document. `today` is the day in the administration's own zone.
    func translate(_ document: Document, party: Party?, today: CalendarDate) -> Translation
    /// The same for a credit note whose original was supplied on a known day: its VAT follows the rates of that day
    /// (reference `dutch-finance` §5).
    func translate(_ document: Document, party: Party?, originalSupplyDate: CalendarDate?, today: CalendarDate) -> Translation
    /// The accounts that hold VAT, so that amounts read back are counted as ours are.
    var vatAccounts: Set<AccountCode> { get }
    /// Every code the mapping can give.
    var codesUsed: CodesUsed { get }
}

extension DocumentTranslator {
    /// For one that cannot say.
    public var codesUsed: CodesUsed { CodesUsed() }

    /// Judges by the document's own day of supply.
    public func translate(_ document: Document, party: Party?, originalSupplyDate: CalendarDate?, today: CalendarDate) -> Translation {
        translate(document, party: party, today: today)
    }
}

/// What is known about the world when a document asks to pass. Gathered by the driver, judged by ``Gate``.
public struct GateFacts: Sendable {
    /// The party's record, merges followed; nil when the source has not delivered it or the document has none.
    public var party: PartyRecord?
    /// The same for the parties that lines of a ledger posting name, with the first line that does.
    public var lineParties: [(line: Int, key: PartyKey, record: PartyRecord?)]
    /// The originals a credit note names, with their postings; an original without posting is nil.
    public var originals: [(key: DocumentKey, posting: PostingRecord?)]
    /// For a credit note: the originals' documents, as far as they are known and readable.
    public var originalDocuments: [Document]
    /// For a credit note: other credit notes on the same originals that are booked, on their way, or arrived earlier.
    public var alreadyCredited: [Document]
    /// The party's balance of deposits before this document, in its currency.
    public var depositBalance: Money?
    /// The target's code lists; nil before they were first read: periods are then judged later.
    public var master: MasterData?
    /// VAT codes that do something else in the target than the rules mean.
    public var vatDoubts: [VATCode: VATInBooks.Doubt] = [:]
    public var release: ManualRelease?
    /// Runs up to this moment have been counted; nothing leaves with a later one yet. nil where runs are not counted.
    public var countedUntil: Timestamp?
    public var now: Timestamp

    /// Facts.
    public init(
        party: PartyRecord?, originals: [(key: DocumentKey, posting: PostingRecord?)], originalDocuments: [Document],
        alreadyCredited: [Document], depositBalance: Money?,
        master: MasterData?, release: ManualRelease?, countedUntil: Timestamp? = nil, now: Timestamp,
        lineParties: [(line: Int, key: PartyKey, record: PartyRecord?)] = []
    ) {
        self.party = party
        self.lineParties = lineParties
        self.originals = originals
        self.originalDocuments = originalDocuments
        self.alreadyCredited = alreadyCredited
        self.depositBalance = depositBalance
        self.master = master
        self.release = release
        self.countedUntil = countedUntil
        self.now = now
    }
}

extension GateFacts {
    /// Every party of the document that is known, its own first.
    fileprivate var parties: [PartyRecord] { (party.map { [$0] } ?? []) + lineParties.compactMap(\.record) }
}

/// What the gate decided.
public struct GateVerdict: Hashable, Sendable {
    public var state: PostingState
    public var hold: Hold?
    public var dueAt: Timestamp?
    public var problems: [Problem]
    /// The entry as it will be booked: a period policy may have moved it.
    public var entry: Entry?
}

/// Decides whether a document may go to the books now, and if not, what it waits for. Pure; asked again whenever something changes.
public struct Gate: Sendable {
    let policy: BridgePolicy

    /// A bridge's gate.
    public init(policy: BridgePolicy) { self.policy = policy }

    /// Judges one document. The order of the questions is the order in which a person would want to hear the answer.
    public func judge(_ posting: PostingRecord, document: Document, translation: Translation, facts: GateFacts) -> GateVerdict {
        var problems = translation.problems
        // Mapping asks too when its rules carry the date: it is told once.
        problems += dateProblems(document).filter { !problems.contains($0) }
        problems += creditProblems(document, facts)
        problems += depositProblems(translation, document, facts)
        func verdict(_ state: PostingState, _ hold: Hold? = nil, due: Timestamp? = nil, _ entry: Entry? = translation.entry) -> GateVerdict
        {
            GateVerdict(state: state, hold: hold, dueAt: due, problems: problems, entry: entry)
        }

        if posting.hold == .person { return verdict(.held, .person) }
        if let waiting = unknownParty(posting, document, facts, &problems) {
            return waiting == .parked
                ? verdict(.parked, partyHold(document)) : verdict(.held, partyHold(document), due: missingDue(posting))
        }
        if problems.contains(where: { $0.severity == .error }) { return verdict(.parked) }
        guard let entry = translation.entry else { return verdict(.parked) }
        if entry.isZero { return verdict(.nothingToPost) }
        if let master = facts.master {
            problems += EntryCodes.problems(of: entry, in: master) + EntryCodes.problems(of: entry, facts.vatDoubts)
            if problems.contains(where: { $0.severity == .error }) { return verdict(.parked) }
        }

        var moved = entry
        let named = namedPeriod(document, facts.master)
        switch decidePeriod(of: entry, document, named, facts.master) {
        case .book(let date, let period):
            moved.date = date
            moved.period = period
        case .hold:
            let own = named ?? facts.master?.period(of: entry.invoiceDate)
            return verdict(.held, .period(own?.period ?? entry.period))
        case .ask(let problem):
            problems.append(problem)
            return verdict(.parked)
        }

        if needsApproval(entry, problems), posting.approvedBy == nil { return verdict(.held, .approval, moved) }
        if let unknown = facts.lineParties.first(where: { $0.record == nil }) {
            let due = missingDue(posting)
            if facts.now < due { return verdict(.held, .party(unknown.key), due: due, moved) }
            problems += facts.lineParties.filter { $0.record == nil }.map {
                Problem(.partyUnknown, at: Place(line: $0.line, "party_code"), found: $0.key.code.text)
            }
            return verdict(.parked, .party(unknown.key), moved)
        }
        if let hold = partyNotAligned(facts) {
            // Why a party is stuck is told where the document is looked at.
            for party in facts.parties where party.state.needsPerson { problems += party.problems.filter { !problems.contains($0) } }
            return verdict(.held, hold, moved)
        }
        if let original = facts.originals.first(where: { $0.posting.map { $0.state != .booked } ?? true }) {
            if original.posting == nil, missingDue(posting) <= facts.now {
                problems.append(Problem(.originalUnknown, at: Place("references.original_document"), found: original.key.number.text))
                return verdict(.parked, .original(original.key), moved)
            }
            return verdict(.held, .original(original.key), due: original.posting == nil ? missingDue(posting) : nil, moved)
        }
        if case .waits(let next) = run(posting, moved, facts) { return verdict(.held, .schedule, due: next, moved) }
        return verdict(.ready, due: facts.now, moved)
    }

}

extension Gate {
    private func missingDue(_ posting: PostingRecord) -> Timestamp { posting.receivedAt.adding(seconds: policy.missingWaitSeconds) }

    private func partyHold(_ document: Document) -> Hold? { document.party.map { .party($0.key) } }

    private func dateProblems(_ document: Document) -> [Problem] {
        guard let first = policy.firstDate, document.invoiceDate < first else { return [] }
        return [
            Problem(
                .beforeFirstDate, at: Place("invoice_date"), found: document.invoiceDate.description, expected: "≥ \(first)")
        ]
    }

    /// A credit may never exceed what is left of its originals (refusal N03). Judged once all of them are known.
    private func creditProblems(_ document: Document, _ facts: GateFacts) -> [Problem] {
        guard document.key.kind.isCredit, !facts.originals.isEmpty, facts.originalDocuments.count == facts.originals.count else {
            return []
        }
        return CreditCheck.problems(credit: document, originals: facts.originalDocuments, alreadyCredited: facts.alreadyCredited)
    }

    private func depositProblems(_ translation: Translation, _ document: Document, _ facts: GateFacts) -> [Problem] {
        guard let deposits = translation.deposits, deposits.isNegative, let balance = facts.depositBalance,
            balance.currency == deposits.currency, (balance + deposits).isNegative
        else { return [] }
        return [Problem(.depositBelowZero, at: Place("lines"), found: (-deposits).description, expected: "≤ \(balance)")]
    }

    /// A party the source has not delivered: waited for, then parked (refusal N08). Nothing else can be judged before it is there.
    private func unknownParty(_ posting: PostingRecord, _ document: Document, _ facts: GateFacts, _ problems: inout [Problem])
        -> PostingState?
    {
        guard let named = document.party, facts.party == nil else { return nil }
        // What mapping could not do for want of the party says nothing to a person.
        problems = [Problem(.partyUnknown, at: Place("party.code"), found: named.key.code.text)]
        return missingDue(posting) <= facts.now ? .parked : .held
    }

    /// The first of its parties that the books do not have yet, those of a ledger posting's lines included: a debt on a collective account
    /// must be somebody's.
    private func partyNotAligned(_ facts: GateFacts) -> Hold? {
        facts.parties.first { $0.alignedVersion == nil }.map { .party($0.key) }
    }

    private func needsApproval(_ entry: Entry, _ problems: [Problem]) -> Bool {
        switch policy.gate(entry.daybook) {
        case .reviewAll: true
        case .reviewExceptions: !problems.isEmpty
        case .automatic: false
        }
    }

    /// A ledger posting may name its period (a thirteenth, say): then that one is meant, whatever its date falls in.
    private func namedPeriod(_ document: Document, _ master: MasterData?) -> MasterPeriod? {
        document.period.flatMap { period in master?.periods.first { $0.period == period } }
    }

    /// Where the entry goes; before the target's periods were first read it goes where its date says.
    private func decidePeriod(of entry: Entry, _ document: Document, _ named: MasterPeriod?, _ master: MasterData?) -> PeriodDecision {
        guard let master, !master.periods.isEmpty else { return .book(date: entry.date, entry.period) }
        if let period = document.period, named == nil {
            return .ask(Problem(.periodUnknown, at: Place("period"), found: period.description))
        }
        let others = master.periods.filter { $0.period != named?.period }
        let periods = ((named.map { [$0] } ?? []) + others).map {
            BookPeriod($0.period, from: $0.from, to: $0.to, isClosed: $0.closedFor.contains(entry.daybook))
        }
        let fits = named.map { $0.from <= entry.invoiceDate && entry.invoiceDate <= $0.to } ?? true
        return policy.periodPolicy.decide(fits ? entry.invoiceDate : named?.from ?? entry.invoiceDate, periods: periods)
    }

    private enum Run {
        case leavesNow
        case waits(until: Timestamp?)
    }

    private func run(_ posting: PostingRecord, _ entry: Entry, _ facts: GateFacts) -> Run {
        if policy.schedule == .onArrival { return .leavesNow }
        func has(_ moment: Timestamp) -> Bool {
            posting.receivedAt <= moment && (facts.countedUntil.map { moment <= $0 } ?? true)
        }
        if let release = facts.release, has(release.at), release.allows(entry.invoiceDate, in: entry.period) { return .leavesNow }
        if let last = policy.schedule.lastRun(at: facts.now), has(last) { return .leavesNow }
        return .waits(until: policy.schedule.nextRun(after: facts.now))
    }
}

import BridgeConnector
public import BridgeDomain
public import BridgeJournal
import FoundationEssentials

/// A person's verbs (design §3): approve, hold, retry, withdraw, mark as booked by hand, reopen, release, link. Each is one decision of
/// the machines, written with who did it and why. Works beside a running lane: revisions keep the two apart.
public struct Desk: Sendable {
    private let parts: BridgeParts
    private let who: Who

    /// A desk for one bridge and one person.
    public init(parts: BridgeParts, who: Who) {
        self.parts = parts
        self.who = who
    }

    /// What became of a verb on one document.
    public struct Outcome: Hashable, Sendable {
        public var document: DocumentKey
        public var state: PostingState
        /// False when the verb does not fit the state the document is in.
        public var changed: Bool
        public var problems: [Problem]
    }

    /// Approves documents that wait for it; others are left alone.
    public func approve(_ keys: [DocumentKey]) async throws(JournalError) -> [Outcome] {
        guard case .person(let name) = who else { return [] }
        return try await judged(keys, allowed: [.held]) { posting in
            guard posting.hold == .approval else { return nil }
            var approved = posting
            approved.approvedBy = name
            return approved
        }
    }

    /// Validates, maps and judges anew what is parked, rejected, held or withdrawn: after a cause was mended. A withdrawn document is reopened.
    public func retry(_ keys: [DocumentKey]) async throws(JournalError) -> [Outcome] {
        try await judged(keys, allowed: [.parked, .rejected, .held, .ready, .withdrawn]) { posting in
            // A person has seen the differences: the attempts start over.
            var fresh = posting
            fresh.attempts = 0
            return fresh
        }
    }

    /// Keeps documents back until someone says *retry*.
    public func hold(_ keys: [DocumentKey]) async throws(JournalError) -> [Outcome] { try await each(keys, .person(.hold)) }

    /// Takes documents out of the way for good, or until *retry* reopens them.
    public func withdraw(_ keys: [DocumentKey], reason: String) async throws(JournalError) -> [Outcome] {
        try await each(keys, .person(.withdraw(reason: reason)))
    }

    /// Says that a document stands in the books by hand, under the number given.
    public func bookedByHand(_ key: DocumentKey, number: String) async throws(JournalError) -> [Outcome] {
        try await each([key], .person(.bookedByHand(number: number)))
    }

    /// Lets everything leave that has arrived by now and is dated up to `until`, whatever the schedule says.
    public func release(until: CalendarDate) async throws(JournalError) {
        let release = ManualRelease(at: parts.clock.now(), until: until)
        guard let bytes = try? JSONEncoder.sorted.encode(release) else { return }
        var builder = UnitBuilder(parts, who: who, fence: nil)
        builder.append(.putValue(parts.bridge, name: Names.release, value: Array(bytes)))
        builder.history("schedule", "released", "documents dated up to \(until)")
        try await parts.journal.commit(builder.unit)
        var after: Int64 = 0
        while true {
            let waiting = try await parts.journal.held(parts.bridge, blocker: Hold.schedule.blocker, after: after, limit: TurnLimits.judged)
            guard let last = waiting.last else { return }
            try await rejudge(waiting)
            after = last.sequence
        }
    }

    /// Judges everything anew that is parked for want of a rule: after a mapping was saved. Returns how many were looked at.
    public func remap() async throws(JournalError) -> Int {
        var looked = 0
        for problem in [
            ProblemCode.accountUnmapped, .vatUnmapped, .daybookUnmapped, .collectiveAccountUnmapped, .partyNumberUnmapped, .vatCodeUnknown,
        ] {
            var before: Int64?
            while true {
                let page = try await parts.journal.list(
                    PostingFilter(bridge: parts.bridge, states: [.parked], problem: problem), before: before, limit: TurnLimits.judged)
                guard let last = page.last else { break }
                try await rejudge(page)
                looked += page.count
                before = last.sequence
            }
        }
        return looked
    }
}

// MARK: Parties

extension Desk {
    /// Links a party to a relation of the target: the proposed one, or the one given. nil when neither is there or it is linked to another.
    public func link(_ key: PartyKey, to id: TargetID? = nil) async throws(JournalError) -> RelationRecord? {
        guard let party = try await parts.journal.parties([key], bridge: parts.bridge)[key], let id = id ?? party.proposal,
            let relation = try await parts.journal.relation(parts.bridge, id: id)
        else { return nil }
        let kind: Binding.Kind = key.kind == .debtor ? .debtor : .creditor
        var builder = UnitBuilder(parts, who: who, fence: nil)
        var machine = parts.machine(party)
        guard let step = machine.handle(.aligned(relation.relation), now: builder.now) else { return nil }
        builder.move(machine.record, step)
        builder.append(
            .bind(
                Binding(
                    bridge: parts.bridge, kind: kind, ours: key.code.text, theirs: id, number: relation.number, boundAt: builder.now)))
        try await parts.journal.commit(builder.unit)
        try await releaseFollowers(of: key)
        return relation
    }

    /// Links every party whose relation in the books has exactly its number and name, without a call. A person asks for it, once, when a
    /// bridge is set up. Returns the parties linked.
    public func linkByNumber(_ kind: PartyKind, orders: any PartyOrdering) async throws(JournalError) -> [PartyKey] {
        var linked: [PartyKey] = []
        var after: PartyKey?
        while true {
            let page = try await parts.journal.listParties(
                parts.bridge, states: [.known, .ready, .proposed], after: after, limit: TurnLimits.judged)
            guard let last = page.last else { return linked }
            for party in page where party.key.kind == kind {
                guard let order = orders.order(for: party) else { continue }
                let found = try await parts.journal.relations(parts.bridge, vatNumber: nil, chamberOfCommerce: nil, number: order.number)
                guard let match = found.first(where: { $0.number == order.number && $0.name == order.party.name }),
                    try await link(party.key, to: match.id) != nil
                else { continue }
                linked.append(party.key)
            }
            after = last.key
        }
    }

    /// Tries a party again, or makes a new relation instead of the proposed one.
    public func retry(_ key: PartyKey) async throws(JournalError) -> Bool {
        guard let party = try await parts.journal.parties([key], bridge: parts.bridge)[key] else { return false }
        var builder = UnitBuilder(parts, who: who, fence: nil)
        var machine = parts.machine(party)
        guard let step = machine.handle(.retried, now: builder.now) else { return false }
        builder.move(machine.record, step)
        try await parts.journal.commit(builder.unit)
        return true
    }

    private func releaseFollowers(of key: PartyKey) async throws(JournalError) {
        var after: Int64 = 0
        while true {
            let waiting = try await parts.journal.held(
                parts.bridge, blocker: Hold.party(key).blocker, after: after, limit: TurnLimits.judged)
            guard let last = waiting.last else { return }
            try await rejudge(waiting)
            after = last.sequence
        }
    }
}

// MARK: How verbs happen

extension Desk {
    private func rejudge(_ postings: [PostingRecord]) async throws(JournalError) {
        let master = try await TargetMirror(parts: parts, fence: nil).kept()
        try await Rejudge(parts: parts, fence: nil, master: master, who: who).rejudge(postings)
    }

    private func judged(
        _ keys: [DocumentKey], allowed: Set<PostingState>, _ prepare: (PostingRecord) -> PostingRecord?
    ) async throws(JournalError) -> [Outcome] {
        let before = try await parts.journal.postings(keys, bridge: parts.bridge)
        let ready = keys.compactMap { before[$0] }.filter { allowed.contains($0.state) }.compactMap(prepare)
        try await rejudge(ready)
        return try await outcomes(keys, before)
    }

    private func each(_ keys: [DocumentKey], _ event: PostingEvent) async throws(JournalError) -> [Outcome] {
        let before = try await parts.journal.postings(keys, bridge: parts.bridge)
        for key in keys {
            try await decided(parts.journal) { () async throws(JournalError) in
                guard let posting = try await parts.journal.postings([key], bridge: parts.bridge)[key] else { return nil }
                var builder = UnitBuilder(parts, who: who, fence: nil)
                var machine = parts.machine(posting)
                if let step = machine.handle(event, now: builder.now) { builder.move(machine.record, step) }
                return builder.unit
            }
        }
        return try await outcomes(keys, before)
    }

    private func outcomes(_ keys: [DocumentKey], _ before: [DocumentKey: PostingRecord]) async throws(JournalError) -> [Outcome] {
        let after = try await parts.journal.postings(keys, bridge: parts.bridge)
        return keys.compactMap { key in
            after[key].map {
                Outcome(document: key, state: $0.state, changed: $0.revision != before[key]?.revision, problems: $0.problems)
            }
        }
    }
}

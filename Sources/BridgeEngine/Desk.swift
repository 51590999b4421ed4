import BridgeConnector
public import BridgeDomain
public import BridgeJournal
import FoundationEssentials

/// A person's verbs (design §3): approve, hold, retry, withdraw, mark as booked by hand, reopen, release, link. Each is one decision of
/// the machines, written with who did it and why. Works beside a running lane: revisions keep the two apart.
public struct Desk: Sendable {
    let parts: BridgeParts
    let who: Who

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

    /// At which revision documents were looked at. A verb that is given this leaves alone what is at another when it is done; without it, it takes
    /// documents as they then stand.
    public typealias Seen = [DocumentKey: Int64]

    /// Approves documents that wait for it; others are left alone.
    public func approve(_ keys: [DocumentKey], seen: Seen? = nil) async throws(JournalError) -> [Outcome] {
        guard let name = who.approver else { return [] }
        return try await judged(keys, seen) { posting in
            guard posting.state == .held, posting.hold == .approval else { return nil }
            var approved = posting
            approved.approvedBy = name
            return approved
        }
    }

    /// What became of a batch a person wants to approve as counted before.
    public enum SealedApproval: Hashable, Sendable {
        case approved([Outcome])
        /// Something came, went or changed since it was counted; this is what it is now. Nothing was approved.
        case changed(ControlSheet)
    }

    /// Approves everything that waits for it up to that date or of that period, as long as it is what was counted under `seal`
    /// (``PostingRuns/waiting(until:period:hold:each:)``): a document that came or changed since then is not approved unseen.
    public func approve(until: CalendarDate?, period: Period?, seal: String) async throws(JournalError) -> SealedApproval {
        guard let name = who.approver else { return .approved([]) }
        var seen: [(key: DocumentKey, content: String)] = []
        let sheet = try await PostingRuns(journal: parts.journal, bridge: parts.bridge)
            .waiting(until: until, period: period, hold: .approval) { page in seen += page.map { ($0.document, $0.contentHash) } }
        guard sheet.seal == seal.lowercased() else { return .changed(sheet) }
        var outcomes: [Outcome] = []
        for start in stride(from: 0, to: seen.count, by: TurnLimits.judged) {
            let part = seen[start..<min(start + TurnLimits.judged, seen.count)]
            let contents = Dictionary(part.map { ($0.key, $0.content) }) { first, _ in first }
            outcomes += try await judged(part.map(\.key), nil) { posting in
                guard posting.state == .held, posting.hold == .approval, posting.contentHash == contents[posting.document] else {
                    return nil
                }
                var approved = posting
                approved.approvedBy = name
                return approved
            }
        }
        return .approved(outcomes)
    }

    /// Validates, maps and judges anew what is parked, rejected, held or withdrawn: after a cause was mended. A withdrawn document is reopened,
    /// a person's hold ends. Where a stranger's entry stood under our reference, the books are asked first whether it still does.
    public func retry(_ keys: [DocumentKey], seen: Seen? = nil) async throws(JournalError) -> [Outcome] {
        let postings = try await parts.journal.postings(keys, bridge: parts.bridge)
        let meeting = keys.filter { postings[$0].map { $0.state == .parked && $0.meetsStranger } ?? false }
        let others = keys.filter { !meeting.contains($0) }
        let looking = try await each(meeting, .person(.lookAgain), seen)
        let judged = try await judged(others, seen) { posting in
            guard posting.state.canBeJudged || posting.state == .withdrawn else { return nil }
            // A person has seen the differences: the attempts start over.
            var fresh = posting
            fresh.attempts = 0
            if fresh.hold == .person { fresh.hold = nil }
            return fresh
        }
        return looking + judged
    }

    /// Keeps documents back until someone says *retry*.
    public func hold(_ keys: [DocumentKey], seen: Seen? = nil) async throws(JournalError) -> [Outcome] {
        try await each(keys, .person(.hold), seen)
    }

    /// Takes documents out of the way for good, or until *retry* reopens them.
    public func withdraw(_ keys: [DocumentKey], reason: String, seen: Seen? = nil) async throws(JournalError) -> [Outcome] {
        try await each(keys, .person(.withdraw(reason: reason)), seen)
    }

    /// Says that a document stands in the books by hand, under the number given.
    public func bookedByHand(_ key: DocumentKey, number: String, seen: Seen? = nil) async throws(JournalError) -> [Outcome] {
        try await each([key], .person(.bookedByHand(number: number)), seen)
    }

    /// Lets everything leave that has arrived by now and is dated up to `until` (nil: whatever its date) or booked in `period` (nil: any),
    /// whatever the schedule says. The lane's next turn counts it and begins the run.
    public func release(until: CalendarDate? = nil, period: Period? = nil) async throws(JournalError) {
        let name: String? = if case .person(let name) = who { name } else { nil }
        let release = ManualRelease(at: parts.clock.now(), until: until, period: period, by: name)
        guard let bytes = try? JSONEncoder.sorted.encode(release) else { return }
        var builder = UnitBuilder(parts, who: who, fence: nil)
        builder.append(.putValue(parts.bridge, name: Names.release, value: Array(bytes)))
        let what = [until.map { "dated up to \($0)" }, period.map { "of period \($0)" }].compactMap { $0 }.joined(separator: ", ")
        builder.history("schedule", "released", "documents \(what.isEmpty ? "that have arrived" : what)")
        try await parts.journal.commit(builder.unit)
    }

    /// Judges everything anew that is parked for want of a rule: after a mapping was saved. Returns how many were looked at.
    public func remap() async throws(JournalError) -> Int {
        var looked = 0
        for problem in Self.waitingForRules {
            var before: Int64?
            while true {
                let page = try await parts.journal.list(
                    PostingFilter(bridge: parts.bridge, states: [.parked], problem: problem), before: before, limit: TurnLimits.judged)
                guard let last = page.last else { break }
                try await rejudge().rejudge(page)
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
    /// With `orders` the fields of both are compared at once. nil as well where the party is not at the revision at which it was `seen`.
    public func link(
        _ key: PartyKey, to id: TargetID? = nil, orders: (any PartyOrdering)? = nil, seen: Int64? = nil
    ) async throws(JournalError) -> RelationRecord? {
        var linked: RelationRecord?
        try await decided(parts.journal) { () async throws(JournalError) in
            linked = nil
            guard let (unit, relation) = try await linkUnit(key, id, orders, seen) else { return nil }
            linked = relation
            return unit
        }
        if linked != nil { try await followers().release(.party(key)) }
        return linked
    }

    private func linkUnit(
        _ key: PartyKey, _ id: TargetID?, _ orders: (any PartyOrdering)?, _ seen: Int64?
    ) async throws(JournalError) -> (JournalUnit, RelationRecord)? {
        guard let party = try await parts.journal.parties([key], bridge: parts.bridge)[key], party.isAt(seen),
            let id = id ?? party.proposal,
            let relation = try await parts.journal.relation(parts.bridge, id: id), party.state != .inFlight, party.state != .outcomeUnknown
        else { return nil }
        let kind: Binding.Kind = key.kind == .debtor ? .debtor : .creditor
        let theirs = try await parts.journal.binding(parts.bridge, kind, theirs: id)
        let ours = try await parts.journal.binding(parts.bridge, kind, ours: key.code.text)
        guard theirs == nil || theirs?.ours == key.code.text, ours == nil || ours?.theirs == id else { return nil }
        var builder = UnitBuilder(parts, who: who, fence: nil)
        var machine = parts.machine(party)
        guard let step = machine.handle(.aligned(relation.relation), now: builder.now) else { return nil }
        var record = machine.record
        if let theirs = relation.details, let ours = orders?.order(for: record)?.values {
            record.alignment = SideBySide(ours: ours, theirs: theirs, ownership: parts.policy.ownership, now: builder.now)
                .compared(with: party.alignment)
        }
        // What a person says takes the place of what the books seemed to say.
        record.alignment?.mergedInto = nil
        builder.move(record, step)
        builder.append(
            .bind(
                Binding(
                    bridge: parts.bridge, kind: kind, ours: key.code.text, theirs: id, number: relation.number, boundAt: builder.now)))
        return (builder.unit, relation)
    }

    /// Links every party whose relation in the books has exactly its number and name, without a call. A person asks for it, once, when a
    /// bridge is set up. Returns the parties linked.
    public func linkByNumber(_ kind: PartyKind, orders: any PartyOrdering) async throws(JournalError) -> [PartyKey] {
        var linked: [PartyKey] = []
        for equal in try await equals(of: kind, orders: orders, max: .max)
        where try await link(equal.party.key, to: equal.relation.id, orders: orders, seen: equal.party.revision) != nil {
            linked.append(equal.party.key)
        }
        return linked
    }

    /// Parties that are not linked, each beside the relation of the books that has exactly its number and name and is nobody else's; at most `max`.
    /// Cost: three look-ups for each party that is not linked.
    public func equals(
        of kind: PartyKind, orders: any PartyOrdering, max: Int
    ) async throws(JournalError) -> [(party: PartyRecord, relation: RelationRecord)] {
        var equals: [(party: PartyRecord, relation: RelationRecord)] = []
        var after: PartyKey?
        while equals.count < max {
            let page = try await parts.journal.listParties(
                parts.bridge, states: [.known, .ready, .proposed], after: after, limit: TurnLimits.judged)
            guard let last = page.last else { break }
            for party in page where party.key.kind == kind && equals.count < max {
                if let relation = try await equal(party, orders) { equals.append((party, relation)) }
            }
            after = last.key
        }
        return equals
    }

    private func equal(_ party: PartyRecord, _ orders: any PartyOrdering) async throws(JournalError) -> RelationRecord? {
        guard let order = orders.order(for: party) else { return nil }
        let found = try await parts.journal.relations(parts.bridge, vatNumber: nil, chamberOfCommerce: nil, number: order.number)
        guard let relation = found.first(where: { $0.number == order.number && $0.name == order.party.name }) else { return nil }
        let kind: Binding.Kind = party.key.kind == .debtor ? .debtor : .creditor
        let ours = try await parts.journal.binding(parts.bridge, kind, ours: party.key.code.text)
        let theirs = try await parts.journal.binding(parts.bridge, kind, theirs: relation.id)
        return ours == nil && theirs == nil ? relation : nil
    }

    /// Tries a party again, or makes a new relation instead of the proposed one. False where it does not fit, or it is not at the revision at
    /// which it was `seen`.
    public func retry(_ key: PartyKey, seen: Int64? = nil) async throws(JournalError) -> Bool {
        var isDone = false
        try await decided(parts.journal) { () async throws(JournalError) in
            isDone = false
            guard let party = try await parts.journal.parties([key], bridge: parts.bridge)[key], party.isAt(seen) else { return nil }
            var builder = UnitBuilder(parts, who: who, fence: nil)
            var machine = parts.machine(party)
            guard let step = machine.handle(.retried, now: builder.now) else { return nil }
            builder.move(machine.record, step)
            isDone = true
            return builder.unit
        }
        return isDone
    }
}

// MARK: How verbs happen

extension Desk {
    private func rejudge() async throws(JournalError) -> Rejudge {
        Rejudge(parts: parts, fence: nil, master: try await TargetMirror(parts: parts, fence: nil).kept(), who: who)
    }

    private func followers() async throws(JournalError) -> Followers { Followers(rejudge: try await rejudge()) }

    private func judged(
        _ keys: [DocumentKey], _ seen: Seen?, _ prepare: (PostingRecord) -> PostingRecord?
    ) async throws(JournalError) -> [Outcome] {
        let postings = try await parts.journal.postings(keys, bridge: parts.bridge)
        let moved = try await rejudge().rejudge(keys.compactMap { postings[$0] }) { $0.isAt(seen) ? prepare($0) : nil }
        return try await outcomes(keys, moved)
    }

    private func each(_ keys: [DocumentKey], _ event: PostingEvent, _ seen: Seen?) async throws(JournalError) -> [Outcome] {
        var moved: Set<DocumentKey> = []
        for key in keys {
            var step: PostingStep?
            try await decided(parts.journal) { () async throws(JournalError) in
                step = nil
                guard let posting = try await parts.journal.postings([key], bridge: parts.bridge)[key], posting.isAt(seen) else {
                    return nil
                }
                var builder = UnitBuilder(parts, who: who, fence: nil)
                var machine = parts.machine(posting)
                step = machine.handle(event, now: builder.now)
                if let step { builder.move(machine.record, step) }
                return builder.unit
            }
            guard let step else { continue }
            moved.insert(key)
            if step.releasesFollowers { try await followers().booked([key]) }
        }
        return try await outcomes(keys, moved)
    }

    private func outcomes(_ keys: [DocumentKey], _ moved: Set<DocumentKey>) async throws(JournalError) -> [Outcome] {
        let after = try await parts.journal.postings(keys, bridge: parts.bridge)
        return keys.compactMap { key in
            after[key].map { Outcome(document: key, state: $0.state, changed: moved.contains(key), problems: $0.problems) }
        }
    }
}

extension PostingRecord {
    /// False where it was looked at and has changed since. The commit that follows is guarded by the same revision.
    fileprivate func isAt(_ seen: Desk.Seen?) -> Bool { seen.map { $0[document] == revision } ?? true }
}

extension PartyRecord {
    /// False where it was looked at and has changed since.
    func isAt(_ seen: Int64?) -> Bool { seen.map { $0 == revision } ?? true }
}

extension Who {
    /// Under which name it answers for an approval: a person's, or that of a program that was let in with a token (`token/…`, as
    /// `DoorTokens.who` names it). nil for parts of the machine, which approve nothing.
    fileprivate var approver: String? {
        switch self {
        case .person(let name): name
        case .machine(let name): name.hasPrefix("token/") ? name : nil
        }
    }
}

import BridgeConnector
import BridgeDomain
import BridgeJournal

/// Asks the books what is open of every document that was booked, paid or not, and compares it with what the payments leave: a deleted entry must not look
/// paid, and a payment that was never read must not stay unseen.
struct ItemChecker: Sendable {
    let parts: BridgeParts
    let fence: Fence?
    let master: MasterData
    let reading: any SettlementReading
    let policy: PaymentPolicy

    /// What a turn of checking did.
    struct Outcome: Sendable {
        var asked = 0
        var hasMore = false
        var stop: ConnectorError?
    }

    /// Asks about what is due.
    func check() async throws(JournalError) -> Outcome {
        var outcome = Outcome()
        let limit = min(max(reading.openItemsAskedMax, 1), TurnLimits.itemsAsked)
        for _ in 0..<TurnLimits.itemQuestions {
            let due = try await parts.journal.itemsToCheck(parts.bridge, now: parts.clock.now(), limit: limit)
            if due.isEmpty { return outcome }
            var names: [(item: SettledItemRecord, name: OpenItemName?)] = []
            for item in due { names.append((item, try await name(item.document))) }
            let answers: [OpenItem]
            do { answers = try await reading.openItems(names.compactMap(\.name), with: master) } catch {
                outcome.stop = error
                return outcome
            }
            let known = Dictionary(answers.map { ($0.name, $0) }) { first, _ in first }
            try await decided(parts.journal) { () async throws(JournalError) in
                var builder = UnitBuilder(parts, who: .machine("payments"), fence: fence)
                var identities = ItemIdentities(parts)
                var matches = ItemMatches(parts)
                for (item, name) in names { try await judge(item, name.flatMap { known[$0] }, &identities, &matches, &builder) }
                return builder.unit
            }
            outcome.asked += due.count
            outcome.hasMore = due.count == limit
            if !outcome.hasMore { break }
        }
        return outcome
    }

    private func name(_ document: DocumentKey) async throws(JournalError) -> OpenItemName? {
        guard let side = document.kind.side,
            let posting = try await parts.journal.postings([document], bridge: parts.bridge)[document]
        else { return nil }
        var relation: TargetID?
        if let party = posting.party {
            let kind: Binding.Kind = party.kind == .debtor ? .debtor : .creditor
            relation = try await parts.journal.binding(parts.bridge, kind, ours: party.code.text)?.theirs
        }
        return OpenItemName(side: side, relation: relation, entry: posting.targetID, reference: posting.reference ?? "")
    }

    private func judge(
        _ item: SettledItemRecord, _ answer: OpenItem?, _ identities: inout ItemIdentities, _ matches: inout ItemMatches,
        _ builder: inout UnitBuilder
    ) async throws(JournalError) {
        var item = item
        let standing = answer?.standing ?? .gone
        let judge = ItemJudge(policy: policy, itemsAreTold: reading.itemsAreTold)
        var problems = judge.judge(&item, standing, builder.now)
        if problems.contains(where: { $0.code == .openItemDiffers }) || item.problems.contains(where: { $0.code == .openItemDiffers }),
            try await matches.explain(item)
        {
            judge.accept(&item, builder.now)
            problems.removeAll { $0.code == .openItemDiffers }
        }
        matches.note(item)
        builder.append(.putSettledItem(item))
        for problem in problems { builder.history(item.document.description, "open_item_doubted", problem.message(.english)) }
        if let id = answer?.id { try await identities.bind(id, to: item.document, &builder) }
        try await show(item.document, isGone: standing == .gone, &builder)
    }

    /// An entry that the books no longer hold is a difference of its document, which the source is told of; no more than that is done about it.
    private func show(_ document: DocumentKey, isGone: Bool, _ builder: inout UnitBuilder) async throws(JournalError) {
        guard let posting = try await parts.journal.postings([document], bridge: parts.bridge)[document], posting.state == .booked,
            posting.targetID != nil
        else { return }
        let known: [Problem] = if case .differs(_, let problems) = posting.readBack { problems } else { [] }
        let wasGone = known.contains { $0.code == .bookedMissing }
        guard isGone != wasGone else { return }
        let missing = Problem(.bookedMissing, at: Place("entry"), found: "-", expected: posting.targetNumber)
        let rest = known.filter { $0.code == .bookedDiffers || $0.code == .creditLinkMissing }
        var machine = parts.machine(posting)
        guard let step = machine.handle(.readBack(isGone ? rest + [missing] : rest), now: builder.now) else { return }
        builder.move(machine.record, step)
    }
}

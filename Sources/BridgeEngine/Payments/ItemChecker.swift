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

    /// Differences in a row that are worth an alarm: one may come of a payment booked between two questions.
    private static let differencesMax = 2
    /// Days after which an item that is settled is left alone.
    private static let settledDays: Int64 = 90

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
            let standings = Dictionary(answers.map { ($0.name, $0.standing) }) { first, _ in first }
            var builder = UnitBuilder(parts, who: .machine("payments"), fence: fence)
            for (item, name) in names { judge(item, name.flatMap { standings[$0] } ?? .gone, &builder) }
            try await parts.journal.commit(builder.unit)
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

    private func judge(_ item: SettledItemRecord, _ standing: OpenItem.Standing, _ builder: inout UnitBuilder) {
        var item = item
        let known = item.problems.map(\.code)
        item.problems.removeAll { $0.code == .openItemGone || $0.code == .openItemDiffers }
        switch standing {
        case .gone:
            item.booksOpen = nil
            item.problems.append(Problem(.openItemGone, at: Place("entry"), found: item.settled.description))
            item.checkAt = builder.now.adding(seconds: policy.checkSeconds)
        case .settled: compare(&item, .zero(item.gross.currency), builder.now)
        case .open(let amount, _): compare(&item, item.document.kind.side == .creditor ? -amount : amount, builder.now)
        }
        builder.append(.putSettledItem(item))
        for problem in item.problems where !known.contains(problem.code) {
            builder.history(item.document.description, "open_item_doubted", problem.message(.english))
        }
    }

    private func compare(_ item: inout SettledItemRecord, _ open: Money, _ now: Timestamp) {
        item.booksOpen = open
        guard open == item.remaining else {
            item.differences += 1
            item.checkAt = now.adding(seconds: policy.readSeconds)
            if item.differences >= Self.differencesMax {
                item.problems.append(
                    Problem(
                        .openItemDiffers, at: Place("open"), found: open.description, expected: item.remaining.description))
            }
            return
        }
        item.differences = 0
        let isOld = now.milliseconds(since: item.changedAt) > Self.settledDays * 86_400_000
        item.checkAt = open.isZero && isOld ? nil : now.adding(seconds: open.isZero ? 7 * policy.checkSeconds : policy.checkSeconds)
    }
}

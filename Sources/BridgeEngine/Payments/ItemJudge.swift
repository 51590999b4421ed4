import BridgeConnector
import BridgeDomain
import BridgeJournal

/// Compares what the books say is open of an item with what its payments leave. Pure.
struct ItemJudge {
    let policy: PaymentPolicy
    /// The books tell of every change by themselves: asking again is a precaution.
    let itemsAreTold: Bool

    /// Differences in a row that are worth an alarm: one may come of a payment booked between two questions.
    private static let differencesMax = 2
    /// Days after which an item that is settled is left alone.
    private static let settledDays: Int64 = 90
    /// How many times as rarely books are asked that tell of changes by themselves.
    private static let precaution: Int64 = 30

    /// Whether the books say what the payments leave.
    func agrees(_ item: SettledItemRecord, _ standing: OpenItem.Standing) -> Bool { open(item, standing) == item.remaining }

    /// What is open, in the sign of the document's debt; nil where the books give no one amount.
    private func open(_ item: SettledItemRecord, _ standing: OpenItem.Standing) -> Money? {
        switch standing {
        case .gone, .mixed: nil
        case .settled: .zero(item.gross.currency)
        case .open(let amount, _): oriented(item, amount)
        }
    }

    private func oriented(_ item: SettledItemRecord, _ amount: Money) -> Money { item.document.kind.side == .creditor ? -amount : amount }

    /// The problems that are new.
    func judge(_ item: inout SettledItemRecord, _ standing: OpenItem.Standing, _ now: Timestamp) -> [Problem] {
        let known = item.problems.map(\.code)
        item.problems.removeAll { $0.code == .openItemGone || $0.code == .openItemDiffers }
        item.booksOpen = open(item, standing)
        if case .mixed(let amounts) = standing {
            doubt(&item, amounts.map { oriented(item, $0).description }.joined(separator: " + "), now)
        } else if let open = item.booksOpen {
            compare(&item, open, now)
        } else {
            item.problems.append(Problem(.openItemGone, at: Place("entry"), found: item.settled.description))
            item.checkAt = now.adding(seconds: policy.checkSeconds)
        }
        return item.problems.filter { !known.contains($0.code) }
    }

    private func compare(_ item: inout SettledItemRecord, _ open: Money, _ now: Timestamp) {
        guard open == item.remaining else { return doubt(&item, open.description, now) }
        item.differences = 0
        let isOld = now.milliseconds(since: item.changedAt) > Self.settledDays * 86_400_000
        let seconds = itemsAreTold ? Self.precaution * policy.checkSeconds : open.isZero ? 7 * policy.checkSeconds : policy.checkSeconds
        item.checkAt = open.isZero && isOld ? nil : now.adding(seconds: seconds)
    }

    /// What differs is explained: no alarm, and no sooner asked about than what agrees.
    func accept(_ item: inout SettledItemRecord, _ now: Timestamp) {
        item.problems.removeAll { $0.code == .openItemDiffers }
        item.differences = 0
        item.checkAt = now.adding(seconds: itemsAreTold ? Self.precaution * policy.checkSeconds : policy.checkSeconds)
    }

    private func doubt(_ item: inout SettledItemRecord, _ found: String, _ now: Timestamp) {
        item.differences += 1
        item.checkAt = now.adding(seconds: policy.readSeconds)
        guard item.differences >= Self.differencesMax else { return }
        item.problems.append(Problem(.openItemDiffers, at: Place("open"), found: found, expected: item.remaining.description))
    }
}

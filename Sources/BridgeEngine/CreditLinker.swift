import BridgeConnector
import BridgeDomain
import BridgeJournal

/// Tries again to tie credit notes to their originals where the books show no link. The credit note stays booked whatever comes of it; the missing
/// link is an alarm on it until the books show one.
struct CreditLinker: Sendable {
    let parts: BridgeParts
    let fence: Fence?
    let master: MasterData

    /// What a round of linking did.
    struct Outcome: Sendable {
        var calls = 0
        var stop: ConnectorError?
    }

    /// Tries what is missing, the newest first; only what reading back showed after a moment, when one is given.
    func link(shownAfter moment: Timestamp? = nil) async throws(JournalError) -> Outcome {
        var outcome = Outcome()
        let filter = PostingFilter(bridge: parts.bridge, states: [.booked], kinds: [.creditNote], differing: true)
        let open = try await parts.journal.list(filter, before: nil, limit: TurnLimits.judged).filter {
            $0.lacksCreditLink(shownAfter: moment)
        }
        var orders = OrderReader(parts: parts)
        let made = try await orders.orders(for: Array(open.prefix(TurnLimits.links)))
        for posting in open.prefix(TurnLimits.links) where outcome.stop == nil {
            if let order = made[posting.document] { try await link(posting, order, &outcome) }
        }
        return outcome
    }

    private func link(_ posting: PostingRecord, _ order: PostingOrder, _ outcome: inout Outcome) async throws(JournalError) {
        let found: [BookedEntry]
        do {
            outcome.calls += 1
            try await parts.connector.link(order, with: master)
            found = try await parts.connector.entries(carrying: order.entry.reference, with: master)
        } catch {
            // Refused: the alarm stands, and says what a person can do.
            if error.stopsTarget { outcome.stop = error }
            return
        }
        guard let own = found.first(where: { $0.id == posting.targetID }) else { return }
        var builder = UnitBuilder(parts, who: .machine("linking"), fence: fence)
        var machine = parts.machine(posting)
        let problems = BookedComparison(entry: order.entry, relation: order.relation).problems(own)
        guard let step = machine.handle(.readBack(problems), now: builder.now) else { return }
        builder.move(machine.record, step)
        do { try await parts.journal.commit(builder.unit) } catch  where error.code == .conflict {
            // Somebody was faster with this posting: the next round sees what became of it.
        }
    }
}

extension PostingRecord {
    /// True where reading back showed a credit note without its original.
    fileprivate func lacksCreditLink(shownAfter moment: Timestamp?) -> Bool {
        guard case .differs(let at, let problems) = readBack, moment.map({ $0 < at }) ?? true else { return false }
        return problems.contains { $0.code == .creditLinkMissing }
    }
}

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

    private var filter: PostingFilter {
        PostingFilter(bridge: parts.bridge, states: [.booked], kinds: [.creditNote], differing: true)
    }

    /// Tries at once what reading back showed after `moment`, the newest first; older ones have their turn in ``goOn(_:)``.
    func link(shownAfter moment: Timestamp?) async throws(JournalError) -> Outcome {
        var outcome = Outcome()
        let open = try await parts.journal.list(filter, before: nil, limit: TurnLimits.judged).filter { posting in
            posting.lacksLinkSince.map { since in moment.map { $0 < since } ?? true } ?? false
        }
        for (posting, order) in try await orders(for: open.prefix(TurnLimits.links)) where outcome.stop == nil {
            if let order { _ = try await link(posting, order, &outcome) }
        }
        return outcome
    }

    /// Tries the next of all missing links, ``TurnLimits/links`` at most, and remembers durably where it stands: those that can never be tied take
    /// their turn among the others, and no more.
    func goOn(_ round: inout LinkRound) async throws(JournalError) -> Outcome {
        if !round.wasRead { try await round.read(parts) }
        let begun = round.before
        var outcome = Outcome()
        var left = TurnLimits.links
        pages: for _ in 0..<TurnLimits.linkPages {
            let page = try await parts.journal.list(filter, before: round.before, limit: TurnLimits.judged)
            for (posting, order) in try await orders(for: page.filter { $0.lacksLinkSince != nil }.prefix(left)) {
                let isTied = if let order { try await link(posting, order, &outcome) } else { false }
                // What was not tried is the first of the next round.
                if outcome.stop != nil { break pages }
                round.tried(posting, isTied: isTied, now: parts.clock.now())
                left -= 1
            }
            if left == 0 { break }
            round.before = page.last?.sequence
            guard page.count < TurnLimits.judged else { continue }
            round.endOfAll()
            // From the middle to the end there may have been nothing to do.
            if left < TurnLimits.links || begun == nil { break }
        }
        if round.before != begun { try await round.keep(parts, fence) }
        return outcome
    }

    private func orders(
        for postings: some Sequence<PostingRecord> & Sendable
    ) async throws(JournalError) -> [(PostingRecord, PostingOrder?)] {
        let postings = Array(postings)
        var reader = OrderReader(parts: parts)
        let orders = try await reader.orders(for: postings)
        return postings.map { ($0, orders[$0.document]) }
    }

    /// True when the books show the link afterwards.
    private func link(_ posting: PostingRecord, _ order: PostingOrder, _ outcome: inout Outcome) async throws(JournalError) -> Bool {
        let found: [BookedEntry]
        do {
            outcome.calls += 1
            try await parts.connector.link(order, with: master)
            found = try await parts.connector.entries(carrying: order.entry.reference, with: master)
        } catch {
            // Refused: the alarm stands, and says what a person can do.
            if error.stopsTarget { outcome.stop = error }
            return false
        }
        guard let own = found.first(where: { $0.id == posting.targetID }) else { return false }
        var builder = UnitBuilder(parts, who: .machine("linking"), fence: fence)
        var machine = parts.machine(posting)
        let problems = BookedComparison(entry: order.entry, relation: order.relation).problems(own)
        let isTied = !problems.contains { $0.code == .creditLinkMissing }
        guard let step = machine.handle(.readBack(problems), now: builder.now) else { return isTied }
        builder.move(machine.record, step)
        if isTied {
            builder.append(
                .keepBooked(BookedRecord(parts: parts, document: posting.document, booked: own, readAt: builder.now)))
        }
        do { try await parts.journal.commit(builder.unit) } catch  where error.code == .conflict {
            // Somebody was faster with this posting: the next round sees what became of it.
        }
        return isTied
    }
}

extension PostingRecord {
    /// When reading back showed a credit note without its original; nil where it did not.
    var lacksLinkSince: Timestamp? {
        guard case .differs(let at, let problems) = readBack else { return nil }
        return problems.contains { $0.code == .creditLinkMissing } ? at : nil
    }
}

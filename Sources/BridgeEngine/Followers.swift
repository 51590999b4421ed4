import BridgeConnector
import BridgeDomain
import BridgeJournal

/// Asks the gate again about everything that waited for one thing, when that thing has happened.
struct Followers: Sendable {
    let rejudge: Rejudge

    private var journal: any BridgeJournal { rejudge.parts.journal }
    var bridge: BridgeID { rejudge.parts.bridge }

    /// What is held by a blocker.
    func release(_ hold: Hold) async throws(JournalError) {
        var after: Int64 = 0
        while true {
            let waiting = try await journal.held(bridge, blocker: hold.blocker, after: after, limit: TurnLimits.judged)
            guard let last = waiting.last else { return }
            try await rejudge.rejudge(waiting)
            after = last.sequence
        }
    }

    /// Documents stand in the books: credit notes that name them may go. Most are named by none, which one question tells of all.
    func booked(_ documents: [DocumentKey]) async throws(JournalError) {
        if documents.isEmpty { return }
        let named = try await journal.credited(among: documents, bridge: bridge)
        for document in documents where named.contains(document) { try await booked(document) }
    }

    /// A document stands in the books: its credit notes may go, also those that were parked for want of it.
    private func booked(_ document: DocumentKey) async throws(JournalError) {
        try await release(.original(document))
        let stuck = try await journal.credits(of: document, bridge: bridge).filter {
            $0.state == .parked && $0.problems.contains { $0.code == .originalUnknown }
        }
        if !stuck.isEmpty { try await rejudge.rejudge(stuck) }
    }

    /// The source brought parties, or a change of them: what waits for one, and what was parked perhaps for its data.
    func changed(_ parties: [PartyKey]) async throws(JournalError) {
        guard !parties.isEmpty else { return }
        for party in parties {
            try await release(.party(party))
            try await all(PostingFilter(bridge: bridge, states: [.parked], party: party))
        }
        let blockers = Set(parties.map { Hold.party($0) })
        try await all(PostingFilter(bridge: bridge, states: [.parked], kinds: [.ledgerPosting], problem: .partyUnknown)) {
            $0.hold.map(blockers.contains) ?? false
        }
    }

    /// Parties' relations in the books went, came back or were blocked: what is about to go on one, and what waits for it. Whom a ledger
    /// posting's lines name, no list tells: all that are about to go are looked at.
    func touched(_ parties: [PartyKey]) async throws(JournalError) {
        guard !parties.isEmpty else { return }
        for party in parties { try await all(PostingFilter(bridge: bridge, states: [.ready, .held], party: party)) }
        try await all(PostingFilter(bridge: bridge, states: [.ready, .held], kinds: [.ledgerPosting]))
    }

    /// Periods were opened or closed in the target: what waits for one, what was refused for one, and what is about to go.
    func periodsChanged(_ master: MasterData) async throws(JournalError) {
        for period in master.periods { try await release(.period(period.period)) }
        for problem in [ProblemCode.periodClosed, .periodUnknown] {
            try await all(PostingFilter(bridge: bridge, states: [.rejected, .parked], problem: problem))
        }
        try await all(PostingFilter(bridge: bridge, states: [.ready]))
    }

    /// Everything a filter shows, page by page.
    func all(_ filter: PostingFilter, where isMeant: (PostingRecord) -> Bool = { _ in true }) async throws(JournalError) {
        var before: Int64?
        while true {
            let page = try await journal.list(filter, before: before, limit: TurnLimits.judged)
            guard let last = page.last else { return }
            try await rejudge.rejudge(page.filter(isMeant))
            before = last.sequence
        }
    }
}

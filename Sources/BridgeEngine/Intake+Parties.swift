import BridgeDomain
import BridgeJournal
import BridgeSource

extension Intake {
    func readParties(
        _ kind: PartyKind, _ stream: SourceStream, after cursor: SourceCursor, _ outcome: inout Outcome
    ) async throws(Failure) -> Bool {
        let page = try await sourced { () async throws(SourceError) in
            try await parts.source.parties(kind, after: cursor, limit: TurnLimits.sourcePage)
        }
        try await journaled { () async throws(JournalError) in
            try await decided(parts.journal) { () async throws(JournalError) in
                try await partyUnit(page, stream, after: cursor)
            }
        }
        outcome.items += page.items.count
        outcome.partiesChanged += page.items.map(\.key)
        return page.hasMore
    }

    private func partyUnit(
        _ page: SourcePage<SourceParty>, _ stream: SourceStream, after cursor: SourceCursor
    ) async throws(JournalError) -> JournalUnit? {
        var builder = UnitBuilder(parts, who: .machine("intake"), fence: fence)
        var known = try await parts.journal.parties(Array(Set(page.items.map(\.key))), bridge: parts.bridge)
        for item in page.items { take(item, &known, &builder) }
        if page.next != cursor { builder.append(.setCursor(parts.bridge, name: Names.source(stream), value: page.next.text)) }
        return builder.unit
    }

    /// Writes what a delivery of a party makes durable; false when it says nothing new.
    @discardableResult
    func take(_ item: SourceParty, _ known: inout [PartyKey: PartyRecord], _ builder: inout UnitBuilder) -> Bool {
        let hash = ContentHash.text(item.raw)
        if let known = known[item.key], known.says(item, hash: hash) { return false }
        let record = arrived(item, hash, known[item.key], builder.now)
        known[item.key] = record
        builder.append(.putParty(record))
        builder.history(item.key.description, "received", "version \(record.version)", hash: hash)
        return true
    }

    /// A party's new content: an aligned one is brought up to date in the target, one that was stuck gets a new chance.
    private func arrived(_ item: SourceParty, _ hash: String, _ known: PartyRecord?, _ now: Timestamp) -> PartyRecord {
        guard var record = known else {
            var record = PartyRecord(
                bridge: parts.bridge, key: item.key, version: 1, contentHash: hash, raw: item.raw, party: item.party,
                problems: item.problems,
                state: .known, changedAt: now)
            record.revision = 1
            return record
        }
        record.version += 1
        record.revision += 1
        record.contentHash = hash
        record.raw = item.raw
        record.party = item.party
        record.changedAt = now
        switch record.state {
        case .aligned, .rejected, .parked:
            record.state = .ready
            record.dueAt = now
            record.problems = item.problems
        case .known, .ready: record.problems = item.problems
        case .inFlight, .outcomeUnknown, .proposed: break
        }
        return record
    }
}

extension PartyRecord {
    /// The same text, or one that says the same of the party.
    fileprivate func says(_ item: SourceParty, hash: String) -> Bool {
        contentHash == hash || (party != nil && party == item.party)
    }
}

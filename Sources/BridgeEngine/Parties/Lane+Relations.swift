import BridgeConnector
import BridgeDomain
import BridgeJournal

// What somebody changes in the books' relations, where they tell of it.
extension Lane {
    /// Milliseconds for which relations need not be read again before these parties are made or changed. Where the books tell every field, an
    /// update is decided by what they hold now; making a new one is not worth a reading each minute.
    ///
    /// Many in one call are told by number, and a number that exists is changed rather than refused: who has it must be known just before.
    func freshMilliseconds(for due: [PartyRecord], goTogether: Bool) -> Int64 {
        if goTogether { return 0 }
        let tells = parts.connector.capabilities.tellsRelationDetails
        return tells && due.contains { $0.number != nil } ? 60_000 : 15 * 60_000
    }

    /// When the relations are looked at next although nothing of ours asks for it; nil where nobody does.
    var nextWatch: Timestamp? {
        guard parts.connector.capabilities.tellsRelationDetails else { return nil }
        return relationsReadAt.map { max($0.adding(seconds: parts.policy.relationsSeconds), watchPutOffTo ?? $0) }
    }

    /// Takes a look's calls out of the bridge's part of the budget, so that a look never takes what is kept for questions or for a bridge that
    /// had nothing yet. False when there is none left for it; an update reads the relations first in any case.
    func mayWatch() async throws(JournalError) -> Bool {
        guard let grant = try await parts.share?.grant(TurnLimits.watchCalls) else { return true }
        watchPutOffTo = grant.calls == 0 ? grant.again : nil
        return grant.calls > 0
    }

    /// True when it is time, or when the books told of a change. A bridge that never read relations has none that somebody could change.
    func watchIsDue(_ now: Timestamp) async throws(JournalError) -> Bool {
        guard parts.connector.capabilities.tellsRelationDetails else { return false }
        if let watchPutOffTo, now < watchPutOffTo { return false }
        if let readAt = relationsReadAt, relationsAreStale, now >= readAt.adding(seconds: TurnLimits.nudgeSeconds) { return true }
        if let nextWatch { return now >= nextWatch }
        return try await parts.journal.cursor(parts.bridge, name: Names.relationsCursor) != nil
    }

    /// Asks the books where relations went that are gone, of parties touched just now and, with each look, of a few that were before. False when
    /// the target must be left alone.
    func follow(_ touched: inout [PartyKey], _ isWatched: Bool) async throws(JournalError) -> Bool {
        guard parts.connector.capabilities.tellsRelationDetails, let master else { return true }
        var gone = touched
        if isWatched {
            gone += try await parts.journal.listParties(
                parts.bridge, states: [.proposed, .parked], after: nil, limit: TurnLimits.judged
            ).filter(\.isGoneInBooks).prefix(TurnLimits.mergesAsked).map(\.key)
        }
        for key in gone {
            switch try await MergeFollower(parts: parts, orders: orders, fence: fence, master: master).follow(key) {
            case .success(true): if !touched.contains(key) { touched.append(key) }
            case .success(false): continue
            case .failure(let error):
                pause(error)
                return false
            }
        }
        return true
    }
}

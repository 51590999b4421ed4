import BridgeConnector
import BridgeDomain
import BridgeJournal

// What somebody changes in the books' relations, where they tell of it.
extension Lane {
    /// Milliseconds for which relations need not be read again before a party is made or changed. Where the books tell every field, an update
    /// is decided by what they hold now.
    var freshMilliseconds: Int64 { parts.connector.capabilities.tellsRelationDetails ? 60_000 : 15 * 60_000 }

    /// When the relations are looked at next although nothing of ours asks for it; nil where nobody does.
    var nextWatch: Timestamp? {
        guard parts.connector.capabilities.tellsRelationDetails else { return nil }
        return relationsReadAt.map { $0.adding(seconds: parts.policy.relationsSeconds) }
    }

    /// True when it is time. A bridge that never read relations has none that somebody could change.
    func watchIsDue(_ now: Timestamp) async throws(JournalError) -> Bool {
        guard parts.connector.capabilities.tellsRelationDetails else { return false }
        if let nextWatch { return now >= nextWatch }
        return try await parts.journal.cursor(parts.bridge, name: Names.relationsCursor) != nil
    }
}

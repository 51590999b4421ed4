import BridgeDomain
import BridgeJournal

// Accounts of the console, and who is signed in.
extension MemoryTables {
    mutating func put(_ record: AccountRecord) throws(JournalError) {
        guard (accounts[record.id]?.revision ?? 0) == record.revision - 1 else {
            throw .changedMeanwhile("account \(record.id)", revision: record.revision)
        }
        set(\.accounts, record.id, record)
    }

    mutating func start(_ record: SessionRecord) throws(JournalError) {
        guard sessions[record.id] == nil else { throw .sessionThere(record) }
        set(\.sessions, record.id, record)
    }

    mutating func touchSession(_ id: String, at moment: Timestamp) {
        guard var session = sessions[id], session.seenAt < moment else { return }
        session.seenAt = moment
        set(\.sessions, id, session)
    }

    mutating func endSessions(where ends: (SessionRecord) -> Bool) {
        for session in sessions.values where ends(session) { set(\.sessions, session.id, nil) }
    }

    mutating func forgetSessions(endedBy moment: Timestamp, limit: Int) {
        let ended = sessions.values.filter { $0.endsAt <= moment }.sorted { ($0.endsAt, $0.id) < ($1.endsAt, $1.id) }
        for session in ended.prefix(max(0, limit)) { set(\.sessions, session.id, nil) }
    }
}

public import BridgeJournal

// Accounts of the console, and who is signed in.
extension MemoryJournal {
    public func account(_ id: String) async throws(JournalError) -> AccountRecord? { try read { $0.accounts[id] } }

    public func accounts() async throws(JournalError) -> [AccountRecord] {
        try read { Array($0.accounts.values.sorted { $0.id < $1.id }.prefix(JournalLimits.accountsMax)) }
    }

    public func sessions() async throws(JournalError) -> [SessionRecord] {
        try read { Array($0.sessions.values.sorted { ($0.endsAt, $0.id) > ($1.endsAt, $1.id) }.prefix(JournalLimits.sessionsMax)) }
    }

    public func session(_ id: String) async throws(JournalError) -> SessionRecord? { try read { $0.sessions[id] } }
}

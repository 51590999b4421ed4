public import BridgeDomain
public import BridgeJournal

// What an administrator sees and does about who is signed in.
extension SignIn {
    /// Sessions that have not ended, in order of account; at most ``/BridgeJournal/JournalLimits/sessionsMax`` are looked through.
    public func sessions() async throws(JournalError) -> [SessionRecord] {
        let now = accounts.clock.now()
        return try await accounts.journal.sessions().filter {
            now < $0.endsAt && now < idleEnd($0) && !$0.id.hasPrefix(Self.halfMark)
        }
    }

    /// Ends one session of somebody; false when it had ended already.
    public func end(session id: String, of account: String, by who: Who) async throws(JournalError) -> Bool {
        guard let record = try await accounts.journal.session(id), record.account == account else { return false }
        try await accounts.journal.commit(
            JournalUnit([
                .endSession(id: id), accounts.entry(account, "session_ended", by: who, at: accounts.clock.now()),
            ]))
        return true
    }

    /// Ends every session of somebody.
    public func endSessions(of account: String, by who: Who) async throws(JournalError) {
        try await accounts.journal.commit(
            JournalUnit([
                .endSessions(account: account), accounts.entry(account, "sessions_ended", by: who, at: accounts.clock.now()),
            ]))
    }

    /// Until when names of accounts are locked out; those that are not are left out.
    public func locked(_ accounts: [String]) async throws(JournalError) -> [String: Timestamp] {
        try await failures.locked(accounts, now: self.accounts.clock.now())
    }

    /// Lets a name that is locked out try again.
    public func unlock(_ account: String, by who: Who) async throws(JournalError) {
        try await accounts.journal.commit(
            JournalUnit([failures.freeing(account), accounts.entry(account, "unlocked", by: who, at: accounts.clock.now())]))
    }
}

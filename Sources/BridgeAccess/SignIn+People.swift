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

    /// Ends one session of somebody who is at the revision at which they were `seen`; false when it had ended already.
    public func end(session id: String, of account: String, seen: Int64, by who: Who) async throws -> Bool {
        guard let record = try await accounts.journal.session(id), record.account == account else { return false }
        try await accounts.doing("session_ended", about: account, seen: seen, by: who, .endSession(id: id))
        return true
    }

    /// Ends every session of somebody who is at the revision at which they were `seen`.
    public func endSessions(of account: String, seen: Int64, by who: Who) async throws {
        try await accounts.doing("sessions_ended", about: account, seen: seen, by: who, .endSessions(account: account))
    }

    /// Until when names of accounts are locked out; those that are not are left out.
    public func locked(_ accounts: [String]) async throws(JournalError) -> [String: Timestamp] {
        try await failures.locked(accounts, now: self.accounts.clock.now())
    }

    /// Lets somebody who is locked out try again, who is at the revision at which they were `seen`.
    public func unlock(_ account: String, seen: Int64, by who: Who) async throws {
        try await accounts.doing("unlocked", about: account, seen: seen, by: who, failures.freeing(account))
    }
}

public import BridgeJournal

// MARK: - The console

extension SQLiteJournal {
    public func account(_ id: String) async throws(JournalError) -> AccountRecord? {
        try await read { reader throws(JournalError) in try reader.account(id) }
    }

    public func accounts() async throws(JournalError) -> [AccountRecord] {
        try await read { reader throws(JournalError) in try reader.accounts() }
    }

    public func sessions() async throws(JournalError) -> [SessionRecord] {
        try await read { reader throws(JournalError) in try reader.sessions() }
    }

    public func session(_ id: String) async throws(JournalError) -> SessionRecord? {
        try await read { reader throws(JournalError) in try reader.session(id) }
    }

    public func signedIn(_ id: String) async throws(JournalError) -> (session: SessionRecord, account: AccountRecord)? {
        try await read { reader throws(JournalError) in
            guard let session = try reader.session(id), let account = try reader.account(session.account) else { return nil }
            return (session, account)
        }
    }
}

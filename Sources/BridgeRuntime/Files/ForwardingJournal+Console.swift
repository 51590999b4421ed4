import BridgeJournal

// Accounts of the console, and who is signed in.
extension ForwardingJournal {
    func account(_ id: String) async throws(JournalError) -> AccountRecord? { try await base.account(id) }
    func accounts() async throws(JournalError) -> [AccountRecord] { try await base.accounts() }
    func sessions() async throws(JournalError) -> [SessionRecord] { try await base.sessions() }
    func session(_ id: String) async throws(JournalError) -> SessionRecord? { try await base.session(id) }
}

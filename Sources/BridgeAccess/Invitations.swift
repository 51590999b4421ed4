public import BridgeDomain
import BridgeHash
public import BridgeJournal

/// Links by which a person chooses a password: the first one, or another for who forgot it. Nobody else ever knows the password.
///
/// A link is made of the account as it stands, with a key only this process has: it opens nothing once it was used, once the account changed
/// its password otherwise, after ``secondsMax``, and after the service was started again. Nothing of it is kept.
public struct Invitations: Sendable {
    /// Seconds a link is good for: two days.
    public static let secondsMax: Int64 = 172_800

    /// What a link carries.
    public struct Link: Hashable, Sendable {
        public var account: String
        /// When it opens nothing any more.
        public var until: Timestamp
        /// The secret part.
        public var key: String

        /// A link as it came back from a browser.
        public init(account: String, until: Timestamp, key: String) {
            self.account = account
            self.until = until
            self.key = key
        }
    }

    /// It is another one, has run out, or was used.
    public struct Refusal: Error, Hashable, Sendable {}

    private let accounts: Accounts
    private let key: String

    /// Links that only this one makes and opens.
    public init(_ accounts: Accounts) {
        self.accounts = accounts
        key = Hex.encode(SecureRandom().bytes(32))
    }

    /// Makes an account that nobody can sign in to before a password was chosen for it.
    public func invite(
        _ typed: String, name: String, role: Role, language: Language, by who: Who
    ) async throws -> (account: AccountRecord, link: Link) {
        let account = try await accounts.create(
            typed, name: name, role: role, language: language, password: Hex.encode(SecureRandom().bytes(32)), by: who)
        return (account, link(account))
    }

    /// A link for somebody who forgot the password; the one they have works until another is chosen.
    public func renew(_ id: String, by who: Who) async throws -> Link {
        guard let account = try await accounts.open(id) else { throw AccountProblem.notThere }
        try await accounts.journal.commit(JournalUnit([accounts.entry(id, "invited", by: who, at: accounts.clock.now())]))
        return link(account)
    }

    /// The account of a link that still opens; nil for any other.
    public func opens(_ link: Link) async throws(JournalError) -> AccountRecord? {
        guard accounts.clock.now() < link.until, let account = try await accounts.open(link.account),
            ConstantTime.equal(link.key, secret(account, link.until))
        else { return nil }
        return account
    }

    /// Gives the account the password that was chosen. Its sessions end. Throws ``AccountProblem`` when the password will not do.
    public func accept(_ link: Link, password: String) async throws -> AccountRecord {
        guard var account = try await opens(link) else { throw Refusal() }
        if let problem = Accounts.problem(of: password, for: account.id) { throw problem }
        guard let hash = await accounts.passwords.hash(password) else { throw AccountProblem.noMemory }
        account.passwordHash = hash
        account.revision += 1
        do throws(JournalError) {
            try await accounts.journal.commit(
                JournalUnit([
                    .putAccount(account), .endSessions(account: account.id),
                    accounts.entry(account.id, "password_changed", by: .person(account.id), at: accounts.clock.now()),
                ]))
        } catch {
            // Somebody used the link this very moment, or the account was changed: the page tells which, when it is asked again.
            throw error.code == .conflict ? Refusal() : error as any Error
        }
        return account
    }

    private func link(_ account: AccountRecord) -> Link {
        let until = accounts.clock.now().adding(seconds: Self.secondsMax)
        return Link(account: account.id, until: until, key: secret(account, until))
    }

    /// Changes with the password, so that each link is good for one.
    private func secret(_ account: AccountRecord, _ until: Timestamp) -> String {
        HMACSHA256.tag("invite\n\(account.id)\n\(until.milliseconds)\n\(account.passwordHash)".utf8, key: key.utf8).hex
    }
}

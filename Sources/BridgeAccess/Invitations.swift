public import BridgeDomain
import BridgeHash
public import BridgeJournal

/// Links by which a person chooses a password: the first one, or another for who forgot it. Nobody else ever knows the password.
///
/// An account has at most one link. It is kept with the account, as a hash: every process opens it, and one that is started again. It opens
/// nothing once it was used, once another was made, once the password changed otherwise, and after ``secondsMax``.
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

    /// Links to accounts.
    public init(_ accounts: Accounts) { self.accounts = accounts }

    /// Makes an account that nobody can sign in to before a password was chosen for it.
    public func invite(
        _ typed: String, name: String, role: Role, language: Language, by who: Who
    ) async throws -> (account: AccountRecord, link: Link) {
        let (kept, key, until) = makeLink()
        let account = try await accounts.create(
            typed, name: name, role: role, language: language, password: Hex.encode(SecureRandom().bytes(32)), link: kept, by: who)
        return (account, Link(account: account.id, until: until, key: key))
    }

    /// A link for somebody who forgot the password; the one they have works until another is chosen.
    public func renew(_ id: String, seen: Int64? = nil, by who: Who) async throws -> Link {
        let (kept, key, until) = makeLink()
        let account = try await accounts.change(id, "invited", seen: seen, by: who) { $0.passwordLink = kept }
        return Link(account: account.id, until: until, key: key)
    }

    /// The account of a link that still opens; nil for any other.
    public func opens(_ link: Link) async throws(JournalError) -> AccountRecord? {
        guard accounts.clock.now() < link.until, let account = try await accounts.open(link.account), let kept = account.passwordLink,
            kept.until == link.until, ConstantTime.equal(kept.hash, Self.hash(link.key))
        else { return nil }
        return account
    }

    /// Gives the account the password that was chosen. Its sessions end. Throws ``AccountProblem`` when the password will not do.
    public func accept(_ link: Link, password: String) async throws -> AccountRecord {
        guard var account = try await opens(link) else { throw Refusal() }
        if let problem = Accounts.problem(of: password, for: account.id) { throw problem }
        guard let hash = await accounts.passwords.hash(password) else { throw AccountProblem.noMemory }
        account.passwordHash = hash
        account.passwordLink = nil
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

    private func makeLink() -> (kept: PasswordLink, key: String, until: Timestamp) {
        let key = Hex.encode(SecureRandom().bytes(32))
        let until = accounts.clock.now().adding(seconds: Self.secondsMax)
        return (PasswordLink(hash: Self.hash(key), until: until), key, until)
    }

    private static func hash(_ key: String) -> String { SHA256.hash("invite\n\(key)".utf8).hex }
}

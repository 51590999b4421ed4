public import BridgeDomain
import BridgeHash
public import BridgeJournal

/// The link by which the first administrator is made, while nobody is there who could let anybody in.
///
/// It is made anew each time the service starts without accounts, is good for ``secondsMax`` and for one account: the journal lets one process
/// at a time use it, and where there is an account it opens nothing.
public struct FirstRun: Sendable {
    /// Seconds the link is good for.
    public static let secondsMax: Int64 = 3_600
    /// The lease that keeps two from becoming the first at once.
    private static let lane = "console/first-administrator"
    private static let leaseSeconds: Int64 = 30

    /// What is wrong with a link.
    public enum Refusal: Error, Hashable, Sendable {
        /// It is another one, has run out, or was used.
        case notThis
        /// Somebody is using it this very moment.
        case busy
    }

    /// The secret part of the link.
    public let token: String
    private let madeAt: Timestamp
    private let accounts: Accounts

    /// A link that starts to run out now.
    public init(_ accounts: Accounts) {
        self.accounts = accounts
        token = Hex.encode(SecureRandom().bytes(24))
        madeAt = accounts.clock.now()
    }

    /// True while there is no account at all.
    public static func isNeeded(_ journal: any BridgeJournal) async throws(JournalError) -> Bool { try await journal.accounts().isEmpty }

    /// Whether the link still makes an administrator.
    public func opens(_ shown: String?) async throws(JournalError) -> Bool {
        let age = accounts.clock.now().milliseconds(since: madeAt)
        guard let shown, ConstantTime.equal(shown, token), age < Self.secondsMax * 1_000 else { return false }
        return try await Self.isNeeded(accounts.journal)
    }

    /// Makes the first administrator.
    public func accept(
        _ shown: String?, id: String, name: String, language: Language, password: String
    ) async throws -> AccountRecord {
        let now = accounts.clock.now()
        let owner = Hex.encode(SecureRandom().bytes(8))
        guard
            let fence = try await accounts.journal.lease(Self.lane, owner: owner, now: now, until: now.adding(seconds: Self.leaseSeconds))
        else { throw Refusal.busy }
        do {
            guard try await opens(shown) else { throw Refusal.notThis }
            let account = try await accounts.create(
                id, name: name, role: .administrator, language: language, password: password, by: .machine("first-run"), fence: fence)
            try? await accounts.journal.release(fence)
            return account
        } catch {
            try? await accounts.journal.release(fence)
            throw error
        }
    }
}

public import BridgeDomain
import BridgeHash
public import BridgeJournal

/// Somebody who is signed in, for the length of one request.
public struct Session: Sendable {
    /// The account, as it is now.
    public let account: AccountRecord
    public let role: Role
    let token: String

    /// Who acts, for the history.
    public var who: Who { .person(account.id) }

    /// What every form of this session carries, so that no other page can have it sent. Made of the session's token, which only its cookie has;
    /// who knows this one cannot make the other of it.
    public var formToken: String { HMACSHA256.tag("form".utf8, key: token.utf8).hex }

    /// Whether a form carried it.
    public func owns(formToken shown: String?) -> Bool { shown.map { ConstantTime.equal($0, formToken) } ?? false }
}

/// Lets people in, keeps them in for a while, and sees them out.
///
/// A session's token is 256 random bits; the journal has its hash. It ends when it is not used for ``Limits/idleSeconds``, and
/// ``Limits/wholeSeconds`` after it began in any case. Wrong passwords and codes lock a name, whether anybody has it or not, and an address.
public struct SignIn: Sendable {
    /// When sessions end and who is locked out.
    public struct Limits: Hashable, Sendable {
        /// Seconds without a request after which a session has ended, 60…86,400.
        public var idleSeconds: Int64 = 1_800
        /// Seconds after which it has ended however much it is used, 60…604,800.
        public var wholeSeconds: Int64 = 12 * 3_600
        /// Wrong passwords for one name until it is locked, 1…100.
        public var failuresOfName = 5
        /// Wrong passwords from one address until it is locked, 1…10,000.
        public var failuresOfAddress = 30

        /// The limits a careful operator starts with.
        public init() {}
    }

    /// What became of somebody who knocked.
    public enum Outcome: Sendable {
        /// Let in. The token goes into the cookie and nowhere else.
        case signedIn(token: String, AccountRecord)
        /// Name and password do not belong together; which of them is wrong is not told.
        case refused
        /// Too many wrong ones: nobody is let in under this name, or from there, until then.
        case lockedOut(until: Timestamp)
        /// The password is right; a code of the telephone is asked within ``halfSeconds``. The token says so, and opens nothing by itself.
        case codeNeeded(half: String)
    }

    /// Seconds within which the code must follow the password.
    public static let halfSeconds: Int64 = 300
    /// What sets a session that waits for its code apart from all others.
    static let halfMark = "half/"

    /// Seconds between two notes of a session's use.
    static let touchSeconds: Int64 = 60
    /// Sessions forgotten with each sign-in.
    private static let forgottenAtOnce = 100

    /// Where accounts are made and changed.
    public let accounts: Accounts
    private let limits: Limits
    let failures: FailureCount
    private var journal: any BridgeJournal { accounts.journal }
    private var clock: any TimeSource { accounts.clock }

    /// A desk over accounts.
    public init(_ accounts: Accounts, limits: Limits = Limits()) {
        self.accounts = accounts
        self.limits = limits
        failures = FailureCount(
            journal: accounts.journal, ofName: max(1, min(limits.failuresOfName, 100)),
            ofAddress: max(1, min(limits.failuresOfAddress, 10_000)))
    }

    /// Looks at name and password, and starts a session, or asks for a code. `address` is where the request came from.
    public func signIn(_ typed: String, password: String, address: String) async throws(JournalError) -> Outcome {
        let id = Accounts.identifier(String(typed.prefix(Accounts.nameMax)))
        return try await proving(id, password, address) { account async throws(JournalError) in
            account.secondFactor?.since == nil
                ? .signedIn(token: try await start(account), account) : .codeNeeded(half: try await startHalf(account))
        }
    }

    /// Takes the code of somebody whose password was right. Wrong codes count as wrong passwords do.
    public func signIn(half: String, code: String, address: String) async throws(JournalError) -> Outcome? {
        guard let waiting = try await accountOfHalf(half) else { return nil }
        let now = clock.now()
        let isLast: Bool
        switch try await failures.tries(waiting.id, from: address, now: now) {
        case .lockedOut(let until): return .lockedOut(until: until)
        case .open(let last): isLast = last
        }
        // Looked at again: somebody may have used the same code while this one was counted.
        guard let account = try await accounts.open(waiting.id), let used = accounts.using(code, account, now: now) else {
            return try await refused(waiting, address, isLast, now)
        }
        let (token, session) = fresh(account, now)
        var changes: [JournalChange] = [.putAccount(used.account), .endSession(id: Self.halfIdentifier(half)), .startSession(session)]
        if used.recovered {
            let left = used.account.secondFactor?.recoveryHashes.count ?? 0
            changes.append(
                accounts.entry(account.id, "recovery_code_used", "\(left) recovery codes left", by: .person(account.id), at: now))
        }
        changes.append(accounts.entry(account.id, "signed_in", "with a code", by: .person(account.id), at: now))
        do throws(JournalError) {
            try await journal.commit(JournalUnit(changes))
        } catch {
            guard error.code == .conflict else { throw error }
            return try await refused(account, address, isLast, now)
        }
        try await failures.succeeded(account.id, from: address)
        return .signedIn(token: token, used.account)
    }

    /// Changes a person's own password, who has to know the one they have: guesses count as they do at the door. Every session of the account
    /// ends; the outcome has a new one. Throws ``AccountProblem`` when the new password will not do.
    public func changePassword(of session: Session, from old: String, to new: String, address: String) async throws -> Outcome {
        if let problem = Accounts.problem(of: new, for: session.account.id) { throw problem }
        let outcome = try await proving(session.account.id, old, address) { account async throws(JournalError) in
            .signedIn(token: "", account)
        }
        guard case .signedIn = outcome else { return outcome }
        let account = try await accounts.setPassword(of: session.account.id, to: new, by: session.who)
        return .signedIn(token: try await start(account), account)
    }

    /// Whether somebody who is signed in knows their own password, before something is changed that matters: guesses count as at the door.
    public func prove(_ session: Session, password: String, address: String) async throws(JournalError) -> Outcome {
        try await proving(session.account.id, password, address) { account async throws(JournalError) in .signedIn(token: "", account) }
    }

    /// Does `then` for who knows the password of an account, and counts who does not.
    private func proving(
        _ id: String, _ password: String, _ address: String, _ then: (AccountRecord) async throws(JournalError) -> Outcome
    ) async throws(JournalError) -> Outcome {
        let now = clock.now()
        let isLast: Bool
        switch try await failures.tries(id, from: address, now: now) {
        case .lockedOut(let until): return .lockedOut(until: until)
        case .open(let last): isLast = last
        }
        let account = try await accounts.open(id)
        guard let account, password.utf8.count <= PasswordHash.passwordBytesMax,
            await accounts.passwords.fits(account.passwordHash, password)
        else {
            if account == nil { await accounts.passwords.pretend(String(password.prefix(Accounts.passwordMax))) }
            return try await refused(account, address, isLast, now)
        }
        // Who owes a code has not proved anything yet: what they failed before still counts.
        try await failures.succeeded(id, from: address, forgets: account.secondFactor?.since == nil)
        return try await then(account)
    }

    private func refused(
        _ account: AccountRecord?, _ address: String, _ isLast: Bool, _ now: Timestamp
    ) async throws(JournalError) -> Outcome {
        try await note(account, address, locks: isLast)
        return isLast ? .lockedOut(until: now.adding(milliseconds: FailureCount.window)) : .refused
    }

    /// A session that lets nobody in, until its code comes.
    private func startHalf(_ account: AccountRecord) async throws(JournalError) -> String {
        let half = Hex.encode(SecureRandom().bytes(32))
        let now = clock.now()
        try await journal.commit(
            JournalUnit([
                .forgetSessions(endedBy: now, limit: Self.forgottenAtOnce),
                .startSession(
                    SessionRecord(
                        id: Self.halfIdentifier(half), account: account.id, startedAt: now, endsAt: now.adding(seconds: Self.halfSeconds))),
            ]))
        return half
    }

    private func accountOfHalf(_ half: String) async throws(JournalError) -> AccountRecord? {
        guard half.utf8.count == 64, let record = try await journal.session(Self.halfIdentifier(half)), clock.now() < record.endsAt else {
            return nil
        }
        return try await accounts.open(record.account)
    }

    /// Starts a session for somebody who has proved who they are; returns its token.
    public func start(_ account: AccountRecord) async throws(JournalError) -> String {
        let now = clock.now()
        let (token, session) = fresh(account, now)
        try await journal.commit(
            JournalUnit([
                .forgetSessions(endedBy: now, limit: Self.forgottenAtOnce), .startSession(session),
                accounts.entry(account.id, "signed_in", by: .person(account.id), at: now),
            ]))
        return token
    }

    private func fresh(_ account: AccountRecord, _ now: Timestamp) -> (token: String, session: SessionRecord) {
        let token = Hex.encode(SecureRandom().bytes(32))
        let session = SessionRecord(
            id: Self.identifier(token), account: account.id, startedAt: now,
            endsAt: now.adding(seconds: max(60, min(limits.wholeSeconds, 604_800))))
        return (token, session)
    }

    /// The session of a cookie; nil when there is none, it has ended, or its account was closed. `notesUse` false leaves its end where it is:
    /// for what a browser asks by itself.
    public func session(_ token: String?, notesUse: Bool = true) async throws(JournalError) -> Session? {
        guard let token, token.utf8.count == 64, let (record, account) = try await journal.signedIn(Self.identifier(token)) else {
            return nil
        }
        let now = clock.now()
        guard now < record.endsAt, now < idleEnd(record), account.closedAt == nil, let role = Role(rawValue: account.role) else {
            return nil
        }
        if notesUse, now.milliseconds(since: record.seenAt) >= Self.touchSeconds * 1_000 {
            try await journal.commit(JournalUnit([.touchSession(id: record.id, at: now)]))
        }
        return Session(account: account, role: role, token: token)
    }

    /// When a session ends unless it is used before.
    func idleEnd(_ record: SessionRecord) -> Timestamp { record.seenAt.adding(seconds: max(60, min(limits.idleSeconds, 86_400))) }

    /// Ends a session.
    public func signOut(_ session: Session) async throws(JournalError) {
        let id = session.account.id
        try await journal.commit(
            JournalUnit([
                .endSession(id: Self.identifier(session.token)), accounts.entry(id, "signed_out", by: session.who, at: clock.now()),
            ]))
    }

    /// A name nobody has leaves no trace in the history: what strangers type is not worth keeping. One that somebody has leaves at most as many
    /// as lock it.
    private func note(_ account: AccountRecord?, _ address: String, locks: Bool) async throws(JournalError) {
        guard let id = account?.id else { return }
        let now = clock.now()
        var changes = [accounts.entry(id, "sign_in_refused", "from \(address)", by: .machine("console"), at: now)]
        if locks { changes.append(accounts.entry(id, "locked_out", "from \(address)", by: .machine("console"), at: now)) }
        try await journal.commit(JournalUnit(changes))
    }

    private static func halfIdentifier(_ half: String) -> String { halfMark + SHA256.hash("half\n\(half)".utf8).hex }

    private static func identifier(_ token: String) -> String { SHA256.hash(token.utf8).hex }
}

public import BridgeAccess
public import BridgeDomain
public import BridgeJournal

/// What an administrator can do about a person. The raw value stands in addresses.
public enum PersonVerb: String, Hashable, Sendable, CaseIterable {
    case role, link, endSession = "end-session", endSessions = "end-sessions", unlock, close
    case removeCode = "remove-code"
}

/// A person, as an administrator sees them.
public struct PersonStanding: Sendable {
    public let account: AccountRecord
    /// Those that have not ended.
    public let sessions: [SessionRecord]
    /// nil while they may try to sign in.
    public let lockedUntil: Timestamp?

    /// Names the account as it was looked at.
    public var seal: String { "\(account.revision)" }
}

extension Acts {
    /// Everybody who has, or had, an account.
    public func people() async throws(JournalError) -> [PersonStanding] {
        let accounts = try await signIn.accounts.list()
        let sessions = Dictionary(grouping: try await signIn.sessions(), by: \.account)
        let locked = try await signIn.locked(accounts.map(\.id))
        return accounts.map { PersonStanding(account: $0, sessions: sessions[$0.id] ?? [], lockedUntil: locked[$0.id]) }
    }

    /// One person; refused as not found where there is none of that name.
    public func person(_ id: String) async throws -> PersonStanding {
        guard let account = try await journal.account(id) else { throw ActRefusal.notFound }
        return PersonStanding(
            account: account, sessions: try await signIn.sessions().filter { $0.account == id },
            lockedUntil: try await signIn.locked([id])[id])
    }

    /// Makes an account, and the link by which its person chooses a password.
    public func invite(
        _ id: String, name: String, role: Role, language: Language, by who: Who
    ) async throws -> (account: AccountRecord, link: Invitations.Link) {
        try await asked { try await invitations.invite(id, name: name, role: role, language: language, by: who) }
    }

    // MARK: About one person

    /// Gives somebody another role, from their next request on. With rights that are taken away, the tokens end that they made.
    public func setRole(_ person: AccountRecord, to role: Role, seal: String, by who: Who) async throws {
        try open(person, seal)
        _ = try await asked { try await signIn.accounts.setRole(of: person.id, to: role, seen: person.revision, by: who) }
    }

    /// Makes another link for a password.
    public func newLink(_ person: AccountRecord, seal: String, by who: Who) async throws -> Invitations.Link {
        try open(person, seal)
        return try await asked { try await invitations.renew(person.id, seen: person.revision, by: who) }
    }

    /// Ends one session; refused where it ended already.
    public func end(session id: String, of person: AccountRecord, seal: String, by who: Who) async throws {
        try open(person, seal)
        let isEnded = try await asked { try await signIn.end(session: id, of: person.id, seen: person.revision, by: who) }
        guard isEnded else { throw ActRefusal.changed }
    }

    /// Ends every session of somebody.
    public func endSessions(of person: AccountRecord, seal: String, by who: Who) async throws {
        try open(person, seal)
        try await asked { try await signIn.endSessions(of: person.id, seen: person.revision, by: who) }
    }

    /// Lets somebody who is locked out try again.
    public func unlock(_ person: AccountRecord, seal: String, by who: Who) async throws {
        try open(person, seal)
        try await asked { try await signIn.unlock(person.id, seen: person.revision, by: who) }
    }

    /// Takes the code off somebody who lost the telephone.
    public func removeCode(of person: AccountRecord, seal: String, by who: Who) async throws {
        try open(person, seal)
        _ = try await asked { try await signIn.accounts.removeFactor(of: person.id, seen: person.revision, by: who) }
    }

    /// Closes an account, and ends the tokens that it made.
    public func close(_ person: AccountRecord, seal: String, by who: Who) async throws {
        try open(person, seal)
        _ = try await asked { try await signIn.accounts.close(person.id, seen: person.revision, by: who) }
    }

    private func open(_ person: AccountRecord, _ seal: String) throws(ActRefusal) {
        guard seal == "\(person.revision)" else { throw .changed }
        guard person.closedAt == nil else { throw .doesNotFit }
    }

    private func asked<Value>(_ work: () async throws -> Value) async throws -> Value {
        do { return try await work() } catch let problem as AccountProblem { throw ActRefusal(problem) }
    }
}

extension Invitations.Link {
    /// Where it leads, below the console's address. Everything in it is letters, digits, points and hyphens.
    public var path: String { "/welcome?who=\(account)&until=\(until.milliseconds)&key=\(key)" }
}

extension ActRefusal {
    /// Why an account cannot be made or changed.
    init(_ problem: AccountProblem) {
        switch problem {
        case .badName: self = .incomplete("id", .malformed, problem.text)
        case .nameTaken: self = .incomplete("id", .valueOutOfRange, problem.text)
        case .passwordShort, .passwordLong, .passwordIsName, .wrongPassword:
            self = .incomplete("password", .valueOutOfRange, problem.text)
        case .wrongCode: self = .incomplete("code", .valueUnknown, problem.text)
        case .notThere: self = ActRefusal(.notFound, problem.text)
        case .changedMeanwhile: self = .changed
        // As long as it lasts nothing is done, as where a bridge is not set up.
        case .noMemory: self = ActRefusal(.notSetUp, problem.text)
        case .lastAdministrator, .noSealing, .factorThere, .noFactor: self = ActRefusal(.doesNotFit, problem.text)
        }
    }
}

public import BridgeDomain
public import BridgeHash
public import BridgeJournal

/// Why an account cannot be made or changed, for the person who asked.
public enum AccountProblem: Error, Hashable, Sendable, CaseIterable {
    case badName, nameTaken, passwordShort, passwordLong, passwordIsName, wrongPassword, notThere, lastAdministrator, noMemory
    case noSealing, factorThere, noFactor, wrongCode, changedMeanwhile

    /// What is wrong and what to do.
    public var text: BilingualText {
        switch self {
        case .badName:
            BilingualText(
                nl: "Een gebruikersnaam heeft 2 tot 50 kleine letters, cijfers, punten of streepjes, en begint met een letter.",
                en: "A user name has 2 to 50 small letters, digits, points or hyphens, and begins with a letter.")
        case .nameTaken:
            BilingualText(nl: "Deze gebruikersnaam bestaat al: kies een andere.", en: "This user name exists already: choose another.")
        case .passwordShort:
            BilingualText(
                nl: "Het wachtwoord is te kort: neem minstens \(Accounts.passwordMin) tekens, bijvoorbeeld vier woorden.",
                en: "The password is too short: take at least \(Accounts.passwordMin) characters, four words for example.")
        case .passwordLong:
            BilingualText(
                nl: "Het wachtwoord is te lang: neem hoogstens 200 tekens.", en: "The password is too long: take at most 200 characters.")
        case .passwordIsName:
            BilingualText(
                nl: "Het wachtwoord mag de gebruikersnaam niet bevatten: kies een ander.",
                en: "The password may not contain the user name: choose another.")
        case .wrongPassword:
            BilingualText(nl: "Het huidige wachtwoord klopt niet.", en: "The current password is not right.")
        case .notThere: BilingualText(nl: "Deze gebruiker bestaat niet.", en: "There is no such user.")
        case .lastAdministrator:
            BilingualText(
                nl: "Dit is de enige beheerder: maak eerst een ander beheerder.",
                en: "This is the only administrator: make somebody else one first.")
        case .noSealing:
            BilingualText(
                nl: "Codes kunnen hier niet worden gevraagd: de sleutel van de service ontbreekt of is een andere.",
                en: "Codes cannot be asked here: the key of the service is missing or is another one.")
        case .factorThere:
            BilingualText(nl: "Er wordt al een code gevraagd.", en: "A code is asked already.")
        case .noFactor: BilingualText(nl: "Er wordt geen code gevraagd.", en: "No code is asked.")
        case .wrongCode:
            BilingualText(
                nl: "Deze code klopt niet, of is al gebruikt. Kijk of de klok van de telefoon gelijk loopt en neem de volgende.",
                en: "This code is not right, or was used already. See whether the telephone's clock is right, and take the next.")
        case .changedMeanwhile:
            BilingualText(
                nl: "Er is niets gedaan: deze gebruiker is intussen veranderd. Kijk opnieuw.",
                en: "Nothing was done: this user has changed meanwhile. Look again.")
        case .noMemory:
            BilingualText(
                nl: "Er is nu te weinig geheugen: probeer het zo nog eens.", en: "There is too little memory now: try again in a moment.")
        }
    }
}

/// Makes, changes and closes the accounts of the console. Every act stands in the history with who did it.
public struct Accounts: Sendable {
    /// Characters a password has at least, and at most.
    public static let passwordMin = 12
    static let passwordMax = 200
    /// Characters of a person's name that are kept.
    public static let nameMax = 100

    let journal: any BridgeJournal
    let clock: any TimeSource
    let passwords: PasswordKeeper
    let sealing: KeySealing?

    /// The accounts kept in a journal. `cost` is what guessing a password takes; without `sealing` nobody can have codes asked.
    public init(
        journal: any BridgeJournal, clock: any TimeSource, cost: PasswordHash.Cost = .interactive, sealing: KeySealing? = nil
    ) {
        self.sealing = sealing
        self.journal = journal
        self.clock = clock
        passwords = PasswordKeeper(cost: cost)
    }

    /// What a person may have meant by what they typed as their name: without blanks, in small letters.
    public static func identifier(_ typed: String) -> String {
        String(typed.split(whereSeparator: \.isWhitespace).joined(separator: " ")).lowercased()
    }

    /// All accounts, in order of identifier.
    public func list() async throws(JournalError) -> [AccountRecord] { try await journal.accounts() }

    /// Makes an account. `link` is one by which its person chooses another password; `fence`, where given, makes the unit happen only while that
    /// lease is held.
    public func create(
        _ typed: String, name: String, role: Role, language: Language, password: String, link: PasswordLink? = nil, by who: Who,
        fence: Fence? = nil
    ) async throws -> AccountRecord {
        let id = Self.identifier(typed)
        guard Self.isIdentifier(id) else { throw AccountProblem.badName }
        if let problem = Self.problem(of: password, for: id) { throw problem }
        guard try await journal.account(id) == nil else { throw AccountProblem.nameTaken }
        guard let hash = await passwords.hash(password) else { throw AccountProblem.noMemory }
        let shown = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let now = clock.now()
        var account = AccountRecord(
            id: id, name: shown.isEmpty ? id : String(shown.prefix(Self.nameMax)), role: role.rawValue, language: language,
            passwordHash: hash, createdAt: now, createdBy: who)
        account.passwordLink = link
        let record = account
        do throws(JournalError) {
            try await journal.commit(
                JournalUnit([.putAccount(record), entry(id, "created", role.rawValue, by: who, at: now)], fence: fence))
        } catch {
            throw error.code == .conflict ? AccountProblem.nameTaken : error as any Error
        }
        return record
    }

    /// Gives an account another password, as an administrator does for somebody who forgot it; its sessions end. One's own is changed by
    /// ``SignIn/changePassword(of:from:to:address:)``.
    public func setPassword(of id: String, to new: String, by who: Who) async throws -> AccountRecord {
        if let problem = Self.problem(of: new, for: id) { throw problem }
        guard let hash = await passwords.hash(new) else { throw AccountProblem.noMemory }
        return try await change(id, "password_changed", by: who, endsSessions: true) { account in
            account.passwordHash = hash
            account.passwordLink = nil
        }
    }

    /// Changes the language a person reads.
    public func setLanguage(of id: String, to language: Language) async throws -> AccountRecord {
        try await change(id, "language_changed", detail: language.rawValue, by: .person(id)) { $0.language = language }
    }

    /// Gives an account another role, from its next request on. Where that is a lower one, the tokens it made end.
    public func setRole(of id: String, to role: Role, seen: Int64? = nil, by who: Who) async throws -> AccountRecord {
        try await change(id, "role_changed", detail: role.rawValue, seen: seen, by: who) { $0.role = role.rawValue }
    }

    /// Closes an account: nobody signs in with it any more, whoever is signed in is so no longer, and the tokens it made end.
    public func close(_ id: String, seen: Int64? = nil, by who: Who) async throws -> AccountRecord {
        let now = clock.now()
        return try await change(id, "closed", seen: seen, by: who, endsSessions: true) { $0.closedAt = now }
    }

    // MARK: How it happens

    func open(_ id: String) async throws(JournalError) -> AccountRecord? {
        guard let record = try await journal.account(id), record.closedAt == nil else { return nil }
        return record
    }

    func entry(_ id: String, _ act: String, _ detail: String = "", by who: Who, at now: Timestamp) -> JournalChange {
        .record(HistoryEntry(at: now, who: who, bridge: nil, subject: "account/\(id)", act: act, detail: detail))
    }

    /// What goes with an administrator who is none any more: one who stays, put once more, so that two who leave at the same moment cannot both.
    private func keepingAnAdministrator(beside id: String) async throws -> JournalChange {
        let others = try await journal.accounts().filter { $0.id != id && $0.isAdministrator }
        guard var other = others.first else { throw AccountProblem.lastAdministrator }
        other.revision += 1
        return .putAccount(other)
    }

    /// Does something about an account that leaves the account itself as it is, while it is at the revision at which it was `seen`. It is put once
    /// more for that: of two who saw the same, the second is told to look again.
    func doing(_ act: String, about id: String, seen: Int64, by who: Who, _ change: JournalChange) async throws {
        _ = try await self.change(id, act, seen: seen, by: who, beside: [change]) { _ in }
    }

    /// Attempts of a change when somebody else changed the same account meanwhile.
    private static let attemptsMax = 5

    /// Changes an account as `body` says, who may refuse. `act` nil: nothing worth a record. Refused where it is not at the revision at which it
    /// was `seen` (nil: however it stands). With rights that it loses, the tokens end that it made. What is `beside` happens with it.
    func change(
        _ id: String, _ act: String?, detail: String = "", seen: Int64? = nil, by who: Who, endsSessions: Bool = false,
        beside others: [JournalChange] = [], _ body: (inout AccountRecord) throws -> Void
    ) async throws -> AccountRecord {
        for attempt in 1... {
            guard let before = try await open(id) else { throw AccountProblem.notThere }
            if let seen, before.revision != seen { throw AccountProblem.changedMeanwhile }
            var record = before
            try body(&record)
            record.revision += 1
            let now = clock.now()
            var changes: [JournalChange] = [.putAccount(record)] + others
            if before.isAdministrator, !record.isAdministrator { changes.append(try await keepingAnAdministrator(beside: id)) }
            if endsSessions { changes.append(.endSessions(account: id)) }
            if let act { changes.append(entry(id, act, detail, by: who, at: now)) }
            if !before.mayNoMore(than: record) {
                changes += try await TokenFamily(journal: journal).ending(of: .person(id), by: who, at: now)
            }
            do throws(JournalError) {
                try await journal.commit(JournalUnit(changes))
                return record
            } catch {
                guard error.code == .conflict, attempt < Self.attemptsMax else { throw error }
            }
        }
        throw AccountProblem.notThere
    }

    static func isIdentifier(_ id: String) -> Bool {
        let allowed = id.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"): true
            default: false
            }
        }
        return allowed && (2...50).contains(id.utf8.count) && id.first?.isLetter == true
    }

    static func problem(of password: String, for id: String) -> AccountProblem? {
        if password.count < passwordMin { return .passwordShort }
        if password.count > passwordMax || password.utf8.count > PasswordHash.passwordBytesMax { return .passwordLong }
        return id.count > 3 && password.lowercased().contains(id) ? .passwordIsName : nil
    }
}

extension AccountRecord {
    fileprivate var isAdministrator: Bool { closedAt == nil && role == Role.administrator.rawValue }

    /// True where it may nothing that another standing of it may not.
    fileprivate func mayNoMore(than other: AccountRecord) -> Bool {
        guard other.closedAt == nil, let now = Role(rawValue: other.role) else { return false }
        return Role(rawValue: role)?.isWithin(now) ?? true
    }
}

/// Hashes passwords one at a time: each takes 64 MB and some 60 ms, and nobody may make the machine do many at once.
actor PasswordKeeper {
    private let cost: PasswordHash.Cost
    private var decoy: String?

    init(cost: PasswordHash.Cost) { self.cost = cost }

    func hash(_ password: String) -> String? { PasswordHash.make(password, cost: cost) }
    func fits(_ hash: String, _ password: String) -> Bool { PasswordHash.fits(hash, password) }

    /// Takes as long as looking at a password does, for a name nobody has.
    func pretend(_ password: String) {
        if decoy == nil { decoy = PasswordHash.make("nobody's", cost: cost) }
        if let decoy { _ = PasswordHash.fits(decoy, password) }
    }
}

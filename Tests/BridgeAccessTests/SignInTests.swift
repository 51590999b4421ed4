import BridgeAccess
import BridgeDomain
import BridgeHash
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Testing

/// Accounts over a journal in memory, with hashes that cost little and a clock that is set by hand.
struct Desk {
    let clock = MovableClock(Timestamp(milliseconds: 1_800_000_000_000))
    let journal = MemoryJournal()
    let accounts: Accounts
    let signIn: SignIn

    init(limits: SignIn.Limits = SignIn.Limits()) {
        accounts = Accounts(journal: journal, clock: clock, cost: .least)
        signIn = SignIn(accounts, limits: limits)
    }

    static let password = "vier woorden naast elkaar"

    @discardableResult
    func anna(_ role: Role = .viewer, id: String = "anna") async throws -> AccountRecord {
        try await accounts.create(id, name: "Anna de Vries", role: role, language: .dutch, password: Self.password, by: .person("test"))
    }

    func enter(_ id: String = "anna", _ password: String = password) async throws -> String? {
        guard case .signedIn(let token, _) = try await signIn.signIn(id, password: password, address: "10.0.0.1") else { return nil }
        return token
    }

    func acts(_ id: String = "anna") async throws -> [String] {
        try await journal.history(subject: "account/\(id)", bridge: nil, after: 0, limit: 100).map(\.entry.act)
    }
}

@Suite struct `Signing in` {
    @Test func `gives a session by which its person is known, and stands in the history`() async throws {
        let desk = Desk()
        try await desk.anna(.controller)
        let token = try #require(try await desk.enter(" Anna "))
        let session = try #require(try await desk.signIn.session(token))
        #expect(session.account.id == "anna" && session.role == .controller && session.who == .person("anna"))
        try await desk.signIn.signOut(session)
        #expect(try await desk.signIn.session(token) == nil)
        #expect(try await desk.acts() == ["created", "signed_in", "signed_out"])
    }

    @Test func `leaves neither password nor token in the journal`() async throws {
        let desk = Desk()
        let account = try await desk.anna()
        let token = try #require(try await desk.enter())
        #expect(account.passwordHash.hasPrefix("$argon2id$") && !account.passwordHash.contains(Desk.password))
        #expect(try await desk.journal.session(token) == nil, "it is kept under its hash")
    }

    @Test(arguments: [nil, "", "short", String(repeating: "0", count: 64)] as [String?])
    func `is needed: a token nobody was given opens nothing`(token: String?) async throws {
        #expect(try await Desk().signIn.session(token) == nil)
    }

    @Test func `lasts while it is used, and never longer than its whole time`() async throws {
        var limits = SignIn.Limits()
        (limits.idleSeconds, limits.wholeSeconds) = (600, 3_600)
        let desk = Desk(limits: limits)
        try await desk.anna()
        let idle = try #require(try await desk.enter())
        let used = try #require(try await desk.enter())
        for minute in 1...59 {
            desk.clock.advance(seconds: 60)
            #expect(try await desk.signIn.session(used) != nil, "minute \(minute)")
        }
        #expect(try await desk.signIn.session(idle) == nil)
        desk.clock.advance(seconds: 60)
        #expect(try await desk.signIn.session(used) == nil)
    }

    @Test(arguments: [true, false])
    func `is locked after five wrong passwords, whether anybody has the name or not`(exists: Bool) async throws {
        let desk = Desk()
        if exists { try await desk.anna() }
        func isLocked(_ password: String = "wrong") async throws -> Bool {
            if case .lockedOut = try await desk.signIn.signIn("anna", password: password, address: "10.0.0.1") { true } else { false }
        }
        for attempt in 1...4 {
            let locked = try await isLocked()
            #expect(!locked, "attempt \(attempt)")
        }
        let fifth = try await isLocked()
        let right = try await isLocked(Desk.password)
        #expect(fifth && right, "also with the right one")
        desk.clock.advance(seconds: 900)
        let token = try await desk.enter()
        #expect((token != nil) == exists)
        let refusals = try await desk.acts().filter { $0 == "sign_in_refused" || $0 == "locked_out" }
        #expect(refusals.count == (exists ? 6 : 0), "what strangers type leaves no trace")
    }

    @Test func `gains nothing from guessing all at once`() async throws {
        let desk = Desk()
        try await desk.anna()
        let refused = try await withThrowingTaskGroup(of: Bool.self) { group in
            for guess in 0..<20 {
                group.addTask {
                    if case .refused = try await desk.signIn.signIn("anna", password: "guess \(guess)", address: "10.0.0.1") {
                        true
                    } else {
                        false
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(refused == 4)
    }

    /// Of guesses at once each reads the clock for itself, and is counted when its turn comes: not in the order of their moments.
    @Test func `gains nothing from having read the clock a moment before another guess`() async throws {
        let desk = Desk()
        try await desk.anna()
        for guess in 1...5 {
            desk.clock.advance(seconds: -1)
            #expect(try await desk.enter("anna", "guess \(guess)") == nil)
        }
        #expect(try await desk.signIn.locked(["anna"]).keys.sorted() == ["anna"])
        #expect(try await desk.enter() == nil)
        desk.clock.advance(seconds: -86_400)
        #expect(try await desk.enter() != nil, "what a clock counted that was a day ahead counts no more")
    }

    @Test func `locks an address that tries many names`() async throws {
        var limits = SignIn.Limits()
        limits.failuresOfAddress = 3
        let desk = Desk(limits: limits)
        try await desk.anna()
        for name in ["bram", "carla", "dirk"] { _ = try await desk.enter(name, "wrong") }
        #expect(try await desk.enter() == nil)
        guard case .signedIn = try await desk.signIn.signIn("anna", password: Desk.password, address: "10.0.0.2") else {
            Issue.record("another address is not locked")
            return
        }
    }

    @Test func `has forms that only their own session can send`() async throws {
        let desk = Desk()
        try await desk.anna()
        let one = try #require(try await desk.signIn.session(try await desk.enter()))
        let other = try #require(try await desk.signIn.session(try await desk.enter()))
        #expect(one.owns(formToken: one.formToken))
        #expect(!one.owns(formToken: other.formToken) && !one.owns(formToken: nil) && !one.owns(formToken: ""))
    }
}

@Suite struct `Accounts of people` {
    @Test(arguments: [
        ("a", Desk.password, AccountProblem.badName), ("1anna", Desk.password, .badName), ("an na", Desk.password, .badName),
        ("<b>x</b>", Desk.password, .badName), ("anna", "elf tekens.", .passwordShort),
        ("anna", String(repeating: "x", count: 201), .passwordLong),
        ("anna", "mijn naam is Anna", .passwordIsName),
    ])
    func `are refused where name or password will not do`(id: String, password: String, problem: AccountProblem) async throws {
        let desk = Desk()
        await #expect(throws: problem) {
            try await desk.accounts.create(id, name: "", role: .viewer, language: .dutch, password: password, by: .person("test"))
        }
        #expect(try await desk.accounts.list().isEmpty)
    }

    @Test func `have one name each, whatever its capitals`() async throws {
        let desk = Desk()
        try await desk.anna()
        await #expect(throws: AccountProblem.nameTaken) { try await desk.anna(id: "ANNA") }
    }

    @Test func `that change their password or are closed are signed out everywhere`() async throws {
        let desk = Desk()
        try await desk.anna()
        let first = try await desk.enter()
        let session = try #require(try await desk.signIn.session(first))
        func change(_ old: String, _ new: String) async throws -> SignIn.Outcome {
            try await desk.signIn.changePassword(of: session, from: old, to: new, address: "10.0.0.1")
        }
        guard case .refused = try await change("wrong", "een heel ander wachtwoord") else {
            Issue.record("the old password has to be known")
            return
        }
        await #expect(throws: AccountProblem.passwordShort) { try await change(Desk.password, "kort") }
        guard case .signedIn(let fresh, _) = try await change(Desk.password, "een heel ander wachtwoord") else {
            Issue.record("the password was not changed")
            return
        }
        #expect(try await desk.signIn.session(fresh)?.account.id == "anna")
        #expect(try await desk.signIn.session(first) == nil)
        #expect(try await desk.enter() == nil)
        let second = try await desk.enter("anna", "een heel ander wachtwoord")
        #expect(second != nil)
        _ = try await desk.accounts.close("anna", by: .person("test"))
        #expect(try await desk.signIn.session(second) == nil)
        #expect(try await desk.enter("anna", "een heel ander wachtwoord") == nil)
    }

    @Test func `change role from the next request on`() async throws {
        let desk = Desk()
        try await desk.anna(.controller)
        let token = try await desk.enter()
        _ = try await desk.accounts.setRole(of: "anna", to: .viewer, by: .person("test"))
        #expect(try await desk.signIn.session(token)?.role == .viewer)
    }

    @Test func `always leave an administrator`() async throws {
        let desk = Desk()
        try await desk.anna(.administrator)
        await #expect(throws: AccountProblem.lastAdministrator) { try await desk.accounts.close("anna", by: .person("test")) }
        await #expect(throws: AccountProblem.lastAdministrator) {
            try await desk.accounts.setRole(of: "anna", to: .viewer, by: .person("test"))
        }
        try await desk.anna(.administrator, id: "bram")
        _ = try await desk.accounts.close("anna", by: .person("test"))
    }
}

@Suite struct `The first administrator` {
    @Test func `is made once, by the link, within the hour`() async throws {
        let desk = Desk()
        let link = FirstRun(desk.accounts)
        #expect(try await link.opens(link.token))
        #expect(try await !link.opens("other"))
        #expect(try await !link.opens(nil))
        await #expect(throws: FirstRun.Refusal.notThis) {
            try await link.accept("other", id: "anna", name: "Anna", language: .dutch, password: Desk.password)
        }
        let account = try await link.accept(link.token, id: "anna", name: "Anna", language: .english, password: Desk.password)
        #expect(account.role == "administrator" && account.language == .english)
        #expect(try await !link.opens(link.token))
        await #expect(throws: FirstRun.Refusal.notThis) {
            try await link.accept(link.token, id: "bram", name: "Bram", language: .dutch, password: Desk.password)
        }
    }

    @Test func `is not made by a link that has run out`() async throws {
        let desk = Desk()
        let link = FirstRun(desk.accounts)
        desk.clock.advance(seconds: FirstRun.secondsMax)
        #expect(try await !link.opens(link.token))
    }

    @Test func `is not made twice by two who are as quick`() async throws {
        let desk = Desk()
        let links = [FirstRun(desk.accounts), FirstRun(desk.accounts)]
        await withTaskGroup(of: Void.self) { group in
            for (link, id) in zip(links, ["anna", "bram"]) {
                group.addTask { _ = try? await link.accept(link.token, id: id, name: id, language: .dutch, password: Desk.password) }
            }
        }
        #expect(try await desk.accounts.list().count == 1)
    }

    @Test func `may try again after a password that will not do`() async throws {
        let desk = Desk()
        let link = FirstRun(desk.accounts)
        await #expect(throws: AccountProblem.passwordShort) {
            try await link.accept(link.token, id: "anna", name: "Anna", language: .dutch, password: "short")
        }
        _ = try await link.accept(link.token, id: "anna", name: "Anna", language: .dutch, password: Desk.password)
    }
}

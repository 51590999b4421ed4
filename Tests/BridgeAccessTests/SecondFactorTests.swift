import BridgeDomain
import BridgeHash
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Testing

@testable import BridgeAccess

extension KeySealing {
    /// Turns text round under its name: enough to see whether it was sealed, and under which name.
    static let turning = KeySealing { text, name in
        name + "|" + String(text.reversed())
    } open: { box, name in
        box.hasPrefix(name + "|") ? String(box.dropFirst(name.count + 1).reversed()) : nil
    }
}

@Suite struct `Codes of a telephone` {
    /// RFC 6238, appendix B, SHA-1.
    @Test(
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] as [(Int64, String)])
    func `are those of RFC 6238`(seconds: Int64, code: String) {
        let step = OneTimeCode.step(at: Timestamp(milliseconds: seconds * 1_000))
        let key = Array("12345678901234567890".utf8)
        #expect(OneTimeCode.code(key, step: step, digits: 8) == code)
        #expect(OneTimeCode.code(key, step: step) == String(code.suffix(6)))
    }

    @Test(arguments: [(-2, false), (-1, true), (0, true), (1, true), (2, false)] as [(Int64, Bool)])
    func `are taken one step early or late, and no more`(away: Int64, isTaken: Bool) {
        let (key, now) = (Array("12345678901234567890".utf8), Timestamp(milliseconds: 1_800_000_000_000))
        let step = OneTimeCode.step(at: now) + away
        let code = OneTimeCode.code(key, step: step)
        #expect(OneTimeCode.step(of: code, key, now: now, after: 0) == (isTaken ? step : nil))
        #expect(OneTimeCode.step(of: code, key, now: now, after: step) == nil, "it was used")
    }
}

@Suite struct `A second step` {
    struct Guarded {
        let clock = MovableClock(Timestamp(milliseconds: 1_800_000_000_000))
        let journal = MemoryJournal()
        let accounts: Accounts
        let signIn: SignIn
        var key: [UInt8] = []
        var recovery: [String] = []

        init() async throws {
            accounts = Accounts(journal: journal, clock: clock, cost: .least, sealing: .turning)
            signIn = SignIn(accounts)
            _ = try await accounts.create(
                "anna", name: "Anna", role: .viewer, language: .dutch, password: Desk.password, by: .person("test"))
            let shown = try await accounts.startFactor(of: "anna")
            key = try #require(Base32.decode(shown.groups.filter { $0 != " " }))
            recovery = try await accounts.confirmFactor(of: "anna", code: code())
            clock.advance(seconds: 30)
        }

        func code(_ away: Int64 = 0) -> String { OneTimeCode.code(key, step: OneTimeCode.step(at: clock.now()) + away) }

        /// Name and password are right: what is asked next.
        func half(_ desk: SignIn? = nil) async throws -> String {
            let outcome = try await (desk ?? signIn).signIn("anna", password: Desk.password, address: "10.0.0.1")
            guard case .codeNeeded(let half) = outcome else { throw AccountProblem.noFactor }
            return half
        }

        func enter(_ code: String, _ half: String, _ desk: SignIn? = nil) async throws -> String? {
            guard case .signedIn(let token, _) = try await (desk ?? signIn).signIn(half: half, code: code, address: "10.0.0.1") else {
                return nil
            }
            return token
        }

        func acts() async throws -> [String] {
            try await journal.history(subject: "account/anna", bridge: nil, after: 0, limit: 100).map(\.entry.act)
        }
    }

    @Test func `asks nothing before the telephone showed that it makes the codes`() async throws {
        let desk = Desk()
        let accounts = Accounts(journal: desk.journal, clock: desk.clock, cost: .least, sealing: .turning)
        try await desk.anna()
        let shown = try await accounts.startFactor(of: "anna")
        #expect(
            shown.groups.split(separator: " ").allSatisfy { $0.count == 4 }
                && shown.link.hasPrefix("otpauth://totp/LedgerBridge:anna?secret="))
        #expect(try await accounts.pendingFactor(of: "anna") == shown)
        await #expect(throws: AccountProblem.wrongCode) { _ = try await accounts.confirmFactor(of: "anna", code: "000000x") }
        #expect(try await desk.enter() != nil)
    }

    @Test func `lets in with the password and then a code, in whichever process`() async throws {
        let desk = try await Guarded()
        let half = try await desk.half()
        #expect(try await desk.signIn.session(half) == nil, "half a sign-in opens nothing")
        #expect(try await desk.signIn.sessions().isEmpty)
        let other = SignIn(Accounts(journal: desk.journal, clock: desk.clock, cost: .least, sealing: .turning))
        let token = try #require(try await desk.enter(" \(desk.code().prefix(3)) \(desk.code().suffix(3))", half, other))
        #expect(try await desk.signIn.session(token)?.account.id == "anna")
        #expect(try await desk.signIn.signIn(half: half, code: desk.code(1), address: "10.0.0.1") == nil, "half a sign-in is used once")
        #expect(try await desk.acts().suffix(2) == ["second_factor_set", "signed_in"])
    }

    @Test func `takes each code once, also when two send it at the same moment`() async throws {
        let desk = try await Guarded()
        let (code, halves) = (desk.code(), [try await desk.half(), try await desk.half()])
        let inside = try await withThrowingTaskGroup(of: Bool.self) { group in
            for half in halves { group.addTask { try await desk.enter(code, half) != nil } }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(inside == 1)
        #expect(try await desk.enter(desk.code(-1), try await desk.half()) == nil, "nor one before it")
        #expect(try await desk.enter(desk.code(1), try await desk.half()) != nil)
    }

    @Test func `counts wrong codes with wrong passwords, whatever is right in between`() async throws {
        let desk = try await Guarded()
        for _ in 1...4 {
            let half = try await desk.half()
            #expect(try await desk.enter("000000", half) == nil)
        }
        let half = try await desk.half()
        guard case .lockedOut = try await desk.signIn.signIn(half: half, code: "000000", address: "10.0.0.1") else {
            Issue.record("the fifth locks")
            return
        }
        #expect(try await desk.enter(desk.code(), half) == nil, "also for the right one")
        #expect(try await desk.signIn.locked(["anna"]).keys.contains("anna"))
    }

    @Test func `runs out when the code does not come`() async throws {
        let desk = try await Guarded()
        let half = try await desk.half()
        desk.clock.advance(seconds: SignIn.halfSeconds)
        #expect(try await desk.enter(desk.code(), half) == nil)
    }

    @Test func `opens once with each recovery code, and leaves no code or key in the journal`() async throws {
        let desk = try await Guarded()
        #expect(Set(desk.recovery).count == Accounts.recoveryCodes)
        let first = desk.recovery[0]
        #expect(try await desk.enter(first.uppercased().replacing("-", with: " "), try await desk.half()) != nil)
        #expect(try await desk.enter(first, try await desk.half()) == nil)
        let kept = try #require(try await desk.journal.account("anna")?.secondFactor)
        #expect(kept.recoveryHashes.count == Accounts.recoveryCodes - 1 && !kept.recoveryHashes.contains(first))
        #expect(kept.sealedKey.hasPrefix("account/anna/second-factor|") && !kept.sealedKey.contains(Base32.encode(desk.key)))
        #expect(try await desk.acts().contains("recovery_code_used"))
    }

    @Test func `is taken off by an administrator, who is named`() async throws {
        let desk = try await Guarded()
        _ = try await desk.accounts.removeFactor(of: "anna", by: .person("bram"))
        guard case .signedIn = try await desk.signIn.signIn("anna", password: Desk.password, address: "10.0.0.1") else {
            Issue.record("the password is enough")
            return
        }
        let last = try await desk.journal.history(subject: "account/anna", bridge: nil, after: 0, limit: 100)
            .last { $0.entry.act == "second_factor_removed" }
        #expect(last?.entry.who == .person("bram"))
        await #expect(throws: AccountProblem.noFactor) { _ = try await desk.accounts.removeFactor(of: "anna", by: .person("bram")) }
    }

    @Test func `is not offered where keys cannot be sealed`() async throws {
        let desk = Desk()
        try await desk.anna()
        #expect(!desk.accounts.canAskCodes)
        await #expect(throws: AccountProblem.noSealing) { _ = try await desk.accounts.startFactor(of: "anna") }
    }
}

@Suite struct `Several processes` {
    @Test func `lock a name together, and so does one that is started again`() async throws {
        let desk = Desk()
        try await desk.anna()
        for guess in 1...5 {
            let process = SignIn(desk.accounts)
            _ = try await process.signIn("anna", password: "guess \(guess)", address: "10.0.0.\(guess)")
        }
        #expect(try await desk.enter() == nil)
        #expect(try await SignIn(desk.accounts).locked(["anna", "bram"]).keys.sorted() == ["anna"])
        try await SignIn(desk.accounts).unlock("anna", seen: 1, by: .person("bram"))
        #expect(try await desk.enter() != nil)
    }

    @Test func `keep nothing that was typed where the name belongs`() async throws {
        let desk = Desk()
        _ = try await desk.enter("mijn geheime wachtwoord")
        #expect(try await desk.journal.failures(["name/mijn geheime wachtwoord"]).isEmpty)
        #expect(try await desk.journal.failures(["name/\(SHA256.hash("mijn geheime wachtwoord".utf8).hex.prefix(32))"]).count == 1)
    }

    @Test func `open each other's links, of which the newest counts, once`() async throws {
        let desk = Desk()
        try await desk.anna()
        let older = try await Invitations(desk.accounts).renew("anna", by: .person("bram"))
        let link = try await Invitations(desk.accounts).renew("anna", by: .person("bram"))
        let other = Invitations(desk.accounts)
        #expect(try await other.opens(older) == nil)
        #expect(try await other.opens(link)?.id == "anna")
        #expect(try await desk.journal.account("anna")?.passwordLink?.hash.contains(link.key) == false)
        _ = try await other.accept(link, password: "een nieuw lang wachtwoord")
        #expect(try await Invitations(desk.accounts).opens(link) == nil)
    }
}

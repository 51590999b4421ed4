import BridgeAccess
import BridgeDomain
import BridgeHash
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Synchronization
import Testing

/// What stands behind a token, and what becomes of it when that goes.
@Suite struct `A token opens no more than who made it, and ends when they do` {
    private let desk = Desk()
    private var tokens: DoorTokens { DoorTokens(journal: desk.journal, clock: desk.clock) }

    private func make(
        _ name: String, _ role: Role? = .administrator, scopes: Set<TokenScope> = [], by who: Who
    ) async throws -> (record: TokenRecord, text: String) {
        try await tokens.create(name: name, scopes: scopes, role: role, bridges: [], expiresAt: nil, by: who)
    }

    /// A token of anna's, one that it made, and one that this one made; and one of somebody else.
    private func family() async throws -> (line: [(record: TokenRecord, text: String)], other: (record: TokenRecord, text: String)) {
        var line = [try await make("first", by: .person("anna"))]
        for name in ["second", "third"] { line.append(try await make(name, by: DoorTokens.who(line[line.count - 1].record))) }
        return (line, try await make("other", by: .person("bert")))
    }

    private func isOpen(_ text: String) async throws -> Bool {
        if case .token = try await tokens.admit("Bearer \(text)") { true } else { false }
    }

    private func details(_ token: TokenRecord) async throws -> [String] {
        try await desk.journal.history(subject: "token/\(token.id)", bridge: nil, after: 0, limit: 10).filter { $0.entry.act == "revoked" }
            .map { "\($0.entry.who) \($0.entry.detail)" }
    }

    @Test func `with a token all end that it made, at once, each with its line of history`() async throws {
        let (line, other) = try await family()
        let commits = Mutex<[JournalUnit]>([])
        let watched = InterposedJournal(desk.journal) { unit throws(JournalError) in
            commits.withLock { $0.append(unit) }
            return unit
        }
        _ = try await DoorTokens(journal: watched, clock: desk.clock).revoke(line[0].record.id, by: .person("carla"))
        #expect(commits.withLock { $0.count } == 1, "all of them or none")
        for token in line {
            #expect(try await !isOpen(token.text))
            #expect(try await desk.journal.token(token.record.id)?.revokedAt != nil)
        }
        #expect(try await isOpen(other.text))
        #expect(try await details(line[0].record) == ["person:carla first"])
        #expect(try await details(line[2].record) == ["person:carla third: ended with token/\(line[0].record.id)"])
    }

    @Test func `with one in the middle end those below it`() async throws {
        let (line, _) = try await family()
        _ = try await tokens.revoke(line[1].record.id, by: .person("carla"))
        #expect(try await isOpen(line[0].text))
        #expect(try await !isOpen(line[2].text))
    }

    @Test(arguments: [nil, Role.controller, .viewer])
    func `with a person's account, or rights that are taken away, end the tokens that person made`(role: Role?) async throws {
        try await desk.anna(.administrator)
        try await desk.anna(.administrator, id: "bert")
        let (line, other) = try await family()
        if let role {
            _ = try await desk.accounts.setRole(of: "anna", to: role, by: .person("bert"))
        } else {
            _ = try await desk.accounts.close("anna", by: .person("bert"))
        }
        for token in line {
            #expect(try await desk.journal.token(token.record.id)?.revokedAt != nil)
            #expect(try await details(token.record) == ["person:bert \(token.record.name): ended with account/anna"])
        }
        #expect(try await isOpen(other.text))
    }

    @Test func `more rights, or the same, end nothing`() async throws {
        try await desk.anna(.controller)
        try await desk.anna(.administrator, id: "bert")
        let token = try await make("job", .controller, by: .person("anna"))
        for role in [Role.controller, .administrator] { _ = try await desk.accounts.setRole(of: "anna", to: role, by: .person("bert")) }
        #expect(try await isOpen(token.text))
    }

    /// Whatever way it came about: a token that was being made while its maker's ended stands on no list.
    @Test func `a token whose maker is gone opens nothing`() async throws {
        let first = try await make("first", by: .person("anna"))
        _ = try await tokens.revoke(first.record.id, by: .person("carla"))
        let late = try await make("late", by: DoorTokens.who(first.record))
        let admission = try await tokens.admit("Bearer \(late.text)")
        guard case .refused(.standing(.makerGone)) = admission else { return #expect(Bool(false), "\(admission)") }
        #expect(try await tokens.standing(of: late.record) == .makerGone, "and no list says otherwise")
    }

    @Test(arguments: Role.allCases)
    func `it may what its maker may now, not when it was made`(role: Role) async throws {
        var anna = try await desk.anna(.administrator)
        let token = try await make("job", .administrator, scopes: [.documentsWrite], by: .person("anna"))
        let child = try await make("child", .controller, by: DoorTokens.who(token.record))
        // As a copy of the journal brings it back, or another program wrote it.
        (anna.role, anna.revision) = (role.rawValue, anna.revision + 1)
        let changed = anna
        try await desk.journal.commit(JournalUnit([.putAccount(changed)]))
        guard case .token(let opened) = try await tokens.admit("Bearer \(token.text)"),
            case .token(let below) = try await tokens.admit("Bearer \(child.text)")
        else { return #expect(Bool(false), "both still open something") }
        for verb in Verb.allCases where Rights.row(verb).byTokens && Rights.row(verb).scope == nil {
            #expect(opened.may(verb) == Rights.allow(verb, role), "\(verb)")
            #expect(below.may(verb) == (Rights.allow(verb, role) && Rights.allow(verb, .controller)), "\(verb)")
        }
        #expect(opened.may(.pushDocuments) == (role == .administrator), "scopes are given by who decides who comes in")
    }

    @Test func `who was at the machine, without an account, bounds nothing, also not when somebody gets that name later`() async throws {
        let token = try await make("job", by: .person("anna"))
        desk.clock.advance(seconds: 1)
        try await desk.anna(.viewer)
        guard case .token(let opened) = try await tokens.admit("Bearer \(token.text)") else { return #expect(Bool(false)) }
        #expect(opened.may(.manageAccounts))
        #expect(try await tokens.mayMake(.person("root")))
        #expect(try await !tokens.mayMake(.person("anna")))
    }

    @Test func `is ended as it was looked at, or not`() async throws {
        let token = try await make("job", by: .person("anna"))
        await #expect(throws: JournalError.self) { try await tokens.revoke(token.record.id, seen: 7, by: .person("carla")) }
        #expect(try await isOpen(token.text))
    }

    @Test func `of two administrators who take each other's rights at once one stays`() async throws {
        try await desk.anna(.administrator)
        try await desk.anna(.administrator, id: "bert")
        let isFirst = Mutex(true)
        let (accounts, plain) = (desk.accounts, desk.journal)
        let watched = InterposedJournal(plain) { unit throws(JournalError) in
            let first = isFirst.withLock { first in
                defer { first = false }
                return first
            }
            if first { _ = try? await accounts.setRole(of: "anna", to: .viewer, by: .person("bert")) }
            return unit
        }
        let other = Accounts(journal: watched, clock: desk.clock, cost: .least)
        await #expect(throws: AccountProblem.lastAdministrator) { try await other.setRole(of: "bert", to: .viewer, by: .person("anna")) }
        #expect(try await plain.account("anna")?.role == "viewer")
        #expect(try await plain.account("bert")?.role == "administrator")
    }
}

import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalTesting
import BridgeMapping
import BridgeSource
import BridgeTesting
import ExactSimulator
import Testing

@testable import BridgeRuntime

/// A town whose bridge is driven turn by turn, so that a story decides when time passes.
struct QuietBridge {
    static let division = 3_456_789

    let town: Town
    let installation: Installation
    let working: WorkingBridge
    let lane: Lane

    init(_ town: Town, bridge: String = "", rules: MappingRules? = nil) async throws {
        self.town = town
        installation = try town.installation(town.configuration(bridge: bridge))
        if let rules { try await town.connect(installation, rules: rules) } else { try await town.connect(installation) }
        working = try await installation.bridge(installation.configuration.bridges[0])
        lane = Lane(parts: working.parts, orders: working.translator, owner: "story", leaseSeconds: 86_400 * 40)
    }

    /// Turns until nothing moves any more; the clock goes a second ahead with each idle one.
    @discardableResult
    func settle(turns: Int = 40) async throws -> Lane.Turn {
        for stream in SourceStream.allCases { await lane.nudge(stream) }
        var turn = try await lane.turn()
        var idle = 0
        for _ in 1..<turns where idle < 3 {
            town.clock.advance(seconds: 3)
            turn = try await lane.turn()
            idle = turn.didWork ? 0 : idle + 1
        }
        return turn
    }

    func pass(hours: Int64) { town.clock.advance(seconds: hours * 3_600) }

    func postings() async throws -> [PostingRecord] {
        try await town.journal.list(PostingFilter(bridge: working.parts.policy.bridge), before: nil, limit: 1_000)
    }

    var setup: SetupRecord? {
        get async throws { try await SetupRecord.kept(of: working.parts.policy.bridge, in: town.journal) }
    }
}

@Suite(.timeLimit(.minutes(2)), .serialized) struct `The set-up of the books` {
    @Test func `is checked before the first posting, and found good in the exporter's division`() async throws {
        let town = try await Town()
        let bridge = try await QuietBridge(town)
        await town.approve(0..<1)
        try await bridge.settle()
        #expect(try await bridge.setup?.all.filter(\.isBlocking) == [])
        #expect(await town.booked().count == 1)
        await town.close()
    }

    @Test func `a daybook's right that is missing lets nothing go, says so, and goes on when it is given`() async throws {
        let town = try await Town()
        await town.books.setRight(to: "purchaseentry/PurchaseEntries", false)
        let bridge = try await QuietBridge(town)
        await town.approve(0..<1)
        let turn = try await bridge.settle()
        #expect(turn.trouble?.english.contains("may not use purchaseentry/PurchaseEntries") == true, "\(turn)")
        #expect(turn.trouble?.dutch.contains("mag purchaseentry/PurchaseEntries niet gebruiken") == true)
        #expect(await town.booked() == [])
        await town.books.setRight(to: "purchaseentry/PurchaseEntries", true)
        bridge.pass(hours: 2)
        try await bridge.settle()
        #expect(await town.booked().count == 1)
        #expect(try await bridge.setup?.all.filter(\.isBlocking) == [])
        await town.close()
    }

    @Test func `a bridge that counts in another currency, or under another law, books nothing`() async throws {
        for (line, word) in [("currency: USD", "USD"), ("country: BE", "law of NL")] {
            let town = try await Town()
            let bridge = try await QuietBridge(town, bridge: line)
            await town.approve(0..<1)
            let turn = try await bridge.settle()
            #expect(turn.trouble?.english.contains(word) == true, "\(line): \(String(describing: turn.trouble))")
            #expect(await town.booked() == [])
            await town.close()
        }
    }

    @Test func `a ledger account that was blocked parks what needs it before it is sent, and lets it go when it is lifted`() async throws {
        let town = try await Town()
        let bridge = try await QuietBridge(town)
        await town.approve(0..<1)
        try await bridge.settle()
        #expect(await town.booked().count == 1)
        let used = try #require(try await bridge.usedRevenueAccount())
        try await town.books.setLedgerAccount(used, isBlocked: true, in: QuietBridge.division)
        // A day later, with nothing to send: the lists are read, and it is said.
        bridge.pass(hours: 25)
        let calls = await town.books.calls("POST salesentry/SalesEntries")
        let turn = try await bridge.settle()
        let told = turn.trouble?.english ?? ""
        let found = try await bridge.setup?.all.map(\.english) ?? []
        #expect(told.contains("account \(used)") && told.contains("is blocked"), "\(told) | \(found)")
        await town.approve(0..<12)
        try await bridge.settle()
        let parked = try await bridge.postings().filter { $0.problems.contains { $0.code == .targetCodeBlocked } }
        #expect(!parked.isEmpty && parked.allSatisfy { $0.state == .parked && $0.attempts == 0 }, "\(parked.map(\.state))")
        let others = await town.books.calls("POST salesentry/SalesEntries") - calls
        #expect(others + parked.count == 11, "what does not need it is booked, what needs it was never sent")
        try await town.books.setLedgerAccount(used, isBlocked: false, in: QuietBridge.division)
        bridge.pass(hours: 25)
        try await bridge.settle()
        #expect(await town.booked().count == 12)
        await town.close()
    }
}

extension `The set-up of the books` {
    /// What the accountant makes of the VAT code, and a word of the sentence that says so.
    static let changes: [(percentage: ExactDecimal?, type: String?, word: String)] = [
        (ExactDecimal("0.12"), nil, "the books take 12"), (nil, "N", "is for no VAT in the books"),
    ]

    @Test(arguments: changes)
    func `a VAT code that does something else than the rules mean parks what needs it before it is sent, and says so`(
        percentage: ExactDecimal?, type: String?, word: String
    ) async throws {
        let town = try await Town()
        let bridge = try await QuietBridge(town)
        await town.approve(0..<4)
        try await bridge.settle()
        let first = await town.booked().count
        let (code, before) = try #require(try await bridge.usedVATCode())
        try await town.books.setVATCode(code, percentage: percentage, type: type, in: QuietBridge.division)
        // A day later the lists are read, with nothing to send.
        bridge.pass(hours: 25)
        let told = try await bridge.settle().trouble?.english ?? ""
        #expect(told.contains("VAT code \(code)") && told.contains(word), "\(told)")
        let calls = await town.books.calls("POST salesentry/SalesEntries")
        await town.approve(0..<12)
        try await bridge.settle()
        let parked = try await bridge.postings().filter { $0.problems.contains { $0.code == .targetVATDiffers } }
        #expect(!parked.isEmpty && parked.allSatisfy { $0.state == .parked && $0.attempts == 0 }, "\(parked.map(\.state))")
        #expect(await town.books.calls("POST salesentry/SalesEntries") - calls + parked.count == 12 - first)
        // Put right in the books, they go on by themselves.
        try await town.books.setVATCode(code, percentage: before, type: "E", in: QuietBridge.division)
        bridge.pass(hours: 25)
        try await bridge.settle()
        #expect(await town.booked().count == 12)
        await town.close()
    }
}

extension QuietBridge {
    /// A VAT code with a rate that the first booked invoice used, and that rate as the books have it.
    fileprivate func usedVATCode() async throws -> (String, ExactDecimal)? {
        guard let master = try await working.parts.keptMasterData() else { return nil }
        for posting in try await postings() where posting.state == .booked {
            let entry = try await town.journal.entry(posting.document, version: posting.documentVersion, bridge: posting.bridge)
            for line in entry?.entry.lines ?? [] where line.role == .vat && !line.amount.isZero {
                guard let code = line.vatCode?.text, let known = master.vatCodes.first(where: { $0.code == code }), known.type == "E",
                    let rate = known.more["Percentage"].flatMap({ ExactDecimal($0) })
                else { continue }
                return (code, rate)
            }
        }
        return nil
    }

    /// An account that the first booked invoice's lines went to, other than the debtors' and the VAT's.
    fileprivate func usedRevenueAccount() async throws -> String? {
        guard let posting = try await postings().first(where: { $0.state == .booked }) else { return nil }
        let entry = try await town.journal.entry(posting.document, version: posting.documentVersion, bridge: posting.bridge)
        return entry?.entry.lines.first { $0.role == .amount }?.account.text
    }
}

@Suite(.timeLimit(.minutes(2)), .serialized) struct `A person's consent` {
    @Test func `says who gave it, to whom, when, for which divisions and until when; using it makes it last`() async throws {
        let town = try await Town()
        let bridge = try await QuietBridge(town)
        let consent = try #require(bridge.working.connection.consent)
        let standing = try #require(try await consent.standing())
        #expect(standing.user == "Femke de Jong (f.dejong@bloemenexport.example)" && standing.givenTo == "anna")
        #expect(standing.administrations == ["3456789"] && standing.at == Timestamp(Town.date, milliseconds: 9 * 3_600_000))
        #expect(standing.until == standing.at?.adding(seconds: 30 * 86_400))
        #expect(!standing.isEnding(at: standing.until.adding(seconds: -8 * 86_400)))
        #expect(standing.isEnding(at: standing.until.adding(seconds: -7 * 86_400)))
        bridge.pass(hours: 24)
        try await bridge.settle()
        let later = try #require(try await consent.standing())
        #expect(later.until > standing.until.adding(seconds: 86_000) && later.user == standing.user && later.at == standing.at)
        await town.close()
    }

    @Test(arguments: [
        ("secret", "client secret", "client-secret"), ("user", "no longer active", "niet meer actief"),
        ("division", "lost the right to division 3456789", "geen recht meer op administratie 3456789"),
        ("idle", "not used for 30 days", "30 dagen niet is gebruikt"), ("revoked", "no longer holds", "geldt niet meer"),
    ])
    func `that is lost is told in a sentence with its remedy, in both languages`(cause: String, en: String, nl: String) async throws {
        let town = try await Town()
        let bridge = try await QuietBridge(town)
        try await bridge.settle()
        switch cause {
        case "secret": await town.books.changeSecret(of: "6f1c0000-1111-2222-3333-444455556666", to: "another")
        case "user": await town.books.setUser(isActive: false)
        case "division": await town.books.setRight(to: 3_456_789, false)
        case "idle": bridge.pass(hours: 24 * 31)
        default: await town.books.revokeConsents()
        }
        bridge.pass(hours: 25)
        let turn = try await bridge.settle(turns: 4)
        #expect(turn.trouble?.english.contains(en) == true, "\(String(describing: turn.trouble))")
        #expect(turn.trouble?.dutch.contains(nl) == true, "\(String(describing: turn.trouble))")
        await town.close()
    }

    @Test func `is shared by divisions with the same word, and renewed once for all of them by one process`() async throws {
        let town = try await Town {
            var other = ExactSandbox.Division.bloemenexport
            other.code = 3_456_790
            $0.divisions.append(other)
        }
        let second = """
            consent: head-office
              second:
                type: exact
                url: \(town.booksOrigin)
                division: 3456790
                client_id: 6f1c0000-1111-2222-3333-444455556666
                client_secret: env:CLIENT
                redirect: http://127.0.0.1:8080/exact/callback
                consent: head-office
            """
        let configuration = try town.configuration(targets: second)
        let processes = try ["one", "two"].map { try town.installation(configuration, owner: $0) }
        var connections: [TargetConnection] = []
        for process in processes {
            for target in configuration.targets { connections.append(try await process.connect(target)) }
        }
        #expect(connections.count == 4)
        try await town.give(try #require(connections[0].consent))
        for connection in connections {
            #expect(try await connection.consent?.standing()?.administrations == ["3456789", "3456790"])
        }
        let renewals = await town.books.calls("POST oauth2/token")
        town.clock.advance(seconds: 3_600)
        try await withThrowingTaskGroup(of: String.self) { group in
            for connection in connections { group.addTask { try await connection.connector.masterData(known: nil).administrationName } }
            for try await name in group { #expect(!name.isEmpty) }
        }
        #expect(await town.books.calls("POST oauth2/token") == renewals + 1)
        await town.close()
    }

    @Test func `given anew keeps the state of every document and offers nothing again`() async throws {
        let town = try await Town()
        let bridge = try await QuietBridge(town)
        await town.approve(0..<6)
        try await bridge.settle()
        #expect(await town.booked().count == 6)
        await town.books.revokeConsents()
        bridge.pass(hours: 1)
        await town.approve(6..<9)
        try await bridge.settle(turns: 6)
        let before = try await bridge.postings()
        #expect(before.count { $0.state == .booked } == 6 && before.count == 9)
        let sent = await town.books.calls("POST salesentry/SalesEntries")
        try await town.give(try #require(bridge.working.connection.consent))
        #expect(try await bridge.postings() == before)
        await bridge.lane.wake()
        try await bridge.settle()
        #expect(await town.booked().count == 9)
        #expect(await town.books.calls("POST salesentry/SalesEntries") == sent + 3)
        let after = try await bridge.postings().filter { one in before.contains { $0.document == one.document && $0.state == .booked } }
        #expect(after.allSatisfy { $0.state == .booked && $0.attempts == 1 })
        await town.close()
    }
}

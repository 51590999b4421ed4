import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import BridgeJSON
import BridgeMapping
import BridgeScenarios
import BridgeSource
import BridgeTesting
import ExactSimulator
import FreshPortalSimulator
import Testing

@testable import BridgeRuntime

/// Purchases, ledger postings and files on their whole way: FreshPortal's sandbox, real connections, the bridge, Exact Online's sandbox.
@Suite(.timeLimit(.minutes(4)), .serialized) struct `Purchases, ledger postings and files on their whole way` {
    private static let division = 3_456_789

    // MARK: Purchases

    @Test func `grower, auction, acquisition, import, reverse charge and returns arrive as the table has them`() async throws {
        let town = try await Town()
        let installation = try town.installation(town.configuration())
        try await town.connect(installation, rules: Self.rules)
        let scenarios = Scenario.purchases.filter { $0.document.key.kind != .ledgerPosting && $0.id != "P09" }
        for (place, scenario) in scenarios.enumerated() {
            var document = scenario.document
            // The number of whom the VAT is shifted to stands on the invoice (reference dutch-finance §3).
            if document.vatTreatment == .reverseCharge { document.vatNumberUsed = "NL004495445B01" }
            if let party = scenario.party { await town.trade.put(supplier: TradeScript.json(party, id: 9_000 + place)) }
            await town.trade.approve(TradeScript.json(document, id: 900_000 + place))
        }
        try await town.work(installation)
        let postings = try await town.journal.list(PostingFilter(bridge: "export"), before: nil, limit: 100)
        #expect(postings.count == scenarios.count)
        for posting in postings {
            #expect(posting.state == .booked, "\(posting.document) \(posting.hold as Any) \(posting.problems)")
            guard case .agrees = posting.readBack else {
                Issue.record("\(posting.document) \(posting.readBack)")
                continue
            }
        }
        var rows: [PostingRow] = []
        for entry in await town.books.entries(in: Self.division) {
            let id = String((entry.yourReference ?? "").dropFirst())
            for line in entry.lines where !line.amountOwn.isZero {
                let cents = line.amountOwn.scaled(to: 2) ?? 0
                let row = PostingRow(
                    id: id, daybook: "PURCHASE", account: line.ledgerAccount, debit: max(0, cents), credit: max(0, -cents))
                PostingTable.add(row, to: &rows)
            }
        }
        let ids = Set(scenarios.map(\.id))
        #expect(rows.sorted() == PostingTable.expected.filter { ids.contains($0.id) }.sorted())
        #expect(await town.books.inconsistencies(in: Self.division) == [])
        await town.close()
    }

    // MARK: What was said

    @Test func `each invoice keeps what went to Exact Online over the line and what came back, and no token`() async throws {
        let town = try await Town()
        let installation = try town.installation(town.configuration())
        try await town.connect(installation, rules: Self.rules)
        await town.trade.put(customer: TradeScript.json(Cast.florist, id: 9_100))
        await town.trade.approve(TradeScript.json(Scenario.named("S01").document, id: 900_100))
        try await town.work(installation)
        let posting = try #require(try await town.journal.list(PostingFilter(bridge: "export"), before: nil, limit: 1).first)
        #expect(posting.state == .booked)
        let attempt = try #require(try await town.journal.attempts(posting.document.description, bridge: "export").first)
        let calls = try await town.journal.calls(attempt.name, bridge: "export")
        let post = try #require(calls.first)
        #expect(calls.count == 1 && post.name.hasPrefix("POST /api/v1/3456789/") && post.status == 201 && post.failure == nil)
        let sent = try JSON(parsing: post.sent.text)
        #expect(sent["YourRef"]?.string == posting.reference?.text, "\(post.sent.text)")
        #expect(post.answer?.text.contains(try #require(posting.targetID).text) == true, "the books' own answer")
        let party = try #require(posting.party)
        let made = try #require(try await town.journal.attempts(party.description, bridge: "export").first)
        let creation = try #require(try await town.journal.calls(made.name, bridge: "export").first)
        #expect(creation.name.hasSuffix("/crm/Accounts") && creation.sent.text.contains("Name"))
        let all = (calls + [creation]).map { $0.name + $0.sent.text + ($0.answer?.text ?? "") }.joined()
        for word in ["Bearer", "access_token", "refresh_token", "sandbox-secret"] { #expect(!all.contains(word), "\(word)") }
        await town.close()
    }

    // MARK: Ledger postings

    @Test func `ledger postings keep lines, parties, VAT, cost centre and unit, and period`() async throws {
        let town = try await Town()
        let installation = try town.installation(town.configuration())
        try await town.connect(installation, rules: Self.rules)
        // Invoices first: by them the parties come into the books.
        await town.trade.put(customer: TradeScript.json(Cast.florist, id: 9_100))
        await town.trade.put(supplier: TradeScript.json(Cast.grower, id: 9_101))
        await town.trade.approve(TradeScript.json(Scenario.named("S01").document, id: 900_100))
        await town.trade.approve(TradeScript.json(Scenario.named("P01").document, id: 900_101))
        try await town.work(installation)
        await town.trade.approve(
            TradeScript.journal(
                "1", id: 910_001, daybook: "BANK", period: "2026-10",
                [
                    ("1300", "218.00", "0.00", ["party_kind": "customer", "party_code": "50001"]),
                    ("8000", "0.00", "120.00", ["vat_code": "1", "cost_centre": "AAL", "cost_unit": "CUT"]),
                    ("8000", "0.00", "80.00", ["vat_code": "1"]), ("1510", "0.00", "18.00", ["vat_code": "1", "vat_base": "200.00"]),
                ]))
        await town.trade.approve(
            TradeScript.journal(
                "2", id: 910_002, daybook: "GENERAL",
                [
                    ("1600", "45.78", "0.00", ["party_kind": "supplier", "party_code": "60001"]),
                    ("1300", "0.00", "45.78", ["party_kind": "customer", "party_code": "50001"]),
                ]))
        await town.trade.approve(
            TradeScript.journal("3", id: 910_003, daybook: "GENERAL", [("4990", "1.00", "0.00", [:]), ("1290", "0.00", "2.00", [:])]))
        try await town.work(installation)
        let filter = PostingFilter(bridge: "export", kinds: [.ledgerPosting])
        let states = try await town.journal.list(filter, before: nil, limit: 100)
        let byNumber = Dictionary(states.map { ($0.document.number.text, $0) }) { first, _ in first }
        for number in ["1", "2"] {
            guard case .agrees? = byNumber[number]?.readBack else {
                Issue.record("\(number) \(byNumber[number] as Any)")
                continue
            }
        }
        #expect(byNumber["3"]?.state == .parked, "debit and credit differ: never sent")
        let entries = await town.books.entries(in: Self.division).filter { $0.type == 90 }
        #expect(entries.count == 2)
        let first = try #require(entries.first { $0.journal == "91" })
        #expect(first.period == Period(year: 2026, number: 10))
        let lines = first.lines.map {
            "\($0.ledgerAccount) \($0.vatCode ?? "-") \($0.amountOwn) \($0.costCentre ?? "-") \($0.costUnit ?? "-")"
        }
        #expect(
            lines.sorted() == ["1300 - 218 - -", "1510 1 -10.8 - -", "1510 1 -7.2 - -", "8000 1 -120 AAL CUT", "8000 1 -80 - -"])
        await town.close()
    }

    // MARK: Files

    @Test func `each invoice has its PDF once, whatever is lost on the way`() async throws {
        let town = try await Town()
        let installation = try town.installation(town.configuration(bridge: "attach_files: true"))
        try await town.connect(installation, rules: Self.rules)
        await town.trade.put(supplier: TradeScript.json(Cast.grower, id: 9_000))
        await town.trade.approve(TradeScript.json(Scenario.named("P01").document, id: 900_001))
        await town.trade.put(customer: TradeScript.json(Cast.florist, id: 9_001))
        for (place, id) in ["S01", "S02", "S03"].enumerated() {
            await town.trade.approve(TradeScript.json(Scenario.named(id).document, id: 900_010 + place))
        }
        await town.books.plan([
            ExactSandbox.Fault(.loseAnswer, method: .post, pathContains: "documents/Documents"),
            ExactSandbox.Fault(.loseAnswer, method: .post, pathContains: "DocumentAttachments"),
            ExactSandbox.Fault(.loseRequest, method: .put, pathContains: "SalesEntries"),
        ])
        await town.trade.inject(SandboxFaultRule(.dropAfter, pathContains: "/pdf"))
        try await town.work(installation, hours: 3)
        let documents = await town.books.documents(in: Self.division)
        #expect(documents.map(\.files).sorted { $0.description < $1.description } == [["P01.pdf"], ["S01.pdf"], ["S02.pdf"], ["S03.pdf"]])
        #expect(documents.allSatisfy { $0.isLinked })
        for document in documents {
            let file = await town.books.file(document.files[0], of: document.id, in: Self.division)
            #expect(file.map { String(decoding: $0.prefix(5), as: UTF8.self) } == "%PDF-")
        }
        #expect(try await town.journal.attachmentTotals("export") == AttachmentTotals(waiting: 0, oldestWaiting: nil, refused: 0))
        #expect(try await town.journal.verify { _ in }.faults == [])
        await town.close()
    }

    @Test func `without losses a file costs what is told, and off it costs nothing`() async throws {
        for isOn in [false, true] {
            let town = try await Town()
            let installation = try town.installation(town.configuration(bridge: "attach_files: \(isOn)"))
            try await town.connect(installation, rules: Self.rules)
            await town.trade.put(customer: TradeScript.json(Cast.florist, id: 9_001))
            for (place, id) in ["S01", "S02"].enumerated() {
                await town.trade.approve(TradeScript.json(Scenario.named(id).document, id: 900_010 + place))
            }
            try await town.work(installation)
            let counts = await town.books.callCounts.filter { $0.key.contains("ocument") || $0.key.contains("PUT") }
            #expect(counts.values.reduce(0, +) == (isOn ? 6 : 0), "\(counts)")
            let asked = await town.trade.calls().filter { $0.key.hasSuffix("/pdf") }.values.reduce(0, +)
            #expect(asked == (isOn ? 2 : 0))
            await town.close()
        }
    }

    @Test func `where FreshPortal has no PDF nothing happens`() async throws {
        let town = try await Town()
        let installation = try town.installation(town.configuration(bridge: "attach_files: true"))
        try await town.connect(installation, rules: Self.rules)
        await town.trade.put(customer: TradeScript.json(Cast.florist, id: 9_001))
        await town.trade.approve(TradeScript.json(Scenario.named("S01").document, id: 900_010))
        await town.trade.inject(SandboxFaultRule(.status(204, retryAfter: nil), pathContains: "/pdf"))
        try await town.work(installation)
        #expect(await town.books.documents(in: Self.division).isEmpty)
        #expect(await town.books.entries(in: Self.division).count == 1)
        let totals = try await town.journal.attachmentTotals("export")
        #expect(totals.waiting == 0 && totals.refused == 0)
        await town.close()
    }

    // MARK: Rules

    /// The scenarios' rules in the codes of the sandbox division; a daybook decides the collective account there.
    static let rules: MappingRules = {
        let sale = RuleCondition.documentKind(.salesInvoice, .creditNote)
        let purchase = RuleCondition.documentKind(.purchaseInvoice, .purchaseCreditNote)
        var rules = ScenarioRules.rules(
            vatCodes: [
                "V9": "1", "V21": "2", "V0V": "5", "V0E": "6", "V0I": "7", "V0S": "8", "VOSS-DE7": "D7", "VNO": "0", "I9": "11",
                "I21": "12",
                "I2A": "22", "I4A": "41", "I4B": "42",
            ], daybooks: ["SALES": "70", "PURCHASE": "60", "BANK": "91", "GENERAL": "90"])
        rules.daybooks.rules += [
            Rule("sales-eu", when: [sale, .countryGroup(.eu)], "72"), Rule("sales-outside-eu", when: [sale, .countryGroup(.nonEU)], "71"),
            Rule("purchases-foreign", when: [purchase, .currency(.usd)], "61"),
            Rule("purchases-auction", when: [purchase, .customerGroup("AUCTION"), .currency(.eur)], "62"),
        ]
        return rules
    }()
}

extension Town {
    /// Gives consent and saves these rules.
    func connect(_ installation: Installation, rules: MappingRules) async throws {
        let working = try await installation.bridge(installation.configuration.bridges[0])
        try await give(try #require(working.connection.consent))
        _ = try await working.save(rules, yaml: rules.yaml(), by: .person("anna"), comment: "rules of the scenarios")
    }

    /// Turns of the bridge until nothing is due within the hours; the clock goes along.
    func work(_ installation: Installation, hours: Int64 = 2) async throws {
        let working = try await installation.bridge(installation.configuration.bridges[0])
        let lane = Lane(parts: working.parts, orders: working.translator, owner: "test", leaseSeconds: 600)
        let end = clock.now().adding(seconds: hours * 3_600)
        for _ in 0..<2_000 {
            let turn = try await lane.turn()
            guard let next = turn.nextAt, next <= end else { break }
            clock.advance(to: max(next, clock.now().adding(milliseconds: turn.didWork ? 0 : 1_000)))
            if clock.now() > end { break }
        }
        await lane.release()
    }
}

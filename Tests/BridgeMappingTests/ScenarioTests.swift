import BridgeDomain
import BridgeMapping
import BridgeScenarios
import Testing

private let mapper = Mapper(rules: ScenarioRules.rules)
private let today = Scenario.day("2026-11-20")

private func map(_ scenario: Scenario) -> MappingResult {
    mapper.map(scenario.document, party: scenario.party, context: ScenarioRules.context)
}

@Suite("The 61 scenarios of dutch-finance §15")
struct ScenarioTests {
    @Test func `the table has all 61 documents of the reference, each once`() {
        let ids = Scenario.all.map(\.id)
        #expect(ids.count == 61)
        #expect(Set(ids) == Set(PostingTable.expected.map(\.id)))
    }

    @Test(arguments: Scenario.all)
    func `a document comes to the postings of §16, to the cent`(_ scenario: Scenario) throws {
        let result = map(scenario)
        let entry = try #require(result.entry, "\(result.problems.map { $0.message(.english) })")
        #expect(PostingTable.rows(of: entry, scenario.id) == PostingTable.expected.filter { $0.id == scenario.id }.sorted())
        #expect(PostingTable.vatText(of: entry) == scenario.vat)
        #expect(!result.problems.containsError)
    }

    @Test(arguments: Scenario.all)
    func `a document passes validation, and only S28b is flagged`(_ scenario: Scenario) {
        let problems = DocumentValidator().problems(of: scenario.document, today: today)
        #expect(problems.map(\.code) == (scenario.id == "S28b" ? [.vatOutsideTolerance] : []))
    }

    @Test(arguments: [
        ("SALES", 41, 134, 37369_54), ("BANK", 11, 28, 26403_57), ("PURCHASE", 7, 25, 15124_90), ("GENERAL", 2, 5, 154_78),
    ])
    func `control totals per daybook agree`(_ daybook: String, _ documents: Int, _ lines: Int, _ cents: Int64) throws {
        let rows = try Scenario.all.flatMap { PostingTable.rows(of: try #require(map($0).entry), $0.id) }.filter { $0.daybook == daybook }
        #expect(Set(rows.map(\.id)).count == documents)
        #expect(rows.count == lines)
        #expect(rows.map(\.debit).reduce(0, +) == cents)
        #expect(rows.map(\.credit).reduce(0, +) == cents)
    }

    @Test func `closing balances per account agree`() throws {
        var balances: [String: Int64] = [:]
        for scenario in Scenario.all {
            for line in try #require(map(scenario).entry).lines { balances[line.account.text, default: 0] += line.bookAmount.minorUnits }
        }
        #expect(balances.filter { $0.value != 0 } == Self.closingBalances)
        #expect(balances.values.reduce(0, +) == 0)
    }

    /// Reference `dutch-finance` §15, debit positive, in cents.
    private static let closingBalances: [String: Int64] = [
        "1100": 3583_19, "1110": 9818_18, "1290": -56_00, "1300": 5279_84, "1310": 6623_50, "1320": 1157_81, "1400": 30_00,
        "1500": -62_40, "1510": -869_01, "1520": -168_00, "1530": -418_50, "1540": -135_00, "1550": -3_50, "1560": 1362_30,
        "1600": -8349_20, "1610": 3161_10, "1700": -411_00, "4510": 60_00, "4700": 100_00, "4810": 15_00, "4820": 181_82, "4990": 2,
        "7000": 12380_00, "7100": 800_00, "8000": -9591_34, "8010": -290_00, "8020": -159_40, "8030": -49_24, "8035": -5_76,
        "8040": -4_60, "8050": -102_00, "8100": -4050_00, "8110": -1200_00, "8130": -150_00, "8140": -250_00, "8200": -17457_81,
        "8300": -50_00, "8400": -1000_00, "8900": 280_00,
    ]

    @Test(arguments: Scenario.all)
    func `summing lines changes no balance`(_ scenario: Scenario) throws {
        var rules = ScenarioRules.rules
        rules.detail = .summed
        let summed = Mapper(rules: rules).map(scenario.document, party: scenario.party, context: ScenarioRules.context)
        let detailed = try #require(map(scenario).entry)
        let entry = try #require(summed.entry)
        #expect(PostingTable.rows(of: entry, scenario.id) == PostingTable.rows(of: detailed, scenario.id))
        #expect(PostingTable.vatText(of: entry) == PostingTable.vatText(of: detailed))
        #expect(Set(entry.lines.flatMap(\.sourceLines)) == Set(detailed.lines.flatMap(\.sourceLines)))
    }

    @Test func `S19 converts the total first and puts the cent on the last line`() throws {
        let lines = try #require(map(.named("S19")).entry).lines.filter { $0.role == .amount }
        #expect(lines.map(\.bookAmount.amountText) == ["-385.93", "-385.93", "-385.95"])
        #expect(lines.map(\.amount.description) == ["-333.33 GBP", "-333.33 GBP", "-333.34 GBP"])
    }

    @Test func `S24 names its original by the reference the original was posted under`() throws {
        let credit = try #require(map(.named("S24")).entry)
        #expect(credit.originalReferences == [try #require(map(.named("S03")).entry).reference])
    }

    @Test func `S35 has nothing to post, M08 has`() throws {
        #expect(try #require(map(.named("S35")).entry).isZero)
        #expect(try #require(map(.named("M08")).entry).isZero == false)
    }

    @Test func `each line carries the rule that made it`() throws {
        let entry = try #require(map(.named("S04")).entry)
        #expect(
            entry.lines.map { "\($0.account) \($0.rule) \($0.vatRule?.text ?? "-")" } == [
                "1300 debtors-domestic -", "8000 revenue-cutflower-domestic vat-sale-9", "8020 revenue-hardware-domestic vat-sale-21",
                "8030 revenue-charge-9 vat-sale-9", "8035 revenue-charge-21 vat-sale-21", "1510 vat.V9 -", "1500 vat.V21 -",
            ])
    }
}

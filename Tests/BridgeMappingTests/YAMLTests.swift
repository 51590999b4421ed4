import BridgeDomain
import BridgeMapping
import BridgeScenarios
import BridgeYAML
import Foundation
import Testing

@Suite("Rules as files")
struct YAMLTests {
    private func errors(_ text: String) -> [String] {
        do throws(YAMLErrors) {
            _ = try MappingRules(yaml: text)
            return []
        } catch {
            return error.all.map(\.description)
        }
    }

    @Test func `rules come back from their file as they were`() throws {
        var rules = ScenarioRules.rules
        rules.firstDate = Scenario.day("2026-11-01")
        rules.detailByKind = [.creditNote: .summed]
        rules.negativeInvoices = .credit
        rules.remainder = .largest
        rules.accounts.rules[0].note = "first: of \"all\"\n# not a comment"
        rules.accounts.rules[0].output.costCentre = "0012"
        rules.accounts.fallback = AccountChoice("8999", costUnit: "true")
        rules.paymentConditions.rules = [Rule("term", when: [.paymentDays(7, 14)], to: Scenario.day("2027-01-01"), "07")]
        rules.packaging.rules = [Rule("garden", when: [.party("0001"), .product("FC1")], .standard)]
        rules.numbering.debtors = PartyNumbers(.range(strip: "C", digits: 4, from: 1, to: 99999), table: ["C0001": "007"])
        rules.numbering.creditors = PartyNumbers(.prefix("9"))
        #expect(try MappingRules(yaml: rules.yaml()) == rules)
        rules.packaging = RuleTable(.packaging)
        rules.numbering.creditors = PartyNumbers(.tableOnly, table: ["A": "1"])
        rules.numbering.debtors = PartyNumbers(.same)
        #expect(try MappingRules(yaml: rules.yaml()) == rules)
        #expect(try MappingRules(yaml: rules.yaml()).yaml() == rules.yaml())
    }

    @Test func `every mistake is told at once, with place, what and what to do`() {
        let text = """
            name: faulty
            acounts: {}
            accounts:
              rules:
                - name: a
                  when: { line_kind: produkt, rate: nine, colour: red }
                  account: "8000"
                  valid_from: 18-11-2026
                - name: b
                  when: { line_kind: [product, transport] }
            """
        let errors = errors(text)
        #expect(errors.count == 6, "\(errors)")
        #expect(errors[0].hasPrefix("line 2, column 1: ") && errors[0].contains("acounts"))
        #expect(errors[1].hasPrefix("line 6, column 26: ") && errors[1].contains("one or more of product, transport"))
        #expect(errors[2].hasPrefix("line 6, column 41: ") && errors[2].contains("percentage"))
        #expect(errors[3].hasPrefix("line 6, column 47: ") && errors[3].contains("colour"))
        #expect(errors[4].hasPrefix("line 8, column 19: ") && errors[4].contains("2026-11-18"))
        #expect(errors[5].hasPrefix("line 9, column 7: ") && errors[5].contains("account"))
    }

    @Test func `a tie is told at the later of the two rules`() {
        let text = """
            accounts:
              rules:
                - name: by-group
                  when: { product_group: CUTFLOWER }
                  account: "8000"
                - name: by-kind
                  when: { line_kind: product }
                  account: "8010"
            vat_codes:
              rules:
                - name: nine
                  vat_code: V9
            """
        let errors = errors(text)
        #expect(errors.count == 2, "\(errors)")
        #expect(errors[0].hasPrefix("line 6, column 7: Two rules fit the same input equally well: accounts: by-kind, by-group"))
        #expect(errors[1].hasPrefix("line 11, column 7: The VAT code is not defined: vat_codes: nine (V9)"))
    }

    @Test func `a chart comes back from its file, and tells an account that stands twice`() throws {
        let chart = ChartOfAccounts(
            name: "x: y", accounts: [ChartAccount("0800", "Bank, \"EUR\"", rgs: "BLimBanRba"), ChartAccount("1", "9%")])
        #expect(try ChartOfAccounts(yaml: chart.yaml()) == chart)
        #expect(throws: YAMLErrors.self) { try ChartOfAccounts(yaml: "accounts: [{code: '1', name: a}, {code: '1', name: b}]") }
    }
}

@Suite("Samples that ship")
struct SampleTests {
    private static func example(_ name: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent("Examples/\(name)"), encoding: .utf8)
    }

    private static let names = ["mapping-exact-flower-exporter.yaml", "mapping-afas-flower-exporter.yaml"]

    @Test(arguments: names)
    func `a sample is without fault and fits its chart and the service's limits`(name: String) throws {
        let rules = try MappingRules(yaml: Self.example(name))
        let chart = try ChartOfAccounts(yaml: Self.example("chart-nl-flower-trade.yaml"))
        #expect(rules.issues().isEmpty)
        #expect(chart.missing(for: rules).isEmpty)
        #expect(chart.accounts.count == 44)
        #expect(chart.accounts.filter { $0.rgs != nil }.count == 35)
        // References exact-online §7.20 and afas-profit §6.2: at most three characters.
        #expect(rules.vatDefinitions.allSatisfy { (1...3).contains($0.code.text.count) })
        #expect(try MappingRules(yaml: rules.yaml()) == rules)
    }

    private static let samples = Dictionary(
        uniqueKeysWithValues: names.map { name in (name, Result { try MappingRules(yaml: example(name)) }) })

    /// Invoices of §15 under the samples: the same accounts and amounts but for the party's, which follows the daybook or the relation.
    @Test(arguments: Scenario.all.filter { $0.party != nil }, names)
    func `the samples book the scenarios on the accounts of the reference`(_ scenario: Scenario, name: String) throws {
        var rules = try #require(Self.samples[name]).get()
        rules.sourceVATCodes = []
        rules.numbering = PartyNumbering()
        let result = Mapper(rules: rules).map(scenario.document, party: scenario.party, context: ScenarioRules.context)
        let entry = try #require(result.entry, "\(result.problems.map { $0.message(.english) })")
        let own = entry.lines.filter { $0.role != .party }
        var expected: [String: Int64] = [:]
        for row in PostingTable.expected where row.id == scenario.id && !["13", "16"].contains(row.account.prefix(2)) {
            expected[row.account, default: 0] += row.debit - row.credit
        }
        #expect(Dictionary(own.map { ($0.account.text, $0.bookAmount.minorUnits) }) { $0 + $1 } == expected)
        let control = ["70": "1300", "71": "1320", "72": "1310", "60": "1600", "61": "1600", "62": "1610"]
        guard name.contains("exact") else { return }
        #expect(entry.lines.filter { $0.role == .party }.allSatisfy { $0.account.text == control[entry.daybook.text] })
    }
}

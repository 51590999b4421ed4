import BridgeDomain
import BridgeMapping
import BridgeScenarios
import Testing

@Suite("Explaining, covering, previewing")
struct ExplainTests {
    private let mapper = Mapper(rules: ScenarioRules.rules)

    private func explanation(_ document: Document, _ party: Party?, _ rules: MappingRules = ScenarioRules.rules) -> Explanation {
        let mapper = Mapper(rules: rules)
        let result = mapper.map(document, party: party, context: ScenarioRules.context)
        return mapper.explain(result, of: document, party: party, context: ScenarioRules.context)
    }

    @Test func `S04 is explained line by line, in English`() {
        let text = explanation(Scenario.named("S04").document, Cast.florist).text(.english)
        let expected = """
            NL01/sales_invoice/S04
              daybook SALES: rule daybook-sales, because document kind = sales invoice
              nearly: rule daybook-purchases (PURCHASE), but document kind is sales invoice, not purchase credit note or purchase invoice
            Dr 1300 377.76 EUR
                collective account 1300: rule debtors-domestic, because document kind = sales invoice, country group = domestic
                nearly: rule auction-as-debtor (1610), but customer group is empty, not AUCTION
                nearly: rule debtors-eu (1310), but country group is domestic, not EU
                nearly: rule debtors-outside-eu (1320), but country group is domestic, not outside the EU
            """
        #expect(text.hasPrefix(expected), "\(text)")
        #expect(text.contains("Cr 8030 24.24 EUR · V9 · line 3\n    a part of line 3, divided in proportion to the goods"))
        #expect(text.contains("Cr 1500 13.68 EUR · V21\n    the printed VAT of V21 (Domestic sale 21%) on 65.16 EUR"))
    }

    @Test func `the same in Dutch`() {
        let text = explanation(Scenario.named("P06").document, Cast.subcontractor).text(.dutch)
        #expect(text.contains("rekening 7100: regel purchases-services, want documentsoort = inkoopfactuur, regelsoort = dienst"))
        #expect(text.contains("21% over 800,00 EUR, zelf aan te geven: I2A (Shifted to us)"))
    }

    @Test func `what is missing is explained by the rules that nearly fit`() {
        var document = Scenario.named("S02").document
        document.lines[1].productGroup = "DRIED"
        let explanation = explanation(document, Cast.florist)
        let text = explanation.text(.english)
        #expect(explanation.items.map(\.sourceLines) == [[2]])
        #expect(text.contains("account: no rule matches"))
        #expect(text.contains("nearly: rule revenue-plant-domestic (8010), but product group is DRIED, not PLANT"))
        #expect(text.contains("! No ledger account for this line: line 2, product_group"))
    }

    @Test func `a rule of other days is named with its days`() {
        var document = Scenario.named("S01").document
        document.supplyDate = Scenario.day("2018-12-31")
        let text = explanation(document, Cast.florist).text(.english)
        #expect(text.contains("nearly: rule vat-sale-9 (V9), but it holds from 2019-01-01, not on 2018-12-31"))
    }

    @Test func `a rule that matched with fewer keys is named as outranked`() {
        let text = explanation(Scenario.named("P02").document, Cast.auctionAsCreditor).text(.english)
        #expect(text.contains("rule creditors (1600) matched too, but fills fewer keys"))
    }

    @Test func `a default, a ledger-ready line, a difference and a customer's packaging policy say what they are`() {
        var rules = ScenarioRules.rules
        rules.accounts.fallback = AccountChoice("8999")
        var document = Scenario.named("S02").document
        document.lines[1].productGroup = "DRIED"
        #expect(explanation(document, Cast.florist, rules).text(.english).contains("account 8999: the default, since no rule matches"))
        #expect(explanation(Scenario.named("M07").document, nil).text(.english).contains("the source chose the account itself"))
        #expect(
            explanation(Scenario.named("S11").document, Cast.taxedDeposits).text(.english)
                .contains("packaging policy general rate: the party's own policy, because party = GARDEN"))
        rules.tolerances.rounding = Tolerance(minorUnitsMax: 1, account: "4990")
        document.totals.gross += .cents(1)
        #expect(
            explanation(document, Cast.florist, rules).text(.english).contains("a difference inside the tolerance (rounding allowed)"))
    }

    @Test(arguments: Scenario.all)
    func `every line of every scenario has a reason`(_ scenario: Scenario) {
        let explanation = explanation(scenario.document, scenario.party)
        #expect(explanation.items.allSatisfy { !$0.reasons.isEmpty || !$0.remarks.isEmpty })
        #expect(explanation.items.flatMap(\.reasons).allSatisfy { $0.rule != nil })
    }

    @Test func `coverage tells used rules from unused ones and counts defaults`() {
        var coverage = Coverage(ScenarioRules.rules)
        for scenario in Scenario.all { coverage.take(mapper.map(scenario.document, party: scenario.party, context: ScenarioRules.context)) }
        #expect(coverage.documents == 61)
        #expect(coverage.unused.map(\.rule) == ["revenue-transport-export", "purchases-plants", "purchases-hardware"])
        #expect(coverage.defaultsUsed.map(\.rule) == ["packaging.default"])
        #expect(coverage.all.first { $0.rule == "discounts" }?.count == 3)
    }

    @Test func `unmapped values come with the documents and amounts that wait for them`() {
        var summary = UnmappedSummary()
        for id in ["S02", "S33", "S06"] {
            var document = Scenario.named(id).document
            for place in document.lines.indices where document.lines[place].kind == .product {
                document.lines[place].productGroup = document.lines[place].productGroup == "PLANT" ? "DRIED" : "CUTFLOWER"
            }
            summary.take(mapper.map(document, party: Cast.florist, context: ScenarioRules.context))
        }
        #expect(summary.all.count == 1)
        let row = summary.all.first
        #expect(row?.value == "document_kind=sales_invoice, line_kind=product, product_group=DRIED, vat_treatment=domestic")
        #expect(row?.documents == 2)
        #expect(row?.amounts == [.eur: .cents(290_00)])
        #expect(row?.examples.map(\.number) == ["S02", "S06"])
    }

    @Test func `lines that wait for one rule are one cause, whatever else they differ in`() {
        var document = Scenario.named("S04").document
        for place in document.lines.indices where document.lines[place].vatRate == 21 { document.lines[place].vatRate = 19 }
        document.vatSummary[1].rate = 19
        var second = document.lines[1]
        second.kind = .packagingSale
        document.lines.append(second)
        let result = mapper.map(document, party: Cast.florist, context: ScenarioRules.context)
        let waiting = result.unmapped.filter { $0.table == .vatCodes }
        #expect(waiting.map(\.value) == ["document_kind=sales_invoice, vat_treatment=domestic, rate=19"])
        #expect(result.problems.filter { $0.code == .vatUnmapped }.count == 1)
    }

    @Test func `preview sums what would be booked and groups what would fail by cause`() {
        var preview = Preview()
        for scenario in Scenario.all {
            preview.take(mapper.map(scenario.document, party: scenario.party, context: ScenarioRules.context))
        }
        var dried = Scenario.named("S02").document
        dried.lines[1].productGroup = "DRIED"
        preview.take(mapper.map(dried, party: Cast.florist, context: ScenarioRules.context))
        preview.take(mapper.map(Scenario.named("S24").document, party: nil, context: ScenarioRules.context))
        preview.take(
            mapper.map(Scenario.named("S01").document, party: Cast.florist, context: ScenarioRules.context),
            others: [Problem(.periodClosed, at: Place("invoice_date"), found: "2026-11")])
        #expect(preview.documents == 64)
        #expect(preview.bookable == 60)
        #expect(preview.nothingToPost == 1)
        #expect(preview.stopped == 3)
        #expect(preview.causes.map(\.code) == [.accountUnmapped, .partyUnknown, .periodClosed].sorted { $0.rawValue < $1.rawValue })
        #expect(preview.causes.first { $0.code == .partyUnknown }?.amounts == [.eur: .cents(-344_37)])
        let purchases = preview.booked.first { $0.daybook == "PURCHASE" && $0.currency == .eur }
        #expect(purchases?.documents == 6)
        #expect(purchases?.gross == .cents(2180_00 + 5672_60 + 1500_00 + 800_00 - 130_80 - 120_00))
        #expect(purchases?.vat == .cents(180_00 + 462_60 - 10_80))
    }
}

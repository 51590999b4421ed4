import BridgeDomain
import BridgeMapping
import BridgeScenarios
import Testing

@Suite("VAT in the books")
struct VATTests {
    private func map(_ document: Document, _ party: Party, rules: MappingRules = ScenarioRules.rules, context: MappingContext? = nil)
        -> MappingResult
    {
        Mapper(rules: rules).map(document, party: party, context: context ?? ScenarioRules.context)
    }

    private func text(_ entry: Entry?) -> [String] { entry?.lines.map { "\($0.account) \($0.bookAmount.amountText)" } ?? [] }

    /// The rules after a change of flowers to 21% on 1 January 2028.
    private var changed: MappingRules {
        var rules = ScenarioRules.rules
        for place in rules.vatCodes.rules.indices where rules.vatCodes.rules[place].id == "vat-sale-9" {
            rules.vatCodes.rules[place].validTo = Scenario.day("2027-12-31")
        }
        return rules
    }

    /// The rules with a VAT code of its own for plants.
    private static var twoCodesForNine: MappingRules {
        var rules = ScenarioRules.rules
        rules.vatCodes.rules.append(
            Rule(
                "vat-sale-9-plants", when: [.documentKind(.salesInvoice), .vatTreatment(.domestic), .rate(9), .productGroup("PLANT")], "V9P"
            ))
        rules.vatDefinitions.append(VATDefinition("V9P", "Plants 9%", .due, rates: [DatedRate(9)], due: "1511"))
        return rules
    }

    @Test func `the rate follows the day of supply, not the invoice date`() {
        var document = Scenario.named("S01").document
        document.invoiceDate = Scenario.day("2028-01-03")
        document.supplyDate = Scenario.day("2027-12-31")
        #expect(map(document, Cast.florist, rules: changed).entry != nil)
        document.supplyDate = Scenario.day("2028-01-01")
        let late = map(document, Cast.florist, rules: changed)
        #expect(late.entry == nil)
        #expect(late.problems.map(\.code) == [.vatRateNotValid])
    }

    @Test func `a credit note of 2028 keeps the rate of its supply of 2027`() {
        var credit = Scenario.named("S25").document
        credit.invoiceDate = Scenario.day("2028-02-01")
        credit.supplyDate = Scenario.day("2028-02-01")
        #expect(map(credit, Cast.florist, rules: changed).entry == nil)
        var context = ScenarioRules.context
        context.originalSupplyDate = Scenario.day("2027-12-20")
        #expect(map(credit, Cast.florist, rules: changed, context: context).entry != nil)
    }

    @Test func `a self-assessed rate follows the day of supply`() throws {
        var rules = ScenarioRules.rules
        let place = try #require(rules.vatDefinitions.firstIndex { $0.code == "I4B" })
        rules.vatDefinitions[place].rates = [
            DatedRate(9, to: Scenario.day("2027-12-31")), DatedRate(21, from: Scenario.day("2028-01-01")),
        ]
        var document = Scenario.named("P04").document
        document.supplyDate = Scenario.day("2028-01-02")
        document.invoiceDate = Scenario.day("2028-01-02")
        let entry = try #require(map(document, Cast.belgianGrower, rules: rules).entry)
        #expect(text(entry) == ["1600 -1500.00", "7000 1500.00", "1560 315.00", "1540 -315.00"])
    }

    @Test func `P05 shows the customs value as the base, in both currencies`() throws {
        let entry = try #require(map(Scenario.named("P05").document, Cast.kenyanGrower).entry)
        let vat = entry.lines.filter { $0.role == .vat }
        #expect(vat.map { $0.vatBookBase?.description } == ["4650.00 EUR", "4650.00 EUR"])
        #expect(vat.map { $0.vatBase?.description } == ["5022.00 USD", "5022.00 USD"])
        #expect(vat.map(\.amount.description) == ["451.98 USD", "-451.98 USD"])
    }

    @Test func `a customs value is divided over the goods it covers and leaves other lines alone`() throws {
        var document = Scenario.named("P05").document
        document.currency = .eur
        document.exchangeRate = 1
        document.lines[0].net = .cents(3000_00)
        var second = document.lines[0]
        second.number = 2
        second.net = .cents(1000_00)
        second.vatTreatment = .reverseCharge
        second.kind = .service
        document.lines.append(second)
        document.vatSummary[0].base = .cents(4000_00)
        document.vatSummary[0].vat = .cents(0)
        document.totals = DocumentTotals(net: .cents(4000_00), vat: .cents(0), gross: .cents(4000_00))
        let entry = try #require(map(document, Cast.kenyanGrower).entry)
        #expect(
            text(entry) == [
                "1600 -4000.00", "7000 3000.00", "7100 1000.00", "1560 418.50", "1530 -418.50", "1560 210.00", "1520 -210.00",
            ])
    }

    @Test func `a printed division of a charge wins over the formula and is told when it is far off`() throws {
        // The charge of 30.00 was taxed at 21% whole.
        var document = Scenario.named("S04").document
        document.vatSummary[0].base = .cents(250_00)
        document.vatSummary[0].vat = .cents(22_50)
        document.vatSummary[1].base = .cents(89_40)
        document.vatSummary[1].vat = .cents(18_77)
        document.totals = DocumentTotals(net: .cents(339_40), vat: .cents(41_27), gross: .cents(380_67))
        let result = map(document, Cast.florist)
        #expect(
            text(result.entry) == ["1300 380.67", "8000 -250.00", "8020 -59.40", "8035 -30.00", "1510 -22.50", "1500 -18.77"])
        #expect(Set(result.problems.map(\.code)) == [.vatBaseMismatch])
        #expect(!result.problems.containsError)
    }

    @Test func `a printed division that rounds the other way moves one cent and says nothing`() throws {
        var document = Scenario.named("S04").document
        document.vatSummary[0].base = .cents(274_25)
        document.vatSummary[1].base = .cents(65_15)
        let result = map(document, Cast.florist)
        #expect(text(result.entry).contains("8030 -24.25") && text(result.entry).contains("8035 -5.75"))
        #expect(result.problems.isEmpty)
    }

    @Test func `several charges are divided each for itself`() throws {
        var document = Scenario.named("S04").document
        var second = document.lines[2]
        second.number = 4
        second.kind = .surcharge
        second.net = .cents(10_00)
        document.lines.append(second)
        document.vatSummary[0].base = .cents(282_32)
        document.vatSummary[0].vat = .cents(25_41)
        document.vatSummary[1].base = .cents(67_08)
        document.vatSummary[1].vat = .cents(14_09)
        document.totals = DocumentTotals(net: .cents(349_40), vat: .cents(39_50), gross: .cents(388_90))
        let entry = try #require(map(document, Cast.florist).entry)
        let charges = entry.lines.filter { $0.sourceLines == [3] || $0.sourceLines == [4] }.map { "\($0.account) \($0.amount.amountText)" }
        #expect(charges == ["8030 -24.24", "8035 -5.76", "8030 -8.08", "8035 -1.92"])
    }

    @Test func `one source code over two of ours shares the printed VAT in proportion`() throws {
        let entry = try #require(map(Scenario.named("S02").document, Cast.florist, rules: Self.twoCodesForNine).entry)
        #expect(text(entry) == ["1300 555.90", "8000 -420.00", "8010 -90.00", "1510 -37.80", "1511 -8.10"])
    }

    @Test func `cents of VAT printed where there is none are booked as a difference, more stops the document`() {
        var document = Scenario.named("S17").document
        document.vatSummary[0].vat = .cents(2)
        document.totals = DocumentTotals(net: .cents(6300_00), vat: .cents(2), gross: .cents(6300_02))
        #expect(text(map(document, Cast.british).entry) == ["1320 6300.02", "8200 -6300.00", "4990 -0.02"])
        document.vatSummary[0].vat = .cents(3)
        document.totals = DocumentTotals(net: .cents(6300_00), vat: .cents(3), gross: .cents(6300_03))
        let refused = map(document, Cast.british)
        #expect(refused.entry == nil)
        #expect(refused.problems.map(\.code) == [.vatOutsideTolerance])
    }

    @Test func `a rounding difference inside the tolerance is booked, outside it the document is refused`() {
        var rules = ScenarioRules.rules
        var document = Scenario.named("S01").document
        document.totals.gross = .cents(152_61)
        #expect(map(document, Cast.florist, rules: rules).problems.map(\.code) == [.grossMismatch])
        rules.tolerances.rounding = Tolerance(minorUnitsMax: 1, account: "4990")
        #expect(text(map(document, Cast.florist, rules: rules).entry) == ["1300 152.61", "8000 -140.00", "1510 -12.60", "4990 -0.01"])
        let validated = DocumentValidator().problems(of: document, today: Scenario.day("2026-11-20"))
        #expect(validated.containsError)
        #expect(!rules.settling(validated, of: document).containsError)
        document.totals.gross = .cents(152_62)
        #expect(rules.settling(validated, of: document).containsError)
    }

    @Test(arguments: [RemainderPlace.last, .largest])
    func `the cents of conversion go where the setting says`(_ place: RemainderPlace) throws {
        var rules = ScenarioRules.rules
        rules.remainder = place
        var document = Scenario.named("S19").document
        document.lines.swapAt(0, 2)
        let lines = try #require(map(document, Cast.british, rules: rules).entry).lines.filter { $0.role == .amount }
        let expected = place == .last ? ["-385.94", "-385.93", "-385.94"] : ["-385.95", "-385.93", "-385.93"]
        #expect(lines.map(\.bookAmount.amountText) == expected)
    }

    @Test func `the books may be kept in the document's currency, but not in a third one`() throws {
        var context = ScenarioRules.context
        context.bookCurrency = .gbp
        let own = map(Scenario.named("S19").document, Cast.british, context: context)
        #expect(try #require(own.entry).lines.map(\.bookAmount) == own.entry?.lines.map(\.amount))
        #expect(map(Scenario.named("S20").document, Cast.florist, context: context).problems.map(\.code).contains(.exchangeRateMissing))
    }

    @Test(arguments: [
        ("FC566", PartyCode("FLORIST"), String?.none, "OUTSIDE"), ("FC566", "GARDEN", nil, "STANDARD"),
        ("FC999", "FLORIST", nil, "FOLLOW_MAIN"),
        ("FC999", "GARDEN", "STANDARD", "OUTSIDE"), ("FC999", "FLORIST", "STANDARD", "STANDARD"),
    ])
    func `packaging policy: code and customer together, else the customer's own, else code or customer, else the default`(
        _ packaging: String, _ code: PartyCode, _ own: String?, _ policy: String
    ) throws {
        var rules = ScenarioRules.rules
        rules.packaging = RuleTable(
            .packaging,
            [
                Rule("garden", when: [.party("GARDEN")], .standard), Rule("crates", when: [.product("FC999")], .followMain),
                Rule("garden-crates", when: [.party("GARDEN"), .product("FC999")], .outside),
            ], fallback: .outside)
        var party = Cast.florist
        party.key = PartyKey(.debtor, code)
        party.packagingPolicy = own
        var document = Scenario.named("S09").document
        document.party?.key = party.key
        document.lines[1].product = packaging
        let decision = try #require(map(document, party, rules: rules).decisions.last)
        #expect(decision.subject[.packagingPolicy] == policy)
    }

    @Test func `a deposit printed against its policy is told`() {
        var party = Cast.florist
        party.packagingPolicy = "STANDARD"
        let result = map(Scenario.named("S09").document, party)
        #expect(result.problems.contains { $0.code == .packagingPolicyDiffers && $0.expected == "STANDARD: 21%" })
        #expect(map(Scenario.named("S11").document, Cast.taxedDeposits).problems.isEmpty)
    }

    @Test func `amounts that cannot be added up are refused, not trapped on`() {
        var mixed = Scenario.named("S02").document
        mixed.lines[1].net = Scenario.amount("90.00", .usd)
        #expect(map(mixed, Cast.florist).problems.map(\.code) == [.currencyDiffers])
        var huge = Scenario.named("S02").document
        huge.lines[1].net = Money(minorUnits: .max, .eur)
        #expect(map(huge, Cast.florist).problems.map(\.code) == [.amountTooLarge])
    }

    /// 9,000 billion at 10,000 euros each: every line alone stays within 64 bits, two of them do not.
    @Test func `a rate that makes too large amounts of lines is refused, not trapped on`() {
        let huge = Money(minorUnits: 900_000_000_000_000, .usd)
        var document = Scenario.named("S18a").document
        document.exchangeRate = ExactDecimal(significand: 1, decimals: 4)
        let line = document.lines[0]
        document.lines = [huge, huge, -huge, -huge].enumerated().map { place, net in
            var copy = line
            (copy.number, copy.net) = (place + 1, net)
            return copy
        }
        document.vatSummary = []
        document.totals = DocumentTotals(net: .zero(.usd), vat: .zero(.usd), gross: .zero(.usd))
        let result = map(document, Scenario.named("S18a").party ?? Cast.florist)
        #expect(result.entry == nil)
        #expect(result.problems.map(\.code) == [.amountTooLarge])
    }

    @Test func `VAT over lines that nearly cancel is laid somewhere, not trapped on`() {
        var document = Scenario.named("S02").document
        document.lines[0].net = .cents(1_000_000_000_000_000)
        document.lines[1].net = .cents(-999_999_999_999_999)
        document.vatSummary[0].vat = .cents(100_000_000)
        #expect(map(document, Cast.florist, rules: Self.twoCodesForNine).entry == nil)
    }

    @Test func `the same input gives the same result`() {
        for scenario in Scenario.all {
            let first = Mapper(rules: ScenarioRules.rules).map(scenario.document, party: scenario.party, context: ScenarioRules.context)
            let second = Mapper(rules: ScenarioRules.rules).map(scenario.document, party: scenario.party, context: ScenarioRules.context)
            #expect(first == second)
        }
    }
}

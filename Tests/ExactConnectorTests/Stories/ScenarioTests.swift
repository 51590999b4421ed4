import BridgeConnector
import BridgeDomain
import BridgeJSON
import BridgeMapping
import BridgeScenarios
import ExactSimulator
import Testing

@testable import ExactConnector

/// The 61 documents of reference `dutch-finance` §15, mapped, posted and held against the table of §16 in the division's own ledger.
@Suite struct `The 61 scenarios in the books of Exact Online` {
    private static let mapper = Mapper(rules: ExactScenarioRules.rules)

    @Test func `each document arrives as the table has it, cent for cent, VAT codes included`() async throws {
        let office = try await Office.open(use: [.sales, .purchases, .general]) { settings in
            settings.divisions[0].journals.append(ExactScenarioRules.auctionSales)
            // A domestic customer is invoiced in dollars: its daybook must allow that.
            for place in settings.divisions[0].journals.indices where settings.divisions[0].journals[place].code == "70" {
                settings.divisions[0].journals[place].allowsForeignCurrency = true
                settings.divisions[0].journals[place].allowsRate = true
            }
        }
        let master = try await office.connector.masterData(known: nil)
        var relations: [PartyKey: TargetID] = [:]
        for scenario in Scenario.all {
            for party in ([scenario.party] + Array(Cast.debtors.values)).compactMap(\.self) where relations[party.key] == nil {
                let order = PartyOrder(party: party, number: "\(20_000 + relations.count)", paymentCondition: "30")
                relations[party.key] = try await office.connector.create(order).id
            }
            let entry = try Self.entry(of: scenario)
            let order = PostingOrder(entry: entry, relation: entry.party.flatMap { relations[$0] }, lineRelations: relations)
            do { _ = try await office.connector.post(order, with: master) } catch {
                Issue.record("\(scenario.id): \(error) \(error.vendorText ?? "") \(error.problems)")
            }
        }
        try await expectTable(office)
        let booked = try await office.booked(master).entries
        #expect(booked.count == 61)
        for scenario in Scenario.all {
            let entry = try Self.entry(of: scenario)
            let found = booked.filter { $0.reference == entry.reference }
            #expect(found.map(Meaning.of) == [Meaning.of(entry)], "\(scenario.id)")
        }
    }

    @Test func `the VAT of an import is of the customs value, not of the invoice`() async throws {
        let office = try await Office.open(use: [.purchases])
        let master = try await office.connector.masterData(known: nil)
        let entry = try Self.entry(of: .named("P05"))
        let relation = try await office.relation("551")
        let posted = try await office.connector.post(PostingOrder(entry: entry, relation: relation), with: master)
        let lines = try await office.connector.client.rows(
            office.connector.get(
                "purchaseentry/PurchaseEntryLines",
                [
                    ("$filter", "EntryID eq \(ExactFilter.guid(posted.id.text))"),
                    ("$select", "AmountDC,VATAmountDC,VATBaseAmountFC,VATBaseAmountDC"),
                ]))
        let line = try #require(lines.first)
        #expect(lines.count == 1)
        #expect(ExactValue.decimal(line["AmountDC"]) == 4_000)
        #expect(ExactValue.decimal(line["VATBaseAmountFC"]) == 5_022)
        #expect(ExactValue.decimal(line["VATBaseAmountDC"]) == 4_650)
        #expect(ExactValue.decimal(line["VATAmountDC"]) == ExactDecimal("418.50"))
    }

    /// What mapping makes of it. On a collective account the service wants to know whose debt it is: the auction's own line (P03) names it.
    private static func entry(of scenario: Scenario) throws -> Entry {
        var document = scenario.document
        for place in document.ledgerLines.indices where document.ledgerLines[place].account == "1610" {
            document.ledgerLines[place].party = Cast.auctionAsCreditor.key
        }
        let result = mapper.map(document, party: scenario.party, context: ScenarioRules.context)
        return try #require(result.entry, "\(scenario.id): \(result.problems.map { $0.message(.english) })")
    }

    private func expectTable(_ office: Office) async throws {
        let ids = Dictionary(Scenario.all.map { (Self.mapper.reference(of: $0.document.key).text, $0.id) }) { first, _ in first }
        var rows: [BridgeScenarios.PostingRow] = []
        var vat: [String: Set<String>] = [:]
        for entry in await office.sandbox.entries(in: office.settings.division) {
            // A general journal entry carries the reference in its lines' descriptions.
            let own = entry.yourReference ?? entry.lines.first?.description?.split(separator: " ").first.map(String.init) ?? ""
            let id = try #require(ids[own], "\(entry.number) \(own)")
            for line in entry.lines where !line.amountOwn.isZero {
                let cents = line.amountOwn.scaled(to: 2) ?? 0
                let row = BridgeScenarios.PostingRow(
                    id: id, daybook: ExactScenarioRules.name(of: entry.journal), account: line.ledgerAccount, debit: max(0, cents),
                    credit: max(0, -cents))
                PostingTable.add(row, to: &rows)
                if let code = line.vatCode { vat[id, default: []].insert(code) }
            }
        }
        #expect(rows.sorted() == PostingTable.expected.sorted())
        for scenario in Scenario.all where !scenario.vat.isEmpty {
            let codes = scenario.vat.split(separator: "+").compactMap { $0.split(separator: " ").first.map { VATCode(String($0)) } }
            #expect(vat[scenario.id] ?? [] == Set(codes.compactMap { ExactScenarioRules.vatCodes[$0]?.text }), "\(scenario.id)")
        }
        #expect(await office.sandbox.inconsistencies(in: office.settings.division) == [])
    }
}

/// The scenarios' rules in the codes of the sandbox division. A daybook decides the collective account here, so each has one of its own.
enum ExactScenarioRules {
    static let vatCodes: [VATCode: VATCode] = [
        "V9": "1", "V21": "2", "V0V": "5", "V0E": "6", "V0I": "7", "V0S": "8", "VOSS-DE7": "D7", "VNO": "0", "I9": "11", "I21": "12",
        "I2A": "22", "I4A": "41", "I4B": "42",
    ]
    /// A sales daybook on the auction's current account, for its statements (P09).
    static let auctionSales = ExactSandbox.Journal("73", "Auction statements", type: 20, ledgerAccount: "1610")

    private static let daybooks: [DaybookCode: DaybookCode] = ["SALES": "70", "PURCHASE": "60", "BANK": "91", "GENERAL": "90"]
    private static let sale = RuleCondition.documentKind(.salesInvoice, .creditNote)
    private static let purchase = RuleCondition.documentKind(.purchaseInvoice, .purchaseCreditNote)

    static let rules: MappingRules = {
        var rules = ScenarioRules.rules(vatCodes: vatCodes, daybooks: daybooks)
        // The service converts each line by itself: a total in pounds split over three lines (S19) would be a cent off in the books.
        rules.detail = .summed
        rules.daybooks.rules += [
            Rule("sales-eu", when: [sale, .countryGroup(.eu)], "72"), Rule("sales-outside-eu", when: [sale, .countryGroup(.nonEU)], "71"),
            Rule("sales-auction", when: [sale, .customerGroup("AUCTION")], "73"),
            Rule("purchases-foreign", when: [purchase, .currency(.usd)], "61"),
            Rule("purchases-auction", when: [purchase, .customerGroup("AUCTION"), .currency(.eur)], "62"),
        ]
        return rules
    }()

    /// What §16 calls a daybook of the division.
    static func name(of journal: String) -> String {
        switch journal {
        case "70"..."73": "SALES"
        case "60"..."62": "PURCHASE"
        case "91": "BANK"
        default: "GENERAL"
        }
    }
}

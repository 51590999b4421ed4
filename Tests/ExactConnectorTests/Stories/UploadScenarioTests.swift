import BridgeConnector
import BridgeDomain
import BridgeMapping
import BridgeScenarios
import ExactSimulator
import Testing

@testable import ExactConnector

/// The 61 documents of reference `dutch-finance` §15, mapped, posted by XML where that carries them and held against the table of §16 in the books' own
/// ledger.
@Suite struct `The 61 scenarios by XML` {
    private static let vatCodes: [VATCode: VATCode] = [
        "V9": "1", "V21": "2", "V0V": "5", "V0I": "7", "V0E": "6", "V0S": "8", "VOSS-DE7": "D7", "VNO": "0", "I9": "11", "I21": "12",
        "I2A": "22", "I4A": "41", "I4B": "42",
    ]
    private static let mapper = Mapper(
        rules: ScenarioRules.rules(
            vatCodes: vatCodes, daybooks: ["SALES": "SALES", "PURCHASE": "PURCHASE", "BANK": "92", "GENERAL": "91"],
            costCentres: ["4510": "AAL"]))

    /// A daybook for each collective account, since that is what decides it here.
    private static let daybooks: [String: [AccountCode: DaybookCode]] = [
        // An invoice that comes to nothing has no line on a collective account.
        "SALES": ["": "70", "1300": "70", "1310": "72", "1320": "71", "1610": "73"], "PURCHASE": ["1600": "61", "1610": "62"],
    ]

    private static func entry(_ scenario: Scenario) throws -> Entry {
        var document = scenario.document
        // On a collective account the books want to know whose debt it is.
        for place in document.ledgerLines.indices where document.ledgerLines[place].account == "1610" {
            document.ledgerLines[place].party = Cast.auctionAsCreditor.key
        }
        let result = mapper.map(document, party: scenario.party, context: ScenarioRules.context)
        let entry = try #require(result.entry, "\(scenario.id): \(result.problems.map { $0.message(.english) })")
        let account = entry.lines.first { $0.role == .party }?.account ?? ""
        return entry.copy(daybook: daybooks[entry.daybook.text]?[account] ?? entry.daybook, condition: .some(nil))
    }

    private static func open(_ road: ExactRoad) async throws -> Office {
        try await Office.open(use: [.sales, .purchases, .general], road: road) { settings in
            settings.limits.callsPerMinute = 10_000
            var sales = ExactSandbox.Journal("73", "Sales to auctions", type: 20, ledgerAccount: "1610")
            sales.allowsForeignCurrency = true
            var bank = ExactSandbox.Journal("92", "Statements of the bank", type: 90)
            bank.allowsVAT = true
            settings.divisions[0].journals += [sales, bank]
            for place in settings.divisions[0].journals.indices {
                settings.divisions[0].journals[place].allowsForeignCurrency = true
                settings.divisions[0].journals[place].allowsRate = true
            }
            // An entry says its VAT itself: an account's own code would add what nobody meant.
            for place in settings.divisions[0].ledgerAccounts.indices { settings.divisions[0].ledgerAccounts[place].vatCode = nil }
        }
    }

    @Test func `each document arrives as the table has it, cent for cent, VAT codes included`() async throws {
        let office = try await Self.open(.xml)
        let master = try await office.connector.masterData(known: nil)
        var relations: [PartyKey: TargetID] = [:]
        var orders: [PostingOrder] = []
        for scenario in Scenario.all {
            for party in ([scenario.party] + Array(Cast.debtors.values)).compactMap(\.self) where relations[party.key] == nil {
                let order = PartyOrder(party: party, number: "\(30_001 + relations.count)", paymentCondition: "30")
                relations[party.key] = try await office.connector.create(order).id
            }
            let entry = try Self.entry(scenario)
            orders.append(PostingOrder(entry: entry, relation: entry.party.flatMap { relations[$0] }, lineRelations: relations))
        }
        let before = office.meter.seen.taken.count
        let answers = await office.postAll(orders, master)
        for (scenario, answer) in zip(Scenario.all, answers) {
            if case .failure(let error) = answer { Issue.record("\(scenario.id): \(error) \(error.vendorText ?? "") \(error.problems)") }
        }
        let calls = office.meter.seen.taken.dropFirst(before)
        // What goes by REST: foreign currency, an import whose VAT is of the customs value, and what has no line on a collective account.
        #expect(calls.count { $0 == "salesentry/SalesEntries" || $0 == "purchaseentry/PurchaseEntries" } <= 12)
        #expect(calls.contains("docs/XMLUpload.aspx"))
        try await expectTable(office, master)
        let booked = try await office.booked(master).entries
        #expect(booked.count == 61)
        for (scenario, order) in zip(Scenario.all, orders) {
            let found = booked.filter { $0.reference == order.entry.reference }
            #expect(found.map(Meaning.of) == [Meaning.of(order.entry)], "\(scenario.id)")
        }
    }

    private func expectTable(_ office: Office, _ master: MasterData) async throws {
        var carried: Set<String> = []
        for scenario in Scenario.all where ExactTransaction.carries(try Self.entry(scenario), with: master) { carried.insert(scenario.id) }
        #expect(carried.count >= 49)
        var ids: [String: String] = [:]
        for scenario in Scenario.all { ids[try Self.entry(scenario).reference.text] = scenario.id }
        var rows: [BridgeScenarios.PostingRow] = []
        var vat: [String: Set<String>] = [:]
        for entry in await office.sandbox.entries(in: 3_456_789) {
            let reference = entry.yourReference ?? entry.description?.split(separator: " ").first.map(String.init)
            let id = try #require(reference.flatMap { ids[$0] })
            let invoices = Self.daybooks.first { $0.value.values.contains(DaybookCode(entry.journal)) }?.key
            let daybook = invoices ?? (entry.journal == "92" ? "BANK" : "GENERAL")
            for line in entry.lines {
                let cents = line.amountOwn.scaled(to: 2) ?? 0
                if cents == 0 { continue }
                PostingTable.add(
                    BridgeScenarios.PostingRow(
                        id: id, daybook: daybook, account: line.ledgerAccount, debit: max(0, cents), credit: max(0, -cents)),
                    to: &rows)
                if let code = line.vatCode { vat[id, default: []].insert(code) }
            }
        }
        // What goes by REST is held against the table where REST is.
        #expect(rows.filter { carried.contains($0.id) }.sorted() == PostingTable.expected.filter { carried.contains($0.id) }.sorted())
        for scenario in Scenario.all where !scenario.vat.isEmpty {
            let codes = scenario.vat.split(separator: "+").compactMap { $0.split(separator: " ").first.map { VATCode(String($0)) } }
            #expect(vat[scenario.id] ?? [] == Set(codes.compactMap { Self.vatCodes[$0]?.text }), "\(scenario.id)")
        }
    }
}

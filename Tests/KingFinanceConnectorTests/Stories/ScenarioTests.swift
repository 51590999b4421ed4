import BridgeConnector
import BridgeDomain
import BridgeMapping
import BridgeScenarios
import KingSimulator
import Testing

@testable import KingFinanceConnector

/// The 61 documents of reference `dutch-finance` §15, mapped, posted and held against the table of §16 in King's own ledger.
@Suite struct `The 61 scenarios in the books of KING Finance` {
    private static let vatCodes: [VATCode: VATCode] = [
        "V9": "1", "V21": "2", "V0V": "3", "V0I": "5", "V0E": "6", "V0S": "7", "VOSS-DE7": "8", "VNO": "10", "I9": "11", "I21": "12",
        "I2A": "13", "I4A": "14", "I4B": "15",
    ]
    private static let daybooks: [DaybookCode: DaybookCode] = ["SALES": "10", "PURCHASE": "20", "BANK": "50", "GENERAL": "90"]
    private static let mapper = Mapper(rules: ScenarioRules.rules(vatCodes: vatCodes, daybooks: daybooks, costCentres: ["4510": "10"]))
    private static let context = MappingContext(
        mappingVersion: 1, bookCurrency: .eur, ownCountry: .netherlands,
        limits: TextLimits(description: 40, reference: 20, paymentReference: 20, entryLines: 999))

    @Test(arguments: KingFinanceProfile.allCases)
    func `each document arrives as the table has it, cent for cent, VAT codes included`(profile: KingFinanceProfile) async throws {
        let office = try Office(profile)
        let master = try await office.connector.masterData(known: nil)
        var relations: [PartyKey: TargetID] = [:]
        for scenario in Scenario.all {
            for party in ([scenario.party] + Array(Cast.debtors.values)).compactMap(\.self) where relations[party.key] == nil {
                relations[party.key] = try await Self.relation(of: party, relations.count, office)
            }
            let result = Self.mapper.map(Self.document(of: scenario), party: scenario.party, context: Self.context)
            let entry = try #require(result.entry, "\(scenario.id): \(result.problems.map { $0.message(.english) })")
            let order = PostingOrder(entry: entry, relation: entry.party.flatMap { relations[$0] }, lineRelations: relations)
            let failure = await office.failure { _ = try await office.connector.post(order, with: master) }
            #expect(failure == nil, "\(scenario.id): \(failure.map { "\($0) \($0.vendorText ?? "") \($0.problems)" } ?? "")")
        }
        try await expectTable(office)
        let booked = try await office.booked(master).entries
        #expect(booked.count == 61)
        for scenario in Scenario.all {
            let entry = try #require(Self.mapper.map(Self.document(of: scenario), party: scenario.party, context: Self.context).entry)
            let found = booked.filter { $0.reference == entry.reference }
            #expect(found.map(Meaning.of) == [Meaning.of(entry)], "\(scenario.id)")
        }
    }

    /// The document. On an account that collects creditors King books through a creditor only: the auction's own line (P03) names the auction.
    private static func document(of scenario: Scenario) -> Document {
        var document = scenario.document
        for place in document.ledgerLines.indices where document.ledgerLines[place].account == "1610" {
            document.ledgerLines[place].party = Cast.auctionAsCreditor.key
        }
        return document
    }

    /// The debtor or creditor of a party, on the control account the rules give it.
    private static func relation(of party: Party, _ number: Int, _ office: Office) async throws -> TargetID {
        let standing = mapper.standing(of: party, on: Scenario.day("2026-11-18"), context: context)
        let first = party.key.kind == .debtor ? 30_001 : 60_001
        let order = PartyOrder(
            party: party, number: "\(first + number)", paymentCondition: "30", collectiveAccount: standing.collectiveAccount)
        return try await office.connector.create(order).id
    }

    private func expectTable(_ office: Office) async throws {
        let ids = Dictionary(Scenario.all.map { (Self.mapper.reference(of: $0.document.key).text, $0.id) }) { first, _ in first }
        let names = Dictionary(Self.daybooks.map { ($1.text, $0.text) }) { first, _ in first }
        var rows: [PostingRow] = []
        var vat: [String: Set<String>] = [:]
        for entry in await office.sandbox.entries() {
            let id = try #require(entry.lines.lazy.compactMap(\.voucher).first.flatMap { ids[$0] })
            for line in entry.lines where !line.isSplit {
                let (debit, credit) = (line.debit.scaled(to: 2) ?? -1, line.credit.scaled(to: 2) ?? -1)
                let row = PostingRow(id: id, daybook: names[entry.journal] ?? "", account: line.account, debit: debit, credit: credit)
                PostingTable.add(row, to: &rows)
                if let code = line.vatCode { vat[id, default: []].insert(code) }
            }
        }
        #expect(rows.sorted() == PostingTable.expected.sorted())
        for scenario in Scenario.all where !scenario.vat.isEmpty {
            let codes = scenario.vat.split(separator: "+").compactMap { $0.split(separator: " ").first.map { VATCode(String($0)) } }
            #expect(vat[scenario.id] ?? [] == Set(codes.compactMap { Self.vatCodes[$0]?.text }), "\(scenario.id)")
        }
        #expect(await office.sandbox.inconsistencies() == [])
    }
}

import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeExchange
import BridgeMapping
import BridgeScenarios
import BridgeTesting
import KingERPConnector
import KingSimulator
import Testing

/// The 61 documents of reference dutch-finance §15, mapped, written as King's records and held against the table of §16 in King's own books.
@Suite struct `The 61 scenarios in KING ERP` {
    @Test(arguments: KingERPRules.VATPlacement.allCases)
    func `each document arrives in a file as the table has it, cent for cent`(placement: KingERPRules.VATPlacement) async throws {
        let desk = ImportDesk(ScenarioBooks.rules(placement), books: ScenarioBooks.setUp)
        let orders = try Scenario.all.map(ScenarioBooks.order)
        for order in orders { _ = try await desk.connector.post(order, with: .unknown) }
        let written = try await desk.work()
        #expect(written.count == 1)
        for (name, file) in written { #expect(Schema.problems(file) == [], "\(name)") }
        #expect(await desk.sandbox.importReports.map(\.rejected) == [0])
        try await ScenarioBooks.expectTable(desk.sandbox, placement)
        for order in orders {
            guard case .found(let found) = try await desk.connector.fate(of: order.entry.reference, with: .unknown) else {
                Issue.record("\(order.entry.reference) is not booked")
                continue
            }
            #expect(BookedComparison(entry: order.entry, relation: order.relation).problems(try #require(found.first)).isEmpty)
        }
    }
}

/// The scenarios' books in King, and their documents as orders.
enum ScenarioBooks {
    /// King's codes are numbers (reference king §7.1).
    private static let vatCodes: [VATCode: VATCode] = [
        "V9": "1", "V21": "2", "V0V": "3", "V0I": "5", "V0E": "6", "V0S": "7", "VOSS-DE7": "8", "VNO": "0", "I9": "11", "I21": "12",
        "I2A": "13", "I4A": "14", "I4B": "15",
    ]
    private static let daybooks: [DaybookCode: DaybookCode] = ["SALES": "VRK", "PURCHASE": "INK", "BANK": "BNK", "GENERAL": "MEM"]
    private static let mapper = Mapper(rules: ScenarioRules.rules(vatCodes: vatCodes, daybooks: daybooks, costCentres: ["4510": "10"]))
    private static let context = MappingContext(
        mappingVersion: 1, bookCurrency: .eur, ownCountry: .netherlands,
        limits: TextLimits(description: 40, reference: 40, paymentReference: 24, entryLines: 999))

    /// Two scenarios are in pounds and dollars.
    static func rules(_ placement: KingERPRules.VATPlacement) -> KingERPRules {
        var rules = Samples.rules
        rules.vatPlacement = placement
        rules.foreignCurrency = .inBookCurrency
        return rules
    }

    /// Debtors and creditors, numbered as they come, on the collective accounts the rules give them.
    private static let relations: [(party: Party, number: Int, account: String)] = {
        var found: [PartyKey: Party] = [:]
        for party in Scenario.all.compactMap(\.party) + Cast.debtors.values { found[party.key] = party }
        return found.values.sorted { $0.key.description < $1.key.description }.enumerated().map { place, party in
            let standing = mapper.standing(of: party, on: Scenario.day("2026-11-18"), context: context)
            return (party, 501 + place, standing.collectiveAccount?.text ?? "")
        }
    }()

    static func setUp(_ settings: inout KingSandbox.Settings) {
        for (party, number, account) in relations {
            let relation = KingSandbox.Relation(number, "R\(number)", party.name, control: account)
            if party.key.kind == .debtor {
                settings.erpAdministrations[0].debtors.append(relation)
            } else {
                settings.erpAdministrations[0].creditors.append(relation)
            }
        }
    }

    static func order(_ scenario: Scenario) throws -> PostingOrder {
        let result = mapper.map(scenario.document, party: scenario.party, context: context)
        let entry = try #require(result.entry, "\(scenario.id): \(result.problems.map { $0.message(.english) })")
        let linked = Dictionary(
            relations.map { ($0.party.key, ExchangeConnector.relationID($0.party.key.kind, "\($0.number)")) }
        ) { $1 }
        return PostingOrder(entry: entry, relation: entry.party.flatMap { linked[$0] }, lineRelations: linked)
    }

    static func expectTable(_ sandbox: KingSandbox, _ placement: KingERPRules.VATPlacement) async throws {
        let ids = Dictionary(Scenario.all.map { (mapper.reference(of: $0.document.key).text, $0.id) }) { first, _ in first }
        let names = Dictionary(daybooks.map { ($1.text, $0.text) }) { first, _ in first }
        var rows: [PostingRow] = []
        var vat: [String: Set<String>] = [:]
        for entry in await sandbox.entries(in: "BLOEMEN") {
            let id = try #require(entry.lines.lazy.compactMap(\.voucher).first.flatMap { ids[$0] })
            for line in entry.lines {
                let (debit, credit) = (line.debit.scaled(to: 2) ?? -1, line.credit.scaled(to: 2) ?? -1)
                let row = PostingRow(id: id, daybook: names[entry.journal] ?? "", account: line.account, debit: debit, credit: credit)
                PostingTable.add(row, to: &rows)
                if let code = line.vatCode { vat[id, default: []].insert(code) }
            }
        }
        #expect(rows.sorted() == PostingTable.expected.sorted())
        for scenario in Scenario.all where !scenario.vat.isEmpty && placement == .helpAccount {
            let codes = scenario.vat.split(separator: "+").compactMap { $0.split(separator: " ").first.map { VATCode(String($0)) } }
            #expect(vat[scenario.id] ?? [] == Set(codes.compactMap { vatCodes[$0]?.text }), "\(scenario.id)")
        }
        #expect(await sandbox.inconsistencies(in: "BLOEMEN").isEmpty)
    }
}

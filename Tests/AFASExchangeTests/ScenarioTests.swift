import AFASExchange
import AFASSimulator
import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeExchange
import BridgeMapping
import BridgeScenarios
import BridgeTesting
import Testing

/// The 61 documents of reference dutch-finance §15, mapped, delivered through the folder and held against the table of §16 in the importer's
/// own books.
@Suite struct `The 61 scenarios through the folder` {
    private static let vatCodes: [VATCode: VATCode] = [
        "V9": "2", "V21": "1", "V0V": "3", "V0I": "6", "V0E": "7", "V0S": "8", "VOSS-DE7": "D7", "VNO": "0", "I9": "4", "I21": "5",
        "I2A": "9", "I4A": "10", "I4B": "11",
    ]
    private static let daybooks: [DaybookCode: DaybookCode] = ["SALES": "20", "PURCHASE": "10", "BANK": "50", "GENERAL": "80"]
    private static let mapper = Mapper(rules: ScenarioRules.rules(vatCodes: vatCodes, daybooks: daybooks, costCentres: ["4510": "AAL"]))
    private static let context = MappingContext(
        mappingVersion: 1, bookCurrency: .eur, ownCountry: .netherlands,
        limits: TextLimits(description: 255, reference: 12, paymentReference: 32, entryLines: 1_000))

    /// The columns of the reference, and those of foreign currency: two scenarios are in pounds and dollars.
    private static func profile(_ form: AFASFileProfile.Form) -> AFASFileProfile {
        var profile = AFASFileProfile(form)
        profile.daybookOrder = ["10", "20", "50", "80"]
        if form == .lines { profile.columns += [.init("Debet valuta", .debitForeign), .init("Credit valuta", .creditForeign)] }
        return profile
    }

    /// Debtors and creditors as Profit has them, on the collective accounts the rules give them; numbered as they come.
    private static let relations: [(party: Party, number: String, account: String)] = {
        var found: [PartyKey: Party] = [:]
        for party in Scenario.all.compactMap(\.party) + Cast.debtors.values { found[party.key] = party }
        return found.values.sorted { $0.key.description < $1.key.description }.enumerated().map { place, party in
            let standing = mapper.standing(of: party, on: Scenario.day("2026-11-18"), context: context)
            return (party, "\(30_001 + place)", standing.collectiveAccount?.text ?? "")
        }
    }()

    private static func order(_ scenario: Scenario) throws -> PostingOrder {
        let result = mapper.map(scenario.document, party: scenario.party, context: context)
        let entry = try #require(result.entry, "\(scenario.id): \(result.problems.map { $0.message(.english) })")
        let linked = Dictionary(relations.map { ($0.party.key, ExchangeConnector.relationID($0.party.key.kind, $0.number)) }) { $1 }
        return PostingOrder(entry: entry, relation: entry.party.flatMap { linked[$0] }, lineRelations: linked)
    }

    private static func office(_ form: AFASFileProfile.Form) throws -> Office {
        try Office(
            profile: profile(form),
            importing: { importing in
                importing.definitions = form == .xml ? [.xml] : [.entryLines]
                importing.definitions[0].columns += [.init("Debet valuta", .debitForeign), .init("Credit valuta", .creditForeign)]
            },
            environment: { environment in
                for (party, number, account) in relations {
                    let relation = AFASSandbox.Relation(number, party.name, summaryAccount: account)
                    if party.key.kind == .debtor { environment.debtors.append(relation) } else { environment.creditors.append(relation) }
                }
            })
    }

    @Test(arguments: [AFASFileProfile.Form.lines, .xml])
    func `each document arrives as the table has it, cent for cent, VAT codes included`(form: AFASFileProfile.Form) async throws {
        let office = try Self.office(form)
        let connector = office.process().connector
        let orders = try Scenario.all.map(Self.order)
        for order in orders { _ = try await connector.post(order, with: .unknown) }
        _ = try await connector.deliver(runIsOver: true)
        let files = office.place.names().filter { !$0.hasSuffix(".json") }
        #expect(files.count == (form == .xml ? 61 : 4))
        #expect(files.first?.hasPrefix("LB-000001-001-10") ?? false, "purchases first")

        let reports = await office.sandbox.importFiles()
        #expect(reports.map(\.rejectedRows).reduce(0, +) == 0, "\(reports.compactMap(\.error))")
        try await expectTable(office)
        try await expectBooked(orders, connector, office)
    }

    private func expectTable(_ office: Office) async throws {
        let ids = Dictionary(Scenario.all.map { (Self.mapper.reference(of: $0.document.key).text, $0.id) }) { first, _ in first }
        let names = Dictionary(Self.daybooks.map { ($1.text, $0.text) }) { first, _ in first }
        var rows: [PostingRow] = []
        var vat: [String: Set<String>] = [:]
        for entry in await office.sandbox.entries() {
            let id = try #require(entry.lines.lazy.compactMap(\.voucher).first.flatMap { ids[$0] })
            for line in entry.lines {
                let (debit, credit) = (line.debit.scaled(to: 2) ?? -1, line.credit.scaled(to: 2) ?? -1)
                let row = PostingRow(id: id, daybook: names[entry.journal] ?? "", account: line.ledgerAccount, debit: debit, credit: credit)
                PostingTable.add(row, to: &rows)
                if let code = line.vatCode { vat[id, default: []].insert(code) }
            }
        }
        #expect(rows.sorted() == PostingTable.expected.sorted())
        for scenario in Scenario.all where !scenario.vat.isEmpty {
            let codes = scenario.vat.split(separator: "+").compactMap { $0.split(separator: " ").first.map { VATCode(String($0)) } }
            #expect(vat[scenario.id] ?? [] == Set(codes.compactMap { Self.vatCodes[$0]?.text }), "\(scenario.id)")
        }
        #expect(await office.sandbox.inconsistencies().isEmpty)
    }

    /// When Profit has taken everything and nothing came back, each is booked as it was meant.
    private func expectBooked(_ orders: [PostingOrder], _ connector: ExchangeConnector, _ office: Office) async throws {
        office.clock.advance(seconds: 20)
        _ = try await connector.deliver(runIsOver: true)
        office.clock.advance(seconds: office.settings.exchange.answerSeconds)
        #expect(try await connector.deliver(runIsOver: true).settled.count == 61)
        for order in orders {
            guard case .found(let found) = try await connector.fate(of: order.entry.reference, with: .unknown) else {
                Issue.record("\(order.entry.reference) is not booked")
                continue
            }
            #expect(BookedComparison(entry: order.entry, relation: order.relation).problems(try #require(found.first)).isEmpty)
        }
    }
}

import BridgeConnector
import BridgeConnectorTesting
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import KingSimulator
import Testing

@testable import KingFinanceConnector

@Suite struct `KING Finance keeps the promises of every accounting system` {
    @Test(arguments: ConnectorSuite.promises, KingFinanceProfile.allCases)
    func `it keeps its promise`(promise: ConnectorPromise, profile: KingFinanceProfile) async throws {
        try await promise.check(try KingBooks(profile))
    }

    @Test(arguments: Samples.shapes.map(\.name), KingFinanceProfile.allCases)
    func `each shape of entry is booked and read back as it was meant`(name: String, profile: KingFinanceProfile) async throws {
        let office = try Office(profile)
        let shape = try #require(Samples.shapes.first { $0.name == name })
        let master = try await office.connector.masterData(known: nil)
        _ = try await office.connector.post(Samples.order(Samples.sale()), with: master)
        let order = Samples.order(shape, "X26000001")
        let posted = try await office.connector.post(order, with: master)
        let found = try await office.connector.entries(carrying: "X26000001", with: master)
        #expect(found.map(\.id) == [posted.id])
        let comparison = BookedComparison(entry: order.entry, relation: order.relation)
        #expect(found.flatMap { comparison.problems($0) }.map { $0.message(.english) } == [])
        #expect(await office.sandbox.inconsistencies() == [])
    }
}

/// The flower exporter's administration as the suite wants it.
private struct KingBooks: ConnectorHarness {
    let kit: ConnectorKit
    let connector: any AccountingConnector
    private let sandbox: KingSandbox

    init(_ profile: KingFinanceProfile) throws {
        let clock = SuiteClock()
        sandbox = KingSandbox(clock: clock)
        kit = ConnectorKit(sandbox, clock: clock, writes: { KingBooks.isWrite($0) })
        connector = try Office.connector(Office.settings(profile), kit.line, kit.meter, clock)
    }

    private static func isWrite(_ request: HTTPRequest) -> Bool {
        let text = FormCoding.percentDecode(String(decoding: request.body, as: UTF8.self))
        return ["ACTIE=CREATE", "ACTIE=UPDATE", "<Create", "<Update"].contains { text.contains($0) }
    }

    var secrets: [String] { ["demo-partner", "A1B2C"] }
    var kinds: [SampleKind] { SampleKind.allCases }

    func order(_ kind: SampleKind, _ reference: EntryReference) async throws -> PostingOrder {
        let name =
            switch kind {
            case .salesInvoice: "two rates: VAT on the parts, cost centre and unit, a rounding difference"
            case .creditNote: "credit note"
            case .foreignInvoice: "export in dollars, with the cents of conversion on one line"
            case .purchaseInvoice: "acquisition: VAT owed and claimed"
            case .purchaseCreditNote: "purchase credit note"
            case .ledgerPosting: "ledger posting of two lines"
            }
        var shape = try #require(Samples.shapes.first { $0.name == name })
        // The suite's first invoice: what a credit note takes back must be in the books.
        if kind == .creditNote { shape.entry = Samples.credit(reference, of: "F1000") }
        return Samples.order(shape, reference)
    }

    func party(_ number: String, name: String) -> PartyOrder {
        var party = Party(key: PartyKey(.debtor, PartyCode("C\(number)")), sourceID: SourceID(number), name: name, country: "NL")
        party.billingAddress = PostalAddress(street: "Veilingweg", houseNumber: "12a", postcode: "1431 AA", city: "Aalsmeer", country: "NL")
        return PartyOrder(party: party, number: number, paymentCondition: "14", collectiveAccount: "1300")
    }

    func closePeriod() async throws { try await sandbox.close(year: 2026, period: 11, .everybody) }

    func plan(_ trouble: Trouble, write: Bool) async {
        let kind: KingSandbox.Fault.Kind =
            switch trouble {
            case .requestLost: .loseRequest
            case .answerLost: .loseAnswer
            case .answerCut: .truncated(20)
            case .fault: .unavailable
            }
        // Both ways to King name what they do in their body.
        let word = connector.capabilities.system.hasSuffix("soap") ? (write ? "<Create" : "<Get") : (write ? "ACTIE=CREATE" : "ACTIE=GET")
        await sandbox.plan([.init(kind, contains: word)])
    }
}

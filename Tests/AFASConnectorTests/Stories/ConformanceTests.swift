import AFASSimulator
import BridgeConnector
import BridgeConnectorTesting
import BridgeDomain
import BridgeHTTP
import Testing

@testable import AFASConnector

@Suite struct `AFAS Profit keeps the promises of every accounting system` {
    @Test(arguments: ConnectorSuite.promises)
    func `it keeps its promise`(promise: ConnectorPromise) async throws { try await promise.check(try ProfitBooks()) }
}

@Suite struct `AFAS Profit keeps the promises of systems that tell of payments` {
    @Test(arguments: SettlementSuite.promises)
    func `it keeps its promise`(promise: SettlementPromise) async throws { try await promise.check(try ProfitBooks()) }
}

extension ProfitBooks: SettlementHarness {
    private static let debtor = "10044"

    func receive(_ items: [(reference: EntryReference, amount: Money?)], onAccount rest: Money?, on day: CalendarDate) async throws
        -> String
    {
        var allocations: [(invoice: String, amount: ExactDecimal?)] = []
        var total = Money.zero(.eur)
        for item in items {
            let invoice = try await invoice(item.reference)
            let open = try #require(Money(rounding: invoice.balance, .eur))
            let amount = item.amount ?? open
            total += amount
            allocations.append((invoice.invoice, amount.decimal))
        }
        if let rest { total += rest }
        return String(try await sandbox.pay(.init(Self.debtor, allocations, amount: total.decimal, on: day)))
    }

    func takeBack(_ amount: Money, of reference: EntryReference, on day: CalendarDate) async throws {
        try await sandbox.reverse(reference.text, of: Self.debtor, amount: amount.decimal, on: day)
    }

    func setOff(_ credit: EntryReference, against invoice: EntryReference, _ amount: Money, on day: CalendarDate) async throws {
        try await sandbox.setOff(invoice.text, against: credit.text, of: Self.debtor, amount: amount.decimal, on: day)
    }

    func removeMoney(_ booked: String) async throws { try await sandbox.deleteEntry(try #require(Int(booked))) }

    func removeEntry(_ reference: EntryReference) async throws { try await sandbox.deleteEntry(try await invoice(reference).entry) }

    /// The invoice of an entry: short references are its number.
    private func invoice(_ reference: EntryReference) async throws -> AFASSandbox.FinancialInvoice {
        try #require(await sandbox.invoices().first { $0.invoice == reference.text })
    }
}

/// The flower exporter's environment as the suite wants it.
private struct ProfitBooks: ConnectorHarness {
    let kit: ConnectorKit
    let connector: any AccountingConnector
    private let sandbox: AFASSandbox

    init() throws {
        let clock = SuiteClock()
        sandbox = AFASSandbox(clock: clock)
        kit = ConnectorKit(sandbox, clock: clock)
        connector = AFASProfitConnector(
            settings: Office.settings(), token: try #require(AFASToken(AFASSandbox.Token.live.xml)), transport: kit.line, meter: kit.meter,
            clock: clock)
    }

    var secrets: [String] { [AFASSandbox.Token.live.data] }
    var kinds: [SampleKind] { SampleKind.allCases }

    func order(_ kind: SampleKind, _ reference: EntryReference) async throws -> PostingOrder {
        let (name, relation) =
            switch kind {
            case .salesInvoice: ("mixed rates with a printed cent more than the formula, cost centre and unit", Office.florist)
            case .creditNote: ("credit note", Office.florist)
            case .foreignInvoice: ("export in dollars, with the cents of conversion on one line", Office.importer)
            case .purchaseInvoice: ("acquisition: VAT owed and claimed", Office.grower)
            case .purchaseCreditNote: ("purchase credit", Office.grower)
            case .ledgerPosting: ("ledger posting", Office.florist)
            }
        let sample = try #require(Trade.all.first { $0.name == name }).entry
        let entry = Samples.entry(
            sample.document.kind, reference, daybook: sample.daybook, due: sample.dueDate?.description, currency: sample.currency,
            rate: sample.exchangeRate.description, originals: sample.originalReferences, lines: sample.lines)
        return Samples.order(entry, relation)
    }

    func party(_ number: String, name: String) -> PartyOrder {
        var party = Party(key: PartyKey(.debtor, PartyCode("C\(number)")), sourceID: SourceID(number), name: name, country: "NL")
        party.billingAddress = PostalAddress(street: "Veilingweg", houseNumber: "12a", postcode: "1431 AA", city: "Aalsmeer", country: "NL")
        return PartyOrder(party: party, number: number, paymentCondition: "14", collectiveAccount: "1300")
    }

    func closePeriod() async throws { try await sandbox.block(Period(year: 2026, number: 11)) }

    func plan(_ trouble: Trouble, write: Bool) async {
        let kind: AFASSandbox.Fault.Kind =
            switch trouble {
            case .requestLost: .loseRequest
            case .answerLost: .loseAnswer
            case .answerCut: .truncated(20)
            case .fault: .serverError
            }
        await sandbox.plan([.init(kind, method: write ? .post : .get)])
    }
}

import BridgeConnector
import BridgeConnectorTesting
import BridgeDomain
import BridgeHTTP
import ExactSimulator
import Testing

@testable import ExactConnector

@Suite struct `Exact Online keeps the promises of every accounting system` {
    @Test(arguments: ConnectorSuite.promises)
    func `it keeps its promise`(promise: ConnectorPromise) async throws { try await promise.check(try await DivisionBooks()) }
}

@Suite struct `Exact Online keeps the promises of systems that tell of payments` {
    @Test(arguments: SettlementSuite.promises)
    func `it keeps its promise`(promise: SettlementPromise) async throws { try await promise.check(try await DivisionBooks()) }
}

extension DivisionBooks: SettlementHarness {
    private func number(_ reference: EntryReference) async throws -> Int {
        try #require(await sandbox.entries(in: Self.division, yourReference: reference.text).first).number
    }

    func receive(_ items: [(reference: EntryReference, amount: Money?)], onAccount rest: Money?, on day: CalendarDate) async throws
        -> String
    {
        var lines: [ExactSandbox.SettlingLine] = []
        for item in items { lines.append(.item(try await number(item.reference), item.amount?.decimal)) }
        if let rest { lines.append(.onAccount("501", rest.decimal)) }
        return String(try await sandbox.bookStatement(lines, on: day, in: Self.division))
    }

    func takeBack(_ amount: Money, of reference: EntryReference, on day: CalendarDate) async throws {
        try await sandbox.pay(try await number(reference), amount: (-amount).decimal, on: day, in: Self.division)
    }

    func setOff(_ credit: EntryReference, against invoice: EntryReference, _ amount: Money, on day: CalendarDate) async throws {
        let lines: [ExactSandbox.SettlingLine] = [
            .item(try await number(invoice), amount.decimal), .item(try await number(credit), (-amount).decimal),
        ]
        try await sandbox.bookGeneral(lines, on: day, in: Self.division)
    }

    func removeMoney(_ booked: String) async throws { try await sandbox.deleteEntry(try #require(Int(booked)), in: Self.division) }

    func removeEntry(_ reference: EntryReference) async throws {
        try await sandbox.deleteEntry(try await number(reference), in: Self.division)
    }
}

/// The flower exporter's division as the suite wants it.
private struct DivisionBooks: ConnectorHarness {
    let kit: ConnectorKit
    let connector: any AccountingConnector
    private let sandbox: ExactSandbox
    private static let division = 3_456_789

    init() async throws {
        var settings = ExactSandbox.Settings()
        settings.consent = .allDivisions
        let clock = SuiteClock()
        sandbox = ExactSandbox(settings, clock: clock)
        // Signing in does not count (reference exact-online §5.1).
        kit = ConnectorKit(sandbox, clock: clock) { $0.target.hasPrefix("/api/v1") }
        let own = ExactSettings(
            country: .netherlands, originOverride: Wire.origin, division: Self.division, clientID: settings.apps[0].clientID,
            clientSecretReference: "env:EXACT", redirectURI: settings.apps[0].redirectURI, daybookUse: [.sales, .purchases, .general])
        let vault = MemoryVault()
        connector = ExactOnlineConnector(
            settings: own, clientSecret: "sandbox-secret", vault: vault, transport: kit.line, meter: kit.meter, clock: clock)
        let consent = ExactConsent(settings: own, clientSecret: "sandbox-secret", transport: kit.line, clock: clock)
        let link = String(consent.link().dropFirst(Wire.origin.count))
        let page = try await kit.line.send(HTTPRequest(.get, origin: Wire.origin, target: link))
        let query = try #require(page.fields["Location"]?.split(separator: "?", maxSplits: 1).last)
        _ = try await consent.accept(callback: String(query), into: vault)
    }

    var secrets: [String] { ["sandbox-secret"] }
    var kinds: [SampleKind] { SampleKind.allCases }

    func order(_ kind: SampleKind, _ reference: EntryReference) async throws -> PostingOrder {
        let entry = Self.entry(kind, reference)
        let number = kind == .purchaseInvoice || kind == .purchaseCreditNote ? "551" : "501"
        let relation = entry.party == nil ? nil : try #require(try await connector.relation(numbered: number)).id
        return PostingOrder(entry: entry, relation: relation)
    }

    private static func entry(_ kind: SampleKind, _ reference: EntryReference) -> Entry {
        func made(
            _ kind: DocumentKind, _ daybook: DaybookCode, _ lines: [EntryLine], currency: Currency = .eur, rate: String = "1"
        ) -> Entry {
            Samples.entry(
                kind, number: reference.text, daybook: daybook, due: nil, currency: currency, rate: rate, condition: nil,
                reference: reference, payment: nil, lines: lines)
        }
        switch kind {
        case .salesInvoice:
            return made(
                .salesInvoice, "70",
                [
                    Samples.line(.party, "1300", "152.60"), Samples.line(.amount, "8000", "-140.00", "1", costCentre: "AAL"),
                    Samples.line(.vat, "1510", "-12.60", "1"),
                ])
        case .creditNote:
            return made(
                .creditNote, "70",
                [
                    Samples.line(.party, "1300", "-45.78"), Samples.line(.amount, "8000", "42.00", "1"),
                    Samples.line(.vat, "1510", "3.78", "1"),
                ])
        case .foreignInvoice:
            return made(
                .salesInvoice, "71",
                [
                    Samples.line(.party, "1320", "10800.54", currency: Trade.usd, book: "10000.50"),
                    Samples.line(.amount, "8200", "-10000.03", "6", currency: Trade.usd, book: "-9259.29"),
                    Samples.line(.amount, "8230", "-800.51", "6", currency: Trade.usd, book: "-741.21"),
                ], currency: Trade.usd, rate: "1.0800")
        case .purchaseInvoice:
            return made(
                .purchaseInvoice, "60",
                [
                    Samples.line(.party, "1600", "-1500.00"), Samples.line(.amount, "7000", "1500.00", "42"),
                    Samples.line(.vat, "1560", "135.00", "42"), Samples.line(.vat, "1540", "-135.00", "42"),
                ])
        case .purchaseCreditNote:
            return made(
                .purchaseCreditNote, "60",
                [
                    Samples.line(.party, "1600", "130.80"), Samples.line(.amount, "7000", "-120.00", "11"),
                    Samples.line(.vat, "1560", "-10.80", "11"),
                ])
        case .ledgerPosting:
            return made(
                .ledgerPosting, "90",
                [Samples.line(.amount, "1700", "250.00", description: "Fust", costCentre: "AAL"), Samples.line(.amount, "8900", "-250.00")])
        }
    }

    func party(_ number: String, name: String) -> PartyOrder {
        let party = Party(key: PartyKey(.debtor, PartyCode("C\(number)")), sourceID: SourceID(number), name: name, country: "NL")
        return PartyOrder(party: party, number: number, paymentCondition: "14")
    }

    func closePeriod() async throws { try await sandbox.close(Period(year: 2026, number: 11), in: Self.division) }

    func plan(_ trouble: Trouble, write: Bool) async {
        let kind: ExactSandbox.Fault.Kind =
            switch trouble {
            case .requestLost: .loseRequest
            case .answerLost: .loseAnswer
            case .answerCut: .truncated(20)
            case .fault: .serverError
            }
        await sandbox.plan([ExactSandbox.Fault(kind, method: write ? .post : .get, pathContains: "/api/v1")])
    }
}

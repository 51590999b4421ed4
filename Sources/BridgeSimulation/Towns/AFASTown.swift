import AFASConnector
import AFASSimulator
import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeMapping
import BridgeRuntime
import BridgeTesting

/// The exporter's books in AFAS Profit, by its REST connectors.
struct AFASTown: BooksTown {
    let rules: MappingRules
    private let sandbox: AFASSandbox
    private let token: AFASToken

    private static let unit = 1

    /// Books of today, with one month closed. Throws when the sample rules cannot be read.
    init(seed: UInt64, closed: Period, clock: any TimeSource) throws {
        rules = try MappingRules(yaml: MappingSamples.afasFlowerExporter)
        var settings = AFASSandbox.Settings()
        settings.seed = seed
        settings.environments[0].units[0].blockedPeriods.insert(closed)
        sandbox = AFASSandbox(settings, clock: clock)
        guard let token = AFASToken(AFASSandbox.Token.live.xml) else { throw NoToken() }
        self.token = token
    }

    private struct NoToken: Error {}

    var service: any HTTPHandler { sandbox }
    var administration: TargetAdministration { TargetAdministration(String(Self.unit)) }
    // The vendor names no limit; one that is felt.
    var callsPerMinute: Int { 60 }
    var callsPerDay: Int { 5_000 }
    var errorsPerHour: Int { 1_000 }
    var worksLater: Bool { true }

    func counts(_ request: HTTPRequest) -> Bool { true }
    func connect(_ journal: any BridgeJournal, clock: any TimeSource) async throws {}
    func asksForConnection(_ trouble: String) -> Bool { false }

    func connector(of process: ProcessParts) -> any AccountingConnector {
        var settings = AFASSettings(
            environment: .live, participant: "12345", originOverride: "https://afas.test", administration: Self.unit,
            tokenReference: "env:TOKEN", settlingSeconds: process.settles ? AFASSettings.settlingSecondsUsual : 0)
        settings.relations.vatDuties = [.domestic: "1", .eu: "2", .nonEU: "3"]
        return AFASProfitConnector(
            settings: settings, token: token, transport: process.transport, meter: process.meter, clock: process.clock)
    }

    func ledger() async -> [LedgerEntry] { await sandbox.ledger(of: .connector, unit: Self.unit) }

    func inconsistencies() async -> [String] { await sandbox.inconsistencies() }

    func planFaults(_ random: inout SeededGenerator) async {
        let kinds: [AFASSandbox.Fault.Kind] = [
            .throttled, .serverError, .unavailable, .edge, .truncated(40), .loseAnswer, .loseRequest, .locked, .durationExceeded,
            .slowWork(600), .slowWork(1_000),
        ]
        let paths = ["FiEntries", "FiEntries", "KnSalesRelation", ""]
        let faults = kinds.map { kind in
            let path = paths[Int(random.next() % UInt64(paths.count))]
            return AFASSandbox.Fault(kind, pathContains: path, skip: Int(random.next() % 20), times: 1 + Int(random.next() % 2))
        }
        await sandbox.plan(faults)
    }

    func clearFaults() async { await sandbox.clearFaults() }

    var tellsPayments: Bool { true }

    func paymentsArrive(through day: CalendarDate) async -> [PaymentAct] {
        let arrivals: [AFASSandbox.Arrival]
        do { arrivals = try await sandbox.arrivePayments(through: day) } catch { return [PaymentAct(words: "a payment failed: \(error)")] }
        return arrivals.map { arrival in
            PaymentAct(
                words: "\(arrival.kind.rawValue): \(arrival.invoices.joined(separator: ", "))",
                deleted: arrival.kind == .deleted ? "\(Self.unit)/\(arrival.entry)" : nil)
        }
    }

    func openItems() async -> [String: ExactDecimal] {
        Dictionary(await sandbox.invoices().filter { $0.kind == .debtor }.map { ($0.invoice, $0.balance) }) { first, _ in first }
    }

    func moveToDayBefore(_ entry: LedgerEntry) async -> Bool {
        let day = entry.date.adding(days: -1)
        guard let number = Int(entry.number), Period(monthOf: day) == entry.period,
            let lines = await sandbox.entries().first(where: { $0.number == number })?.lines
        else { return false }
        let changes = lines.map { line in
            var change = AFASSandbox.LineChange(line.sequence)
            change.entryDate = day
            return change
        }
        // A change that the service refuses is none.
        return (try? await sandbox.changeEntry(number, changes)) != nil
    }

    func close(_ period: Period) async -> Bool { (try? await sandbox.block(period)) != nil }
    func open(_ period: Period) async -> Bool { (try? await sandbox.block(period, false)) != nil }
}

extension AFASSandbox {
    /// The entries that came that way, as the simulation compares them.
    func ledger(of origin: BookedEntry.Origin, unit: Int) -> [LedgerEntry] {
        entries().filter { $0.origin == origin }.map { entry in
            LedgerEntry(
                id: "\(unit)/\(entry.number)", number: String(entry.number), order: entry.number,
                reference: entry.lines.lazy.compactMap(\.voucher).first ?? "",
                date: entry.lines.first?.entryDate ?? CalendarDate(daysSinceEpoch: 0),
                period: Period(year: entry.year, number: entry.period),
                amounts: LedgerEntry.amounts(entry.lines.map { ($0.ledgerAccount, $0.entryAmount) }))
        }
    }
}

extension AFASSandbox.BookedLine {
    /// In the entry's currency; debit positive.
    fileprivate var entryAmount: ExactDecimal {
        guard currency != nil else { return amount }
        let thousandths = ((debitForeign ?? .zero).scaled(to: 3) ?? 0) - ((creditForeign ?? .zero).scaled(to: 3) ?? 0)
        return ExactDecimal(significand: thousandths, decimals: 3)
    }
}

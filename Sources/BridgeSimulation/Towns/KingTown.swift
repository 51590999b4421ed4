import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeMapping
import BridgeRuntime
import BridgeTesting
import KingFinanceConnector
import KingSimulator

/// The exporter's books in KING Finance; by plain HTTP or by SOAP, as the seed has it.
struct KingTown: BooksTown {
    let rules: MappingRules
    private let sandbox: KingSandbox
    private let keys: KingFinanceKeys
    private let profile: KingFinanceProfile

    private static let name = "bloemenexport"

    /// Books of today, with one month closed. Throws when the sample rules cannot be read.
    init(seed: UInt64, closed: Period, clock: any TimeSource) throws {
        rules = try MappingRules(yaml: MappingSamples.kingFinanceFlowerExporter)
        var settings = KingSandbox.Settings()
        settings.seed = seed
        settings.administrations[0].closedPeriods.insert(closed)
        sandbox = KingSandbox(settings, clock: clock)
        profile = seed.isMultiple(of: 2) ? .http : .soap
        guard let keys = KingFinanceKeys(partnerKey: "demo-partner", environmentCode: "A1B2C") else { throw NoKeys() }
        self.keys = keys
    }

    private struct NoKeys: Error {}

    var service: any HTTPHandler { sandbox }
    var administration: TargetAdministration { TargetAdministration(Self.name) }
    // The vendor names no limit; one that is felt.
    var callsPerMinute: Int { 60 }
    var callsPerDay: Int { 5_000 }
    var errorsPerHour: Int { 1_000 }
    var worksLater: Bool { false }

    func counts(_ request: HTTPRequest) -> Bool { true }
    func connect(_ journal: any BridgeJournal, clock: any TimeSource) async throws {}
    func asksForConnection(_ trouble: String) -> Bool { false }

    func connector(of process: ProcessParts) -> any AccountingConnector {
        var settings = KingFinanceSettings(profile: profile, origin: "https://king.test", administration: Self.name)
        settings.paymentCondition = "30"
        if !process.settles { settings.settlingSeconds = 0 }
        return KingFinanceConnector(
            settings: settings, keys: keys, transport: process.transport, meter: process.meter, clock: process.clock)
    }

    func ledger() async -> [LedgerEntry] {
        await sandbox.entries().filter { $0.origin == .service }.map { entry in
            let lines = entry.lines.filter { !$0.isSplit }
            let first = entry.lines.first
            return LedgerEntry(
                id: "\(entry.year)/\(entry.journal)/\(entry.period)/\(first?.row ?? 0)",
                number: "\(entry.journal)-\(entry.period)-\(first?.row ?? 0)", order: entry.number,
                reference: entry.lines.lazy.compactMap(\.voucher).first ?? "", date: entry.date,
                period: Period(year: entry.year, number: entry.period),
                amounts: LedgerEntry.amounts(lines.map { ($0.account, $0.amountForeign ?? $0.amount) }))
        }
    }

    func inconsistencies() async -> [String] { await sandbox.inconsistencies() }

    func planFaults(_ random: inout SeededGenerator) async {
        // Not among them: words nobody knows, which stop a document until a person has read them.
        let kinds: [KingSandbox.Fault.Kind] = [
            .unavailable, .htmlPage, .truncated(40), .loseAnswer, .loseRequest, .sessionKilled, .emptyPage, .warning,
        ]
        let operations = ["CREATEJOURNAALPOST", "CREATEJOURNAALPOST", "CREATESTAMTABELRECORD", "UPDATESTAMTABELRECORD", ""]
        let faults = kinds.map { kind in
            let operation = operations[Int(random.next() % UInt64(operations.count))]
            return KingSandbox.Fault(
                kind, operation: operation, skip: Int(random.next() % 20), times: 1 + Int(random.next() % 2))
        }
        await sandbox.plan(faults)
    }

    func clearFaults() async { await sandbox.clearFaults() }

    /// King does not let anybody change the day of an entry that is booked.
    func moveToDayBefore(_ entry: LedgerEntry) async -> Bool { false }

    func close(_ period: Period) async -> Bool { await change(period, .everybody) }
    func open(_ period: Period) async -> Bool { await change(period, .open) }

    private func change(_ period: Period, _ closing: KingSandbox.Closing) async -> Bool {
        (try? await sandbox.close(year: period.year, period: period.number, closing)) != nil
    }
}

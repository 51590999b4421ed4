import BridgeConnector
import BridgeDomain
import BridgeExchange
import BridgeHTTP
import BridgeJournal
import BridgeMapping
import BridgeRuntime
import BridgeTesting
import FreshPortalSimulator
import KingERPConnector
import KingSimulator

/// The exporter's books in KING ERP: through files that its job takes out of a folder when it likes, or over its web services, where an entry
/// takes many calls and is in the ledger when its batch is closed.
struct KingERPTown: BooksTown {
    enum Way { case files, webService }

    let rules: MappingRules
    private let way: Way
    private let sandbox: KingSandbox
    private let folder: SimulatedFolder
    private let kingRules: KingERPRules

    private static let administration = "BLOEMEN"
    private static let refused = "afgekeurd"

    /// Books of that day. By the seed: VAT on a line of its own or in help accounts, one file at a time or all at once. Throws when the sample
    /// rules cannot be read.
    init(_ way: Way, seed: UInt64, day: TradingDay, clock: any TimeSource) throws {
        self.way = way
        rules = try MappingRules(yaml: MappingSamples.kingERPFlowerExporter)
        folder = SimulatedFolder(clock: clock, seed: seed)
        var kingRules = KingERPRules(accountWidth: 8, debtorSection: "13", creditorSection: "16")
        kingRules.vatPlacement = seed.isMultiple(of: 2) ? .separateLine : .helpAccount
        kingRules.foreignCurrency = .inBookCurrency
        kingRules.debtorNumbers = 100_000...199_999
        self.kingRules = kingRules
        var settings = KingSandbox.Settings()
        settings.seed = seed
        // A debtor's collective account is set in King: new ones are there, so that it is the rules'.
        settings.knowERP(day, withNew: true)
        settings.importing.interval = nil
        settings.importing.rejectFolder = Self.refused
        sandbox = KingSandbox(settings, clock: clock, folder: way == .files ? KingsFolder(folder: folder) : nil)
    }

    var service: any HTTPHandler { sandbox }
    var administration: TargetAdministration { TargetAdministration(Self.administration) }
    // The vendor names no limit. An entry takes a call for each line and more.
    var callsPerMinute: Int { 600 }
    var callsPerDay: Int { 100_000 }
    var errorsPerHour: Int { 1_000 }
    var worksLater: Bool { true }
    /// The web services too: an entry is decided when its batch is, and its identifier in the ledger is never said.
    var answersByFile: Bool { true }
    var holdsForeignAmounts: Bool { false }

    func counts(_ request: HTTPRequest) -> Bool { true }
    func connect(_ journal: any BridgeJournal, clock: any TimeSource) async throws {}
    func asksForConnection(_ trouble: String) -> Bool { false }

    func connector(of process: ProcessParts) -> any AccountingConnector {
        let codes = MasterData(
            administrationName: "Bloemenexport", currency: .eur, accounts: [], vatCodes: [], daybooks: [], paymentConditions: [],
            costCentres: [], costUnits: [], periods: [], readAt: Timestamp(milliseconds: 0))
        switch way {
        case .files:
            var settings = KingERPFileSettings(name: "king", administration: Self.administration, rules: kingRules, codes: codes)
            settings.exchange.lookSeconds = 5
            // Longer than a list of refused records is under writing.
            settings.exchange.answerSeconds = 2 * Int64(SimulatedFolder.writingSecondsMax)
            settings.exchange.entriesMax = 12
            settings.exchange.waitsForPickUp = kingRules.vatPlacement == .helpAccount
            return settings.connector(
                folder: ProcessFolder(folder: folder, life: process.life, renames: process.canary != .leavesStagedFiles),
                journal: process.journal, clock: process.clock, owner: process.life.name)
        case .webService:
            var settings = KingWebServiceSettings(
                name: "king", origin: "https://king.test", administration: Self.administration, rules: kingRules, codes: codes)
            settings.entriesMax = 5
            return KingWebServiceConnector(
                settings: settings, accessCode: "erp-toegang", transport: process.transport, meter: process.meter,
                journal: process.journal, clock: process.clock, owner: process.life.name)
        }
    }

    func timePasses() async -> Int { way == .files ? await sandbox.importFiles().count : 0 }

    func ledger() async -> [LedgerEntry] {
        await sandbox.entries(in: Self.administration).map { entry in
            LedgerEntry(
                id: String(entry.number), number: String(entry.number), order: entry.number,
                reference: entry.lines.lazy.compactMap(\.voucher).first ?? "", date: entry.date,
                period: Period(year: entry.year, number: entry.period),
                amounts: LedgerEntry.amounts(entry.lines.map { ($0.account, $0.amount) }))
        }
    }

    func inconsistencies() async -> [String] { await sandbox.inconsistencies(in: Self.administration) }

    func planFaults(_ random: inout SeededGenerator) async {
        guard way == .webService else { return }
        let kinds: [KingSandbox.Fault.Kind] = [
            .unavailable, .htmlPage, .truncated(40), .loseAnswer, .loseAnswer, .loseRequest, .doubled,
        ]
        let operations = ["Journaalpost_Toevoegen", "Journaalregel_Toevoegen", "Boekingsgang_Afsluiten", "Boekingsgang_Toevoegen", ""]
        let faults = kinds.map { kind in
            let operation = operations[Int(random.next() % UInt64(operations.count))]
            return KingSandbox.Fault(kind, operation: operation, skip: Int(random.next() % 30), times: 1 + Int(random.next() % 2))
        }
        await sandbox.plan(faults)
    }

    func clearFaults() async {
        await sandbox.clearFaults()
        folder.calm()
    }

    /// King gives nothing to read back: nobody would be told.
    func moveToDayBefore(_ entry: LedgerEntry) async -> Bool { false }
    func close(_ period: Period) async -> Bool { (try? await sandbox.close(period, inERP: Self.administration)) != nil }
    func open(_ period: Period) async -> Bool { (try? await sandbox.close(period, false, inERP: Self.administration)) != nil }
}

/// The folder as King's job sees it.
private struct KingsFolder: ImportFolder {
    let folder: SimulatedFolder

    /// There is no such file.
    struct Missing: Error {}

    func names() throws -> [String] { folder.names }
    func read(_ name: String) throws -> [UInt8] {
        guard let content = folder.content(name) else { throw Missing() }
        return content
    }
    func write(_ bytes: [UInt8], to name: String) throws { folder.write(bytes, to: name) }
    func remove(_ name: String) throws {
        guard folder.remove(name) else { throw Missing() }
    }
}

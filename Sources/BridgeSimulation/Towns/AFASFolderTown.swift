import AFASExchange
import AFASSimulator
import BridgeConnector
import BridgeDomain
import BridgeExchange
import BridgeHTTP
import BridgeJournal
import BridgeMapping
import BridgeRuntime
import BridgeTesting
import FreshPortalSimulator

/// The exporter's books in AFAS Profit, reached through files that Profit's importer takes out of a folder when it likes.
struct AFASFolderTown: BooksTown {
    let rules: MappingRules
    private let sandbox: AFASSandbox
    private let folder: SimulatedFolder
    private let profile: AFASFileProfile

    private static let unit = 1
    /// Where the importer puts what it refused, and what it took.
    private static let (refused, taken) = ("afgekeurd", "verwerkt")

    /// Books of that day, in which every customer is known. By the seed: rows or XML, and whether a bad line takes its entry along. Throws
    /// when the sample rules cannot be read.
    init(seed: UInt64, day: TradingDay, clock: any TimeSource) throws {
        rules = try MappingRules(yaml: MappingSamples.afasFlowerExporter)
        folder = SimulatedFolder(clock: clock, seed: seed)
        var profile = AFASFileProfile(seed.isMultiple(of: 2) ? .lines : .xml)
        var rows = AFASSandbox.ImportDefinition.entryLines
        if profile.form == .lines {
            // What foreign currency needs beside the usual columns.
            profile.columns += [.init("Bedrag debet valuta", .debitForeign), .init("Bedrag credit valuta", .creditForeign)]
            rows.columns += [.init("Bedrag debet valuta", .debitForeign), .init("Bedrag credit valuta", .creditForeign)]
        }
        self.profile = profile
        var settings = AFASSandbox.Settings()
        settings.seed = seed
        settings.know(day, withNew: true)
        settings.importing.interval = nil
        settings.importing.definitions = [rows, .xml]
        settings.importing.rejects = seed % 4 < 2 ? .entry : .line
        settings.importing.rejectedFolder = Self.refused
        settings.importing.afterwards = .move(Self.taken)
        sandbox = AFASSandbox(settings, clock: clock, folder: ImportersFolder(folder: folder))
    }

    var service: any HTTPHandler { sandbox }
    var administration: TargetAdministration { TargetAdministration(String(Self.unit)) }
    // Files are no calls.
    var callsPerMinute: Int { 60 }
    var callsPerDay: Int { 5_000 }
    var errorsPerHour: Int { 1_000 }
    var worksLater: Bool { true }
    var answersByFile: Bool { true }

    func counts(_ request: HTTPRequest) -> Bool { false }
    func connect(_ journal: any BridgeJournal, clock: any TimeSource) async throws {}
    func asksForConnection(_ trouble: String) -> Bool { false }

    func connector(of process: ProcessParts) -> any AccountingConnector {
        let codes = MasterData(
            administrationName: "Bloemenexport", currency: .eur, accounts: [], vatCodes: [], daybooks: [], paymentConditions: [],
            costCentres: [], costUnits: [], periods: [], readAt: Timestamp(milliseconds: 0))
        var settings = AFASExchangeSettings(name: "profit", unit: Self.unit, profile: profile, codes: codes)
        settings.exchange.takenFolder = Self.taken
        settings.exchange.lookSeconds = 5
        // Longer than a list of refused lines is under writing.
        settings.exchange.answerSeconds = 2 * Int64(SimulatedFolder.writingSecondsMax)
        settings.exchange.entriesMax = 12
        return settings.connector(
            folder: ProcessFolder(folder: folder, life: process.life, renames: process.canary != .leavesStagedFiles),
            journal: process.journal, clock: process.clock, owner: process.life.name)
    }

    func timePasses() async -> Int { await sandbox.importFiles().count }

    func ledger() async -> [LedgerEntry] { await sandbox.ledger(of: .file, unit: Self.unit) }
    func inconsistencies() async -> [String] { await sandbox.inconsistencies() }

    /// The folder has its own weather from the beginning.
    func planFaults(_ random: inout SeededGenerator) async {}
    func clearFaults() async { folder.calm() }

    /// Books that answer by files cannot be asked what became of an entry afterwards: nobody would be told.
    func moveToDayBefore(_ entry: LedgerEntry) async -> Bool { false }
    func close(_ period: Period) async -> Bool { (try? await sandbox.block(period)) != nil }
    func open(_ period: Period) async -> Bool { (try? await sandbox.block(period, false)) != nil }
}

/// The folder as the importer sees it.
private struct ImportersFolder: AFASSimulator.ExchangeFolder {
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

import BridgeConnector
import BridgeDomain
import BridgeExchange
import BridgeJournalTesting
import BridgeTesting
import KingERPConnector
import KingSimulator

/// The importer's folder, as the bridge sees it.
struct SharedFolder: ExchangeFolder {
    let files: MemoryImportFolder

    func names(in below: String) async throws(ExchangeFolderError) -> [String] {
        below.isEmpty
            ? files.names()
            : files.allNames.filter { $0.hasPrefix("\(below)/") }.map { String($0.dropFirst(below.count + 1)) }
    }

    func read(_ name: String, in below: String, bytesMax: Int) async throws(ExchangeFolderError) -> [UInt8] {
        do { return try files.read(below.isEmpty ? name : "\(below)/\(name)") } catch {
            throw ExchangeFolderError(.unavailable, BilingualText(nl: "weg", en: "gone"))
        }
    }

    func stage(_ content: [UInt8], as staged: String) async throws(ExchangeFolderError) { files.write(content, to: staged) }

    func publish(_ staged: String, as name: String) async throws(ExchangeFolderError) -> Publication {
        guard let content = try? files.read(staged) else { return .wasPublished }
        files.write(content, to: name)
        try? files.remove(staged)
        return .published
    }

    func discard(_ staged: String) async throws(ExchangeFolderError) { try? files.remove(staged) }
}

/// King with its import job, and a bridge that writes files for it.
struct ImportDesk {
    let clock = MovableClock(Timestamp(Samples.day, milliseconds: 7 * 3600 * 1000))
    let files = MemoryImportFolder()
    let sandbox: KingSandbox
    let connector: ExchangeConnector
    let settings: KingERPFileSettings

    init(
        _ rules: KingERPRules = Samples.rules, _ change: (inout KingERPFileSettings) -> Void = { _ in },
        books: (inout KingSandbox.Settings) -> Void = { _ in }
    ) {
        var sandboxSettings = KingSandbox.Settings()
        sandboxSettings.importing.interval = nil
        books(&sandboxSettings)
        sandbox = KingSandbox(sandboxSettings, clock: clock, folder: files)
        var settings = KingERPFileSettings(name: "king", administration: "BLOEMEN", rules: rules, codes: .unknown)
        change(&settings)
        self.settings = settings
        connector = settings.connector(
            folder: SharedFolder(files: files), journal: MemoryJournal(on: MemoryDisk()), clock: clock, owner: "first")
    }

    /// Names of files King may take.
    var lying: [String] { files.names().filter { $0.hasSuffix(".xml") } }

    func text(_ name: String) throws -> String { String(decoding: try files.read(name), as: UTF8.self) }

    @discardableResult
    func deliver() async throws -> DeliveryNews { try await connector.deliver(runIsOver: true) }

    /// Delivers and imports until nothing is left to deliver, then lets the time for refusals pass. Every file that was written.
    @discardableResult
    func work(rounds: Int = 8) async throws -> [String: [UInt8]] {
        var written: [String: [UInt8]] = [:]
        for _ in 0..<rounds {
            try await deliver()
            for name in lying { written[name] = try files.read(name) }
            _ = await sandbox.importFiles()
            clock.advance(seconds: settings.exchange.lookSeconds)
        }
        try await deliver()
        clock.advance(seconds: settings.exchange.answerSeconds)
        try await deliver()
        return written
    }

    func isBooked(_ order: PostingOrder) async throws -> Bool {
        guard case .found(let found) = try await connector.fate(of: order.entry.reference, with: .unknown) else { return false }
        return !found.isEmpty
    }

    /// The problems of an entry that came back; nil for any other.
    func refusal(_ order: PostingOrder) async throws -> [String]? {
        guard case .refused(let problems, _) = try await connector.fate(of: order.entry.reference, with: .unknown) else { return nil }
        return problems.map(\.found)
    }

    /// Our references in the books, in order.
    func booked() async -> [String] { await sandbox.entries(in: "BLOEMEN").compactMap { $0.lines.first?.voucher } }
}

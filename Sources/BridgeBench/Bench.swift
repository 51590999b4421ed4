public import BridgeDomain

/// What is measured, in the order in which it is measured.
public enum BenchSection: String, Sendable, CaseIterable {
    case mapping
    case intake
    case pull
    case drain
    case endToEnd = "end-to-end"
    case latency
    case start
    case restart
    case waiting
    case stored
    case files
    case export
    case door
    case console

    /// For people: what the section answers.
    public var title: BilingualText {
        switch self {
        case .mapping: BilingualText(nl: "boekingen maken, zonder meer", en: "mapping alone")
        case .intake: BilingualText(nl: "innemen: lezen, keuren, bewaren", en: "intake: parse, validate, keep")
        case .pull: BilingualText(nl: "ophalen: lezen, oordelen, bewaren", en: "pull: read, map, judge, keep")
        case .drain: BilingualText(nl: "wachtrij boeken, doel antwoordt meteen", en: "posting queue, target answers at once")
        case .endToEnd: BilingualText(nl: "van bron tot geboekt, tegen sandboxen", en: "source to booked, against sandboxes")
        case .latency: BilingualText(nl: "van aangenomen tot eerste oproep", en: "accepted to first attempt")
        case .start: BilingualText(nl: "opstarten van de opdrachtregel", en: "start of the command line")
        case .restart: BilingualText(nl: "herstart met werk onderweg", en: "restart with work under way")
        case .waiting: BilingualText(nl: "geheugen bij wachtende documenten", en: "memory with documents waiting")
        case .stored: BilingualText(nl: "tijd per document bij veel bewaarde", en: "time per document with many stored")
        case .files: BilingualText(nl: "documenten uit bestanden", en: "documents from files")
        case .export: BilingualText(nl: "documenten uit een export van FreshPortal", en: "documents from an export of FreshPortal")
        case .door: BilingualText(nl: "documenten aan onze eigen deur", en: "documents at our own door")
        case .console: BilingualText(nl: "de console, terwijl er geboekt wordt", en: "the console while posting runs")
        }
    }
}

/// How much work is measured with. Every number of documents is named here.
public struct BenchSize: Sendable {
    /// Documents mapped per round, taken in, posted, and carried from end to end.
    var mapped: Int
    var takenIn: Int
    var drained: Int
    var carried: Int
    /// Documents brought one by one on an idle bridge.
    var single: Int
    /// Starts of the program.
    var starts: Int
    /// Documents in flight and waiting at a restart.
    var restarted: Int
    /// Sizes of the queue at which memory is looked at, ascending.
    var waiting: [Int]
    /// Sizes of the file at which the time per document is looked at, ascending.
    var stored: [Int]
    /// Look-ups of each sort at the largest file.
    var lookups: Int
    /// Documents of 20 lines read from bytes, and taken in each way but that of ``takenIn``.
    var filesRead: Int
    var filesTakenIn: Int

    /// Less than a minute in all; the figures jump about more.
    public static let quick = BenchSize(
        mapped: 10_000, takenIn: 10_000, drained: 5_000, carried: 3_000, single: 100, starts: 20, restarted: 5_000,
        waiting: [1_000, 10_000], stored: [5_000, 20_000], lookups: 100, filesRead: 500, filesTakenIn: 1_000)
    /// What the published figures are measured with.
    public static let usual = BenchSize(
        mapped: 50_000, takenIn: 50_000, drained: 20_000, carried: 15_000, single: 500, starts: 50, restarted: 50_000,
        waiting: [1_000, 10_000, 50_000, 500_000], stored: [10_000, 100_000, 350_000], lookups: 500, filesRead: 5_000, filesTakenIn: 50_000)
    /// The usual one, and seven years of a large administration.
    public static var long: BenchSize {
        var size = usual
        size.stored.append(3_500_000)
        return size
    }
}

/// Starts this program again with other words; the command line gives it, so that this room knows no processes.
public protocol BenchLauncher: Sendable {
    /// Starts the program; what it says goes to the file `log`.
    func launch(_ words: [String], log: String) throws -> any BenchProcess
}

/// A process that was started for a measurement.
public protocol BenchProcess: Sendable {
    var processID: Int32 { get }
    var isRunning: Bool { get }
    /// Asks it to end in good order, and waits until it has.
    func stop()
    /// Kills it in the middle of whatever it does.
    func kill()
}

/// Why nothing could be measured: a sentence with what to look at.
public struct BenchFailure: Error, Sendable {
    public let text: BilingualText

    init(nl dutch: String, en english: String) { text = BilingualText(nl: dutch, en: english) }
}

/// Measures the product, each figure beside the limit of the machine it runs on, in one run and on the same bytes.
public struct Bench: Sendable {
    let size: BenchSize
    let launcher: any BenchLauncher
    /// An empty folder on the disk that is to be measured; everything put there may be removed afterwards.
    let folder: String

    /// A bench that works in `folder`.
    public init(size: BenchSize, launcher: any BenchLauncher, folder: String) {
        self.size = size
        self.launcher = launcher
        self.folder = folder
    }

    /// Measures one section. Takes from a second to, for ``BenchSection/stored`` at its longest, an hour.
    public func measure(_ section: BenchSection, told: @escaping @Sendable (String) -> Void = { _ in }) async throws -> [Figure] {
        switch section {
        case .mapping: try await measureMapping()
        case .intake: try await measureIntake()
        case .pull: try await measurePull()
        case .drain: try await measureDrain()
        case .endToEnd: try await measureEndToEnd()
        case .latency: try await measureLatency()
        case .start: try await measureStart()
        case .restart: try await measureRestart()
        case .waiting: try await measureWaiting(told)
        case .stored: try await measureStored(told)
        case .files: try await measureFiles(told)
        case .export: try await measureExport()
        case .door: try await measureDoor()
        case .console: try await measureConsole()
        }
    }

    func file(_ name: String) -> String { "\(folder)/\(name)" }
}

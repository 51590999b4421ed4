import BridgeDomain
import BridgeJournal
import BridgeJournalSQLite
import BridgeJournalTesting
import BridgeTesting
import Synchronization

/// A journal one process has open, with what it stands on.
struct OpenJournal: Sendable {
    var journal: any BridgeJournal
    /// Must outlive the journal.
    var system: SimulatedFileSystem?
}

/// What survives a process: the journal's file, or what stands for it.
protocol SimulatedDisk: Sendable {
    /// What it is, for the story.
    var name: String { get }
    /// Opens the journal as one process does.
    func open(_ life: Life) async throws(JournalError) -> OpenJournal
    /// The machine lost its current: what was written and not synced is lost, in part and in any order. No process has the journal open.
    func losePower(_ random: inout SeededGenerator) async
}

/// The journal in memory: what is written is durable at once.
struct MemoryStore: SimulatedDisk {
    let name = "memory"
    private let disk = MemoryDisk()

    func open(_ life: Life) async throws(JournalError) -> OpenJournal {
        OpenJournal(
            journal: MemoryJournal(on: disk) { point in
                switch life.verdict(at: point.side == .before ? .beforeUnit : .afterUnit) {
                case .goOn: .goOn
                case .refuse: .refuse(JournalError(.diskFull, "no room is left on the simulated disk"))
                case .die: .die
                }
            })
    }

    func losePower(_ random: inout SeededGenerator) async {}
}

/// The product's own journal in SQLite, on a drive that can lose its current.
final class SQLiteStore: SimulatedDisk {
    let name = "SQLite"
    private let drive: SimulatedDrive
    private let clock: any TimeSource

    /// A file on a drive of its own; `syncs` is false for the canary.
    init(clock: any TimeSource, syncs: Bool) throws {
        drive = try SimulatedDrive(syncs: syncs)
        self.clock = clock
    }

    func open(_ life: Life) async throws(JournalError) -> OpenJournal {
        guard let system = SimulatedFileSystem(drive: drive, life: life) else { throw JournalError(.failed, "SQLite has no file system") }
        var options = SQLiteJournalOptions()
        options.fileSystem = system.name
        options.readers = 1
        // Small, so that the log is taken into the file many times a day, and something can befall that too.
        options.logPagesMax = 60
        let journal = try await SQLiteJournal.open(path: "\(drive.folder)/journal.sqlite", options: options, time: clock)
        return OpenJournal(journal: journal, system: system)
    }

    func losePower(_ random: inout SeededGenerator) async { drive.losePower(&random) }
}

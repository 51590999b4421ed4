import BridgeDomain
import BridgeJournal
import BridgeJournalSQLite
import Glibc

/// A folder of its own for one test, removed with all it holds when the test lets go of it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/ledgerbridge-journal-XXXXXX".utf8CString)
        guard let made = template.withUnsafeMutableBufferPointer({ $0.baseAddress.flatMap { mkdtemp($0) } }) else { throw NoFolder() }
        path = String(cString: made)
    }

    struct NoFolder: Error {}

    var journalPath: String { path + "/journal.db" }

    /// What lies in the folder, in order of name.
    var files: [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    deinit {
        chmod(path, 0o700)
        for name in files { unlink(path + "/" + name) }
        rmdir(path)
    }

    func open(_ change: (inout SQLiteJournalOptions) -> Void = { _ in }) async throws -> SQLiteJournal {
        var options = SQLiteJournalOptions()
        options.busyMillisecondsMax = 2_000
        change(&options)
        return try await SQLiteJournal.open(path: journalPath, options: options, time: StoppedClock())
    }
}

/// A clock that stands still.
struct StoppedClock: TimeSource {
    func now() -> Timestamp { Timestamp(milliseconds: 1_795_000_000_000) }
}

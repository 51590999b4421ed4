import BridgeRuntime
import BridgeJournalSQLite
import CLinux
import Glibc

/// Takes the room away under the journal, and gives it back.
enum DiskPressure {
    /// A file system of its own in memory, filled by a file until not a byte is left: the real thing, where rights allow mounting.
    case fileSystem(folder: String)
    /// Otherwise the system refuses the process's writes beyond the size its files have now.
    case limit

    /// Megabytes of the file system: room for the journal of a torture several times over.
    private static let megabytes = 512

    /// Tries to make a file system at `folder`.
    static func prepare(_ folder: String) -> DiskPressure {
        mkdir(folder, 0o755)
        return clinux_mount_memory(folder, "size=\(megabytes)m") == 0 ? .fileSystem(folder: folder) : .limit
    }

    /// In words, for the table.
    var name: String {
        switch self {
        case .fileSystem: "full file system"
        case .limit: "file size limit"
        }
    }

    /// From here on writing fails.
    func begin(_ process: ChildProcess, journal: String) {
        switch self {
        case .fileSystem(let folder):
            let ballast = open(Self.ballast(folder), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
            guard ballast >= 0 else { return }
            defer { close(ballast) }
            // Ever smaller pieces, until not even a page can be had.
            var piece = off_t(Self.megabytes << 20)
            var end: off_t = 0
            while piece >= 4_096 {
                if posix_fallocate(ballast, end, piece) == 0 { end += piece } else { piece /= 2 }
            }
        case .limit:
            var status = stat()
            let size = stat(journal + "-wal", &status) == 0 ? Int(status.st_size) : 0
            clinux_limit_file_size(process.pid, UInt(max(size, 4_096)))
        }
    }

    /// There is room again.
    func end(_ process: ChildProcess) {
        switch self {
        case .fileSystem(let folder): unlink(Self.ballast(folder))
        case .limit: clinux_limit_file_size(process.pid, UInt.max)
        }
    }

    /// Takes the file system away and leaves the journal in its place.
    func leave(journal: String, backup: String) async throws {
        guard case .fileSystem = self else { return }
        let kept = try await JournalFile.openForReading(journal)
        try await kept.backup(to: backup) { _ in }
        await kept.close()
        remove()
        rename(backup, journal)
    }

    /// Takes the file system away; what was in it is gone.
    func remove() {
        if case .fileSystem(let folder) = self { clinux_unmount(folder) }
    }

    private static func ballast(_ folder: String) -> String { folder + "/ballast" }
}

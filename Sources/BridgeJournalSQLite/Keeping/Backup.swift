public import BridgeDomain
public import BridgeJournal
import CSQLite
import Glibc

/// Copies one file into another, page by page, from one state of the source: what is written to the source meanwhile is not in the copy.
private final class PageCopy {
    /// Pages copied at a time, 4 MB.
    static let pagesPerStep: Int32 = 1_000

    private let source: Connection
    private let target: Connection
    private let handle: OpaquePointer

    init(from source: Connection, to target: Connection) throws(JournalError) {
        // The open read keeps the source at one state. Without it, each write of another connection would start the copy afresh.
        try source.execute("BEGIN")
        _ = try source.number("SELECT count(*) FROM sqlite_schema")
        guard let handle = sqlite3_backup_init(target.handle, "main", source.handle, "main") else {
            throw target.failure(sqlite3_errcode(target.handle))
        }
        self.source = source
        self.target = target
        self.handle = handle
    }

    /// Copies the next pages; false when all are there.
    func step() throws(JournalError) -> Bool {
        let code = sqlite3_backup_step(handle, Self.pagesPerStep)
        switch code {
        case SQLITE_OK: return true
        case SQLITE_DONE: return false
        default: throw target.failure(code)
        }
    }

    /// How much is there, 0…1000 thousandths.
    var thousandths: Int {
        let total = Int(sqlite3_backup_pagecount(handle))
        return total == 0 ? 0 : 1000 - Int(sqlite3_backup_remaining(handle)) * 1000 / total
    }

    func finish() throws(JournalError) {
        let code = sqlite3_backup_finish(handle)
        if !source.isIdle { try source.execute("COMMIT") }
        guard code == SQLITE_OK else { throw target.failure(code) }
    }
}

extension SQLiteJournal {
    /// Writes a copy of the journal as it is now, while work goes on. The copy is a whole journal in one file; it appears under its name only
    /// when it is complete and on the disk.
    ///
    /// `progress` is told the thousandths done. Refuses to replace a file unless `replacing`. Cost: reading and writing the whole file; the
    /// write-ahead log grows by what is written meanwhile.
    public func backup(
        to target: String, replacing: Bool = false, progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws(JournalError) {
        let (path, options) = (path, options)
        try await OwnThread.run { () throws(JournalError) in
            let source = try Connection.reading(path, options)
            defer { source.close() }
            try Self.copy(source, to: target, replacing: replacing, progress: progress)
        }
    }

    /// Puts a backup in the place of a journal (or where there is none), after checking the whole of it: a backup with faults is refused with
    /// ``/BridgeJournal/JournalError/Code/damaged``, and what stood there stays. Nobody may have the journal open (``/BridgeJournal/JournalError/Code/locked``).
    ///
    /// Refuses to replace a journal unless `replacing`; the replaced one is kept beside it as `<path>.replaced` until the next time.
    @discardableResult
    public static func restore(
        from backup: String, to path: String, replacing: Bool = false, time: any TimeSource,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws(JournalError) -> VerifyReport {
        // Held to the end: nobody opens a journal that is being replaced.
        let lock = try FileLock(path, .alone)
        defer { withExtendedLifetime(lock) {} }
        guard replacing || !exists(path) else {
            throw JournalError(.failed, "\(path) exists; say that it is to be replaced, or choose another place")
        }
        let candidate = path + ".restoring"
        try await OwnThread.run { () throws(JournalError) in
            let source = try Connection(path: backup, .readOnly, busyMilliseconds: 5_000)
            defer { source.close() }
            guard try Migrations.version(of: source) > 0 else {
                throw JournalError(.damaged, "\(backup) is empty, not a backup of a journal")
            }
            try copy(source, to: candidate, replacing: true, progress: progress)
        }
        let report = try await check(candidate, time: time)
        guard report.faultsTotal == 0 else {
            removeJournal(candidate)
            let first = report.faults.first?.message ?? ""
            throw JournalError(.damaged, "\(backup) has \(report.faultsTotal) faults, the first: \(first); take another backup")
        }
        try replace(path, with: candidate)
        return report
    }

    /// Opens the copy, which also brings it to the newest form, and checks all of it.
    private static func check(_ path: String, time: any TimeSource) async throws(JournalError) -> VerifyReport {
        let journal = try await open(path: path, time: time)
        do throws(JournalError) {
            let report = try await journal.verify { _ in }
            await journal.close()
            return report
        } catch {
            await journal.close()
            throw error
        }
    }

    private static func replace(_ path: String, with candidate: String) throws(JournalError) {
        // A log left by a process that died belongs to the old file and must never meet the new one.
        for suffix in ["-wal", "-shm"] where exists(path) && exists(path + suffix) { try move(path + suffix, path + ".replaced" + suffix) }
        if exists(path) { try move(path, path + ".replaced") }
        for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
        try move(candidate, path)
        removeJournal(candidate)
        try syncFolder(of: path)
    }

    /// Copies under a temporary name, syncs, and gives the name only then.
    private static func copy(
        _ source: Connection, to target: String, replacing: Bool, progress: @Sendable (Int) -> Void
    ) throws(JournalError) {
        guard replacing || !exists(target) else {
            throw JournalError(.failed, "\(target) exists; say that it is to be replaced, or choose another name")
        }
        let partial = target + ".part"
        removeJournal(partial)
        do throws(JournalError) {
            try Connection.makePrivateFile(partial)
            let copy = try Connection(path: partial, .create, busyMilliseconds: 5_000)
            defer { copy.close() }
            try copy.execute("PRAGMA synchronous = FULL")
            let pages = try PageCopy(from: source, to: copy)
            do throws(JournalError) {
                while try pages.step() { progress(pages.thousandths) }
            } catch {
                try? pages.finish()
                throw error
            }
            try pages.finish()
            // One file, without a log beside it: a backup is moved about by itself.
            _ = try copy.text("PRAGMA journal_mode = DELETE")
        } catch {
            removeJournal(partial)
            throw error
        }
        try move(partial, target)
        try syncFolder(of: target)
        progress(1000)
    }

    private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    private static func removeJournal(_ path: String) {
        for suffix in ["", "-wal", "-shm", "-journal", ".lock"] { unlink(path + suffix) }
    }

    private static func move(_ from: String, _ to: String) throws(JournalError) {
        guard rename(from, to) == 0 else {
            let reason = String(cString: strerror(errno))
            throw JournalError(errno == EACCES || errno == EROFS ? .readOnly : .failed, "\(from) cannot be renamed to \(to): \(reason)")
        }
    }

    /// A new name is on the disk only when its folder is.
    private static func syncFolder(of path: String) throws(JournalError) {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let name = folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder
        let descriptor = Glibc.open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw JournalError(.diskFull, "the folder \(name) could not be written to the disk") }
    }
}

/// One piece of blocking work on a thread of its own.
private enum OwnThread {
    static func run(_ body: @escaping @Sendable () throws(JournalError) -> Void) async throws(JournalError) {
        let result = await withCheckedContinuation { (waiter: CheckedContinuation<Result<Void, JournalError>, Never>) in
            do throws(ThreadsExhausted) {
                try WorkQueue<Never>().startThread {
                    waiter.resume(returning: Result { () throws(JournalError) in try body() })
                }
            } catch {
                waiter.resume(returning: .failure(JournalError(.failed, "the system gives no thread for the copy; stop other programs")))
            }
        }
        try result.get()
    }
}

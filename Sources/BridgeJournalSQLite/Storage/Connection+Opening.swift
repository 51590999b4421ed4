import BridgeDomain
import BridgeJournal
import CSQLite
import Glibc

extension Connection {
    /// Bytes of a page of a new file.
    static let pageBytes = 8_192

    /// Opens the file for the writing thread: makes it when it is missing and brings it to the newest form.
    static func writing(_ path: String, _ options: SQLiteJournalOptions, now: Timestamp) throws(JournalError) -> Connection {
        try makePrivateFile(path)
        let connection = try Connection(
            path: path, .create, busyMilliseconds: Int32(clamping: options.busyMillisecondsMax), fileSystem: options.fileSystem)
        _ = try Migrations.version(of: connection)
        // SQLite opens what it may not write for reading, and would say so only at the first write.
        guard sqlite3_db_readonly(connection.handle, "main") == 0 else {
            throw StoreFailure(code: SQLITE_READONLY, text: "", path: path).journalError
        }
        // Counts for a new file only. Two documents fit a page, and half the writes to the log are saved, beside pages of 4 KB.
        try connection.execute("PRAGMA page_size = \(pageBytes)")
        try connection.useWriteAheadLog(busyMilliseconds: options.busyMillisecondsMax)
        try connection.configure(cacheKilobytes: options.writerCacheKilobytes)
        try connection.execute("PRAGMA wal_autocheckpoint = \(options.logPagesMax); PRAGMA journal_size_limit = \(64 << 20)")
        if let pages = options.filePagesMax { try connection.execute("PRAGMA max_page_count = \(pages)") }
        try Migrations.apply(to: connection, now: now)
        return connection
    }

    /// Opens the file for the thread that takes the log into it.
    static func keeping(_ path: String, _ options: SQLiteJournalOptions) throws(JournalError) -> Connection {
        let connection = try Connection(path: path, .readWrite, busyMilliseconds: 0)
        try connection.configure(cacheKilobytes: 256)
        try connection.execute("PRAGMA query_only = ON")
        return connection
    }

    /// Opens the file for a reading thread. `isReadOnly` for a journal that writes nothing at all.
    static func reading(_ path: String, _ options: SQLiteJournalOptions) throws(JournalError) -> Connection {
        let access = options.isReadOnly ? Access.readOnly : .readWrite
        let connection = try Connection(
            path: path, access, busyMilliseconds: Int32(clamping: options.busyMillisecondsMax), fileSystem: options.fileSystem)
        guard try Migrations.version(of: connection) == Migrations.newest else {
            throw JournalError(.failed, "\(path) has the form of an older version; open it once for writing, which brings it up to date")
        }
        try connection.configure(cacheKilobytes: options.readerCacheKilobytes)
        try connection.execute("PRAGMA query_only = ON")
        return connection
    }

    private func configure(cacheKilobytes: Int) throws(JournalError) {
        // FULL: when COMMIT returns, the log has reached the disk.
        try execute(
            """
            PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -\(max(256, cacheKilobytes))
            """)
        // SQL cannot write the schema behind our back or switch the log off.
        csqlite_db_config_onoff(handle, SQLITE_DBCONFIG_DEFENSIVE, 1)
    }

    /// Changing to the write-ahead log does not wait for others by itself, so asking is repeated; it happens once in a file's life.
    private func useWriteAheadLog(busyMilliseconds: Int) throws(JournalError) {
        let pause = 20
        for attempt in 0...(busyMilliseconds / pause) {
            do throws(JournalError) {
                if try text("PRAGMA journal_mode") == "wal" { return }
                if try text("PRAGMA journal_mode = WAL") == "wal" { return }
            } catch {
                guard error.code == .locked, attempt < busyMilliseconds / pause else { throw error }
            }
            usleep(UInt32(pause) * 1_000)
        }
        throw JournalError(.failed, "\(path) lies on a file system without shared memory (a network drive?); choose a local disk")
    }

    /// The journal holds personal data: nobody else may read it. SQLite gives its other files the rights of this one.
    static func makePrivateFile(_ path: String) throws(JournalError) {
        let descriptor = Glibc.open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            Glibc.close(descriptor)
        } else if errno == EACCES || errno == EROFS {
            throw JournalError(.readOnly, "\(path) or its folder may not be written; give this user the right to write there")
        }
        // Anything else (it exists; its folder does not) shows when SQLite opens it.
    }
}

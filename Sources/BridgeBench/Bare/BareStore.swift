import BridgeDomain
import CSQLite

/// The least that is durable: one table, one row of bytes per record, committed in groups, with the settings of the journal. What the machine
/// can do at best.
final class BareStore {
    private var handle: OpaquePointer?
    private var insert: OpaquePointer?
    private var inGroup = 0
    private let group: Int

    /// A new file whose records are committed `group` at a time.
    init(file: String, group: Int) throws {
        self.group = group
        guard sqlite3_open_v2(file, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK else {
            throw failure
        }
        try execute("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000")
        try execute("CREATE TABLE record (id INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT; BEGIN")
        guard sqlite3_prepare_v2(handle, "INSERT INTO record (content) VALUES (?)", -1, &insert, nil) == SQLITE_OK else { throw failure }
    }

    /// Keeps one record; durable with its group.
    func keep(_ bytes: [UInt8]) throws {
        let isBound = bytes.withUnsafeBytes { csqlite_bind_blob(insert, 1, $0.baseAddress, UInt64($0.count)) == SQLITE_OK }
        guard isBound, sqlite3_step(insert) == SQLITE_DONE else { throw failure }
        sqlite3_reset(insert)
        inGroup += 1
        if inGroup == group { try commit() }
    }

    /// Makes what was kept durable.
    func commit() throws {
        inGroup = 0
        try execute("COMMIT; BEGIN")
    }

    private func execute(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure }
    }

    private var failure: BenchFailure {
        let reason = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "no memory"
        return BenchFailure(nl: "het kale bestand is niet te schrijven: \(reason)", en: "the bare file cannot be written: \(reason)")
    }

    deinit {
        sqlite3_finalize(insert)
        sqlite3_close_v2(handle)
    }
}

import BridgeJournal
import CSQLite

/// One connection to the file, used by one thread only; it and its statements are never shared.
final class Connection {
    /// How a file is opened.
    enum Access {
        /// Reads and writes; made when missing.
        case create
        /// Reads and writes; an error when missing.
        case readWrite
        /// Reads only.
        case readOnly

        fileprivate var flags: Int32 {
            switch self {
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .readWrite: SQLITE_OPEN_READWRITE
            case .readOnly: SQLITE_OPEN_READONLY
            }
        }
    }

    /// Statements put together while running (lists) that are kept ready; beyond it all of them are let go.
    private static let looseStatementsMax = 200

    /// Done once, before the first connection. Refused by SQLite, and without harm, when something else of the process came first.
    private static let isPrepared = csqlite_disable_memory_statistics() == SQLITE_OK

    let path: String
    let handle: OpaquePointer
    private var fixed: [Statement?] = []
    private var loose: [String: Statement] = [:]
    private var isOpen = true

    /// Opens the file, through SQLite's own file system or the one of that name. Waits up to `busyMilliseconds` wherever another process is
    /// writing.
    init(path: String, _ access: Access, busyMilliseconds: Int32, fileSystem: String? = nil) throws(JournalError) {
        _ = Self.isPrepared
        var opened: OpaquePointer?
        // One thread per connection, so SQLite need not lock.
        let code = sqlite3_open_v2(path, &opened, access.flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, fileSystem)
        guard code == SQLITE_OK, let opened else {
            let failure = StoreFailure(code: code, text: opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory", path: path)
            sqlite3_close_v2(opened)
            throw failure.journalError
        }
        self.path = path
        self.handle = opened
        sqlite3_busy_timeout(opened, busyMilliseconds)
    }

    deinit { close() }

    /// Lets statements go and closes the file; the connection is not used afterwards.
    func close() {
        // A handle closed twice may by then be another connection's.
        guard isOpen else { return }
        isOpen = false
        fixed.removeAll()
        loose.removeAll()
        sqlite3_close_v2(handle)
    }

    /// What went wrong in the call just made.
    func failure(_ code: Int32) -> JournalError {
        StoreFailure(code: code, text: String(cString: sqlite3_errmsg(handle)), path: path).journalError
    }

    /// Runs text that returns nothing, several statements at once if need be.
    func execute(_ sql: String) throws(JournalError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// A statement of the program, ready to bind. Kept prepared for as long as the connection lives.
    func statement(_ query: Query) throws(JournalError) -> Statement {
        if query.slot < fixed.count, let ready = fixed[query.slot] { return ready.fresh() }
        let statement = try Statement(self, query.sql, isKept: true)
        if query.slot >= fixed.count { fixed.append(contentsOf: repeatElement(nil, count: query.slot + 1 - fixed.count)) }
        fixed[query.slot] = statement
        return statement
    }

    /// A statement put together while running.
    func statement(loose sql: String) throws(JournalError) -> Statement {
        if let ready = loose[sql] { return ready.fresh() }
        let statement = try Statement(self, sql, isKept: true)
        if loose.count >= Self.looseStatementsMax { loose.removeAll(keepingCapacity: true) }
        loose[sql] = statement
        return statement
    }

    /// The first number of the first row; nil when there is no row or it is null.
    func number(_ sql: String) throws(JournalError) -> Int64? {
        let statement = try Statement(self, sql, isKept: false)
        return try statement.step() ? statement.optionalNumber() : nil
    }

    /// The first text of the first row.
    func text(_ sql: String) throws(JournalError) -> String? {
        let statement = try Statement(self, sql, isKept: false)
        return try statement.step() ? statement.optionalText() : nil
    }

    /// Runs `body` on one state of the file: what others commit meanwhile is not seen.
    func snapshot<Result>(_ body: () throws(JournalError) -> Result) throws(JournalError) -> Result {
        try statement(.begin).run()
        do throws(JournalError) {
            let result = try body()
            try statement(.commit).run()
            return result
        } catch {
            if sqlite3_get_autocommit(handle) == 0 { try? statement(.rollback).run() }
            throw error
        }
    }

    /// Rows changed since the connection was opened.
    var totalChanges: Int64 { sqlite3_total_changes64(handle) }
    /// Rows changed by the statement just run.
    var changes: Int64 { sqlite3_changes64(handle) }
    /// The key of the row just inserted.
    var lastInserted: Int64 { sqlite3_last_insert_rowid(handle) }
    /// False inside a transaction.
    var isIdle: Bool { sqlite3_get_autocommit(handle) != 0 }
}

extension Query {
    static let begin = Query("BEGIN")
    static let beginImmediate = Query("BEGIN IMMEDIATE")
    static let commit = Query("COMMIT")
    static let rollback = Query("ROLLBACK")
    static let savepoint = Query("SAVEPOINT unit")
    static let release = Query("RELEASE unit")
    static let rollbackToSavepoint = Query("ROLLBACK TO unit")
}

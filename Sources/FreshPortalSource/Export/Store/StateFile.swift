import BridgeSource
import CSQLite
import Glibc

/// One SQLite file, used by one thread only. Failures become ``BridgeSource/SourceError``: to the lane, a source that cannot keep its state
/// is a source that is not there.
final class StateFile {
    /// A value to bind.
    enum Value {
        case text(String)
        case number(Int64)
        case bytes([UInt8])
        case null

        static func optional(_ text: String?) -> Value { text.map { .text($0) } ?? .null }
    }

    /// The row a statement stands on.
    struct Row {
        fileprivate let handle: OpaquePointer

        func text(_ column: Int32) -> String {
            guard let start = sqlite3_column_text(handle, column) else { return "" }
            let count = Int(sqlite3_column_bytes(handle, column))
            return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
        }

        func number(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
        func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
        func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }
        func optionalNumber(_ column: Int32) -> Int64? { isNull(column) ? nil : number(column) }

        func bytes(_ column: Int32) -> [UInt8] {
            let count = Int(sqlite3_column_bytes(handle, column))
            guard let start = sqlite3_column_blob(handle, column) else { return [] }
            return Array(UnsafeRawBufferPointer(start: start, count: count))
        }
    }

    let path: String
    private let handle: OpaquePointer
    /// All statements are fixed texts of this room, so there are only so many.
    private var statements: [String: OpaquePointer] = [:]

    /// Milliseconds to wait where another process writes.
    private static let busyMilliseconds: Int32 = 5_000

    /// Opens the file; made when missing.
    init(path: String) throws(SourceError) {
        // Made for its owner only, before SQLite would make it for everybody to read; what SQLite puts beside it takes after it.
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            sqlite3_close_v2(opened)
            throw SourceError(
                .unavailable, "the state file \(path) cannot be opened (code \(code)): check that its folder exists and may be written")
        }
        self.path = path
        handle = opened
        sqlite3_busy_timeout(opened, Self.busyMilliseconds)
        _ = csqlite_db_config_onoff(opened, SQLITE_DBCONFIG_DEFENSIVE, 1)
    }

    /// Opens a file that is there, for looking only: beside the process that writes it.
    init(reading path: String) throws(SourceError) {
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let opened else {
            sqlite3_close_v2(opened)
            throw SourceError(.unavailable, "the state file \(path) cannot be read (code \(code)): check that it may be")
        }
        self.path = path
        handle = opened
        sqlite3_busy_timeout(opened, Self.busyMilliseconds)
        _ = csqlite_db_config_onoff(opened, SQLITE_DBCONFIG_DEFENSIVE, 1)
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        sqlite3_close_v2(handle)
    }

    /// Runs text that returns nothing, several statements at once if need be.
    func execute(_ sql: String) throws(SourceError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// Runs a statement; returns how many rows it changed.
    @discardableResult
    func run(_ sql: String, _ values: [Value] = []) throws(SourceError) -> Int {
        try each(sql, values) { _ in }
        return Int(sqlite3_changes64(handle))
    }

    /// Hands each row to `read`.
    func each(_ sql: String, _ values: [Value] = [], _ read: (Row) throws(SourceError) -> Void) throws(SourceError) {
        let statement = try prepared(sql)
        bind(values, to: statement)
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        while true {
            let code = sqlite3_step(statement)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else { throw failure(code) }
            try read(Row(handle: statement))
        }
    }

    /// All rows.
    func all<Item>(_ sql: String, _ values: [Value] = [], _ read: (Row) -> Item) throws(SourceError) -> [Item] {
        var items: [Item] = []
        try each(sql, values) { items.append(read($0)) }
        return items
    }

    /// The first row; nil when there is none.
    func first<Item>(_ sql: String, _ values: [Value] = [], _ read: (Row) -> Item) throws(SourceError) -> Item? {
        try all(sql, values, read).first
    }

    /// Runs `body` as one unit: all of it is durable afterwards, or nothing.
    func unit<Result>(_ body: () throws(SourceError) -> Result) throws(SourceError) -> Result {
        try execute("BEGIN IMMEDIATE")
        do throws(SourceError) {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            if sqlite3_get_autocommit(handle) == 0 { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
            throw error
        }
    }

    private func prepared(_ sql: String) throws(SourceError) -> OpaquePointer {
        if let ready = statements[sql] { return ready }
        var made: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &made, nil)
        guard code == SQLITE_OK, let made else { throw failure(code) }
        statements[sql] = made
        return made
    }

    private func bind(_ values: [Value], to statement: OpaquePointer) {
        for (index, value) in values.enumerated() {
            let place = Int32(index + 1)
            let code: Int32
            switch value {
            case .null: code = sqlite3_bind_null(statement, place)
            case .number(let number): code = sqlite3_bind_int64(statement, place, number)
            case .bytes(let bytes): code = bytes.withUnsafeBytes { csqlite_bind_blob(statement, place, $0.baseAddress, UInt64($0.count)) }
            case .text(var text):
                code = text.withUTF8 { bytes in
                    bytes.withMemoryRebound(to: CChar.self) { csqlite_bind_text(statement, place, $0.baseAddress, UInt64($0.count)) }
                }
            }
            precondition(code == SQLITE_OK, "the statement has no place \(place), or the value is beyond SQLite's bound")
        }
    }

    private func failure(_ code: Int32) -> SourceError {
        let reason =
            switch code & 0xFF {
            case SQLITE_FULL, SQLITE_IOERR: "no room is left, or the disk refuses; make room, the work goes on by itself"
            case SQLITE_READONLY, SQLITE_PERM: "it may not be written; give this user the right to write there"
            case SQLITE_BUSY, SQLITE_LOCKED: "another process keeps it busy; wait until it is done, or stop it"
            case SQLITE_CORRUPT, SQLITE_NOTADB: "it is damaged; move it away, the export is then read from the first date again"
            default: "\(String(cString: sqlite3_errmsg(handle))) (code \(code))"
            }
        return SourceError(.unavailable, "the state file \(path): \(reason)")
    }
}

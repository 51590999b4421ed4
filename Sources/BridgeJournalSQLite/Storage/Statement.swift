import BridgeJournal
import CSQLite

/// A prepared statement. Values are bound and read in order: each call takes the next place.
final class Statement {
    private unowned let connection: Connection
    private let handle: OpaquePointer
    private var place: Int32 = 0
    private var column: Int32 = 0

    init(_ connection: Connection, _ sql: String, isKept: Bool) throws(JournalError) {
        var prepared: OpaquePointer?
        let flags = isKept ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        let code = sqlite3_prepare_v3(connection.handle, sql, -1, flags, &prepared, nil)
        guard code == SQLITE_OK, let prepared else { throw connection.failure(code) }
        self.connection = connection
        self.handle = prepared
    }

    deinit { sqlite3_finalize(handle) }

    /// The statement as if never run.
    func fresh() -> Statement {
        sqlite3_reset(handle)
        place = 0
        column = 0
        return self
    }
}

// MARK: - Binding

extension Statement {
    /// Binds a whole number, or null.
    @discardableResult
    func bind(_ value: Int64?) -> Statement {
        place += 1
        // Binding fails only for a place that is not there: a fault of the program, which step() would not show.
        let code = value.map { sqlite3_bind_int64(handle, place, $0) } ?? sqlite3_bind_null(handle, place)
        precondition(code == SQLITE_OK, "the statement has no place \(place)")
        return self
    }

    /// Binds a whole number, or null.
    @discardableResult
    func bind(_ value: Int?) -> Statement { bind(value.map(Int64.init)) }

    /// Binds text, or null.
    @discardableResult
    func bind(_ value: String?) -> Statement {
        guard var value else { return bind(nil as Int64?) }
        place += 1
        let place = place
        let code = value.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { csqlite_bind_text(handle, place, $0.baseAddress, UInt64($0.count)) }
        }
        precondition(code == SQLITE_OK, "the statement has no place \(place), or the text is beyond SQLite's bound")
        return self
    }

    /// Binds bytes, or null.
    @discardableResult
    func bind(_ value: [UInt8]?) -> Statement {
        guard let value else { return bind(nil as Int64?) }
        place += 1
        let code = value.withUnsafeBytes { csqlite_bind_blob(handle, place, $0.baseAddress, UInt64($0.count)) }
        precondition(code == SQLITE_OK, "the statement has no place \(place), or the bytes are beyond SQLite's bound")
        return self
    }
}

// MARK: - Running

extension Statement {
    /// Goes to the next row; false after the last.
    func step() throws(JournalError) -> Bool {
        column = 0
        let code = sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            sqlite3_reset(handle)
            return false
        default:
            let failure = connection.failure(code)
            sqlite3_reset(handle)
            throw failure
        }
    }

    /// Runs a statement that returns no rows.
    func run() throws(JournalError) {
        let hasRow = try step()
        precondition(!hasRow, "the statement returns rows")
    }

    /// The first row read by `read`; nil when there is none. The statement ends with it.
    func first<Row>(_ read: (Statement) throws(JournalError) -> Row) throws(JournalError) -> Row? {
        guard try step() else { return nil }
        defer { sqlite3_reset(handle) }
        return try read(self)
    }

    /// All rows.
    func all<Row>(_ read: (Statement) throws(JournalError) -> Row) throws(JournalError) -> [Row] {
        var rows: [Row] = []
        while try step() { rows.append(try read(self)) }
        return rows
    }
}

// MARK: - Reading the row

extension Statement {
    private func next() -> Int32 {
        defer { column += 1 }
        return column
    }

    func number() -> Int64 { sqlite3_column_int64(handle, next()) }
    func int() -> Int { Int(number()) }

    func optionalNumber() -> Int64? {
        let place = next()
        return sqlite3_column_type(handle, place) == SQLITE_NULL ? nil : sqlite3_column_int64(handle, place)
    }

    func optionalInt() -> Int? { optionalNumber().map(Int.init) }

    func optionalText() -> String? {
        let place = next()
        guard let start = sqlite3_column_text(handle, place) else { return nil }
        let count = Int(sqlite3_column_bytes(handle, place))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func text() -> String { optionalText() ?? "" }

    func optionalBytes() -> [UInt8]? {
        let place = next()
        guard sqlite3_column_type(handle, place) != SQLITE_NULL else { return nil }
        let count = Int(sqlite3_column_bytes(handle, place))
        // No bytes have no address.
        guard let start = sqlite3_column_blob(handle, place) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    func bytes() -> [UInt8] { optionalBytes() ?? [] }
}

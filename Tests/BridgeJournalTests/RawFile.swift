import BridgeJournal
import CSQLite
import Glibc

/// A journal's file as a stranger opens it: SQLite's C interface, past everything the journal guards.
final class RawFile {
    struct Failure: Error {
        var text: String
    }

    private let handle: OpaquePointer

    init(_ path: String) throws {
        var opened: OpaquePointer?
        guard sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil) == SQLITE_OK, let opened else {
            throw Failure(text: "cannot open \(path)")
        }
        handle = opened
    }

    deinit { sqlite3_close_v2(handle) }

    func run(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw Failure(text: String(cString: sqlite3_errmsg(handle))) }
    }

    /// The texts of the first column.
    func texts(_ sql: String) throws -> [String] {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else {
            throw Failure(text: String(cString: sqlite3_errmsg(handle)))
        }
        defer { sqlite3_finalize(statement) }
        var texts: [String] = []
        while sqlite3_step(statement) == SQLITE_ROW { texts.append(sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? "") }
        return texts
    }

    /// Takes away the guards that refuse changes of what is kept.
    func dropGuards() throws {
        for name in try texts("SELECT name FROM sqlite_schema WHERE type = 'trigger'") { try run("DROP TRIGGER \(name)") }
    }

    /// Overwrites bytes of a file; the file's length stays.
    static func overwrite(_ path: String, from offset: Int, with bytes: [UInt8]) throws {
        let descriptor = open(path, O_WRONLY)
        guard descriptor >= 0 else { throw Failure(text: "cannot open \(path)") }
        defer { close(descriptor) }
        guard pwrite(descriptor, bytes, bytes.count, off_t(offset)) == bytes.count else { throw Failure(text: "cannot write \(path)") }
    }

    static func length(_ path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    static func mode(_ path: String) -> UInt32 {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }
}

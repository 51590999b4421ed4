import BridgeDomain
public import BridgeJournal
import CSQLite
import Glibc

extension SQLiteJournal {
    /// Besides the promise: checks the pages of the file, and the counters of states against what they count. Each step is small; writers and
    /// readers go on meanwhile. Cost: the whole file is read once.
    public func verify(progress: @Sendable (Int64) -> Void) async throws(JournalError) -> VerifyReport {
        var check = Verification()
        while check.part != .done {
            let before = check
            do throws(JournalError) {
                check = try await read { reader throws(JournalError) in
                    var next = before
                    try next.step(reader)
                    return next
                }
            } catch {
                guard error.code == .damaged else { throw error }
                check.stop(error)
            }
            progress(check.checked)
        }
        return check.report
    }

    /// What the journal takes up and holds.
    public struct Size: Hashable, Sendable, Codable {
        /// Bytes of the file and of the write-ahead log beside it.
        public var fileBytes: Int64
        public var logBytes: Int64
        public var documents: Int64
        public var historyRecords: Int64
        /// The number of the last step taken to bring the file to its form.
        public var form: Int64
    }

    /// What the journal takes up and holds. Cost: some microseconds.
    public func size() async throws(JournalError) -> Size {
        let path = path
        return try await read { reader throws(JournalError) in
            let connection = reader.connection
            return Size(
                fileBytes: Self.bytes(of: path), logBytes: Self.bytes(of: path + "-wal"),
                documents: try connection.number("SELECT max(id) FROM document") ?? 0,
                historyRecords: try connection.number("SELECT sequence FROM history_end") ?? 0,
                form: try connection.number("PRAGMA user_version") ?? 0)
        }
    }

    private static func bytes(of path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// Sets how large the file may become; for administrators' quotas and for tests of a full disk.
    func limitFile(toPages pages: Int) async throws(JournalError) {
        try await write { writer throws(JournalError) in try writer.connection.execute("PRAGMA max_page_count = \(pages)") }
    }
}

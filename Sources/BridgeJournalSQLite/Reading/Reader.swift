import BridgeDomain
import BridgeJournal

/// Answers questions, on one of the reading threads. Each answer is given on one state of the file.
final class Reader {
    /// Parties remembered, at about 2 KB each.
    static let knownPartiesMax = 1_024

    let tables: Tables
    /// Parties read lately, by the bytes they are kept as.
    var knownParties: [[UInt8]: Party] = [:]
    var connection: Connection { tables.connection }

    /// Where it leaves what is about to be moved.
    let handedOut: ReadPostings

    init(_ connection: Connection, handedOut: ReadPostings) {
        tables = Tables(connection)
        self.handedOut = handedOut
    }

    /// Postings of a query that selects ``PostingColumns/selected``.
    func postings(_ statement: Statement) throws(JournalError) -> [PostingRecord] {
        try statement.all { [tables] row throws(JournalError) in try PostingColumns.read(row, tables) }
    }

    func posting(_ statement: Statement) throws(JournalError) -> PostingRecord? {
        try statement.first { [tables] row throws(JournalError) in try PostingColumns.read(row, tables) }
    }

    /// The number of a document's key; nil when nothing of it was ever kept.
    func find(_ key: DocumentKey, _ bridge: BridgeID) throws(JournalError) -> Int64? {
        guard let bridge = try tables.id(of: bridge) else { return nil }
        return try tables.id(of: key, bridge: bridge)
    }
}

public import BridgeDomain
public import BridgeSource
import Glibc

/// How the reading of exports stands, for people.
public struct FreshPortalExportStanding: Sendable {
    /// When the last export was taken in; nil before the first.
    public let lastRead: Timestamp?
    /// When a link was last over before it was used, and another was asked for; nil when none ever was.
    public let linkOverAt: Timestamp?
    /// Documents of which rows are missing.
    public let waiting: Int
    /// Since when the one that waits longest does.
    public let waitingSince: Timestamp?
    /// The rows most waited for (`customer 12`), and by how many documents; at most 20.
    public let missing: [(row: String, documents: Int)]

    /// Rows that are named.
    private static let missingMax = 20

    init(_ store: ExportStore) throws(SourceError) {
        let waiting = try store.waitingCount()
        lastRead = try Self.moment("read_at", store)
        linkOverAt = try Self.moment("link_over_at", store)
        (self.waiting, waitingSince) = (waiting.count, waiting.since)
        missing = try store.missingRows(limit: Self.missingMax).map { ($0.row.text, $0.documents) }
    }

    /// Reads it out of a state file, also while another process writes there; nil where there is no file yet.
    public static func read(stateFile: String) throws(SourceError) -> FreshPortalExportStanding? {
        guard access(stateFile, F_OK) == 0 else { return nil }
        return try FreshPortalExportStanding(ExportStore(reading: stateFile))
    }

    private static func moment(_ fact: String, _ store: ExportStore) throws(SourceError) -> Timestamp? {
        try store.fact(fact).flatMap { Int64($0) }.map { Timestamp(milliseconds: $0) }
    }
}

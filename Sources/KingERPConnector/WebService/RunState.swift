import BridgeConnector
import BridgeDomain
import BridgeExchange

/// What a connection remembers in the journal: the run under way with its cursor, and what became of each entry.
struct RunState: Sendable {
    let record: SharedRecord

    struct Head: Hashable, Codable, Sendable {
        var nextNumber = 1
        /// The run that is not over.
        var open: Int?
    }

    func head() async throws(ConnectorError) -> Head { try await record.read("head") ?? Head() }
    func run(_ number: Int) async throws(ConnectorError) -> BatchRun? {
        guard let cursor: BatchRun.Cursor = try await record.read("run.\(number)"),
            let items: [BatchRun.Item] = try await record.read("items.\(number)")
        else { return nil }
        return BatchRun(cursor, items: items)
    }
    func parcel(_ reference: EntryReference) async throws(ConnectorError) -> Parcel? { try await record.read("entry.\(reference)") }
}

extension SharedRecord.Changes {
    mutating func put(_ head: RunState.Head) { put("head", head) }
    mutating func put(_ cursor: BatchRun.Cursor) { put("run.\(cursor.number)", cursor) }
    mutating func put(_ items: [BatchRun.Item], of run: BatchRun) { put("items.\(run.number)", items) }
    mutating func put(_ parcel: Parcel, _ reference: EntryReference) { put("entry.\(reference)", parcel) }
}

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
    func run(_ number: Int) async throws(ConnectorError) -> BatchRun? { try await record.read("run.\(number)") }
    func parcel(_ reference: EntryReference) async throws(ConnectorError) -> Parcel? { try await record.read("entry.\(reference)") }
}

extension SharedRecord.Changes {
    mutating func put(_ head: RunState.Head) { put("head", head) }
    mutating func put(_ run: BatchRun) { put("run.\(run.number)", run) }
    mutating func put(_ parcel: Parcel, _ reference: EntryReference) { put("entry.\(reference)", parcel) }
}

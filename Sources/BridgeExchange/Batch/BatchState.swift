import BridgeConnector
import BridgeDomain
import BridgeJournal

/// What an exchange remembers, in the journal: the next number, the batches with their content, and what became of each entry. The numbers and
/// the question whether an entry is in a batch already are decided while nobody else can.
struct BatchState: Sendable {
    typealias Changes = SharedRecord.Changes

    let record: SharedRecord

    init(journal: any BridgeJournal, name: BridgeID, owner: String, clock: any TimeSource) {
        record = SharedRecord(journal: journal, name: name, part: "exchange", owner: owner, clock: clock)
    }

    /// What is open.
    struct Head: Hashable, Codable {
        var nextNumber = 1
        /// Batches that are not closed, oldest first.
        var open: [Int] = []
        /// How many entries turned out otherwise after they were taken as booked.
        var late = 0
        /// Parties whose records go with the next batch, in the order they were asked for.
        var dueParties: [TargetID]?
        /// Parties whose records came back.
        var refusedParties: [TargetID]?
    }

    func head() async throws(ConnectorError) -> Head { try await record.read("head") ?? Head() }
    func batch(_ number: Int) async throws(ConnectorError) -> Batch? { try await record.read("batch.\(number)") }
    func delivery(_ reference: EntryReference) async throws(ConnectorError) -> Delivery? { try await record.read("entry.\(reference)") }
    func party(_ relation: TargetID) async throws(ConnectorError) -> PartyDelivery? { try await record.read("party.\(relation)") }
    func late(_ number: Int) async throws(ConnectorError) -> EntryReference? { try await record.read("late.\(number)") }
    func content(of file: Int, in batch: Int) async throws(ConnectorError) -> [UInt8] {
        try await record.bytes("content.\(batch).\(file)") ?? []
    }

    func token() async throws(ConnectorError) -> String { try await record.token() }

    func change<Answer: Sendable>(
        _ decide: @Sendable (inout Changes) async throws(ConnectorError) -> Answer
    ) async throws(ConnectorError) -> Answer { try await record.change(decide) }
}

extension SharedRecord.Changes {
    mutating func put(_ head: BatchState.Head) { put("head", head) }
    mutating func put(_ batch: Batch) { put("batch.\(batch.number)", batch) }
    mutating func put(_ delivery: Delivery, _ reference: EntryReference) { put("entry.\(reference)", delivery) }
    mutating func put(_ party: PartyDelivery, _ relation: TargetID) { put("party.\(relation)", party) }
    mutating func putLate(_ number: Int, _ reference: EntryReference) { put("late.\(number)", reference) }
    mutating func put(content: [UInt8], of file: Int, in batch: Int) { put("content.\(batch).\(file)", bytes: content) }
}

extension ConnectorError {
    init(_ error: ExchangeFolderError) { self.init(.unavailable, error.text.english) }
}

import BridgeConnector
import BridgeDomain
import BridgeJournal
import FoundationEssentials

/// What an exchange remembers, in the journal: the next number, the batches with their content, and what became of each entry.
///
/// One writer at a time, under a lease of its own: the numbers and the question whether an entry is in a batch already are decided there.
struct BatchState: Sendable {
    let journal: any BridgeJournal
    let name: BridgeID
    /// Who writes; one per process.
    let owner: String
    let clock: any TimeSource

    /// Seconds one writer may take, which is for how long a process that died keeps the others out. Deciding reads and writes the journal and
    /// nothing else; one that takes longer is refused by its fence and tries again.
    private static let leaseSeconds: Int64 = 5
    /// Seconds after which somebody who found another at work tries again.
    private static let retrySeconds: Int64 = 1

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

    /// Values to be written together.
    struct Changes {
        fileprivate(set) var values: [(name: String, bytes: [UInt8])] = []
        private let encoder: JSONEncoder

        init() {
            encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        }

        mutating func put(_ head: Head) { put("head", head) }
        mutating func put(_ batch: Batch) { put("batch.\(batch.number)", batch) }
        mutating func put(_ delivery: Delivery, _ reference: EntryReference) { put("entry.\(reference)", delivery) }
        mutating func put(_ party: PartyDelivery, _ relation: TargetID) { put("party.\(relation)", party) }
        mutating func putLate(_ number: Int, _ reference: EntryReference) { put("late.\(number)", reference) }
        mutating func put(content: [UInt8], of file: Int, in batch: Int) { values.append(("content.\(batch).\(file)", content)) }

        private mutating func put(_ name: String, _ value: some Encodable) {
            // Plain values with text keys: encoding them cannot fail.
            if let data = try? encoder.encode(value) { values.append((name, Array(data))) }
        }
    }

    func head() async throws(ConnectorError) -> Head { try await read("head") ?? Head() }
    func batch(_ number: Int) async throws(ConnectorError) -> Batch? { try await read("batch.\(number)") }
    func delivery(_ reference: EntryReference) async throws(ConnectorError) -> Delivery? { try await read("entry.\(reference)") }
    func party(_ relation: TargetID) async throws(ConnectorError) -> PartyDelivery? { try await read("party.\(relation)") }
    func late(_ number: Int) async throws(ConnectorError) -> EntryReference? { try await read("late.\(number)") }
    func content(of file: Int, in batch: Int) async throws(ConnectorError) -> [UInt8] { try await bytes("content.\(batch).\(file)") ?? [] }

    /// A text no other writer has, before or later.
    func token() async throws(ConnectorError) -> String {
        let fence = try await lease()
        await giveBack(fence)
        return String(fence.number)
    }

    /// Decides and writes while nobody else can: what `decide` reads still holds when its changes are made.
    func change<Answer: Sendable>(
        _ decide: @Sendable (inout Changes) async throws(ConnectorError) -> Answer
    ) async throws(ConnectorError) -> Answer {
        let fence = try await lease()
        do throws(ConnectorError) {
            var changes = Changes()
            let answer = try await decide(&changes)
            if !changes.values.isEmpty { try await commit(changes, fence) }
            await giveBack(fence)
            return answer
        } catch {
            await giveBack(fence)
            throw error
        }
    }

    private func lease() async throws(ConnectorError) -> Fence {
        let now = clock.now()
        let fence: Fence?
        do {
            fence = try await journal.lease("exchange/\(name)", owner: owner, now: now, until: now.adding(seconds: Self.leaseSeconds))
        } catch {
            throw ConnectorError(error)
        }
        guard let fence else {
            throw ConnectorError(
                .unavailable, "another process is at work on the exchange folder \(name)", retryAt: now.adding(seconds: Self.retrySeconds))
        }
        return fence
    }

    private func giveBack(_ fence: Fence) async {
        // A lease that cannot be given back runs out by itself.
        try? await journal.release(fence)
    }

    private func commit(_ changes: Changes, _ fence: Fence) async throws(ConnectorError) {
        let unit = JournalUnit(
            changes.values.map { .putValue(name, name: "exchange.\($0.name)", value: $0.bytes) }, fence: fence)
        do { try await journal.commit(unit) } catch { throw ConnectorError(error) }
    }

    private func read<Value: Decodable>(_ name: String) async throws(ConnectorError) -> Value? {
        guard let bytes = try await bytes(name), !bytes.isEmpty else { return nil }
        do { return try JSONDecoder().decode(Value.self, from: Data(bytes)) } catch {
            // Going on without it could deliver an entry twice.
            throw ConnectorError(.misused, "the journal's value exchange.\(name) of \(self.name) cannot be read")
        }
    }

    private func bytes(_ name: String) async throws(ConnectorError) -> [UInt8]? {
        do { return try await journal.value(self.name, name: "exchange.\(name)") } catch { throw ConnectorError(error) }
    }
}

extension ConnectorError {
    init(_ error: JournalError) { self.init(.unavailable, "the journal refuses: \(error.message)") }

    init(_ error: ExchangeFolderError) { self.init(.unavailable, error.text.english) }
}

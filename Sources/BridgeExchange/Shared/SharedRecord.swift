public import BridgeConnector
public import BridgeDomain
public import BridgeJournal
import FoundationEssentials

/// What processes that share one outside thing remember of it, in the journal: values under names, changed by one process at a time.
///
/// What is decided while the lease is held still holds when it is written; a writer that is late is refused by its fence.
public struct SharedRecord: Sendable {
    let journal: any BridgeJournal
    let name: BridgeID
    /// What its values' names begin with (`exchange`).
    let part: String
    let owner: String
    let clock: any TimeSource

    /// Seconds one writer may take, which is for how long a process that died keeps the others out. Deciding reads and writes the journal and
    /// nothing else; one that takes longer is refused by its fence and tries again.
    private static let leaseSeconds: Int64 = 5
    /// Seconds after which somebody who found another at work tries again.
    private static let retrySeconds: Int64 = 1

    /// A record. Nothing is read or written yet.
    ///
    /// - Parameters:
    ///   - name: of the thing that is shared: the target's name in the configuration. Never changed, since what is remembered hangs on it.
    ///   - part: tells apart what different kinds of target remember.
    ///   - owner: names this process where processes take turns; no other may have the same.
    public init(journal: any BridgeJournal, name: BridgeID, part: String, owner: String, clock: any TimeSource) {
        self.journal = journal
        self.name = name
        self.part = part
        self.owner = owner
        self.clock = clock
    }

    /// Values to be written together.
    public struct Changes: Sendable {
        fileprivate var values: [(name: String, bytes: [UInt8])] = []

        /// None.
        public init() {}

        /// Sets a value, as JSON. At most 8 MB.
        public mutating func put(_ name: String, _ value: some Encodable) {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            // Plain values with text keys: encoding them cannot fail.
            if let data = try? encoder.encode(value) { values.append((name, Array(data))) }
        }

        /// Sets a value to bytes as they are. At most 8 MB.
        public mutating func put(_ name: String, bytes: [UInt8]) { values.append((name, bytes)) }
    }

    // MARK: Reading

    /// A value; nil where none was ever set. Throws ``/BridgeConnector/ConnectorError/Code/misused`` where it cannot be read: going on without
    /// it could deliver an entry twice.
    public func read<Value: Decodable>(_ name: String) async throws(ConnectorError) -> Value? {
        guard let bytes = try await bytes(name), !bytes.isEmpty else { return nil }
        do { return try JSONDecoder().decode(Value.self, from: Data(bytes)) } catch {
            throw ConnectorError(.misused, "the journal's value \(part).\(name) of \(self.name) cannot be read")
        }
    }

    /// A value's bytes as they are.
    public func bytes(_ name: String) async throws(ConnectorError) -> [UInt8]? {
        do { return try await journal.value(self.name, name: "\(part).\(name)") } catch { throw ConnectorError(error) }
    }

    // MARK: Changing

    /// A text no other writer has, before or later.
    public func token() async throws(ConnectorError) -> String {
        let fence = try await hold()
        await giveBack(fence)
        return String(fence.number)
    }

    /// Decides and writes while nobody else can: what `decide` reads still holds when its changes are made.
    public func change<Answer: Sendable>(
        _ decide: @Sendable (inout Changes) async throws(ConnectorError) -> Answer
    ) async throws(ConnectorError) -> Answer {
        let fence = try await hold()
        do throws(ConnectorError) {
            var changes = Changes()
            let answer = try await decide(&changes)
            try await commit(changes, fence)
            await giveBack(fence)
            return answer
        } catch {
            await giveBack(fence)
            throw error
        }
    }

    /// Keeps others out for so many seconds, or prolongs that; ``/BridgeConnector/ConnectorError/Code/unavailable`` while somebody else does.
    public func hold(seconds: Int64? = nil) async throws(ConnectorError) -> Fence {
        let now = clock.now()
        let fence: Fence?
        do {
            fence = try await journal.lease(
                "\(part)/\(name)", owner: owner, now: now, until: now.adding(seconds: seconds ?? Self.leaseSeconds))
        } catch {
            throw ConnectorError(error)
        }
        guard let fence else {
            throw ConnectorError(
                .unavailable, "another process is at work on \(part) \(name)", retryAt: now.adding(seconds: Self.retrySeconds))
        }
        return fence
    }

    /// Lets others in again.
    public func giveBack(_ fence: Fence) async {
        // A lease that cannot be given back runs out by itself.
        try? await journal.release(fence)
    }

    /// Writes while the fence holds; refused afterwards.
    public func commit(_ changes: Changes, _ fence: Fence) async throws(ConnectorError) {
        if changes.values.isEmpty { return }
        let unit = JournalUnit(changes.values.map { .putValue(name, name: "\(part).\($0.name)", value: $0.bytes) }, fence: fence)
        do { try await journal.commit(unit) } catch { throw ConnectorError(error) }
    }
}

extension ConnectorError {
    init(_ error: JournalError) { self.init(.unavailable, "the journal refuses: \(error.message)") }
}

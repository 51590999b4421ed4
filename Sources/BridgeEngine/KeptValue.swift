public import BridgeDomain
public import BridgeJournal
import FoundationEssentials

/// A value that people change, kept in the journal under a name: read, decided on and written under a lease of its own, so that of two who
/// change it at once, in whatever processes, the second decides on what the first wrote.
public struct KeptValue<Value: Codable & Sendable>: Sendable {
    private let journal: any BridgeJournal
    private let bridge: BridgeID
    private let name: String

    /// Seconds a lease lasts when whoever took it dies; otherwise it is given back at once.
    private var leaseSeconds: Int64 { 3 }

    /// The value of a bridge under that name.
    public init(_ name: String, of bridge: BridgeID, in journal: any BridgeJournal) {
        self.name = name
        self.bridge = bridge
        self.journal = journal
    }

    /// The value as it stands; nil where there is none.
    public func read() async throws(JournalError) -> Value? {
        guard let bytes = try await journal.value(bridge, name: name), !bytes.isEmpty else { return nil }
        do { return try JSONDecoder().decode(Value.self, from: Data(bytes)) } catch {
            throw JournalError(.damaged, "what is kept as \(name) of bridge \(bridge) cannot be read: \(error)")
        }
    }

    /// Writes what `decide` makes of the value as it stands (nil takes it away) together with the history that goes with it, or nothing where
    /// it gives none. Returns whether something was written. Refused as a conflict while somebody else is changing it.
    @discardableResult
    public func change(
        _ who: Who, at now: Timestamp,
        _ decide: (Value?) throws(JournalError) -> (value: Value?, with: [JournalChange])?
    ) async throws(JournalError) -> Bool {
        let owner = "\(who) \(now.milliseconds)"
        let lane = "value/\(bridge)/\(name)"
        guard let fence = try await journal.lease(lane, owner: owner, now: now, until: now.adding(seconds: leaseSeconds)) else {
            throw JournalError(.conflict, "somebody else is changing \(name) of bridge \(bridge) at this moment")
        }
        let outcome: Result<Bool, JournalError>
        do throws(JournalError) {
            let decided = try decide(try await read())
            if let decided {
                let bytes = try decided.value.map { value throws(JournalError) in try encoded(value) } ?? []
                let changes: [JournalChange] = [.putValue(bridge, name: name, value: bytes)] + decided.with
                try await journal.commit(JournalUnit(changes, fence: fence))
            }
            outcome = .success(decided != nil)
        } catch {
            outcome = .failure(error)
        }
        // A lease that cannot be given back runs out by itself.
        try? await journal.release(fence)
        return try outcome.get()
    }

    private func encoded(_ value: Value) throws(JournalError) -> [UInt8] {
        guard let data = try? JSONEncoder.sorted.encode(value) else {
            throw JournalError(.failed, "\(name) of bridge \(bridge) cannot be written down")
        }
        return Array(data)
    }
}

public import BridgeDomain

/// Who did something.
public enum Who: Hashable, Sendable, Codable, CustomStringConvertible {
    /// A person, by the name they work under.
    case person(String)
    /// A part of the machine (`intake`, `posting`, `recovery`).
    case machine(String)

    /// `person:anna` or `machine:intake`.
    public var description: String {
        switch self {
        case .person(let name): "person:\(name)"
        case .machine(let part): "machine:\(part)"
        }
    }

    /// The name alone, as people call it.
    public var name: String {
        switch self {
        case .person(let name), .machine(let name): name
        }
    }

    /// Reads ``description``; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { return nil }
        switch parts[0] {
        case "person": self = .person(String(parts[1]))
        case "machine": self = .machine(String(parts[1]))
        default: return nil
        }
    }
}

/// One thing that happened, to be written to the append-only record.
public struct HistoryEntry: Hashable, Sendable, Codable {
    public var at: Timestamp
    public var who: Who
    /// nil for acts that concern the whole installation.
    public var bridge: BridgeID?
    /// What it is about: a document key's or party key's text, `mapping`, `connection`, …
    public var subject: String
    /// A verb in the past tense: `received`, `mapped`, `approved`, `sent`, `booked`, `parked`, …
    public var act: String
    /// For people: why, in one sentence. Never holds a secret.
    public var detail: String
    /// The hash of what the act made durable (``DocumentRecord/contentHash``, ``EntryRecord/contentHash``, ``PartyRecord/contentHash``), so
    /// that `verify` can prove these too; see ``ContentHash``.
    public var contentHash: String?

    /// A history entry.
    public init(at: Timestamp, who: Who, bridge: BridgeID?, subject: String, act: String, detail: String = "", contentHash: String? = nil) {
        self.at = at
        self.who = who
        self.bridge = bridge
        self.subject = subject
        self.act = act
        self.detail = detail
        self.contentHash = contentHash
    }
}

/// A history entry as it stands in the journal, chained to the one before it.
public struct HistoryRecord: Hashable, Sendable, Codable {
    /// 1 for the first, without gaps.
    public var sequence: Int64
    public var entry: HistoryEntry
    /// Hexadecimal SHA-256 of the record before; 64 zeros for the first.
    public var previousHash: String
    /// Hexadecimal SHA-256 over ``previousHash`` and the record's own text; see ``HistoryChain``.
    public var hash: String

    /// A record.
    public init(sequence: Int64, entry: HistoryEntry, previousHash: String, hash: String) {
        self.sequence = sequence
        self.entry = entry
        self.previousHash = previousHash
        self.hash = hash
    }
}

/// What `verify` found.
public struct VerifyReport: Hashable, Sendable, Codable {
    /// One record that is not as it was written.
    public struct Fault: Hashable, Sendable, Codable {
        public var sequence: Int64?
        public var subject: String
        /// For people: changed, missing, out of order, or content that no longer fits its hash.
        public var message: String

        /// A fault.
        public init(sequence: Int64?, subject: String, message: String) {
            self.sequence = sequence
            self.subject = subject
            self.message = message
        }
    }

    public var recordsChecked: Int64
    public var documentsChecked: Int64
    public var lastHash: String
    /// At most 100; ``faultsTotal`` counts all.
    public var faults: [Fault]
    public var faultsTotal: Int

    /// A report.
    public init(recordsChecked: Int64, documentsChecked: Int64, lastHash: String, faults: [Fault], faultsTotal: Int) {
        self.recordsChecked = recordsChecked
        self.documentsChecked = documentsChecked
        self.lastHash = lastHash
        self.faults = faults
        self.faultsTotal = faultsTotal
    }
}

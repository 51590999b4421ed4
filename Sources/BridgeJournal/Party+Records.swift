public import BridgeDomain

/// Where the alignment of a party with the target stands.
public enum PartyState: String, Hashable, Sendable, Codable, CaseIterable {
    /// Known from the source; no document needs it in the target yet.
    case known
    /// To be created or brought up to date.
    case ready
    /// The intent is durable; the call may be under way.
    case inFlight
    /// The call may have been carried out; looked up by number before anything else.
    case outcomeUnknown
    /// Linked and up to date.
    case aligned
    /// A relation in the target looks like it: a person confirms or refuses the link.
    case proposed
    /// Something is wrong that a person must mend.
    case parked
    /// The target refused by rule.
    case rejected
}

/// A party's newest version and its alignment.
public struct PartyRecord: Hashable, Sendable, Codable {
    public var bridge: BridgeID
    public var key: PartyKey
    /// Rises by one with every change of content, from 1.
    public var version: Int
    public var contentHash: String
    public var raw: [UInt8]
    public var party: Party?
    public var problems: [Problem]
    public var state: PartyState
    /// Rises by one with every change; guards against two writers.
    public var revision: Int64
    public var attempts: Int
    public var dueAt: Timestamp?
    public var changedAt: Timestamp
    /// The number it has or is to have in the books.
    public var number: String?
    /// The content version the target last took.
    public var alignedVersion: Int?
    /// For ``PartyState/proposed``: the relation that looks like it, and why.
    public var proposal: TargetID?
    public var proposalReason: String?
    /// How its fields stand beside the books'; nil before they were compared, and where the books do not tell.
    public var alignment: PartyAlignment?

    /// A party as intake makes it.
    public init(
        bridge: BridgeID, key: PartyKey, version: Int, contentHash: String, raw: [UInt8], party: Party?, problems: [Problem],
        state: PartyState,
        changedAt: Timestamp
    ) {
        self.bridge = bridge
        self.key = key
        self.version = version
        self.contentHash = contentHash
        self.raw = raw
        self.party = party
        self.problems = problems
        self.state = state
        self.revision = 0
        self.attempts = 0
        self.changedAt = changedAt
    }
}

extension PartyRecord {
    /// The code it lives on under: where the trade system merged it, or the books did.
    public var livesOnAs: PartyCode? { party?.mergedInto ?? alignment?.mergedInto }
}

/// One version of a party as it arrived. Kept by the journal with every ``JournalChange/putParty(_:)`` that brings a new version; never
/// changed, never removed.
public struct PartyVersionRecord: Hashable, Sendable, Codable {
    public var bridge: BridgeID
    public var key: PartyKey
    public var version: Int
    /// SHA-256 of ``raw``, hexadecimal.
    public var contentHash: String
    public var raw: [UInt8]
    public var party: Party?
    public var problems: [Problem]
    public var receivedAt: Timestamp

    /// The version a party record stands at.
    public init(_ record: PartyRecord) {
        self.bridge = record.bridge
        self.key = record.key
        self.version = record.version
        self.contentHash = record.contentHash
        self.raw = record.raw
        self.party = record.party
        self.problems = record.problems
        self.receivedAt = record.changedAt
    }
}

/// A relation of the target as the journal remembers it, so that matching costs no call.
public struct RelationRecord: Hashable, Sendable, Codable {
    public var bridge: BridgeID
    public var id: TargetID
    public var number: String
    public var name: String
    /// Normalised: capitals, no spaces or points.
    public var vatNumber: String?
    public var chamberOfCommerce: String?
    public var isDebtor: Bool
    public var isCreditor: Bool
    public var blocked: Bool
    public var deleted: Bool
    /// Its fields as the books tell them; nil where they were not told. A field they tell and have nothing in is the empty text.
    public var details: [PartyField: String]?

    /// A relation to remember.
    public init(
        bridge: BridgeID, id: TargetID, number: String, name: String, vatNumber: String?, chamberOfCommerce: String?, isDebtor: Bool,
        isCreditor: Bool, blocked: Bool, deleted: Bool, details: [PartyField: String]? = nil
    ) {
        self.bridge = bridge
        self.id = id
        self.number = number
        self.name = name
        self.vatNumber = vatNumber
        self.chamberOfCommerce = chamberOfCommerce
        self.isDebtor = isDebtor
        self.isCreditor = isCreditor
        self.blocked = blocked
        self.deleted = deleted
        self.details = details
    }
}

/// Ours ↔ theirs, unique in both directions within a bridge and kind.
public struct Binding: Hashable, Sendable, Codable {
    /// What is bound.
    public enum Kind: String, Hashable, Sendable, Codable {
        case debtor, creditor, document
        /// The open item that a document's entry made, where the books name it apart from the entry.
        case openItem = "open_item"
        /// A line of a payment other than the one that names it, where the books tell line by line what was removed: ours is the payment's
        /// identity, a space, and the line's.
        case paymentLine = "payment_line"
    }

    public var bridge: BridgeID
    public var kind: Kind
    /// A party code or a document key's text.
    public var ours: String
    public var theirs: TargetID
    /// The number people know it by in the books.
    public var number: String
    public var boundAt: Timestamp

    /// A binding.
    public init(bridge: BridgeID, kind: Kind, ours: String, theirs: TargetID, number: String, boundAt: Timestamp) {
        self.bridge = bridge
        self.kind = kind
        self.ours = ours
        self.theirs = theirs
        self.number = number
        self.boundAt = boundAt
    }
}

public import BridgeDomain

/// The file of one document (the invoice as people read it), on its way into the books: what comes after the posting, and never holds one up.
///
/// Attaching takes several calls, and each may be carried out without our hearing of it. So the intent of each is durable before it, and how
/// far it came is durable after it (``step``).
public struct AttachmentRecord: Hashable, Sendable, Codable {
    /// Where the attaching stands.
    public enum State: Int, Hashable, Sendable, Codable, CaseIterable {
        /// To be attached. What was tried before is known, and ``AttachmentRecord/step`` says how far it came.
        case waiting = 1
        /// A call is under way, or was and its answer was lost: looked up before anything is sent again.
        case inFlight = 2
        /// The books hold the file.
        case attached = 3
        /// The source has no file of the document: there is nothing to do.
        case absent = 4
        /// Neither source nor books will have it as it is. A person mends the cause and has it tried again.
        case refused = 5

        /// True where something is still to be done by itself.
        public var isOpen: Bool { self == .waiting || self == .inFlight }
    }

    public var bridge: BridgeID
    public var document: DocumentKey
    public var state: State
    /// How far the attaching came, in the connector's words; empty at the beginning.
    public var step: String
    /// Times it was begun.
    public var attempts: Int
    /// When it is looked at next; nil unless ``State/isOpen``.
    public var dueAt: Timestamp?
    /// The name under which the books hold the file; nil before the source gave it.
    public var fileName: String?
    /// The file's length in bytes.
    public var bytes: Int?
    /// The file's SHA-256, hexadecimal.
    public var fileHash: String?
    /// For people: why it is refused, or what stood in the way last time.
    public var reason: BilingualText?
    public var madeAt: Timestamp
    public var changedAt: Timestamp
    /// Rises by one with every change, from 1; guards against two writers.
    public var revision: Int64

    /// A file to attach, due at once.
    public init(bridge: BridgeID, document: DocumentKey, madeAt: Timestamp) {
        self.bridge = bridge
        self.document = document
        self.state = .waiting
        self.step = ""
        self.attempts = 0
        self.dueAt = madeAt
        self.madeAt = madeAt
        self.changedAt = madeAt
        self.revision = 1
    }

    /// What its attempts stand under; its history stands under the document.
    public var subject: String { Self.subject(of: document.description) }
    /// The same, of a document by its key's text.
    public static func subject(of document: String) -> String { "attachment:\(document)" }
}

/// How much there is to look at among a bridge's attachments.
public struct AttachmentTotals: Hashable, Sendable, Codable {
    /// Files to be attached, and when the first of them was to be begun.
    public var waiting: Int
    public var oldestWaiting: Timestamp?
    /// Files that a person must look at.
    public var refused: Int

    /// Totals.
    public init(waiting: Int, oldestWaiting: Timestamp?, refused: Int) {
        self.waiting = waiting
        self.oldestWaiting = oldestWaiting
        self.refused = refused
    }
}

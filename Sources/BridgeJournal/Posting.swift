public import BridgeDomain

/// Where the delivery of one document stands. Each case says what has happened and what may follow.
public enum PostingState: String, Hashable, Sendable, Codable, CaseIterable {
    /// Something is wrong that only a person can mend: validation, mapping, a difference. Mending and *retry* lead on.
    case parked
    /// Nothing is wrong, but something has to happen first: approval, a run, an open period, its party, its original. See ``Hold``.
    case held
    /// May go to the target as soon as the budget and the order allow.
    case ready
    /// The intent is durable; the call may be under way. After a crash this is ``outcomeUnknown``.
    case inFlight
    /// The call may have been carried out. Waits out the target's limit, then looks up: adopt or send again.
    case outcomeUnknown
    /// The target holds the entry.
    case booked
    /// The target refused by rule. A person mends the cause; *retry* leads on.
    case rejected
    /// A person, or the source, took it back before it was booked. *Reopen* leads on.
    case withdrawn
    /// A document that amounts to nothing (scenario S35): kept, not sent.
    case nothingToPost

    /// True where nothing more will happen by itself.
    public var isSettled: Bool {
        switch self {
        case .booked, .withdrawn, .nothingToPost: true
        case .parked, .held, .ready, .inFlight, .outcomeUnknown, .rejected: false
        }
    }

    /// True where a person is needed.
    public var needsPerson: Bool { self == .parked || self == .rejected }
}

/// What a held posting waits for.
public enum Hold: Hashable, Sendable, Codable {
    /// A person's approval (gate per bridge and daybook).
    case approval
    /// The next scheduled run.
    case schedule
    /// The period is closed in the target and the policy is to hold.
    case period(Period)
    /// Its party is not in the target yet.
    case party(PartyKey)
    /// A credit note whose original is not booked yet.
    case original(DocumentKey)
    /// A person held it.
    case person

    /// The text under which everything that waits for one thing is found together.
    public var blocker: String {
        switch self {
        case .approval: "approval"
        case .schedule: "schedule"
        case .period(let period): "period:\(period)"
        case .party(let key): "party:\(key)"
        case .original(let key): "original:\(key)"
        case .person: "person"
        }
    }
}

/// Whether the books have been read back and agree with what was meant.
public enum ReadBack: Hashable, Sendable, Codable {
    case pending
    case agrees(at: Timestamp)
    case differs(at: Timestamp, problems: [Problem])
}

/// The delivery of one document: its state and everything a list, a total or the next decision needs.
public struct PostingRecord: Hashable, Sendable, Codable {
    public var bridge: BridgeID
    public var document: DocumentKey
    public var sourceID: SourceID
    /// The version of the document this posting delivers.
    public var documentVersion: Int
    public var contentHash: String
    public var state: PostingState
    /// Rises by one with every change; guards against two writers.
    public var revision: Int64
    /// The order of arrival within the journal, given when inserted; 0 before.
    public var sequence: Int64
    public var receivedAt: Timestamp
    public var changedAt: Timestamp
    /// When the engine has to look at it again; nil when only an event can move it.
    public var dueAt: Timestamp?
    /// After this moment it counts as late and is shown so.
    public var deadline: Timestamp?
    public var hold: Hold?
    public var problems: [Problem]
    /// Calls made so far.
    public var attempts: Int
    /// Who approved it, when an approval was needed.
    public var approvedBy: String?
    public var party: PartyKey?
    public var invoiceDate: CalendarDate
    public var daybook: DaybookCode?
    public var period: Period?
    public var reference: EntryReference?
    public var mappingVersion: Int?
    /// What the target answered.
    public var targetID: TargetID?
    public var targetNumber: String?
    public var bookedAt: Timestamp?
    public var readBack: ReadBack
    /// As printed, positive as in the document, whatever the kind, all in one currency; nil when the document could not be read.
    public var net: Money?
    public var vat: Money?
    public var gross: Money?
    /// The original documents of a credit note.
    public var originals: [DocumentNumber]
    /// Deposits given out (positive) or taken back (negative) by this document, in its currency.
    public var deposits: Money?

    /// A posting as intake makes it; the rest is set afterwards.
    public init(
        bridge: BridgeID, document: DocumentKey, sourceID: SourceID, documentVersion: Int, contentHash: String, state: PostingState,
        receivedAt: Timestamp, invoiceDate: CalendarDate
    ) {
        self.bridge = bridge
        self.document = document
        self.sourceID = sourceID
        self.documentVersion = documentVersion
        self.contentHash = contentHash
        self.state = state
        self.revision = 0
        self.sequence = 0
        self.receivedAt = receivedAt
        self.changedAt = receivedAt
        self.invoiceDate = invoiceDate
        self.problems = []
        self.attempts = 0
        self.readBack = .pending
        self.originals = []
    }
}

/// One version of a document as it arrived. Never changed, never removed.
public struct DocumentRecord: Hashable, Sendable, Codable {
    public var bridge: BridgeID
    public var key: DocumentKey
    public var version: Int
    /// SHA-256 of ``raw``, hexadecimal.
    public var contentHash: String
    public var raw: [UInt8]
    /// nil when the text could not be read.
    public var document: Document?
    public var problems: [Problem]
    public var receivedAt: Timestamp

    /// A version of a document.
    public init(
        bridge: BridgeID, key: DocumentKey, version: Int, contentHash: String, raw: [UInt8], document: Document?, problems: [Problem],
        receivedAt: Timestamp
    ) {
        self.bridge = bridge
        self.key = key
        self.version = version
        self.contentHash = contentHash
        self.raw = raw
        self.document = document
        self.problems = problems
        self.receivedAt = receivedAt
    }
}

/// What one entry adds to one VAT code of one daybook, signed as the documents are summed: invoices positive, credits negative.
public struct EntryTotal: Hashable, Sendable, Codable {
    public var daybook: DaybookCode
    /// nil for amounts outside any VAT code.
    public var vatCode: VATCode?
    public var net: Money
    public var vat: Money

    /// The amount of one VAT code.
    public init(daybook: DaybookCode, vatCode: VATCode?, net: Money, vat: Money) {
        self.daybook = daybook
        self.vatCode = vatCode
        self.net = net
        self.vat = vat
    }
}

/// The entry mapping made of one version of a document.
public struct EntryRecord: Hashable, Sendable, Codable {
    public var bridge: BridgeID
    public var entry: Entry
    public var totals: [EntryTotal]
    public var madeAt: Timestamp

    /// An entry to keep.
    public init(bridge: BridgeID, entry: Entry, totals: [EntryTotal], madeAt: Timestamp) {
        self.bridge = bridge
        self.entry = entry
        self.totals = totals
        self.madeAt = madeAt
    }
}

/// What the target held when it was last read back, as text for show (JSON) and as totals for reconciliation.
public struct BookedRecord: Hashable, Sendable, Codable {
    public var bridge: BridgeID
    public var document: DocumentKey
    public var targetID: TargetID
    public var targetNumber: String
    public var content: String
    public var totals: [EntryTotal]
    public var readAt: Timestamp

    /// What the books hold.
    public init(
        bridge: BridgeID, document: DocumentKey, targetID: TargetID, targetNumber: String, content: String, totals: [EntryTotal],
        readAt: Timestamp
    ) {
        self.bridge = bridge
        self.document = document
        self.targetID = targetID
        self.targetNumber = targetNumber
        self.content = content
        self.totals = totals
        self.readAt = readAt
    }
}

/// One call made for a posting or a party: intent before, verdict after.
public struct AttemptRecord: Hashable, Sendable, Codable {
    /// What the call was for.
    public enum Purpose: String, Hashable, Sendable, Codable {
        case post, lookUp, createParty, updateParty, lookUpParty, attach
    }

    public var bridge: BridgeID
    /// A document key's or party key's text.
    public var subject: String
    /// 1 for the first call made for the subject.
    public var number: Int
    public var purpose: Purpose
    public var startedAt: Timestamp
    /// nil while the call is under way, and for ever when we died in it.
    public var endedAt: Timestamp?
    /// The connector error's code, or `done`, `found`, `notFound`; nil while under way.
    public var verdict: String?
    /// For people: the message or the vendor's own text, secrets removed.
    public var detail: String?
    /// How many calls to the books are kept of it (``BridgeJournal/calls(_:bridge:)``). Only read: ``JournalChange/keepCalls(_:)`` sets it.
    public var calls = 0

    /// An intent.
    public init(bridge: BridgeID, subject: String, number: Int, purpose: Purpose, startedAt: Timestamp) {
        self.bridge = bridge
        self.subject = subject
        self.number = number
        self.purpose = purpose
        self.startedAt = startedAt
    }
}

/// What was said to the books in an attempt, and what they answered: kept once, also where one call was for many.
public struct AttemptCalls: Hashable, Sendable {
    public var bridge: BridgeID
    /// The attempts they were made in. One that is not kept is passed over.
    public var attempts: [AttemptName]
    /// In the order they were made, secrets removed; none where they are those of ``same``.
    public var calls: [BooksCall]
    /// An attempt whose calls they were as well, and are kept with; nothing happens where it has none.
    public var same: AttemptName?

    /// Calls to keep.
    public init(bridge: BridgeID, attempts: [AttemptName], calls: [BooksCall]) {
        self.bridge = bridge
        self.attempts = attempts
        self.calls = calls
    }

    /// Calls that are kept already, with another attempt of the bridge.
    public init(bridge: BridgeID, attempts: [AttemptName], same: AttemptName) {
        self.init(bridge: bridge, attempts: attempts, calls: [])
        self.same = same
    }
}

/// Which attempt of a bridge.
public struct AttemptName: Hashable, Sendable {
    /// A document key's or party key's text.
    public var subject: String
    public var number: Int

    /// An attempt's name.
    public init(_ subject: String, _ number: Int) {
        self.subject = subject
        self.number = number
    }
}

extension AttemptRecord {
    /// What it is called within its bridge.
    public var name: AttemptName { AttemptName(subject, number) }
}

public import BridgeDomain

/// One change to the journal. A unit of them happens whole or not at all.
///
/// `indirect`: a change holds a record of some forty fields, and lists of changes are made, moved and read all day.
public indirect enum JournalChange: Sendable {
    /// Keeps a version of a document. Refused with ``JournalError/Code/duplicate`` when that version is kept already with other content;
    /// harmless when it is the same. A record of the unit carries its ``DocumentRecord/contentHash``.
    case keepDocument(DocumentRecord)
    /// Starts the delivery of a document, with the revision the record has. Refused with ``JournalError/Code/duplicate`` when (bridge, administration, kind, number) has one: for good.
    case startPosting(PostingRecord)
    /// Replaces a posting whose stored revision is `record.revision - 1`; refused with ``JournalError/Code/conflict`` otherwise. Its sequence
    /// stays the one given when it was started.
    case movePosting(PostingRecord)
    /// Keeps the entry made of a document (vouched for by ``EntryRecord/contentHash`` in a record of the unit); a later one for the same version (re-mapping) takes its place, the history keeps its hash.
    case keepEntry(EntryRecord)
    /// Keeps what the target holds; the newest reading takes the place of the one before.
    case keepBooked(BookedRecord)
    /// Keeps an intent or, with the same subject and number, its verdict; with another beginning it is another attempt, without calls yet.
    case keepAttempt(AttemptRecord)
    /// Keeps what was sent and answered in attempts that are kept already, or before it in the same unit; calls that were kept of one of them
    /// give way to these, and stay in the file unseen. Nothing happens without calls.
    case keepCalls(AttemptCalls)
    /// Starts or replaces a party; guarded by revision as postings are (a new party has revision 1). Each new version is kept for good; a
    /// record of the unit that brings one carries its ``PartyRecord/contentHash``.
    case putParty(PartyRecord)
    /// Remembers a relation of the target, by its identifier.
    case putRelation(RelationRecord)
    /// Binds ours to theirs. Refused with ``JournalError/Code/duplicate`` when either is bound otherwise; when bound the same, number and
    /// moment are brought up to date.
    case bind(Binding)
    /// Removes a binding.
    case unbind(BridgeID, Binding.Kind, ours: String)
    /// Moves a cursor. Names are the engine's (`source.documents`, `target.booked`, …).
    case setCursor(BridgeID, name: String, value: String)
    /// Stores a value under a name of the bridge: cached code lists, pause switches, last runs. At most 8 MB.
    case putValue(BridgeID, name: String, value: [UInt8])
    /// Stores a sealed secret under its name; the journal never sees it open.
    case putSealed(name: String, value: [UInt8])
    /// Keeps a new version of a bridge's mapping: `version` must be the newest plus one, else ``JournalError/Code/conflict``.
    case keepMapping(MappingRecord)
    /// Queues a report to the source; a later one for the same document takes its place while it waits, the key keeps repeats harmless.
    case queueReport(ReportRecord)
    /// Takes a report off the queue, when it is still the one with that key.
    case settleReport(BridgeID, document: DocumentKey, key: String)
    /// Starts or replaces a token of our door; guarded by revision as postings are (a new token has revision 1).
    case putToken(TokenRecord)
    /// Notes when a token was last used, where that is later than what is known.
    case touchToken(id: String, at: Timestamp)
    /// Starts or replaces an account of the console; guarded by revision as postings are (a new account has revision 1).
    case putAccount(AccountRecord)
    /// Starts a session. Refused with ``JournalError/Code/duplicate`` when one of that identifier is there.
    case startSession(SessionRecord)
    /// Notes that a session was used; nothing happens when it has ended, or was used later already.
    case touchSession(id: String, at: Timestamp)
    /// Ends a session; harmless when there is none.
    case endSession(id: String)
    /// Ends every session of an account.
    case endSessions(account: String)
    /// Forgets sessions whose end lies at or before that moment, oldest end first, at most `limit`.
    case forgetSessions(endedBy: Timestamp, limit: Int)
    /// Counts wrong passwords or codes; guarded by revision as postings are (a new count has revision 1).
    case putFailures(FailureRecord)
    /// Forgets what was counted under an identifier; harmless when nothing was.
    case dropFailures(id: String)
    /// Forgets counts whose last failure lies at or before that moment, oldest first, at most `limit`.
    case forgetFailures(lastBy: Timestamp, limit: Int)
    /// Starts or replaces a webhook; guarded by revision as postings are (a new one has revision 1). Its standing stays as it is kept.
    case putWebhook(WebhookRecord)
    /// Keeps how far a webhook was told; nothing happens when there is none.
    case moveWebhook(id: String, standing: WebhookRecord.Standing)
    /// Keeps a message for a webhook, or what became of it; guarded by revision as postings are (a new one has revision 1).
    case putDelivery(DeliveryRecord)
    /// Forgets delivered messages of a webhook of events at or before that moment, oldest event first, at most `limit`.
    case forgetDeliveries(webhook: String, by: Timestamp, limit: Int)
    /// Keeps an answer. Refused with ``JournalError/Code/duplicate`` while another one under the same asker and key is to be kept (its
    /// ``AnswerRecord/keptUntil`` lies after this one's ``AnswerRecord/madeAt``); one that has run out gives way.
    case keepAnswer(AnswerRecord)
    /// Forgets an answer, so that its key is free again; nothing where none is kept.
    case dropAnswer(asker: String, key: String)
    /// Forgets answers that have run out by that moment, oldest first, at most `limit`: little by little, beside other work.
    case forgetAnswers(runOutBy: Timestamp, limit: Int)
    /// Keeps a payment as it stands in the books; guarded by revision as postings are (a new one has revision 1). A record of the unit carries
    /// its ``PaymentRecord/contentHash``. Its sequence stays the one given when it was first kept.
    case putPayment(PaymentRecord)
    /// Keeps what the source is to be told of a payment, or what became of it; guarded by revision. What is told never changes: refused with
    /// ``JournalError/Code/duplicate`` when its ``NoticeRecord/contentHash`` is another than was kept.
    case putNotice(NoticeRecord)
    /// Keeps what is settled of a document; the newest takes the place of the one before.
    case putSettledItem(SettledItemRecord)
    /// Has a document's file brought into the books from now on; harmless when the document has one already, whatever became of it.
    case startAttachment(AttachmentRecord)
    /// Keeps how far a document's file came on its way into the books; guarded by revision as postings are (a new one has revision 1).
    case putAttachment(AttachmentRecord)
    /// Adds to the append-only record. Every unit that changes a posting or a party should say so here.
    case record(HistoryEntry)
}

/// Changes that happen together, once, durably.
public struct JournalUnit: Sendable {
    public var changes: [JournalChange]
    /// When given, the unit happens only while this lease holds: a late worker's write is refused with ``JournalError/Code/fenced``.
    public var fence: Fence?

    /// The largest value ``JournalChange/putValue(_:name:value:)`` takes: 8 MB.
    public static let valueBytesMax = 8 << 20

    /// A unit.
    public init(_ changes: [JournalChange] = [], fence: Fence? = nil) {
        self.changes = changes
        self.fence = fence
    }

    /// Adds a change.
    public mutating func append(_ change: JournalChange) { changes.append(change) }
}

/// A held lease: the number rises each time the lane changes hands.
public struct Fence: Hashable, Sendable, Codable {
    public var lane: String
    public var number: Int64

    /// A fence.
    public init(lane: String, number: Int64) {
        self.lane = lane
        self.number = number
    }
}

/// A version of a bridge's mapping.
public struct MappingRecord: Hashable, Sendable, Codable {
    public var bridge: BridgeID
    /// 1 for the first.
    public var version: Int
    public var yaml: String
    public var savedAt: Timestamp
    public var savedBy: Who
    public var comment: String

    /// A mapping version.
    public init(bridge: BridgeID, version: Int, yaml: String, savedAt: Timestamp, savedBy: Who, comment: String) {
        self.bridge = bridge
        self.version = version
        self.yaml = yaml
        self.savedAt = savedAt
        self.savedBy = savedBy
        self.comment = comment
    }
}

/// A status on its way back to the source.
public struct ReportRecord: Hashable, Sendable, Codable {
    public var bridge: BridgeID
    public var document: DocumentKey
    /// The idempotency key.
    public var key: String
    /// The report, as the engine encoded it.
    public var content: [UInt8]
    public var dueAt: Timestamp
    public var attempts: Int

    /// A report to send.
    public init(bridge: BridgeID, document: DocumentKey, key: String, content: [UInt8], dueAt: Timestamp, attempts: Int = 0) {
        self.bridge = bridge
        self.document = document
        self.key = key
        self.content = content
        self.dueAt = dueAt
        self.attempts = attempts
    }
}

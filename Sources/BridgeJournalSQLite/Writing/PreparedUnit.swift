import BridgeDomain
import BridgeJournal

/// A unit with everything worked out that needs no file: JSON, canonical bytes, bounds. Made on the caller's thread.
struct PreparedUnit: Sendable {
    let changes: [PreparedChange]
    let fence: Fence?

    init(_ unit: JournalUnit) throws(JournalError) {
        var changes: [PreparedChange] = []
        changes.reserveCapacity(unit.changes.count)
        for change in unit.changes { changes.append(try PreparedChange(change)) }
        self.changes = changes
        self.fence = unit.fence
    }
}

/// One change, ready to write; `indirect` for the reason ``/BridgeJournal/JournalChange`` is.
indirect enum PreparedChange: Sendable {
    case keepDocument(DocumentRecord, problems: String?, content: [UInt8]?)
    case startPosting(PostingRecord, PostingTexts)
    case movePosting(PostingRecord, PostingTexts)
    case keepEntry(EntryRecord, totals: [UInt8], content: [UInt8])
    case keepBooked(BookedRecord, totals: [UInt8])
    case putParty(PartyRecord, problems: String?, content: [UInt8]?, alignment: [UInt8]?)
    case putRelation(RelationRecord, details: [UInt8]?)
    case putPayment(PaymentRecord, settlements: [UInt8])
    case putNotice(NoticeRecord, hash: String, content: [UInt8])
    case putSettledItem(SettledItemRecord, content: [UInt8])
    case startAttachment(AttachmentRecord, content: [UInt8])
    case putAttachment(AttachmentRecord, content: [UInt8])
    case record(HistoryEntry, body: [UInt8])
    /// Changes that are written as they are.
    case plain(JournalChange)

    init(_ change: JournalChange) throws(JournalError) {
        switch change {
        case .keepDocument(let record):
            self = .keepDocument(record, problems: try Codec.encode(problems: record.problems), content: record.document?.fields)
        case .startPosting(let record): self = .startPosting(record, try PostingTexts(record))
        case .movePosting(let record): self = .movePosting(record, try PostingTexts(record))
        case .keepEntry(let record):
            self = .keepEntry(record, totals: EntryTotal.fields(record.totals), content: record.entry.fields)
        case .keepBooked(let record): self = .keepBooked(record, totals: EntryTotal.fields(record.totals))
        case .putParty(let record):
            let content = if let party = record.party { try Codec.encode(party) } else { nil as [UInt8]? }
            let alignment = if let alignment = record.alignment { try Codec.encode(alignment) } else { nil as [UInt8]? }
            self = .putParty(
                record, problems: try Codec.encode(problems: record.problems), content: content, alignment: alignment)
        case .putRelation(let record):
            let details = if let details = record.details { try Codec.encode(details) } else { nil as [UInt8]? }
            self = .putRelation(record, details: details)
        case .putPayment(let record): self = .putPayment(record, settlements: try Codec.encode(record.settlements))
        case .putNotice(let record):
            self = .putNotice(record, hash: record.contentHash, content: try Codec.encode(record))
        case .putSettledItem(let record): self = .putSettledItem(record, content: try Codec.encode(record))
        case .startAttachment(let record): self = .startAttachment(record, content: try Codec.encode(record))
        case .putAttachment(let record): self = .putAttachment(record, content: try Codec.encode(record))
        case .record(let entry): self = .record(entry, body: HistoryChain.body(of: entry))
        case .putValue(_, let name, let value):
            guard value.count <= JournalUnit.valueBytesMax else { throw .valueTooLarge(name, value.count) }
            self = .plain(change)
        case .keepAnswer(let record):
            guard record.body.count <= AnswerRecord.bodyBytesMax else { throw .answerTooLarge(record) }
            self = .plain(change)
        case .keepAttempt, .keepCalls, .bind, .unbind, .setCursor, .putSealed, .keepMapping, .queueReport, .settleReport, .putToken,
            .touchToken,
            .dropAnswer, .forgetAnswers, .putAccount, .startSession, .touchSession, .endSession, .endSessions, .forgetSessions,
            .putFailures, .dropFailures, .forgetFailures, .putWebhook, .moveWebhook, .putDelivery, .forgetDeliveries:
            self = .plain(change)
        }
    }
}

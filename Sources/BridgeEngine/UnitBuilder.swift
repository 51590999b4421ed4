import BridgeConnector
import BridgeDomain
import BridgeHash
import BridgeJournal
import BridgeJSON
import BridgeSource
import FoundationEssentials

/// Builds journal units in the engine's way: every change of a posting or party comes with its line of history, and the source is told
/// what it is to know.
struct UnitBuilder {
    private(set) var unit: JournalUnit
    let bridge: BridgeID
    let who: Who
    let now: Timestamp
    let target: (system: String, administration: TargetAdministration)
    private let payments: PaymentPolicy?
    /// Takes documents' files; nil where none follow.
    private let attaching: (any DocumentAttaching)?

    init(_ parts: BridgeParts, who: Who, fence: Fence?) {
        self.unit = JournalUnit(fence: fence)
        self.bridge = parts.bridge
        self.who = who
        self.now = parts.clock.now()
        self.target = (parts.connector.capabilities.system, parts.policy.target)
        self.payments = parts.policy.payments
        self.attaching =
            parts.policy.attachments == nil || parts.source.documentFiles == nil ? nil : parts.connector.documentAttaching
    }

    mutating func reserve(_ count: Int) { unit.changes.reserveCapacity(unit.changes.count + count) }
    mutating func append(_ change: JournalChange) { unit.append(change) }
    mutating func append(contentsOf changes: [JournalChange]) { unit.changes += changes }

    mutating func history(_ subject: String, _ act: String, _ detail: String = "", hash: String? = nil) {
        unit.append(
            .record(
                HistoryEntry(
                    at: now, who: who, bridge: bridge, subject: subject, act: act, detail: detail.shortened(1_000), contentHash: hash))
        )
    }

    /// Keeps what was said to the books in these attempts, which are kept already or above in this unit.
    mutating func keep(_ calls: [BooksCall], of attempts: [AttemptName]) {
        guard !calls.isEmpty else { return }
        unit.append(.keepCalls(AttemptCalls(bridge: bridge, attempts: attempts, calls: calls)))
    }

    /// A posting's change, its history and, where the source is to know, the report.
    mutating func move(_ record: PostingRecord, _ step: PostingStep, hash: String? = nil) {
        unit.append(.movePosting(record))
        history(record.document.description, step.act, step.detail, hash: hash)
        if let status = step.report { report(record, status) }
        if step.releasesFollowers {
            watch(record)
            follow(record)
        }
    }

    /// Has the document's file follow from now on, where files do.
    private mutating func follow(_ record: PostingRecord) {
        guard let attaching, record.state == .booked, record.targetID != nil, attaching.takes(record.document.kind) else { return }
        unit.append(.startAttachment(AttachmentRecord(bridge: bridge, document: record.document, madeAt: now)))
    }

    /// Has the books asked from now on what is open of a document that was just booked, paid or not: an entry that somebody deletes shows
    /// nowhere else, and must neither go unseen nor look paid. Without payments back nobody asks.
    private mutating func watch(_ record: PostingRecord) {
        guard let payments, record.state == .booked, record.targetID != nil, record.document.kind.side != nil, let gross = record.gross
        else { return }
        var item = SettledItemRecord(
            bridge: bridge, document: record.document, gross: record.document.kind.isCredit ? -gross : gross, changedAt: now)
        item.checkAt = now.adding(seconds: payments.checkSeconds)
        unit.append(.putSettledItem(item))
    }

    /// A new posting with its history.
    mutating func start(_ record: PostingRecord, _ step: PostingStep?) {
        unit.append(.startPosting(record))
        if let step { history(record.document.description, step.act, step.detail) }
        if let status = step?.report { report(record, status) }
    }

    /// Keeps an entry; its hash goes into the history so that `verify` can prove it.
    mutating func keep(_ entry: Entry, totals: [EntryTotal]) {
        let record = EntryRecord(bridge: bridge, entry: entry, totals: totals, madeAt: now)
        unit.append(.keepEntry(record))
        history(entry.document.description, "mapped", "with mapping version \(entry.mappingVersion)", hash: record.contentHash)
    }

    mutating func move(_ record: PartyRecord, _ step: (act: String, detail: String)) {
        unit.append(.putParty(record))
        history(record.key.description, step.act, step.detail)
    }

    private mutating func report(_ record: PostingRecord, _ status: StatusReport.Status) {
        let message: String? =
            switch status {
            case .parked, .rejected, .withdrawn:
                record.told.isEmpty ? nil : record.told.map { $0.message(.dutch) }.joined(separator: "; ")
            case .queued, .sent, .accepted, .posted: nil
            }
        let content = StatusReport(
            document: record.sourceID, documentVersion: record.documentVersion, target: target.system,
            targetAdministration: target.administration,
            status: status, targetNumber: record.targetNumber, targetID: record.targetID, daybook: record.daybook, period: record.period,
            postedAt: record.bookedAt, message: message.map { String($0.prefix(1_000)) })
        let bytes = content.json.bytes
        // One report per move: repeating it is harmless, and saying the same again after something else was said is another report.
        let key = SHA256.hash(Array("\(record.document) \(record.revision) ".utf8) + bytes).hex
        unit.append(.queueReport(ReportRecord(bridge: bridge, document: record.document, key: key, content: bytes, dueAt: now)))
    }
}

extension String {
    /// The beginning, where it is longer than so many characters. Characters are counted only where bytes leave a doubt.
    fileprivate func shortened(_ count: Int) -> String { utf8.count <= count ? self : String(prefix(count)) }
}

extension JSONEncoder {
    /// The same value always gives the same bytes.
    static var sorted: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}

/// Commits a unit that is decided anew when someone else was faster.
func decided(
    _ journal: any BridgeJournal, _ decide: () async throws(JournalError) -> JournalUnit?
) async throws(JournalError) {
    for attempt in 1... {
        guard let unit = try await decide(), !unit.changes.isEmpty else { return }
        do {
            return try await journal.commit(unit)
        } catch  where error.code == .conflict && attempt < TurnLimits.conflicts {
            continue
        }
    }
}

extension PostingRecord {
    /// What is wrong, as far as the source is to know: of a booked document what the books or the source itself said since.
    fileprivate var told: [Problem] {
        if state == .booked, case .differs(_, let problems) = readBack { problems } else { problems }
    }
}

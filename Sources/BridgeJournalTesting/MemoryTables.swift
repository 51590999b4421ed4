import BridgeDomain
import BridgeJournal

/// A key within a bridge.
struct Scoped<Key: Hashable & Sendable>: Hashable, Sendable {
    var bridge: BridgeID
    var key: Key

    init(_ bridge: BridgeID, _ key: Key) {
        self.bridge = bridge
        self.key = key
    }
}

/// A binding's one side.
struct BindingKey: Hashable, Sendable {
    var kind: Binding.Kind
    var text: String
}

/// Under what an answer is kept.
struct AnswerKey: Hashable, Sendable {
    var asker: String
    var key: String
}

/// Who holds a lane.
struct Lease: Sendable {
    var number: Int64
    /// nil when it was given back.
    var owner: String?
    var until: Timestamp
}

/// Everything the journal in memory holds, as values.
///
/// Totals and lists are worked out from the records when asked, never kept: slow at a million documents and therefore a good second opinion
/// on the implementations that keep counters.
struct MemoryTables: Sendable {
    /// In order of arrival: the posting with sequence n stands at n − 1.
    var postings: [PostingRecord] = []
    var postingPlaces: [Scoped<DocumentKey>: Int] = [:]
    var placesBySource: [Scoped<SourceID>: Set<Int>] = [:]
    var placesByReference: [Scoped<EntryReference>: Set<Int>] = [:]
    var placesByBlocker: [Scoped<String>: Set<Int>] = [:]
    var placesByOriginal: [Scoped<DocumentKey>: Set<Int>] = [:]
    var placesByParty: [Scoped<PartyKey>: Set<Int>] = [:]
    var placesDue: [BridgeID: Set<Int>] = [:]
    var documents: [Scoped<DocumentKey>: [Int: DocumentRecord]] = [:]
    var entries: [Scoped<DocumentKey>: [Int: EntryRecord]] = [:]
    var booked: [Scoped<DocumentKey>: BookedRecord] = [:]
    var attempts: [Scoped<String>: [Int: AttemptRecord]] = [:]
    var calls: [Scoped<AttemptName>: [BooksCall]] = [:]
    var parties: [Scoped<PartyKey>: PartyRecord] = [:]
    var partyVersions: [Scoped<PartyKey>: [Int: PartyVersionRecord]] = [:]
    var relations: [Scoped<TargetID>: RelationRecord] = [:]
    var bindingsByOurs: [Scoped<BindingKey>: Binding] = [:]
    var bindingsByTheirs: [Scoped<BindingKey>: Binding] = [:]
    var cursors: [Scoped<String>: String] = [:]
    var values: [Scoped<String>: [UInt8]] = [:]
    var sealed: [String: [UInt8]] = [:]
    var mappings: [BridgeID: [MappingRecord]] = [:]
    var reports: [Scoped<DocumentKey>: ReportRecord] = [:]
    var tokens: [String: TokenRecord] = [:]
    var accounts: [String: AccountRecord] = [:]
    var sessions: [String: SessionRecord] = [:]
    var failures: [String: FailureRecord] = [:]
    var webhooks: [String: WebhookRecord] = [:]
    var deliveries: [DeliveryKey: DeliveryRecord] = [:]
    var answers: [AnswerKey: AnswerRecord] = [:]
    var payments: [Scoped<PaymentID>: PaymentRecord] = [:]
    /// Payments a document has or once had.
    var paymentsOfDocument: [Scoped<DocumentKey>: Set<PaymentID>] = [:]
    var notices: [Scoped<NoticeKey>: NoticeRecord] = [:]
    var settledItems: [Scoped<DocumentKey>: SettledItemRecord] = [:]
    var attachments: [Scoped<DocumentKey>: AttachmentRecord] = [:]
    var history: [HistoryRecord] = []
    var leases: [String: Lease] = [:]
    var budgets: [String: [String: BudgetWindow]] = [:]

    /// How to take back what the unit under way has done so far, newest last.
    private var undo: [@Sendable (inout MemoryTables) -> Void] = []

    /// Does all changes of a unit, or none.
    mutating func commit(_ unit: JournalUnit) throws(JournalError) {
        undo.removeAll(keepingCapacity: true)
        do throws(JournalError) {
            if let fence = unit.fence { try check(fence) }
            for change in unit.changes { try apply(change) }
        } catch {
            for step in undo.reversed() { step(&self) }
            throw error
        }
    }

    /// Sets a place of a table and remembers what was there.
    mutating func set<Key: Hashable & Sendable, Value: Sendable>(
        _ table: any WritableKeyPath<MemoryTables, [Key: Value]> & Sendable, _ key: Key, _ value: Value?
    ) {
        let before = self[keyPath: table][key]
        undo.append { $0[keyPath: table][key] = before }
        self[keyPath: table][key] = value
    }

    private func check(_ fence: Fence) throws(JournalError) {
        guard let lease = leases[fence.lane], lease.number == fence.number, lease.owner != nil else {
            throw .laneLost(fence)
        }
    }

    private mutating func apply(_ change: JournalChange) throws(JournalError) {
        switch change {
        case .keepDocument(let record): try keep(record)
        case .startPosting(let record):
            try record.checkCurrency()
            try start(record)
        case .movePosting(let record):
            try record.checkCurrency()
            try move(record)
        case .keepEntry(let record):
            let key = Scoped(record.bridge, record.entry.document)
            var versions = entries[key, default: [:]]
            versions[record.entry.documentVersion] = record
            set(\.entries, key, versions)
        case .keepBooked(let record): set(\.booked, Scoped(record.bridge, record.document), record)
        case .keepAttempt(let record):
            let key = Scoped(record.bridge, record.subject)
            var numbered = attempts[key, default: [:]]
            // Begun anew under its number: what was said before is not its own.
            if let before = numbered[record.number], before.startedAt != record.startedAt {
                set(\.calls, Scoped(record.bridge, record.name), nil)
            }
            numbered[record.number] = record
            set(\.attempts, key, numbered)
        case .keepCalls(let record):
            let kept = record.same.map { calls[Scoped(record.bridge, $0)] ?? [] } ?? record.calls
            for name in record.attempts where !kept.isEmpty && attempts[Scoped(record.bridge, name.subject)]?[name.number] != nil {
                set(\.calls, Scoped(record.bridge, name), kept)
            }
        case .putParty(let record): try put(record)
        case .putRelation(let record): set(\.relations, Scoped(record.bridge, record.id), record)
        case .bind(let binding): try bind(binding)
        case .unbind(let bridge, let kind, let ours): unbind(bridge, kind, ours)
        case .setCursor(let bridge, let name, let value): set(\.cursors, Scoped(bridge, name), value)
        case .putValue(let bridge, let name, let value):
            guard value.count <= JournalUnit.valueBytesMax else { throw .valueTooLarge(name, value.count) }
            set(\.values, Scoped(bridge, name), value)
        case .putSealed(let name, let value): set(\.sealed, name, value)
        case .keepMapping(let record): try keep(record)
        case .queueReport(let record): set(\.reports, Scoped(record.bridge, record.document), record)
        case .settleReport(let bridge, let document, let key):
            if reports[Scoped(bridge, document)]?.key == key { set(\.reports, Scoped(bridge, document), nil) }
        case .putToken(let record): try put(record)
        case .touchToken(let id, let moment): touchToken(id, at: moment)
        case .putAccount(let record): try put(record)
        case .startSession(let record): try start(record)
        case .touchSession(let id, let moment): touchSession(id, at: moment)
        case .endSession(let id): set(\.sessions, id, nil)
        case .endSessions(let account): endSessions { $0.account == account }
        case .forgetSessions(let moment, let limit): forgetSessions(endedBy: moment, limit: limit)
        case .putFailures(let record): try put(record)
        case .dropFailures(let id): set(\.failures, id, nil)
        case .forgetFailures(let moment, let limit): forgetFailures(lastBy: moment, limit: limit)
        case .putWebhook(let record): try put(record)
        case .moveWebhook(let id, let standing): moveWebhook(id, standing)
        case .putDelivery(let record): try put(record)
        case .forgetDeliveries(let webhook, let moment, let limit): forgetDeliveries(webhook, by: moment, limit: limit)
        case .keepAnswer(let record): try keep(record)
        case .dropAnswer(let asker, let key): set(\.answers, AnswerKey(asker: asker, key: key), nil)
        case .forgetAnswers(let moment, let limit): forgetAnswers(runOutBy: moment, limit: limit)
        case .putPayment(let record): try put(record)
        case .putNotice(let record): try put(record)
        case .putSettledItem(let record): put(record)
        case .startAttachment(let record):
            if attachments[Scoped(record.bridge, record.document)] == nil { try put(record) }
        case .putAttachment(let record): try put(record)
        case .record(let entry):
            history.append(HistoryChain.record(entry, after: history.last))
            undo.append { $0.history.removeLast() }
        }
    }
}

extension MemoryTables {
    private mutating func keep(_ record: DocumentRecord) throws(JournalError) {
        let key = Scoped(record.bridge, record.key)
        var versions = documents[key, default: [:]]
        if let kept = versions[record.version] {
            guard kept.contentHash == record.contentHash else { throw .otherContent(record.key, version: record.version) }
            return
        }
        versions[record.version] = record
        set(\.documents, key, versions)
    }

    private mutating func start(_ record: PostingRecord) throws(JournalError) {
        let key = Scoped(record.bridge, record.document)
        guard postingPlaces[key] == nil else { throw .postingExists(record.document) }
        var stored = record
        stored.sequence = Int64(postings.count + 1)
        postings.append(stored)
        undo.append { $0.postings.removeLast() }
        set(\.postingPlaces, key, postings.count - 1)
        index(postings.count - 1, nil, stored)
    }

    private mutating func move(_ record: PostingRecord) throws(JournalError) {
        guard let place = postingPlaces[Scoped(record.bridge, record.document)], postings[place].revision == record.revision - 1 else {
            throw .changedMeanwhile("\(record.document)", revision: record.revision)
        }
        let before = postings[place]
        var stored = record
        stored.sequence = before.sequence
        postings[place] = stored
        undo.append { $0.postings[place] = before }
        index(place, before, stored)
    }

    private mutating func put(_ record: PartyRecord) throws(JournalError) {
        let key = Scoped(record.bridge, record.key)
        guard (parties[key]?.revision ?? 0) == record.revision - 1 else {
            throw .changedMeanwhile("\(record.key)", revision: record.revision)
        }
        set(\.parties, key, record)
        var versions = partyVersions[key, default: [:]]
        if let kept = versions[record.version] {
            guard kept.contentHash == record.contentHash else { throw .otherContent(record.key, version: record.version) }
            return
        }
        versions[record.version] = PartyVersionRecord(record)
        set(\.partyVersions, key, versions)
    }

    private mutating func bind(_ binding: Binding) throws(JournalError) {
        let ours = Scoped(binding.bridge, BindingKey(kind: binding.kind, text: binding.ours))
        let theirs = Scoped(binding.bridge, BindingKey(kind: binding.kind, text: binding.theirs.text))
        if let bound = bindingsByOurs[ours], bound.theirs != binding.theirs { throw .boundOtherwise(binding, bound) }
        if let bound = bindingsByTheirs[theirs], bound.ours != binding.ours { throw .boundOtherwise(binding, bound) }
        set(\.bindingsByOurs, ours, binding)
        set(\.bindingsByTheirs, theirs, binding)
    }

    private mutating func unbind(_ bridge: BridgeID, _ kind: Binding.Kind, _ ours: String) {
        let key = Scoped(bridge, BindingKey(kind: kind, text: ours))
        guard let bound = bindingsByOurs[key] else { return }
        set(\.bindingsByOurs, key, nil)
        set(\.bindingsByTheirs, Scoped(bridge, BindingKey(kind: kind, text: bound.theirs.text)), nil)
    }

    private mutating func keep(_ record: MappingRecord) throws(JournalError) {
        var versions = mappings[record.bridge, default: []]
        guard record.version == versions.count + 1 else {
            throw .changedMeanwhile("mapping of \(record.bridge)", revision: Int64(record.version))
        }
        versions.append(record)
        set(\.mappings, record.bridge, versions)
    }

    private mutating func put(_ record: TokenRecord) throws(JournalError) {
        guard (tokens[record.id]?.revision ?? 0) == record.revision - 1 else {
            throw .changedMeanwhile("token \(record.id)", revision: record.revision)
        }
        var next = record
        next.usedAt = tokens[record.id]?.usedAt
        set(\.tokens, record.id, next)
    }

    private mutating func touchToken(_ id: String, at moment: Timestamp) {
        guard var token = tokens[id], token.usedAt.map({ $0 < moment }) ?? true else { return }
        token.usedAt = moment
        set(\.tokens, id, token)
    }

    private mutating func keep(_ record: AnswerRecord) throws(JournalError) {
        guard record.body.count <= AnswerRecord.bodyBytesMax else { throw .answerTooLarge(record) }
        let key = AnswerKey(asker: record.asker, key: record.key)
        if let kept = answers[key], kept.keptUntil > record.madeAt { throw .answered(record) }
        set(\.answers, key, record)
    }

    private mutating func forgetAnswers(runOutBy moment: Timestamp, limit: Int) {
        let runOut = answers.filter { $0.value.keptUntil <= moment }.sorted {
            ($0.value.keptUntil, $0.key.asker, $0.key.key) < ($1.value.keptUntil, $1.key.asker, $1.key.key)
        }
        for (key, _) in runOut.prefix(max(0, limit)) { set(\.answers, key, nil) }
    }

    /// Keeps the look-ups in step with one posting that came or changed.
    private mutating func index(_ place: Int, _ before: PostingRecord?, _ after: PostingRecord) {
        relocate(\.placesBySource, place, before.map { [$0.sourceID] } ?? [], [after.sourceID], after.bridge)
        relocate(\.placesByReference, place, (before?.reference).map { [$0] } ?? [], after.reference.map { [$0] } ?? [], after.bridge)
        relocate(\.placesByBlocker, place, (before?.blocker).map { [$0] } ?? [], after.blocker.map { [$0] } ?? [], after.bridge)
        relocate(\.placesByOriginal, place, before?.originalKeys ?? [], after.originalKeys, after.bridge)
        relocate(\.placesByParty, place, (before?.party).map { [$0] } ?? [], after.party.map { [$0] } ?? [], after.bridge)
        guard (before?.dueAt != nil) != (after.dueAt != nil) else { return }
        toggle(\.placesDue, after.bridge, place)
    }

    private mutating func relocate<Key: Hashable & Sendable>(
        _ table: any WritableKeyPath<MemoryTables, [Scoped<Key>: Set<Int>]> & Sendable, _ place: Int, _ before: [Key], _ after: [Key],
        _ bridge: BridgeID
    ) {
        guard before != after else { return }
        for key in Set(before).symmetricDifference(after) { toggle(table, Scoped(bridge, key), place) }
    }

    private mutating func toggle<Key: Hashable & Sendable>(
        _ table: any WritableKeyPath<MemoryTables, [Key: Set<Int>]> & Sendable, _ key: Key, _ place: Int
    ) {
        let flip: @Sendable (inout MemoryTables) -> Void = { tables in
            if tables[keyPath: table][key, default: []].remove(place) == nil { tables[keyPath: table][key]?.insert(place) }
            if tables[keyPath: table][key]?.isEmpty == true { tables[keyPath: table][key] = nil }
        }
        flip(&self)
        undo.append(flip)
    }
}

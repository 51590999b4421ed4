import BridgeDomain
import BridgeHash
import BridgeJournal

extension Writer {
    /// Does all changes of a unit; throws at the first that is refused.
    func write(_ unit: PreparedUnit) throws(JournalError) {
        if let fence = unit.fence { try check(fence) }
        for change in unit.changes { try write(change) }
    }

    private func write(_ change: PreparedChange) throws(JournalError) {
        switch change {
        case .keepDocument(let record, let problems, let content): try keep(record, problems, content)
        case .startPosting(let record, let texts): try start(record, texts)
        case .movePosting(let record, let texts): try move(record, texts)
        case .keepEntry(let record, let totals, let content): try keep(record, totals, content)
        case .keepBooked(let record, let totals): try keep(record, totals)
        case .putParty(let record, let problems, let content, let alignment): try put(record, problems, content, alignment)
        case .putRelation(let record, let details): try put(record, details)
        case .putPayment(let record, let settlements): try put(record, settlements)
        case .putNotice(let record, let hash, let content): try put(record, hash, content)
        case .putSettledItem(let record, let content): try put(record, content)
        case .startAttachment(let record, let content): try start(record, content)
        case .putAttachment(let record, let content): try put(record, content)
        case .record(let entry, let body): try append(entry, body)
        case .plain(let change): try write(plain: change)
        }
    }

    private func write(plain change: JournalChange) throws(JournalError) {
        switch change {
        case .keepAttempt(let record): try keep(record)
        case .keepCalls(let record): try keep(record)
        case .bind(let binding): try bind(binding)
        case .unbind(let bridge, let kind, let ours):
            guard let bridge = try tables.id(of: bridge) else { return }
            try connection.statement(.unbind).bind(bridge).bind(kind.rawValue).bind(ours).run()
        case .setCursor(let bridge, let name, let value):
            try connection.statement(.setCursor).bind(try tables.makeID(of: bridge)).bind(name).bind(value).run()
        case .putValue(let bridge, let name, let value):
            try connection.statement(.putValue).bind(try tables.makeID(of: bridge)).bind(name).bind(value).run()
        case .putSealed(let name, let value): try connection.statement(.putSealed).bind(name).bind(value).run()
        case .keepMapping(let record): try keep(record)
        case .queueReport(let record): try queue(record)
        case .settleReport(let bridge, let document, let key):
            guard let bridge = try tables.id(of: bridge), let number = try find(document, bridge) else { return }
            try connection.statement(.settleReport).bind(number.id).bind(key).run()
        case .putToken(let record): try put(record)
        case .touchToken(let id, let moment): try touchToken(id, at: moment)
        case .putAccount(let record): try put(record)
        case .startSession(let record): try start(record)
        case .touchSession(let id, let moment): try touchSession(id, at: moment)
        case .endSession(let id): try endSession(id)
        case .endSessions(let account): try endSessions(account: account)
        case .forgetSessions(let moment, let limit): try forgetSessions(endedBy: moment, limit: limit)
        case .putFailures, .dropFailures, .forgetFailures, .putWebhook, .moveWebhook, .putDelivery, .forgetDeliveries:
            try write(webhooks: change)
        case .keepAnswer(let record): try keep(record)
        case .dropAnswer(let asker, let key): try dropAnswer(asker, key)
        case .forgetAnswers(let moment, let limit): try forgetAnswers(runOutBy: moment, limit: limit)
        case .keepDocument, .startPosting, .movePosting, .keepEntry, .keepBooked, .putParty, .putRelation, .putPayment, .putNotice,
            .putSettledItem, .startAttachment, .putAttachment, .record:
            preconditionFailure("a change with parts made beforehand is not written as it is")
        }
    }

    private func append(_ entry: HistoryEntry, _ body: [UInt8]) throws(JournalError) {
        let previous = end.hash
        let next = HistoryEnd(
            sequence: end.sequence + 1, hash: HistoryChain.hash(body: body, sequence: end.sequence + 1, previous: previous))
        let bridge = if let bridge = entry.bridge { try tables.makeID(of: bridge) } else { nil as Int64? }
        try connection.statement(.appendHistory).bind(next.sequence).bind(entry.at).bind(entry.who.description).bind(bridge)
            .bind(entry.subject).bind(entry.act).bind(entry.detail).bind(entry.contentHash).bind(previous.bytes).bind(next.hash.bytes).run()
        end = next
    }

    private func keep(_ record: AttemptRecord) throws(JournalError) {
        try connection.statement(.keepAttempt).bind(try tables.makeID(of: record.bridge)).bind(record.subject).bind(record.number)
            .bind(record.purpose.rawValue).bind(record.startedAt).bind(record.endedAt).bind(record.verdict).bind(record.detail).run()
    }

    private func keep(_ record: MappingRecord) throws(JournalError) {
        let bridge = try tables.makeID(of: record.bridge)
        let newest = try connection.statement(.newestMapping).bind(bridge).first { $0.int() } ?? 0
        guard record.version == newest + 1 else {
            throw .changedMeanwhile("mapping of \(record.bridge)", revision: Int64(record.version))
        }
        try connection.statement(.keepMapping).bind(bridge).bind(record.version).bind(record.savedAt).bind(record.savedBy.description)
            .bind(record.comment).bind(record.yaml).run()
    }

    private func queue(_ record: ReportRecord) throws(JournalError) {
        let bridge = try tables.makeID(of: record.bridge)
        let number = try make(record.document, bridge)
        try connection.statement(.queueReport).bind(number.id).bind(bridge).bind(record.document.description).bind(record.key)
            .bind(record.dueAt).bind(record.attempts).bind(record.content).run()
    }

    private func bind(_ binding: Binding) throws(JournalError) {
        let bridge = try tables.makeID(of: binding.bridge)
        try connection.statement(.bindNew).bind(bridge).bind(binding.kind.rawValue).bind(binding.ours).bind(binding.theirs.text)
            .bind(binding.number).bind(binding.boundAt).run()
        // Nearly every binding is the first of both sides.
        if connection.changes > 0 { return }
        for (query, text) in [(Query.bindingByOurs, binding.ours), (.bindingByTheirs, binding.theirs.text)] {
            let bound = try connection.statement(query).bind(bridge).bind(binding.kind.rawValue).bind(text)
                .first { row throws(JournalError) in try Binding(row, bridge: binding.bridge) }
            if let bound, bound.ours != binding.ours || bound.theirs != binding.theirs { throw .boundOtherwise(binding, bound) }
        }
        try connection.statement(.renewBinding).bind(binding.number).bind(binding.boundAt).bind(bridge).bind(binding.kind.rawValue)
            .bind(binding.ours).run()
    }
}

extension Binding {
    /// A row of the queries by either side.
    init(_ row: Statement, bridge: BridgeID) throws(JournalError) {
        let text = row.text()
        guard let kind = Kind(rawValue: text) else { throw Codec.damaged("a binding", "kind \(text)") }
        self.init(
            bridge: bridge, kind: kind, ours: row.text(), theirs: TargetID(row.text()), number: row.text(),
            boundAt: Timestamp(milliseconds: row.number()))
    }
}

extension Query {
    static let bindingByOurs = Query(
        "SELECT kind, ours, theirs, number, bound_at FROM binding WHERE bridge = ? AND kind = ? AND ours = ?")
    static let bindingByTheirs = Query(
        "SELECT kind, ours, theirs, number, bound_at FROM binding WHERE bridge = ? AND kind = ? AND theirs = ?")
    fileprivate static let bindNew = Query(
        """
        INSERT INTO binding (bridge, kind, ours, theirs, number, bound_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """)
    fileprivate static let renewBinding = Query(
        "UPDATE binding SET number = ?, bound_at = ? WHERE bridge = ? AND kind = ? AND ours = ?")
    fileprivate static let unbind = Query("DELETE FROM binding WHERE bridge = ? AND kind = ? AND ours = ?")
    fileprivate static let setCursor = Query(
        "INSERT INTO cursor (bridge, name, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value")
    fileprivate static let putValue = Query(
        "INSERT INTO stored_value (bridge, name, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value")
    fileprivate static let putSealed = Query(
        "INSERT INTO sealed (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value")
    fileprivate static let settleReport = Query("DELETE FROM report WHERE document = ? AND key = ?")
    fileprivate static let queueReport = Query(
        """
        INSERT INTO report (document, bridge, subject, key, due_at, attempts, content) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET key = excluded.key, due_at = excluded.due_at, attempts = excluded.attempts, content = excluded.content
        """)
    fileprivate static let appendHistory = Query(
        """
        INSERT INTO history (sequence, at, who, bridge, subject, act, detail, content_hash, previous_hash, hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    fileprivate static let keepAttempt = Query(
        """
        INSERT INTO attempt (bridge, subject, number, purpose, started_at, ended_at, verdict, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET purpose = excluded.purpose, started_at = excluded.started_at, ended_at = excluded.ended_at,
        verdict = excluded.verdict, detail = excluded.detail,
        first_call = CASE WHEN started_at = excluded.started_at THEN first_call END,
        calls = CASE WHEN started_at = excluded.started_at THEN calls ELSE 0 END
        """)
    fileprivate static let newestMapping = Query("SELECT version FROM mapping WHERE bridge = ? ORDER BY version DESC LIMIT 1")
    fileprivate static let keepMapping = Query(
        "INSERT INTO mapping (bridge, version, saved_at, saved_by, comment, yaml) VALUES (?, ?, ?, ?, ?, ?)")
}

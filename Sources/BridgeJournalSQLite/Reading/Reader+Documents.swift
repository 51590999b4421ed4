import BridgeDomain
import BridgeJournal

extension Reader {
    func versions(_ key: DocumentKey, _ bridge: BridgeID) throws(JournalError) -> [DocumentRecord] {
        guard let document = try find(key, bridge) else { return [] }
        return try connection.statement(.versions).bind(document).all { row throws(JournalError) in
            try Self.document(row, key, bridge)
        }
    }

    func document(_ key: DocumentKey, version: Int, _ bridge: BridgeID) throws(JournalError) -> DocumentRecord? {
        guard let document = try find(key, bridge) else { return nil }
        return try connection.statement(.version).bind(document).bind(version).first { row throws(JournalError) in
            try Self.document(row, key, bridge)
        }
    }

    /// A row of version, moment, hash, problems, content and text.
    static func document(_ row: Statement, _ key: DocumentKey, _ bridge: BridgeID) throws(JournalError) -> DocumentRecord {
        let version = row.int()
        let place = "\(key) version \(version)"
        let receivedAt = Timestamp(milliseconds: row.number())
        let hash = row.text()
        let problems = try Codec.decode(problems: row.optionalText(), at: place)
        let document =
            if let content = row.optionalBytes() { try Document(fields: content, at: place) } else { nil as Document? }
        return DocumentRecord(
            bridge: bridge, key: key, version: version, contentHash: hash, raw: row.bytes(), document: document, problems: problems,
            receivedAt: receivedAt)
    }

    func entry(_ key: DocumentKey, version: Int, _ bridge: BridgeID) throws(JournalError) -> EntryRecord? {
        guard let document = try find(key, bridge) else { return nil }
        return try connection.statement(.entry).bind(document).bind(version).first { row throws(JournalError) in
            try Self.entry(row, key, bridge)
        }
    }

    /// A row of moment, totals and content.
    static func entry(_ row: Statement, _ key: DocumentKey, _ bridge: BridgeID) throws(JournalError) -> EntryRecord {
        let place = "the entry of \(key)"
        let madeAt = Timestamp(milliseconds: row.number())
        let totals = try EntryTotal.read(row.bytes(), at: place)
        return EntryRecord(bridge: bridge, entry: try Entry(fields: row.bytes(), at: place), totals: totals, madeAt: madeAt)
    }

    func booked(_ key: DocumentKey, _ bridge: BridgeID) throws(JournalError) -> BookedRecord? {
        guard let document = try find(key, bridge) else { return nil }
        return try connection.statement(.booked).bind(document).first { row throws(JournalError) in
            let (id, number, readAt) = (row.text(), row.text(), row.number())
            let totals = try EntryTotal.read(row.bytes(), at: "what the books hold of \(key)")
            return BookedRecord(
                bridge: bridge, document: key, targetID: TargetID(id), targetNumber: number, content: row.text(), totals: totals,
                readAt: Timestamp(milliseconds: readAt))
        }
    }

    func attempts(_ subject: String, _ bridge: BridgeID) throws(JournalError) -> [AttemptRecord] {
        guard let id = try tables.id(of: bridge) else { return [] }
        return try connection.statement(.attempts).bind(id).bind(subject).bind(JournalLimits.attemptsMax).all { row throws(JournalError) in
            let number = row.int()
            let text = row.text()
            guard let purpose = AttemptRecord.Purpose(rawValue: text) else {
                throw Codec.damaged("attempt \(number) for \(subject)", "purpose \(text)")
            }
            var record = AttemptRecord(
                bridge: bridge, subject: subject, number: number, purpose: purpose, startedAt: Timestamp(milliseconds: row.number()))
            record.endedAt = row.moment()
            record.verdict = row.optionalText()
            record.detail = row.optionalText()
            record.calls = row.int()
            return record
        }
    }

    func calls(_ attempt: AttemptName, _ bridge: BridgeID) throws(JournalError) -> [BooksCall] {
        guard let id = try tables.id(of: bridge) else { return [] }
        let name = "\(attempt.number) for \(attempt.subject)"
        return try connection.statement(.calls).bind(id).bind(attempt.subject).bind(attempt.number).all { row throws(JournalError) in
            let (address, started, milliseconds) = (row.text(), Timestamp(milliseconds: row.number()), row.number())
            let (status, failure, omitted) = (row.optionalInt(), row.optionalText(), row.int())
            let sent = KeptText(row.text(), bytesLeft: row.int())
            let (answer, answerLeft) = (row.optionalText(), row.int())
            var call = BooksCall(
                address, startedAt: started, milliseconds: milliseconds, sent: sent, status: status,
                answer: answer.map { KeptText($0, bytesLeft: answerLeft) })
            call.omitted = omitted
            if let failure {
                guard let known = BooksCall.Failure(rawValue: failure) else { throw Codec.damaged("a call of attempt \(name)", failure) }
                call.failure = known
            }
            return call
        }
    }

    func history(subject: String?, bridge: BridgeID?, after sequence: Int64, limit: Int) throws(JournalError) -> [HistoryRecord] {
        let id = if let bridge { try tables.id(of: bridge) } else { nil as Int64? }
        if bridge != nil, id == nil { return [] }
        let statement: Statement
        switch (subject, id) {
        case (nil, nil): statement = try connection.statement(.historyOfAll).bind(sequence)
        case (nil, let id?): statement = try connection.statement(.historyOfBridge).bind(id).bind(sequence)
        case (let subject?, nil): statement = try connection.statement(.historyOfSubject).bind(subject).bind(sequence)
        case (let subject?, let id?): statement = try connection.statement(.historyOfBoth).bind(subject).bind(sequence).bind(id)
        }
        return try statement.bind(limit).all { [tables] row throws(JournalError) in try HistoryRecord(row, tables) }
    }
}

extension HistoryRecord {
    /// A row of ``Query/historyColumns``.
    init(_ row: Statement, _ tables: Tables) throws(JournalError) {
        let sequence = row.number()
        let at = Timestamp(milliseconds: row.number())
        let text = row.text()
        guard let who = Who(kept: text) else { throw Codec.damaged("record \(sequence) of history", "who \(text)") }
        let bridge = if let id = row.optionalNumber() { try tables.bridge(id) } else { nil as BridgeID? }
        let entry = HistoryEntry(
            at: at, who: who, bridge: bridge, subject: row.text(), act: row.text(), detail: row.text(), contentHash: row.optionalText())
        self.init(sequence: sequence, entry: entry, previousHash: row.digestText(), hash: row.digestText())
    }
}

extension Who {
    /// Reads ``description``; takes an empty name too, which may have been kept.
    init?(kept text: String) {
        if let who = Who(text) {
            self = who
        } else if text == "person:" {
            self = .person("")
        } else if text == "machine:" {
            self = .machine("")
        } else {
            return nil
        }
    }
}

extension Query {
    static let historyColumns = "sequence, at, who, bridge, subject, act, detail, content_hash, previous_hash, hash"
    private static let documentColumns = "version, received_at, content_hash, problems, content, raw"
    fileprivate static let versions = Query("SELECT \(documentColumns) FROM document WHERE document = ? ORDER BY version")
    fileprivate static let version = Query("SELECT \(documentColumns) FROM document WHERE document = ? AND version = ?")
    fileprivate static let entry = Query("SELECT made_at, totals, content FROM entry WHERE document = ? AND version = ?")
    fileprivate static let booked = Query("SELECT target_id, target_number, read_at, totals, content FROM booked WHERE document = ?")
    fileprivate static let attempts = Query(
        """
        SELECT number, purpose, started_at, ended_at, verdict, detail, calls FROM attempt WHERE bridge = ? AND subject = ?
        ORDER BY number LIMIT ?
        """)
    fileprivate static let calls = Query(
        """
        SELECT c.name, c.started_at, c.milliseconds, c.status, c.failure, c.omitted, c.sent, c.sent_left, c.answer, c.answer_left
        FROM attempt a JOIN books_call c ON c.id BETWEEN a.first_call AND a.first_call + a.calls - 1
        WHERE a.bridge = ? AND a.subject = ? AND a.number = ? ORDER BY c.id
        """)
    fileprivate static let historyOfAll = Query(
        "SELECT \(historyColumns) FROM history WHERE sequence > ? ORDER BY sequence LIMIT ?")
    fileprivate static let historyOfBridge = Query(
        "SELECT \(historyColumns) FROM history INDEXED BY history_bridge WHERE bridge = ? AND sequence > ? ORDER BY sequence LIMIT ?")
    fileprivate static let historyOfSubject = Query(
        "SELECT \(historyColumns) FROM history INDEXED BY history_subject WHERE subject = ? AND sequence > ? ORDER BY sequence LIMIT ?")
    fileprivate static let historyOfBoth = Query(
        """
        SELECT \(historyColumns) FROM history INDEXED BY history_subject WHERE subject = ? AND sequence > ? AND bridge = ?
        ORDER BY sequence LIMIT ?
        """)
}

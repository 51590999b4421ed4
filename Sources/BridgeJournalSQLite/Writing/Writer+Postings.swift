import BridgeDomain
import BridgeJournal

extension Writer {
    /// The posting of a document as it stands in the transaction.
    func posting(_ number: KeyNumber) throws(JournalError) -> PostingRecord? {
        guard number.parts.contains(.posting) else { return nil }
        return try connection.statement(.postingOfDocument).bind(number.id)
            .first { [tables] row throws(JournalError) in try PostingColumns.read(row, tables) }
    }

    /// The posting as remembered, when it had that revision, otherwise as it stands in the transaction.
    private func posting(_ number: KeyNumber, _ name: DocumentName, ofRevision revision: Int64) throws(JournalError) -> PostingRecord? {
        if let remembered = remembered(number, name, revision: revision) { return remembered }
        return try posting(number)
    }

    func start(_ record: PostingRecord, _ texts: PostingTexts) throws(JournalError) {
        let bridge = try tables.makeID(of: record.bridge)
        let number = try make(record.document, bridge)
        if number.parts.contains(.posting), try connection.statement(.hasPosting).bind(number.id).first({ $0.number() }) != nil {
            throw .postingExists(record.document)
        }
        let statement = try connection.statement(.startPosting).bind(number.id).bind(bridge).bind(record.document.administration.text)
            .bind(Codes.number(record.document.kind)).bind(record.document.number.text)
        for group in PostingGroup.all { group.bind(record, texts, statement) }
        try statement.run()
        let sequence = connection.lastInserted
        remember(record, as: number, sequence)
        note(.posting, of: record.document, bridge)
        deltas.count(record, bridge: bridge, times: 1)
        try recount(nil, record, number, bridge: bridge)
        try index(nil, record, sequence, bridge: bridge)
    }

    func move(_ record: PostingRecord, _ texts: PostingTexts) throws(JournalError) {
        guard let bridge = try tables.id(of: record.bridge), let number = try find(record.document, bridge),
            let before = try posting(number, DocumentName(bridge: bridge, key: record.document), ofRevision: record.revision - 1),
            before.revision == record.revision - 1
        else { throw .changedMeanwhile("\(record.document)", revision: record.revision) }
        let changed = PostingGroup.changed(before, record)
        let statement = try connection.statement(update(changed))
        for (place, group) in PostingGroup.all.enumerated() where changed & 1 << place != 0 { group.bind(record, texts, statement) }
        // What was remembered of a posting holds as long as the file has its revision: another process may have moved it meanwhile.
        try statement.bind(before.sequence).bind(before.revision).run()
        guard connection.changes == 1 else { throw .changedMeanwhile("\(record.document)", revision: record.revision) }
        remember(record, as: number, before.sequence)
        if !PostingGroup.countsAlike(before, record) {
            deltas.count(before, bridge: bridge, times: -1)
            deltas.count(record, bridge: bridge, times: 1)
        }
        try recount(before, record, number, bridge: bridge)
        try index(before, record, before.sequence, bridge: bridge)
    }

    /// The statement that writes these groups of a posting, a bit for each.
    private func update(_ groups: Int) -> Query {
        if let query = updates[groups] { return query }
        let query = PostingGroup.update(groups)
        updates[groups] = query
        return query
    }

    /// Keeps the look-ups beside the posting in step: problems, causes, originals.
    private func index(_ before: PostingRecord?, _ after: PostingRecord, _ sequence: Int64, bridge: Int64) throws(JournalError) {
        let (codesBefore, codes) = (Set(before?.problems.map(\.code) ?? []), Set(after.problems.map(\.code)))
        for code in codesBefore.subtracting(codes) {
            try connection.statement(.removeProblem).bind(bridge).bind(code.rawValue).bind(sequence).run()
        }
        for code in codes.subtracting(codesBefore) {
            try connection.statement(.addProblem).bind(bridge).bind(code.rawValue).bind(sequence).run()
        }
        try index(causes: before, after, sequence, bridge: bridge)
        try index(texts: before, after, sequence)
        let (originalsBefore, originals) = (before?.originalKeys ?? [], after.originalKeys)
        guard originalsBefore != originals else { return }
        for key in originalsBefore { try bind(original: key, bridge, .removeOriginal, sequence) }
        for key in originals { try bind(original: key, bridge, .addOriginal, sequence) }
    }

    private func index(causes before: PostingRecord?, _ after: PostingRecord, _ sequence: Int64, bridge: Int64) throws(JournalError) {
        let (was, causes) = (before?.causes ?? [], after.causes)
        if was.isEmpty, causes.isEmpty { return }
        if let before, was == causes, before.gross == after.gross, before.receivedAt == after.receivedAt { return }
        for cause in was {
            try connection.statement(.removeCause).bind(bridge).bind(cause.code.rawValue).bind(cause.found).bind(sequence).run()
        }
        for cause in causes {
            try connection.statement(.addCause).bind(bridge).bind(cause.code.rawValue).bind(cause.found).bind(sequence)
                .bind(after.receivedAt).bind(after.gross?.currency.code).bind(after.gross?.minorUnits).run()
        }
    }

    private func index(texts before: PostingRecord?, _ after: PostingRecord, _ sequence: Int64) throws(JournalError) {
        if let before, PostingText.areAlike(before, after) { return }
        let (was, texts) = (before.map { PostingText.rows($0, sequence) } ?? [], PostingText.rows(after, sequence))
        guard was != texts else { return }
        for row in was where !texts.contains(row) { try connection.statement(.removeText).bind(row.id).bind(row.text).run() }
        for row in texts where !was.contains(row) { try connection.statement(.addText).bind(row.id).bind(row.text).run() }
    }

    private func bind(original key: DocumentKey, _ bridge: Int64, _ query: Query, _ sequence: Int64) throws(JournalError) {
        try connection.statement(query).bind(bridge).bind(key.administration.text).bind(Codes.number(key.kind)).bind(key.number.text)
            .bind(sequence).run()
    }
}

/// Columns of a posting that are written together.
///
/// An index is rewritten whenever one of its columns is named in an `UPDATE`, whether or not the value is another. Columns with an index are
/// therefore named only when they change; those without are always written.
private struct PostingGroup: Sendable {
    let columns: [String]
    let isAlways: Bool
    let differs: @Sendable (PostingRecord, PostingRecord) -> Bool
    let bind: @Sendable (PostingRecord, PostingTexts, Statement) -> Void

    private init(
        _ columns: String..., isAlways: Bool = false,
        differs: @escaping @Sendable (PostingRecord, PostingRecord) -> Bool = { _, _ in true },
        bind: @escaping @Sendable (PostingRecord, PostingTexts, Statement) -> Void
    ) {
        self.columns = columns
        self.isAlways = isAlways
        self.differs = differs
        self.bind = bind
    }

    static let all: [PostingGroup] = [
        PostingGroup("state", differs: { $0.state != $1.state }) { $2.bind(Codes.number($0.state)) },
        PostingGroup("due_at", differs: { $0.dueAt != $1.dueAt }) { $2.bind($0.dueAt) },
        PostingGroup("hold", differs: { $0.hold != $1.hold }) { $2.bind($0.hold?.blocker) },
        PostingGroup("party", differs: { $0.party != $1.party }) { $2.bind($0.party?.description) },
        PostingGroup("reference", differs: { $0.reference != $1.reference }) { $2.bind($0.reference?.text) },
        PostingGroup("source_id", differs: { $0.sourceID != $1.sourceID }) { $2.bind($0.sourceID.text) },
        PostingGroup("invoice_date", differs: { $0.invoiceDate != $1.invoiceDate }) { $2.bind($0.invoiceDate) },
        PostingGroup("deadline", differs: { $0.deadline != $1.deadline }) { $2.bind($0.deadline) },
        PostingGroup("read_back", differs: { $0.readBack.code != $1.readBack.code }) { $2.bind($0.readBack.code) },
        PostingGroup(
            "document_version", "content_hash", "revision", "received_at", "changed_at", "problems", "attempts", "approved_by", "daybook",
            isAlways: true
        ) { record, texts, statement in
            statement.bind(record.documentVersion).bind(record.contentHash).bind(record.revision).bind(record.receivedAt)
                .bind(record.changedAt).bind(texts.problems).bind(record.attempts).bind(record.approvedBy).bind(record.daybook?.text)
        },
        PostingGroup(
            "period_year", "period_number", "mapping_version", "target_id", "target_number", "booked_at", "read_at", "read_problems",
            isAlways: true
        ) { record, texts, statement in
            statement.bind(record.period?.year).bind(record.period?.number).bind(record.mappingVersion).bind(record.targetID?.text)
                .bind(record.targetNumber).bind(record.bookedAt).bind(record.readBack.moment).bind(texts.readProblems)
        },
        PostingGroup("currency", "net", "vat", "gross", "originals", "deposits_currency", "deposits", isAlways: true) {
            record, texts, statement in
            statement.bind(record.currency?.code).bind(record.net?.minorUnits).bind(record.vat?.minorUnits).bind(record.gross?.minorUnits)
                .bind(texts.originals).bind(record.deposits?.currency.code).bind(record.deposits?.minorUnits)
        },
    ]

    /// The groups a move has to write, a bit for each.
    static func changed(_ before: PostingRecord, _ after: PostingRecord) -> Int {
        var changed = 0
        for (place, group) in all.enumerated() where group.isAlways || group.differs(before, after) { changed |= 1 << place }
        return changed
    }

    /// The statement that writes these groups of one posting.
    static func update(_ groups: Int) -> Query {
        let columns = all.enumerated().filter { groups & 1 << $0.offset != 0 }.flatMap(\.element.columns).map { "\($0) = ?" }
        return Query("UPDATE posting SET \(columns.joined(separator: ", ")) WHERE sequence = ? AND revision = ?")
    }

    /// The statement that writes all groups of a new posting.
    static let insert: String = {
        let columns = ["document", "bridge", "administration", "kind", "number"] + all.flatMap(\.columns)
        let places = Array(repeating: "?", count: columns.count)
        return "INSERT INTO posting (\(columns.joined(separator: ", "))) VALUES (\(places.joined(separator: ", ")))"
    }()

    /// True when a move changes nothing that ``Deltas/count(_:bridge:times:)`` counts.
    static func countsAlike(_ before: PostingRecord, _ after: PostingRecord) -> Bool {
        before.state == after.state && before.net == after.net && before.vat == after.vat && before.gross == after.gross
            && before.party == after.party && before.deposits == after.deposits && before.hold == after.hold
            && before.receivedAt == after.receivedAt && before.bookedAt == after.bookedAt
    }
}

extension ReadBack {
    fileprivate var code: Int64 {
        switch self {
        case .pending: 0
        case .agrees: 1
        case .differs: 2
        }
    }

    fileprivate var moment: Timestamp? {
        switch self {
        case .pending: nil
        case .agrees(let at), .differs(let at, _): at
        }
    }
}

extension Query {
    static let postingOfDocument = Query("SELECT \(PostingColumns.selected) FROM posting WHERE document = ?")
    fileprivate static let hasPosting = Query("SELECT sequence FROM posting WHERE document = ?")
    fileprivate static let startPosting = Query(PostingGroup.insert)
    fileprivate static let addProblem = Query("INSERT INTO posting_problem (bridge, code, posting) VALUES (?, ?, ?)")
    fileprivate static let removeProblem = Query("DELETE FROM posting_problem WHERE bridge = ? AND code = ? AND posting = ?")
    fileprivate static let addCause = Query(
        "INSERT INTO posting_cause (bridge, code, found, posting, received_at, currency, gross) VALUES (?, ?, ?, ?, ?, ?, ?)")
    fileprivate static let removeCause = Query("DELETE FROM posting_cause WHERE bridge = ? AND code = ? AND found = ? AND posting = ?")
    fileprivate static let addText = Query("INSERT INTO posting_text (rowid, text) VALUES (?, ?)")
    fileprivate static let removeText = Query("INSERT INTO posting_text (posting_text, rowid, text) VALUES ('delete', ?, ?)")
    fileprivate static let addOriginal = Query(
        "INSERT INTO posting_original (bridge, administration, kind, number, posting) VALUES (?, ?, ?, ?, ?)")
    fileprivate static let removeOriginal = Query(
        "DELETE FROM posting_original WHERE bridge = ? AND administration = ? AND kind = ? AND number = ? AND posting = ?")
}

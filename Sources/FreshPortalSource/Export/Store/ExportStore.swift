import BridgeDomain
import BridgeJSON
import BridgeSource

/// The standing maps and queues of the export, in one SQLite file (quirk 8: children and parents arrive apart, in any order, days between).
///
/// - `row`: the newest content of every row, by table and id.
/// - `dirty`: documents and parties of which something has changed since they were last assembled.
/// - `waiting`: which document or party waits for which row.
/// - `document`, `party`: what was assembled, each with its place in the stream; a document's text is kept until the cursor has passed it,
///   so that a page read again after a crash is the same page.
///
/// **Places only rise.** A place is drawn from the clock, in microseconds, and is above every place before it. A file that was lost, or is
/// an older copy, therefore gives what it assembles anew a place above any cursor: it is delivered once more, and the journal recognises it.
///
/// Used by one thread only; every method that changes something is called inside ``unit(_:)``.
final class ExportStore {
    let file: StateFile

    /// Memory for the file's pages.
    private static let cacheKilobytes = 32 << 10
    /// The form of the file. A file of another form is refused.
    private static let form = "1"

    /// Opens the state of one environment; refuses a file that belongs to another one.
    init(path: String, environment: String) throws(SourceError) {
        file = try StateFile(path: path)
        // The cache is bounded whatever the file's size; with SQLite's usual 2 MB every tenth row would be fetched from the disk again.
        try file.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-\(Self.cacheKilobytes)")
        try file.execute(Self.schema)
        try settle("form", Self.form, "was written by another version of the program")
        try settle("environment", environment, "belongs to another environment")
    }

    /// Opens the state for looking only.
    init(reading path: String) throws(SourceError) {
        file = try StateFile(reading: path)
        guard try fact("form") == Self.form else {
            throw SourceError(.contract, "the state file \(path) was written by another version of the program")
        }
    }

    /// Runs `body` as one durable unit.
    func unit<Result>(_ body: () throws(SourceError) -> Result) throws(SourceError) -> Result { try file.unit(body) }

    private func settle(_ name: String, _ value: String, _ fault: String) throws(SourceError) {
        if let kept = try fact(name) {
            guard kept == value else {
                throw SourceError(.contract, "the state file \(file.path) \(fault) (\(kept)); give this source a file of its own")
            }
        } else {
            try set(name, value)
        }
    }

    private static let schema = """
        CREATE TABLE IF NOT EXISTS fact(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS row(
          source INTEGER NOT NULL, id TEXT NOT NULL, owner TEXT, member TEXT, content TEXT NOT NULL, seen INTEGER NOT NULL,
          PRIMARY KEY(source, id)) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS row_owner ON row(owner, source) WHERE owner IS NOT NULL;
        CREATE INDEX IF NOT EXISTS row_member ON row(member) WHERE member IS NOT NULL;
        CREATE TABLE IF NOT EXISTS dirty(kind INTEGER NOT NULL, id TEXT NOT NULL, PRIMARY KEY(kind, id)) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS dirty_order ON dirty(kind DESC, CAST(id AS INTEGER), id);
        CREATE TABLE IF NOT EXISTS waiting(
          source INTEGER NOT NULL, row TEXT NOT NULL, kind INTEGER NOT NULL, id TEXT NOT NULL,
          PRIMARY KEY(source, row, kind, id)) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS waiting_dependent ON waiting(kind, id);
        CREATE TABLE IF NOT EXISTS document(
          id TEXT PRIMARY KEY, sequence INTEGER, version INTEGER NOT NULL, fingerprint TEXT NOT NULL, withdrawn INTEGER NOT NULL,
          faulty INTEGER NOT NULL, waiting INTEGER, raw BLOB, day INTEGER, kind TEXT, currency TEXT, lines INTEGER, net TEXT, vat TEXT, gross TEXT)
          STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX IF NOT EXISTS document_sequence ON document(sequence) WHERE sequence IS NOT NULL;
        CREATE INDEX IF NOT EXISTS document_waiting ON document(waiting) WHERE waiting IS NOT NULL;
        CREATE INDEX IF NOT EXISTS document_raw ON document(sequence) WHERE raw IS NOT NULL;
        CREATE INDEX IF NOT EXISTS document_day ON document(day) WHERE day IS NOT NULL;
        CREATE TABLE IF NOT EXISTS party(
          kind INTEGER NOT NULL, id TEXT NOT NULL, sequence INTEGER NOT NULL, raw BLOB NOT NULL,
          PRIMARY KEY(kind, id)) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX IF NOT EXISTS party_sequence ON party(kind, sequence);
        """
}

// MARK: - Facts

extension ExportStore {
    /// A fact about the reading itself.
    func fact(_ name: String) throws(SourceError) -> String? {
        try file.first("SELECT value FROM fact WHERE name=?", [.text(name)]) { $0.text(0) }
    }

    func set(_ name: String, _ value: String) throws(SourceError) {
        try file.run(
            "INSERT INTO fact(name, value) VALUES(?, ?) ON CONFLICT DO UPDATE SET value=excluded.value", [.text(name), .text(value)])
    }

    /// Sets a fact; false when it was so already.
    func change(_ name: String, to value: String) throws(SourceError) -> Bool {
        guard try fact(name) != value else { return false }
        try set(name, value)
        return true
    }

    /// A place above every place before it.
    func nextSequence(_ now: Timestamp) throws(SourceError) -> Int64 {
        let last = try fact("sequence").flatMap { Int64($0) } ?? 0
        let next = max(last + 1, now.milliseconds * 1_000)
        try set("sequence", String(next))
        return next
    }
}

// MARK: - Rows

extension ExportStore {
    /// Takes a row in; false when it is known as it is. What depends on it becomes due.
    ///
    /// `owner` is the document a line or VAT row belongs to; `member` the invoice a line stood on before it was collected.
    @discardableResult
    func put(
        _ table: ExportTable, _ id: String, content: String, owner: String? = nil, member: String? = nil, now: Timestamp
    ) throws(SourceError) -> Bool {
        let known = try file.first("SELECT owner, member, content FROM row WHERE source=? AND id=?", [.number(table.rawValue), .text(id)]) {
            (owner: $0.optionalText(0), member: $0.optionalText(1), content: $0.text(2))
        }
        if let known, known.owner == owner, known.member == member, known.content == content { return false }
        // A line that stands on no invoice is nobody's yet; it comes again when it does.
        if known == nil, owner == nil, table == .line || table == .tax { return false }
        try file.run(
            """
            INSERT INTO row(source, id, owner, member, content, seen) VALUES(?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET owner=excluded.owner, member=excluded.member, content=excluded.content, seen=excluded.seen
            """,
            [
                .number(table.rawValue), .text(id), .optional(owner), .optional(member), .text(content),
                .number(Int64(now.dateUTC.daysSinceEpoch)),
            ])
        for document in Set([owner, member, known?.owner, known?.member].compactMap(\.self)) {
            try markDirty(Dependent(kind: .document, id: document))
        }
        switch table {
        case .invoice: try markDirty(Dependent(kind: .document, id: id))
        case .customer: try markDirty(Dependent(kind: .debtor, id: id))
        case .supplier: try markDirty(Dependent(kind: .creditor, id: id))
        case .line, .tax: return true
        case .stockEntry, .product, .productGroup, .vat, .packaging, .country: break
        }
        try file.run(
            "INSERT OR IGNORE INTO dirty(kind, id) SELECT kind, id FROM waiting WHERE source=? AND row=?",
            [.number(table.rawValue), .text(id)])
        return true
    }

    /// A row by its id.
    func row(_ table: ExportTable, _ id: String) throws(SourceError) -> ExportRow? {
        try file.first("SELECT content FROM row WHERE source=? AND id=?", [.number(table.rawValue), .text(id)]) {
            ExportRow(id: id, text: $0.text(0))
        }
    }

    /// All rows of a small table, in the order of their ids.
    func rows(_ table: ExportTable, limit: Int) throws(SourceError) -> [ExportRow] {
        try file.all(
            "SELECT id, content FROM row WHERE source=? ORDER BY CAST(id AS INTEGER), id LIMIT ?",
            [.number(table.rawValue), .number(Int64(limit))]
        ) { ExportRow(id: $0.text(0), text: $0.text(1)) }
    }

    /// The lines or VAT rows of a document, in the order of their ids; at most `limit`.
    func rows(_ table: ExportTable, of document: String, limit: Int) throws(SourceError) -> [ExportRow] {
        // Named, because SQLite would rather walk through all rows of the table.
        try file.all(
            "SELECT id, content FROM row INDEXED BY row_owner WHERE owner=? AND source=? ORDER BY CAST(id AS INTEGER), id LIMIT ?",
            [.text(document), .number(table.rawValue), .number(Int64(limit))]
        ) { ExportRow(id: $0.text(0), text: $0.text(1)) }
    }

    /// True when lines of the invoice have gone to a collective one.
    func isCollected(_ invoice: String) throws(SourceError) -> Bool {
        try file.first("SELECT 1 FROM row WHERE member=? LIMIT 1", [.text(invoice)]) { _ in true } ?? false
    }

    /// Forgets lines and VAT rows of documents that have been delivered and not been touched since `day`.
    @discardableResult
    func forget(before day: CalendarDate) throws(SourceError) -> Int {
        try file.run(
            """
            DELETE FROM row WHERE source IN (2, 3) AND seen<? AND EXISTS(
              SELECT 1 FROM document WHERE document.id=row.owner AND sequence IS NOT NULL AND waiting IS NULL AND raw IS NULL)
            """, [.number(Int64(day.daysSinceEpoch))])
    }
}

// MARK: - What is due

extension ExportStore {
    func markDirty(_ dependent: Dependent) throws(SourceError) {
        try file.run("INSERT OR IGNORE INTO dirty(kind, id) VALUES(?, ?)", [.number(dependent.kind.rawValue), .text(dependent.id)])
    }

    func clearDirty(_ dependent: Dependent) throws(SourceError) {
        try file.run("DELETE FROM dirty WHERE kind=? AND id=?", [.number(dependent.kind.rawValue), .text(dependent.id)])
    }

    /// What has changed, parties first, in the order of ids: as people made them.
    func dirty(limit: Int) throws(SourceError) -> [Dependent] {
        try file.all("SELECT kind, id FROM dirty ORDER BY kind DESC, CAST(id AS INTEGER), id LIMIT ?", [.number(Int64(limit))]) {
            (kind: Dependent.Kind(rawValue: $0.number(0)), id: $0.text(1))
        }.compactMap { kind, id in kind.map { Dependent(kind: $0, id: id) } }
    }

    /// Documents that have waited since `moment` or longer become due, to be delivered with what is there.
    func wakeWaiting(since moment: Timestamp) throws(SourceError) {
        try file.run(
            "INSERT OR IGNORE INTO dirty(kind, id) SELECT 1, id FROM document WHERE waiting<=?",
            [.number(moment.milliseconds)])
    }

    /// Documents that were delivered without being readable become due: what they lack may be stated now.
    func wakeFaulty() throws(SourceError) {
        try file.run("INSERT OR IGNORE INTO dirty(kind, id) SELECT 1, id FROM document WHERE faulty=1")
    }

    /// Notes what a document or party waits for, in place of what was noted before.
    func wait(_ dependent: Dependent, for rows: some Sequence<MissingRow>) throws(SourceError) {
        try file.run("DELETE FROM waiting WHERE kind=? AND id=?", [.number(dependent.kind.rawValue), .text(dependent.id)])
        for row in rows {
            try file.run(
                "INSERT OR IGNORE INTO waiting(source, row, kind, id) VALUES(?, ?, ?, ?)",
                [.number(row.table.rawValue), .text(row.id), .number(dependent.kind.rawValue), .text(dependent.id)])
        }
    }
}

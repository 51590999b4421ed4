import BridgeDomain
import BridgeSource

// The two streams: documents and parties as assembled, each at its newest place.
extension ExportStore {
    func record(_ document: String) throws(SourceError) -> DocumentRecord? {
        try file.first("SELECT sequence, version, fingerprint, withdrawn, faulty, waiting FROM document WHERE id=?", [.text(document)]) {
            DocumentRecord(
                sequence: $0.optionalNumber(0), version: $0.number(1), fingerprint: $0.text(2), isWithdrawn: $0.number(3) != 0,
                isFaulty: $0.number(4) != 0, waitingSince: $0.optionalNumber(5))
        }
    }

    /// Keeps a document's record; `raw` nil leaves the text that is kept.
    func keep(_ record: DocumentRecord, of document: String, raw: [UInt8]?, _ totals: PrintedTotals) throws(SourceError) {
        try file.run(
            """
            INSERT INTO document(
              id, sequence, version, fingerprint, withdrawn, waiting, raw, day, kind, currency, lines, net, vat, gross, faulty)
            VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
            ON CONFLICT DO UPDATE SET sequence=?2, version=?3, fingerprint=?4, withdrawn=?5, waiting=?6, raw=coalesce(?7, raw), day=?8,
              kind=?9, currency=?10, lines=?11, net=?12, vat=?13, gross=?14, faulty=?15
            """,
            [
                .text(document), record.sequence.map { .number($0) } ?? .null, .number(record.version), .text(record.fingerprint),
                .number(record.isWithdrawn ? 1 : 0), record.waitingSince.map { .number($0) } ?? .null, raw.map { .bytes($0) } ?? .null,
                totals.day.map { .number(Int64($0.daysSinceEpoch)) } ?? .null, .text(totals.kind.rawValue), .text(totals.currency),
                .number(Int64(totals.lines)), .optional(totals.net?.description), .optional(totals.vat?.description),
                .optional(totals.gross?.description), .number(record.isFaulty ? 1 : 0),
            ])
    }

    /// A place of the stream of documents. `raw` is nil once the cursor has passed it.
    struct Place {
        let document: String
        let sequence: Int64
        let raw: [UInt8]?
        let record: DocumentRecord
    }

    /// Documents above `sequence`, oldest change first.
    func documents(after sequence: Int64, limit: Int) throws(SourceError) -> [Place] {
        try file.all(
            "SELECT id, sequence, version, fingerprint, withdrawn, raw FROM document WHERE sequence>? ORDER BY sequence LIMIT ?",
            [.number(sequence), .number(Int64(limit))]
        ) {
            Place(
                document: $0.text(0), sequence: $0.number(1), raw: $0.isNull(5) ? nil : $0.bytes(5),
                record: DocumentRecord(
                    sequence: $0.number(1), version: $0.number(2), fingerprint: $0.text(3), isWithdrawn: $0.number(4) != 0))
        }
    }

    /// The text that is kept of a document; nil when the cursor has passed it.
    func raw(_ document: String) throws(SourceError) -> [UInt8]? {
        try file.first("SELECT raw FROM document WHERE id=? AND raw IS NOT NULL", [.text(document)]) { $0.bytes(0) }
    }

    /// The cursor has been given back, so everything up to it is durable in the journal: its text is no longer needed here.
    func confirm(through sequence: Int64) throws(SourceError) {
        try file.run("UPDATE document SET raw=NULL WHERE sequence<=? AND raw IS NOT NULL", [.number(sequence)])
    }

    /// Keeps a party as assembled; false when it is known as it is.
    func keepParty(_ kind: Dependent.Kind, _ id: String, raw: [UInt8], now: Timestamp) throws(SourceError) -> Bool {
        let known = try file.first("SELECT raw FROM party WHERE kind=? AND id=?", [.number(kind.rawValue), .text(id)]) { $0.bytes(0) }
        guard known != raw else { return false }
        let sequence = try nextSequence(now)
        try file.run(
            "INSERT INTO party(kind, id, sequence, raw) VALUES(?, ?, ?, ?) ON CONFLICT DO UPDATE SET sequence=excluded.sequence, raw=excluded.raw",
            [.number(kind.rawValue), .text(id), .number(sequence), .bytes(raw)])
        return true
    }

    /// Parties above `sequence`, oldest change first.
    func parties(_ kind: PartyKind, after sequence: Int64, limit: Int) throws(SourceError) -> [(sequence: Int64, raw: [UInt8])] {
        try file.all(
            "SELECT sequence, raw FROM party WHERE kind=? AND sequence>? ORDER BY sequence LIMIT ?",
            [.number(Dependent.Kind(kind).rawValue), .number(sequence), .number(Int64(limit))]
        ) { ($0.number(0), $0.bytes(1)) }
    }

    /// What printed documents dated in the range amount to, one row each, withdrawn ones left out.
    func totals(from: CalendarDate, to: CalendarDate, _ read: (PrintedTotals) -> Void) throws(SourceError) {
        try file.each(
            "SELECT day, kind, currency, lines, net, vat, gross FROM document WHERE day BETWEEN ? AND ? AND withdrawn=0 ORDER BY day",
            [.number(Int64(from.daysSinceEpoch)), .number(Int64(to.daysSinceEpoch))]
        ) { row in
            read(
                PrintedTotals(
                    day: CalendarDate(daysSinceEpoch: Int32(clamping: row.number(0))),
                    kind: DocumentKind(rawValue: row.text(1)) ?? .salesInvoice, currency: row.text(2), lines: Int(row.number(3)),
                    net: row.optionalText(4).flatMap { ExactDecimal($0) }, vat: row.optionalText(5).flatMap { ExactDecimal($0) },
                    gross: row.optionalText(6).flatMap { ExactDecimal($0) }))
        }
    }

    /// Documents that wait for rows, and since when the oldest does.
    func waitingCount() throws(SourceError) -> (count: Int, since: Timestamp?) {
        try file.first("SELECT count(*), min(waiting) FROM document WHERE waiting IS NOT NULL") {
            (count: Int($0.number(0)), since: $0.optionalNumber(1).map { Timestamp(milliseconds: $0) })
        } ?? (0, nil)
    }

    /// The rows most waited for.
    func missingRows(limit: Int) throws(SourceError) -> [(row: MissingRow, documents: Int)] {
        try file.all(
            "SELECT source, row, count(*) FROM waiting WHERE kind=1 GROUP BY source, row ORDER BY count(*) DESC, source, row LIMIT ?",
            [.number(Int64(limit))]
        ) { row in
            ExportTable(rawValue: row.number(0)).map { (row: MissingRow(table: $0, id: row.text(1)), documents: Int(row.number(2))) }
        }.compactMap(\.self)
    }
}

import BridgeDomain
import BridgeJournal

// Versions of documents, their entries and what the books hold; and how these count in the control table.
extension Writer {
    func keep(_ record: DocumentRecord, _ problems: String?, _ content: [UInt8]?) throws(JournalError) {
        let bridge = try tables.makeID(of: record.bridge)
        let number = try make(record.key, bridge)
        if number.parts.contains(.version) {
            let kept = try connection.statement(.documentHash).bind(number.id).bind(record.version).first { $0.text() }
            if let kept {
                guard kept == record.contentHash else { throw .otherContent(record.key, version: record.version) }
                return
            }
        }
        try connection.statement(.keepDocument).bind(number.id).bind(record.version).bind(record.receivedAt).bind(record.contentHash)
            .bind(problems).bind(content).bind(record.raw).run()
        note(.version, of: record.key, bridge)
    }

    func keep(_ record: EntryRecord, _ totals: [UInt8], _ content: [UInt8]) throws(JournalError) {
        let bridge = try tables.makeID(of: record.bridge)
        let number = try make(record.entry.document, bridge)
        let version = record.entry.documentVersion
        if let posting = try posting(number), posting.documentVersion == version {
            let before = try entryTotals(number, version, at: record.entry.document)
            for column in [ControlColumn.mapped, .sent] where column.counts(posting.state) {
                deltas.count(before, in: column, on: posting.invoiceDate, bridge: bridge, times: -1)
                deltas.count(record.totals, in: column, on: posting.invoiceDate, bridge: bridge, times: 1)
            }
        }
        try connection.statement(.keepEntry).bind(number.id).bind(version).bind(record.madeAt).bind(totals).bind(content).run()
        note(.entry, of: record.entry.document, bridge)
        remember(record.totals, of: EntryName(document: number.id, version: version))
    }

    func keep(_ record: BookedRecord, _ totals: [UInt8]) throws(JournalError) {
        let bridge = try tables.makeID(of: record.bridge)
        let number = try make(record.document, bridge)
        if let posting = try posting(number) {
            let before = try bookedTotals(number, at: record.document)
            deltas.count(before, in: .booked, on: posting.invoiceDate, bridge: bridge, times: -1)
            deltas.count(record.totals, in: .booked, on: posting.invoiceDate, bridge: bridge, times: 1)
        }
        try connection.statement(.keepBooked).bind(number.id).bind(record.targetID.text).bind(record.targetNumber).bind(record.readAt)
            .bind(totals).bind(record.content).run()
        note(.booked, of: record.document, bridge)
    }

    /// Moves a posting's amounts in the control table from how it stood (nil: it was not there) to how it stands.
    func recount(_ before: PostingRecord?, _ after: PostingRecord, _ number: KeyNumber, bridge: Int64) throws(JournalError) {
        for column in [ControlColumn.mapped, .sent] {
            let (was, counts) = (before.map { column.counts($0.state) } ?? false, column.counts(after.state))
            let isSame = before?.documentVersion == after.documentVersion && before?.invoiceDate == after.invoiceDate
            if was == counts, isSame || !was { continue }
            if let before, was {
                let totals = try entryTotals(number, before.documentVersion, at: before.document)
                deltas.count(totals, in: column, on: before.invoiceDate, bridge: bridge, times: -1)
            }
            if counts {
                let totals = try entryTotals(number, after.documentVersion, at: after.document)
                deltas.count(totals, in: column, on: after.invoiceDate, bridge: bridge, times: 1)
            }
        }
        guard before?.invoiceDate != after.invoiceDate else { return }
        let booked = try bookedTotals(number, at: after.document)
        if let before { deltas.count(booked, in: .booked, on: before.invoiceDate, bridge: bridge, times: -1) }
        deltas.count(booked, in: .booked, on: after.invoiceDate, bridge: bridge, times: 1)
    }

    private func entryTotals(_ number: KeyNumber, _ version: Int, at key: DocumentKey) throws(JournalError) -> [EntryTotal] {
        guard number.parts.contains(.entry) else { return [] }
        if let kept = keptTotals(EntryName(document: number.id, version: version)) { return kept }
        return try connection.statement(.entryTotals).bind(number.id).bind(version)
            .first { row throws(JournalError) in try EntryTotal.read(row.bytes(), at: "\(key)") } ?? []
    }

    private func bookedTotals(_ number: KeyNumber, at key: DocumentKey) throws(JournalError) -> [EntryTotal] {
        guard number.parts.contains(.booked) else { return [] }
        return try connection.statement(.bookedTotals).bind(number.id)
            .first { row throws(JournalError) in try EntryTotal.read(row.bytes(), at: "\(key)") } ?? []
    }
}

extension Query {
    fileprivate static let documentHash = Query("SELECT content_hash FROM document WHERE document = ? AND version = ?")
    fileprivate static let keepDocument = Query(
        "INSERT INTO document (document, version, received_at, content_hash, problems, content, raw) VALUES (?, ?, ?, ?, ?, ?, ?)")
    fileprivate static let entryTotals = Query("SELECT totals FROM entry WHERE document = ? AND version = ?")
    fileprivate static let keepEntry = Query(
        """
        INSERT INTO entry (document, version, made_at, totals, content) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET made_at = excluded.made_at, totals = excluded.totals, content = excluded.content
        """)
    fileprivate static let bookedTotals = Query("SELECT totals FROM booked WHERE document = ?")
    fileprivate static let keepBooked = Query(
        """
        INSERT INTO booked (document, target_id, target_number, read_at, totals, content) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET target_id = excluded.target_id, target_number = excluded.target_number, read_at = excluded.read_at,
        totals = excluded.totals, content = excluded.content
        """)
}

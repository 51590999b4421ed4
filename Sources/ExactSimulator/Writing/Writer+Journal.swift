import BridgeDomain

/// General journal entries: made and deleted, never changed (reference §7, methods).
extension Writer {
    func createJournalEntry(_ body: Body) throws(Refusal) -> Row {
        guard resource.table == .entries else { return try createJournalLine(body.properties) }
        var sent: Properties = [:]
        for (field, value) in body.properties { sent[Derived.entryAliases[field] ?? field] = value }
        var booking = JournalBooking(books: books, today: session.today)
        let draft = try booking.draft(sent, lines: body.nested["GeneralJournalEntryLines"] ?? [], replacing: nil)
        books.commit(draft, now: now)
        return draft.entry
    }

    /// A line posted by itself joins its entry, which must still be in balance.
    private func createJournalLine(_ sent: Properties) throws(Refusal) -> Row {
        guard let key = sent[.EntryID]?.guid else { throw .business(Wording.mandatory(.entry)) }
        guard let entry = books[.entries][key] else { throw .business(Wording.invalidReference(.entry)) }
        try checkOpen(entry)
        var line = sent
        let id = books.newKey()
        line[.ID] = .guid(id)
        let lines = books[.journalLines].rows(.EntryID, entry.key).sorted { $0.integer(.LineNumber) < $1.integer(.LineNumber) }
        let present = lines.map { row in
            var line = Properties(uniqueKeysWithValues: row.cells.map { ($0.field, $0.value) })
            line[.ID] = row.key
            return line
        }
        var head = Properties(uniqueKeysWithValues: entry.cells.map { ($0.field, $0.value) })
        head[.EntryDate] = nil
        var booking = JournalBooking(books: books, today: session.today)
        let draft = try booking.draft(head, lines: present + [line], replacing: entry)
        books.commit(draft, now: now)
        return books[.journalLines][id] ?? entry
    }

    func deleteJournalEntry(_ row: Row) throws(Refusal) {
        try checkOpen(row)
        books.remove(entry: row, lineTable: .journalLines, topic: "GeneralJournalEntries", now: now)
    }
}

import BridgeDomain

/// Properties of a body after their types were checked.
typealias Properties = [Field: Value]

/// An entry worked out to the last line, ready to be written in one go; nothing is written before all of it stands.
struct EntryDraft {
    var entry: Row
    var lineTable: TableName
    var lines: [Row]
    var ledger: [Row]
    var terms: [Row]
    /// The number series this entry moves on, when the service gave the number.
    var series: (key: Int, sequence: Int)?
    var topic: String

    /// What must hold for every entry (reference §6.3). Amounts have at most 3 decimals, so whole thousandths are exact.
    var isBalanced: Bool { ledger.reduce(Int128(0)) { $0 + Int128($1.decimal(.AmountDC).scaled(to: 3) ?? 0) } == 0 }
}

extension Books {
    /// Writes an entry with everything under it. Rows that the previous form of the entry had and this one has not are deleted.
    func commit(_ draft: EntryDraft, now: Int64) {
        precondition(draft.isBalanced, "an entry that does not add up to nothing is never written")
        let entry = draft.entry.key
        let isNew = self[.entries][entry] == nil
        replace(draft.lineTable, .EntryID, entry, with: draft.lines, now: now)
        replace(.ledgerLines, .EntryID, entry, with: draft.ledger, now: now)
        replace(.terms, .TransactionEntryID, entry, with: draft.terms, now: now)
        write(.entries, draft.entry, now: now)
        if let series = draft.series { lastNumbers[series.key] = series.sequence }
        if isNew, let journal = draft.entry.string(.Journal) {
            lastInvoiceNumbers[journal] = max(lastInvoiceNumbers[journal, default: 0], draft.entry.integer(.InvoiceNumber))
        }
        notify(draft.topic, isNew ? "Create" : "Update", entry: draft.entry.id, now: now)
    }

    /// Takes an entry and everything under it out of the books.
    func remove(entry: Row, lineTable: TableName, topic: String, now: Int64) {
        for name in [lineTable, .ledgerLines] { replace(name, .EntryID, entry.key, with: [], now: now) }
        replace(.terms, .TransactionEntryID, entry.key, with: [], now: now)
        delete(.entries, entry.id, now: now)
        notify(topic, "Delete", entry: entry.id, now: now)
    }

    private func replace(_ name: TableName, _ field: Field, _ entry: Value, with rows: [Row], now: Int64) {
        let kept = Set(rows.map(\.key))
        for old in self[name].rows(field, entry) where !kept.contains(old.key) { delete(name, old.id, now: now) }
        for row in rows { write(name, row, now: now) }
    }

    private func notify(_ topic: String, _ action: String, entry: GUID, now: Int64) {
        note(topic, action, entry, endpoint: Self.endpoints[topic] ?? "", now: now)
        note("FinancialTransactions", action, entry, endpoint: "financialtransaction/Transactions", now: now)
    }

    /// Remembers a change for the subscribers of its topic (reference §10); without one nothing is kept.
    func note(_ topic: String, _ action: String, _ key: GUID, endpoint: String, now: Int64) {
        guard self[.webhooks].count > 0, notifications.count < Self.notificationsMax else { return }
        notifications.append(Notification(topic: topic, action: action, key: key, endpoint: endpoint, at: now))
    }

    /// More waiting notifications are dropped: the service, too, loses some (reference §10).
    static let notificationsMax = 100_000

    private static let endpoints = [
        "SalesEntries": "salesentry/SalesEntries", "PurchaseEntries": "purchaseentry/PurchaseEntries",
        "GeneralJournalEntries": "generaljournalentry/GeneralJournalEntries", "BankEntries": "financialtransaction/BankEntries",
    ]
}

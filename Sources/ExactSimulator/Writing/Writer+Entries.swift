import BridgeDomain

/// Sales and purchase entries and their lines. A change of either works the whole entry out anew.
extension Writer {
    private var kind: InvoiceKind {
        resource.schema.path.hasPrefix("salesentry/") ? .sales : .purchase
    }

    private var navigation: String { kind.journalType == 20 ? "SalesEntryLines" : "PurchaseEntryLines" }

    private func booking() -> InvoiceBooking {
        InvoiceBooking(books: books, kind: kind, behaviour: session.behaviour, today: session.today)
    }

    func createEntry(_ body: Body) throws(Refusal) -> Row {
        guard resource.table == .entries else { return try createLine(body.properties) }
        var sent = body.properties
        try checkDocument(sent)
        // The head's VAT is the sum of the lines'; a sent one is not booked.
        sent[.VATAmountFC] = nil
        var booking = booking()
        var draft = try booking.draft(sent, lines: body.nested[navigation] ?? [], replacing: nil)
        if kind.journalType == 22, draft.entry[.Document].isNull { draft.entry[.Document] = makeDocument(draft.entry) }
        books.commit(draft, now: now)
        return draft.entry
    }

    private func checkDocument(_ sent: Properties) throws(Refusal) {
        guard let document = sent[.Document]?.guid, books[.documents][document] == nil else { return }
        throw .business(Wording.invalidReference(.document))
    }

    /// A purchase entry without a document gets one, its subject the description (reference §6.4).
    private func makeDocument(_ entry: Row) -> Value {
        books.lastDocumentNumber += 1
        var document = Row(key: .guid(books.newKey()))
        document[.Subject] = entry[.Description]
        document[.TypeCode] = 20
        document[.HID] = .integer(books.lastDocumentNumber)
        document[.Account] = entry[.Account]
        document[.DocumentDate] = entry[.EntryDate]
        document[.FinancialTransactionEntryID] = entry.key
        books.write(.documents, document, now: now)
        return document.key
    }

    private func createLine(_ sent: Properties) throws(Refusal) -> Row {
        guard let key = sent[.EntryID]?.guid else { throw .business(Wording.mandatory(.entry)) }
        guard let entry = books[.entries][key] else { throw .business(Wording.invalidReference(.entry)) }
        var line = sent
        let id = books.newKey()
        line[.ID] = .guid(id)
        try rebook(entry, lines: lines(of: entry) + [line])
        return books[resource.table][id] ?? entry
    }

    func updateEntry(_ row: Row, _ sent: Properties) throws(Refusal) {
        guard resource.table == .entries else { return try updateLine(row, sent) }
        try checkDocument(sent)
        var changes = sent
        changes[.VATAmountFC] = nil
        try rebook(row, changes: changes, lines: lines(of: row))
    }

    private func updateLine(_ row: Row, _ sent: Properties) throws(Refusal) {
        guard let entry = books[.entries][row[.EntryID]] else { throw .notFound }
        let changed = lines(of: entry).map { line -> Properties in
            guard line[.ID] == row.key else { return line }
            var line = line
            // A new amount or code gets its own VAT unless that is sent as well.
            let isRecomputed =
                sent[.AmountFC].map { $0 != line[.AmountFC] } ?? false || sent[.VATCode].map { $0 != line[.VATCode] } ?? false
            if isRecomputed { (line[.VATAmountFC], line[.VATBaseAmountFC]) = (nil, nil) }
            for (field, value) in sent where field != .EntryID { line[field] = value.isNull ? nil : value }
            return line
        }
        try rebook(entry, lines: changed)
    }

    func deleteEntry(_ row: Row) throws(Refusal) {
        guard resource.table == .entries else { return try deleteLine(row) }
        try checkOpen(row)
        books.remove(entry: row, lineTable: kind.lines, topic: kind.topic, now: now)
    }

    /// Removing the last line removes the whole entry (reference §3.5).
    private func deleteLine(_ row: Row) throws(Refusal) {
        guard let entry = books[.entries][row[.EntryID]] else { throw .notFound }
        let rest = lines(of: entry).filter { $0[.ID] != row.key }
        if rest.isEmpty {
            try checkOpen(entry)
            books.remove(entry: entry, lineTable: kind.lines, topic: kind.topic, now: now)
        } else {
            try rebook(entry, lines: rest)
        }
    }

    private func rebook(_ entry: Row, changes: Properties = [:], lines: [Properties]) throws(Refusal) {
        try checkOpen(entry)
        var booking = booking()
        let draft = try booking.draft(Self.head(entry, kind, changes), lines: lines, replacing: entry)
        books.commit(draft, now: now)
    }

    /// Entries that are processed, paid in part or lie in a closed period stay as they are (reference §3.5).
    func checkOpen(_ entry: Row) throws(Refusal) {
        if entry.integer(.Status) == 50 { throw .business(Wording.alreadyProcessed) }
        let isTouched = books[.terms].rows(.TransactionEntryID, entry.key).contains {
            $0.decimal(.AmountDC) != -$0.decimal(.TransactionAmountDC)
        }
        if isTouched { throw .business(Wording.alreadyProcessed) }
        let period = Period(year: entry.integer(.ReportingYear), number: entry.integer(.ReportingPeriod))
        if books.isClosed(period, journal: entry.string(.Journal) ?? "") {
            throw .business(Wording.periodClosed(year: period.year, period: period.number))
        }
    }

    private func lines(of entry: Row) -> [Properties] { Self.lines(of: entry, kind, in: books) }
}

extension Writer {
    /// The stored head as if it were sent, with changes. A new date or condition asks for a new period or due date.
    static func head(_ entry: Row, _ kind: InvoiceKind, _ changes: Properties) -> Properties {
        var head = Properties(uniqueKeysWithValues: entry.cells.map { ($0.field, $0.value) })
        head[kind.party] = entry[.Account]
        for field in [Field.Account, .TypeCode, .Status, .AmountDC, .AmountFC, .VATAmountDC, .VATAmountFC] { head[field] = nil }
        if changes[.EntryDate] != nil {
            head[.ReportingYear] = nil
            head[.ReportingPeriod] = nil
        }
        if changes[.EntryDate] != nil || changes[.PaymentCondition] != nil { head[.DueDate] = nil }
        if changes[.Currency] != nil { head[.Rate] = nil }
        for (field, value) in changes { head[field] = value.isNull ? nil : value }
        return head
    }

    /// The stored lines as if they were sent. Amounts in the division's currency are worked out anew.
    static func lines(of entry: Row, _ kind: InvoiceKind, in books: Books) -> [Properties] {
        books[kind.lines].rows(.EntryID, entry.key).sorted { $0.integer(.LineNumber) < $1.integer(.LineNumber) }.map { row in
            var line = Properties(uniqueKeysWithValues: row.cells.map { ($0.field, $0.value) })
            line[.ID] = row.key
            for field in [Field.AmountDC, .VATAmountDC, .VATBaseAmountDC, .LineNumber, .TypeCode] { line[field] = nil }
            if line[.VATCode] != nil { line[.VATPercentage] = nil }
            return line
        }
    }
}

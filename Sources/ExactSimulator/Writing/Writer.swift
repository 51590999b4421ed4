import BridgeDomain

/// Makes, changes and deletes rows of one endpoint. Everything is checked before anything is written.
struct Writer {
    let resource: Resource
    let books: Books
    let session: Session

    var now: Int64 { session.wallClock }

    /// Makes a row (with what hangs under it) and returns it.
    func create(_ body: Body) throws(Refusal) -> Row {
        switch resource.table {
        case .accounts: try createAccount(body.properties)
        case .entries where isGeneral, .journalLines: try createJournalEntry(body)
        case .entries, .salesLines, .purchaseLines: try createEntry(body)
        default: try createPlain(body.properties)
        }
    }

    func update(_ row: Row, _ sent: Properties) throws(Refusal) {
        switch resource.table {
        case .accounts: try updateAccount(row, sent)
        case .entries, .salesLines, .purchaseLines: try updateEntry(row, sent)
        default: try updatePlain(row, sent)
        }
    }

    func delete(_ row: Row) throws(Refusal) {
        switch resource.table {
        case .accounts: try deleteAccount(row)
        case .entries where isGeneral: try deleteJournalEntry(row)
        case .entries, .salesLines, .purchaseLines: try deleteEntry(row)
        default: try deletePlain(row)
        }
    }

    private var isGeneral: Bool { resource.schema.path.hasPrefix("generaljournalentry/") }

    func write(_ row: Row) { books.write(resource.table, row, now: now) }

    static func merged(_ row: Row, _ sent: Properties) -> Row {
        var row = row
        for (field, value) in sent.sorted(by: { $0.key.rawValue < $1.key.rawValue }) { row[field] = value }
        return row
    }

    func newRow(_ sent: Properties) -> Row { Self.merged(Row(key: .guid(books.newKey())), sent) }
}

extension Writer {
    private func createAccount(_ sent: Properties) throws(Refusal) -> Row {
        var row = newRow(sent)
        AccountRules.emptyInactiveCurrencies(&row, in: books)
        AccountRules.complete(&row, in: books, now: now)
        let problems = AccountRules.problems(row, replacing: nil, in: books)
        guard problems.isEmpty else { throw .business(problems) }
        if row[.Code].isNull { row[.Code] = AccountRules.nextCode(in: books) }
        write(row)
        books.note("Accounts", "Create", row.id, endpoint: "crm/Accounts", now: now)
        return row
    }

    private func updateAccount(_ old: Row, _ sent: Properties) throws(Refusal) {
        var row = Self.merged(old, sent)
        if row[.Code].isNull { row[.Code] = old[.Code] }
        AccountRules.emptyInactiveCurrencies(&row, in: books)
        row[.IsSales] = .bool(row.string(.Status) == "C")
        let problems = AccountRules.problems(row, replacing: old, in: books)
        guard problems.isEmpty else { throw .business(problems) }
        write(row)
        books.note("Accounts", "Update", row.id, endpoint: "crm/Accounts", now: now)
    }

    private func deleteAccount(_ row: Row) throws(Refusal) {
        guard books[.entries].first(.Account, row.key) == nil, books[.ledgerLines].first(.Account, row.key) == nil else {
            throw .business(Wording.inUse(.account))
        }
        books.delete(.accounts, row.id, now: now)
        books.note("Accounts", "Delete", row.id, endpoint: "crm/Accounts", now: now)
    }
}

public import BridgeDomain

/// What happens at the vendor's side besides our calls: payments come in, accountants change entries, periods close.
extension ExactSandbox {
    func book(_ division: Int) throws(AdminError) -> Books {
        guard let books = books[division] else { throw AdminError("There is no division \(division).") }
        return books
    }

    func entryRow(_ number: Int, _ books: Books) throws(AdminError) -> Row {
        guard let row = books[.entries].first(.EntryNumber, .integer(number)) else { throw AdminError("There is no entry \(number).") }
        return row
    }

    var wallNow: Int64 { WallClock.milliseconds(at: now) }

    /// Closes a period for one journal or, without a code, for all.
    public func close(_ period: Period, journal: String? = nil, in division: Int) throws(AdminError) {
        let books = try book(division)
        guard books.hasPeriod(period) else { throw AdminError("There is no period \(period).") }
        books.closedPeriods.insert(ClosedPeriod(journal: journal, period))
    }

    /// Opens a period again, as it was closed.
    public func open(_ period: Period, journal: String? = nil, in division: Int) throws(AdminError) {
        try book(division).closedPeriods.remove(ClosedPeriod(journal: journal, period))
    }

    /// Takes an entry out of the books, whatever its state. What it settled is open again; payments on it are on account from then on.
    public func deleteEntry(_ number: Int, in division: Int) throws(AdminError) {
        let books = try book(division)
        let entry = try entryRow(number, books)
        let type = entry.integer(.TypeCode)
        let (table, topic): (TableName, String) =
            switch type {
            case 20, 21: (.salesLines, "SalesEntries")
            case 30, 31: (.purchaseLines, "PurchaseEntries")
            case 40: (.bankLines, "BankEntries")
            default: (.journalLines, "GeneralJournalEntries")
            }
        settlingBooking(books).release(entry)
        books.remove(entry: entry, lineTable: table, topic: topic, now: wallNow)
    }

    /// What an accountant changes on an entry. Nil: stays.
    public struct EntryChange: Sendable {
        public var yourReference: String?
        public var description: String?
        public var date: CalendarDate?
        /// The number of another account.
        public var account: String?
        public var lines: [LineChange] = []
        /// 50 makes the entry processed.
        public var status: Int?

        /// Nothing.
        public init() {}
    }

    /// What an accountant changes on one line. Nil: stays.
    public struct LineChange: Sendable {
        /// The line's place on the invoice, from 1.
        public var number: Int
        /// A general ledger account's code.
        public var ledgerAccount: String?
        public var vatCode: String?
        public var amount: ExactDecimal?
        public var vatAmount: ExactDecimal?
        public var costCentre: String?

        /// Nothing, on that line.
        public init(_ number: Int) { self.number = number }
    }

    /// Changes a sales or purchase entry by the accountant's hand: closed periods and blocks do not hold it up.
    public func change(_ number: Int, _ change: EntryChange, in division: Int) throws(AdminError) {
        let books = try book(division)
        let entry = try entryRow(number, books)
        let kind: InvoiceKind
        switch entry.integer(.TypeCode) {
        case 20, 21: kind = .sales
        case 30, 31: kind = .purchase
        default: throw AdminError("Only sales and purchase entries can be changed.")
        }
        var head: Properties = [:]
        if let text = change.yourReference { head[.YourRef] = .string(text) }
        if let text = change.description { head[.Description] = .string(text) }
        if let date = change.date { head[.EntryDate] = .date(date) }
        if let code = change.account {
            guard let account = books.account(code) else { throw AdminError("There is no account \(code).") }
            head[kind.party] = account.key
        }
        var lines = Writer.lines(of: entry, kind, in: books)
        for line in change.lines { try apply(line, to: &lines, books) }
        var booking = InvoiceBooking(books: books, kind: kind, behaviour: settings.behaviour, today: WallClock.date(at: now))
        booking.isForced = true
        do throws(Refusal) {
            var draft = try booking.draft(Writer.head(entry, kind, head), lines: lines, replacing: entry)
            if let status = change.status { draft.entry[.Status] = .integer(status) }
            books.commit(draft, now: wallNow)
        } catch {
            throw AdminError(error.messages.map { $0(.english) }.joined(separator: "; "))
        }
    }

    private func apply(_ change: LineChange, to lines: inout [Properties], _ books: Books) throws(AdminError) {
        guard lines.indices.contains(change.number - 1) else { throw AdminError("There is no line \(change.number).") }
        let place = change.number - 1
        if let code = change.ledgerAccount {
            guard let account = books.ledgerAccount(code) else { throw AdminError("There is no ledger account \(code).") }
            lines[place][.GLAccount] = account.key
        }
        if let code = change.vatCode { lines[place][.VATCode] = .string(code) }
        if let amount = change.amount { lines[place][.AmountFC] = .decimal(amount) }
        if change.vatCode != nil || change.amount != nil { lines[place][.VATAmountFC] = nil }
        if let amount = change.vatAmount { lines[place][.VATAmountFC] = .decimal(amount) }
        if let code = change.costCentre { lines[place][.CostCenter] = .string(code) }
    }

    /// Merges an account into another, as accountants do with doubles: its entries and open items go over, and it is gone.
    public func mergeAccount(_ from: String, into: String, in division: Int) throws(AdminError) {
        let books = try book(division)
        guard let old = books.account(from) else { throw AdminError("There is no account \(from).") }
        guard let new = books.account(into), new.key != old.key else { throw AdminError("There is no other account \(into).") }
        for table in [TableName.entries, .ledgerLines, .terms, .documents, .contacts, .bankAccounts, .addresses] {
            for var row in books[table].rows(.Account, old.key) {
                row[.Account] = new.key
                books.write(table, row, now: wallNow)
            }
        }
        books.delete(.accounts, old.id, now: wallNow)
        books.note("Accounts", "Delete", old.id, endpoint: "crm/Accounts", now: wallNow)
    }

    /// Takes back all consents, as a change of the user's password does.
    public func revokeConsents() { tokens.revokeAll() }
}

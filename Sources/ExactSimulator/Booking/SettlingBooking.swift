import BridgeDomain

/// Entries that settle open items: bank statements, set-offs, differences (reference §6.3, §8, §12 item 21).
///
/// A line on a control account points at the line it settles (`OffsetID`) and repeats its invoice number; one that points at nothing is an
/// open item of its own. What a part settles lowers the open amount, and the invoice's own line points back once nothing is left of it.
struct SettlingBooking {
    typealias Failure = ExactSandbox.AdminError

    let books: Books
    /// Wall-clock milliseconds.
    let now: Int64

    /// A line before it is booked; amounts in minor units, debit positive.
    struct Line {
        var ledgerAccount: Row
        var party: Value = .null
        /// The item it settles.
        var term: Row?
        var amount: Int64
        /// In the division's currency.
        var own: Int64
        var date: CalendarDate
    }

    /// What all lines share.
    struct Head {
        var type: Int
        var journal: String
        var date: CalendarDate
        var currency: String
        var rate: ExactDecimal
        var description: String
    }

    // MARK: Lines

    /// A line that takes `paid` (in the sign of the item, nil: all that is open) off an item.
    func line(settling term: Row, _ paid: ExactDecimal?, on date: CalendarDate) throws(Failure) -> Line {
        guard let control = books[.ledgerAccounts][term[.GLAccount]] else { throw Failure("The item has no account.") }
        let (places, ownPlaces) = places(term)
        let open = -(Arithmetic.minor(term.decimal(.AmountFC), places) ?? 0)
        let openOwn = -(Arithmetic.minor(term.decimal(.AmountDC), ownPlaces) ?? 0)
        let whole = Arithmetic.minor(term.decimal(.TransactionAmountFC), places) ?? 0
        let minor = paid.flatMap { Arithmetic.minor($0, places) } ?? open
        guard minor != 0, (min(0, whole)...max(0, whole)).contains(open - minor) else {
            throw Failure("At most what is open can be paid: \(Arithmetic.decimal(open, places)).")
        }
        let own = minor == open ? openOwn : Arithmetic.product(minor, term.decimal(.RateFC), places: places, target: ownPlaces) ?? 0
        let sign = Self.sign(term)
        return Line(ledgerAccount: control, party: term[.Account], term: term, amount: -sign * minor, own: -sign * own, date: date)
    }

    private func places(_ row: Row) -> (Int, Int) {
        (Arithmetic.places(row.string(.Currency) ?? ""), Arithmetic.places(books.settings.currency))
    }

    /// A debtor's debt stands on the debit side, a creditor's on the credit side.
    private static func sign(_ term: Row) -> Int64 { term.integer(.LineType) == 20 ? 1 : -1 }

    // MARK: Booking

    /// Books an entry; returns its number.
    func book(_ head: Head, _ lines: [Line]) throws(Failure) -> Int {
        guard let period = books.period(of: head.date) else { throw Failure("There is no period for \(head.date).") }
        guard let next = Numbering.next(year: period.year, journal: head.journal, in: books) else { throw Failure("The series is full.") }
        guard lines.reduce(0, { $0 + $1.own }) == 0 else { throw Failure("The lines do not add up to nothing.") }
        let entry = entry(head, period, next.number)
        var ledger: [Row] = []
        var terms: [Row] = []
        for (place, line) in lines.enumerated() {
            let row = row(line, entry, number: place + 1)
            ledger.append(row)
            if line.term == nil, LedgerAccountType.control(line.ledgerAccount.integer(.TypeCode)) != nil { terms.append(term(row, entry)) }
        }
        let isMoney = head.type == 40
        books.commit(
            EntryDraft(
                entry: entry, lineTable: isMoney ? .bankLines : .journalLines, lines: [], ledger: ledger, terms: terms,
                series: (next.series, next.sequence), topic: isMoney ? "BankEntries" : "GeneralJournalEntries"),
            now: now)
        for (row, line) in zip(ledger, lines) { if let term = line.term { apply(row, to: term, isMoney: isMoney) } }
        return next.number
    }

    private func entry(_ head: Head, _ period: Period, _ number: Int) -> Row {
        var row = Row(key: .guid(books.newKey()))
        row[.Journal] = .string(head.journal)
        row[.EntryDate] = .date(head.date)
        row[.ReportingYear] = .integer(period.year)
        row[.ReportingPeriod] = .integer(period.number)
        row[.EntryNumber] = .integer(number)
        row[.TypeCode] = .integer(head.type)
        row[.Status] = 20
        row[.Currency] = .string(head.currency)
        row[.Rate] = .decimal(head.rate)
        row[.Description] = .string(head.description)
        return row
    }

    private func row(_ line: Line, _ entry: Row, number: Int) -> Row {
        let (places, ownPlaces) = places(entry)
        var row = Row(key: .guid(books.newKey()))
        row[.EntryID] = entry.key
        row[.EntryNumber] = entry[.EntryNumber]
        row[.LineNumber] = .integer(number)
        row[.GLAccount] = line.ledgerAccount.key
        row[.Account] = line.party
        row[.AmountFC] = .decimal(Arithmetic.decimal(line.amount, places))
        row[.AmountDC] = .decimal(Arithmetic.decimal(line.own, ownPlaces))
        row[.Description] = entry[.Description]
        row[.Date] = .date(line.date)
        row[.InvoiceNumber] = line.term?[.InvoiceNumber] ?? .null
        row[.OffsetID] = line.term?[.TransactionID] ?? .null
        return row
    }

    /// The open item that a line makes which settles nothing.
    private func term(_ line: Row, _ entry: Row) -> Row {
        let type = Derived.linked(line, .GLAccount, .ledgerAccounts, books).integer(.TypeCode)
        return books.openItem(of: line, in: entry, type: type, key: .guid(books.newKey()))
    }

    // MARK: What is open

    /// Takes what stands on a line off an item, or puts it back when the line is taken away.
    func apply(_ line: Row, to item: Row, isMoney: Bool, back: Bool = false) {
        guard var term = books[.terms][item.key] else { return }
        let (places, ownPlaces) = places(term)
        let sign = (back ? -1 : 1) * Self.sign(term)
        for (field, places) in [(Field.AmountFC, places), (.AmountDC, ownPlaces)] {
            let open = Arithmetic.minor(term.decimal(field), places) ?? 0
            let amount = Arithmetic.minor(line.decimal(field), places) ?? 0
            term[field] = .decimal(Arithmetic.decimal(open - sign * amount, places))
        }
        let isPaid = term.decimal(.AmountFC).isZero
        if isMoney, !back { term[.LastPaymentDate] = line[.Date] }
        term[.IsFullyPaid] = .bool(isPaid)
        term[.Status] = isPaid ? 50 : 20
        let end = isPaid ? line[.Date].date : nil
        term[.EndDate] = end.map { .date($0) } ?? .null
        let period = end.flatMap { books.period(of: $0) }
        term[.EndYear] = period.map { .integer($0.year) } ?? .null
        term[.EndPeriod] = period.map { .integer($0.number) } ?? .null
        books.write(.terms, term, now: now)
        // Both lines on the control account point at each other (reference §7.18, OffsetID: null means open).
        let isMatched = terms(of: term[.TransactionID], in: term[.TransactionEntryID]).allSatisfy { $0.decimal(.AmountFC).isZero }
        if var own = books[.ledgerLines][term[.TransactionID]], (own[.OffsetID] != .null) != isMatched {
            own[.OffsetID] = isMatched ? line.key : .null
            books.write(.ledgerLines, own, now: now)
        }
        if let entry = term[.TransactionEntryID].guid {
            books.note("FinancialTransactions", "Update", entry, endpoint: "financialtransaction/Transactions", now: now)
        }
    }

    /// What a line is owed by: one term, or instalments.
    private func terms(of line: Value, in entry: Value) -> [Row] {
        books[.terms].rows(.TransactionEntryID, entry).filter { $0[.TransactionID] == line }
    }

    /// The item that a line settles; of instalments the last one of which something is paid.
    func item(settledBy line: Row) -> Row? {
        guard line[.OffsetID] != .null, let target = books[.ledgerLines][line[.OffsetID]] else { return nil }
        let terms = terms(of: target.key, in: target[.EntryID])
        let term = terms.last { $0.decimal(.AmountFC) != -$0.decimal(.TransactionAmountFC) } ?? terms.first
        // An invoice that is paid points at its payment, which is no item.
        return term.flatMap { $0.integer(.TransactionType) == 40 ? nil : $0 }
    }

    /// Before an entry goes: what its lines settled is open again, and lines that settled it are open themselves.
    func release(_ entry: Row) {
        let lines = books[.ledgerLines].rows(.EntryID, entry.key)
        if !Self.isInvoice(entry) {
            for line in lines { if let item = item(settledBy: line) { apply(line, to: item, isMoney: false, back: true) } }
        }
        let own = Set(lines.map(\.key))
        for party in Set(lines.map { $0[.Account] }) where party != .null {
            for line in books[.ledgerLines].rows(.Account, party) where own.contains(line[.OffsetID]) && line[.EntryID] != entry.key {
                release(line: line)
            }
        }
    }

    private func release(line: Row) {
        var line = line
        line[.OffsetID] = .null
        books.write(.ledgerLines, line, now: now)
        guard let settling = books[.entries][line[.EntryID]], !Self.isInvoice(settling) else { return }
        let known = books[.terms].rows(.TransactionEntryID, settling.key).first { $0[.TransactionID] == line.key }
        let fresh = term(line, settling)
        books.write(.terms, known.map { Row(key: $0.key, created: $0.created, cells: fresh.cells) } ?? fresh, now: now)
    }

    private static func isInvoice(_ entry: Row) -> Bool { [20, 21, 30, 31].contains(entry.integer(.TypeCode)) }
}

public import BridgeDomain

/// Money that comes in and goes out, and what an accountant does about open items (reference §6.3, §8, §12 item 21).
extension ExactSandbox {
    /// A line of a bank statement or a general entry.
    public struct SettlingLine: Sendable {
        enum What: Sendable {
            case item(entry: Int, ExactDecimal?)
            case onAccount(String, isCreditor: Bool, ExactDecimal)
            case ledger(String, ExactDecimal, account: String?)
        }
        let what: What
        /// The bank's date; nil: the entry's.
        let date: CalendarDate?

        /// So much off the entry of that number, in the sign of the entry; nil: all that is open. Less than nothing opens it again. Of an entry
        /// in instalments: off the first that is open.
        public static func item(_ entry: Int, _ amount: ExactDecimal? = nil, on date: CalendarDate? = nil) -> Self {
            Self(what: .item(entry: entry, amount), date: date)
        }

        /// Received from a debtor, or paid to a creditor, without saying for what.
        public static func onAccount(_ account: String, isCreditor: Bool = false, _ amount: ExactDecimal, on date: CalendarDate? = nil)
            -> Self
        {
            Self(what: .onAccount(account, isCreditor: isCreditor, amount), date: date)
        }

        /// An amount on a general ledger account, debit positive; with the number of a debtor or creditor where it is said whose it is.
        public static func ledger(_ code: String, _ amount: ExactDecimal, account: String? = nil, on date: CalendarDate? = nil) -> Self {
            Self(what: .ledger(code, amount, account: account), date: date)
        }
    }

    /// Books a receipt or payment on the entry of that number (reference §12, item 21): a bank entry, a lower open amount, and, when
    /// nothing is left, the item settled. The entry's own status stays what it is.
    ///
    /// - Parameters:
    ///   - amount: in the entry's currency, in the sign of the entry; nil: all that is open.
    ///   - date: nil: today.
    /// - Returns: the number of the bank entry.
    @discardableResult
    public func pay(
        _ number: Int, amount: ExactDecimal? = nil, on date: CalendarDate? = nil, journal: String = "20", in division: Int
    ) throws(AdminError) -> Int {
        try bookStatement([.item(number, amount)], on: date, journal: journal, in: division)
    }

    /// Books a bank statement with several lines, each with its own date; the bank takes what they add up to. Returns its number.
    @discardableResult
    public func bookStatement(
        _ lines: [SettlingLine], on date: CalendarDate? = nil, journal: String = "20", in division: Int
    ) throws(AdminError) -> Int {
        let books = try book(division)
        guard let row = books.journal(journal), row.integer(.TypeCode) == 12, let bank = books[.ledgerAccounts][row[.GLAccount]] else {
            throw AdminError("Journal \(journal) is no bank journal with an account.")
        }
        let date = date ?? lines.lazy.compactMap(\.date).first ?? WallClock.date(at: now)
        var made = try settling(lines, date, books)
        let (amount, own) = (made.lines.reduce(0) { $0 + $1.amount }, made.lines.reduce(0) { $0 + $1.own })
        made.lines.insert(SettlingBooking.Line(ledgerAccount: bank, amount: -amount, own: -own, date: date), at: 0)
        return try settlingBooking(books).book(
            .init(type: 40, journal: journal, date: date, currency: made.currency, rate: made.rate, description: "Bank \(date)"), made.lines
        )
    }

    /// Books an entry without money: a set-off, an amount given up (type 90), a payment difference (83), an exchange difference (82). The
    /// lines add up to nothing. Returns its number.
    @discardableResult
    public func bookGeneral(
        _ lines: [SettlingLine], type: Int = 90, on date: CalendarDate? = nil, journal: String = "90", in division: Int
    ) throws(AdminError) -> Int {
        let books = try book(division)
        let date = date ?? WallClock.date(at: now)
        let made = try settling(lines, date, books)
        return try settlingBooking(books).book(
            .init(type: type, journal: journal, date: date, currency: made.currency, rate: made.rate, description: "Memo \(date)"),
            made.lines)
    }

    /// Matches a credit note with an invoice, without an entry: both are lower by that much.
    public func match(_ credit: Int, with invoice: Int, amount: ExactDecimal, in division: Int) throws(AdminError) {
        let books = try book(division)
        let booking = settlingBooking(books)
        let date = WallClock.date(at: now)
        let (one, other) = (try openTerm(credit, books), try openTerm(invoice, books))
        let lines = [
            (one, try booking.line(settling: one, -amount, on: date)), (other, try booking.line(settling: other, amount, on: date)),
        ]
        for (place, (term, line)) in lines.enumerated() {
            var row = Row(key: lines[1 - place].0[.TransactionID])
            row[.Date] = .date(date)
            row[.AmountFC] = .decimal(Arithmetic.decimal(line.amount, Arithmetic.places(term.string(.Currency) ?? "")))
            row[.AmountDC] = .decimal(Arithmetic.decimal(line.own, Arithmetic.places(books.settings.currency)))
            booking.apply(row, to: term, isMoney: false)
        }
    }

    /// Says later what money on account was for: all of that line goes to the entry of that number.
    public func allocate(_ statement: Int, line number: Int, to entry: Int, in division: Int) throws(AdminError) {
        let books = try book(division)
        let paid = try entryRow(statement, books)
        guard var line = books.ledgerLines(of: paid).first(where: { $0.integer(.LineNumber) == number }),
            var own = books[.terms].rows(.TransactionEntryID, paid.key).first(where: { $0[.TransactionID] == line.key })
        else { throw AdminError("Line \(number) of entry \(statement) is not on account.") }
        let term = try openTerm(entry, books)
        let sign: ExactDecimal = term.integer(.LineType) == 20 ? -line.decimal(.AmountFC) : line.decimal(.AmountFC)
        _ = try settlingBooking(books).line(settling: term, sign, on: line[.Date].date ?? WallClock.date(at: now))
        own[.AmountFC] = .decimal(.zero)
        own[.AmountDC] = .decimal(.zero)
        own[.IsFullyPaid] = true
        own[.Status] = 50
        books.write(.terms, own, now: wallNow)
        line[.OffsetID] = term[.TransactionID]
        line[.InvoiceNumber] = term[.InvoiceNumber]
        books.write(.ledgerLines, line, now: wallNow)
        settlingBooking(books).apply(line, to: term, isMoney: true)
    }

    /// Takes one line out of a bank statement. The bank's own line follows; with `alone` no other row is written, so that no stream of rows
    /// tells of the entry, and it does not add up until somebody goes on with it.
    public func removeLine(_ number: Int, ofStatement statement: Int, alone: Bool = false, in division: Int) throws(AdminError) {
        let books = try book(division)
        let lines = books.ledgerLines(of: try entryRow(statement, books))
        guard number > 1, let line = lines.first(where: { $0.integer(.LineNumber) == number }), var bank = lines.first else {
            throw AdminError("Entry \(statement) has no line \(number).")
        }
        if let item = settlingBooking(books).item(settledBy: line) {
            settlingBooking(books).apply(line, to: item, isMoney: true, back: true)
        }
        for term in books[.terms].rows(.TransactionEntryID, line[.EntryID]) where term[.TransactionID] == line.key {
            books.delete(.terms, term.id, now: wallNow)
        }
        books.delete(.ledgerLines, line.id, now: wallNow)
        guard !alone else { return }
        for field in [Field.AmountFC, .AmountDC] {
            let sum = (bank.decimal(field).scaled(to: 3) ?? 0) + (line.decimal(field).scaled(to: 3) ?? 0)
            bank[field] = .decimal(ExactDecimal(significand: sum, decimals: 3))
        }
        books.write(.ledgerLines, bank, now: wallNow)
    }

    /// Gives an entry another number, as accountants do who close gaps in a series. Payments keep the number they were booked with.
    public func renumber(_ number: Int, to other: Int, in division: Int) throws(AdminError) {
        let books = try book(division)
        var entry = try entryRow(number, books)
        guard books[.entries].first(.EntryNumber, .integer(other)) == nil else { throw AdminError("Number \(other) is in use.") }
        for table in [TableName.ledgerLines, .terms] {
            let field: Field = table == .terms ? .TransactionEntryID : .EntryID
            for var row in books[table].rows(field, entry.key) {
                if row[.EntryNumber] != .null { row[.EntryNumber] = .integer(other) }
                if row[.InvoiceNumber] == entry[.InvoiceNumber] { row[.InvoiceNumber] = .integer(other) }
                books.write(table, row, now: wallNow)
            }
        }
        if entry[.InvoiceNumber] != .null { entry[.InvoiceNumber] = .integer(other) }
        entry[.EntryNumber] = .integer(other)
        books.write(.entries, entry, now: wallNow)
    }

    /// What is open of each debtor's item by the reference of its entry, in the division's currency: debit positive.
    public func openItems(in division: Int) -> [String: ExactDecimal] {
        guard let books = books[division] else { return [:] }
        var sums: [String: Int64] = [:]
        for entry in books[.entries].rows where [20, 21].contains(entry.integer(.TypeCode)) {
            guard let reference = entry.string(.YourRef) else { continue }
            for term in books[.terms].rows(.TransactionEntryID, entry.key) {
                sums[reference, default: 0] -= term.decimal(.AmountDC).scaled(to: 3) ?? 0
            }
        }
        return sums.mapValues { ExactDecimal(significand: $0, decimals: 3) }
    }

    // MARK: Parts

    func settlingBooking(_ books: Books) -> SettlingBooking { SettlingBooking(books: books, now: wallNow) }

    private func openTerm(_ number: Int, _ books: Books) throws(AdminError) -> Row {
        let entry = try entryRow(number, books)
        let terms = books[.terms].rows(.TransactionEntryID, entry.key)
        guard let term = terms.first(where: { !$0.decimal(.AmountFC).isZero }) ?? terms.first else {
            throw AdminError("Nothing is owed on entry \(number).")
        }
        return term
    }

    private func settling(
        _ lines: [SettlingLine], _ date: CalendarDate, _ books: Books
    ) throws(AdminError) -> (lines: [SettlingBooking.Line], currency: String, rate: ExactDecimal) {
        var made: [SettlingBooking.Line] = []
        var (currency, rate) = (books.settings.currency, ExactDecimal.one)
        let places = Arithmetic.places(currency)
        for line in lines {
            let day = line.date ?? date
            switch line.what {
            case .item(let entry, let amount):
                let term = try openTerm(entry, books)
                if made.isEmpty { (currency, rate) = (term.string(.Currency) ?? currency, term.decimal(.RateFC)) }
                guard term.string(.Currency) == currency else { throw AdminError("All lines of an entry have one currency.") }
                made.append(try settlingBooking(books).line(settling: term, amount, on: day))
            case .onAccount(let number, let isCreditor, let amount):
                let minor = (isCreditor ? 1 : -1) * (Arithmetic.minor(amount, places) ?? 0)
                guard let account = books.account(number), let control = control(of: account, isCreditor, books) else {
                    throw AdminError("There is no account \(number) with a control account.")
                }
                made.append(.init(ledgerAccount: control, party: account.key, amount: minor, own: minor, date: day))
            case .ledger(let code, let amount, let number):
                guard let account = books.ledgerAccount(code) else { throw AdminError("There is no ledger account \(code).") }
                let minor = Arithmetic.minor(amount, places) ?? 0
                let party = try number.map { number throws(AdminError) in
                    guard let row = books.account(number) else { throw AdminError("There is no account \(number).") }
                    return row.key
                }
                made.append(.init(ledgerAccount: account, party: party ?? .null, amount: minor, own: minor, date: day))
            }
        }
        return (made, currency, rate)
    }

    /// Where money of an account goes that is for nothing yet: the control account of its other items, or the first of that kind.
    private func control(of account: Row, _ isCreditor: Bool, _ books: Books) -> Row? {
        let type = isCreditor ? 22 : 20
        let known = books[.terms].rows(.Account, account.key).first { $0.integer(.LineType) == type }
        return known.flatMap { books[.ledgerAccounts][$0[.GLAccount]] }
            ?? books[.ledgerAccounts].rows.first { $0.integer(.TypeCode) == type }
    }
}

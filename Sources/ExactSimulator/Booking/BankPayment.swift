import BridgeDomain

/// A receipt or payment of one invoice through the bank, matched at once (reference §6.3, §8, §12 item 21).
struct BankPayment {
    let books: Books
    let journal: String
    let date: CalendarDate

    mutating func settle(_ entry: Row, amount: ExactDecimal?, now: Int64) throws(ExactSandbox.AdminError) -> Int {
        guard let journal = books.journal(journal), journal.integer(.TypeCode) == 12, let bank = journal[.GLAccount].guid else {
            throw .init("Journal \(self.journal) is no bank journal with an account.")
        }
        guard let period = books.period(of: date) else { throw .init("There is no period for \(date).") }
        guard var term = books[.terms].rows(.TransactionEntryID, entry.key).first(where: { !$0.decimal(.AmountFC).isZero }) else {
            throw .init("Nothing is open on entry \(entry.integer(.EntryNumber)).")
        }
        guard let next = Numbering.next(year: period.year, journal: self.journal, in: books) else { throw .init("The series is full.") }
        let places = Arithmetic.places(entry.string(.Currency) ?? "")
        let ownPlaces = Arithmetic.places(books.settings.currency)
        let open = -(Arithmetic.minor(term.decimal(.AmountFC), places) ?? 0)
        let paid = amount.flatMap { Arithmetic.minor($0, places) } ?? open
        guard paid != 0, paid.magnitude <= open.magnitude, (paid < 0) == (open < 0) else {
            throw .init("At most what is open can be paid: \(Arithmetic.decimal(open, places)).")
        }
        let openOwn = -(Arithmetic.minor(term.decimal(.AmountDC), ownPlaces) ?? 0)
        let own = paid == open ? openOwn : Arithmetic.product(paid, entry.decimal(.Rate), places: places, target: ownPlaces) ?? 0
        let statement = statement(entry, period, next.number)
        // A debtor's payment is a receipt: bank +, receivables -. A creditor's the other way round.
        let sign: Int64 = term.integer(.LineType) == 20 ? 1 : -1
        let ledger = [(bank, sign), (term[.GLAccount].guid ?? bank, -sign)].enumerated().map { place, part in
            line(
                statement, entry, account: part.0, number: place + 1,
                amount: Arithmetic.decimal(part.1 * paid, places), own: Arithmetic.decimal(part.1 * own, ownPlaces))
        }
        books.commit(
            EntryDraft(
                entry: statement, lineTable: .bankLines, lines: [], ledger: ledger, terms: [], series: (next.series, next.sequence),
                topic: "BankEntries"),
            now: now)
        term[.AmountFC] = .decimal(Arithmetic.decimal(paid - open, places))
        term[.AmountDC] = .decimal(Arithmetic.decimal(own - openOwn, ownPlaces))
        term[.LastPaymentDate] = .date(date)
        if paid == open { settled(&term, period) }
        books.write(.terms, term, now: now)
        if paid == open { match(entry, term, ledger, now: now) }
        books.note("FinancialTransactions", "Update", entry.id, endpoint: "financialtransaction/Transactions", now: now)
        return next.number
    }

    private func settled(_ term: inout Row, _ period: Period) {
        term[.IsFullyPaid] = true
        term[.Status] = 50
        term[.EndDate] = .date(date)
        term[.EndYear] = .integer(period.year)
        term[.EndPeriod] = .integer(period.number)
    }

    private func statement(_ entry: Row, _ period: Period, _ number: Int) -> Row {
        var row = Row(key: .guid(books.newKey()))
        row[.Journal] = .string(journal)
        row[.EntryDate] = .date(date)
        row[.ReportingYear] = .integer(period.year)
        row[.ReportingPeriod] = .integer(period.number)
        row[.EntryNumber] = .integer(number)
        row[.TypeCode] = 40
        row[.Status] = 20
        row[.Currency] = entry[.Currency]
        row[.Rate] = entry[.Rate]
        row[.Description] = .string("Payment \(entry.integer(.InvoiceNumber))")
        return row
    }

    private func line(_ statement: Row, _ entry: Row, account: GUID, number: Int, amount: ExactDecimal, own: ExactDecimal) -> Row {
        var row = Row(key: .guid(books.newKey()))
        row[.EntryID] = statement.key
        row[.EntryNumber] = statement[.EntryNumber]
        row[.LineNumber] = .integer(number)
        row[.GLAccount] = .guid(account)
        row[.Account] = entry[.Account]
        row[.AmountFC] = .decimal(amount)
        row[.AmountDC] = .decimal(own)
        row[.Description] = statement[.Description]
        row[.InvoiceNumber] = entry[.InvoiceNumber]
        return row
    }

    /// Both lines on the control account point at each other (reference §7.18, OffsetID).
    private func match(_ entry: Row, _ term: Row, _ payment: [Row], now: Int64) {
        guard var invoiceLine = books[.ledgerLines][term[.TransactionID]], var paymentLine = payment.last else { return }
        invoiceLine[.OffsetID] = paymentLine.key
        paymentLine[.OffsetID] = invoiceLine.key
        books.write(.ledgerLines, invoiceLine, now: now)
        books.write(.ledgerLines, paymentLine, now: now)
    }
}

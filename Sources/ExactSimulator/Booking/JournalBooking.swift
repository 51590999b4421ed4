import BridgeDomain

/// Turns the body of a general journal entry into an entry with its ledger lines, or into all reasons why not (reference §7.12, §7.13).
struct JournalBooking {
    let books: Books
    let today: CalendarDate
    private var problems: [Text] = []

    init(books: Books, today: CalendarDate) {
        self.books = books
        self.today = today
    }

    /// Names are those the entry is stored under, see ``Derived/entryAliases``.
    mutating func draft(_ sent: Properties, lines: [Properties], replacing old: Row?) throws(Refusal) -> EntryDraft {
        let journal = checkedJournal(sent)
        if lines.isEmpty { refuse(Wording.mandatory(.lines)) }
        let date = lines.first?[.Date]?.date ?? today
        let period = journal.flatMap { checkedPeriod(sent, date, $0) }
        for line in lines where books.period(of: line[.Date]?.date ?? date) == nil { refuse(Wording.invalid(.financialYear)) }
        var exchange = Exchange(books: books, journal: journal, date: date)
        let money = try exchange.resolve(currency: sent[.Currency]?.string, rate: sent[.Rate]?.decimal)
        for problem in exchange.problems { refuse(problem) }
        let number = journal.flatMap { journal in period.flatMap { checkedNumber(sent, journal, $0.year, old) } }
        let parts = lines.map { checkedLine($0, journal, date, Arithmetic.places(money?.currency ?? "EUR")) }
        guard problems.isEmpty, let journal, let period, let money, let number else { throw .business(problems) }
        var entry = Row(key: old?.key ?? .guid(books.newKey()), created: old?.created ?? 0)
        for (field, value) in sent.sorted(by: { $0.key.rawValue < $1.key.rawValue }) { entry[field] = value }
        entry[.Journal] = journal[.Code]
        entry[.EntryDate] = .date(date)
        entry[.ReportingYear] = .integer(period.year)
        entry[.ReportingPeriod] = .integer(period.number)
        entry[.Currency] = .string(money.currency)
        entry[.Rate] = .decimal(money.rate)
        entry[.EntryNumber] = .integer(number.number)
        entry[.Description] = lines.first?[.Description] ?? .null
        entry[.TypeCode] = 90
        entry[.Status] = 20
        var ledger = JournalLedger(books: books, entry: entry, currency: money.currency, rate: money.rate)
        let written = try ledger.written(parts.compactMap { $0 }, replacing: old)
        return EntryDraft(
            entry: entry, lineTable: .journalLines, lines: written.lines, ledger: written.ledger, terms: written.terms,
            series: number.series, topic: "GeneralJournalEntries")
    }

    private mutating func refuse(_ problem: Text) { if !problems.contains(problem) { problems.append(problem) } }

    private mutating func checkedJournal(_ sent: Properties) -> Row? {
        guard let code = sent[.Journal]?.string else {
            refuse(Wording.mandatory(.journal))
            return nil
        }
        guard let journal = books.journal(code) else {
            refuse(Wording.invalidReference(.journal))
            return nil
        }
        guard journal.integer(.TypeCode) == 90 else {
            refuse(Wording.invalid(.journal.suffixed("(Type)")))
            return nil
        }
        if journal.flag(.IsBlocked) { refuse(Wording.blocked(.journal)) }
        return journal
    }

    private mutating func checkedPeriod(_ sent: Properties, _ date: CalendarDate, _ journal: Row) -> Period? {
        let natural = books.period(of: date)
        let year = sent[.ReportingYear]?.integer.map { Int($0) } ?? natural?.year
        let number = sent[.ReportingPeriod]?.integer.map { Int($0) } ?? natural?.number
        guard let year, let number, books.hasPeriod(Period(year: year, number: number)) else {
            refuse(Wording.invalid(.financialYear))
            return nil
        }
        if books.isClosed(Period(year: year, number: number), journal: journal.string(.Code) ?? "") {
            refuse(Wording.periodClosed(year: year, period: number))
        }
        return Period(year: year, number: number)
    }

    private mutating func checkedNumber(
        _ sent: Properties, _ journal: Row, _ year: Int, _ old: Row?
    ) -> (number: Int, series: (key: Int, sequence: Int)?)? {
        if let own = sent[.EntryNumber]?.integer {
            let holder = books[.entries].first(.EntryNumber, .integer(own))
            if let holder, holder.key != old?.key { refuse(Wording.inUse(.entryNumber)) }
            return (Int(own), nil)
        }
        guard let next = Numbering.next(year: year, journal: journal.string(.Code) ?? "", in: books) else {
            refuse(Wording.invalid(.entryNumber))
            return nil
        }
        return (next.number, (next.series, next.sequence))
    }
}

/// One line of a general journal entry after its VAT is known, in minor units: debit positive.
struct JournalLine {
    let sent: Properties
    let ledgerAccount: Row
    let net: Int64
    let vat: Int64
    let vatCode: Row?
    let fraction: ExactDecimal
    let date: CalendarDate
}

extension JournalBooking {
    private mutating func checkedLine(_ sent: Properties, _ journal: Row?, _ date: CalendarDate, _ places: Int) -> JournalLine? {
        guard let key = sent[.GLAccount]?.guid else {
            refuse(Wording.mandatory(.ledgerAccount))
            return nil
        }
        guard let account = books[.ledgerAccounts][key] else {
            refuse(Wording.invalidReference(.ledgerAccount))
            return nil
        }
        if account.flag(.IsBlocked) { refuse(Wording.blocked(.ledgerAccount.suffixed(account.string(.Code) ?? ""))) }
        checkParty(sent, account)
        for (field, table, noun) in [(Field.CostCenter, TableName.costCentres, Text.costCentre), (.CostUnit, .costUnits, .costUnit)] {
            if let code = sent[field]?.string, books[table].first(.Code, .string(code)) == nil { refuse(Wording.invalidReference(noun)) }
        }
        guard let amount = Arithmetic.minor(sent[.AmountFC]?.decimal ?? .zero, places), amount.magnitude < InvoiceBooking.amountMax else {
            refuse(Wording.invalid(.amount))
            return nil
        }
        let day = sent[.Date]?.date ?? date
        guard let code = sent[.VATCode]?.string else {
            if sent[.AmountVATFC] != nil { refuse(Wording.mandatory(.vatCode)) }
            return JournalLine(sent: sent, ledgerAccount: account, net: amount, vat: 0, vatCode: nil, fraction: .zero, date: day)
        }
        return vatLine(sent, account, journal, code, amount, day, places)
    }

    /// Control accounts need to know whose debt it is (reference §7.13).
    private mutating func checkParty(_ sent: Properties, _ account: Row) {
        if let party = sent[.Account]?.guid {
            if books[.accounts][party] == nil { refuse(Wording.invalidReference(.account)) }
        } else if LedgerAccountType.control(account.integer(.TypeCode)) != nil {
            refuse(Wording.mandatory(.account))
        }
    }

    private mutating func vatLine(
        _ sent: Properties, _ account: Row, _ journal: Row?, _ code: String, _ amount: Int64, _ date: CalendarDate, _ places: Int
    ) -> JournalLine? {
        guard let journal, journal.flag(.AllowVAT) else {
            refuse(Wording.notAllowed(.vatCode))
            return nil
        }
        guard let vatCode = books.vatCode(code) else {
            refuse(Wording.invalidReference(.vatCode))
            return nil
        }
        let type = vatCode.string(.TypeCode) ?? "N"
        let fraction = type == "E" || type == "I" ? books.percentage(vatCode, on: date) : .zero
        guard let fraction else {
            refuse(Wording.invalid(Text("VAT percentage []", "Btw-percentage []")))
            return nil
        }
        let own = sent[.AmountVATFC]?.decimal.flatMap { Arithmetic.minor($0, places) }
        if type == "N" || type == "B", own ?? 0 != 0 { refuse(type == "N" ? Wording.vatAmountWithoutVAT : Wording.invalid(.vatAmount)) }
        let computed =
            type == "I" ? Arithmetic.contained(amount, fraction) : Arithmetic.product(amount, fraction, places: places, target: places)
        let vat = own ?? computed ?? 0
        return JournalLine(
            sent: sent, ledgerAccount: account, net: type == "I" ? amount - vat : amount, vat: vat, vatCode: vatCode, fraction: fraction,
            date: date)
    }
}

import BridgeDomain

/// Turns the body of a sales or purchase entry into an entry with its ledger lines, or into all reasons why not (reference §6, §7.5–7.8).
struct InvoiceBooking {
    let books: Books
    let kind: InvoiceKind
    let behaviour: ExactSandbox.Behaviour
    let today: CalendarDate
    /// The accountant's own hand is not held to closed periods and blocked accounts.
    var isForced = false
    private(set) var problems: [Text] = []

    init(books: Books, kind: InvoiceKind, behaviour: ExactSandbox.Behaviour, today: CalendarDate) {
        self.books = books
        self.kind = kind
        self.behaviour = behaviour
        self.today = today
    }

    /// The facts of the head that the lines need.
    struct Head {
        let party: Row
        let journal: Row
        let control: GUID
        let date: CalendarDate
        let currency: String
        let rate: ExactDecimal
    }

    /// Works the entry out. `old` is its present row when it is changed rather than made.
    mutating func draft(_ sent: Properties, lines: [Properties], replacing old: Row?) throws(Refusal) -> EntryDraft {
        let journal = checkedJournal(sent)
        let party = checkedParty(sent)
        if lines.isEmpty { problems.append(Wording.mandatory(.lines)) }
        let date = sent[.EntryDate]?.date ?? today
        let period = journal.flatMap { checkedPeriod(sent, date, $0) }
        let condition = party.flatMap { checkedPaymentCondition(sent, $0) }
        let exchange = try checkedExchange(sent, journal, date)
        let control = journal.flatMap { journal in party.flatMap { checkedControlAccount(journal, $0) } }
        let number = journal.flatMap { journal in period.flatMap { checkedEntryNumber(sent, journal, $0.year, old) } }
        let booked = lines.map { line($0, date: date, party: party, places: Arithmetic.places(exchange?.currency ?? "EUR")) }
        guard problems.isEmpty, let journal, let party, let period, let condition, let exchange, let control, let number else {
            throw .business(problems)
        }
        let head = Head(
            party: party, journal: journal, control: control, date: date, currency: exchange.currency, rate: exchange.rate)
        let key = old?.key ?? .guid(books.newKey())
        var entry = Row(key: key, created: old?.created ?? 0)
        for (field, value) in sent.sorted(by: { $0.key.rawValue < $1.key.rawValue }) where field != kind.party { entry[field] = value }
        entry[.Account] = party.key
        entry[.Journal] = journal[.Code]
        entry[.EntryDate] = .date(date)
        entry[.ReportingYear] = .integer(period.year)
        entry[.ReportingPeriod] = .integer(period.number)
        entry[.PaymentCondition] = condition[.Code]
        entry[.DueDate] = sent[.DueDate] ?? .date(DueDate.of(date, condition))
        entry[.Currency] = .string(exchange.currency)
        entry[.Rate] = .decimal(exchange.rate)
        entry[.EntryNumber] = .integer(number.number)
        entry[.InvoiceNumber] = .integer(settledInvoiceNumber(sent, journal, number.number, old))
        entry[.Status] = old?[.Status] ?? 20
        if entry[.Reversal].isNull { entry[.Reversal] = false }
        var ledger = InvoiceLedger(books: books, kind: kind, head: head, entry: entry)
        let draft = try ledger.draft(booked.compactMap { $0 }, replacing: old)
        return EntryDraft(
            entry: draft.entry, lineTable: kind.lines, lines: draft.lines, ledger: draft.ledger, terms: draft.terms,
            series: number.series, topic: kind.topic)
    }

    mutating func refuse(_ problem: Text) { if !problems.contains(problem) { problems.append(problem) } }
}

extension InvoiceBooking {
    private mutating func checkedJournal(_ sent: Properties) -> Row? {
        guard let code = sent[.Journal]?.string else {
            refuse(Wording.mandatory(.journal))
            return nil
        }
        guard let journal = books.journal(code) else {
            refuse(Wording.invalidReference(.journal))
            return nil
        }
        guard journal.integer(.TypeCode) == kind.journalType else {
            refuse(Wording.invalid(.journal.suffixed("(Type)")))
            return nil
        }
        if journal.flag(.IsBlocked), !isForced { refuse(Wording.blocked(.journal)) }
        return journal
    }

    private mutating func checkedParty(_ sent: Properties) -> Row? {
        guard let key = sent[kind.party]?.guid else {
            refuse(Wording.mandatory(kind.partyNoun))
            return nil
        }
        guard let party = books[.accounts][key] else {
            refuse(Wording.invalidReference(kind.partyNoun))
            return nil
        }
        guard kind.journalType == 20 ? party.string(.Status) == "C" : party.flag(.IsSupplier) else {
            refuse(Wording.invalid(kind.partyNoun.suffixed("(Type)")))
            return nil
        }
        if party.flag(.Blocked), !isForced { refuse(Wording.blocked(kind.partyNoun)) }
        if let end = party[.EndDate].date, end < today, !isForced { refuse(Wording.invalid(kind.partyNoun.suffixed("(Status)"))) }
        return party
    }

    private mutating func checkedPeriod(_ sent: Properties, _ date: CalendarDate, _ journal: Row) -> Period? {
        let natural = books.period(of: date)
        let year = sent[.ReportingYear]?.integer.map { Int($0) } ?? natural?.year
        let number = sent[.ReportingPeriod]?.integer.map { Int($0) } ?? natural?.number
        guard let year, let number, books.hasPeriod(Period(year: year, number: number)) else {
            refuse(Wording.invalid(.financialYear))
            return nil
        }
        let period = Period(year: year, number: number)
        if !isForced, books.isClosed(period, journal: journal.string(.Code) ?? "") {
            refuse(Wording.periodClosed(year: year, period: number))
        }
        return period
    }

    private mutating func checkedPaymentCondition(_ sent: Properties, _ party: Row) -> Row? {
        let code = sent[.PaymentCondition]?.string ?? party.string(kind.condition) ?? books.settings.defaultPaymentCondition
        guard let code else {
            refuse(Wording.mandatory(.paymentCondition))
            return nil
        }
        guard let condition = books.paymentCondition(code) else {
            refuse(Wording.invalidReference(.paymentCondition))
            return nil
        }
        return condition
    }

    private mutating func checkedExchange(
        _ sent: Properties, _ journal: Row?, _ date: CalendarDate
    ) throws(Refusal) -> (currency: String, rate: ExactDecimal)? {
        var exchange = Exchange(books: books, journal: journal, date: date)
        let result = try exchange.resolve(currency: sent[.Currency]?.string, rate: sent[.Rate]?.decimal)
        for problem in exchange.problems { refuse(problem) }
        return result
    }

    /// The journal's control account; an account that names another is refused (reference §7.1, [M]).
    private mutating func checkedControlAccount(_ journal: Row, _ party: Row) -> GUID? {
        guard let control = journal[.GLAccount].guid else {
            refuse(Wording.mandatory(.ledgerAccount.suffixed("(Journal)", "(Dagboek)")))
            return nil
        }
        if let own = party[kind.control].guid, own != control {
            refuse(Wording.invalid(.ledgerAccount.suffixed("(\(kind.partyNoun.english))", "(\(kind.partyNoun.dutch))")))
            return nil
        }
        return control
    }

    private mutating func checkedEntryNumber(
        _ sent: Properties, _ journal: Row, _ year: Int, _ old: Row?
    ) -> (number: Int, series: (key: Int, sequence: Int)?)? {
        if let own = sent[.EntryNumber]?.integer {
            let holder = books[.entries].first(.EntryNumber, .integer(own))
            guard holder == nil || holder?.key == old?.key else {
                refuse(Wording.inUse(.entryNumber))
                return nil
            }
            return (Int(own), nil)
        }
        guard let next = Numbering.next(year: year, journal: journal.string(.Code) ?? "", in: books) else {
            refuse(Wording.invalid(.entryNumber))
            return nil
        }
        return (next.number, (next.series, next.sequence))
    }

    /// A suggested number that is taken or not above the last one is silently replaced (reference §6.4, [M]).
    private func settledInvoiceNumber(_ sent: Properties, _ journal: Row, _ entryNumber: Int, _ old: Row?) -> Int {
        guard let own = sent[.InvoiceNumber]?.integer.map({ Int($0) }) else { return entryNumber }
        if old?.integer(.InvoiceNumber) == own { return own }
        let last = books.lastInvoiceNumbers[journal.string(.Code) ?? "", default: 0]
        return own > last && books[.entries].first(.InvoiceNumber, .integer(own)) == nil ? own : entryNumber
    }
}

import BridgeDomain

/// The currency and rate of an entry (reference §6.2): foreign amount × rate = amount in the division's currency.
struct Exchange {
    let books: Books
    let journal: Row?
    let date: CalendarDate
    private(set) var problems: [Text] = []

    init(books: Books, journal: Row?, date: CalendarDate) {
        self.books = books
        self.journal = journal
        self.date = date
    }

    /// What was sent, completed from the division and its rates; nil with ``problems``. Without the licence a foreign currency is forbidden.
    mutating func resolve(currency sent: String?, rate: ExactDecimal?) throws(Refusal) -> (currency: String, rate: ExactDecimal)? {
        let currency = sent ?? books.settings.currency
        guard books.hasCurrency(currency) else { return refuse(Wording.invalidReference(.currency)) }
        guard currency != books.settings.currency else {
            guard rate == nil || rate == .one else { return refuse(Wording.notAllowed(.exchangeRate)) }
            return (currency, .one)
        }
        guard books.settings.licences.contains(.foreignCurrency) else { throw .forbidden() }
        guard let journal else { return nil }
        guard journal.flag(.AllowVariableCurrency) else { return refuse(Wording.notAllowed(.currency)) }
        if let rate {
            guard journal.flag(.AllowVariableExchangeRate) else { return refuse(Wording.notAllowed(.exchangeRate)) }
            guard rate > .zero else { return refuse(Wording.invalid(.exchangeRate)) }
            return (currency, rate)
        }
        guard let known = books.rate(currency, on: date) else { return refuse(Wording.mandatory(.exchangeRate)) }
        return (currency, known)
    }

    private mutating func refuse(_ problem: Text) -> (currency: String, rate: ExactDecimal)? {
        problems.append(problem)
        return nil
    }
}

import BridgeDomain

/// Rows of endpoints that stand in no table.
enum ComputedRows {
    /// One row for each journal and period (reference §7.16).
    static let journalStatus: @Sendable (Books, Session) -> [Row] = { books, _ in
        books[.journals].rows.flatMap { journal in
            books[.periods].rows.map { row in
                let code = journal.string(.Code) ?? ""
                let period = Period(year: row.integer(.FinYear), number: row.integer(.FinPeriod))
                var status = Row(key: .string("\(code)/\(period)"))
                status[.Journal] = .string(code)
                status[.Year] = .integer(period.year)
                status[.Period] = .integer(period.number)
                status[.Status] = .integer(books.isClosed(period, journal: code) ? 1 : 0)
                status[.JournalType] = journal[.TypeCode]
                return status
            }
        }
    }

    /// What debtors still owe; settled items are not in the list (reference §8, point 4).
    static let openReceivables: @Sendable (Books, Session) -> [Row] = { books, _ in
        let open = books[.terms].rows.filter { $0.integer(.LineType) == 20 && !$0.decimal(.AmountDC).isZero }
        return open.enumerated().map { place, term in Row(key: .integer(place + 1), cells: term.cells) }
    }

    /// The divisions the user has rights in (reference §1).
    static let divisions: @Sendable (Books, Session) -> [Row] = { books, session in
        session.divisions.map { division in
            var row = Row(key: .integer(division.code))
            row[.Description] = .string(division.name)
            row[.Hid] = .integer(division.code % 1000)
            row[.Status] = 1
            row[.BlockingStatus] = 0
            row[.Currency] = .string(division.currency)
            row[.Country] = EdmType.padded(3, rightAligned: false).padded(division.country)
            row[.Legislation] = EdmType.padded(3, rightAligned: false).padded(division.country)
            row[.CustomerName] = .string(division.name)
            row[.Current] = .bool(division.code == books.settings.code)
            row[.VATNumber] = .string(division.vatNumber)
            row[.ChamberOfCommerceNumber] = .string(division.chamberOfCommerce)
            row[.StartDate] = CalendarDate(year: division.years.lowerBound, month: 1, day: 1).map { .date($0) } ?? .null
            row[.IsMainDivision] = .bool(division.code == session.divisions.first?.code)
            return row
        }
    }

    /// Who the token belongs to (reference §7.29).
    static let me: @Sendable (Books, Session) -> [Row] = { books, session in
        var row = Row(key: .guid(Derived.User.id))
        row[.CurrentDivision] = .integer(books.settings.code)
        row[.AccountingDivision] = .integer(books.settings.code)
        row[.FullName] = .string(session.user.fullName)
        row[.UserName] = .string(session.user.userName)
        row[.Email] = .string(session.user.userName)
        row[.LanguageCode] = session.language == .dutch ? "nl-NL" : "en-US"
        row[.Legislation] = 128
        row[.ServerTime] = .string(WallClock.text(session.wallClock / 1000 * 1000))
        row[.ServerUtcOffset] = .decimal(ExactDecimal(WallClock.offsetSeconds(at: session.now)))
        row[.PackageCode] = "Accounting.Plus"
        row[.DivisionCustomerName] = .string(books.settings.name)
        return [row]
    }
}

public import BridgeDomain

/// Customers who pay in their own way and time, and an accountant who corrects. Everything hangs on the seed and the invoice alone, so that
/// the same books get the same payments whatever else is called in between.
extension ExactSandbox {
    /// Something a customer, the bank or the accountant did.
    public struct Arrival: Hashable, Sendable {
        /// What was done.
        public enum Kind: String, Hashable, Sendable, CaseIterable {
            case full, partial, remainder, combined, overpaid, allocated, difference, setOff, collected, reversed, undone, deleted
        }
        public let kind: Kind
        public let date: CalendarDate
        /// The numbers of the invoices it is about.
        public let entries: [Int]
        /// The key of an invoice that was deleted.
        public var deleted: String?
    }

    /// What a customer will do about an invoice.
    private enum Habit { case full, partial, combined, overpaid, difference, setOff, reversed, undone, deleted, never }

    private struct Plan {
        var entry: GUID
        var number: Int
        var habit: Habit
        var day: CalendarDate
    }

    /// Days after which what was begun is finished.
    private static let daysBetween = 10

    /// Does all that would have happened by that day to invoices in the division's currency, in order of day; returns it.
    @discardableResult
    public func arrivePayments(through last: CalendarDate, in division: Int) throws(AdminError) -> [Arrival] {
        let books = try book(division)
        let invoices = books[.entries].rows.filter {
            $0.integer(.TypeCode) == 20 && $0.string(.Currency) == books.settings.currency && $0.decimal(.AmountFC) > .zero
        }
        let plans = invoices.map(plan).filter { $0.day <= last }.sorted { ($0.day, $0.number) < ($1.day, $1.number) }
        var arrivals: [Arrival] = []
        for plan in plans { arrivals += try act(plan, last, division, books) }
        return arrivals
    }

    private func plan(for entry: Row) -> Plan {
        var seed = settings.seed ^ 0xCBF2_9CE4_8422_2325
        for byte in (entry.string(.YourRef) ?? "").utf8 { seed = (seed ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        var chance = SeededGenerator(seed: seed)
        let habit: Habit =
            switch chance.next() % 100 {
            case 0..<47: .full
            case 47..<59: .partial
            case 59..<69: .combined
            case 69..<74: .overpaid
            case 74..<79: .difference
            case 79..<85: .setOff
            case 85..<90: .reversed
            case 90..<93: .undone
            case 93..<95: .deleted
            default: .never
            }
        let days = Int(chance.next() % 15) - 4
        let due = entry[.DueDate].date ?? entry[.EntryDate].date ?? CalendarDate(daysSinceEpoch: 0)
        return Plan(entry: entry.id, number: entry.integer(.EntryNumber), habit: habit, day: due.adding(days: days))
    }

    private func act(_ plan: Plan, _ last: CalendarDate, _ division: Int, _ books: Books) throws(AdminError) -> [Arrival] {
        var done: [Arrival] = []
        // A long leap of the clock brings both acts at once.
        if books.paymentStages[plan.entry] == nil, plan.habit != .never, let open = open(plan.entry, books), open > .zero {
            books.paymentStages[plan.entry] = 1
            done += try begin(plan, open, division, books)
        }
        let later = plan.day.adding(days: Self.daysBetween)
        if later <= last, let stage = books.paymentStages[plan.entry], stage != 2, books[.entries][plan.entry] != nil {
            books.paymentStages[plan.entry] = 2
            done += try finish(plan, stage, later, division, books)
        }
        return done
    }

    private func begin(_ plan: Plan, _ open: ExactDecimal, _ division: Int, _ books: Books) throws(AdminError) -> [Arrival] {
        func paid(_ kind: Arrival.Kind, _ lines: [SettlingLine], _ entries: [Int]) throws(AdminError) -> [Arrival] {
            try bookStatement(lines, on: plan.day, in: division)
            return [Arrival(kind: kind, date: plan.day, entries: entries)]
        }
        let own = SettlingLine.item(plan.number)
        switch plan.habit {
        case .partial:
            return try paid(.partial, [.item(plan.number, Self.hundredths(Self.cents(open) * 2 / 5))], [plan.number])
        case .combined:
            let others = openInvoices(ofPartyOf: plan.entry, books).prefix(2)
            return try paid(.combined, [own] + others.map { .item($0) }, [plan.number] + others)
        case .overpaid:
            return try paid(.overpaid, [own, .onAccount(partyCode(plan.entry, books), 10)], [plan.number])
        case .difference where open > .one:
            try bookStatement([.item(plan.number, Self.hundredths(Self.cents(open) - 2))], on: plan.day, in: division)
            try bookGeneral([own, .ledger("4990", Self.hundredths(2))], type: 83, on: plan.day, in: division)
            return [Arrival(kind: .difference, date: plan.day, entries: [plan.number])]
        case .setOff:
            guard let credit = creditNote(ofPartyOf: plan.entry, books), let left = self.open(credit.id, books) else {
                return try paid(.full, [own], [plan.number])
            }
            let amount = min(open, left.magnitude)
            try bookGeneral(
                [.item(plan.number, amount), .item(credit.integer(.EntryNumber), -amount)], on: plan.day, in: division)
            return [Arrival(kind: .setOff, date: plan.day, entries: [plan.number, credit.integer(.EntryNumber)])]
        case .deleted:
            try deleteEntry(plan.number, in: division)
            return [Arrival(kind: .deleted, date: plan.day, entries: [plan.number], deleted: plan.entry.description)]
        case .reversed, .undone:
            let statement = try bookStatement([own], on: plan.day, in: division)
            // Remembered instead of the stage: it is what is taken back.
            books.paymentStages[plan.entry] = statement
            return [Arrival(kind: plan.habit == .reversed ? .collected : .full, date: plan.day, entries: [plan.number])]
        case .full, .difference, .never: return try paid(.full, [own], [plan.number])
        }
    }

    private func finish(
        _ plan: Plan, _ stage: Int, _ day: CalendarDate, _ division: Int, _ books: Books
    ) throws(AdminError) -> [Arrival] {
        switch plan.habit {
        case .partial:
            guard let open = open(plan.entry, books), open > .zero else { return [] }
            try pay(plan.number, on: day, in: division)
            return [Arrival(kind: .remainder, date: day, entries: [plan.number])]
        case .reversed:
            let amount = books[.entries][plan.entry]?.decimal(.AmountFC) ?? .zero
            guard let open = open(plan.entry, books), open.isZero else { return [] }
            try pay(plan.number, amount: -amount, on: day, in: division)
            return [Arrival(kind: .reversed, date: day, entries: [plan.number])]
        case .undone:
            try deleteEntry(stage, in: division)
            return [Arrival(kind: .undone, date: day, entries: [plan.number])]
        case .overpaid:
            // The ten that were too much pay for another invoice, where one is large enough.
            guard let other = openInvoices(ofPartyOf: plan.entry, books, from: 10).first,
                let statement = overpayment(on: plan.day, books, of: plan.entry)
            else { return [] }
            try allocate(statement, line: 3, to: other, in: division)
            return [Arrival(kind: .allocated, date: day, entries: [other])]
        case .full, .combined, .difference, .setOff, .deleted, .never: return []
        }
    }

    // MARK: Looking around

    private static func cents(_ amount: ExactDecimal) -> Int64 { amount.scaled(to: 2) ?? 0 }
    private static func hundredths(_ cents: Int64) -> ExactDecimal { ExactDecimal(significand: cents, decimals: 2) }

    private func open(_ entry: GUID, _ books: Books) -> ExactDecimal? {
        books[.terms].rows(.TransactionEntryID, .guid(entry)).first.map { -$0.decimal(.AmountFC) }
    }

    private func partyCode(_ entry: GUID, _ books: Books) -> String {
        books[.entries][entry].flatMap { Derived.linked($0, .Account, .accounts, books).code(.Code) } ?? ""
    }

    private func entries(ofPartyOf entry: GUID, _ books: Books) -> [Row] {
        guard let own = books[.entries][entry] else { return [] }
        return books[.entries].rows(.Account, own[.Account]).filter { $0.key != own.key && $0[.Currency] == own[.Currency] }
            .sorted { $0.integer(.EntryNumber) < $1.integer(.EntryNumber) }
    }

    private func openInvoices(ofPartyOf entry: GUID, _ books: Books, from least: ExactDecimal = .zero) -> [Int] {
        entries(ofPartyOf: entry, books).filter { row in
            row.integer(.TypeCode) == 20 && (open(row.id, books).map { $0 > .zero && $0 >= least } ?? false)
        }.map { $0.integer(.EntryNumber) }
    }

    private func creditNote(ofPartyOf entry: GUID, _ books: Books) -> Row? {
        entries(ofPartyOf: entry, books).first { $0.integer(.TypeCode) == 21 && (open($0.id, books)?.isNegative ?? false) }
    }

    /// The statement on which an invoice was paid with something too much that is still on account.
    private func overpayment(on day: CalendarDate, _ books: Books, of entry: GUID) -> Int? {
        guard let own = books[.entries][entry] else { return nil }
        let lines = books[.ledgerLines].rows(.InvoiceNumber, own[.InvoiceNumber])
        return lines.lazy.compactMap { books[.entries][$0[.EntryID]] }.first { statement in
            statement.integer(.TypeCode) == 40
                && books[.terms].rows(.TransactionEntryID, statement.key).contains { !$0.decimal(.AmountFC).isZero }
        }?.integer(.EntryNumber)
    }
}

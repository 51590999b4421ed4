public import BridgeDomain

/// Money that comes in and goes out: entries in the bank's and the memorial journal, and what they do to open items (reference §6.3, §12).
extension AFASSandbox {
    /// A receipt of a debtor, or a payment to a creditor.
    public struct Payment: Sendable {
        public var kind: LineKind
        public var relation: String
        /// What the bank shows; nil: what is allocated. More than is allocated stays unallocated; less is booked as a payment difference.
        public var amount: ExactDecimal?
        /// Invoices and what is paid on each, in the invoice's sign. Nil: all that is open of it.
        public var allocations: [(invoice: String, amount: ExactDecimal?)]
        /// The bank's date.
        public var date: CalendarDate
        public var journal = "50"
        public var voucher: String?
        /// Where the difference goes between what the bank shows and what is allocated.
        public var differenceAccount = AFASSandbox.differenceAccount

        /// A receipt on these invoices.
        public init(
            _ relation: String, _ allocations: [(invoice: String, amount: ExactDecimal?)], kind: LineKind = .debtor,
            amount: ExactDecimal? = nil, on date: CalendarDate
        ) {
            self.kind = kind
            self.relation = relation
            self.amount = amount
            self.allocations = allocations
            self.date = date
        }
    }

    /// Where payment differences go.
    public static let differenceAccount = "4990"

    /// Books a payment; returns the entry's number.
    @discardableResult
    public func pay(_ payment: Payment, in place: Place = Place()) throws(AdminError) -> Int {
        var lines: [BookedLine] = []
        var allocated = ExactDecimal.zero
        for item in payment.allocations {
            let invoice = try invoice(payment.kind, payment.relation, item.invoice, place)
            let amount = item.amount ?? invoice.balance
            allocated.add(amount)
            lines.append(
                try line(payment.kind, payment.relation, -amount, payment.date, payment.voucher, invoice: invoice.invoice, place))
        }
        let bank = payment.amount ?? allocated
        let rest = Arithmetic.difference(bank, allocated)
        if rest > .zero {
            lines.append(try line(payment.kind, payment.relation, -rest, payment.date, payment.voucher, invoice: nil, place))
        } else if rest.isNegative {
            lines.append(try ledger(payment.differenceAccount, of: payment.kind, -rest, payment.date, payment.voucher))
        }
        let account = try journal(payment.journal, place).account ?? "1100"
        lines.insert(try ledger(account, of: payment.kind, bank, payment.date, payment.voucher), at: 0)
        return try book(lines, payment.journal, payment.date, place)
    }

    /// The bank takes a collected amount back: the invoice is open again.
    @discardableResult
    public func reverse(
        _ invoice: String, of debtor: String, amount: ExactDecimal, on date: CalendarDate, journal: String = "50", in place: Place = Place()
    ) throws(AdminError) -> Int {
        let known = try self.invoice(.debtor, debtor, invoice, place)
        let account = try self.journal(journal, place).account ?? "1100"
        let lines = [
            try line(.debtor, debtor, amount, date, nil, invoice: known.invoice, place),
            try ledger(account, of: .debtor, -amount, date, nil),
        ]
        return try book(lines, journal, date, place)
    }

    /// Sets a credit note off against an invoice, in the memorial journal.
    @discardableResult
    public func setOff(
        _ invoice: String, against credit: String, of relation: String, _ kind: LineKind = .debtor, amount: ExactDecimal,
        on date: CalendarDate, journal: String = "80", in place: Place = Place()
    ) throws(AdminError) -> Int {
        let (one, other) = (try self.invoice(kind, relation, invoice, place), try self.invoice(kind, relation, credit, place))
        let lines = [
            try line(kind, relation, amount, date, nil, invoice: other.invoice, place),
            try line(kind, relation, -amount, date, nil, invoice: one.invoice, place),
        ]
        return try book(lines, journal, date, place)
    }

    /// Writes off what is left of an invoice as a payment difference.
    @discardableResult
    public func writeOff(
        _ invoice: String, of relation: String, _ kind: LineKind = .debtor, on date: CalendarDate, journal: String = "80",
        in place: Place = Place()
    ) throws(AdminError) -> Int {
        let known = try self.invoice(kind, relation, invoice, place)
        let lines = [
            try ledger(Self.differenceAccount, of: kind, known.balance, date, nil),
            try line(kind, relation, -known.balance, date, nil, invoice: known.invoice, place),
        ]
        return try book(lines, journal, date, place)
    }

    /// Gives up what is left of an invoice: so much on each of these accounts, together what is open.
    @discardableResult
    public func writeOff(
        _ invoice: String, of relation: String, _ kind: LineKind = .debtor, to accounts: [(account: String, amount: ExactDecimal)],
        on date: CalendarDate, journal: String = "80", in place: Place = Place()
    ) throws(AdminError) -> Int {
        let known = try self.invoice(kind, relation, invoice, place)
        guard Arithmetic.sum(accounts.map(\.amount)) == known.balance else { throw AdminError("The parts are not what is open of it.") }
        var lines: [BookedLine] = []
        for part in accounts { lines.append(try ledger(part.account, of: kind, part.amount, date, nil)) }
        lines.append(try line(kind, relation, -known.balance, date, nil, invoice: known.invoice, place))
        return try book(lines, journal, date, place)
    }

    /// Says later which invoice a receipt was for.
    public func allocate(_ entry: Int, line: Int, to invoice: String, in place: Place = Place()) throws(AdminError) {
        let now = wallNow
        try change(place) { unit throws(AdminError) in
            guard unit.allocate(entry, line: line, to: invoice, now: now) else {
                throw AdminError("Line \(line) of entry \(entry) cannot be allocated to \(invoice).")
            }
        }
    }

    // MARK: Parts

    private func invoice(_ kind: LineKind, _ relation: String, _ number: String, _ place: Place) throws(AdminError) -> FinancialInvoice {
        let id = try environmentID(place)
        guard let invoice = books[id]?.state.units[place.unit]?.invoices[InvoiceKey(kind, relation, number)] else {
            throw AdminError("There is no invoice \(number) of \(relation).")
        }
        return invoice
    }

    private func journal(_ code: String, _ place: Place) throws(AdminError) -> Journal {
        let id = try environmentID(place)
        guard let journal = books[id]?.journal(code, in: place.unit) else { throw AdminError("There is no journal \(code).") }
        return journal
    }

    /// A relation's line that adds `amount` to what is owed.
    private func line(
        _ kind: LineKind, _ relation: String, _ amount: ExactDecimal, _ date: CalendarDate, _ voucher: String?, invoice: String?,
        _ place: Place
    ) throws(AdminError) -> BookedLine {
        let id = try environmentID(place)
        guard let record = books[id]?.relation(kind, relation) else { throw AdminError("There is no debtor or creditor \(relation).") }
        var line = Self.bare(kind, relation, kind == .debtor ? amount : -amount, date)
        line.ledgerAccount = record["ColA"] ?? relation
        line.voucher = voucher
        line.invoice = invoice
        return line
    }

    /// A ledger account's line: debit for a debtor's receipt, credit for a payment to a creditor.
    private func ledger(
        _ account: String, of kind: LineKind, _ amount: ExactDecimal, _ date: CalendarDate, _ voucher: String?
    ) throws(AdminError) -> BookedLine {
        var line = Self.bare(.ledger, account, kind == .debtor ? amount : -amount, date)
        line.voucher = voucher
        return line
    }

    private static func bare(_ kind: LineKind, _ account: String, _ amount: ExactDecimal, _ date: CalendarDate) -> BookedLine {
        BookedLine(
            sequence: 0, kind: kind, account: account, ledgerAccount: account, entryDate: date, voucherDate: date,
            debit: amount.isNegative ? .zero : amount, credit: amount.isNegative ? -amount : .zero)
    }

    private func book(_ lines: [BookedLine], _ journal: String, _ date: CalendarDate, _ place: Place) throws(AdminError) -> Int {
        let id = try environmentID(place)
        let journal = try self.journal(journal, place)
        var numbered = lines.filter { !$0.debit.isZero || !$0.credit.isZero }
        for index in numbered.indices { numbered[index].sequence = index + 1 }
        guard !numbered.isEmpty else { throw AdminError("Nothing is open of it.") }
        let draft = EntryDraft(
            unit: place.unit, year: date.year, period: date.month, journal: journal,
            currency: books[id]?.unit(place.unit)?.currency ?? "EUR",
            origin: .payment, lines: numbered)
        guard let entry = books[id]?.book(draft, now: wallNow) else { throw AdminError("There is no such administration.") }
        return entry.number
    }
}

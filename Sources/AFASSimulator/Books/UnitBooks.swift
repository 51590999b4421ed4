import BridgeDomain

/// The books of one administration. A value: nothing in it reads a clock, and a copy is a snapshot.
struct UnitBooks: Sendable, Codable {
    let id: Int
    /// In order of number, which is the order of booking.
    private(set) var entries: [AFASSandbox.BookedEntry] = []
    private(set) var invoices: [InvoiceKey: AFASSandbox.FinancialInvoice] = [:]
    /// Numbers of entries with a line of that invoice, in order.
    private(set) var entriesOfInvoice: [String: [Int]] = [:]
    private(set) var invoicesOfRelation: [String: [InvoiceKey]] = [:]
    private(set) var lastEntry = 71_000
    /// The last number that each journal gave to an invoice.
    private(set) var lastInvoice: [String: Int] = [:]
    /// The last change of each booking day, deletions included (reference §12.3).
    private(set) var changedDays: [CalendarDate: Int64] = [:]
    var blockedPeriods: Set<Period>
    var blockedJournals: Set<String>
    /// Journals that a person has open: nobody else books in them.
    var lockedJournals: Set<String> = []

    init(_ unit: AFASSandbox.Unit) {
        id = unit.id
        blockedPeriods = unit.blockedPeriods
        blockedJournals = Set(unit.journals.filter(\.isBlocked).map(\.code))
    }

    func entry(_ number: Int) -> AFASSandbox.BookedEntry? {
        place(of: number).map { entries[$0] }
    }

    /// Entries with a line of that invoice number, whoever's it is.
    func entries(ofInvoice invoice: String) -> [AFASSandbox.BookedEntry] {
        (entriesOfInvoice[invoice.lowercased()] ?? []).compactMap { entry($0) }
    }

    /// Invoices of a relation in the order they came.
    func invoices(of relation: String) -> [AFASSandbox.FinancialInvoice] {
        (invoicesOfRelation[relation] ?? []).compactMap { invoices[$0] }
    }

    private func place(of number: Int) -> Int? {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].number == number ? low : nil
    }

    /// The next number of the journal's series: `V0002614`.
    mutating func nextInvoice(_ journal: AFASSandbox.Journal) -> String {
        let number = (lastInvoice[journal.code] ?? 0) + 1
        lastInvoice[journal.code] = number
        let digits = String(number)
        return journal.series + String(repeating: "0", count: max(0, 7 - digits.utf8.count)) + digits
    }

    /// Books a draft; it was checked before. `now` is wall-clock milliseconds.
    mutating func book(_ draft: EntryDraft, now: Int64) -> AFASSandbox.BookedEntry {
        lastEntry += 1
        let entry = AFASSandbox.BookedEntry(
            unit: id, number: lastEntry, year: draft.year, period: draft.period, journal: draft.journal.code, origin: draft.origin,
            created: now, modified: now, lines: draft.lines)
        entries.append(entry)
        for line in entry.lines {
            changedDays[line.entryDate] = now
            guard let invoice = line.invoice?.lowercased() else { continue }
            if entriesOfInvoice[invoice]?.last != entry.number { entriesOfInvoice[invoice, default: []].append(entry.number) }
        }
        for line in entry.lines where line.kind != .ledger { settle(line, entry, draft) }
        return entry
    }

    /// Makes the line's invoice, or lowers what is open of it.
    private mutating func settle(_ line: AFASSandbox.BookedLine, _ entry: AFASSandbox.BookedEntry, _ draft: EntryDraft) {
        guard let number = line.invoice else { return }
        let key = InvoiceKey(line.kind, line.account, number)
        let (amount, foreign) = Self.owed(line)
        if invoices[key] == nil {
            guard draft.journal.kind == .sales || draft.journal.kind == .purchase else { return }
            invoices[key] = AFASSandbox.FinancialInvoice(
                unit: id, kind: line.kind, relation: line.account, invoice: number, entry: entry.number, voucher: line.voucher,
                date: line.voucherDate, dueDate: line.dueDate, currency: line.currency ?? draft.currency, amount: .zero,
                amountForeign: .zero,
                balance: .zero, balanceForeign: .zero, description: line.description, paymentReference: line.paymentReference,
                invoiceReference: line.invoiceReference, paymentCondition: line.paymentCondition, further: line.further)
            invoicesOfRelation[line.account, default: []].append(key)
        }
        if invoices[key]?.entry == entry.number {
            invoices[key]?.amount.add(amount)
            invoices[key]?.amountForeign.add(foreign)
        }
        change(key, by: amount, foreign, on: line.entryDate)
    }

    private mutating func change(_ key: InvoiceKey, by amount: ExactDecimal, _ foreign: ExactDecimal, on date: CalendarDate) {
        guard var invoice = invoices[key] else { return }
        invoice.balance.add(amount)
        invoice.balanceForeign.add(foreign)
        invoice.settledOn = invoice.balance.isZero ? date : nil
        invoices[key] = invoice
    }

    /// What the line adds to what is owed, in base currency and in its own.
    private static func owed(_ line: AFASSandbox.BookedLine) -> (ExactDecimal, ExactDecimal) {
        let foreign = line.amountForeign ?? line.amount
        return line.kind == .debtor ? (line.amount, foreign) : (-line.amount, -foreign)
    }

    /// Takes an entry out. Its own invoices are gone; what it settled is open again.
    mutating func remove(_ number: Int, now: Int64) -> AFASSandbox.BookedEntry? {
        guard let place = place(of: number) else { return nil }
        let entry = entries.remove(at: place)
        for line in entry.lines {
            changedDays[line.entryDate] = now
            guard let invoice = line.invoice else { continue }
            entriesOfInvoice[invoice.lowercased()]?.removeAll { $0 == number }
            guard line.kind != .ledger else { continue }
            let key = InvoiceKey(line.kind, line.account, invoice)
            if invoices[key]?.entry == number {
                invoices[key] = nil
                invoicesOfRelation[line.account]?.removeAll { $0 == key }
            } else {
                let (amount, foreign) = Self.owed(line)
                change(key, by: -amount, -foreign, on: line.entryDate)
            }
        }
        return entry
    }

    /// Changes what a financial invoice says about itself, and its line with it.
    mutating func change(_ key: InvoiceKey, now: Int64, _ change: (inout AFASSandbox.FinancialInvoice) -> Void) {
        guard var invoice = invoices[key] else { return }
        change(&invoice)
        invoices[key] = invoice
        guard let place = place(of: invoice.entry) else { return }
        entries[place].modified = now
        for (index, line) in entries[place].lines.enumerated()
        where line.kind == key.kind && line.account == key.relation && line.invoice?.lowercased() == key.invoice {
            entries[place].lines[index].dueDate = invoice.dueDate
            entries[place].lines[index].description = invoice.description
            entries[place].lines[index].paymentCondition = invoice.paymentCondition
            entries[place].lines[index].paymentReference = invoice.paymentReference
            entries[place].lines[index].invoiceReference = invoice.invoiceReference
        }
    }

    /// Changes an entry by the accountant's hand.
    mutating func change(_ number: Int, now: Int64, _ change: (inout AFASSandbox.BookedEntry) -> Void) {
        guard let place = place(of: number) else { return }
        change(&entries[place])
        entries[place].modified = now
        for line in entries[place].lines { changedDays[line.entryDate] = now }
    }

    /// Says later what a line was for: it then settles that invoice.
    mutating func allocate(_ number: Int, line sequence: Int, to invoice: String, now: Int64) -> Bool {
        guard let place = place(of: number), let index = entries[place].lines.firstIndex(where: { $0.sequence == sequence }),
            entries[place].lines[index].kind != .ledger, self.invoice(of: entries[place].lines[index]) == nil
        else { return false }
        var line = entries[place].lines[index]
        let key = InvoiceKey(line.kind, line.account, invoice)
        guard let known = invoices[key] else { return false }
        line.invoice = known.invoice
        entries[place].lines[index] = line
        entries[place].modified = now
        changedDays[line.entryDate] = now
        entriesOfInvoice[key.invoice, default: []].append(number)
        let (amount, foreign) = Self.owed(line)
        change(key, by: amount, foreign, on: line.entryDate)
        return true
    }

    /// The invoice a line belongs to, when there is one.
    func invoice(of line: AFASSandbox.BookedLine) -> AFASSandbox.FinancialInvoice? {
        guard line.kind != .ledger, let number = line.invoice else { return nil }
        return invoices[InvoiceKey(line.kind, line.account, number)]
    }
}

extension ExactDecimal {
    mutating func add(_ other: ExactDecimal) { self = Arithmetic.sum([self, other]) }
}

/// An entry that was checked and is ready to be booked.
struct EntryDraft: Sendable {
    let unit: Int
    let year: Int
    let period: Int
    let journal: AFASSandbox.Journal
    /// The administration's.
    let currency: String
    var origin: AFASSandbox.BookedEntry.Origin
    var lines: [AFASSandbox.BookedLine]
    var newCodes: [AFASSandbox.DimensionCode] = []
    var newAssignments: [AFASSandbox.Assignment] = []
    /// The service gives the invoice its number.
    var takesNumber = false
}

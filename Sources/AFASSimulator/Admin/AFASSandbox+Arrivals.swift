public import BridgeDomain

/// Customers who pay in their own way and time. Everything hangs on the seed and the invoice alone, so that the same books get the same
/// payments whatever else is called in between.
extension AFASSandbox {
    /// Something a customer, the bank or the bookkeeper did.
    public struct Arrival: Hashable, Sendable {
        /// What was done.
        public enum Kind: String, Hashable, Sendable, CaseIterable {
            case full, partial, remainder, combined, overpaid, difference, setOff, collected, reversed, deleted
        }
        public let kind: Kind
        public let date: CalendarDate
        public let relation: String
        public let invoices: [String]
        /// The entry that was booked, or deleted.
        public let entry: Int
    }

    /// What a customer will do about an invoice.
    private enum Habit { case full, partial, combined, overpaid, difference, setOff, reversed, deleted, never }

    /// Does all that would have happened by that day, in order of day; returns it.
    @discardableResult
    public func arrivePayments(through last: CalendarDate, in place: Place = Place()) throws(AdminError) -> [Arrival] {
        let id = try environmentID(place)
        let open = (books[id]?.state.units[place.unit]?.invoices.values).map(Array.init) ?? []
        let plans = open.filter { $0.kind == .debtor && $0.amount > .zero }.map { (invoice: $0, plan: plan(for: $0)) }
        let due = plans.filter { $0.plan.day <= last }.sorted {
            ($0.plan.day, $0.invoice.entry, $0.invoice.invoice) < ($1.plan.day, $1.invoice.entry, $1.invoice.invoice)
        }
        var arrivals: [Arrival] = []
        for item in due { arrivals += try act(item.invoice, item.plan.habit, item.plan.day, last, id, place) }
        return arrivals
    }

    private func plan(for invoice: FinancialInvoice) -> (habit: Habit, day: CalendarDate) {
        var seed = settings.seed ^ 0xCBF2_9CE4_8422_2325
        for byte in "\(invoice.unit)/\(invoice.relation)/\(invoice.invoice)".utf8 { seed = (seed ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        var chance = SeededGenerator(seed: seed)
        let habit: Habit =
            switch chance.next() % 100 {
            case 0..<50: .full
            case 50..<62: .partial
            case 62..<72: .combined
            case 72..<77: .overpaid
            case 77..<82: .difference
            case 82..<88: .setOff
            case 88..<93: .reversed
            case 93..<95: .deleted
            default: .never
            }
        let days = Int(chance.next() % 15) - 4
        return (habit, (invoice.dueDate ?? invoice.date).adding(days: days))
    }

    private func act(
        _ invoice: FinancialInvoice, _ habit: Habit, _ day: CalendarDate, _ last: CalendarDate, _ id: String, _ place: Place
    ) throws(AdminError) -> [Arrival] {
        let stageKey = "\(place.unit)/\(invoice.relation)/\(invoice.invoice)"
        let stage = books[id]?.state.paymentStages[stageKey] ?? 0
        let later = day.adding(days: 10)
        // The second act of what was begun.
        if stage == 1, later <= last, habit == .partial || habit == .reversed {
            books[id]?.state.paymentStages[stageKey] = 2
            if habit == .reversed {
                return [
                    arrival(
                        .reversed, later, invoice,
                        try reverse(invoice.invoice, of: invoice.relation, amount: invoice.amount, on: later, in: place))
                ]
            }
            guard open(invoice, id) != nil else { return [] }
            return [arrival(.remainder, later, invoice, try pay(Payment(invoice.relation, [(invoice.invoice, nil)], on: later), in: place))]
        }
        guard stage == 0, habit != .never, let current = open(invoice, id) else { return [] }
        books[id]?.state.paymentStages[stageKey] = 1
        let first = try begin(current, habit, day, id, place)
        // A long leap of the clock brings both acts at once.
        return first + (later <= last && (habit == .partial || habit == .reversed) ? try act(invoice, habit, day, last, id, place) : [])
    }

    private func begin(
        _ invoice: FinancialInvoice, _ habit: Habit, _ day: CalendarDate, _ id: String, _ place: Place
    ) throws(AdminError) -> [Arrival] {
        let relation = invoice.relation
        switch habit {
        case .partial:
            let part = Arithmetic.product(invoice.balance, ExactDecimal(significand: 4, decimals: 1), places: 2)
            return [arrival(.partial, day, invoice, try pay(Payment(relation, [(invoice.invoice, part)], on: day), in: place))]
        case .combined:
            let others = openInvoices(of: relation, id, place).filter { $0.invoice != invoice.invoice }.prefix(2)
            let together = [invoice] + others
            let entry = try pay(Payment(relation, together.map { ($0.invoice, nil) }, on: day), in: place)
            return [Arrival(kind: .combined, date: day, relation: relation, invoices: together.map(\.invoice), entry: entry)]
        case .overpaid:
            let amount = Arithmetic.sum([invoice.balance, ExactDecimal(10)])
            return [
                arrival(.overpaid, day, invoice, try pay(Payment(relation, [(invoice.invoice, nil)], amount: amount, on: day), in: place))
            ]
        case .difference where invoice.balance > .one:
            let amount = Arithmetic.difference(invoice.balance, ExactDecimal(significand: 2, decimals: 2))
            return [
                arrival(.difference, day, invoice, try pay(Payment(relation, [(invoice.invoice, nil)], amount: amount, on: day), in: place))
            ]
        case .setOff:
            if let credit = creditNote(of: relation, id, place) {
                let amount = min(invoice.balance, credit.balance.magnitude)
                let entry = try setOff(invoice.invoice, against: credit.invoice, of: relation, amount: amount, on: day, in: place)
                return [Arrival(kind: .setOff, date: day, relation: relation, invoices: [invoice.invoice, credit.invoice], entry: entry)]
            }
            return [arrival(.full, day, invoice, try pay(Payment(relation, [(invoice.invoice, nil)], on: day), in: place))]
        case .deleted:
            try deleteEntry(invoice.entry, in: place)
            return [arrival(.deleted, day, invoice, invoice.entry)]
        default:
            let entry = try pay(Payment(relation, [(invoice.invoice, nil)], on: day), in: place)
            return [arrival(habit == .reversed ? .collected : .full, day, invoice, entry)]
        }
    }

    private func arrival(_ kind: Arrival.Kind, _ date: CalendarDate, _ invoice: FinancialInvoice, _ entry: Int) -> Arrival {
        Arrival(kind: kind, date: date, relation: invoice.relation, invoices: [invoice.invoice], entry: entry)
    }

    /// The invoice as it is now, when something is open of it.
    private func open(_ invoice: FinancialInvoice, _ id: String) -> FinancialInvoice? {
        let key = InvoiceKey(invoice.kind, invoice.relation, invoice.invoice)
        return books[id]?.state.units[invoice.unit]?.invoices[key].flatMap { $0.balance > .zero ? $0 : nil }
    }

    private func openInvoices(of relation: String, _ id: String, _ place: Place) -> [FinancialInvoice] {
        (books[id]?.state.units[place.unit]?.invoices(of: relation) ?? []).filter { $0.kind == .debtor && $0.balance > .zero }
    }

    private func creditNote(of relation: String, _ id: String, _ place: Place) -> FinancialInvoice? {
        books[id]?.state.units[place.unit]?.invoices(of: relation).first { $0.kind == .debtor && $0.balance.isNegative }
    }
}

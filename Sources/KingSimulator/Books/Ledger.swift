import BridgeDomain

/// Entries and the open items that hang on them, of one administration of either product.
struct Ledger: Sendable, Codable {
    private(set) var entries: [KingSandbox.BookedEntry] = []
    private(set) var items: [KingSandbox.ItemKey: KingSandbox.OpenItem] = [:]
    private(set) var lastNumber = 0

    /// Puts an entry into the books; returns its number. Lines of a bank or cash journal settle items, others make them.
    mutating func book(_ make: (Int) -> KingSandbox.BookedEntry, settles: Bool, on today: CalendarDate) -> Int {
        lastNumber += 1
        let entry = make(lastNumber)
        entries.append(entry)
        for line in entry.lines { apply(line, of: entry, settles: settles, today) }
        return entry.number
    }

    func entry(_ number: Int) -> KingSandbox.BookedEntry? { place(number).map { entries[$0] } }

    /// Entries are in order of number, as none is ever put between.
    private func place(_ number: Int) -> Int? {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].number == number ? low : nil
    }

    private mutating func apply(_ line: KingSandbox.BookedLine, of entry: KingSandbox.BookedEntry, settles: Bool, _ today: CalendarDate) {
        guard let kind = line.kind, let relation = line.relation, let invoice = line.invoice else { return }
        let key = KingSandbox.ItemKey(kind: kind, relation: relation, invoice: invoice)
        var item =
            items[key]
            ?? KingSandbox.OpenItem(
                kind: kind, relation: relation, invoice: invoice, entry: entry.number, date: entry.date, dueDate: line.dueDate,
                currency: line.currency, amount: .zero, paid: .zero, changed: today)
        if settles {
            item.paid.add(-line.amount)
            item.lastPayment = entry.date
        } else {
            item.amount.add(line.amount)
        }
        item.changed = today
        items[key] = item
    }

    /// Takes an entry out; items that nothing is left of go with it.
    mutating func remove(_ number: Int, settles: Bool, on today: CalendarDate) -> KingSandbox.BookedEntry? {
        guard let place = place(number) else { return nil }
        let entry = entries.remove(at: place)
        for line in entry.lines {
            guard let kind = line.kind, let relation = line.relation, let invoice = line.invoice else { continue }
            let key = KingSandbox.ItemKey(kind: kind, relation: relation, invoice: invoice)
            if settles { items[key]?.paid.add(line.amount) } else { items[key]?.amount.add(-line.amount) }
            items[key]?.changed = today
            if !isUsed(key) { items[key] = nil }
        }
        return entry
    }

    private func isUsed(_ key: KingSandbox.ItemKey) -> Bool {
        entries.contains { $0.lines.contains { $0.kind == key.kind && $0.relation == key.relation && $0.invoice == key.invoice } }
    }

    /// Changes an entry in place.
    mutating func change(_ number: Int, _ body: (inout KingSandbox.BookedEntry) -> Void) {
        if let place = place(number) { body(&entries[place]) }
    }

    /// Changes an open item in place.
    mutating func change(_ key: KingSandbox.ItemKey, _ body: (inout KingSandbox.OpenItem) -> Void) {
        guard var item = items[key] else { return }
        body(&item)
        items[key] = item
    }

    /// Entries in whose lines that invoice number stands.
    func entries(ofInvoice invoice: String) -> [KingSandbox.BookedEntry] {
        entries.filter { $0.lines.contains { $0.invoice == invoice } }
    }

    /// Items in order of booking.
    var sortedItems: [KingSandbox.OpenItem] { Self.sorted(Array(items.values)) }

    /// Items of debtors or creditors that pass, in order of booking. Cost: all are looked at, those that pass are sorted.
    func items(of kind: KingSandbox.RelationKind, where passes: (KingSandbox.OpenItem) -> Bool) -> [KingSandbox.OpenItem] {
        Self.sorted(items.values.filter { $0.kind == kind && passes($0) })
    }

    private static func sorted(_ items: [KingSandbox.OpenItem]) -> [KingSandbox.OpenItem] {
        items.sorted { ($0.entry, $0.relation, $0.invoice) < ($1.entry, $1.relation, $1.invoice) }
    }

    /// What is wrong; empty when entries add up to nothing and items agree with the lines that make them.
    var inconsistencies: [String] {
        var problems: [String] = []
        var open: [KingSandbox.ItemKey: ExactDecimal] = [:]
        for entry in entries {
            if !Arithmetic.sum(entry.lines.map(\.amount)).isZero { problems.append("entry \(entry.number) does not add up to nothing") }
            for line in entry.lines {
                guard let kind = line.kind, let relation = line.relation, let invoice = line.invoice else { continue }
                open[.init(kind: kind, relation: relation, invoice: invoice), default: .zero].add(line.amount)
            }
        }
        for item in sortedItems {
            let key = KingSandbox.ItemKey(kind: item.kind, relation: item.relation, invoice: item.invoice)
            if open[key] ?? .zero != item.balance {
                problems.append("the balance of invoice \(item.invoice) of \(item.relation) differs from its lines")
            }
        }
        return problems
    }
}

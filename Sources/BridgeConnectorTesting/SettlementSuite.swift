import BridgeConnector
public import BridgeDomain

/// Books of an accounting system that tells of open items, with the accountant in the suite's hands too.
public protocol SettlementHarness: ConnectorHarness {
    /// Books money of the debtor of these entries in the bank's daybook: so much off each (nil: all that is open), the rest on account. Returns
    /// what ``removeMoney(_:)`` knows it by.
    func receive(_ items: [(reference: EntryReference, amount: Money?)], onAccount rest: Money?, on day: CalendarDate) async throws
        -> String
    /// The bank takes back so much of what was received on an entry.
    func takeBack(_ amount: Money, of reference: EntryReference, on day: CalendarDate) async throws
    /// Sets a credit note off against an invoice, without money.
    func setOff(_ credit: EntryReference, against invoice: EntryReference, _ amount: Money, on day: CalendarDate) async throws
    /// Deletes what ``receive(_:onAccount:on:)`` booked.
    func removeMoney(_ booked: String) async throws
    /// Deletes an entry of ours.
    func removeEntry(_ reference: EntryReference) async throws
}

/// One promise of ``/BridgeConnector/SettlementReading`` that can be checked on any system that tells of payments.
public struct SettlementPromise: Sendable, CustomStringConvertible {
    /// The promise in words.
    public let description: String
    private let body: @Sendable (Till) async throws -> Void

    init(_ description: String, _ body: @escaping @Sendable (Till) async throws -> Void) {
        self.description = description
        self.body = body
    }

    /// Checks the promise on fresh books. Throws ``BrokenConnectorPromise`` where it does not hold.
    public func check(_ harness: any SettlementHarness) async throws { try await body(try await Till(harness)) }
}

/// The promises of reading payments as one list of checks; every system that tells of them passes all.
public enum SettlementSuite {
    static let day = CalendarDate("2026-11-20") ?? CalendarDate(daysSinceEpoch: 0)

    /// All promises.
    public static let promises: [SettlementPromise] = [
        SettlementPromise("a receipt is told complete, with the bank's date, and leaves nothing open") { till in
            let invoice = try await till.post(.salesInvoice, "FP-2026-1")
            _ = try await till.books.receive([(invoice.reference, nil)], onAccount: nil, on: day)
            let entry = try await till.only()
            try expect(entry.isMoney && entry.date == day, "\(entry)")
            try expect(entry.lines.map(\.bookAmount).total(.eur).isZero, "the lines add up to nothing")
            try expectEqual(till.taken(off: invoice, in: [entry]), invoice.gross)
            try expectEqual(try await till.standing(invoice), .settled)
        },
        SettlementPromise("a part leaves the rest open, and the rest comes later") { till in
            let invoice = try await till.post(.salesInvoice, "FP-2026-1")
            let part = Money(minorUnits: 5_000, .eur)
            _ = try await till.books.receive([(invoice.reference, part)], onAccount: nil, on: day)
            try expectEqual(till.taken(off: invoice, in: try await till.read().entries), part)
            let rest = invoice.gross - part
            try expectEqual(try await till.standing(invoice), .open(rest, book: rest))
            _ = try await till.books.receive([(invoice.reference, nil)], onAccount: nil, on: day.adding(days: 3))
            try expectEqual(till.taken(off: invoice, in: try await till.read().entries.filter { $0.date != day }), rest)
            try expectEqual(try await till.standing(invoice), .settled)
        },
        SettlementPromise("money for several items is one payment, and what is too much stands on the party") { till in
            let one = try await till.post(.salesInvoice, "FP-2026-1")
            let other = try await till.post(.salesInvoice, "FP-2026-2")
            let rest = Money(minorUnits: 5_600, .eur)
            _ = try await till.books.receive([(one.reference, nil), (other.reference, nil)], onAccount: rest, on: day)
            let entry = try await till.only()
            try expectEqual([one, other].map { till.taken(off: $0, in: [entry]) }, [one.gross, other.gross])
            let onAccount = entry.lines.filter { if case .party(.debtor, _) = $0.role { true } else { false } }
            try expectEqual(onAccount.map(\.amount), [-rest])
        },
        SettlementPromise("a credit note is open below nothing; a set-off has no money and lowers both") { till in
            let invoice = try await till.post(.salesInvoice, "FP-2026-1")
            let credit = try await till.post(.creditNote, "FP-2026-2")
            try expectEqual(try await till.standing(credit), .open(credit.gross, book: credit.gross))
            try expect(credit.gross.isNegative, "\(credit.gross)")
            try await till.books.setOff(credit.reference, against: invoice.reference, credit.gross.magnitude, on: day)
            let entry = try await till.only()
            try expect(!entry.isMoney, "\(entry)")
            try expectEqual([invoice, credit].map { till.taken(off: $0, in: [entry]) }, [credit.gross.magnitude, credit.gross])
            let rest = invoice.gross + credit.gross
            try expectEqual(try await till.standing(credit), .settled)
            try expectEqual(try await till.standing(invoice), .open(rest, book: rest))
        },
        SettlementPromise("what the bank takes back opens the item again") { till in
            let invoice = try await till.post(.salesInvoice, "FP-2026-1")
            _ = try await till.books.receive([(invoice.reference, nil)], onAccount: nil, on: day)
            try await till.books.takeBack(invoice.gross, of: invoice.reference, on: day.adding(days: 8))
            let entries = try await till.read().entries
            try expectEqual(entries.count, 2)
            try expectEqual(till.taken(off: invoice, in: entries), .zero(.eur))
            try expectEqual(try await till.standing(invoice), .open(invoice.gross, book: invoice.gross))
        },
        SettlementPromise("a payment that is removed is told of, and no other") { till in
            let invoice = try await till.post(.salesInvoice, "FP-2026-1")
            let other = try await till.post(.salesInvoice, "FP-2026-2")
            let booked = try await till.books.receive([(invoice.reference, nil)], onAccount: nil, on: day)
            _ = try await till.books.receive([(other.reference, nil)], onAccount: nil, on: day)
            let before = try await till.read()
            let payment = try till.payment(on: invoice, before.entries)
            till.books.kit.clock.move(seconds: 3_600)
            try await till.books.removeMoney(booked)
            let after = try await till.read(after: before.next)
            let isTold = after.gone.contains(payment.id) || after.completeDays.contains(payment.date)
            try expect(isTold && !after.entries.contains { $0.id == payment.id }, "\(after)")
            let kept = try till.payment(on: other, before.entries)
            let isKept =
                !after.gone.contains(kept.id) && (!after.completeDays.contains(kept.date) || after.entries.contains { $0.id == kept.id })
            try expect(isKept, "\(after)")
            try expectEqual(try await till.standing(invoice), .open(invoice.gross, book: invoice.gross))
        },
        SettlementPromise("an entry that is removed is gone, and not settled") { till in
            let invoice = try await till.post(.salesInvoice, "FP-2026-1")
            try await till.books.removeEntry(invoice.reference)
            try expectEqual(try await till.standing(invoice), .gone)
        },
        SettlementPromise("reading again gives the same, reading on gives nothing new, and no entry of ours is taken for a payment") {
            till in
            let invoice = try await till.post(.salesInvoice, "FP-2026-1")
            _ = try await till.books.receive([(invoice.reference, nil)], onAccount: nil, on: day)
            let once = try await till.read()
            try expectEqual(try await till.read().entries, once.entries)
            till.books.kit.clock.move(seconds: 7 * 24 * 3_600)
            try expectEqual(try await till.read(after: once.next).entries.filter { !once.entries.contains($0) }, [])
            try expect(!once.entries.contains { $0.entry == invoice.posted.id }, "\(once.entries)")
        },
        SettlementPromise("every question is taken from the budget, and none is asked without") { till in
            let invoice = try await till.post(.salesInvoice, "FP-2026-1")
            _ = try await till.books.receive([(invoice.reference, nil)], onAccount: nil, on: day)
            _ = try await till.read()
            _ = try await till.standing(invoice)
            let kit = till.books.kit
            try expectEqual(kit.meter.taken, kit.line.calls)
            kit.meter.spend(true)
            try await expectFailure(.budgetSpent) { _ = try await till.read() }
            try await expectFailure(.budgetSpent) { _ = try await till.standing(invoice) }
            try expectEqual(kit.meter.taken, kit.line.calls)
        },
    ]
}

/// Books at work, with what was posted.
struct Till: Sendable {
    struct Item: Sendable {
        var reference: EntryReference
        var posted: PostedEntry
        var gross: Money
        var name: OpenItemName
    }

    let books: any SettlementHarness
    let reading: any SettlementReading
    let master: MasterData
    private let beginning: TargetCursor

    init(_ books: any SettlementHarness) async throws {
        self.books = books
        guard let reading = books.connector.settlementReading else { throw BrokenConnectorPromise(description: "it tells of no payments") }
        self.reading = reading
        master = try await books.connector.masterData(known: nil)
        beginning = try await reading.settlementsBeginning(on: books.kit.clock.now().dateUTC, with: master)
    }

    func post(_ kind: SampleKind, _ reference: EntryReference) async throws -> Item {
        let order = try await books.order(kind, reference)
        let posted = try await books.connector.post(order, with: master)
        let gross = order.entry.lines.filter { $0.role == .party }.map(\.amount).total(order.entry.currency)
        let name = OpenItemName(side: .debtor, relation: order.relation, entry: posted.id, reference: reference)
        return Item(reference: reference, posted: posted, gross: gross, name: name)
    }

    /// Everything since the beginning, or since a place.
    func read(after cursor: TargetCursor? = nil) async throws -> SettlementPage {
        var all = SettlementPage(entries: [], next: cursor ?? beginning, hasMore: true)
        for _ in 0..<100 where all.hasMore {
            let page = try await reading.settlements(after: all.next, with: master)
            all.entries = all.entries.filter { known in !page.entries.contains { $0.id == known.id } } + page.entries
            all.gone += page.gone
            all.completeDays += page.completeDays
            (all.next, all.hasMore) = (page.next, page.hasMore)
        }
        if all.hasMore { throw BrokenConnectorPromise(description: "a stream without an end") }
        return all
    }

    /// The one payment there is.
    func only() async throws -> SettlingEntry {
        let entries = try await read().entries
        guard let entry = entries.first, entries.count == 1 else {
            throw BrokenConnectorPromise(description: "one payment expected: \(entries)")
        }
        return entry
    }

    private func isFor(_ item: Item, _ line: SettlingLine) -> Bool {
        guard case .item(let name) = line.role else { return false }
        return name.entry == item.posted.id || (name.entry == nil && name.reference == item.reference)
    }

    /// What payments take off an item, in its sign.
    func taken(off item: Item, in entries: [SettlingEntry]) -> Money {
        entries.flatMap(\.lines).filter { isFor(item, $0) }.map { -$0.amount }.total(item.gross.currency)
    }

    func payment(on item: Item, _ entries: [SettlingEntry]) throws -> SettlingEntry {
        guard let entry = entries.first(where: { $0.lines.contains { isFor(item, $0) } }) else {
            throw BrokenConnectorPromise(description: "no payment on \(item.reference): \(entries)")
        }
        return entry
    }

    func standing(_ item: Item) async throws -> OpenItem.Standing? {
        try await reading.openItems([item.name], with: master).first { $0.name == item.name }?.standing
    }
}

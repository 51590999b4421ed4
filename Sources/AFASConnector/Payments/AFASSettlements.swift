public import BridgeConnector
import BridgeDomain

/// Open items and what settles them (reference `afas-profit` §12).
///
/// An entry that was deleted shows in no read of changes. So it goes by booking days: the service says which were touched, and each of them is
/// read whole, all daybooks but those that make invoices. That an item is no longer in the list of open items proves nothing by itself: it was
/// paid only if its own entry is still there.
struct AFASSettlements: SettlementReading {
    let client: AFASClient
    let settings: AFASSettings

    /// Booking days read in one page.
    static let daysPerPage = 10
    /// Items whose conditions fit into the 2,049 characters of a query.
    static let itemsPerQuestion = 20

    var openItemsAskedMax: Int { Self.itemsPerQuestion }

    private var unit: AFASCondition { AFASCondition("UnitId", String(settings.administration)) }
    private var numbers: AFASInvoiceNumber { AFASInvoiceNumber(settings.shortenings) }

    /// Days touched after the cursor, whole: one call for the days, one per 4,000 rows of ten days, one per 20 entries that span several days.
    func settlements(after cursor: TargetCursor, with master: MasterData) async throws(ConnectorError) -> SettlementPage {
        var cursor = try AFASDaysCursor(cursor)
        let from = cursor.from
        let touched = try await touchedDays(since: from).filter { day in
            cursor.within.map { ($0.change, $0.day) < (day.change, day.day) } ?? true
        }
        let page = touched.prefix(Self.daysPerPage)
        let hasMore = page.count < touched.count
        let entries = page.isEmpty ? [] : try await entries(on: page.map(\.day), master)
        if let last = page.last {
            cursor.high = max(last.change, cursor.high ?? last.change)
            cursor.within = hasMore ? (from, last.change, last.day) : nil
        } else {
            cursor.within = nil
        }
        return SettlementPage(entries: entries, completeDays: page.map(\.day), next: cursor.target, hasMore: hasMore)
    }

    /// No call: changes have the time at which they were made.
    func settlementsBeginning(on day: CalendarDate, with master: MasterData) async throws(ConnectorError) -> TargetCursor {
        AFASDaysCursor(high: AFASClock.Moment(day.description)).target
    }

    /// How items stand: one call for their entries, and one for the open items of debtors.
    func openItems(_ names: [OpenItemName], with master: MasterData) async throws(ConnectorError) -> [OpenItem] {
        var items: [OpenItem] = []
        var rest = names[...]
        while !rest.isEmpty {
            items += try await standing(Array(rest.prefix(Self.itemsPerQuestion)), master)
            rest = rest.dropFirst(Self.itemsPerQuestion)
        }
        return items
    }
}

// MARK: - Entries of a day

extension AFASSettlements {
    private func touchedDays(since from: AFASClock.Moment?) async throws(ConnectorError) -> [(change: AFASClock.Moment, day: CalendarDate)]
    {
        let conditions = from.map { [AFASCondition("Modified", .atLeast, $0.description)] } ?? []
        let query = AFASQuery(settings.connectors.changedDays, where: conditions, order: ["Modified", "EntryDate"])
        var days: [CalendarDate: AFASClock.Moment] = [:]
        for row in try await client.rows(query) {
            guard let day = row.date("EntryDate"), let change = row.moment("Modified") else {
                throw ConnectorError(
                    .misused, "A row of \(settings.connectors.changedDays) lacks what every row has: run the connection check")
            }
            days[day] = max(change, days[day] ?? change)
        }
        return days.map { ($0.value, $0.key) }.sorted { $0 < $1 }
    }

    private func entries(on days: [CalendarDate], _ master: MasterData) async throws(ConnectorError) -> [SettlingEntry] {
        // What makes invoices is left out where it is asked for, not afterwards: on a day of trade it is nearly everything.
        let others = master.daybooks.filter { AFASDaybook($0.type) == .invoices }.prefix(8)
        let groups = days.map { day in
            [unit, AFASCondition("EntryDate", day.description)] + others.map { AFASCondition("JournalId", .notEqual, $0.code) }
        }
        let grouped = AFASLedgerEntries(try await rows(groups))
        var whole: [[AFASLedgerRow]] = []
        var missing = grouped.incomplete[...]
        while !missing.isEmpty {
            let wanted = missing.prefix(Self.itemsPerQuestion)
            whole += AFASLedgerEntries(try await rows(wanted.map { [unit, AFASCondition("EntryNo", String($0))] })).complete
            missing = missing.dropFirst(Self.itemsPerQuestion)
        }
        return (grouped.complete + whole).compactMap { entry($0, master) }
    }

    private func rows(_ groups: [[AFASCondition]]) async throws(ConnectorError) -> [AFASLedgerRow] {
        let query = AFASQuery(settings.connectors.entryLines, anyOf: groups, order: ["UnitId", "EntryNo", "SeqNo"])
        var typed: [AFASLedgerRow] = []
        for row in try await client.rows(query, take: AFASProfitConnector.ledgerTake) {
            guard let row = AFASLedgerRow(row, books: settings.bookCurrency, axes: []) else {
                throw ConnectorError(
                    .misused, "A row of \(settings.connectors.entryLines) lacks what every row has: run the connection check")
            }
            typed.append(row)
        }
        return typed
    }

    /// An entry in our words; nil for one without a debtor or creditor.
    private func entry(_ rows: [AFASLedgerRow], _ master: MasterData) -> SettlingEntry? {
        guard let first = rows.first, let party = rows.first(where: { $0.relation != nil }) else { return nil }
        let type = master.daybooks.first { $0.code == first.JournalId }?.type ?? ""
        return SettlingEntry(
            id: PaymentID("\(settings.administration)/\(first.EntryNo)"), number: String(first.EntryNo),
            daybook: DaybookCode(first.JournalId), isMoney: AFASDaybook(type) == .money, date: party.EntryDate,
            lines: rows.map { row in
                SettlingLine(id: String(row.SeqNo), role: role(row), amount: row.own, bookAmount: row.amount)
            })
    }

    private func role(_ row: AFASLedgerRow) -> SettlingLine.Role {
        guard let relation = row.relation else { return .ledger(AccountCode(row.LedgerAccount)) }
        guard let invoice = row.InvoiceId else { return .party(relation.kind, relation.target) }
        return .item(OpenItemName(side: relation.kind, relation: relation.target, reference: numbers.reference(of: invoice)))
    }
}

// MARK: - Items

extension AFASSettlements {
    private func standing(_ names: [OpenItemName], _ master: MasterData) async throws(ConnectorError) -> [OpenItem] {
        let asked = names.compactMap { name -> (name: OpenItemName, invoice: String)? in
            numbers.number(of: name.reference).map { (name, $0) }
        }
        guard !asked.isEmpty else { return names.map { OpenItem(name: $0, standing: .gone) } }
        let lines = try await rows(asked.map { [unit, AFASCondition("InvoiceId", $0.invoice)] })
        let open = try await openBalances(asked)
        var items: [OpenItem] = []
        for name in names {
            let invoice = asked.first { $0.name == name }?.invoice
            let own = lines.filter { row in
                row.InvoiceId == invoice && row.relation?.kind == name.side
                    && (name.relation == nil || row.relation?.target == name.relation)
            }
            items.append(OpenItem(name: name, standing: standing(name, own, open, master)))
        }
        return items
    }

    private func standing(
        _ name: OpenItemName, _ lines: [AFASLedgerRow], _ open: [OpenItemName: (Money, Money)], _ master: MasterData
    ) -> OpenItem.Standing {
        let made = lines.first { row in
            AFASDaybook(master.daybooks.first { $0.code == row.JournalId }?.type ?? "") == .invoices
        }
        guard let made else { return .gone }
        if name.side == .creditor {
            // Profit's list of creditors' items tells no balance (reference §3.5): what is open is the sum of the lines.
            let own = lines.filter { $0.own.currency == made.own.currency }
            let (sum, book) = (own.map(\.own).total(made.own.currency), own.map(\.amount).total(made.amount.currency))
            return sum.isZero ? .settled : .open(sum, book: book)
        }
        guard let (amount, book) = open[name] else { return .settled }
        // The sign of a credit note in the list is not certain (reference §17, 9): its own entry has it.
        func signed(_ money: Money) -> Money { made.amount.isNegative ? -money.magnitude : money.magnitude }
        return .open(signed(amount), book: signed(book))
    }

    /// What the list of open items says, in the item's currency and in that of the books.
    private func openBalances(_ asked: [(name: OpenItemName, invoice: String)]) async throws(ConnectorError) -> [OpenItemName: (
        Money, Money
    )] {
        let debtors = asked.filter { $0.name.side == .debtor }
        guard !debtors.isEmpty else { return [:] }
        let query = AFASQuery(
            settings.connectors.openDebtorItems, anyOf: debtors.map { [unit, AFASCondition("InvoiceNr", $0.invoice)] },
            order: ["UnitId", "DebtorId", "InvoiceNr"])
        var balances: [OpenItemName: (Money, Money)] = [:]
        for row in try await client.rows(query) {
            guard let invoice = row.text("InvoiceNr"), let debtor = row.text("DebtorId"),
                let currency = row.text("CurrencyId").map({ Currency(code: $0) }) ?? settings.bookCurrency,
                let amount = row.money("BalanceCurr", currency), let book = row.money("Balance", settings.bookCurrency)
            else {
                throw ConnectorError(
                    .misused, "A row of \(settings.connectors.openDebtorItems) lacks what every row has: run the connection check")
            }
            let relation = AFASRelationID(.debtor, debtor).target
            for item in debtors where item.invoice == invoice && (item.name.relation == nil || item.name.relation == relation) {
                balances[item.name] = (currency == settings.bookCurrency ? book : amount, book)
            }
        }
        return balances
    }
}

/// What a daybook is for, by its type as Profit writes it in Dutch or English.
enum AFASDaybook: Hashable, Sendable {
    case invoices, money, others

    init(_ type: String) {
        let type = type.lowercased()
        func begins(_ words: [String]) -> Bool { words.contains { type.hasPrefix($0) } }
        if begins(["verkoop", "inkoop", "sales", "purchase"]) {
            self = .invoices
        } else if begins(["bank", "kas", "cash"]) {
            self = .money
        } else {
            self = .others
        }
    }
}

extension AFASProfitConnector {
    /// AFAS Profit tells of open items and what settles them, when the App Connector has the GetConnectors for it.
    public var settlementReading: (any SettlementReading)? { AFASSettlements(client: client, settings: settings) }
}

import BridgeDomain

/// One administration of KING Finance: its tables, its ledger, its periods.
struct FinanceBooks: Sendable {
    /// A record of a table, with the day it was last changed.
    struct Record: Sendable, Codable {
        var values: [String: String]
        var changed: CalendarDate
    }

    /// How far a period is closed (reference king §5.1). The service minds only the second.
    enum Closing: String, Sendable, Codable {
        case users, everybody
    }

    /// What happens to it; what a snapshot keeps.
    struct State: Sendable, Codable {
        /// By table, by key.
        var tables: [String: [String: Record]] = [:]
        var ledger = Ledger()
        /// By `2026/11`.
        var closings: [String: Closing] = [:]
        /// By `2026`.
        var yearClosings: [String: Closing] = [:]
        /// The last row's number, by year, journal and period.
        var lastRows: [String: Int] = [:]
    }

    let administration: KingSandbox.Administration
    var state = State()

    init(_ administration: KingSandbox.Administration, today: CalendarDate) {
        self.administration = administration
        for period in administration.closedPeriods { state.closings["\(period.year)/\(period.number)"] = .everybody }
        for (name, records) in administration.records {
            guard let table = Table.all[name] else { continue }
            for record in records { state.tables[name, default: [:]][table.keyText(record)] = Record(values: record, changed: today) }
        }
    }

    /// The record of that key.
    func record(_ table: String, _ key: String) -> [String: String]? { state.tables[table]?[key]?.values }

    /// Records in order of key, as numbers where keys are numbers.
    func records(_ table: String) -> [Record] {
        (state.tables[table] ?? [:]).sorted { ($0.key.utf8.count, $0.key) < ($1.key.utf8.count, $1.key) }.map(\.value)
    }

    // MARK: Accounts

    /// What a number of the shared number space stands for.
    enum Account {
        case ledger([String: String])
        case relation(KingSandbox.RelationKind, [String: String])
    }

    /// The account of that number; nil when there is none.
    func account(_ number: String) -> Account? {
        guard let value = Int(number) else { return nil }
        if administration.debtorRange.contains(value) { return record("DEB", number).map { .relation(.debtor, $0) } }
        if administration.creditorRange.contains(value) { return record("CRE", number).map { .relation(.creditor, $0) } }
        return record("GRB", number).map { .ledger($0) }
    }

    // MARK: Periods

    /// The period's days; nil for the opening and for corrections, which have none, and for a period there is not.
    func dates(year: Int, period: Int) -> ClosedRange<CalendarDate>? {
        let count = administration.periodsPerYear
        guard administration.years.contains(year), (1...count).contains(period) else { return nil }
        if count == 13 {
            guard let start = CalendarDate(year: year, month: 1, day: 1)?.adding(days: 28 * (period - 1)),
                let last = CalendarDate(year: year, month: 12, day: 31)
            else { return nil }
            return start...(period == 13 ? last : start.adding(days: 27))
        }
        let months = 12 / count
        guard let start = CalendarDate(year: year, month: (period - 1) * months + 1, day: 1) else { return nil }
        return start...start.endOfMonth(adding: months - 1)
    }

    func hasPeriod(year: Int, period: Int) -> Bool {
        administration.years.contains(year) && (period == 0 || period == 14 || (1...administration.periodsPerYear).contains(period))
    }

    /// Closed for everybody, the service included.
    func isClosed(year: Int, period: Int) -> Bool {
        state.yearClosings[String(year)] == .everybody || state.closings["\(year)/\(period)"] == .everybody
    }

    // MARK: Journals

    /// Lines of bank and cash journals settle items. The letters of kinds are not published; these are the simulator's.
    func settles(_ journal: String) -> Bool { ["B", "K"].contains(record("DAGBOEK", journal)?["SRT"] ?? "") }
}

import BridgeConnector
public import BridgeDomain
import BridgeEngine
import BridgeJournal
public import BridgeReconciliation
public import BridgeReports
public import BridgeSource

/// What *Reconcile* shows, read once.
public struct ReconcileStanding: Sendable {
    public let bridge: OpenBridge
    public let dates: ClosedRange<CalendarDate>
    public let rows: [ControlTable.Row]
    public let slices: [ControlSlice]
    /// Documents that differ, each with what was said of its difference: ``shown``, and one more where there are others.
    public let judged: [JudgedDifference]
    /// How many of them are shown.
    public let shown: Int
    /// Figures that differ with what was said of them, where the range is a month.
    public let figures: [JudgedDifference]
    /// Parked documents of these dates, counted up to ``parkedMax``.
    public let parked: Int
    /// False where the books cannot be read.
    public let readsBooks: Bool
    public var source: Asked?

    /// Parked documents that are counted.
    public static let parkedMax = 100
    /// Differing documents of an export.
    public static let exportMax = 1_000
    /// Months that are shown at once; of a longer range the last ones.
    public static let monthsMax = 36

    public var sides: [ControlTable.Sides] { ControlTable.sides(of: rows) }
    public var currencies: [Currency] { sides.map(\.sent.currency) }

    /// What differs of a row and what was said of it; nil where it agrees, and where the range is no month.
    public func difference(of row: ControlTable.Row) -> JudgedDifference? {
        figures.first {
            guard case .figure(let figure) = $0.difference.subject else { return false }
            return figure.daybook == row.daybook && figure.vatCode == row.vatCode && figure.currency == row.sent.net.currency
        }
    }

    /// True where every document that differs was explained, and together they are all that is different in that currency: then no figure of it is
    /// left that nobody explained.
    public func isExplained(_ currency: Currency) -> Bool {
        guard isWhole, let sides = sides.first(where: { $0.sent.currency == currency }) else { return false }
        let own = judged.filter { $0.document?.sent?.currency == currency || $0.document?.booked?.currency == currency }
        let amounts = own.compactMap(\.difference.amount)
        return !own.isEmpty && amounts.count == own.count && !own.contains(where: \.isOpen) && amounts.total(currency) == sides.difference
    }

    /// True where every document that differs is among ``judged``.
    public var isWhole: Bool { judged.count <= shown }

    /// The question answered, in a word. The raw value is a promise: it stands in the answers of the API.
    public enum Verdict: String, Hashable, Sendable, CaseIterable {
        /// Nothing is dated in this range.
        case nothing
        case agrees
        /// The books took all of it, and cannot be read.
        case taken
        /// Some of it was not read back yet.
        case unread
        /// What differs was explained.
        case explained
        case differs
    }

    /// What the figures and the documents say.
    public var verdict: Verdict {
        if rows.isEmpty { return .nothing }
        if !judged.isEmpty { return isWhole && !judged.contains(where: \.isOpen) ? .explained : .differs }
        guard rows.allSatisfy(\.agrees) else { return .unread }
        return readsBooks ? .agrees : .taken
    }

    /// What the source said when it was asked.
    public enum Asked: Sendable {
        case told(ControlTable)
        case failed(SourceError)
    }
}

extension Acts {
    /// Source = sent = booked over invoice dates, with up to `shown` of the documents that differ (1…1,000). Where the source is asked for its own
    /// totals, that costs it work.
    public func reconcile(
        _ bridge: OpenBridge, _ dates: ClosedRange<CalendarDate>, shown: Int, asksSource: Bool = false
    ) async throws -> ReconcileStanding {
        let reconciliation = Reconciliation(journal: journal, bridge: bridge.id)
        let book = DifferenceBook(journal: journal, bridge: bridge.id)
        let parts = await bridge.parts()
        let rows = try await reconciliation.rows(dates: dates)
        let differing = try await DifferingDocument.read(
            bridge.id, dates: dates, limit: min(shown + 1, ReconcileStanding.exportMax), journal: journal)
        var figures: [JudgedDifference] = []
        if let month = dates.month { figures = try await book.judge(rows, of: month) }
        var standing = ReconcileStanding(
            bridge: bridge, dates: dates, rows: rows, slices: try await reconciliation.slices(dates),
            judged: try await book.judge(differing), shown: shown, figures: figures,
            parked: try await journal.list(
                PostingFilter(bridge: bridge.id, states: [.parked], invoiceDates: dates), before: nil, limit: ReconcileStanding.parkedMax
            ).count, readsBooks: parts.map { !$0.connector.capabilities.deliversInBatches } ?? true)
        if asksSource { standing.source = try await sourceTotals(bridge, dates) }
        return standing
    }

    /// Asks the source for its own totals, which costs it work; what it cannot tell is told as an outcome.
    public func sourceTotals(_ bridge: OpenBridge, _ dates: ClosedRange<CalendarDate>) async throws -> ReconcileStanding.Asked {
        guard let parts = await bridge.parts() else { throw ActRefusal.notSetUp }
        do {
            let approved = try await parts.source.controlTotals(from: dates.lowerBound, to: dates.upperBound)
            return .told(try await Reconciliation(journal: journal, bridge: bridge.id).table(dates: dates, approved: approved))
        } catch let error as SourceError {
            return .failed(error)
        }
    }

    /// The dates that are asked for, this month where none are; of a long range the last ``ReconcileStanding/monthsMax`` months.
    public func dates(from: CalendarDate?, to: CalendarDate?, of bridge: OpenBridge) -> ClosedRange<CalendarDate> {
        let today = bridge.zone.date(of: clock.now())
        let (from, to) = (from.map(Self.bounded), to.map(Self.bounded))
        guard from != nil || to != nil else { return Self.month(of: today) }
        let last = to ?? max(today, from ?? today)
        let first = from ?? Self.month(of: last).lowerBound
        let (start, end) = (min(first, last), max(first, last))
        return max(start, end.endOfMonth(adding: -ReconcileStanding.monthsMax).adding(days: 1))...end
    }

    /// The days of the month a day lies in.
    public static func month(of day: CalendarDate) -> ClosedRange<CalendarDate> {
        let last = day.endOfMonth()
        return day.endOfMonth(adding: -1).adding(days: 1)...last
    }

    /// Months before and after are counted from these dates, and calendars end somewhere.
    private static let (firstDay, lastDay) = (CalendarDate(daysSinceEpoch: 7_305), CalendarDate(daysSinceEpoch: 60_000))

    private static func bounded(_ date: CalendarDate) -> CalendarDate { min(max(date, firstDay), lastDay) }
}

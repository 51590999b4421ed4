public import BridgeDomain

/// What happens with a document whose period is closed (refusal N09, reference `dutch-finance` §9).
public enum PeriodPolicy: String, Hashable, Sendable, CaseIterable {
    /// It waits until the period is opened.
    case hold
    /// It is booked in the first open period after its own; the invoice date stays as it is.
    case firstOpen = "first_open"
    /// A person decides each time.
    case ask
}

/// A period of the books, as far as the decision needs it.
public struct BookPeriod: Hashable, Sendable {
    public var period: Period
    /// Its first and last day.
    public var from: CalendarDate
    public var to: CalendarDate
    /// True when the entry's daybook takes no postings in it.
    public var isClosed: Bool

    /// A period.
    public init(_ period: Period, from: CalendarDate, to: CalendarDate, isClosed: Bool) {
        self.period = period
        self.from = from
        self.to = to
        self.isClosed = isClosed
    }
}

/// Where an entry goes.
public enum PeriodDecision: Hashable, Sendable {
    /// Book it on this date in this period.
    case book(date: CalendarDate, Period)
    /// It waits for the period to be opened, by itself.
    case hold(Problem)
    /// A person has to say where it goes.
    case ask(Problem)
}

extension PeriodPolicy {
    /// Where an entry of `date` goes.
    ///
    /// - Parameter periods: the periods of the books, in any order. A date that lies in none of them needs a person: the books have to be
    ///   given the period first.
    public func decide(_ date: CalendarDate, periods: [BookPeriod]) -> PeriodDecision {
        guard let own = periods.first(where: { $0.from <= date && date <= $0.to }) else {
            return .ask(Problem(.periodUnknown, at: Place("invoice_date"), found: "\(date)"))
        }
        guard own.isClosed else { return .book(date: date, own.period) }
        let problem = Problem(.periodClosed, at: Place("invoice_date"), found: "\(own.period)")
        switch self {
        case .hold: return .hold(problem)
        case .ask: return .ask(problem)
        case .firstOpen:
            let open = periods.filter { !$0.isClosed && $0.from > own.to }.min { $0.from < $1.from }
            return open.map { .book(date: $0.from, $0.period) } ?? .hold(problem)
        }
    }
}

import BridgeDomain

extension Books {
    /// The period that holds `date` in the period-date table.
    func period(of date: CalendarDate) -> Period? {
        let moment = Timestamp(date).milliseconds
        // Three years of months: a scan is quicker than an index.
        return self[.periods].rows.first { ($0[.StartDate].moment ?? 0) <= moment && moment <= ($0[.EndDate].moment ?? 0) }.map {
            Period(year: $0.integer(.FinYear), number: $0.integer(.FinPeriod))
        }
    }

    func hasPeriod(_ period: Period) -> Bool {
        self[.periods].rows.contains { $0.integer(.FinYear) == period.year && $0.integer(.FinPeriod) == period.number }
    }

    func isClosed(_ period: Period, journal: String) -> Bool {
        closedPeriods.contains(.init(period)) || closedPeriods.contains(.init(journal: journal, period))
    }
}

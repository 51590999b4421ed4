import BridgeDomain

/// When an invoice must be paid.
enum DueDate {
    /// Month-ends are counted first, from the invoice's own month on, then days: 17 January with 2 month-ends and 15 days gives 31 March
    /// and so 15 April (reference §6.4).
    static func of(_ date: CalendarDate, _ condition: Row) -> CalendarDate {
        let monthEnds = condition.integer(.PaymentEndOfMonths)
        let start = monthEnds > 0 ? date.endOfMonth(adding: monthEnds) : date
        return start.adding(days: condition.integer(.PaymentDays))
    }
}

import BridgeDomain
import Testing

@testable import ColumnSource

@Suite struct StyleTests {
    @Test(arguments: [
        (NumberStyle.Mark.point, NumberStyle.Thousands.none, "12.50", "12.5"), (.point, .none, "-3", "-3"), (.point, .none, "3-", "-3"),
        (.point, .none, "(3.10)", "-3.1"), (.point, .none, "+3", "3"), (.point, .none, "21%", "21"), (.point, .none, "9 %", "9"),
        (.point, .none, ".5", "0.5"), (.point, .comma, "1,234.50", "1234.5"), (.comma, .none, "12,50", "12.5"),
        (.comma, .point, "-1.234.567,89", "-1234567.89"), (.comma, .space, "1 234,5", "1234.5"), (.point, .apostrophe, "1'234.5", "1234.5"),
    ])
    func `numbers are read in the style of the file`(mark: NumberStyle.Mark, thousands: NumberStyle.Thousands, text: String, value: String)
    {
        #expect(NumberStyle(mark: mark, thousands: thousands).number(text)?.description == value)
    }

    @Test(arguments: [
        (NumberStyle.Mark.point, NumberStyle.Thousands.none, "12,50"), (.comma, .none, "12.50"), (.comma, .none, "1.234"),
        (.comma, .point, "1.23"), (.comma, .point, "12.34,5"), (.point, .comma, "1,23.4"), (.point, .none, "--3"), (.point, .none, "-3-"),
        (.point, .none, "5."), (.point, .none, "."), (.point, .none, "-"), (.point, .none, ""), (.point, .none, "1e3"),
        (.point, .none, "€5"),
        (.point, .none, "1 000"), (.point, .none, "1.2.3"), (.point, .none, "()"),
    ])
    func `a number in another style is no number, rather than a wrong one`(
        mark: NumberStyle.Mark, thousands: NumberStyle.Thousands, text: String
    ) {
        #expect(NumberStyle(mark: mark, thousands: thousands).number(text) == nil)
    }

    @Test(arguments: [
        (DateOrder.yearMonthDay, "2010-12-01", "2010-12-01"), (.yearMonthDay, "2010-12-01 08:26:00", "2010-12-01"),
        (.yearMonthDay, "2010-12-01T08:26", "2010-12-01"), (.yearMonthDay, "20101201", "2010-12-01"),
        (.yearMonthDay, "2010/1/2", "2010-01-02"),
        (.dayMonthYear, "1-12-2010", "2010-12-01"), (.dayMonthYear, "01.12.2010", "2010-12-01"),
        (.monthDayYear, "12/01/2010", "2010-12-01"),
    ])
    func `dates are read in the order of the file`(order: DateOrder, text: String, date: String) {
        #expect(order.date(text)?.description == date)
    }

    @Test(arguments: [
        (DateOrder.yearMonthDay, "01-12-2010"), (.dayMonthYear, "2010-12-01"), (.dayMonthYear, "01-12-10"), (.dayMonthYear, "12/31/2010"),
        (.monthDayYear, "31/12/2010"), (.yearMonthDay, "2010-02-30"), (.yearMonthDay, ""), (.yearMonthDay, "2010-12"),
        (.yearMonthDay, "40513"),
    ])
    func `a date in another order is no date`(order: DateOrder, text: String) {
        #expect(order.date(text) == nil)
    }
}

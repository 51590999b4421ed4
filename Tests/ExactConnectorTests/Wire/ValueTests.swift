import BridgeDomain
import BridgeJSON
import Testing

@testable import ExactConnector

@Suite struct `Values on the wire` {
    @Test(arguments: [
        ("/Date(1717027200000)/", "2024-05-30"), ("/Date(0)/", "1970-01-01"), ("/Date(-86400000)/", "1969-12-31"),
        ("/Date(1717027199999)/", "2024-05-29"),
    ])
    func `a date is midnight as if in UTC`(text: String, date: String) {
        #expect(ExactValue.date(.string(text)) == CalendarDate(date))
    }

    @Test(arguments: ["2024-05-30", "/Date()/", "/Date(12", ""])
    func `other text is no date`(text: String) { #expect(ExactValue.date(.string(text)) == nil) }

    @Test func `a date goes out without a zone`() {
        #expect(ExactValue.body(CalendarDate("2024-05-30") ?? CalendarDate(daysSinceEpoch: 0)) == "2024-05-30T00:00:00")
    }

    @Test(arguments: [
        ("1132.5", "1132.5"), ("-16.499999999999996", "-16.5"), ("0.1000000000000000055511151231257827", "0.1"), ("90", "90"),
        ("1E-05", "0.00001"), ("1.5e3", "1500"), ("-0.00000000049", "0"), ("9.9e-20", "0"), ("116.49999999999999", "116.5"),
    ])
    func `a number is read exactly, without the tail of binary sums`(text: String, value: String) throws {
        #expect(ExactValue.decimal(try JSON(parsing: text)) == ExactDecimal(value))
    }

    @Test(arguments: ["1e400", "123456789012345678901234567890", "\"x\"", "null", "true"])
    func `what is no amount is not guessed`(text: String) throws { #expect(ExactValue.decimal(try JSON(parsing: text)) == nil) }

    @Test func `an amount goes out with its decimals`() {
        #expect(ExactValue.body(Money(minorUnits: 9_000, .eur)).description == "90.00")
        #expect(ExactValue.body(Money(minorUnits: -5, .eur)).description == "-0.05")
    }

    @Test(arguments: [("\"123\"", 123), ("123", 123)])
    func `64 bits come as text or number`(text: String, value: Int64) throws {
        #expect(ExactValue.integer(try JSON(parsing: text)) == value)
    }

    @Test(arguments: [("\"2  \"", "2"), ("\"VN \"", "VN"), ("\"             10042\"", "10042"), ("\"   \"", nil), ("null", nil)])
    func `codes lose their padding`(text: String, code: String?) throws {
        #expect(ExactValue.code(try JSON(parsing: text)) == code)
    }

    @Test func `quotes in a filter are doubled`() { #expect(ExactFilter.text("d'Arc") == "'d''Arc'") }

    @Test(arguments: [
        ("1.08", "0.925925925926"), ("1.0800", "0.925925925926"), ("4", "0.25"), ("0.85", "1.176470588235"), ("162.35", "0.006159531876"),
        ("1", "1"), ("0.000000001", "1000000000"), ("3", "0.333333333333"), ("1.5", "0.666666666667"),
    ])
    func `our rate is turned round`(ours: String, theirs: String) throws {
        #expect(ExactRate.inverted(try #require(ExactDecimal(ours))) == ExactDecimal(theirs))
    }

    @Test func `their rate gives our amount in the books back`() throws {
        let usd = try #require(Currency(code: "USD"))
        for (rate, cents) in [("1.0800", 1_234_567_89), ("1.23456", 99_999_999), ("0.9137", 1), ("1.0501", 7_000_000_00)]
            as [(String, Int64)]
        {
            let ours = try #require(ExactDecimal(rate))
            let amount = Money(minorUnits: cents, usd)
            let theirs = try #require(ExactRate.inverted(ours))
            let converted = try #require(amount.multiplied(by: theirs))
            #expect(converted.minorUnits == amount.converted(to: .eur, rate: ours)?.minorUnits, "\(rate)")
        }
    }

    @Test(arguments: ["0", "-1"])
    func `a rate that is not above zero has no other side`(rate: String) throws {
        #expect(ExactRate.inverted(try #require(ExactDecimal(rate))) == nil)
    }
}

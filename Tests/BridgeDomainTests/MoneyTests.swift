import Testing

@testable import BridgeDomain

struct MoneyTests {
    @Test(arguments: [("12.60", 1260), ("-0.05", -5), ("3", 300), ("3.1", 310), ("+7.00", 700), ("0", 0), ("-0.00", 0)])
    func `plain text becomes an amount to the cent`(text: String, cents: Int) {
        #expect(Money(text, .eur)?.minorUnits == Int64(cents))
    }

    @Test(arguments: ["", "-", ".5", "5.", "1,50", "1.234,56", "1e3", " 1", "12.601", "12.600", "NaN", "99999999999999999999", "१२"])
    func `anything else is no amount`(text: String) {
        #expect(Money(text, .eur) == nil)
    }

    @Test(arguments: [("EUR", "1.23", true), ("JPY", "123", true), ("JPY", "1.2", false), ("KWD", "1.234", true), ("CLF", "1.2345", true)])
    func `decimals follow the currency`(code: String, text: String, isAmount: Bool) {
        let amount = Money(text, currency(code))
        #expect((amount != nil) == isAmount)
        if let amount { #expect(amount.amountText == text) }
    }

    /// Scenarios S03, S04, S12, S19, S29, S30 and their mirrors.
    @Test(arguments: [
        ("50.50", "9", "4.55"), ("-50.50", "9", "-4.55"), ("1.50", "9", "0.14"), ("0.50", "9", "0.05"), ("-0.50", "9", "-0.05"),
        ("59.40", "21", "12.47"), ("65.16", "21", "13.68"), ("204.60", "9", "18.41"), ("257.81", "9", "23.20"), ("134.12", "9", "12.07"),
        ("145.00", "7.5", "10.88"), ("100.00", "25.5", "25.50"), ("0.01", "50", "0.01"), ("0.01", "49.9", "0.00"),
    ])
    func `VAT is rounded half away from zero`(base: String, rate: String, vat: String) {
        #expect(euro(base).percentage(decimal(rate)) == euro(vat))
    }

    @Test(arguments: UInt64(0)..<50)
    func `a credit mirrors its invoice`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let amount = Money(minorUnits: Int64.random(in: 0...1_000_000_000, using: &random), .eur)
            let rate = ExactDecimal(significand: Int64.random(in: 0...40_000, using: &random), decimals: 3)
            let exchange = ExactDecimal(significand: Int64.random(in: 1...9_999_999, using: &random), decimals: 6)
            #expect((-amount).percentage(rate) == amount.percentage(rate).map { -$0 }, "replay with seed \(seed)")
            #expect((-amount).multiplied(by: rate) == amount.multiplied(by: rate).map { -$0 })
            #expect((-amount).converted(to: .eur, rate: exchange) == amount.converted(to: .eur, rate: exchange).map { -$0 })
        }
    }

    @Test(arguments: [
        ("S18a", "10800.00", "USD", "1.0800", "10000.00"), ("S18b", "10800.00", "USD", "1.1000", "9818.18"),
        ("S19 total", "1000.00", "GBP", "0.8637", "1157.81"), ("S19 line", "333.33", "GBP", "0.8637", "385.93"),
        ("S20 gross", "1090.00", "USD", "1.0850", "1004.61"), ("S20 net", "1000.00", "USD", "1.0850", "921.66"),
        ("S20 VAT", "90.00", "USD", "1.0850", "82.95"), ("P05", "4320.00", "USD", "1.0800", "4000.00"),
        ("no decimals", "1000000", "JPY", "162.5", "6153.85"), ("three decimals", "1.234", "KWD", "0.3333", "3.70"),
    ])
    func `foreign amounts convert to the cent`(name: String, amount: String, code: String, rate: String, expected: String) {
        #expect(money(amount, currency(code)).converted(to: .eur, rate: decimal(rate)) == euro(expected), "\(name)")
    }

    @Test(arguments: [ExactDecimal.zero, -1])
    func `a rate that is not positive converts nothing`(rate: ExactDecimal) {
        #expect(euro("1.00").converted(to: .eur, rate: rate) == nil)
    }

    @Test func `a result beyond 64 bits is no amount`() {
        let largest = Money(minorUnits: .max, .eur)
        #expect(largest.multiplied(by: 2) == nil)
        #expect(largest.percentage(101) == nil)
        #expect(largest.percentage(100) == largest)
        #expect(largest.converted(to: .eur, rate: decimal("0.000000000001")) == nil)
        #expect(Money(price: ExactDecimal(.max), quantity: ExactDecimal(.max), .eur) == nil)
    }

    @Test(arguments: [
        ("0.1875", "1375", "257.81"), ("0.3500", "400", "140.00"), ("4.95", "12", "59.40"), ("0.005", "1", "0.01"),
        ("-0.005", "1", "-0.01"),
        ("0.00499", "1", "0.00"), ("12345.67891", "0.125", "1543.21"),
    ])
    func `price times quantity is rounded once`(price: String, quantity: String, amount: String) {
        #expect(Money(price: decimal(price), quantity: decimal(quantity), .eur) == euro(amount))
    }

    /// Scenario S04: 30.00 over 250.00 and 59.40; scenario S19: the cent goes to the last line.
    @Test func `an allocation gives the remainder to the last part`() {
        #expect(euro("30.00").allocated(over: [25000, 5940]) == [euro("24.24"), euro("5.76")])
        let total = money("1000.00", currency("GBP")).converted(to: .eur, rate: decimal("0.8637"))
        #expect(total?.allocated(over: [33333, 33333, 33334]) == [euro("385.93"), euro("385.93"), euro("385.95")])
        #expect(euro("0.10").allocated(over: [1, 1, 1], remainderAt: 0) == [euro("0.04"), euro("0.03"), euro("0.03")])
    }

    @Test(arguments: UInt64(0)..<50)
    func `parts always add up to the whole`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let whole = Money(minorUnits: Int64.random(in: -1_000_000_000...1_000_000_000, using: &random), .eur)
            let count = Int.random(in: 1...40, using: &random)
            let weights = (0..<count).map { _ in Int64.random(in: -1_000...1_000_000, using: &random) }
            let place = Int.random(in: 0..<count, using: &random)
            let parts = whole.allocated(over: weights, remainderAt: place)
            #expect(parts.count == count)
            #expect(parts.total(.eur) == whole, "replay with seed \(seed)")
        }
    }

    @Test func `an allocation over nothing gives all to one part`() {
        #expect(euro("5.00").allocated(over: [0, 0], remainderAt: 0) == [euro("5.00"), .zero(.eur)])
        #expect(euro("5.00").allocated(over: [7, -7]) == [.zero(.eur), euro("5.00")])
    }

    @Test func `amounts from outside never trap: parts and sums beyond 64 bits are noticed`() {
        let large = Int64.max / 10
        #expect(euro("5.00").allocated(over: [large, 1 - large]) == [.zero(.eur), euro("5.00")])
        #expect(Money(minorUnits: .max, .eur).allocated(over: [3, 2, -4], remainderAt: 0).map(\.minorUnits) == [.max, 0, 0])
        #expect([Money(minorUnits: .max, .eur), Money(minorUnits: 1, .eur)].totalIfItFits(.eur) == nil)
        #expect(
            [Money(minorUnits: .max, .eur), Money(minorUnits: .max, .eur), Money(minorUnits: -.max, .eur)].totalIfItFits(.eur)?.minorUnits
                == .max)
    }

    @Test(arguments: [
        ("121.00", "21", "21.00"), ("109.00", "9", "9.00"), ("1.00", "9", "0.08"), ("0.03", "21", "0.01"), ("-0.03", "21", "-0.01"),
        ("5.00", "0", "0.00"), ("107.50", "7.5", "7.50"), ("-109.00", "9", "-9.00"),
    ])
    func `the VAT in an amount that includes it is rounded half away from zero`(gross: String, rate: String, vat: String) {
        #expect(euro(gross).included(percentage: decimal(rate)) == euro(vat))
        #expect(euro(gross).included(percentage: -1) == nil)
    }

    @Test func `amounts keep their text through the journal`() throws {
        #expect(euro("-12.60").description == "-12.60 EUR")
        #expect(money("1500", currency("JPY")).description == "1500 JPY")
        #expect(Money(minorUnits: -5, .eur).amountText == "-0.05")
        #expect(Money(minorUnits: .max, .eur).amountText == "92233720368547758.07")
    }
}

import Testing

@testable import BridgeDomain

struct ExactDecimalTests {
    @Test(arguments: [
        ("0.35", "0.35"), ("0.3500", "0.35"), ("-12.50", "-12.5"), ("007", "7"), ("1.000000000000000000", "1"), ("+3", "3"), ("-0", "0"),
        ("0.000000000001", "0.000000000001"), ("9223372036854775807", "9223372036854775807"), ("100", "100"), ("1.0850", "1.085"),
    ])
    func `text is read exactly`(text: String, canonical: String) {
        #expect(ExactDecimal(text)?.description == canonical)
    }

    @Test(arguments: [
        "", "+", "-", ".", "1.", ".1", "1.2.3", "1,2", "1 000", "0x10", "1e5", "--1", "1-", "0.0000000000001", "9223372036854775808",
        "-9223372036854775808", "１２", "inf",
    ])
    func `anything else is no decimal`(text: String) {
        #expect(ExactDecimal(text) == nil)
    }

    @Test(arguments: UInt64(0)..<20)
    func `what is written is read back`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let digits = Int64.random(in: -Int64.max...Int64.max, using: &random) >> Int64.random(in: 0...62, using: &random)
            let value = ExactDecimal(significand: digits, decimals: Int.random(in: 0...12, using: &random))
            #expect(ExactDecimal(value.description) == value, "replay with seed \(seed)")
            #expect(ExactDecimal(value.text(decimalsMin: 6)) == value)
        }
    }

    @Test func `equal values are one value`() {
        #expect(decimal("1.50") == decimal("1.5"))
        #expect(Set([decimal("1.50"), decimal("1.5"), ExactDecimal(significand: 15, decimals: 1)]).count == 1)
        #expect(decimal("0.9") < 1)
        #expect(decimal("-1.1") < decimal("-1.09"))
        #expect(decimal("9223372036854775807") > decimal("0.000000000001"))
    }

    @Test(arguments: [("2.345", 2, 235), ("-2.345", 2, -235), ("2.3449", 2, 234), ("2", 2, 200), ("0.5", 0, 1), ("-0.5", 0, -1)])
    func `scaling rounds ties away from zero`(text: String, places: Int, expected: Int) {
        #expect(decimal(text).scaled(to: places) == Int64(expected))
        #expect(decimal(text).rounded(to: places) == ExactDecimal(significand: Int64(expected), decimals: places))
    }

    @Test func `written decimals count trailing zeros`() {
        #expect(ExactDecimal.writtenDecimals("1.500") == 3)
        #expect(ExactDecimal.writtenDecimals("15") == 0)
        #expect(ExactDecimal.writtenDecimals("1,5") == nil)
        #expect(decimal("1.5").text(decimalsMin: 3) == "1.500")
    }
}

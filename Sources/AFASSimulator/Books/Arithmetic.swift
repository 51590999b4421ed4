import BridgeDomain

/// Sums and products of exact decimals; ties away from zero.
enum Arithmetic {
    /// The sum, exact while it fits 18 digits; beyond that decimals at the end are rounded away.
    static func sum(_ values: some Sequence<ExactDecimal>) -> ExactDecimal {
        decimal(values.reduce(Int128(0)) { $0 + scaled($1) }, ExactDecimal.decimalsMax)
    }

    static func difference(_ left: ExactDecimal, _ right: ExactDecimal) -> ExactDecimal { sum([left, -right]) }

    /// The product rounded to `places`.
    static func product(_ left: ExactDecimal, _ right: ExactDecimal, places: Int) -> ExactDecimal {
        let digits = Int128(left.significand) * Int128(right.significand)
        let shift = left.decimals + right.decimals - places
        return decimal(shift >= 0 ? divided(digits, power(shift)) : digits * power(-shift), places)
    }

    /// `percentage` percent of an amount, in cents.
    static func percentage(_ percentage: ExactDecimal, of amount: ExactDecimal) -> ExactDecimal {
        let digits = Int128(percentage.significand) * Int128(amount.significand)
        return decimal(divided(digits * 100, power(percentage.decimals + amount.decimals + 2)), 2)
    }

    private static func scaled(_ value: ExactDecimal) -> Int128 {
        Int128(value.significand) * power(ExactDecimal.decimalsMax - value.decimals)
    }

    private static func decimal(_ digits: Int128, _ places: Int) -> ExactDecimal {
        var (digits, places) = (digits, places)
        while places > 0, digits.isMultiple(of: 10) || Int64(exactly: digits) == nil {
            digits = divided(digits, 10)
            places -= 1
        }
        return ExactDecimal(significand: Int64(clamping: digits), decimals: places)
    }

    private static func power(_ exponent: Int) -> Int128 { (0..<exponent).reduce(Int128(1)) { power, _ in power * 10 } }

    private static func divided(_ dividend: Int128, _ divisor: Int128) -> Int128 {
        let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
        guard remainder.magnitude * 2 >= divisor.magnitude else { return quotient }
        return quotient + (dividend < 0 ? -1 : 1)
    }
}

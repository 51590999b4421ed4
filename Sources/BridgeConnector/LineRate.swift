public import BridgeDomain

/// Exchange rates for systems that hold each line's two amounts against its rate: foreign units per unit of the books' currency.
public enum LineRate {
    /// Decimals of a rate, unless a system allows fewer.
    public static let decimalsMax = 10

    /// The document's rate, unless a line does not agree with it to the cent: the cents that conversion left were put on that line, and its
    /// own rate is then the truth.
    public static func rate(_ rate: ExactDecimal, base: Money, foreign: Money) -> ExactDecimal {
        let rate = rate.rounded(to: decimalsMax)
        // Either side was rounded to half a minor unit: compared in units of 10^-decimals of the rate.
        var scale: Int128 = 1
        for _ in 0..<rate.decimals { scale *= 10 }
        let exact = Int128(base.minorUnits) * Int128(rate.significand) * power(foreign.currency.exponent)
        let shown = Int128(foreign.minorUnits) * scale * power(base.currency.exponent)
        let slack =
            (Int128(rate.significand) * power(foreign.currency.exponent) + scale * power(base.currency.exponent)) / 2
        if (exact - shown).magnitude <= slack.magnitude || base.isZero || foreign.isZero { return rate }
        let dividend = Int128(foreign.minorUnits) * power(base.currency.exponent) * power(decimalsMax)
        let divisor = Int128(base.minorUnits) * power(foreign.currency.exponent)
        let (quotient, rest) = dividend.quotientAndRemainder(dividingBy: divisor)
        let rounded = rest.magnitude * 2 >= divisor.magnitude ? quotient + 1 : quotient
        return Int64(exactly: rounded).map { ExactDecimal(significand: $0, decimals: decimalsMax) } ?? rate
    }

    private static func power(_ exponent: Int) -> Int128 {
        var result: Int128 = 1
        for _ in 0..<exponent { result *= 10 }
        return result
    }
}

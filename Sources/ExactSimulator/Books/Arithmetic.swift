import BridgeDomain

/// Amounts as whole minor units, multiplied and rounded half away from zero: "half-up at 2 decimals" (reference §12, item 18).
enum Arithmetic {
    /// `amount` with `places` decimals as minor units; nil beyond 64 bits.
    static func minor(_ amount: ExactDecimal, _ places: Int) -> Int64? { amount.scaled(to: places) }

    static func decimal(_ minor: Int64, _ places: Int) -> ExactDecimal { ExactDecimal(significand: minor, decimals: places) }

    /// `minor × factor`, from `places` decimals to `target`; nil beyond 64 bits.
    static func product(_ minor: Int64, _ factor: ExactDecimal, places: Int, target: Int) -> Int64? {
        let shift = places + factor.decimals - target
        let product = Int128(minor) * Int128(factor.significand)
        return Int64(exactly: shift >= 0 ? divided(product, power(shift)) : product * power(-shift))
    }

    /// The VAT inside a gross amount: `minor × f / (1 + f)`.
    static func contained(_ minor: Int64, _ fraction: ExactDecimal) -> Int64? {
        guard fraction.significand >= 0 else { return nil }
        let divisor = power(fraction.decimals) + Int128(fraction.significand)
        return Int64(exactly: divided(Int128(minor) * Int128(fraction.significand), divisor))
    }

    private static func power(_ exponent: Int) -> Int128 { (0..<exponent).reduce(Int128(1)) { power, _ in power * 10 } }

    private static func divided(_ dividend: Int128, _ divisor: Int128) -> Int128 {
        let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
        guard remainder.magnitude * 2 >= divisor.magnitude else { return quotient }
        return quotient + (dividend < 0 ? -1 : 1)
    }

    /// How many decimals amounts of a currency have; 2 for one we do not know.
    static func places(_ currency: String) -> Int { Currency(code: currency)?.exponent ?? 2 }
}

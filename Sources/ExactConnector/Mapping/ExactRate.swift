import BridgeDomain

/// Exchange rates in the direction the service uses: AmountFC × rate = AmountDC (reference `exact-online` §6.2).
enum ExactRate {
    /// Units of the books' currency per unit of the document's, from our rate, which is the other way round: 1.08 USD per euro becomes
    /// 0.925925925926. Rounded half away from zero to at most 12 decimals: an error below half a cent for amounts up to ten thousand
    /// million. nil when the rate is not above zero.
    static func inverted(_ unitsPerBookUnit: ExactDecimal) -> ExactDecimal? {
        guard unitsPerBookUnit.significand > 0 else { return nil }
        let divisor = Int128(unitsPerBookUnit.significand)
        // A tiny rate has a large inverse, which leaves less room for decimals.
        for places in stride(from: ExactDecimal.decimalsMax, through: 0, by: -1) {
            var dividend: Int128 = 1
            for _ in 0..<(unitsPerBookUnit.decimals + places) { dividend *= 10 }
            if let significand = Int64(exactly: (2 * dividend + divisor) / (2 * divisor)) {
                return ExactDecimal(significand: significand, decimals: places)
            }
        }
        return nil
    }
}

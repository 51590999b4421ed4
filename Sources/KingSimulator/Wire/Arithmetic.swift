import BridgeDomain

/// Sums of amounts in whole cents.
enum Arithmetic {
    /// The sum. Amounts have at most two decimals and twelve digits before them, so that no sum of a book's lines is out of reach.
    static func sum(_ amounts: some Sequence<ExactDecimal>) -> ExactDecimal {
        let cents = amounts.reduce(Int128(0)) { $0 + Int128($1.scaled(to: 2) ?? 0) }
        return ExactDecimal(significand: Int64(clamping: cents), decimals: 2)
    }
}

extension ExactDecimal {
    mutating func add(_ amount: ExactDecimal) { self = Arithmetic.sum([self, amount]) }
}

/// A sequence of numbers that looks random and hangs on its seed only (SplitMix64).
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private(set) var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// An exact amount in one currency, counted in minor units (cents for EUR).
///
/// There is no floating-point initialiser on purpose: an amount that was ever a binary float cannot be
/// reconciled to the cent with the ledger it is posted to. Arithmetic traps when currencies differ or the
/// 64 bits are left (± 92 quadrillion euros): both are our own faults, never a user's.
public struct Money: Hashable, Sendable {
    /// The amount in the currency's smallest unit.
    public let minorUnits: Int64
    /// The currency the amount is in.
    public let currency: Currency

    /// An amount counted in minor units: `Money(minorUnits: 1260, .eur)` is € 12.60.
    public init(minorUnits: Int64, _ currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// No money.
    public static func zero(_ currency: Currency) -> Money { Money(minorUnits: 0, currency) }

    /// Reads plain decimal text; nil when it is no number or writes more decimals than the currency has.
    public init?(_ text: some StringProtocol, _ currency: Currency) {
        guard let value = ExactDecimal(text), let written = ExactDecimal.writtenDecimals(text),
            written <= currency.exponent, let units = value.scaled(to: currency.exponent)
        else { return nil }
        self.init(minorUnits: units, currency)
    }

    /// A decimal value rounded half away from zero to the currency's smallest unit; nil beyond 64 bits.
    public init?(rounding value: ExactDecimal, _ currency: Currency) {
        guard let units = value.scaled(to: currency.exponent) else { return nil }
        self.init(minorUnits: units, currency)
    }

    /// True for exactly nothing.
    public var isZero: Bool { minorUnits == 0 }
    /// True below zero.
    public var isNegative: Bool { minorUnits < 0 }
    /// The amount without its sign.
    public var magnitude: Money { isNegative ? -self : self }
    /// The amount as an exact decimal, for formulas.
    public var decimal: ExactDecimal { ExactDecimal(significand: minorUnits, decimals: currency.exponent) }
    /// Plain decimal text without the currency: `-12.60`.
    public var amountText: String { decimalText(Int128(minorUnits), decimals: currency.exponent) }

    /// The negated amount.
    public static prefix func - (amount: Money) -> Money { Money(minorUnits: -amount.minorUnits, amount.currency) }

    /// The sum of two amounts in one currency.
    public static func + (left: Money, right: Money) -> Money {
        precondition(left.currency == right.currency, "amounts in different currencies are never added")
        return Money(minorUnits: left.minorUnits + right.minorUnits, left.currency)
    }

    /// The difference of two amounts in one currency.
    public static func - (left: Money, right: Money) -> Money { left + -right }

    /// Adds to an amount in the same currency.
    public static func += (left: inout Money, right: Money) { left = left + right }

    /// Takes from an amount in the same currency.
    public static func -= (left: inout Money, right: Money) { left = left - right }

    /// `self × factor`, rounded half away from zero to the currency's smallest unit; nil beyond 64 bits.
    public func multiplied(by factor: ExactDecimal) -> Money? {
        let product = Int128(minorUnits) * Int128(factor.significand)
        let rounded = divideHalfAwayFromZero(product, by: powerOfTen(factor.decimals))
        return Int64(exactly: rounded).map { Money(minorUnits: $0, currency) }
    }

    /// `self × percentage / 100`, rounded half away from zero: VAT, discounts; nil beyond 64 bits.
    public func percentage(_ percentage: ExactDecimal) -> Money? {
        let product = Int128(minorUnits) * Int128(percentage.significand)
        let rounded = divideHalfAwayFromZero(product, by: powerOfTen(percentage.decimals + 2))
        return Int64(exactly: rounded).map { Money(minorUnits: $0, currency) }
    }

    /// The part of an amount that was put on the rest as `percentage` of it, rounded half away from zero: the VAT in an amount that includes
    /// it; nil for a percentage below nothing and beyond 64 bits.
    public func included(percentage: ExactDecimal) -> Money? {
        guard percentage >= .zero else { return nil }
        let product = Int128(minorUnits) * Int128(percentage.significand)
        let whole = 100 * powerOfTen(percentage.decimals) + Int128(percentage.significand)
        return Int64(exactly: divideHalfAwayFromZero(product, by: whole)).map { Money(minorUnits: $0, currency) }
    }

    /// This amount converted at `rate` units of this currency per unit of `target` (1 EUR = `rate` of this currency),
    /// rounded half away from zero; nil when the rate is not positive or the result leaves 64 bits.
    public func converted(to target: Currency, rate: ExactDecimal) -> Money? {
        guard rate.significand > 0 else { return nil }
        // minor / 10^e / (s / 10^d) × 10^t, kept in whole numbers until the one division.
        let shift = rate.decimals + target.exponent - currency.exponent
        var dividend = Int128(minorUnits)
        var divisor = Int128(rate.significand)
        if shift >= 0 { dividend *= powerOfTen(shift) } else { divisor *= powerOfTen(-shift) }
        return Int64(exactly: divideHalfAwayFromZero(dividend, by: divisor)).map { Money(minorUnits: $0, target) }
    }

    /// Divides this amount in proportion to `weights`, to the last minor unit.
    ///
    /// Each part is rounded half away from zero; what remains goes to the part at `remainderAt` (the last by default),
    /// so that the parts always add up to the whole. With weights that add up to nothing, or to so little beside themselves that a part
    /// would leave 64 bits, that part takes everything.
    ///
    /// - Precondition: `weights` is not empty, `remainderAt` is one of its places.
    public func allocated(over weights: [Int64], remainderAt place: Int? = nil) -> [Money] {
        precondition(!weights.isEmpty, "an amount is divided over at least one part")
        let place = place ?? weights.count - 1
        let whole = weights.reduce(Int128(0)) { $0 + Int128($1) }
        var parts = weights.map { weight -> Int128 in
            guard whole != 0 else { return 0 }
            return divideHalfAwayFromZero(Int128(minorUnits) * Int128(weight) * (whole < 0 ? -1 : 1), by: Int128(whole.magnitude))
        }
        parts[place] += parts.reduce(Int128(minorUnits)) { $0 - $1 }
        let fitting = parts.compactMap { Int64(exactly: $0) }
        guard fitting.count == parts.count else {
            return weights.indices.map { $0 == place ? self : .zero(currency) }
        }
        return fitting.map { Money(minorUnits: $0, currency) }
    }
}

extension Money: Comparable {
    /// Compares amounts in one currency.
    public static func < (left: Money, right: Money) -> Bool {
        precondition(left.currency == right.currency, "amounts in different currencies are never compared")
        return left.minorUnits < right.minorUnits
    }
}

extension Money: CustomStringConvertible {
    /// `12.60 EUR`.
    public var description: String { "\(amountText) \(currency.code)" }
}

extension Money: Codable {
    /// Reads the text that ``encode(to:)`` writes: `12.60 EUR`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        let parts = text.split(separator: " ")
        guard parts.count == 2, let currency = Currency(code: parts[1]), let money = Money(parts[0], currency) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an amount of money: \(text)")
        }
        self = money
    }

    /// Writes `12.60 EUR`: readable in the journal, exact in every reader.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Sequence where Element == Money {
    /// The sum of amounts in one currency; zero of that currency when there are none.
    @inlinable
    public func total(_ currency: Currency) -> Money { reduce(.zero(currency), +) }

    /// The same for amounts from outside, which nobody has looked at yet: nil where their sum leaves 64 bits.
    public func totalIfItFits(_ currency: Currency) -> Money? {
        let sum = reduce(Int128(0)) { sum, amount in
            precondition(amount.currency == currency, "amounts in different currencies are never added")
            return sum + Int128(amount.minorUnits)
        }
        return Int64(exactly: sum).map { Money(minorUnits: $0, currency) }
    }
}

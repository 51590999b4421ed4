/// An exact decimal number: prices, quantities, percentages and exchange rates.
///
/// A significand of 64 bits and a number of decimals (0 to 12). Two numbers are equal when their values are
/// equal: `1.50` and `1.5` are the same number and hash alike, because trailing zeros are dropped when made.
/// There is no floating-point initialiser on purpose.
public struct ExactDecimal: Hashable, Sendable {
    /// All digits, without the decimal separator.
    public let significand: Int64
    /// How many of the digits stand after the separator, 0 to ``decimalsMax``.
    public let decimals: Int

    /// More decimals than this are refused: no price, quantity or rate in the field needs them.
    public static let decimalsMax = 12

    /// The value `significand × 10^-decimals`.
    ///
    /// - Precondition: `decimals` lies in 0…12.
    public init(significand: Int64, decimals: Int) {
        precondition((0...Self.decimalsMax).contains(decimals), "an exact decimal has 0 to \(Self.decimalsMax) decimals")
        var digits = significand
        var scale = decimals
        while scale > 0, digits.isMultiple(of: 10) {
            digits /= 10
            scale -= 1
        }
        self.significand = digits
        self.decimals = scale
    }

    /// A whole number.
    public init(_ whole: Int64) {
        self.init(significand: whole, decimals: 0)
    }

    /// Zero.
    public static let zero = ExactDecimal(0)
    /// One.
    public static let one = ExactDecimal(1)

    /// Reads plain decimal text such as `-12.50`: an optional sign, digits, and at most one point.
    ///
    /// Nothing else is accepted: no thousands separator, no comma, no exponent, no spaces. Returns nil for other
    /// text, for more than 12 decimals that matter, and for a value beyond 64 bits.
    public init?(_ text: some StringProtocol) {
        guard let read = Self.reading(String(text)) else { return nil }
        self = read.value
    }

    /// Reads plain decimal text, and how many decimals it writes, trailing zeros included.
    public static func reading(_ text: String) -> (value: ExactDecimal, written: Int)? {
        var text = text
        return text.withUTF8 { read($0) }
    }

    /// How many decimals plain text writes, trailing zeros included; nil when it is not plain decimal text.
    public static func writtenDecimals(_ text: some StringProtocol) -> Int? { reading(String(text))?.written }

    private static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> (value: ExactDecimal, written: Int)? {
        guard let first = bytes.first else { return nil }
        let isNegative = first == UInt8(ascii: "-")
        var place = isNegative || first == UInt8(ascii: "+") ? 1 : 0
        var (digits, decimals, zerosHeld): (Int64, Int, Int) = (0, 0, 0)
        var point: Int?
        let start = place
        while place < bytes.count {
            let byte = bytes[place]
            if byte == UInt8(ascii: "."), point == nil, place > start {
                point = place
            } else if byte == UInt8(ascii: "0"), point != nil {
                // Zeros after the point are held back until a digit follows: 1.5000000000000000 is 1.5.
                zerosHeld += 1
            } else if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
                for _ in 0..<zerosHeld { guard append(0, to: &digits) else { return nil } }
                let digit = Int64(byte - UInt8(ascii: "0"))
                guard append(isNegative ? -digit : digit, to: &digits) else { return nil }
                if point != nil { decimals += zerosHeld + 1 }
                zerosHeld = 0
            } else {
                return nil
            }
            place += 1
        }
        let written = point.map { bytes.count - $0 - 1 } ?? 0
        // The one value without a positive twin is refused: negating a number that came from outside must never trap.
        guard place > start, point == nil || written > 0, decimals <= decimalsMax, digits != .min else { return nil }
        return (ExactDecimal(significand: digits, decimals: decimals), written)
    }

    /// Puts a digit behind the others; false beyond 64 bits.
    private static func append(_ digit: Int64, to digits: inout Int64) -> Bool {
        let (product, overflowed) = digits.multipliedReportingOverflow(by: 10)
        let (sum, carried) = product.addingReportingOverflow(digit)
        digits = sum
        return !overflowed && !carried
    }

    /// True below zero.
    public var isNegative: Bool { significand < 0 }
    /// True for zero.
    public var isZero: Bool { significand == 0 }
    /// The value without its sign.
    public var magnitude: ExactDecimal { significand < 0 ? -self : self }

    /// The negated value.
    public static prefix func - (value: ExactDecimal) -> ExactDecimal {
        ExactDecimal(significand: -value.significand, decimals: value.decimals)
    }

    /// The value times 10^`decimals`, rounded half away from zero to a whole number; nil beyond 64 bits.
    public func scaled(to places: Int) -> Int64? {
        if places >= decimals {
            return Int64(exactly: Int128(significand) * powerOfTen(places - decimals))
        }
        return Int64(exactly: divideHalfAwayFromZero(Int128(significand), by: powerOfTen(decimals - places)))
    }

    /// This value rounded half away from zero to at most `places` decimals.
    public func rounded(to places: Int) -> ExactDecimal {
        guard places < decimals else { return self }
        let digits = divideHalfAwayFromZero(Int128(significand), by: powerOfTen(decimals - places))
        return ExactDecimal(significand: Int64(digits), decimals: places)
    }
}

extension ExactDecimal: Comparable {
    /// Compares values, whatever their number of decimals.
    public static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
        let places = max(left.decimals, right.decimals)
        return Int128(left.significand) * powerOfTen(places - left.decimals)
            < Int128(right.significand) * powerOfTen(places - right.decimals)
    }
}

extension ExactDecimal: CustomStringConvertible {
    /// Plain decimal text, as ``init(_:)-(StringProtocol)`` reads it.
    public var description: String { decimalText(Int128(significand), decimals: decimals) }

    /// Plain decimal text with at least `places` decimals.
    public func text(decimalsMin places: Int) -> String {
        guard places > decimals else { return description }
        return decimalText(Int128(significand) * powerOfTen(places - decimals), decimals: places)
    }
}

extension ExactDecimal: ExpressibleByIntegerLiteral {
    /// A whole number written in the source.
    public init(integerLiteral value: Int64) { self.init(value) }
}

extension ExactDecimal: Codable {
    /// Reads the plain decimal text that ``encode(to:)`` writes.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = ExactDecimal(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an exact decimal: \(text)")
        }
        self = value
    }

    /// Writes plain decimal text, never a JSON number: readers of JSON turn numbers into binary floats.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// 10 to the power `exponent`.
///
/// - Precondition: 0…36.
@usableFromInline
func powerOfTen(_ exponent: Int) -> Int128 {
    precondition((0...36).contains(exponent), "powers of ten are kept within 128 bits")
    var result: Int128 = 1
    for _ in 0..<exponent { result *= 10 }
    return result
}

/// Division with ties away from zero: the one rounding rule of the product (reference `dutch-finance` §6), so that a credit
/// mirrors its invoice.
@usableFromInline
func divideHalfAwayFromZero(_ dividend: Int128, by divisor: Int128) -> Int128 {
    precondition(divisor > 0, "the divisor of a rounding is positive")
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    guard remainder.magnitude * 2 >= divisor.magnitude else { return quotient }
    return quotient + (dividend < 0 ? -1 : 1)
}

/// Plain decimal text of `digits × 10^-decimals`.
func decimalText(_ digits: Int128, decimals: Int) -> String {
    let sign = digits < 0 ? "-" : ""
    // The standard library writes 64 bits many times faster than 128.
    var text = UInt64(exactly: digits.magnitude).map { String($0) } ?? String(digits.magnitude)
    guard decimals > 0 else { return sign + text }
    if text.utf8.count <= decimals { text = String(repeating: "0", count: decimals + 1 - text.utf8.count) + text }
    let point = text.index(text.endIndex, offsetBy: -decimals)
    return sign + text[..<point] + "." + text[point...]
}

/// How one country forms its VAT numbers.
struct VATNumberScheme: Sendable {
    /// What a number's body (without prefix) turns out to be.
    enum Finding: Sendable { case right, checkDigitWrong, formatWrong }

    let prefix: String
    /// ISO 3166.
    let country: String
    /// The body in its normal form: old, shorter ways of writing are completed.
    let normal: @Sendable ([UInt8]) -> [UInt8]
    /// Judges a body in its normal form.
    let judge: @Sendable ([UInt8]) -> Finding

    /// All schemes by prefix.
    static let all: [String: VATNumberScheme] = Dictionary(
        uniqueKeysWithValues: (digitsOnly + withLetters + outsideTheUnion).map { ($0.prefix, $0) })

    /// A scheme whose bodies are digits only, of one of some lengths.
    static func digits(
        _ prefix: String, _ lengths: ClosedRange<Int>, country: String? = nil, completing length: Int? = nil,
        _ check: @escaping @Sendable ([Int]) -> Finding
    ) -> VATNumberScheme {
        VATNumberScheme(
            prefix: prefix, country: country ?? prefix,
            normal: { body in
                guard let length, body.count == length - 1, body.allSatisfy(isDigit) else { return body }
                return [UInt8(ascii: "0")] + body
            },
            judge: { body in
                guard lengths.contains(body.count), body.allSatisfy(isDigit) else { return .formatWrong }
                return check(body.map(value))
            })
    }

    /// A scheme whose bodies carry letters; `check` sees digits and capitals only.
    static func letters(_ prefix: String, country: String? = nil, _ check: @escaping @Sendable ([UInt8]) -> Finding) -> VATNumberScheme {
        VATNumberScheme(prefix: prefix, country: country ?? prefix, normal: { $0 }, judge: check)
    }
}

extension VATNumberScheme.Finding {
    /// Right or wrong by check digit.
    static func byCheckDigit(_ isRight: Bool) -> Self { isRight ? .right : .checkDigitWrong }
}

// The sums that check digits are made of.

/// Σ digit × weight, over as many places as there are weights.
func weighted(_ digits: some Sequence<Int>, _ weights: [Int]) -> Int { zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 } }

/// The digits read as one number.
///
/// - Precondition: at most 18 digits.
func number(_ digits: some Sequence<Int>) -> Int { digits.reduce(0) { $0 * 10 + $1 } }

/// Luhn's sum over all digits, the last one (the check digit) counted once.
func luhn(_ digits: some BidirectionalCollection<Int>) -> Int {
    digits.reversed().enumerated().reduce(0) { sum, place in
        let doubled = place.element * 2
        return sum + (place.offset.isMultiple(of: 2) ? place.element : doubled / 10 + doubled % 10)
    }
}

/// ISO 7064 mod 11,10 over all digits, the check digit included.
func passesMod11And10(_ digits: [Int]) -> Bool {
    var check = 5
    for digit in digits { check = ((check == 0 ? 10 : check) * 2 % 11 + digit) % 10 }
    return check == 1
}

/// Invented numbers whose check digits are right (reference dutch-finance §13; UK, Swiss and Norwegian rules are public).
///
/// The simulator's own code, on purpose: the product's checks are proven against numbers that were not made with the product's checks.
enum CheckDigits {
    static func text(_ digits: [Int]) -> String { digits.map(String.init).joined() }

    private static func weighted(_ digits: [Int], _ weights: [Int]) -> Int { zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 } }

    /// Draws until the check digit exists: some rules give 10 for one set in eleven.
    private static func drawn(_ random: inout SeededGenerator, _ count: Int, first: ClosedRange<Int>, _ check: ([Int]) -> Int?) -> String {
        while true {
            let digits = [random.within(first)] + random.digits(count - 1)
            if let last = check(digits) { return text(digits + [last]) }
        }
    }

    /// `NL` + nine digits that pass the 11-test + `B01`.
    static func dutchVAT(_ random: inout SeededGenerator) -> String {
        let number = drawn(&random, 8, first: 0...8) { digits in
            let rest = weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11
            return rest == 10 ? nil : rest
        }
        return "NL\(number)B0\(random.within(1...3))"
    }

    /// `DE` + nine digits, ISO 7064 mod 11,10.
    static func germanVAT(_ random: inout SeededGenerator) -> String {
        "DE"
            + drawn(&random, 8, first: 1...9) { digits in
                var product = 10
                for digit in digits {
                    let sum = (digit + product) % 10
                    product = (sum == 0 ? 10 : sum) * 2 % 11
                }
                return (11 - product) % 10
            }
    }

    /// `FR` + key + SIREN (nine digits, Luhn).
    static func frenchVAT(_ random: inout SeededGenerator) -> String {
        let siren = drawn(&random, 8, first: 3...8) { digits in
            let sum = digits.enumerated().reduce(0) { total, pair in
                let doubled = pair.element * (pair.offset.isMultiple(of: 2) ? 1 : 2)
                return total + (doubled > 9 ? doubled - 9 : doubled)
            }
            return (10 - sum % 10) % 10
        }
        let key = ((Int(siren) ?? 0) * 100 + 12) % 97
        return "FR\(key < 10 ? "0" : "")\(key)\(siren)"
    }

    /// `BE` + ten digits; the last two are 97 minus the rest of the first eight.
    static func belgianVAT(_ random: inout SeededGenerator) -> String {
        let head = text([0] + [random.within(4...7)] + random.digits(6))
        let check = 97 - (Int(head) ?? 0) % 97
        return "BE\(head)\(check < 10 ? "0" : "")\(check)"
    }

    /// `PL` + ten digits, weighted mod 11.
    static func polishVAT(_ random: inout SeededGenerator) -> String {
        "PL"
            + drawn(&random, 9, first: 5...9) { digits in
                let rest = weighted(digits, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11
                return rest == 10 ? nil : rest
            }
    }

    /// `GB` + nine digits, mod 97.
    static func britishVAT(_ random: inout SeededGenerator) -> String {
        let head = [random.within(2...9)] + random.digits(6)
        let check = 97 - weighted(head, [8, 7, 6, 5, 4, 3, 2]) % 97
        return "GB\(text(head))\(check < 10 ? "0" : "")\(check)"
    }

    /// `CHE-123.456.788 MWST`, weighted mod 11.
    static func swissVAT(_ random: inout SeededGenerator) -> String {
        let number = Array(
            drawn(&random, 8, first: 1...4) { digits in
                let rest = (11 - weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4]) % 11) % 11
                return rest == 10 ? nil : rest
            })
        return "CHE-\(String(number[0..<3])).\(String(number[3..<6])).\(String(number[6..<9])) MWST"
    }

    /// Nine digits, weighted mod 11, and `MVA`.
    static func norwegianVAT(_ random: inout SeededGenerator) -> String {
        drawn(&random, 8, first: 8...9) { digits in
            let rest = (11 - weighted(digits, [3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11
            return rest == 10 ? nil : rest
        } + "MVA"
    }

    /// Thirteen digits, weights 1 and 3 from the right.
    static func gln(_ random: inout SeededGenerator) -> String {
        let digits = [8, 7] + random.digits(10)
        let sum = digits.enumerated().reduce(0) { $0 + $1.element * ($1.offset.isMultiple(of: 2) ? 1 : 3) }
        return text(digits + [(10 - sum % 10) % 10])
    }

    /// A Dutch IBAN of an invented account: mod 97.
    static func dutchIBAN(_ random: inout SeededGenerator) -> String {
        let bank = random.pick(["ABNA", "RABO", "INGB", "TRIO"])
        let account = text([0] + random.digits(9))
        let check = 98 - remainder97("\(bank)\(account)NL00")
        return "NL\(check < 10 ? "0" : "")\(check)\(bank)\(account)"
    }

    private static func remainder97(_ text: String) -> Int {
        text.utf8.reduce(0) { rest, byte in
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            return isDigit ? (rest * 10 + Int(byte) - 48) % 97 : (rest * 100 + Int(byte) - 55) % 97
        }
    }
}

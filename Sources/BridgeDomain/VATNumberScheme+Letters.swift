/// The countries whose numbers carry letters, and those outside the Union. Sources as for the numbers of digits only.
extension VATNumberScheme {
    static let withLetters: [VATNumberScheme] = [
        letters("AT", austrian), letters("CY", cypriot), letters("ES", spanish), letters("FR", french), letters("IE", irish),
        letters("NL", dutch),
    ]

    static let outsideTheUnion: [VATNumberScheme] = [
        letters("GB", british), letters("XI", british), letters("CHE", country: "CH", swiss), letters("NO", norwegian),
    ]

    /// `U` and eight digits.
    private static func austrian(_ body: [UInt8]) -> Finding {
        guard body.count == 9, body[0] == UInt8(ascii: "U"), let d = digits(body[1...]) else { return .formatWrong }
        let sum = d[..<7].enumerated().reduce(4) { sum, place in
            let product = place.element * (place.offset.isMultiple(of: 2) ? 1 : 2)
            return sum + product / 10 + product % 10
        }
        return .byCheckDigit((10 - sum % 10) % 10 == d[7])
    }

    /// Eight digits and a letter; numbers that start with 12 are not given out.
    private static func cypriot(_ body: [UInt8]) -> Finding {
        guard body.count == 9, let d = digits(body[..<8]), isUpper(body[8]), number(d[..<2]) != 12 else { return .formatWrong }
        let oddPlaces = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21]
        let sum = d.enumerated().reduce(0) { $0 + ($1.offset.isMultiple(of: 2) ? oddPlaces[$1.element] : $1.element) }
        return .byCheckDigit(UInt8(ascii: "A") + UInt8(sum % 26) == body[8])
    }

    /// A person's number (eight digits and a letter, a foreigner's starts with X, Y or Z) or a company's (a letter, seven digits, a check).
    private static func spanish(_ body: [UInt8]) -> Finding {
        guard body.count == 9, let middle = digits(body[1..<8]), let last = body.last, isDigit(last) || isUpper(last) else {
            return .formatWrong
        }
        let personal = Array("TRWAGMYFPDXBNJZSQVHLCKE".utf8)
        let first = body[0]
        if isDigit(first) || "XYZ".utf8.contains(first) {
            guard isUpper(last) else { return .formatWrong }
            let lead = isDigit(first) ? value(first) : Int(first - UInt8(ascii: "X"))
            return .byCheckDigit(personal[number([lead] + middle) % 23] == last)
        }
        if "KLM".utf8.contains(first) {
            guard isUpper(last) else { return .formatWrong }
            return .byCheckDigit(personal[number(middle) % 23] == last)
        }
        guard "ABCDEFGHJNPQRSUVW".utf8.contains(first) else { return .formatWrong }
        let check = (10 - luhn(middle + [0]) % 10) % 10
        let asLetter = Array("JABCDEFGHI".utf8)[check]
        return .byCheckDigit(isDigit(last) ? value(last) == check : last == asLetter)
    }

    /// A key of two characters and the nine digits of the SIREN; keys with a letter follow a formula of their own. Monaco's SIREN starts
    /// with 000 and has no check digit.
    private static func french(_ body: [UInt8]) -> Finding {
        let alphabet = Array("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)
        guard body.count == 11, let siren = digits(body[2...]), let first = alphabet.firstIndex(of: body[0]),
            let second = alphabet.firstIndex(of: body[1])
        else { return .formatWrong }
        guard number(siren[..<3]) == 0 || luhn(siren) % 10 == 0 else { return .checkDigitWrong }
        if first < 10, second < 10 { return .byCheckDigit((number(siren) * 100 + 12) % 97 == first * 10 + second) }
        let key = first < 10 ? first * 24 + second - 10 : first * 34 + second - 100
        return .byCheckDigit((number(siren) + 1 + key / 11) % 11 == key % 11)
    }

    /// Seven digits, a check letter and perhaps one more letter; or the old form with a letter or sign in second place.
    private static func irish(_ body: [UInt8]) -> Finding {
        let alphabet = Array("WABCDEFGHIJKLMNOPQRSTUV".utf8)
        guard body.count == 8 || body.count == 9, isDigit(body[0]), let tail = digits(body[2..<7]), isUpper(body[7]) else {
            return .formatWrong
        }
        guard isDigit(body[1]) else {
            guard body.count == 8, isUpper(body[1]) || "+*".utf8.contains(body[1]) else { return .formatWrong }
            return .byCheckDigit(alphabet[weighted([0] + tail + [value(body[0])], [8, 7, 6, 5, 4, 3, 2]) % 23] == body[7])
        }
        var sum = weighted([value(body[0]), value(body[1])] + tail, [8, 7, 6, 5, 4, 3, 2])
        if body.count == 9 {
            guard let extra = alphabet.firstIndex(of: body[8]) else { return .formatWrong }
            sum += 9 * extra
        }
        return .byCheckDigit(alphabet[sum % 23] == body[7])
    }

    /// Nine digits, `B` and two digits. Companies pass the test of eleven; sole traders since 2020 the remainder of 97 over the whole text.
    private static func dutch(_ body: [UInt8]) -> Finding {
        guard body.count == 12, let d = digits(body[..<9]), body[9] == UInt8(ascii: "B"), let suffix = digits(body[10...]),
            number(d) > 0, number(suffix) > 0
        else { return .formatWrong }
        let passesEleven = weighted(d, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 == 0
        return .byCheckDigit(passesEleven || remainder97(Array("NL".utf8) + body) == 1)
    }

    /// Nine or twelve digits, a government department (`GD`, below 500) or a health authority (`HA`, from 500).
    private static func british(_ body: [UInt8]) -> Finding {
        if body.count == 5, let department = digits(body[2...]) {
            if body.starts(with: "GD".utf8) { return number(department) < 500 ? .right : .formatWrong }
            if body.starts(with: "HA".utf8) { return number(department) >= 500 ? .right : .formatWrong }
        }
        guard body.count == 9 || body.count == 12, let d = digits(body[...]) else { return .formatWrong }
        // Numbers given out since 2009 start at 100 and leave a remainder of 42 (55 from 97 down) instead of none.
        let remainder = weighted(d, [8, 7, 6, 5, 4, 3, 2, 10, 1]) % 97
        return .byCheckDigit(remainder == 0 || number(d[..<3]) >= 100 && (remainder == 42 || remainder == 55))
    }

    /// Nine digits and the tax's name in one of the four languages.
    private static func swiss(_ body: [UInt8]) -> Finding {
        guard body.count >= 12, let d = digits(body[..<9]),
            ["MWST", "TVA", "IVA", "TPV"].contains(String(decoding: body[9...], as: UTF8.self))
        else { return .formatWrong }
        return .byCheckDigit((11 - weighted(d, [5, 4, 3, 2, 7, 6, 5, 4]) % 11) % 11 == d[8])
    }

    /// Nine digits and `MVA`.
    private static func norwegian(_ body: [UInt8]) -> Finding {
        guard body.count == 12, let d = digits(body[..<9]), body.suffix(3).elementsEqual("MVA".utf8) else { return .formatWrong }
        return .byCheckDigit((11 - weighted(d, [3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11 == d[8])
    }

    private static func digits(_ bytes: ArraySlice<UInt8>) -> [Int]? { bytes.allSatisfy(isDigit) ? bytes.map(value) : nil }
}

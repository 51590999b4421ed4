/// The countries whose numbers are digits only; a country's rule is one closure.
///
/// Where reference `dutch-finance` §13 gives no rule, the check is the one in general use. All were compared on random numbers with
/// python-stdnum 2.2. They differ from it on purpose in few places: Belgian check digits 98 and 99 do not exist; Czech birth numbers
/// since 1985 know no remainder of ten; a Slovak birth number is no VAT number; a Latvian century digit above 2 is no date, and the check
/// digit of Latvian numbers from 32 on is not judged, since its rule is unconfirmed.
extension VATNumberScheme {
    static let digitsOnly: [VATNumberScheme] = [
        digits("BE", 10...10, completing: 10) { d in
            guard d[0] <= 1, number(d[1...7]) > 0 else { return .formatWrong }
            return .byCheckDigit(97 - number(d[..<8]) % 97 == number(d[8...]))
        },
        digits("BG", 9...10) { d in .byCheckDigit(d.count == 9 ? isBulgarianCompany(d) : isBulgarianPerson(d)) },
        digits("CZ", 8...10) { d in czech(d) },
        digits("DE", 9...9) { d in d[0] == 0 ? .formatWrong : .byCheckDigit(passesMod11And10(d)) },
        digits("DK", 8...8) { d in d[0] == 0 ? .formatWrong : .byCheckDigit(weighted(d, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0) },
        digits("EE", 9...9) { d in .byCheckDigit(weighted(d, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0) },
        digits("EL", 9...9, country: "GR", completing: 9) { d in
            .byCheckDigit(weighted(d, [256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == d[8])
        },
        digits("FI", 8...8) { d in .byCheckDigit(weighted(d, [7, 9, 10, 5, 8, 4, 2, 1]) % 11 == 0) },
        digits("HR", 11...11) { d in .byCheckDigit(passesMod11And10(d)) },
        digits("HU", 8...8) { d in .byCheckDigit(weighted(d, [9, 7, 3, 1, 9, 7, 3, 1]) % 10 == 0) },
        digits("IT", 11...11) { d in
            guard number(d[..<7]) > 0, isItalianOffice(number(d[7...9])) else { return .formatWrong }
            return .byCheckDigit(luhn(d) % 10 == 0)
        },
        digits("LT", 9...12) { d in
            guard d.count == 9 || d.count == 12, d[d.count - 2] == 1 else { return .formatWrong }
            return .byCheckDigit(lithuanian(d) == d[d.count - 1])
        },
        digits("LU", 8...8) { d in .byCheckDigit(number(d[..<6]) % 89 == number(d[6...])) },
        digits("LV", 11...11) { d in latvian(d) },
        digits("MT", 8...8) { d in d[0] == 0 ? .formatWrong : .byCheckDigit(weighted(d, [3, 4, 6, 7, 8, 9, 10, 1]) % 37 == 0) },
        digits("PL", 10...10) { d in .byCheckDigit(weighted(d, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == d[9]) },
        digits("PT", 9...9) { d in
            guard d[0] != 0 else { return .formatWrong }
            return .byCheckDigit((11 - weighted(d, [9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10 == d[8])
        },
        digits("RO", 2...10) { d in
            guard d[0] != 0 else { return .formatWrong }
            let padded = Array(repeating: 0, count: 10 - d.count) + d
            return .byCheckDigit(weighted(padded, [7, 5, 3, 2, 1, 7, 5, 3, 2]) * 10 % 11 % 10 == padded[9])
        },
        digits("SE", 12...12) { d in number(d[10...]) == 0 ? .formatWrong : .byCheckDigit(luhn(d[..<10]) % 10 == 0) },
        digits("SI", 8...8) { d in
            guard d[0] != 0 else { return .formatWrong }
            let check = 11 - weighted(d, [8, 7, 6, 5, 4, 3, 2]) % 11
            return .byCheckDigit((check == 10 ? 0 : check) == d[7])
        },
        digits("SK", 10...10) { d in
            guard d[0] != 0, [2, 3, 4, 7, 8, 9].contains(d[2]) else { return .formatWrong }
            return .byCheckDigit(number(d) % 11 == 0)
        },
    ]

    private static func isBulgarianCompany(_ d: [Int]) -> Bool {
        let first = weighted(d, [1, 2, 3, 4, 5, 6, 7, 8]) % 11
        return (first == 10 ? weighted(d, [3, 4, 5, 6, 7, 8, 9, 10]) % 11 % 10 : first) == d[8]
    }

    /// Ten digits are a citizen's number, a foreigner's number, or a number given for taxes only.
    private static func isBulgarianPerson(_ d: [Int]) -> Bool {
        let citizen = weighted(d, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == d[9] && isBulgarianBirthDate(d)
        let foreigner = weighted(d, [21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 == d[9]
        let taxOnly = (11 - weighted(d, [4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11 == d[9]
        return citizen || foreigner || taxOnly
    }

    /// The month carries the century: 21…32 for the 1800s, 41…52 for the 2000s.
    private static func isBulgarianBirthDate(_ d: [Int]) -> Bool {
        let (year, month, day) = (number(d[..<2]), number(d[2..<4]), number(d[4..<6]))
        let (century, monthOfYear) = month > 40 ? (2000, month - 40) : month > 20 ? (1800, month - 20) : (1900, month)
        return isDay(century + year, monthOfYear, day)
    }

    /// Companies have eight digits; a person's birth number has nine (before 1954, no check digit) or ten; nine starting with 6 are special.
    private static func czech(_ d: [Int]) -> Finding {
        let sum = { (digits: ArraySlice<Int>) in weighted(digits, [8, 7, 6, 5, 4, 3, 2]) % 11 }
        if d.count == 8 {
            let check = (11 - sum(d[0...])) % 11
            return d[0] == 9 ? .formatWrong : .byCheckDigit((check == 0 ? 1 : check) % 10 == d[7])
        }
        if d.count == 9, d[0] == 6 { return .byCheckDigit((8 - (10 - sum(d[1...])) % 11 + 10) % 10 == d[8]) }
        var year = 1900 + number(d[..<2])
        if d.count == 9 {
            if year >= 1980 { year -= 100 }
            guard year <= 1953 else { return .formatWrong }
        } else if year < 1954 {
            year += 100
        }
        guard isDay(year, number(d[2..<4]) % 50 % 20, number(d[4..<6])) else { return .formatWrong }
        guard d.count == 10 else { return .right }
        // Until 1985 a remainder of ten was written as zero.
        let check = number(d[..<9]) % 11
        return .byCheckDigit((year < 1985 ? check % 10 : check) == d[9])
    }

    /// Numbers above 3 belong to companies; the others carry a birth date, those that start with 32 nothing at all.
    private static func latvian(_ d: [Int]) -> Finding {
        if d[0] > 3 { return .byCheckDigit(weighted(d, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3) }
        if d[0] == 3, d[1] == 2 { return .right }
        guard d[6] <= 2, isDay(1800 + d[6] * 100 + number(d[4..<6]), number(d[2..<4]), number(d[..<2])) else { return .formatWrong }
        let check = (1 + weighted(d, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11 % 10
        return .byCheckDigit(check == d[10])
    }

    private static func lithuanian(_ d: [Int]) -> Int {
        let body = d.dropLast()
        let first = body.enumerated().reduce(0) { $0 + (1 + $1.offset % 9) * $1.element } % 11
        guard first == 10 else { return first }
        return body.enumerated().reduce(0) { $0 + (1 + ($1.offset + 2) % 9) * $1.element } % 11 % 10
    }

    private static func isItalianOffice(_ office: Int) -> Bool { (1...100).contains(office) || [120, 121, 888, 999].contains(office) }

    /// True for a day of the calendar. Birth numbers reach back to 1800, before our own calendar starts.
    private static func isDay(_ year: Int, _ month: Int, _ day: Int) -> Bool {
        (1...12).contains(month) && day >= 1 && day <= CalendarDate.days(inMonth: month, year: year)
    }
}

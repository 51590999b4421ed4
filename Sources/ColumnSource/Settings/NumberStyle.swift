import BridgeDomain

/// How numbers are written in a file.
struct NumberStyle: Hashable, Sendable {
    /// What stands before the decimals.
    enum Mark: String, Hashable, Sendable, CaseIterable {
        case point, comma

        var byte: UInt8 { self == .point ? UInt8(ascii: ".") : UInt8(ascii: ",") }
    }

    /// What stands between thousands.
    enum Thousands: String, Hashable, Sendable, CaseIterable {
        case none, point, comma, space, apostrophe

        var byte: UInt8? {
            switch self {
            case .none: nil
            case .point: UInt8(ascii: ".")
            case .comma: UInt8(ascii: ",")
            case .space: UInt8(ascii: " ")
            case .apostrophe: UInt8(ascii: "'")
            }
        }
    }

    var mark: Mark
    var thousands: Thousands

    /// Reads `-1.234,50`, `1.234,50-`, `+5`, `(12,00)` and a trailing `%`; nil for anything else. Thousands stand in groups of three: `1.5`
    /// is not 15 because somebody chose the wrong style.
    func number(_ text: String) -> ExactDecimal? {
        let length = text.utf8.count
        guard (1...40).contains(length) else { return nil }
        // Nearly every number of a file is as plain as this.
        if mark == .point, let last = text.utf8.last, Self.isDigit(last), let plain = ExactDecimal(text) { return plain }
        var bytes = Array(text.utf8)
        if bytes.last == UInt8(ascii: "%") {
            bytes.removeLast()
            if bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
        }
        guard let isNegative = Self.takeSign(&bytes) else { return nil }
        let parts = bytes.split(separator: mark.byte, omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = whole(parts[0]) else { return nil }
        let decimals = parts.count == 2 ? parts[1] : []
        let plain = whole + (parts.count == 2 ? [UInt8(ascii: ".")] + decimals : [])
        guard decimals.allSatisfy(Self.isDigit), whole.count + decimals.count > 0, parts.count == 1 || !decimals.isEmpty else { return nil }
        let number = ExactDecimal(String(decoding: whole.isEmpty ? [UInt8(ascii: "0")] + plain : plain, as: UTF8.self))
        return isNegative ? number.map { -$0 } : number
    }

    /// Takes the sign off; nil when there are two.
    private static func takeSign(_ bytes: inout [UInt8]) -> Bool? {
        let (first, last) = (bytes.first, bytes.last)
        let (minus, plus) = (UInt8(ascii: "-"), UInt8(ascii: "+"))
        let isBracketed = first == UInt8(ascii: "(") && last == UInt8(ascii: ")") && bytes.count > 2
        let isSignedBefore = first == minus || first == plus
        let isSignedBehind = last == minus && bytes.count > 1
        guard !(isSignedBefore && isSignedBehind) else { return nil }
        if isBracketed {
            bytes = Array(bytes.dropFirst().dropLast())
        } else if isSignedBefore {
            bytes.removeFirst()
        } else if isSignedBehind {
            bytes.removeLast()
        }
        return isBracketed || isSignedBehind || first == minus
    }

    /// The digits before the mark, without thousands; nil when they are no such digits.
    private func whole(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        guard let separator = thousands.byte, bytes.contains(separator) else {
            return bytes.allSatisfy(Self.isDigit) ? Array(bytes) : nil
        }
        let groups = bytes.split(separator: separator, omittingEmptySubsequences: false)
        let isEven = groups.dropFirst().allSatisfy { $0.count == 3 } && (1...3).contains(groups[0].count)
        guard isEven, groups.allSatisfy({ $0.allSatisfy(Self.isDigit) }) else { return nil }
        return Array(groups.joined())
    }

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

/// In which order a date is written. A time behind it is passed over.
enum DateOrder: String, Hashable, Sendable, CaseIterable {
    case yearMonthDay = "year-month-day"
    case dayMonthYear = "day-month-year"
    case monthDayYear = "month-day-year"

    /// Reads `2010-12-01`, `1/12/2010 08:26`, `20101201` (year first only); nil for anything else. Years have four digits: two leave the
    /// century to chance.
    func date(_ text: String) -> CalendarDate? {
        let day = text.prefix { $0 != " " && $0 != "T" }
        let bytes = Array(day.utf8)
        guard (6...10).contains(bytes.count) else { return nil }
        if self == .yearMonthDay, bytes.count == 8, bytes.allSatisfy(NumberStyle.isDigit), let number = Int(day) {
            return CalendarDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
        }
        let parts = bytes.split(omittingEmptySubsequences: false) { "-/.".utf8.contains($0) }
        guard parts.count == 3, parts.allSatisfy({ (1...4).contains($0.count) && $0.allSatisfy(NumberStyle.isDigit) }) else { return nil }
        let numbers = parts.map { $0.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } }
        let places = self.places
        guard parts[places.year].count == 4, parts[places.month].count <= 2, parts[places.day].count <= 2 else { return nil }
        return CalendarDate(year: numbers[places.year], month: numbers[places.month], day: numbers[places.day])
    }

    private var places: (year: Int, month: Int, day: Int) {
        switch self {
        case .yearMonthDay: (0, 1, 2)
        case .dayMonthYear: (2, 1, 0)
        case .monthDayYear: (2, 0, 1)
        }
    }
}

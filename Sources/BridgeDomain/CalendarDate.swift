/// A day of the calendar, without time or zone: invoice dates, supply dates, due dates.
public struct CalendarDate: Hashable, Sendable, Comparable {
    /// Days since 1 January 1970, in the Gregorian calendar.
    public let daysSinceEpoch: Int32

    /// The day that lies `daysSinceEpoch` days after 1 January 1970.
    public init(daysSinceEpoch: Int32) { self.daysSinceEpoch = daysSinceEpoch }

    /// A day of the calendar; nil when there is no such day. Years 1900 to 2199.
    public init?(year: Int, month: Int, day: Int) {
        guard (1900...2199).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.days(inMonth: month, year: year)
        else { return nil }
        // Howard Hinnant's days_from_civil: years start in March, so that leap days come last.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.init(daysSinceEpoch: Int32(era * 146_097 + dayOfEra - 719_468))
    }

    /// A day written in our own tables.
    ///
    /// - Precondition: it is a day of the calendar; anything else is a slip in the table.
    static func fixed(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
        guard let date = CalendarDate(year: year, month: month, day: day) else {
            preconditionFailure("no day of the calendar: \(year)-\(month)-\(day)")
        }
        return date
    }

    /// Reads `YYYY-MM-DD`; nil for anything else.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        guard let date = text.withUTF8({ Self.read($0) }) else { return nil }
        self = date
    }

    /// Digit by digit: a document has three dates and is read ten thousand times a second.
    private static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> CalendarDate? {
        guard bytes.count == 10 else { return nil }
        var numbers = (0, 0, 0)
        for (place, byte) in bytes.enumerated() {
            let digit = Int(byte) - Int(UInt8(ascii: "0"))
            switch place {
            case 4, 7: guard byte == UInt8(ascii: "-") else { return nil }
            default: guard (0...9).contains(digit) else { return nil }
            }
            switch place {
            case 0..<4: numbers.0 = numbers.0 * 10 + digit
            case 5, 6: numbers.1 = numbers.1 * 10 + digit
            case 8, 9: numbers.2 = numbers.2 * 10 + digit
            default: break
            }
        }
        return CalendarDate(year: numbers.0, month: numbers.1, day: numbers.2)
    }

    /// Year, month (1…12) and day of the month (1…31).
    public var components: (year: Int, month: Int, day: Int) {
        let shifted = Int(daysSinceEpoch) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// The year.
    public var year: Int { components.year }
    /// The month, 1…12.
    public var month: Int { components.month }
    /// The day of the month, 1…31.
    public var day: Int { components.day }
    /// 1 for Monday to 7 for Sunday.
    public var weekday: Int { (((Int(daysSinceEpoch) + 3) % 7) + 7) % 7 + 1 }

    /// The day `days` later (earlier when negative).
    public func adding(days: Int) -> CalendarDate { CalendarDate(daysSinceEpoch: daysSinceEpoch + Int32(days)) }

    /// The last day of the month that lies `months` after this one's (0 is this month).
    public func endOfMonth(adding months: Int = 0) -> CalendarDate {
        let (year, month, _) = components
        let index = year * 12 + month - 1 + months
        let (targetYear, targetMonth) = (index / 12, index % 12 + 1)
        let last = Self.days(inMonth: targetMonth, year: targetYear)
        guard let date = CalendarDate(year: targetYear, month: targetMonth, day: last) else {
            preconditionFailure("the calendar reaches from 1900 to 2199")
        }
        return date
    }

    /// Orders by day.
    public static func < (left: CalendarDate, right: CalendarDate) -> Bool { left.daysSinceEpoch < right.daysSinceEpoch }

    static func days(inMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension CalendarDate: CustomStringConvertible, Codable {
    /// `YYYY-MM-DD`.
    public var description: String {
        let (year, month, day) = components
        return "\(year)-\(twoDigits(month))-\(twoDigits(day))"
    }

    /// Reads `YYYY-MM-DD`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let date = CalendarDate(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a date: \(text)")
        }
        self = date
    }

    /// Writes `YYYY-MM-DD`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// A bookkeeping period: a year and a number in it (months are 1…12; some administrations have a 13th, or weeks up to 53).
public struct Period: Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
    /// The bookkeeping year.
    public let year: Int
    /// The number of the period in its year, 1…53.
    public let number: Int

    /// A period.
    public init(year: Int, number: Int) {
        self.year = year
        self.number = number
    }

    /// The calendar month that holds `date`.
    public init(monthOf date: CalendarDate) { self.init(year: date.year, number: date.month) }

    /// Reads `2026-11`; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, let year = Int(parts[0]), let number = Int(parts[1]),
            (1...53).contains(number)
        else { return nil }
        self.init(year: year, number: number)
    }

    /// `2026-11`.
    public var description: String { "\(year)-\(twoDigits(number))" }

    /// Orders by year, then number.
    public static func < (left: Period, right: Period) -> Bool { (left.year, left.number) < (right.year, right.number) }
}

func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

/// A moment in universal time, counted in milliseconds since 1970.
public struct Timestamp: Hashable, Sendable, Comparable {
    /// Milliseconds since 1 January 1970, 00:00 UTC.
    public let milliseconds: Int64

    /// The moment `milliseconds` after 1 January 1970, 00:00 UTC.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Midnight UTC at the start of `date`, plus `milliseconds`.
    public init(_ date: CalendarDate, milliseconds: Int64 = 0) {
        self.init(milliseconds: Int64(date.daysSinceEpoch) * Self.millisecondsPerDay + milliseconds)
    }

    /// 86,400,000.
    public static let millisecondsPerDay: Int64 = 86_400_000

    /// The calendar day in UTC. For a day in the books use ``TimeZoneRule/date(of:)``.
    public var dateUTC: CalendarDate {
        CalendarDate(daysSinceEpoch: Int32(clamping: milliseconds.flooredDivision(by: Self.millisecondsPerDay)))
    }

    /// The moment `seconds` later.
    public func adding(seconds: Int64) -> Timestamp { adding(milliseconds: seconds * 1000) }
    /// The moment `amount` milliseconds later.
    public func adding(milliseconds amount: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds + amount) }
    /// Milliseconds from `earlier` to this moment.
    public func milliseconds(since earlier: Timestamp) -> Int64 { milliseconds - earlier.milliseconds }

    /// Orders by time.
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }
}

extension Timestamp: CustomStringConvertible, Codable {
    /// ISO 8601 in UTC, to the second or, where there are any, the millisecond: `2026-11-18T15:42:11Z`.
    public var description: String {
        let ofDay = milliseconds - Int64(dateUTC.daysSinceEpoch) * Self.millisecondsPerDay
        let (seconds, rest) = Int(ofDay).quotientAndRemainder(dividingBy: 1000)
        let clock = "\(twoDigits(seconds / 3600)):\(twoDigits(seconds / 60 % 60)):\(twoDigits(seconds % 60))"
        let fraction = rest == 0 ? "" : "." + (rest < 100 ? "0" : "") + twoDigits(rest)
        return "\(dateUTC)T\(clock)\(fraction)Z"
    }

    /// Reads ISO 8601 with `Z` or an offset (`+01:00`) and up to 9 decimals of a second; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        func number(_ from: Int, _ count: Int) -> Int? {
            guard from + count <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[from..<from + count] {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            }
            return value
        }
        guard bytes.count >= 20, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), bytes[10] == UInt8(ascii: "T"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"), let year = number(0, 4), let month = number(5, 2),
            let day = number(8, 2), let hour = number(11, 2), let minute = number(14, 2), let second = number(17, 2),
            let date = CalendarDate(year: year, month: month, day: day), hour < 24, minute < 60, second < 60
        else { return nil }
        var place = 19
        var fraction: Int64 = 0
        if bytes[place] == UInt8(ascii: ".") {
            var unit: Int64 = 100
            place += 1
            let start = place
            while place < bytes.count, let digit = number(place, 1) {
                fraction += Int64(digit) * unit
                unit /= 10
                place += 1
            }
            guard place > start, place - start <= 9 else { return nil }
        }
        var offsetMinutes = 0
        if place < bytes.count, bytes[place] == UInt8(ascii: "Z") {
            guard place + 1 == bytes.count else { return nil }
        } else {
            guard place + 6 == bytes.count, bytes[place] == UInt8(ascii: "+") || bytes[place] == UInt8(ascii: "-"),
                bytes[place + 3] == UInt8(ascii: ":"), let hours = number(place + 1, 2), let minutes = number(place + 4, 2)
            else { return nil }
            offsetMinutes = (hours * 60 + minutes) * (bytes[place] == UInt8(ascii: "-") ? -1 : 1)
        }
        let ofDay = Int64(hour * 3600 + minute * 60 + second - offsetMinutes * 60) * 1000 + fraction
        self.init(date, milliseconds: ofDay)
    }

    /// Reads what ``description`` writes.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Timestamp(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a moment in time: \(text)")
        }
        self = value
    }

    /// Writes ``description``.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// Where the time comes from. Nothing in the product reads a clock by itself (design rule 9), so that a whole run hangs on one seed.
public protocol TimeSource: Sendable {
    /// The moment it is now.
    func now() -> Timestamp
}

extension BinaryInteger {
    /// Division rounded towards minus infinity.
    func flooredDivision(by divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder != 0 && (remainder < 0) != (divisor < 0) ? quotient - 1 : quotient
    }
}

import BridgeDomain

/// Numbers as XML Schema's decimal writes them: an optional sign, digits, at most one point; digits may be missing on one side of it.
enum WireNumber {
    /// An exact decimal; nil for other text, more decimals than 12 that matter, or a value beyond 64 bits.
    static func decimal(_ bytes: UnsafeBufferPointer<UInt8>) -> ExactDecimal? {
        var value: UInt64 = 0
        var decimals = 0
        // Zeros behind the point are held back until a digit follows: 1.5000000000000000 is 1.5.
        var zerosHeld = 0
        var (seenPoint, seenDigit) = (false, false)
        var place = 0
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative || bytes.first == UInt8(ascii: "+") { place = 1 }
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: ".") where !seenPoint: seenPoint = true
            case UInt8(ascii: "0") where seenPoint:
                seenDigit = true
                zerosHeld += 1
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                seenDigit = true
                guard let next = appended(UInt64(byte - UInt8(ascii: "0")), to: value, zerosBefore: zerosHeld) else { return nil }
                value = next
                if seenPoint { decimals += zerosHeld + 1 }
                zerosHeld = 0
            default: return nil
            }
        }
        guard seenDigit, decimals <= ExactDecimal.decimalsMax, let magnitude = Int64(exactly: value) else { return nil }
        return ExactDecimal(significand: isNegative ? -magnitude : magnitude, decimals: decimals)
    }

    private static func appended(_ digit: UInt64, to value: UInt64, zerosBefore: Int) -> UInt64? {
        var value = value
        for step in 0...zerosBefore {
            // 19 digits always fit in 64 bits; what leaves the signed 64 is refused by the caller.
            guard value < 1_000_000_000_000_000_000 else { return nil }
            value = value * 10 + (step == zerosBefore ? digit : 0)
        }
        return value
    }

    /// A date, `2026-11-20`, with or without the time zone that XML Schema lets senders hang on it; the day is what is printed.
    static func date(_ bytes: UnsafeBufferPointer<UInt8>) -> CalendarDate? {
        guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), isZone(bytes[10...]),
            let year = digits(bytes[0..<4]), let month = digits(bytes[5..<7]), let day = digits(bytes[8..<10])
        else { return nil }
        return CalendarDate(year: year, month: month, day: day)
    }

    private static func digits(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        var value = 0
        for byte in bytes {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }

    private static func isZone(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard let first = bytes.first else { return true }
        if first == UInt8(ascii: "Z") { return bytes.count == 1 }
        let start = bytes.startIndex
        return bytes.count == 6 && (first == UInt8(ascii: "+") || first == UInt8(ascii: "-")) && bytes[start + 3] == UInt8(ascii: ":")
            && digits(bytes[start + 1..<start + 3]) != nil && digits(bytes[start + 4..<start + 6]) != nil
    }
}

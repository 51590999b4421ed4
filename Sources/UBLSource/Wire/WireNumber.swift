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
}

import BridgeDomain
import BridgeHash

/// Codes a telephone makes of a key and the time (RFC 6238): HMAC-SHA-1, six digits, a new one every 30 seconds.
enum OneTimeCode {
    static let digits = 6
    static let stepSeconds: Int64 = 30
    /// Steps before and after the present one that are taken: clocks differ, and people type slowly.
    static let tolerance: Int64 = 1
    /// Bytes of a key: as many as SHA-1 gives (RFC 4226 §4).
    static let keyBytes = 20

    /// The number of the step a moment lies in.
    static func step(at moment: Timestamp) -> Int64 { moment.milliseconds / 1_000 / stepSeconds }

    /// The code of a step (RFC 4226 §5.3).
    static func code(_ key: [UInt8], step: Int64, digits: Int = digits) -> String {
        let tag = HMACSHA1.tag((0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }, key: key)
        let offset = Int(tag[tag.count - 1] & 0xF)
        let number = tag[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let text = String(number % (0..<digits).reduce(UInt32(1)) { power, _ in power * 10 })
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The step whose code was typed, when it is near `now` and later than `last`: each code opens once. nil for any other.
    static func step(of typed: String, _ key: [UInt8], now: Timestamp, after last: Int64) -> Int64? {
        let present = step(at: now)
        var found: Int64?
        for candidate in present - tolerance...present + tolerance
        where ConstantTime.equal(code(key, step: candidate), typed) && candidate > last { found = candidate }
        return found
    }
}

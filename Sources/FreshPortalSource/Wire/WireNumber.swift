import BridgeDomain
import BridgeJSON

/// Numbers as FreshPortal writes them: decimals as text, with a point by contract but seen with a comma, and with thousands separators
/// (reference freshportal §3, quirks 3 and 16).
enum WireNumber {
    /// Rewrites a number as plain decimal text (`-1.234,50` → `-1234.50`), trailing zeros kept; nil for anything else.
    ///
    /// Where both separators occur the last one is the decimal one. A single separator is always the decimal one: `1.234` is a number
    /// with three decimals, never one thousand and something, because guessing wrong would book a thousandfold. Two or more of one kind
    /// can only separate thousands.
    static func plain(_ text: String) -> String? {
        if isPlain(text) { return text }
        let trimmed = WireText.trimmed(text)
        let isNegative = trimmed.hasPrefix("-")
        let digits = isNegative ? trimmed.dropFirst() : trimmed[...]
        guard digits.utf8.allSatisfy({ isDigit($0) || $0 == point || $0 == comma }) else { return nil }
        guard let mark = decimalMark(in: digits.utf8) else {
            return whole(digits).map { (isNegative ? "-" : "") + $0 }
        }
        let parts = digits.split(separator: Character(Unicode.Scalar(mark)), omittingEmptySubsequences: false)
        guard parts.count == 2, let whole = whole(parts[0]), !parts[1].isEmpty, parts[1].utf8.allSatisfy(isDigit) else { return nil }
        return "\(isNegative ? "-" : "")\(whole).\(parts[1])"
    }

    /// Plain decimal text of a JSON number or string; nil for anything else.
    static func plain(_ value: JSON) -> String? {
        switch value {
        case .string(let text): return plain(text)
        case .number(let text):
            guard text.contains(where: { $0 == "e" || $0 == "E" }) else { return text }
            return value.decimal?.description
        default: return nil
        }
    }

    /// True for digits with at most a sign before and a point among them: as the contract asks, and nearly always.
    private static func isPlain(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var (digits, points) = (0, 0)
            for (place, byte) in bytes.enumerated() {
                if isDigit(byte) {
                    digits += 1
                } else if byte == point, digits > 0, points == 0, place + 1 < bytes.count {
                    points = 1
                } else if byte != UInt8(ascii: "-") || place > 0 {
                    return false
                }
            }
            return digits > 0
        }
    }

    private static let point = UInt8(ascii: ".")
    private static let comma = UInt8(ascii: ",")

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func decimalMark(in bytes: Substring.UTF8View) -> UInt8? {
        let marks = bytes.filter { !isDigit($0) }
        guard let last = marks.last else { return nil }
        if marks.count == 1 { return last }
        return marks.allSatisfy { $0 == last } ? nil : last
    }

    /// Digits, or groups of three behind a first group of one to three, with one kind of separator.
    private static func whole(_ text: Substring) -> String? {
        guard let separator = text.utf8.first(where: { !isDigit($0) }) else { return text.isEmpty ? nil : String(text) }
        let groups = text.split(separator: Character(Unicode.Scalar(separator)), omittingEmptySubsequences: false)
        guard let first = groups.first, (1...3).contains(first.utf8.count),
            groups.dropFirst().allSatisfy({ $0.utf8.count == 3 }), groups.allSatisfy({ $0.utf8.allSatisfy(isDigit) })
        else { return nil }
        return groups.joined()
    }
}

/// Texts as FreshPortal writes them.
enum WireText {
    /// Without outer spaces; inner ones and leading zeros stay (quirk 1).
    static func trimmed(_ text: String) -> String {
        // A text that begins and ends with a visible character of ASCII has no outer spaces; nearly all do.
        if let first = text.utf8.first, let last = text.utf8.last, (0x21...0x7E).contains(first), (0x21...0x7E).contains(last) {
            return text
        }
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\u{A0}" || $0.isNewline }
        guard let first = text.firstIndex(where: { !isSpace($0) }), let last = text.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(text[first...last])
    }

    /// A day written `2026-11-18` or `18-11-2026` (quirk 2: both occur in one API); nil for anything else.
    ///
    /// No text fits both forms: the year has four digits.
    static func date(_ text: String) -> CalendarDate? {
        if let date = CalendarDate(text) { return date }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        return CalendarDate("\(parts[2])-\(parts[1])-\(parts[0])")
    }
}

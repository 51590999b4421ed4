/// Turns text of any ``TextEncoding`` into UTF-8, a piece at a time; pieces may end within a character.
///
/// UTF-8 is passed on as it is: whoever makes a `String` of it checks it then, and can say where it is wrong. For the same reason what is
/// damaged in UTF-16 (half a pair, half a unit) comes out as the byte 0xFF, which is no UTF-8. The mark at the beginning is left out.
public struct TextDecoder: Sendable {
    /// The encoding that is read.
    public let encoding: TextEncoding
    private var mark: [UInt8]
    private var isAtStart = true
    /// Bytes of a unit, or a leading surrogate, that the next piece goes on with.
    private var held: [UInt8] = []

    /// A decoder at the beginning of a text.
    public init(_ encoding: TextEncoding) {
        self.encoding = encoding
        mark = encoding.mark
    }

    /// How many bytes of UTF-8 a piece of so many bytes gives at most, with what is held of the piece before.
    public static func capacity(_ count: Int) -> Int { 3 * (count + 4) }

    /// Appends a piece as UTF-8. `isLast` says that nothing follows: what is half is then damaged.
    public mutating func decode(_ piece: UnsafeRawBufferPointer, isLast: Bool, into output: inout [UInt8]) {
        var bytes = UnsafeRawBufferPointer(rebasing: piece[...])
        if isAtStart, !mark.isEmpty {
            // The mark may come in pieces too.
            let taken = min(mark.count - held.count, bytes.count)
            held += bytes.prefix(taken)
            if held.count < mark.count, !isLast, mark.starts(with: held) { return }
            bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(taken))
            let start = held == mark ? [] : held
            held = []
            isAtStart = false
            if !start.isEmpty { start.withUnsafeBytes { body($0, isLast: isLast && bytes.isEmpty, into: &output) } }
        }
        body(bytes, isLast: isLast, into: &output)
    }

    private mutating func body(_ bytes: UnsafeRawBufferPointer, isLast: Bool, into output: inout [UInt8]) {
        switch encoding {
        case .utf8: output.append(contentsOf: bytes)
        case .latin1: for byte in bytes { append(UInt32(byte), to: &output) }
        case .windows1252: for byte in bytes { append(Self.windows1252(byte), to: &output) }
        case .utf16LittleEndian: utf16(bytes, low: 0, isLast: isLast, into: &output)
        case .utf16BigEndian: utf16(bytes, low: 1, isLast: isLast, into: &output)
        }
    }

    private mutating func utf16(_ bytes: UnsafeRawBufferPointer, low: Int, isLast: Bool, into output: inout [UInt8]) {
        // Held are at most three bytes: a leading surrogate and half a unit.
        let all = held + bytes
        held = []
        var place = 0
        func unit(_ place: Int) -> UInt32 { UInt32(all[place + low]) | UInt32(all[place + 1 - low]) << 8 }
        while place + 2 <= all.count {
            let first = unit(place)
            guard first & 0xF800 == 0xD800 else {
                append(first, to: &output)
                place += 2
                continue
            }
            if first < 0xDC00, place + 4 > all.count, !isLast { break }
            let second = first < 0xDC00 && place + 4 <= all.count ? unit(place + 2) : 0
            if second & 0xFC00 == 0xDC00 {
                append(0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF), to: &output)
                place += 4
            } else {
                output.append(0xFF)
                place += 2
            }
        }
        guard place < all.count else { return }
        if isLast { output.append(0xFF) } else { held = Array(all[place...]) }
    }

    private func append(_ scalar: UInt32, to output: inout [UInt8]) {
        switch scalar {
        case ..<0x80: output.append(UInt8(scalar))
        case ..<0x800: output += [UInt8(0xC0 | scalar >> 6), UInt8(0x80 | scalar & 0x3F)]
        case ..<0x10000: output += [UInt8(0xE0 | scalar >> 12), UInt8(0x80 | scalar >> 6 & 0x3F), UInt8(0x80 | scalar & 0x3F)]
        default:
            output += [
                UInt8(0xF0 | scalar >> 18), UInt8(0x80 | scalar >> 12 & 0x3F), UInt8(0x80 | scalar >> 6 & 0x3F),
                UInt8(0x80 | scalar & 0x3F),
            ]
        }
    }

    /// The 27 characters of 0x80…0x9F (source: the table that Unicode publishes as CP1252); the five free places stay control characters, as
    /// browsers read them.
    private static func windows1252(_ byte: UInt8) -> UInt32 {
        guard (0x80...0x9F).contains(byte) else { return UInt32(byte) }
        return upper[Int(byte) - 0x80]
    }

    private static let upper: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
        0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
    ]
}

extension TextEncoding {
    /// A whole text as UTF-8; nil when something in it is no character of the encoding.
    public func text(_ bytes: some Collection<UInt8>) -> String? {
        var decoder = TextDecoder(self)
        var output: [UInt8] = []
        Array(bytes).withUnsafeBytes { decoder.decode($0, isLast: true, into: &output) }
        return String(validating: output, as: UTF8.self)
    }
}

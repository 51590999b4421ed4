/// How text is written as bytes.
public enum TextEncoding: String, Hashable, Sendable, CaseIterable {
    case utf8 = "utf-8"
    /// ISO 8859-1: every byte is the character of the same number.
    case latin1 = "latin-1"
    /// What Windows programs in Western Europe write: Latin-1 with the euro sign and typographic marks in 0x80…0x9F.
    case windows1252 = "windows-1252"
    /// Two bytes a unit, the lower one first: "Unicode" in Windows programs.
    case utf16LittleEndian = "utf-16le"
    /// Two bytes a unit, the higher one first.
    case utf16BigEndian = "utf-16be"

    /// The mark that a text of this encoding may start with; empty where there is none.
    public var mark: [UInt8] {
        switch self {
        case .utf8: [0xEF, 0xBB, 0xBF]
        case .utf16LittleEndian: [0xFF, 0xFE]
        case .utf16BigEndian: [0xFE, 0xFF]
        case .latin1, .windows1252: []
        }
    }
}

/// What the beginning of a text tells about its encoding.
public struct EncodingFinding: Hashable, Sendable {
    public var encoding: TextEncoding
    /// Bytes of the mark at the beginning; 0 without.
    public var markLength: Int
    /// True where the bytes leave no choice: a mark, or bytes outside ASCII that are valid UTF-8. False for pure ASCII, which reads the same
    /// in all but UTF-16, and for Latin-1 and Windows-1252, in which any bytes are a text.
    public var isCertain: Bool

    /// Looks at the beginning of a text.
    ///
    /// A mark decides. Without one: every other byte zero means UTF-16, valid UTF-8 means UTF-8 (a character cut off at the end of `sample`
    /// does not count against it), a byte in 0x80…0x9F means Windows-1252, where Latin-1 has control characters; all else is Latin-1.
    public init(_ sample: some Collection<UInt8>) {
        let bytes = Array(sample)
        for encoding in [TextEncoding.utf8, .utf16LittleEndian, .utf16BigEndian] where bytes.starts(with: encoding.mark) {
            self.init(encoding, markLength: encoding.mark.count, isCertain: true)
            return
        }
        if let encoding = Self.utf16(bytes) {
            self.init(encoding, markLength: 0, isCertain: true)
        } else if Self.isUTF8(bytes) {
            self.init(.utf8, markLength: 0, isCertain: bytes.contains { $0 >= 0x80 })
        } else {
            let isWindows = bytes.contains { (0x80...0x9F).contains($0) }
            self.init(isWindows ? .windows1252 : .latin1, markLength: 0, isCertain: false)
        }
    }

    private init(_ encoding: TextEncoding, markLength: Int, isCertain: Bool) {
        (self.encoding, self.markLength, self.isCertain) = (encoding, markLength, isCertain)
    }

    /// Texts of business are mostly ASCII: in UTF-16 nearly every other byte is then zero.
    private static func utf16(_ bytes: [UInt8]) -> TextEncoding? {
        let pairs = bytes.count / 2
        guard pairs > 0 else { return nil }
        var zeros = (even: 0, odd: 0)
        for place in 0..<pairs {
            if bytes[2 * place] == 0 { zeros.even += 1 }
            if bytes[2 * place + 1] == 0 { zeros.odd += 1 }
        }
        if zeros.odd * 10 >= pairs * 7, zeros.even == 0 { return .utf16LittleEndian }
        if zeros.even * 10 >= pairs * 7, zeros.odd == 0 { return .utf16BigEndian }
        return nil
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        if String(validating: bytes, as: UTF8.self) != nil { return true }
        // The sample may end within a character of up to four bytes.
        for cut in 1...3 where bytes.count > cut {
            let tail = bytes[(bytes.count - cut)...]
            guard let lead = tail.first, lead >= 0xC0 else { continue }
            let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
            let isCutOff = cut < length && tail.dropFirst().allSatisfy { $0 & 0xC0 == 0x80 }
            return isCutOff && String(validating: bytes[..<tail.startIndex], as: UTF8.self) != nil
        }
        return false
    }
}

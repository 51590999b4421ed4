/// How the bytes of a text become UTF-8, which is all the parser is ever given.
///
/// The encodings are few on purpose: what else an encoding library reads (UTF-7, for one) has been used to smuggle markup past checks.
enum XMLEncoding: Equatable {
    case utf8
    case utf16(isBigEndian: Bool)
    /// One byte a character; the scalars of 128…255, 0 where there is none.
    case singleByte([UInt16])

    /// How many bytes are looked at for the declaration.
    static let declarationBytesMax = 1024

    /// What the beginning of a text says: its encoding, and how many bytes the mark before it takes.
    ///
    /// A mark wins over the declaration. A declaration that could be read byte by byte and says UTF-16 is not true: several programs
    /// write it above UTF-8.
    static func sniff(_ start: UnsafeBufferPointer<UInt8>) throws(Unknown) -> (encoding: XMLEncoding, markBytes: Int) {
        switch Array(start.prefix(4)) {
        case let bytes where bytes.starts(with: [0xEF, 0xBB, 0xBF]): return (.utf8, 3)
        case [0x00, 0x00, 0xFE, 0xFF], [0xFF, 0xFE, 0x00, 0x00], [0x00, 0x00, 0x00, 0x3C], [0x3C, 0x00, 0x00, 0x00]: throw Unknown("UTF-32")
        case [0x4C, 0x6F, 0xA7, 0x94]: throw Unknown("EBCDIC")
        case let bytes where bytes.starts(with: [0xFE, 0xFF]): return (.utf16(isBigEndian: true), 2)
        case let bytes where bytes.starts(with: [0xFF, 0xFE]): return (.utf16(isBigEndian: false), 2)
        case let bytes where bytes.starts(with: [0x00, 0x3C]): return (.utf16(isBigEndian: true), 0)
        case let bytes where bytes.starts(with: [0x3C, 0x00]): return (.utf16(isBigEndian: false), 0)
        default: return (try named(declared(start)), 0)
        }
    }

    /// An encoding that is not read.
    struct Unknown: Error {
        let name: String
        init(_ name: String) { self.name = name }
    }

    private static func named(_ name: String?) throws(Unknown) -> XMLEncoding {
        switch name?.uppercased() {
        case nil, "UTF-8", "UTF8", "UTF-16", "UTF-16LE", "UTF-16BE", "UCS-2", "ISO-10646-UCS-2": .utf8
        case "US-ASCII", "ASCII": .singleByte(ascii)
        case "ISO-8859-1", "ISO_8859-1", "LATIN1", "LATIN-1": .singleByte(latin1)
        case "ISO-8859-15", "LATIN9", "LATIN-9": .singleByte(latin9)
        case "WINDOWS-1252", "CP1252": .singleByte(windows1252)
        default: throw Unknown(String((name ?? "").prefix(40)))
        }
    }

    /// The encoding named in `<?xml … encoding="…"?>`; nil when none is named.
    private static func declared(_ start: UnsafeBufferPointer<UInt8>) -> String? {
        guard start.starts(with: "<?xml".utf8) else { return nil }
        let head = start.prefix(declarationBytesMax).prefix { $0 != UInt8(ascii: ">") }
        guard var place = place(of: "encoding", in: head) else { return nil }
        while place < head.endIndex, head[place].isXMLSpace || head[place] == UInt8(ascii: "=") { place += 1 }
        guard place < head.endIndex, head[place] == UInt8(ascii: "\"") || head[place] == UInt8(ascii: "'") else { return nil }
        return String(decoding: head[(place + 1)...].prefix { $0 != head[place] }, as: UTF8.self)
    }

    /// The place behind the first occurrence of a word.
    private static func place(of word: StaticString, in bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        let count = word.utf8CodeUnitCount
        guard bytes.count >= count else { return nil }
        let word = UnsafeBufferPointer(start: word.utf8Start, count: count)
        return (bytes.startIndex...bytes.endIndex - count).first { bytes[$0..<$0 + count].elementsEqual(word) }.map { $0 + count }
    }

    private static let ascii = [UInt16](repeating: 0, count: 128)
    private static let latin1 = (0x80...0xFF).map { UInt16($0) }
    /// ISO 8859-15: Latin-1 with eight characters replaced, the euro sign among them.
    private static let latin9 = replacing(
        latin1, [0xA4: 0x20AC, 0xA6: 0x160, 0xA8: 0x161, 0xB4: 0x17D, 0xB8: 0x17E, 0xBC: 0x152, 0xBD: 0x153, 0xBE: 0x178])
    /// Windows-1252; five bytes have no character.
    private static let windows1252 = replacing(
        latin1,
        [
            0x80: 0x20AC, 0x81: 0, 0x82: 0x201A, 0x83: 0x192, 0x84: 0x201E, 0x85: 0x2026, 0x86: 0x2020, 0x87: 0x2021, 0x88: 0x2C6,
            0x89: 0x2030, 0x8A: 0x160, 0x8B: 0x2039, 0x8C: 0x152, 0x8D: 0, 0x8E: 0x17D, 0x8F: 0, 0x90: 0, 0x91: 0x2018, 0x92: 0x2019,
            0x93: 0x201C, 0x94: 0x201D, 0x95: 0x2022, 0x96: 0x2013, 0x97: 0x2014, 0x98: 0x2DC, 0x99: 0x2122, 0x9A: 0x161, 0x9B: 0x203A,
            0x9C: 0x153, 0x9D: 0, 0x9E: 0x17E, 0x9F: 0x178,
        ])

    private static func replacing(_ table: [UInt16], _ changes: [Int: UInt16]) -> [UInt16] {
        var table = table
        for (byte, scalar) in changes { table[byte - 0x80] = scalar }
        return table
    }
}

/// Turns the bytes of a text into UTF-8 piece by piece.
struct XMLTranscoder {
    let encoding: XMLEncoding
    /// What a piece left unfinished: half a unit, or the first half of a pair.
    private var halfUnit: UInt8?
    private var highSurrogate: UInt16?

    init(_ encoding: XMLEncoding) { self.encoding = encoding }

    /// Whether the text may end here.
    var isComplete: Bool { halfUnit == nil && highSurrogate == nil }

    /// The piece in UTF-8; nil where it has bytes that the encoding does not have.
    mutating func utf8(_ piece: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var output: [UInt8] = []
        output.reserveCapacity(piece.count + piece.count / 2)
        switch encoding {
        case .utf8: output.append(contentsOf: piece)
        case .singleByte(let table):
            for byte in piece {
                guard append(byte < 0x80 ? UInt16(byte) : table[Int(byte) - 0x80], allowsZero: byte == 0, &output) else { return nil }
            }
        case .utf16(let isBigEndian):
            for byte in piece {
                guard let first = halfUnit else {
                    halfUnit = byte
                    continue
                }
                halfUnit = nil
                let unit = isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first)
                guard append(unit: unit, &output) else { return nil }
            }
        }
        return output
    }

    private func append(_ scalar: UInt16, allowsZero: Bool, _ output: inout [UInt8]) -> Bool {
        guard scalar != 0 || allowsZero, let scalar = Unicode.Scalar(scalar) else { return false }
        output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        return true
    }

    private mutating func append(unit: UInt16, _ output: inout [UInt8]) -> Bool {
        if let high = highSurrogate {
            guard (0xDC00...0xDFFF).contains(unit) else { return false }
            highSurrogate = nil
            let value = 0x10000 + (UInt32(high - 0xD800) << 10) + UInt32(unit - 0xDC00)
            guard let scalar = Unicode.Scalar(value), let bytes = UTF8.encode(scalar) else { return false }
            output.append(contentsOf: bytes)
            return true
        }
        if (0xD800...0xDBFF).contains(unit) {
            highSurrogate = unit
            return true
        }
        return append(unit, allowsZero: true, &output)
    }
}
